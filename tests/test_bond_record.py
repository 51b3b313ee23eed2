"""What was published about a bond, as rows: figures of publishers, and none of them lost or dressed up."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from dashboard.bond_record import Row, bond_record, group_moves, peak_bounds
from dashboard.model import Story
from tests.crowns import frame, report
from tests.crowns import story as crowns

DRAWN = {"yield", "yield_guidance", "clean_price", "peak_yield_bound", "yield_change", "price_change"}
LISTED = {
    "words",
    "yield_change_mtd",
    "yield_change_ytd",
    "yield_at_issue",
    "index_return",
    "index_spread",
    "spread_ratio",
}


def rows(story: Story, evidence: str, day: dt.date) -> list[Row]:
    return [r for r in bond_record(story, "2031") if r.evidence == evidence and r.start == day]


def test_the_stated_yield_of_the_article(story: Story) -> None:
    # Bloomberg, 27 August 2020: down 31 basis points to 7.3 %.
    (row,) = rows(story, "stated yield", dt.date(2020, 8, 27))
    assert (row.low, row.high) == (7.3, 7.3)
    (move,) = rows(story, "move", dt.date(2020, 8, 27))
    assert move.move == "−31 bp"
    assert move.low == pytest.approx(7.61)
    assert move.high == 7.3
    assert not move.up


def test_the_day_before_is_derived_and_says_so(story: Story) -> None:
    (row,) = rows(story, "derived", dt.date(2020, 8, 26))
    assert row.low == pytest.approx(7.61)
    assert row.how.startswith("Derived: 7.30 % on 2020-08-27")


def test_a_price_is_turned_into_a_yield_and_called_that(story: Story) -> None:
    # 90.94 on 25 May 2021 is 7.716 % by street convention, against 7.83 % stated that day.
    (row,) = rows(story, "from a stated price", dt.date(2021, 5, 25))
    assert row.low == pytest.approx(7.716, abs=0.001)
    (stated,) = rows(story, "stated yield", dt.date(2021, 5, 25))
    assert stated.low == 7.83


def test_a_month_keeps_its_length(story: Story) -> None:
    (row,) = rows(story, "from a stated price", dt.date(2020, 9, 1))
    assert row.end == dt.date(2020, 9, 30)
    assert row.is_range
    (february,) = rows(story, "stated yield", dt.date(2021, 2, 1))
    assert (february.low, february.high, february.end) == (6.0, 6.1, dt.date(2021, 2, 28))


def test_a_move_without_a_level_stays_one(story: Story) -> None:
    (row,) = rows(story, "move", dt.date(2020, 8, 17))
    assert row.move == "+30 bp"
    assert row.up
    assert math.isnan(row.low)


def test_a_fall_of_the_price_is_a_rise_of_the_yield(story: Story) -> None:
    moves = group_moves(story)
    assert [m.start for m in moves] == [dt.date(2020, 8, d) for d in (13, 14, 17)]
    assert all(m.up for m in moves)
    assert moves[1].move == "−2.5 to −1.5 points of price"


def test_the_bounds_of_the_peak(story: Story) -> None:
    found = peak_bounds(bond_record(story, "2031"))
    assert found == (7.84, 8.35, dt.date(2020, 8, 1), dt.date(2020, 8, 26))
    assert peak_bounds(bond_record(story, "2030")) is None


def test_a_funds_mark_is_no_trade(story: Story) -> None:
    marks = [r for r in bond_record(story, "2031") if r.evidence == "from a fund's mark"]
    assert [(r.start, r.price) for r in marks] == [(dt.date(2021, 5, 28), 90.328), (dt.date(2021, 9, 30), 88.34)]
    assert all("not a trade" in r.how for r in marks)


@pytest.mark.parametrize("bond", ["2031", "2030", "2027", "2026", "2023"])
def test_no_report_is_lost(story: Story, bond: str) -> None:
    reports = story.reports[story.reports["bond"] == bond]
    assert set(reports["measure"]) <= DRAWN | LISTED
    said = {r.says for r in bond_record(story, bond)}
    assert set(reports.loc[reports["measure"].isin(DRAWN), "says"]) <= said


def fictional(*reports: dict[str, object]) -> tuple[Row, ...]:
    """The record of the fictional bond with these reports."""
    return bond_record(crowns({"crowns": frame({"2019-05-06": 4.0})}, reports=reports, with_bond=True), "2030")


def test_a_move_on_a_monday_puts_the_derived_yield_on_the_friday_before() -> None:
    # 6 May 2019 was a Monday.
    rows = fictional(report("yield", 6.5, "2019-05-06"), report("yield_change", 25.0, "2019-05-06", unit="bp"))
    (derived,) = [r for r in rows if r.evidence == "derived"]
    assert (derived.start, derived.end) == (dt.date(2019, 5, 3), dt.date(2019, 5, 3))
    assert derived.low == derived.high == pytest.approx(6.25)


@pytest.mark.parametrize(
    ("level", "move"),
    [
        ({"high": 6.7}, {}),
        ({}, {"high": 30.0}),
        ({}, {"unit": "%"}),
        ({"start": "month"}, {}),
    ],
    ids=["a range of yields", "a range of moves", "no basis points", "another day"],
)
def test_nothing_is_derived_from_less_than_a_level_and_a_move(
    level: dict[str, object], move: dict[str, object]
) -> None:
    on = "2019-05-07" if "start" in level else "2019-05-06"
    known = {k: v for k, v in level.items() if k != "start"}
    rows = fictional(
        report("yield", 6.5, on, **known), report("yield_change", 25.0, "2019-05-06", **{"unit": "bp", **move})
    )
    assert [r.evidence for r in rows if r.start == dt.date(2019, 5, 6) and r.evidence == "move"] == ["move"]
    assert "derived" not in {r.evidence for r in rows}
    assert all(math.isnan(r.low) for r in rows if r.evidence == "move")


def test_a_price_without_a_yield_stays_with_its_reason() -> None:
    (row,) = fictional(report("clean_price", 5000.0, "2019-05-06", unit="% of face"))
    assert math.isnan(row.low)
    assert row.price == 5000
    assert "No yield within" in row.how


def test_words_like_about_stay_with_a_computed_figure() -> None:
    (row,) = fictional(report("clean_price", 95.0, "2019-05-06", unit="% of face", approximate=True))
    assert "stated clean price about 95 (" in row.how
    (row,) = fictional(report("clean_price", 95.0, "2019-05-06", unit="% of face", bound="<"))
    assert "stated clean price <95 (" in row.how
    assert row.bound == "<"


def test_a_higher_price_is_a_lower_yield() -> None:
    low, high = fictional(
        report("price_change", 1.5, "2019-05-06", unit="points"),
        report("price_change", -1.5, "2019-05-07", unit="points"),
    )
    assert (low.up, high.up) == (False, True)
    assert low.move == "+1.5 points of price"


def test_bounds_of_one_side_alone_are_no_band() -> None:
    assert peak_bounds(fictional(report("peak_yield_bound", 7.0, "2019-05-06", bound=">="))) is None
