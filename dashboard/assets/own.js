// A reader's own file: names the file input for screen readers, and leads back to the list after a change of it.
(function () {
  "use strict";
  const BUTTONS = "#own-add, .own-list button";
  let changed = false;

  document.addEventListener("click", (click) => { if (click.target.closest(BUTTONS)) changed = true; });

  // The input comes with a script of its own, after the place for it.
  function whenThere(selector, action) {
    const found = document.querySelector(selector);
    if (found) action(found);
    else if (document.querySelector(".own")) requestAnimationFrame(() => whenThere(selector, action));
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.own = {
    // The box has been drawn.
    drawn(_id) {
      whenThere("#own-upload input", (input) => {
        input.setAttribute("aria-label", "CSV or XLSX file");
        // The button beside it opens the same dialogue.
        input.tabIndex = -1;
      });
      if (changed) whenThere(".own h2", (heading) => { heading.tabIndex = -1; heading.focus(); });
      changed = false;
      return window.dash_clientside.no_update;
    },
  };
})();
