// What the event study does in the browser: the address follows the event, a typed day chooses "own date", a resized
// window asks for figures of its width.
(function () {
  "use strict";
  const same = window.dash_clientside.no_update;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let width = 0;
  let timer;

  window.dash_clientside.study = {
    // Runs for a tab just opened too: then only the list moves to the event that is chosen.
    address(event) {
      showChosen();
      if (!window.dash_clientside.callback_context.triggered.length) return same;
      const query = new URLSearchParams(location.search);
      if (event && event !== "own") query.set("event", event);
      else query.delete("event");
      query.set("tab", "events");
      if (query.toString() !== new URLSearchParams(location.search).toString()) history.pushState(null, "", `?${query}`);
      return same;
    },

    own(day) {
      return day ? "own" : same;
    },
  };

  // A tab that is being opened may not have its list yet: it is looked for again in the next frames.
  function showChosen(frames = 100) {
    const chosen = document.querySelector("#events-event label:has(input:checked)");
    if (!chosen) {
      if (frames) requestAnimationFrame(() => showChosen(frames - 1));
      return;
    }
    const list = chosen.closest(".events");
    const from = chosen.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (from < 0 || from > list.clientHeight - chosen.clientHeight) list.scrollTop += from - list.clientHeight / 3;
  }

  function resized() {
    const place = document.getElementById("events-paths");
    if (!place || Math.abs(place.clientWidth - width) <= 24) return;
    width = place.clientWidth;
    set("width", { data: width });
  }

  window.addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(resized, 150); });
})();
