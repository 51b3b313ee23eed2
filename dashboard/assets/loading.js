// Says that the server is at work once it takes longer than a moment, and what to do when it does not answer at all.
(function () {
  "use strict";
  const MOMENT_MS = 200, LEAST_MS = 300;
  const GONE = "The server of this page does not answer. Start it again where it was started, then reload the page.";
  const send = window.fetch.bind(window);
  let running = 0;
  let shownAt = 0;
  let waiting;
  let gone = false;

  const mark = document.body.appendChild(document.createElement("div"));
  mark.className = "loading";
  mark.setAttribute("role", "status");

  function say(busy) {
    document.getElementById("content")?.setAttribute("aria-busy", String(busy));
    mark.textContent = busy ? "Loading …" : "";
    shownAt = busy ? performance.now() : 0;
  }

  function begin() {
    running += 1;
    if (running === 1 && !shownAt) waiting = setTimeout(() => say(true), MOMENT_MS);
  }

  // Once shown, the mark stays long enough to be read.
  function end() {
    running -= 1;
    if (running) return;
    clearTimeout(waiting);
    if (shownAt) setTimeout(() => { if (!running) say(false); }, Math.max(0, shownAt + LEAST_MS - performance.now()));
  }

  function answered(isGone) {
    if (isGone === gone) return;
    gone = isGone;
    window.dash_clientside.set_props("message", { children: gone ? GONE : "" });
  }

  window.fetch = async (address, ...rest) => {
    if (!String(address.url || address).includes("_dash-update-component")) return send(address, ...rest);
    begin();
    try {
      const answer = await send(address, ...rest);
      answered(false);
      return answer;
    } catch (error) {
      answered(true);
      throw error;
    } finally {
      end();
    }
  };
})();
