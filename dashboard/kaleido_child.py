"""The child process that draws: figures one after another, in one browser, through Kaleido.

`renderer` runs this file as a script and never imports it: a browser that hangs can be ended only together with the
process that waits for it. Requests and answers are lines of JSON; figures and pictures lie in the folder given.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from choreographer.browsers import Chromium
from choreographer.errors import ChromeNotFoundError
from kaleido import Kaleido

OFFLINE = ("--disable-background-networking", "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND")
"""Chromium asks its maker's hosts at its start, and a figure may name pictures and maps: nothing leaves the machine."""


class LocalChromium(Chromium):
    """Chromium without network, in the process group of this process so that one signal ends both."""

    def get_cli(self) -> Sequence[str]:
        """The library's command line and the switches that keep Chromium offline."""
        return [*super().get_cli(), *OFFLINE]

    def get_popen_args(self) -> Mapping[str, Any]:
        """The library's arguments without a session of its own, which a signal to our group would not reach."""
        return {k: v for k, v in super().get_popen_args().items() if k != "start_new_session"}


class OnePage(Kaleido):  # type: ignore[misc]  # the library is not typed
    """Kaleido that keeps its page between pictures: loading it again takes as long as a drawing."""

    async def _return_kaleido_tab(self, tab: Any) -> None:
        await self.tabs_ready.put(tab)


def sandbox_choices() -> tuple[bool, ...]:
    """Whether to start Chromium with its sandbox, in the order to try.

    It refuses to start with it as root, and some systems and containers forbid it to users too.
    """
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return (False,) if is_root else (True, False)


async def opened() -> Kaleido:
    """A started browser; the error of the last attempt where none starts."""
    *attempts, last = sandbox_choices()
    for sandbox in attempts:
        try:
            return await _started(sandbox)
        except (ChromeNotFoundError, RuntimeError, OSError):
            logging.exception("Start with sandbox")
    return await _started(last)


async def _started(sandbox: bool) -> Kaleido:
    # The parent keeps time, so Kaleido need not. BROWSER_PATH comes before a Chrome the library once downloaded.
    browser = OnePage(
        mathjax=False,
        timeout=None,
        path=os.environ.get("BROWSER_PATH") or None,
        browser_cls=LocalChromium,
        enable_sandbox=sandbox,
        enable_extensions=False,
    )
    await browser.open()
    return browser


async def serve(folder: Path, answers: Any) -> None:
    """Answer "ready", then draw what each request names, until the request to end."""
    requests: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
    threading.Thread(target=_listen, args=(requests, asyncio.get_running_loop()), daemon=True).start()
    try:
        browser = await opened()
    except ChromeNotFoundError:
        _say(answers, {"state": "no browser"})
        return
    _say(answers, {"state": "ready"})
    while request := await requests.get():
        figure = _named_traces(json.loads((folder / "figure.json").read_bytes()))
        (folder / "picture").write_bytes(await browser.calc_fig(figure, opts=request))
        _say(answers, {"state": "drawn"})
    await browser.close()


def _named_traces(figure: dict[str, Any]) -> dict[str, Any]:
    # Plotly gives a trace without a name of its own a random one, and an SVG would differ each time it is drawn.
    for number, trace in enumerate(figure["data"]):
        trace.setdefault("uid", str(number))
    return figure


def _listen(requests: asyncio.Queue[dict[str, Any] | None], loop: asyncio.AbstractEventLoop) -> None:
    for line in sys.stdin.buffer:
        request = json.loads(line)
        loop.call_soon_threadsafe(requests.put_nowait, request)
        if request is None:
            return
    # Input ended without the request to end: the parent is gone, and nobody else would end the browser.
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _say(answers: Any, answer: Mapping[str, str]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _let_browser_finish_speaking() -> None:
    # The library logs what the browser printed in threads of this name, and the reason of a failure is in there.
    for thread in threading.enumerate():
        if thread.name.startswith("browser_proc"):
            thread.join(0.3)


def main(folder: Path) -> None:
    """Serve the parent. Threads of the libraries may outlive an error and hold the process, so it ends itself."""
    logging.basicConfig(level=logging.ERROR, format="%(name)s: %(message)s")
    logging.getLogger("browser_proc").setLevel(logging.DEBUG)
    answers = os.fdopen(os.dup(1), "w")
    # What libraries print must not get between the answers.
    os.dup2(2, 1)
    tempfile.tempdir = str(folder)
    try:
        asyncio.run(serve(folder, answers))
    except Exception:
        logging.exception("Drawing")
        _let_browser_finish_speaking()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
