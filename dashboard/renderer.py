"""The parent's side of drawing: a child process with a browser, watched by the clock and always ended.

Kaleido's own server mixes up pictures under threads and may hang for good; a child of its own for each batch can't do
the first, and the second ends with the child's whole process group.
"""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from dashboard.errors import ExportError

CHILD = Path(__file__).with_name("kaleido_child.py")
CLOSING_S = 5.0
GONE_S = 2.0
NO_BROWSER = (
    "Debian: apt install chromium; other systems: plotly_get_chrome, a command that comes with plotly. "
    "BROWSER_PATH may name its program. The Save button of the page needs none: python -m dashboard"
)


@contextmanager
def renderer(start_timeout_s: float) -> Iterator[Renderer]:
    """A started renderer; when the block is left, by whatever way, its processes and files are gone.

    Raises
    ------
    ExportError
        No Chrome or Chromium on this machine; the browser ends at once or does not answer within the time limit.
    """
    child = Renderer(Path(tempfile.mkdtemp(prefix="picture-")))
    try:
        child.wait_for_browser(start_timeout_s)
        yield child
        child.close()
    finally:
        child.kill()


class Renderer:
    """A child process that draws one figure after another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: queue.Queue[str | None] = queue.Queue()
        with (folder / "log.txt").open("wb") as log:
            self._process = subprocess.Popen(
                # -P: the package's folder must not become a place to import from.
                [sys.executable, "-P", str(CHILD), str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self._requests = cast(IO[bytes], self._process.stdin)
        self._output = cast(IO[bytes], self._process.stdout)
        self._reader = threading.Thread(target=_read, args=(self._output, self._answers), daemon=True)
        self._reader.start()

    def wait_for_browser(self, timeout_s: float) -> None:
        """Return when the browser is ready; ExportError where there is none or it fails."""
        state = self._answer(timeout_s, "Starting the browser")
        if state == "no browser":
            named = os.environ.get("BROWSER_PATH")
            where = f" at BROWSER_PATH={named}" if named else ""
            raise ExportError(f"No Chrome or Chromium found{where}, and drawing a file needs one. {NO_BROWSER}")
        if state is None:
            raise ExportError(
                f"The browser could not be started: {self._last_words('browser_proc: ')}. "
                f"Start it by hand to see more, or use another one. {NO_BROWSER}"
            )

    def draw(self, figure_json: str, options: dict[str, Any], doing: str, timeout_s: float) -> bytes:
        """Bytes of one picture as the browser makes it; `doing` begins the message of an ExportError."""
        (self._folder / "figure.json").write_text(figure_json, encoding="utf-8")
        self._say(options)
        if self._answer(timeout_s, doing) is None:
            raise ExportError(f"{doing} failed: {self._last_words()}. Nothing was written for it.")
        return (self._folder / "picture").read_bytes()

    def close(self) -> None:
        """Let the browser close by itself, for a few seconds at most."""
        self._say(None)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(CLOSING_S)

    def kill(self) -> None:
        """End the child and its browser, whatever they are doing, and remove their files."""
        _kill_group(self._process.pid)
        self._process.wait()
        self._reader.join()
        self._output.close()
        with suppress(OSError):
            self._requests.close()
        _remove(self._folder)

    def _say(self, request: dict[str, Any] | None) -> None:
        # A child that has died breaks the pipe; that it did is what the missing answer says.
        with suppress(OSError):
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()

    def _answer(self, timeout_s: float, doing: str) -> str | None:
        deadline = time.monotonic() + timeout_s
        while (left := deadline - time.monotonic()) > 0:
            # In slices, because a long wait can't be interrupted by Ctrl-C on Windows.
            with suppress(queue.Empty):
                return self._answers.get(timeout=min(left, 0.25))
        raise ExportError(
            f"{doing} took more than {timeout_s:g} s, so the browser was ended and nothing was written for it. "
            "Run the command again; if it hangs again, let BROWSER_PATH name another browser."
        )

    def _last_words(self, by: str = "") -> str:
        lines = (self._folder / "log.txt").read_text(encoding="utf-8", errors="replace").splitlines()
        said = [line for line in lines if line.startswith(by) and line.strip() and "wrapper CLI" not in line]
        if not said:
            return "it gave no reason"
        # Of "package.module.KindError: text", which ends a traceback, the reader needs kind and text.
        return re.sub(r"^(\w+\.)+(?=\w+Error: )", "", said[-1].removeprefix(by))[:300].strip(" .")


def _read(output: IO[bytes], answers: queue.Queue[str | None]) -> None:
    for line in output:
        answers.put(json.loads(line)["state"])
    answers.put(None)


def _kill_group(leader: int) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(leader)], capture_output=True, check=False)
        return
    # Where all have ended already, Linux finds no group and macOS answers EPERM.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _remove(folder: Path) -> None:
    """Remove the folder; a browser's last processes may hold files for a moment after they were killed."""
    deadline = time.monotonic() + GONE_S
    shutil.rmtree(folder, ignore_errors=True)
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
        shutil.rmtree(folder, ignore_errors=True)
