"""Figures from finished numbers: nothing is computed on the way, axes hold what is seen, words have their room."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest

from dashboard.annotations import LaneEvent
from dashboard.chart_parts import Arrow, Band, Line, PanelDrawing, Points, Strip
from dashboard.charts import Canvas, Heading, time_chart, value_ranges
from dashboard.themes import DARK, LIGHT, Theme

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2020, 1, 31)
DAYS = ["2020-01-10", "2020-01-13", "2020-01-14"]
RATE = PanelDrawing(
    "series", "Crowns per dollar", [Line("Rate", DAYS, [2.0, None, 2.5], ["a", "no value", "b"])], zero=False
)
YIELD = PanelDrawing(
    "bond",
    "Yield, % a year",
    points=[
        Points("Stated", "circle", ["2020-01-10"], [7.0], ["stated"]),
        Points("Range", "circle-open", ["2020-01-20 12:00"], [6.0], ["range"], [0.5], [9.5]),
    ],
    bands=[Band("Bounds", dt.date(2020, 1, 2), dt.date(2020, 1, 8), 8.0, 9.0, "8 to 9")],
    arrows=[Arrow(dt.date(2020, 1, 10), 7.4, 7.0, "−40 bp")],
    moves=[Strip("Move", ["2020-01-15"], ["triangle-up"], ["up"], ["+30 bp"])],
)
EVENT = LaneEvent(1, "E1", "Vote", dt.date(2020, 1, 9), dt.date(2020, 1, 9), "the vote")


def canvas(
    width: int = 800, height: int = 600, first: dt.date = FIRST, last: dt.date = LAST, words: bool = False,
    theme: Theme = LIGHT,
) -> Canvas:  # fmt: skip
    heading = Heading("A title", "one line<br>another", ["note", "sources"]) if words else Heading()
    return Canvas(width, height, theme, first, last, heading)


def chart(*panels: PanelDrawing, context: Strip | None = None, on: Canvas | None = None) -> Any:
    """Layout and traces as they go to the browser."""
    return time_chart(panels or (YIELD, RATE), [EVENT], context, on or canvas()).to_plotly_json()


def traces(figure: Any, name: str) -> list[Any]:
    return [t for t in figure["data"] if t["name"] == name and not t["meta"]["strip"]]


def test_numbers_and_words_are_drawn_as_they_came() -> None:
    figure = chart()
    (line,) = traces(figure, "Rate")
    assert list(line["x"]) == DAYS
    assert list(line["y"]) == [2.0, None, 2.5]
    assert list(line["customdata"]) == ["a", "no value", "b"]
    (stated,) = traces(figure, "Stated")
    assert (stated["x"], stated["y"], stated["marker"]["symbol"]) == (["2020-01-10"], [7.0], "circle")


def test_a_range_is_its_bars_and_its_middle_is_not_marked() -> None:
    (bar,) = traces(chart(), "Range")
    assert bar["marker"]["opacity"] == 0
    assert bar["error_y"]["array"] == [0.5]
    assert bar["error_x"]["array"] == [9.5 * 24 * 3600 * 1000]


def test_the_value_axis_holds_points_bars_bands_and_arrows_of_the_window() -> None:
    # From the lower end of the range, 5.5, to the upper bound, 9: 3.5, with 8 % of it on both sides.
    layout = chart()["layout"]
    assert layout["yaxis"]["range"] == pytest.approx([5.5 - 0.28, 9.0 + 0.28])
    assert layout["yaxis2"]["range"] == pytest.approx([2.0 - 0.04, 2.5 + 0.04])


def test_what_has_left_the_window_no_longer_counts() -> None:
    # From 9 January the band is over: the arrow's start, 7.4, is the highest left.
    layout = chart(on=canvas(first=dt.date(2020, 1, 9)))["layout"]
    assert layout["yaxis"]["range"] == pytest.approx([5.5 - 0.152, 7.4 + 0.152])


@pytest.mark.parametrize(
    ("first", "last"), [("2020-01-02", "2020-01-11"), ("2020-01-30", "2020-02-03")], ids=["begins", "ends"]
)
def test_a_range_counts_as_soon_as_one_of_its_days_is_seen(first: str, last: str) -> None:
    # The range covers 11 to 30 January; its middle, the 20th, lies in neither window.
    only = PanelDrawing("bond", "Yield", points=[YIELD.points[1]])
    layout = chart(only, on=canvas(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last)))["layout"]
    assert layout["yaxis"]["range"] == pytest.approx([5.5 - 0.08, 6.5 + 0.08])


def test_a_window_without_figures_leaves_the_axis_to_itself() -> None:
    assert value_ranges(chart()["data"], [], (20000.0, 20010.0)) == {}


def test_a_flat_line_keeps_some_room() -> None:
    flat = PanelDrawing("series", "Flat", [Line("Rate", DAYS, [2.0, 2.0, 2.0], ["", "", ""])])
    assert chart(flat)["layout"]["yaxis"]["range"] == pytest.approx([1.98, 2.02])
    zero = PanelDrawing("series", "Flat", [Line("Rate", DAYS, [0.0, 0.0, 0.0], ["", "", ""])])
    assert chart(zero)["layout"]["yaxis"]["range"] == [-1.0, 1.0]


def test_the_time_axis_has_half_a_day_of_room_on_both_sides() -> None:
    axis = chart()["layout"]["xaxis"]
    assert list(axis["range"]) == ["2019-12-31 12:00:00", "2020-01-31 12:00:00"]


@pytest.mark.parametrize("width", [390, 768, 1200, 2126])
@pytest.mark.parametrize("words", [False, True])
def test_panels_strips_and_words_have_rooms_of_their_own(width: int, words: bool) -> None:
    context = Strip("Context", ["2020-01-05"], ["diamond-open"], ["said"])
    layout = chart(context=context, on=canvas(width, 700, words=words))["layout"]
    domains = sorted(tuple(axis["domain"]) for key, axis in layout.items() if key.startswith("yaxis"))
    assert len(domains) == 4
    assert domains[0][0] >= 0
    assert domains[-1][1] <= 1
    assert all(a[1] <= b[0] + 1e-12 for a, b in pairwise(domains))
    plots = [layout[key]["domain"] for key in ("yaxis", "yaxis2")]
    paper = 700 - layout["margin"]["t"] - layout["margin"]["b"]
    upper, lower = ((high - low) * paper for low, high in plots)
    assert upper == pytest.approx(lower)
    # Headings of 18 px lie over each plot, and that of the lower panel starts under the strip of the upper one.
    headings = [a["y"] for a in layout["annotations"] if a["text"] in ("Yield, % a year", "Crowns per dollar")]
    for place, plot in zip(headings, plots, strict=True):
        assert (place - plot[1]) * paper >= 18


def test_words_stack_over_the_lane_and_notes_at_the_foot() -> None:
    layout = chart(on=canvas(words=True))["layout"]
    at = {a["text"]: a for a in layout["annotations"]}
    # The lane has a row for days and four for brackets, 21 px each, over the panels.
    title, subtitle, notes = at["A title"], at["one line<br>another"], at["note<br>sources"]
    assert subtitle["yshift"] >= 5 * 21
    # Plotly sets lines of 13 px 1.3 times as far apart.
    assert title["yshift"] >= subtitle["yshift"] + 2 * 13 * 1.3
    assert layout["margin"]["t"] >= title["yshift"] + 20 * 1.3
    assert (notes["y"], notes["yanchor"]) == (0, "bottom")
    assert layout["margin"]["b"] + notes["yshift"] >= 0
    top_of_notes = layout["margin"]["b"] + notes["yshift"] + 2 * 11 * 1.3
    assert top_of_notes <= layout["margin"]["b"] - 42


def test_the_legend_lies_between_ticks_and_notes() -> None:
    layout = chart(on=canvas(400, 700, words=True))["layout"]
    # Four names do not fit beside each other into 324 px: at least two rows of 20 px, over two lines of notes.
    top = layout["legend"]["y"] * 700
    assert top <= layout["margin"]["b"] - 42
    assert top >= 2 * 16 + 2 * 20


def test_a_picture_names_only_what_lies_in_its_window() -> None:
    later = canvas(first=dt.date(2020, 1, 12), words=True)
    names = {t["name"] for t in chart(on=later)["data"]}
    assert "Stated" not in names
    assert {"Range", "Move", "Rate"} <= names
    assert "Stated" in {t["name"] for t in chart(on=canvas(first=dt.date(2020, 1, 12)))["data"]}


def test_texts_that_need_room_are_hidden_where_days_are_narrow() -> None:
    def shown(on: Canvas) -> dict[str, bool]:
        return {a["text"]: a["visible"] for a in chart(on=on)["layout"]["annotations"] if "fit:" in a.get("name", "")}

    assert shown(canvas(1200)) == {"8 to 9": True, "−40 bp": True, "+30 bp": True}
    assert shown(canvas(300, last=dt.date(2020, 12, 31))) == {"8 to 9": False, "−40 bp": False, "+30 bp": False}


def test_the_text_of_an_arrow_is_left_out_where_the_edge_would_cut_it() -> None:
    def shown(last: int) -> bool:
        figure = chart(
            on=canvas(300, first=dt.date(2020, 1, last) - dt.timedelta(days=14), last=dt.date(2020, 1, last))
        )
        return next(bool(a["visible"]) for a in figure["layout"]["annotations"] if a["text"] == "−40 bp")

    assert shown(20)
    assert not shown(10)


def test_an_arrow_runs_from_the_level_before_to_the_level_after() -> None:
    arrow = next(a for a in chart()["layout"]["annotations"] if a.get("showarrow"))
    assert (arrow["x"], arrow["ax"], arrow["ay"], arrow["y"]) == ("2020-01-10", "2020-01-10", 7.4, 7.0)


def test_each_theme_paints_the_whole_figure() -> None:
    light, dark = chart(), chart(on=canvas(theme=DARK))
    for figure, theme in ((light, LIGHT), (dark, DARK)):
        layout = figure["layout"]
        assert (layout["paper_bgcolor"], layout["font"]["color"]) == (theme.paper, theme.ink)
        assert traces(figure, "Rate")[0]["line"]["color"] == theme.series
        assert traces(figure, "Stated")[0]["marker"]["color"] == theme.bond


def brightness(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((brightness(one), brightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_have_the_contrast_that_readers_need(theme: Theme) -> None:
    for ground in (theme.paper, theme.lane):
        assert contrast(theme.ink, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
    for colour in (theme.bond, theme.series):
        assert contrast(colour, theme.paper) >= 4.5
    assert contrast(theme.quiet, theme.paper) >= 3
