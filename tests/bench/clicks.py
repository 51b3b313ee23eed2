"""Time from a click to the drawn chart, beside a tutorial's app whose every click is a callback.

Run with `python tests/bench/clicks.py [RUNS]`. Each kind of click is made in turn, there and back, so that a busy
moment of the machine meets all alike. A chart counts as drawn when Plotly has drawn it for the last time after a click
and the browser has shown the frame.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.first_chart import browser_path, running, spread

WATCH = """
() => {
  const chart = document.querySelector(".js-plotly-plot");
  window.clicked = window.drawn = 0;
  document.addEventListener("click", () => { window.clicked = performance.now(); window.drawn = 0; }, true);
  const drawn = () => requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now(); }));
  for (const event of ["plotly_afterplot", "plotly_relayout"]) chart.on(event, drawn);
}
"""
"""Notes the last click and the frame of the last drawing after it."""
QUIET_MS = 250
"""A chart that has not been drawn for so long after a drawing is taken as finished."""


def label(text: str) -> Callable[[Page, int], None]:
    """Clicks one of two labelled choices, written "first|second", by turns."""
    names = text.split("|")
    return lambda page, turn: page.get_by_text(names[turn % 2], exact=True).first.click()


def button(selector: str) -> Callable[[Page, int], None]:
    """Clicks the same button each time."""
    return lambda page, _: page.locator(selector).first.click()


CLICKS: dict[str, Callable[[Page, int], None]] = {
    "period": label("Seven-day slide|Election month"),
    "source": label("ICE close|Market quote"),
    "unit": label("Change since a date|Level"),
    "event": button(".events [data-event=A04]"),
    "theme": button("#theme-button"),
}


def took(page: Page, click: Callable[[Page, int], None], turn: int) -> float:
    """Milliseconds from a click to the last drawing that it causes."""
    click(page, turn)
    page.wait_for_function(f"() => window.drawn && performance.now() - window.drawn > {QUIET_MS}", polling=50)
    return float(page.evaluate("window.drawn - window.clicked"))


def measured(page: Page, clicks: dict[str, Callable[[Page, int], None]], runs: int) -> dict[str, list[float]]:
    """Times of each kind of click; the first two, which fill caches, are not counted."""
    page.wait_for_selector(".scatterlayer .trace")
    page.wait_for_timeout(1000)
    page.evaluate(WATCH)
    times: dict[str, list[float]] = {name: [] for name in clicks}
    for turn in range(runs + 2):
        for name, click in clicks.items():
            milliseconds = took(page, click, turn)
            if turn > 1:
                times[name].append(milliseconds)
    return times


def report(where: str, times: dict[str, Sequence[float]]) -> None:
    """A line for each kind of click."""
    for name, values in times.items():
        print(f"{where:<13} {name:<8} {spread(list(values), 'ms')}")
    everything = [value for values in times.values() for value in values]
    print(f"{where:<13} {'all':<8} {statistics.median(everything):.0f} ms")


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    ours = ("-m", "dashboard", "serve", "--no-browser", "--port")
    tutorial = (str(Path(__file__).parent / "tutorial_app.py"),)
    with running(*ours) as (own, _), running(*tutorial) as (other, _), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(own)
        found = {"dashboard": measured(page, CLICKS, runs)}
        page.goto(other)
        found["tutorial app"] = measured(page, {"period": label("2020|2020-08")}, runs)
        version = browser.version
    print(f"{platform.machine()}, {os.cpu_count()} cores, Chromium {version}, {runs} clicks of each kind")
    for where, times in found.items():
        report(where, dict(times))


if __name__ == "__main__":
    main()
