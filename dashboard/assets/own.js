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

  // This may be called before what it looks for is there.
  function whenThere(selector, action, until = performance.now() + PATIENCE_MS) {
    const found = document.querySelector(selector);
    if (found) action(found);
    else if (performance.now() < until) requestAnimationFrame(() => whenThere(selector, action, until));
  }

  // The component mounts its input late, and anew with the tab: each one is named as it comes.
  new MutationObserver(() => {
    const input = document.querySelector("#own-upload input:not([aria-label])");
    if (!input) return;
    input.setAttribute("aria-label", "CSV or XLSX file");
    input.accept = ".csv,.txt,.tsv,.xlsx";
    // The button beside it opens the same dialogue.
    input.tabIndex = -1;
  }).observe(document.body, { childList: true, subtree: true });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.own = {
    // The box has been drawn.
    drawn(_id) {
      if (changed) whenThere(".own h2", (heading) => { heading.tabIndex = -1; heading.focus(); });
      changed = false;
      return window.dash_clientside.no_update;
    },
  };
})();
