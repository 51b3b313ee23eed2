// The data tab: its period goes into the address, and citations are copied.
(function () {
  "use strict";
  const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text || "") && !Number.isNaN(Date.parse(text));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.data = {
    // The period has changed: the address says it, so that a link, another tab and the Back button bring it again.
    address(period, from, to, usual) {
      const own = period === "own";
      if (own && !(isDay(from) && isDay(to) && from < to)) return window.dash_clientside.no_update;
      const query = new URLSearchParams(location.search);
      for (const key of ["period", "from", "to"]) query.delete(key);
      if (period !== usual.period) query.set("period", period);
      if (own) { query.set("from", from); query.set("to", to); }
      if (query.toString() !== new URLSearchParams(location.search).toString()) history.pushState(null, "", `?${query}`);
      return window.dash_clientside.no_update;
    },
  };

  // A refresh was asked for, and none runs: this stands there until the server says more.
  window.dash_clientside.data.starting = (clicks, busy) =>
    clicks && busy !== "true" ? "Starting …" : window.dash_clientside.no_update;

  document.addEventListener("click", async (click) => {
    const button = click.target.closest("[data-copy]");
    if (!button) return;
    const box = button.closest(".cite");
    const text = box.querySelector(".cited");
    const said = box.querySelector(".copied");
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = "The browser did not allow copying. The text is selected: press Ctrl+C or ⌘C.";
    }
    setTimeout(() => { said.textContent = ""; }, 4000);
  });
})();
