// One crosshair over all panels of the main chart, for the pointer and for the keyboard. Plotly's own stops at panels
// that have no figure on that day.
(function () {
  "use strict";
  const { days } = window.storyChart;

  function line(gd) {
    const place = gd.closest(".chart-place");
    let found = place.querySelector(".crosshair");
    if (!found) {
      found = place.appendChild(document.createElement("div"));
      found.className = "crosshair";
    }
    return found;
  }

  let at = null;

  function show(gd, x) {
    const { plotWidth, rangeOf } = window.storyPage;
    const [start, end] = rangeOf(gd);
    const { t, b } = gd.layout.margin;
    at = x;
    Object.assign(line(gd).style, {
      display: days(x) < start || days(x) > end ? "none" : "block", top: `${t}px`, height: `${gd.clientHeight - t - b}px`,
      left: `${gd.layout.meta.plot.left + ((days(x) - start) / (end - start)) * plotWidth(gd)}px`,
    });
  }

  function hide(gd) {
    at = null;
    line(gd).style.display = "none";
  }

  function attach(gd) {
    gd.on("plotly_hover", (hover) => show(gd, hover.points[0].x));
    gd.on("plotly_unhover", () => hide(gd));
    // A chart that has changed its width or its days has that day elsewhere.
    gd.on("plotly_afterplot", () => { if (at !== null) show(gd, at); });
  }

  window.storyCrosshair = { attach, show, hide };
})();
