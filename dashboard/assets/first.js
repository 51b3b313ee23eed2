// Runs before anything is drawn: sets the theme without a flash and tells the server theme and width for its first chart.
(function () {
  "use strict";
  const asked = new URLSearchParams(location.search).get("theme");
  const kept = localStorage.getItem("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = [asked, kept, system].find((name) => name === "light" || name === "dark");
  document.documentElement.dataset.theme = theme;
  // The place of a scroll bar is kept free from the start, as the page will need one.
  const probe = document.documentElement.appendChild(document.createElement("div"));
  probe.style = "position: absolute; overflow: scroll";
  const page = Math.min(innerWidth - probe.offsetWidth, 1640);
  probe.remove();
  // The margins and the event list beside the chart, as in page.css.
  const width = page >= 1080 ? page - 48 - 20 - 360 - 2 : page - (page < 600 ? 16 : 48) - 2;
  // What joins Dash and Plotly is fetched beside the layout, and not after it.
  window.storyScripts = () => {
    const src = `${document.documentElement.dataset.path}_dash-component-suites/dash/dcc/async-graph.js`;
    if (window.Plotly) document.head.append(Object.assign(document.createElement("script"), { src }));
  };
  // All that Dash's scripts use of the language features that dashboard/page_scripts.py leaves out: one awaited step.
  window.regeneratorRuntime = {
    mark: (generator) => generator,
    wrap: (step) => {
      const context = { prev: 0, next: 0, stop: () => { context.done = true; } };
      return { next: () => ({ value: step(context), done: context.done === true }), throw: (error) => { throw error; } };
    },
  };
  document.cookie = `theme=${theme}; path=/; SameSite=Strict`;
  document.cookie = `width=${Math.round(width)}; path=/; SameSite=Strict`;
})();
