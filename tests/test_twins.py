"""What Python and the browser both work out is the same: places in the lane, and the layout after a zoom."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from plotly.offline import get_plotlyjs

from dashboard.annotations import draw_lane
from dashboard.lane import Item, place, text_px
from dashboard.model import Story
from dashboard.state import OWN, default_state, parse_day
from dashboard.themes import FONT, paired_colours
from dashboard.views import charts_of, overview
from tests.browser import Watch
from tests.conftest import ROOT
from tests.test_lane import CASES

ASSETS = ROOT / "dashboard" / "assets"
SIDES = 58 + 18
"""Pixels to the left and right of the panels."""
FIT = "([figure, range, width]) => storyChart.fitted(figure, range, width)"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ _]\d\d:\d\d:\d\d\.\d{3}")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page with the scripts, in a time zone that is a day ahead of others."""
    context = chromium.new_context(timezone_id="Pacific/Apia")
    watch = Watch(context)
    page = context.new_page()
    for name in ("lane.js", "chart.js", "colours.js"):
        page.add_script_tag(content=(ASSETS / name).read_text(encoding="utf-8"))
    yield page
    context.close()
    watch.check()


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
    if isinstance(ours, str) and MOMENT.search(ours):
        return MOMENT.sub("", theirs) == MOMENT.sub("", ours) and all(
            abs(moment(a) - moment(b)) <= 1 for a, b in zip(MOMENT.findall(theirs), MOMENT.findall(ours), strict=True)
        )
    return bool(theirs == ours)


def moment(text: str) -> float:
    """Milliseconds since 1970 of a moment in ISO form, also of one inside the path of a bracket."""
    return (datetime.fromisoformat(text.replace("_", " ")) - datetime(1970, 1, 1)) / timedelta(milliseconds=1)  # noqa: DTZ001


WINDOWS = [
    ("2020-08-01", "2020-08-31"),
    ("2019-12-20", "2021-12-31"),
    ("2020-08-03", "2020-08-12"),
    ("2020-09-20", "2020-10-10"),
    ("2021-01-20", "2021-02-05"),
    ("2021-05-01", "2021-07-10"),
]
VIEWS: list[tuple[str, int, dict[str, Any]]] = [
    ("overview", 1010, {}),
    ("overview", 1010, {"event": "A16"}),
    ("overview", 1010, {"event": "A04", "theme": "dark"}),
    ("overview", 1010, {"unit": "change", "source": "usd_byn_ice_close"}),
    ("overview", 1010, {"context": True, "event": "K20"}),
    ("overview", 374, {}),
    ("bond", 700, {"unit": "change"}),
    ("ruble", 700, {}),
]


def edges_of(window: tuple[str, str]) -> list[float]:
    """Ends of the time axis in days, worked out without the program."""
    first, last = (date.fromisoformat(day) - date(1970, 1, 1) for day in window)
    return [first.days - 0.5, last.days + 0.5]


@pytest.mark.parametrize(("chart", "width", "change"), VIEWS, ids=map(str, VIEWS))
def test_the_browser_fits_a_window_as_python_draws_it(
    page: Page, story: Story, chart: str, width: int, change: dict[str, Any]
) -> None:
    usual, draw = replace(default_state(story), **change), charts_of(story)[chart].draw
    begun = json.loads(draw(story, usual, width, 700, False).to_json())
    for window in WINDOWS:
        start, end = (parse_day(day) for day in window)
        target = replace(usual, period=OWN, start=start, end=end)
        layout = json.loads(draw(story, target, width, 700, False).to_json())["layout"]
        fitted = page.evaluate(FIT, [begun, edges_of(window), width - SIDES])
        assert close(fitted["annotations"], layout["annotations"])
        assert close(fitted["shapes"], layout["shapes"])
        ranges = {key: axis["range"] for key, axis in layout.items() if key.startswith("yaxis") and "range" in axis}
        moving = {key: limits for key, limits in ranges.items() if limits != [0, 1]}
        assert close({k.split(".")[0]: v for k, v in fitted.items() if k.startswith("yaxis")}, moving)
        assert close([moment(t) for t in fitted["xaxis.range"]], [moment(t) for t in layout["xaxis"]["range"]])
        assert fitted["xaxis.dtick"] == layout["xaxis"].get("dtick")


