"""Time to the first drawn chart and to the first answer, beside a static page and a tutorial's app.

Run with `python tests/bench/first_chart.py [RUNS]`. All pages are loaded in turn in one browser, each time with an
empty cache, so that a busy moment of the machine meets them alike.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from dashboard.load import load_story  # noqa: E402
from dashboard.state import default_state  # noqa: E402
from dashboard.views import overview  # noqa: E402

DRAWN = """
new MutationObserver((_, watch) => {
  if (!window.drawnAt && document.querySelector(".scatterlayer .trace")) {
    window.drawnAt = performance.now(); watch.disconnect();
  }
}).observe(document, { childList: true, subtree: true });
"""
"""Notes the moment the first trace is in the page, the same way on every page."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def static_page() -> Iterator[str]:
    """The floor: the same figure and the same plotly.js in one HTML file, served from this machine."""
    story = load_story(ROOT / "data" / "belarus-2020")
    figure = overview(story, default_state(story), 1010, 548, False)
    with tempfile.TemporaryDirectory() as folder:
        figure.write_html(Path(folder) / "index.html", include_plotlyjs="directory")
        handler = functools.partial(Quiet, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that writes no log."""

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextlib.contextmanager
def running(*command: str) -> Iterator[tuple[str, float]]:
    """A server started with a command that ends in its port: its address, and the seconds to its first answer."""
    port = free_port()
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, *command, str(port)], cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_for(address, process)
        yield address, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(10)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the address answers."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.005)
    raise SystemExit(f"The server of {address} ended before it answered.")


def browser_path() -> str | None:
    """The Chrome or Chromium to measure in."""
    return os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")


def first_chart(browser: Browser, address: str) -> float:
    """Milliseconds from opening a page to its first drawn trace, nothing cached."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(DRAWN)
    page.goto(address)
    page.wait_for_function("() => window.drawnAt")
    took = float(page.evaluate("window.drawnAt"))
    context.close()
    return took


def spread(values: list[float], unit: str) -> str:
    """Median with the middle half of the values."""
    quarter = statistics.quantiles(values, n=4)
    return f"{statistics.median(values):.0f} {unit} ({quarter[0]:.0f} to {quarter[2]:.0f})"


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    ours = ("-m", "dashboard", "serve", "--no-browser", "--port")
    tutorial = (str(Path(__file__).parent / "tutorial_app.py"),)
    starts: dict[str, list[float]] = {"dashboard": [], "tutorial app": []}
    for _ in range(max(runs // 3, 3)):
        for name, command in (("dashboard", ours), ("tutorial app", tutorial)):
            with running(*command) as (_, seconds):
                starts[name].append(seconds * 1000)
    with (
        static_page() as floor,
        running(*ours) as (own, _),
        running(*tutorial) as (other, _),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(
            executable_path=browser_path(), args=["--no-sandbox", "--disable-background-networking"]
        )
        pages = {"static page": floor, "dashboard": own, "tutorial app": other}
        for address in pages.values():
            first_chart(browser, address)
        drawn: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(runs):
            for name, address in pages.items():
                drawn[name].append(first_chart(browser, address))
        version = browser.version
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, Chromium {version}, {runs} runs")
    for name, values in drawn.items():
        ratio = statistics.median(values) / statistics.median(drawn["static page"])
        print(f"first chart   {name:<13} {spread(values, 'ms'):<28} {ratio:.2f} x the static page")
    for name, values in starts.items():
        ratio = statistics.median(values) / statistics.median(starts["tutorial app"])
        print(f"first answer  {name:<13} {spread(values, 'ms'):<28} {ratio:.2f} x the tutorial app")


if __name__ == "__main__":
    main()
