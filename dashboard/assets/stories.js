// The story picker: another story opens in the colours of this one, and the list closes like a menu.
(function () {
  "use strict";
  const picker = () => document.querySelector(".stories[open]");
  const close = () => picker()?.removeAttribute("open");

  document.addEventListener("click", (click) => {
    const link = click.target.closest(".stories a");
    const theme = new URLSearchParams(location.search).get("theme");
    // Colours that were chosen on a page are kept by the browser; those of a link are in its address alone.
    if (link && theme) link.search = `?theme=${theme}`;
    if (!click.target.closest(".stories")) close();
  });
  document.addEventListener("keydown", (press) => {
    if (press.key !== "Escape" || !picker()) return;
    picker().querySelector("summary").focus();
    close();
  });
})();
