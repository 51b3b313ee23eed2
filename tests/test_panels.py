"""Panels of the overview: levels and changes by hand, gaps and flaws in sight, evidence with its nature and source."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from dashboard.bond_record import bond_record
from dashboard.chart_parts import Line, PanelDrawing, Points
from dashboard.model import Panel, Story
from dashboard.panels import panel_drawing
from dashboard.state import default_state
from dashboard.yield_panel import figure_text
from tests.conftest import BELARUS
from tests.crowns import frame, report
from tests.crowns import story as crowns


def panel(story: Story, panel_id: str) -> Panel:
    return next(p for p in story.file.panels if p.id == panel_id)


def drawing(story: Story, panel_id: str, **changes: Any) -> PanelDrawing:
    """A panel with the usual view changed."""
    return panel_drawing(story, panel(story, panel_id), replace(default_state(story), **changes))


def named(found: PanelDrawing, name: str) -> Points:
    return next(p for p in found.points if p.name == name)


def on(data: Line | Points, day: str) -> Any:
    return data.y[list(data.x).index(day)]


def hover(points: Line | Points, day: str) -> str:
    return points.hover[list(points.x).index(day)].replace("<br>", " ")


def published(name: str) -> dict[str, float]:
    """An embedded series, read without this program."""
    with (BELARUS / f"{name}.csv").open(encoding="utf-8") as file:
        return {row["date"]: float(row["value"]) for row in csv.DictReader(file)}


# The ruble


def test_levels_are_the_publishers_own(story: Story) -> None:
    found = drawing(story, "ruble", source="usd_byn_ice_close")
    (line,) = found.lines
    assert {x: y for x, y in zip(line.x, line.y, strict=True) if y is not None} == published("usd_byn_ice_close")
    assert "ICE close" in found.heading
    assert "weaker ruble" in found.heading


def test_a_change_is_counted_by_hand_and_its_base_is_in_the_heading(story: Story) -> None:
    # ICE: 2.10 on the last day of 2019, 2.66 on 27 August 2020: 0.56 / 2.10 = 26.67 %.
    found = drawing(story, "ruble", source="usd_byn_ice_close", unit="change", since=dt.date(2019, 12, 31))
    (line,) = found.lines
    assert on(line, "2020-08-27") == pytest.approx(100 * 0.56 / 2.10, abs=1e-4)
    assert hover(line, "2020-08-27") == "<b>+26.67 %</b> (2.66) · ICE close"
    assert on(line, "2019-12-31") == 0
    assert "change since 31 Dec 2019, %" in found.heading
    assert found.zero


def test_a_base_on_a_day_without_a_value_is_the_last_value_before(story: Story) -> None:
    # ICE has no value on 6 January 2021; the changes then run from the 5th, and the heading says so.
    found = drawing(story, "ruble", source="usd_byn_ice_close", unit="change", since=dt.date(2021, 1, 6))
    assert "change since 5 Jan 2021" in found.heading
    assert on(found.lines[0], "2021-01-05") == 0


def test_a_day_without_a_value_stays_empty_and_says_so(story: Story) -> None:
    (line,) = drawing(story, "ruble", source="usd_byn_ice_close").lines
    assert "2021-01-06" not in published("usd_byn_ice_close")
    assert on(line, "2021-01-06") is None
    assert hover(line, "2021-01-06") == "ICE close: no value this day"


def test_weekends_are_no_gaps(story: Story) -> None:
    (line,) = drawing(story, "ruble").lines
    assert all(dt.date.fromisoformat(x).weekday() < 5 for x in line.x)


@pytest.mark.parametrize(
    ("source", "day", "value", "words"),
    [
        ("usd_byn_market", "2020-08-21", 2.484327, "stale: "),
        ("usd_byn_ice_close", "2021-05-17", 2.41, "bad print: "),
        ("usd_byn_nbu_cross", "2020-08-24", 2.489307, "held: held over from 2020-08-21"),
    ],
)
def test_a_doubtful_value_is_drawn_hollow_with_its_reason(
    story: Story, source: str, day: str, value: float, words: str
) -> None:
    found = drawing(story, "ruble", source=source)
    flagged = next(p for p in found.points if p.symbol == "circle-open")
    assert on(flagged, day) == value
    assert words in hover(flagged, day)
    # The line itself keeps the value: a flaw is shown and not removed.
    assert on(found.lines[0], day) == value


def test_all_official_month_ends_stand_beside_the_chosen_source(story: Story) -> None:
    found = drawing(story, "ruble")
    official = named(found, story.info["usd_byn_nbrb_month_end"].short)
    assert dict(zip(official.x, official.y, strict=True)) == published("usd_byn_nbrb_month_end")
    assert official.symbol == "square-open"
    assert official.quiet


def test_official_rates_change_from_their_own_base(story: Story) -> None:
    official = published("usd_byn_nbrb_month_end")
    found = drawing(story, "ruble", unit="change", since=dt.date(2019, 12, 31))
    points = named(found, story.info["usd_byn_nbrb_month_end"].short)
    assert on(points, "2019-12-31") == 0
    assert on(points, "2020-08-31") == pytest.approx(100 * (official["2020-08-31"] / 2.1036 - 1), abs=1e-5)


# The bond


def test_each_kind_of_evidence_has_a_marker_of_its_own(story: Story) -> None:
    found = drawing(story, "bond")
    assert found.lines == ()
    stated, derived = named(found, "Stated yield"), named(found, "Day before")
    assert (stated.symbol, on(stated, "2020-08-27")) == ("circle", 7.3)
    assert (derived.symbol, on(derived, "2020-08-26")) == ("x-thin-open", 7.61)
    price, mark = named(found, "From a price"), named(found, "Fund's mark")
    assert (price.symbol, mark.symbol) == ("circle-open", "diamond-open")
    # 90.94 in Frankfurt on 25 May 2021 is 7.716 % by street convention.
    assert on(price, "2021-05-25") == pytest.approx(7.716, abs=0.0005)
    assert list(mark.x) == ["2021-05-28", "2021-09-30"]


def test_hover_says_kind_day_way_and_publisher(story: Story) -> None:
    found = drawing(story, "bond")
    assert hover(named(found, "Stated yield"), "2020-08-27") == (
        "<b>7.30 %</b> · 2031 · stated yield 27 Aug 2020. Yield as stated. Bloomberg (BloombergQuint)"
    )
    assert "about 14 May 2021" in hover(named(found, "Stated yield"), "2021-05-14")
    assert "date inferred" in hover(named(found, "Stated yield"), "2021-05-24")
    assert "(reworded copy)" in hover(named(found, "Stated yield"), "2021-06-21")
    assert "not a trade" in hover(named(found, "Fund's mark"), "2021-05-28")
    assert "Derived: 7.30 % on 2020-08-27 less the stated move of −31 bp" in hover(
        named(found, "Day before"), "2020-08-26"
    )


def test_a_range_keeps_both_ends_and_all_its_days(story: Story) -> None:
    ranges = named(drawing(story, "bond"), "Range")
    # 1 to 28 February 2021, 6.0 to 6.1 %: the middle is noon of the 14th, with 13.5 days on either side.
    at = list(ranges.x).index("2021-02-14 12:00")
    assert ranges.y[at] == pytest.approx(6.05)
    assert ranges.half_y[at] == pytest.approx(0.05)
    assert ranges.half_days[at] == 13.5
    assert "<b>6.00 to 6.10 %</b>" in ranges.hover[at]
    assert "1 Feb 2021 to 28 Feb 2021, day not given" in ranges.hover[at]
    # September 2020, 90.94 on some day: not a point but 29 days long.
    september = list(ranges.x).index("2020-09-15 12:00")
    assert ranges.half_days[september] == 14.5
    assert "about 90.94" in ranges.hover[september].replace("<br>", " ")
    assert "2020-09-01" not in [x for p in drawing(story, "bond").points for x in p.x]


def test_the_peak_of_august_is_a_band(story: Story) -> None:
    (band,) = drawing(story, "bond").bands
    assert (band.low, band.high) == (7.84, 8.35)
    assert (band.start, band.end) == (dt.date(2020, 8, 1), dt.date(2020, 8, 26))
    assert "7.84 to below 8.35 %" in band.text


def test_a_move_to_a_known_level_is_an_arrow_and_one_without_a_mark_on_the_strip(story: Story) -> None:
    found = drawing(story, "bond", others=False)
    (arrow,) = [a for a in found.arrows if a.day == dt.date(2020, 8, 27)]
    assert (arrow.start_y, arrow.end_y, arrow.text) == (7.61, 7.3, "−31 bp")
    (moves,) = found.moves
    at = list(moves.x).index("2020-08-17")
    assert (moves.symbols[at], moves.text[at]) == ("triangle-up", "+30 bp")
    assert "no level was published" in moves.hover[at].replace("<br>", " ")
    assert "2020-08-14" not in moves.x


def test_yields_change_in_basis_points_from_the_last_single_figure(story: Story) -> None:
    # 7.30 % on 27 August 2020; 7.84 % on 24 May 2021 is 54 bp more, and the bounds of the peak are 54 and 105 bp.
    found = drawing(story, "bond", unit="change", since=dt.date(2020, 8, 31))
    assert "change in bp since 27 Aug 2020 (7.30 %)" in found.heading
    stated = named(found, "Stated yield")
    assert on(stated, "2021-05-24") == pytest.approx(54)
    assert on(named(found, "Day before"), "2020-08-26") == pytest.approx(31)
    (band,) = found.bands
    assert [band.low, band.high] == pytest.approx([54, 105])
    assert "+54 to below +105 bp" in band.text


def test_a_base_before_the_first_figure_is_said_and_levels_stay(story: Story) -> None:
    found = drawing(story, "bond", unit="change", since=dt.date(2019, 12, 31))
    assert "no figure on or before 31 Dec 2019" in found.heading
    assert "% a year" in found.heading
    assert "bp" not in found.heading
    assert on(named(found, "Stated yield"), "2020-08-27") == 7.3
    assert not found.zero


def test_other_bonds_are_a_quiet_layer_that_can_be_left_out(story: Story) -> None:
    found = drawing(story, "bond")
    others = named(found, "Other bonds")
    # Frankfurt on 14 August 2020: the 2023 bond at 94.95 and the 2026 bond at 93, and below 92 elsewhere.
    assert [x for x in others.x if x == "2020-08-14"] == ["2020-08-14"] * 3
    assert others.quiet
    bounded = [h for h in others.hover if "<b>above 7.67 %</b>" in h]
    assert len(bounded) == 1
    left = {p.name for p in drawing(story, "bond", others=False).points}
    assert left == {p.name for p in found.points} - {"Other bonds", "Others: range"}


def test_ranges_of_other_bonds_are_bars_too(story: Story) -> None:
    found = drawing(story, "bond")
    ranges = named(found, "Others: range")
    at = list(ranges.x).index("2021-02-14 12:00")
    assert [ranges.y[at], ranges.half_y[at], ranges.half_days[at]] == pytest.approx([6.05, 0.05, 13.5])
    assert ranges.quiet
    assert "2021-02-01" not in named(found, "Other bonds").x


def test_nothing_is_counted_from_another_bonds_base(story: Story) -> None:
    names = {p.name for p in drawing(story, "bond", unit="change", since=dt.date(2020, 8, 31)).points}
    assert not {n for n in names if n.startswith("Other")}


def test_days_without_a_figure_say_that_nothing_was_published(story: Story) -> None:
    found = drawing(story, "bond")
    assert "2020-08-20" in found.silent
    assert "2020-08-27" not in found.silent
    assert "nothing published" in found.silence


def everything(found: PanelDrawing) -> set[str]:
    """All hover texts of a panel in one line each."""
    parts: Sequence[Any] = (*found.points, *found.moves)
    return {text.replace("<br>", " ") for part in parts for text in part.hover}


@pytest.mark.parametrize("bond", ["2031", "2030", "2027", "2026", "2023"])
def test_every_figure_of_the_record_can_be_hovered(story: Story, bond: str) -> None:
    rows = [r for r in bond_record(story, bond) if r.evidence != "bound"]
    if bond == "2031":
        # A move to a known level is an arrow, and its figure stands beside it.
        arrows = {(a.day, a.text) for a in drawing(story, "bond").arrows}
        told = [r for r in rows if r.evidence == "move" and not math.isnan(r.low)]
        assert arrows == {(r.start, r.move) for r in told}
        rows = [r for r in rows if r not in told]
    texts = " ".join(everything(drawing(story, "bond")))
    assert [r for r in rows if f"<b>{figure_text(r)}</b> · {bond} · {r.evidence}" not in texts] == []


def test_a_price_that_no_yield_gives_is_not_drawn_as_one() -> None:
    reports = [report("clean_price", 5000.0, "2019-05-09", unit="% of face"), report("yield", 7.0, "2019-05-10")]
    story = crowns({"crowns": frame({"2019-05-09": 4.0})}, reports=reports, with_bond=True)
    found = drawing(story, "bond")
    assert [(p.name, list(p.x)) for p in found.points] == [("Stated yield", ["2019-05-10"])]
