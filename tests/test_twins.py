"""What Python and the browser both work out is the same: places in the lane, and the layout after a zoom."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from dashboard.annotations import day_number
from dashboard.lane import Item, place
from dashboard.model import Story
from dashboard.state import OWN, State, default_state, parse_day
from dashboard.views import overview
from tests.conftest import ROOT
from tests.test_lane import CASES

ASSETS = ROOT / "dashboard" / "assets"
WIDTH = 1010
PLOT = WIDTH - 58 - 18


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    """An empty page with the two scripts."""
    page = chromium.new_page()
    for name in ("lane.js", "chart.js"):
        page.add_script_tag(content=(ASSETS / name).read_text(encoding="utf-8"))
    return page


def in_browser(page: Page, cases: list[dict[str, Any]]) -> Any:
    return page.evaluate("cases => cases.map(c => storyLane.place(c.items, c.start, c.end, c.width, c.rows))", cases)


def in_python(case: dict[str, Any]) -> list[Any]:
    items = [Item(**item) for item in case["items"]]
    found = place(items, case["start"], case["end"], case["width"], case["rows"])
    return [{**asdict(p), "numbers": list(p.numbers)} for p in found]


def test_the_browser_meets_the_cases_worked_by_hand(page: Page) -> None:
    assert in_browser(page, CASES) == [case["expected"] for case in CASES]


def test_the_browser_places_as_python_does(page: Page) -> None:
    dice = random.Random(7)
    cases = []
    for _ in range(300):
        count = dice.randint(0, 24)
        spans = [(a := dice.randint(0, 60), a + dice.choice([0, 0, dice.randint(1, 40)])) for _ in range(count)]
        items = [asdict(Item(n, a, b, dice.uniform(10, 300))) for n, (a, b) in enumerate(sorted(spans), 1)]
        start = dice.randint(-5, 50)
        cases.append({"items": items, "start": start - 0.5, "end": start + dice.randint(1, 60) + 0.5,
                      "width": dice.randint(200, 2000), "rows": dice.randint(1, 5)})  # fmt: skip
    for theirs, case in zip(in_browser(page, cases), cases, strict=True):
        assert close(theirs, in_python(case))


def close(theirs: Any, ours: Any) -> bool:
    """Whether two trees are equal up to the last digits of their numbers, and to the millisecond of their moments."""
    if isinstance(ours, dict):
        return set(theirs) == set(ours) and all(close(theirs[k], v) for k, v in ours.items())
    if isinstance(ours, list | tuple):
        return len(theirs) == len(ours) and all(close(a, b) for a, b in zip(theirs, ours, strict=True))
    if isinstance(ours, float | int) and not isinstance(ours, bool):
        return bool(theirs == pytest.approx(ours, abs=1e-6))
    return bool(theirs == ours)


WINDOWS = [
    ("2020-08-01", "2020-08-31"),
    ("2019-12-20", "2021-12-31"),
    ("2020-08-03", "2020-08-12"),
    ("2021-05-01", "2021-07-10"),
]
CHANGES: list[dict[str, Any]] = [
    {},
    {"event": "A16"},
    {"event": "A04", "theme": "dark"},
    {"unit": "change", "source": "usd_byn_ice_close"},
    {"context": True, "event": "K20"},
]


@pytest.mark.parametrize("window", WINDOWS, ids=["-".join(w) for w in WINDOWS])
@pytest.mark.parametrize("change", CHANGES, ids=[json.dumps(c) for c in CHANGES])
def test_the_browser_fits_a_window_as_python_draws_it(
    page: Page, story: Story, window: tuple[str, str], change: dict[str, Any]
) -> None:
    usual = replace(default_state(story), **change)
    start, end = (parse_day(day) for day in window)
    target: State = replace(usual, period=OWN, start=start, end=end)
    begun = json.loads(overview(story, usual, WIDTH, 548).to_json())
    drawn = json.loads(overview(story, target, WIDTH, 548).to_json())
    assert start is not None
    assert end is not None
    edges = [day_number(start) - 0.5, day_number(end) + 0.5]
    fit = "([figure, range, width]) => storyChart.fitted(figure, range, width)"
    fitted: dict[str, Any] = page.evaluate(fit, [begun, edges, PLOT])
    layout = drawn["layout"]
    assert close(named(fitted["annotations"], "lane"), named(layout["annotations"], "lane"))
    assert close(named(fitted["shapes"], "lane"), named(layout["shapes"], "lane"))
    shown = {a["text"]: a.get("visible", True) for a in layout["annotations"] if a.get("name", "").startswith("fit:")}
    assert {a["text"]: a["visible"] for a in fitted["annotations"] if a.get("name", "").startswith("fit:")} == shown
    for axis in ("yaxis", "yaxis2"):
        if f"{axis}.range" in fitted:
            assert fitted[f"{axis}.range"] == pytest.approx(layout[axis]["range"])
    assert fitted["xaxis.dtick"] == layout["xaxis"].get("dtick")


def named(parts: list[Any], name: str) -> list[Any]:
    return [part for part in parts if part.get("name") == name]
