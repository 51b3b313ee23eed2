// Back to the view a reader meets first, and the address of the view on screen.
(function () {
  "use strict";

  // The open tab and the colours stay: they are how one looks, not what one looks at.
  function reset() {
    const asked = new URLSearchParams(location.search);
    const query = new URLSearchParams();
    for (const key of ["theme", "tab"]) if (asked.has(key)) query.set(key, asked.get(key));
    history.pushState(null, "", query.size ? `?${query}` : location.pathname);
    window.dash_clientside.set_props("query", { data: location.search });
  }

  let timer;

  async function copy() {
    const said = document.getElementById("link-said");
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = said.dataset.own ? "Copied, without your own series" : "Copied";
    } catch {
      said.textContent = "The browser did not allow copying. The link is the address of this page, in the address bar.";
    }
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = ""; }, 4000);
  }

  document.addEventListener("click", (click) => {
    const act = click.target.closest("[data-act]")?.dataset.act;
    if (act === "reset") reset();
    if (act === "link") copy();
  });
})();
