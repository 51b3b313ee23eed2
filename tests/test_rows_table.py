"""Rows of a window of days: which there are, how they are filtered, ordered and counted, and what a saved CSV holds."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.csv_safe import csv_text
from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.rows_asked import empty_text, first_asked, found_rows, read_asked
from dashboard.rows_table import SAVED, SHOWN, Wanted, count_text, page_of, period_rows, wanted_rows
from dashboard.state import OWN, default_state
from tests import crowns

VALUES = {"2020-01-02": 2.5, "2020-01-03": -0.31, "2020-01-06": 2.75, "2020-01-07": 2.25}
SPREAD = crowns.info("spread", short="Spread", unit="% a year", decimals=3, publisher="=cmd|'/C calc'!A0")


@pytest.fixture
def small() -> Story:
    """Two series of the fictional country: crowns on four days, one of them stale, and a spread on two of the days."""
    observations = {
        "crowns": crowns.frame(VALUES, {"2020-01-06": "stale"}),
        "spread": crowns.frame({"2020-01-03": 0.125, "2020-01-07": 0.5}),
    }
    return crowns.story(observations, infos=[crowns.info(), SPREAD])


def rows_of(story: Story, *names: str, start: str = "2020-01-02", end: str = "2020-01-07") -> pd.DataFrame:
    return period_rows(story, names, crowns.day(start), crowns.day(end))


def days(rows: pd.DataFrame) -> list[str]:
    return [day.isoformat() for day in rows["date"]]


def test_both_ends_of_the_window_belong_to_it(small: Story) -> None:
    assert days(rows_of(small, "crowns")) == list(VALUES)
    assert days(rows_of(small, "crowns", start="2020-01-03", end="2020-01-06")) == ["2020-01-03", "2020-01-06"]
    assert days(rows_of(small, "crowns", start="2020-01-04", end="2020-01-05")) == []


def test_rows_of_a_day_stand_in_the_order_of_the_series(small: Story) -> None:
    rows = rows_of(small, "spread", "crowns")
    assert list(zip(days(rows), rows["series"], strict=True)) == [
        ("2020-01-02", "crowns"),
        ("2020-01-03", "spread"),
        ("2020-01-03", "crowns"),
        ("2020-01-06", "crowns"),
        ("2020-01-07", "spread"),
        ("2020-01-07", "crowns"),
    ]


def test_a_value_is_written_with_the_decimals_of_its_series_and_kept_as_it_is(small: Story) -> None:
    rows = rows_of(small, "spread", "crowns").set_index(["series", "date"])
    assert rows.loc[("spread", dt.date(2020, 1, 3)), "text"] == "0.125"
    assert rows.loc[("crowns", dt.date(2020, 1, 3)), "text"] == "−0.31"
    assert rows.loc[("crowns", dt.date(2020, 1, 3)), "value"] == -0.31


def test_flag_and_reason_stand_beside_their_value(small: Story) -> None:
    rows = rows_of(small, "crowns")
    assert rows["flag"].tolist() == ["", "", "stale", ""]
    assert rows["reason"].tolist() == ["", "", "as said", ""]


FILTERS = [
    ({}, "2020-01-02 2020-01-03 2020-01-06 2020-01-07"),
    ({"date": "01-0"}, "2020-01-02 2020-01-03 2020-01-06 2020-01-07"),
    ({"date": "3 jan"}, "2020-01-03"),
    ({"date": ">=2020-01-06"}, "2020-01-06 2020-01-07"),
    ({"date": "< 2020-01-06"}, "2020-01-02 2020-01-03"),
    ({"date": "=2020-01-03"}, "2020-01-03"),
    ({"value": "2.5"}, "2020-01-02"),
    ({"value": "2.50"}, "2020-01-02"),
    ({"value": ">2.5"}, "2020-01-06"),
    ({"value": ">= 2.5"}, "2020-01-02 2020-01-06"),
    ({"value": "=2.5"}, "2020-01-02"),
    ({"value": "<0"}, "2020-01-03"),
    ({"value": "-0.3"}, "2020-01-03"),
    ({"value": "−0.3"}, "2020-01-03"),
    ({"value": ">−1", "date": "<=2020-01-03"}, "2020-01-02 2020-01-03"),
    ({"flag": "STALE"}, "2020-01-06"),
    ({"reason": "said"}, "2020-01-06"),
    ({"reason": ">2"}, ""),
    ({"series": "bank"}, "2020-01-02 2020-01-03 2020-01-06 2020-01-07"),
    ({"unit": " "}, "2020-01-02 2020-01-03 2020-01-06 2020-01-07"),
]


@pytest.mark.parametrize(("filters", "kept"), FILTERS)
def test_a_filter_keeps_the_rows_that_hold_or_fulfil_it(small: Story, filters: dict[str, str], kept: str) -> None:
    assert days(wanted_rows(rows_of(small, "crowns"), Wanted(filters))) == kept.split()


def test_only_flagged_rows_can_be_asked_for(small: Story) -> None:
    assert days(wanted_rows(rows_of(small, "crowns", "spread"), Wanted({}, only_flagged=True))) == ["2020-01-06"]


@pytest.mark.parametrize(
    ("column", "text"), [("date", ">soon"), ("date", "<31.12.2020"), ("value", ">2,5"), ("value", "<")]
)
def test_a_comparison_with_nonsense_is_refused_with_what_was_typed(small: Story, column: str, text: str) -> None:
    with pytest.raises(DataError, match=rf"{column.title()}: “{text[1:]}” is not a"):
        wanted_rows(rows_of(small, "crowns"), Wanted({column: text}))


ORDERS = [
    ("value", False, [-0.31, 0.125, 0.5, 2.25, 2.5, 2.75]),
    ("value", True, [2.75, 2.5, 2.25, 0.5, 0.125, -0.31]),
    ("date", True, [2.25, 0.5, 2.75, -0.31, 0.125, 2.5]),
    ("series", False, [2.5, -0.31, 2.75, 2.25, 0.125, 0.5]),
    ("flag", True, [2.75, 2.5, -0.31, 0.125, 2.25, 0.5]),
]


@pytest.mark.parametrize(("column", "descending", "values"), ORDERS)
def test_rows_are_ordered_and_ties_keep_their_order(
    small: Story, column: str, descending: bool, values: list[float]
) -> None:
    ordered = wanted_rows(rows_of(small, "crowns", "spread"), Wanted({}, column=column, descending=descending))
    assert ordered["value"].tolist() == values


def test_every_shown_column_can_be_sorted_and_filtered(small: Story) -> None:
    rows = rows_of(small, "crowns", "spread")
    for column in SHOWN:
        assert len(wanted_rows(rows, Wanted({column: "no cell says this"}, column=column))) == 0
        assert len(wanted_rows(rows, Wanted({}, column=column, descending=True))) == 6


PAGES = [(1, 1, 1, 100), (2, 2, 101, 200), (3, 3, 201, 205), (9, 3, 201, 205), (0, 1, 1, 100)]


@pytest.mark.parametrize(("asked", "number", "first", "last"), PAGES)
def test_205_rows_are_three_pages(asked: int, number: int, first: int, last: int) -> None:
    page = page_of(pd.DataFrame({"value": range(1, 206)}), asked)
    assert (page.number, page.pages, page.first, page.last) == (number, 3, first, last)
    assert page.rows["value"].tolist() == list(range(first, last + 1))


def test_no_rows_are_one_empty_page() -> None:
    page = page_of(pd.DataFrame({"value": []}), 4)
    assert (page.number, page.pages, page.first, page.last, len(page.rows)) == (1, 1, 0, 0, 0)


def test_rows_are_counted_in_words(small: Story) -> None:
    rows = rows_of(small, "crowns")
    assert count_text(rows, 4, page_of(rows, 1)) == "4 rows, 1 flagged"
    assert count_text(rows[:1], 4, page_of(rows[:1], 1)) == "1 of 4 rows, none flagged"
    assert count_text(rows[:1], 1, page_of(rows[:1], 1)) == "1 row, none flagged"
    assert count_text(rows, 4, page_of(rows, 2, size=3)) == "4 rows, 1 flagged, rows 4 to 4 are shown"
    assert count_text(rows[:0], 0, page_of(rows[:0], 1)) == "No rows"


def test_a_saved_csv_reads_back_to_the_same_rows_and_runs_no_formula(small: Story) -> None:
    rows = rows_of(small, "crowns", "spread")
    read = list(csv.DictReader(io.StringIO(csv_text(rows[list(SAVED)]), newline="")))
    assert list(read[0]) == ["series", "date", "value", "unit", "flag", "reason", "publisher", "retrieved"]
    assert [float(row["value"]) for row in read] == rows["value"].tolist()
    assert [row["date"] for row in read] == days(rows)
    # A number below zero stays a number; a text that starts a formula is held back by an apostrophe.
    assert [row["value"] for row in read if row["date"] == "2020-01-03"] == ["-0.31", "0.125"]
    assert {row["publisher"] for row in read} == {"Bank", "'=cmd|'/C calc'!A0"}
    assert {row["retrieved"] for row in read} == {"2020-01-01"}


def test_rows_are_those_of_the_published_file(story: Story, belarus_folder: Path) -> None:
    with (belarus_folder / "usd_byn_ice_close.csv").open(encoding="utf-8", newline="") as file:
        published = [(row["date"], float(row["value"])) for row in csv.DictReader(file)]
    rows = period_rows(story, ["usd_byn_ice_close"], dt.date(2020, 8, 1), dt.date(2020, 8, 31))
    expected = [pair for pair in published if pair[0].startswith("2020-08")]
    assert list(zip(days(rows), rows["value"], strict=True)) == expected
    assert len(expected) == 21


def given(**changes: Any) -> dict[str, Any]:
    """Values of the controls: crowns over all days unless changed."""
    usual = {"series": ["crowns"], "period": "all", "start": "", "end": "", "flagged": [], "filters": {"value": None}}
    return {**usual, **changes}


ORDER = {"column": "value", "descending": True, "page": 1}


def test_the_controls_are_read_in_the_order_of_the_story(small: Story) -> None:
    asked = read_asked(small, given(series=["spread", "gone", "crowns"], flagged=["yes"]), ORDER)
    assert asked.names == ("crowns", "spread")
    assert (asked.start, asked.end) == (dt.date(2020, 1, 2), dt.date(2020, 1, 7))
    assert asked.wanted == Wanted({"value": ""}, only_flagged=True, column="value", descending=True)


def test_own_dates_may_be_a_single_day(small: Story) -> None:
    asked = read_asked(small, given(period=OWN, start="2020-01-06", end="2020-01-06"), ORDER)
    rows, of = found_rows(small, asked)
    assert (days(rows), of) == (["2020-01-06"], 1)


OWN_DATES = [
    ("soon", "2020-01-07", "“soon” is not a date"),
    ("2020-01-02", None, "“” is not a date"),
    ("2020-01-07", "2020-01-02", "ends on 2020-01-02, before its start on 2020-01-07"),
]


@pytest.mark.parametrize(("start", "end", "message"), OWN_DATES)
def test_own_dates_that_make_no_period_are_refused(small: Story, start: str, end: str | None, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_asked(small, given(period=OWN, start=start, end=end), ORDER)


def test_the_first_rows_are_of_the_chosen_source_in_the_usual_period(story: Story) -> None:
    asked = first_asked(story, default_state(story))
    assert asked.names == ("usd_byn_market",)
    assert (asked.start, asked.end) == (dt.date(2020, 8, 1), dt.date(2020, 8, 31))


def test_an_empty_table_says_why_and_what_to_do(small: Story) -> None:
    nothing = read_asked(small, given(series=[]), ORDER)
    assert empty_text(small, nothing, 0) == "No series is chosen. Choose one or more above."
    filtered = read_asked(small, given(), ORDER)
    assert empty_text(small, filtered, 4) == "None of the 4 rows matches. Change or clear the filters."
    before = read_asked(small, given(series=["spread"], period=OWN, start="2019-01-01", end="2019-01-31"), ORDER)
    assert empty_text(small, before, 0) == (
        "No row from 1 Jan 2019 to 31 Jan 2019: Spread covers 3 Jan 2020 to 7 Jan 2020. Choose another period."
    )
