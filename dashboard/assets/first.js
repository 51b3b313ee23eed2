// Runs before anything is drawn: sets the theme without a flash and tells the server theme and width for its first chart.
(function () {
  "use strict";
  const asked = new URLSearchParams(location.search).get("theme");
  const kept = localStorage.getItem("theme");
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = [asked, kept, system].find((name) => name === "light" || name === "dark");
  document.documentElement.dataset.theme = theme;
  const page = Math.min(document.documentElement.clientWidth, 1640);
  // The margins and the event list beside the chart, as in page.css.
  const width = page >= 1080 ? page - 48 - 20 - 360 - 2 : page - (page < 600 ? 16 : 48) - 2;
  // What draws a chart is fetched beside the rest, and run as soon as the page's layout has been asked for.
  const suites = "/_dash-component-suites";
  const scripts = [`${suites}/plotly/package_data/plotly.min.js`, `${suites}/dash/dcc/async-graph.js`];
  const add = (tag, about) => document.head.append(Object.assign(document.createElement(tag), about));
  const needed = !["claims", "data", "about"].includes(new URLSearchParams(location.search).get("tab"));
  if (needed) for (const href of scripts) add("link", { rel: "preload", as: "script", href, fetchPriority: "low" });
  window.storyScripts = () => { if (needed) for (const src of scripts) add("script", { src, async: true }); };
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
