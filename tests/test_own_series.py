"""A reader's own file to a series: what is kept, what is said, and every rule that breaks with its line."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.additions import with_series
from dashboard.claims import check_claims
from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.own_recognition import recognise
from dashboard.own_rows import preview
from dashboard.own_series import OwnSeries, naming_for, own_series
from tests.own_files import BOND_DAYS, BOND_PRICES, TODAY, bond_csv, rates_xlsx, workbook


def read(story: Story, data: bytes, name: str = "mine", unit: str = "", **given: str) -> OwnSeries:
    found = recognise(story, "mine.csv", data, given, name)
    return own_series(story, found, naming_for(story, name, unit), TODAY)


def test_the_prices_of_a_terminal_arrive_as_they_stand(story: Story) -> None:
    made = read(story, bond_csv(), "Terminal")
    assert made.frame["value"].tolist() == BOND_PRICES
    assert [day.date() for day in made.frame.index] == BOND_DAYS
    assert (made.info.quantity, made.info.unit, made.info.bond) == ("price", "% of face", "2031")
    assert (made.info.decimals, made.info.frequency, made.info.role) == (2, "daily", "own")
    assert made.remarks == (
        "Sorted by date: the file has the newest day first.", "3 lines above or below the table left out.",
    )  # fmt: skip


def test_an_inverted_rate_is_turned_and_said(story: Story) -> None:
    made = read(story, rates_xlsx())
    assert made.frame["value"].iloc[0] == pytest.approx(2.5, rel=1e-12)
    assert made.info.unit == "BYN per USD"
    assert made.remarks[0] == "Values are inverted: BYN per USD = 1 ÷ (USD per BYN)."


def test_rows_without_a_value_are_left_out_and_counted(story: Story) -> None:
    made = read(story, b"date,close\n2020-08-26,2.6\n2020-08-27,\n2020-08-28,n/a\n")
    assert len(made.frame) == 1
    assert "2 rows without a value left out." in made.remarks


def test_a_side_of_the_market_is_a_known_flaw(story: Story) -> None:
    assert read(story, b"date,Bid\n2020-08-27,93\n").info.known_flaws == ("Bid quotes, not the middle of the market.",)


BROKEN = [
    (b"date,close\n2020-08-26,2.6\n2020-08-27,2.6\n2020-08-26,2.7\n", "line 4", "2020-08-26 again, as on line 2"),
    (b"date,close\n2020-08-26,2.6\n2026-11-25,2.6\n", "line 3", "no day lies after today, 2026-11-24"),
    (b"date,close\n2020-08-26,2.6\n2020-08-27,2.6x\n", "line 3, column close", "'2.6x'"),
    (b"date,close\n2020-08-26,2.6\n2020-02-30,2.6\n2020-08-27,2\n", "line 3, column date", "'2020-02-30'"),
    (b"date,close\n2020-08-26,2.6\n,2.6\n2020-08-28,2.6\n", "line 3, column date", "a value without a date"),
    (b"date,close\n2020-08-26,2.6\n2020-08-27,26\n2020-08-28,2.6", "line 3", "values lie from 1 to 10 BYN per USD"),
    (b"date,close\n2020-08-26,2.6\n2020-08-27,2,7\n", "line 3", "3 cells under 2 headings"),
    (b"date,close,low\n2020-08-27,,2.6\n2020-08-28,2.6,2.6\n2020-08-28,2.6,2.6", "line 4", "again, as on line 3"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "where", "found"), BROKEN)
def test_a_broken_rule_is_told_with_its_line(story: Story, data: bytes, where: str, found: str) -> None:
    with pytest.raises(DataError) as told:
        read(story, data)
    assert f"mine.csv, {where}" in str(told.value)
    assert found in str(told.value)
    assert "rule:" in str(told.value)
    assert "do:" in str(told.value)


def test_an_older_currency_is_refused_even_where_the_reader_insists(story: Story) -> None:
    found = recognise(story, "mine.csv", b"date,close\n2020-08-26,26254\n", {"unit": "BYN per USD"})
    with pytest.raises(DataError, match="about 10,000 times off BYN per USD: an older unit of the currency"):
        own_series(story, found, naming_for(story, "x"), TODAY)


def test_a_formula_without_a_stored_value_is_told(story: Story) -> None:
    rows: list[list[Any]] = [["Date", "Close"], [dt.date(2020, 8, 26), 2.6], [dt.date(2020, 8, 27), "=B2+0.1"]]
    with pytest.raises(DataError, match="a formula without a stored value, =B2"):
        read(story, workbook({"D": rows}))


def test_what_is_open_is_asked_before_anything_is_taken(story: Story) -> None:
    with pytest.raises(DataError, match=r"leaves something open, so nothing was taken\. Order of the date"):
        read(story, b"date,close\n03/04/2020,2.6\n")


def test_something_else_needs_a_unit(story: Story) -> None:
    data = b"date,value\n2020-08-26,1500\n2020-08-27,1510\n"
    found = recognise(story, "mine.csv", data, {"unit": "other"})
    with pytest.raises(DataError, match="Name the unit"):
        own_series(story, found, naming_for(story, "Gold"), TODAY)
    made = own_series(story, found, naming_for(story, "Gold", "USD per ounce"), TODAY)
    assert (made.info.unit, made.info.quantity) == ("USD per ounce", "index")
    assert (made.info.minimum, made.info.maximum) == (1500, 1510)


def test_prices_that_no_yield_gives_are_refused(story: Story) -> None:
    with pytest.raises(DataError, match="can’t be used for this bond"):
        own_series(story, recognise(story, "x.csv", b"date,price\n2020-08-27,0.93\n", {"unit": "price"}),
                   naming_for(story, "x"), TODAY)  # fmt: skip


def test_days_outside_the_terms_of_a_bond_are_counted(story: Story) -> None:
    made = read(story, b"date,mid price\n2020-06-01,99\n2020-08-27,93.29\n")
    assert made.remarks[-1].startswith("1 row lies outside 22 June 2020 to ")


@pytest.mark.parametrize(("days", "frequency"), [((26, 27, 28), "daily"), ((7, 14, 21), "weekly")])
def test_the_frequency_is_that_of_the_days(story: Story, days: tuple[int, ...], frequency: str) -> None:
    data = "date,close\n" + "".join(f"2020-08-{day:02},2.6\n" for day in days)
    assert read(story, data.encode()).info.frequency == frequency


def test_a_name_is_free_and_fit_for_an_address(story: Story) -> None:
    taken = next(iter(story.info))
    assert naming_for(story, taken).name == f"{taken}_2"
    assert naming_for(story, "data").name == "data_2"
    assert naming_for(story, "My  bond, 2031").name == "My_bond_2031"
    assert naming_for(story, "курс").name == "own_series"


def test_a_preview_shows_cells_and_what_they_mean(story: Story) -> None:
    first = preview(recognise(story, "mine.csv", bond_csv()))[0]
    assert (first.line, first.day_cell, first.value_cell) == (5, "27.08.2020", "93,29")
    assert (first.day, first.value) == (dt.date(2020, 8, 27), 93.29)
    assert preview(recognise(story, "mine.csv", b"date,close\n03/04/2020,2.6\n")) == []


def test_claims_that_needed_daily_yields_are_checked_against_them(story: Story) -> None:
    made = read(story, bond_csv(), "Terminal")
    whole = with_series(story, {made.info.name: (made.info, made.frame)})
    plain, checked = ({c.claim.id: c.verdict for c in check_claims(s)} for s in (story, whole))
    # By the prices alone: up from 91.17 to 93.29 on the day, after 97.40 before the vote and 90.20 at the lowest.
    changed = {claim for claim in plain if plain[claim] != checked[claim]}
    assert {"C01", "C04", "C06"} <= changed
    assert checked["C04"] == checked["C06"] == "supported"


MARKS = {",": ".", ";": ",", "\t": ",", "|": "."}
WAYS = {"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
CODECS = st.sampled_from(["utf-8", "utf-16", "cp1252"])
RATES = st.dictionaries(
    st.dates(dt.date(2000, 1, 1), dt.date(2026, 11, 24)), st.integers(20_000, 29_999), min_size=1, max_size=30
)


@settings(deadline=None, max_examples=60)
@given(RATES, st.sampled_from(sorted(MARKS)), st.sampled_from(sorted(WAYS)), st.booleans(), CODECS)
def test_any_file_comes_back_day_for_day_once_its_order_is_known(
    story: Story, rates: dict[dt.date, int], separator: str, order: str, newest_first: bool, codec: str
) -> None:
    days = sorted(rates, reverse=newest_first)
    rows = [f"{day.strftime(WAYS[order])}{separator}{rates[day] / 10_000:.4f}" for day in days]
    decimals = [row.rpartition(separator) for row in rows]
    lines = [f"{head}{mark}{number.replace('.', MARKS[separator])}" for head, mark, number in decimals]
    text = f"Date{separator}Last\n" + "\n".join(lines) + "\n"
    found = recognise(story, "x.csv", text.encode(codec))
    if found.open:
        # Only day and month may be left open, and only where every day of the file can be either.
        assert [guess.key for guess in found.open] == ["order"]
        assert all(day.day <= 12 for day in days)
        found = recognise(story, "x.csv", text.encode(codec), {"order": order})
    made = own_series(story, found, naming_for(story, "x"), TODAY)
    read = {day.date(): value for day, value in made.frame["value"].items()}  # type: ignore[attr-defined]
    assert read == {day: float(f"{rate / 10_000:.4f}") for day, rate in rates.items()}
    assert list(made.frame.index) == sorted(made.frame.index)
