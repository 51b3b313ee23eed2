"""Small charts show exactly the days that a finding used; the picture of the claims fits its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.claim_chart import window_figure, window_words
from dashboard.claim_picture import COLUMNS, SYMBOLS
from dashboard.claim_views import claims_view
from dashboard.claim_window import ClaimWindow, windows_of
from dashboard.claims import check_claim
from dashboard.lane import text_px
from dashboard.load import load_story
from dashboard.model import Claim, Story
from dashboard.picture import SIZES, Size, print_size
from dashboard.saving import export_figure, export_name, fitted_size, provenance
from dashboard.state import OWN, default_state
from dashboard.themes import DARK, LIGHT
from tests.conftest import FICTIONAL
from tests.crowns import RATE, claim, day, frame, info
from tests.crowns import story as crowns


def windows(story: Story, claim_id: str) -> dict[str, ClaimWindow]:
    found = next(c for c in story.file.claims if c.id == claim_id)
    return {window.series: window for window in windows_of(story, check_claim(story, found))}


def one_window(values: dict[str, float], asked: Claim, **changes: Any) -> ClaimWindow:
    flags = changes.pop("flags", None)
    small = crowns({RATE: frame(values, flags)}, infos=[info(**changes)], claims=[asked])
    (window,) = windows_of(small, check_claim(small, asked))
    return window


def marks(window: ClaimWindow) -> list[tuple[dt.date, float, str]]:
    return [(d.day, d.value, d.mark) for d in window.days if d.mark]


def test_a_change_shows_the_line_from_its_base_to_its_end(story: Story) -> None:
    window = windows(story, "C09")["usd_byn_ice_close"]
    assert marks(window) == [(dt.date(2019, 12, 31), 2.10, "base"), (dt.date(2020, 8, 27), 2.66, "end")]
    assert (window.days[0].day, window.days[-1].day) == (dt.date(2019, 12, 31), dt.date(2020, 8, 27))
    line, used = window_figure(window, LIGHT).data
    assert (line.x[0], line.x[-1]) == ("2019-12-31", "2020-08-27")
    assert list(used.x) == ["2019-12-31", "2020-08-27"]
    assert list(used.y) == [2.10, 2.66]
    assert list(used.text) == ["<b>2.10</b>", "<b>2.66</b>"]


def test_a_day_dated_later_stands_on_its_quote_day(story: Story) -> None:
    window = windows(story, "C09")["usd_byn_nbu_cross"]
    assert marks(window)[-1] == (dt.date(2020, 8, 27), 2.668108, "end")
    assert window.days[0].flag == "held"
    used = window_figure(window, LIGHT).data[1]
    assert list(used.marker.color) == [LIGHT.paper, LIGHT.ink]


def test_a_streak_shows_the_change_of_each_day(story: Story) -> None:
    window = windows(story, "C08")["usd_byn_ice_close"]
    closes = [2.46, 2.45, 2.46, 2.49, 2.53, 2.56, 2.61, 2.65, 2.66]
    by_hand = [100 * (b / a - 1) for a, b in pairwise(closes)]
    assert [d.value for d in window.days] == pytest.approx(by_hand)
    assert [d.day.day for d in window.days] == [18, 19, 20, 21, 24, 25, 26, 27]
    bars = {bar.name: bar for bar in window_figure(window, LIGHT).data}
    assert len(bars["Lost"].x) == 7
    assert list(bars["Gained"].x) == ["2020-08-18"]
    assert bars["Gained"].marker.pattern.shape != bars["Lost"].marker.pattern.shape
    assert "7 of 8 days were losing days" in window_words(window)


def test_small_changes_and_flagged_days_are_told_apart(story: Story) -> None:
    bars = {b.name: b for b in window_figure(windows(story, "C08")["usd_byn_market"], LIGHT).data}
    assert list(bars["Below 0.05 %"].x) == ["2020-08-27"]
    assert list(bars["Below 0.05 %"].text) == ["−0.001"]
    assert dict(zip(bars["Gained"].x, bars["Gained"].text, strict=True))["2020-08-21"] == "−0.37*"
    assert "stale" in bars["Gained"].customdata[list(bars["Gained"].x).index("2020-08-21")]


def test_a_fall_of_an_index_is_a_loss() -> None:
    streak = claim("losing_streak", relation="=", value=2, unit="days")
    values = {"2019-05-07": 50.0, "2019-05-08": 51.0, "2019-05-09": 50.0, "2019-05-10": 49.0}
    window = one_window(values, streak, quantity="index", unit="points")
    assert len({b.name: b for b in window_figure(window, LIGHT).data}["Lost"].x) == 2
    assert "2 of 3 days" in window_words(window)


def test_a_yield_changes_in_basis_points() -> None:
    streak = claim("losing_streak", relation="=", value=2, unit="days")
    values = {"2019-05-07": 6.10, "2019-05-08": 6.00, "2019-05-09": 6.05, "2019-05-10": 6.20}
    window = one_window(values, streak, quantity="yield", unit="% a year")
    assert [d.value for d in window.days] == pytest.approx([-10, 5, 15])
    assert window.unit == "bp" and window.flat == 0


def test_nothing_is_drawn_over_a_weekday_without_a_value() -> None:
    # 8 May 2019 is a Wednesday.
    values = {"2019-05-06": 2.0, "2019-05-07": 2.1, "2019-05-09": 2.2, "2019-05-10": 2.5}
    window = one_window(values, claim("change_since", base=day("2019-05-06")))
    line = window_figure(window, LIGHT).data[0]
    assert dict(zip(line.x, line.y, strict=True))["2019-05-08"] is None
    assert line.connectgaps is False
    assert [d.value for d in window.days] == list(values.values())


def test_a_recovery_marks_base_worst_and_end() -> None:
    asked = claim("partial_recovery", base=day("2019-05-06"), start=day("2019-05-06"), end=day("2019-05-09"), unit="")
    values = {
        "2019-05-03": 9.0,
        "2019-05-06": 2.0,
        "2019-05-07": 2.2,
        "2019-05-08": 3.0,
        "2019-05-09": 2.8,
        "2019-05-10": 2.5,
    }
    window = one_window(values, asked)
    assert marks(window) == [
        (day("2019-05-06"), 2.0, "base"),
        (day("2019-05-08"), 3.0, "worst"),
        (day("2019-05-10"), 2.5, "end"),
    ]
    assert window.days[0].day == day("2019-05-06")


def test_an_extreme_shows_the_whole_history_compared() -> None:
    asked = claim("extreme_within", base=day("2019-05-01"), start=day("2019-05-08"), end=day("2019-05-09"))
    values = {
        "2019-04-30": 9.0,
        "2019-05-01": 2.0,
        "2019-05-02": 2.3,
        "2019-05-08": 3.0,
        "2019-05-09": 2.8,
        "2019-05-10": 2.1,
    }
    window = one_window(values, asked)
    assert [d.day for d in window.days] == [day(d) for d in list(values)[1:]]
    assert marks(window) == [(day("2019-05-02"), 2.3, "outside the window"), (day("2019-05-08"), 3.0, "inside")]


def test_one_value_and_a_source_that_cannot_say_have_no_chart(story: Story) -> None:
    level = claim("level_on_day", relation="=", value=2.5, unit="")
    alone = crowns({RATE: frame({"2019-05-10": 2.5})}, claims=[level])
    assert windows_of(alone, check_claim(alone, level)) == ()
    assert windows(story, "C02") == windows(story, "N01") == {}


def test_a_tiny_move_looks_tiny(story: Story) -> None:
    window = windows(story, "C07")["usd_byn_market"]
    low, high = window_figure(window, LIGHT).layout.yaxis.range
    moved = abs(window.days[0].value - window.days[-1].value)
    assert moved / (high - low) < 0.01


def test_colours_follow_the_theme_and_numbers_do_not(story: Story) -> None:
    window = windows(story, "C08")["usd_byn_ice_close"]
    light, dark = (window_figure(window, theme) for theme in (LIGHT, DARK))
    assert light.layout.paper_bgcolor == LIGHT.paper != dark.layout.paper_bgcolor
    assert [list(b.y) for b in light.data] == [list(b.y) for b in dark.data]


# The picture of the table.


def texts(figure: go.Figure) -> str:
    return " ".join(note.text.replace("<br>", " ") for note in figure.layout.annotations)


def drawn(story: Story, width: int, height: int, theme: str = "light") -> go.Figure:
    return claims_view(story, replace(default_state(story), theme=theme), width, height)


@pytest.mark.parametrize("name", ["screen", "slide", "square"])
def test_the_picture_holds_every_claim_within_its_shape(story: Story, name: str) -> None:
    size = SIZES[name]
    figure = drawn(story, size.width_px, size.height_px)
    assert figure.layout.height == size.height_px
    said = texts(figure)
    for expected in (
        "7 days",
        "21.05 %",
        "20.72 to 21.39 %",
        "21.14 %",
        "20.79 %",
        "7.61 %",
        "met exactly",
        "“to 7.3%”",
    ):
        assert expected in said
    for found in story.file.claims:
        assert f"“{found.words}”" in said
    assert "retrieved" in said and "Bloomberg" in said


@pytest.mark.parametrize(("width", "height"), [(1200, 675), (720, 720), (302, 420), (1587, 1047)])
def test_no_text_leaves_the_sheet_or_lies_on_another(story: Story, width: int, height: int) -> None:
    figure = drawn(story, width, height)
    boxes = []
    for note in figure.layout.annotations:
        lines, px = note.text.split("<br>"), note.font.size
        wide = max(text_px(line, px) for line in lines)
        # A word that is wider than its column would be the only line of its own.
        boxes.append((note.x, note.y, note.x + wide, note.y + px * 1.2 * len(lines), note.text))
    assert max(right for _, _, right, _, _ in boxes) <= width
    assert max(bottom for *_, bottom, _ in boxes) <= figure.layout.height
    for n, (left, top, right, bottom, text) in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (text, other[4])


def test_marks_of_verdicts_differ_in_shape(story: Story) -> None:
    assert len(set(SYMBOLS.values())) == 4
    trace = drawn(story, 1200, 675).data[0]
    assert list(trace.marker.symbol) == ["circle-open"] * 5 + ["diamond"] * 4
    fictional = drawn(load_story(FICTIONAL), 1200, 675)
    assert list(fictional.data[0].marker.symbol) == ["circle", "x"]
    assert "Supported" in texts(fictional) and "Contradicted" in texts(fictional)


def test_a_wide_sheet_has_a_column_for_each_part(story: Story) -> None:
    wide, narrow = texts(drawn(story, 1200, 675)), texts(drawn(story, 302, 420))
    assert all(name in wide for name in COLUMNS)
    assert "In a sentence" not in narrow
    # A phone's width of paper keeps the sentence all the same.
    assert "7.30 % on 27 August 2020 rests" in narrow


def test_more_claims_than_fit_make_the_picture_higher(story: Story) -> None:
    many = tuple(c.model_copy(update={"id": f"Z{n}"}) for n, c in enumerate(story.file.claims[5:9] * 8))
    crowded = replace(story, file=story.file.model_copy(update={"claims": many}))
    size = fitted_size(crowded, "claims", default_state(crowded), SIZES["slide"])
    assert size.height_px > SIZES["slide"].height_px
    figure = export_figure(crowded, "claims", default_state(crowded), size)
    assert figure.layout.height == size.height_px
    assert texts(figure).count("“for a seventh day”") == 8


@pytest.mark.parametrize("width_mm", [80, 180, 420])
def test_paper_is_as_high_as_the_words_need(story: Story, width_mm: float) -> None:
    state, asked = default_state(story), print_size(width_mm)
    size = fitted_size(story, "claims", state, asked)
    figure = export_figure(story, "claims", state, size)
    assert (size.width_px, size.scale) == (asked.width_px, asked.scale)
    assert figure.layout.height == size.height_px == figure.layout.meta["needed_px"]


def test_the_file_says_that_the_table_knows_no_period(story: Story) -> None:
    own = replace(default_state(story), period=OWN, start=day("2020-08-01"), end=day("2020-08-09"), theme="dark")
    size: Size = SIZES["screen"]
    assert export_name(story, "claims", own, size, "png") == "belarus-2020_claims_all_screen_dark.png"
    made = provenance(story, "claims", own, size)
    assert made.command == ("python -m dashboard export claims --story data/belarus-2020 --theme dark --size screen")
    assert "2020-08-01" not in made.period