@pytest.mark.parametrize("plot", [214, 500, 934, 1600])
def test_the_lane_follows_the_width_too(page: Page, story: Story, plot: int) -> None:
    figure = json.loads(overview(story, default_state(story), 1010, 548).to_json())
    for window in WINDOWS:
        edges = edges_of(window)
        fitted = page.evaluate(FIT, [figure, edges, plot])
        texts, shapes = draw_lane(figure["layout"]["meta"]["lane"], (edges[0], edges[1]), plot)
        assert close([a for a in fitted["annotations"] if a.get("name") == "lane"], texts)
        assert close([s for s in fitted["shapes"] if s.get("name") == "lane"], shapes)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1970-01-01", 0),
        ("2020-08-09", 18483),
        ("2020-08-09 12:00", 18483.5),
        ("2020-08-09 18:00:00", 18483.75),
        ("2020-08-09 06:00:00.0000", 18483.25),
        ("1969-12-31 12:00", -0.5),
    ],
)
def test_a_moment_of_the_axis_is_the_same_in_every_time_zone(page: Page, text: str, days: float) -> None:
    # 9 August 2020 is 50 years, of which 13 leap days, and 220 days after 1 January 1970: 18250 + 13 + 220.
    assert page.evaluate("storyChart.days", text) == days
    assert page.evaluate("d => storyChart.days(storyChart.moment(d))", days) == days


def test_no_label_is_wider_than_the_room_kept_for_it(page: Page, story: Story) -> None:
    labels = [event.label for event in (*story.file.events, *story.context)]
    measure = """([texts, font]) => {
        const pen = document.createElement("canvas").getContext("2d");
        pen.font = `12px ${font}`;
        return texts.map((text) => pen.measureText(text).width);
    }"""
    for font in (FONT, "'Liberation Sans', Arial, sans-serif", "'DejaVu Sans'"):
        wide = page.evaluate(measure, [labels, font])
        assert [(n, w) for n, w in zip(labels, wide, strict=True) if w > text_px(n)] == []


BOXES = """async (figure) => {
    const graph = document.body.appendChild(document.createElement("div"));
    await Plotly.newPlot(graph, figure.data, figure.layout, { staticPlot: true });
    const origin = graph.getBoundingClientRect();
    const box = (node) => {
        const b = node.getBoundingClientRect();
        return [b.left - origin.left, b.top - origin.top, b.right - origin.left, b.bottom - origin.top];
    };
    const parts = [...graph.querySelectorAll(".annotation")].map((node) => {
        const words = graph.layout.annotations[node.dataset.index];
        const kind = words.name === "lane" ? "lane" : words.xref === "paper" ? `words ${words.text}` : "data";
        return [kind, box(node.querySelector(".annotation-text-g"))];
    });
    const all = (kind, selector) => [...graph.querySelectorAll(selector)].map((node) => [kind, box(node)]);
    const drawn = [...parts, ...all("legend", ".legend"), ...all("ticks", ".xtick text")];
    graph.remove();
    return drawn;
}"""


@pytest.mark.parametrize("width", [390, 720, 1200, 2126])
def test_the_parts_of_a_picture_lie_apart_on_the_screen(page: Page, story: Story, width: int) -> None:
    if not page.evaluate("typeof Plotly === 'object'"):
        page.add_script_tag(content=get_plotlyjs())
    for chart in ("overview", "bond", "ruble"):
        figure = charts_of(story)[chart].draw(story, default_state(story), width, 1000, True)
        drawn = [(kind, box) for kind, box in page.evaluate(BOXES, json.loads(figure.to_json())) if kind != "data"]
        areas: dict[str, list[float]] = {}
        for kind, (left, top, right, bottom) in drawn:
            a = areas.get(kind, [left, top, right, bottom])
            areas[kind] = [min(a[0], left), min(a[1], top), max(a[2], right), max(a[3], bottom)]
        assert len(areas) >= 7
        for kind, (left, top, right, bottom) in areas.items():
            assert left >= 0, kind
            assert top >= 0, kind
            assert right <= width, kind
            assert bottom <= 1000.5, kind
        rows = sorted((box[1], box[3], kind) for kind, box in areas.items())
        assert [(a, b) for a, b in pairwise(rows) if a[1] > b[0]] == []


@pytest.mark.parametrize("name", ["overview", "bond", "ruble"])
@pytest.mark.parametrize(("shown", "wanted"), [("light", "dark"), ("dark", "light")])
def test_another_theme_is_the_figure_that_the_server_draws(
    page: Page, story: Story, name: str, shown: str, wanted: str
) -> None:
    state = replace(default_state(story), tab=name, event="A04", context=True)
    figures = {
        theme: json.loads(charts_of(story)[name].draw(story, replace(state, theme=theme), 960, 548, False).to_json())
        for theme in (shown, wanted)
    }
    page.evaluate("colours => { document.documentElement.dataset.colours = colours; }", json.dumps(paired_colours()))
    turned = page.evaluate("([f, a, b]) => storyColours.recoloured(f, a, b)", [figures[shown], shown, wanted])
    assert turned == figures[wanted] != figures[shown]
