// The keyboard on the main chart: arrows step through the days that have figures and through the events. A question
// mark opens the list of keys. dashboard/about_tab.py names every key.
(function () {
  "use strict";
  const { days } = window.storyChart;
  const TYPED = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
  const tell = (text) => { document.getElementById("chart-told").textContent = text; };
  const plain = (html) => html.replace(/<br>/g, " ").replace(/<[^>]*>/g, "");
  let at = null;

  // Traces that say something on hover; the marks of silent days and the entries of the legend have no text of their own.
  const telling = (gd) => gd.data.filter((trace) => trace.customdata && trace.hoverinfo !== "skip");

  // Moments in view at which a trace has a figure, in order.
  function moments(gd) {
    const [start, end] = window.storyPage.rangeOf(gd);
    const found = new Set();
    for (const trace of telling(gd))
      trace.x.forEach((x, i) => { if (trace.y[i] !== null && days(x) >= start && days(x) <= end) found.add(x); });
    return [...found].sort((a, b) => days(a) - days(b));
  }

  function step(gd, key) {
    const all = moments(gd);
    if (!all.length) return tell("No figures in this period.");
    const last = all.length - 1;
    const before = all.findLastIndex((x) => at !== null && days(x) < days(at));
    const after = all.findIndex((x) => at !== null && days(x) > days(at));
    const place = { Home: 0, End: last, ArrowLeft: at === null ? last : Math.max(before, 0), ArrowRight: at === null ? 0 : after < 0 ? last : after };
    at = all[place[key]];
    const subplots = [...new Set(gd.data.map((trace) => trace.xaxis + trace.yaxis))];
    window.Plotly.Fx.hover(gd, { xval: days(at) * 86400000 }, subplots);
    window.storyCrosshair.show(gd, at);
    const texts = telling(gd).flatMap((trace) => trace.customdata.filter((_, i) => trace.x[i] === at && trace.y[i] !== null));
    const day = new Date(days(at) * 86400000);
    const date = day.toLocaleDateString("en-GB", { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year: "numeric" });
    tell(`${date}. ${texts.map(plain).join(". ")}`);
  }

  function clear(gd) {
    at = null;
    window.Plotly.Fx.unhover(gd);
    window.storyCrosshair.hide(gd);
    tell("");
  }

  function stepEvent(gd, by) {
    const events = gd.layout.meta.lane.events.filter((e) => e.number).sort((a, b) => a.number - b.number);
    const now = events.findIndex((e) => e.id === window.storyPage.event());
    const next = events[now < 0 ? (by > 0 ? 0 : events.length - 1) : now + by];
    if (!next) return;
    if (at !== null) clear(gd);
    // Beside the chart the list follows; below it, following would take the chart out of sight.
    window.storyPage.choose(next.id, matchMedia("(min-width: 1080px)").matches);
    tell(plain(next.hover));
  }

  function leave(gd) {
    if (at !== null) return clear(gd);
    const chosen = window.storyPage.event();
    if (chosen) window.storyPage.choose(chosen, false);
  }

  function press(key, gd) {
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key.key)) step(gd, key.key);
    else if (key.key === "ArrowDown") stepEvent(gd, 1);
    else if (key.key === "ArrowUp") stepEvent(gd, -1);
    else if (key.key === "Escape") leave(gd);
    else return;
    key.preventDefault();
  }

  document.addEventListener("keydown", (key) => {
    if (key.ctrlKey || key.metaKey || key.altKey || key.target.matches?.(TYPED)) return;
    if (key.key === "?" && !document.querySelector("dialog[open]")) document.getElementById("help-button")?.click();
    const gd = key.target.id === "chart-frame" && window.storyPage.graph();
    if (gd && gd.layout && !key.shiftKey) press(key, gd);
  });

  document.addEventListener("focusout", (focus) => {
    const gd = focus.target.id === "chart-frame" && at !== null && window.storyPage.graph();
    if (gd) clear(gd);
  });

  document.addEventListener("click", (click) => {
    if (click.target.closest("#help-button")) document.getElementById("help").showModal();
    if (click.target.closest("[data-act=close]")) click.target.closest("dialog").close();
  });
})();
