// Charts on paper: as large as a page in landscape takes them, and in light colours whatever the screen shows.
(function () {
  "use strict";
  const WIDTH_PX = 955, HEIGHT_PX = 490, HEIGHT_WITHOUT_CARDS_PX = 610;
  const PAINTS = ["fill", "stroke", "background-color"];
  let painted = [];

  function fit() {
    const cards = document.querySelector("#cards:not(:empty)");
    for (const graph of document.querySelectorAll(".graph")) {
      const height = cards ? HEIGHT_PX : HEIGHT_WITHOUT_CARDS_PX;
      graph.parentElement.style.zoom = Math.min(1, WIDTH_PX / graph.clientWidth, height / graph.clientHeight);
    }
  }

  function paint() {
    if (document.documentElement.dataset.theme !== "dark") return;
    const light = window.storyColours.forms("dark", "light");
    for (const part of document.querySelectorAll(".js-plotly-plot [style]"))
      for (const kind of PAINTS) {
        const dark = part.style.getPropertyValue(kind);
        if (!light.has(dark)) continue;
        painted.push([part, kind, dark]);
        part.style.setProperty(kind, light.get(dark));
      }
  }

  function restore() {
    for (const [part, kind, dark] of painted) part.style.setProperty(kind, dark);
    painted = [];
    for (const graph of document.querySelectorAll(".graph")) graph.parentElement.style.zoom = "";
  }

  window.addEventListener("beforeprint", () => { restore(); fit(); paint(); });
  window.addEventListener("afterprint", restore);
})();
