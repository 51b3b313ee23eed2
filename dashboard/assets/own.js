// A reader's own file: names the file input for screen readers, refuses what is too large before it is sent, and leads
// back to the box after a change of what was added.
(function () {
  "use strict";
  const BUTTONS = "#own-add, .own-list button";
  let changed = false;

  document.addEventListener("click", (click) => { if (click.target.closest(BUTTONS)) changed = true; });

  // Of a file that is too large the component says nothing.
  function weigh(place, files) {
    const box = place.closest && place.closest(".own");
    if (!box || !place.closest("#own-upload") || !files || !files.length) return;
    const [file] = files;
    const mb = (bytes) => (bytes / 1e6).toFixed(1);
    const most = Number(box.dataset.most);
    const text = file.size > most
      ? `${file.name} has ${mb(file.size)} MB; a file has at most ${mb(most)} MB. Keep only the column of dates and the columns you need.`
      : "";
    window.dash_clientside.set_props("own-problem", { children: text });
  }
  document.addEventListener("change", (change) => weigh(change.target, change.target.files), true);
  document.addEventListener("drop", (drop) => weigh(drop.target, drop.dataTransfer && drop.dataTransfer.files), true);

  const PATIENCE_MS = 10000;

  // The input comes with a script of its own, after the place for it, and this may be called before either is there.
  function whenThere(selector, action, until = performance.now() + PATIENCE_MS) {
    const found = document.querySelector(selector);
    if (found) action(found);
    else if (performance.now() < until) requestAnimationFrame(() => whenThere(selector, action, until));
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.own = {
    // The box has been drawn.
    drawn(_id) {
      whenThere("#own-upload input", (input) => {
        input.setAttribute("aria-label", "CSV or XLSX file");
        input.accept = ".csv,.txt,.tsv,.xlsx";
        // The button beside it opens the same dialogue.
        input.tabIndex = -1;
      });
      if (changed) whenThere(".own h2", (heading) => { heading.tabIndex = -1; heading.focus(); });
      changed = false;
      return window.dash_clientside.no_update;
    },
  };
})();
