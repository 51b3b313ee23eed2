"""Cells of a reader's own table, against the dates and numbers they stand for."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.own_cells import ORDERS, as_day, as_number, day_orders, decimal_marks, decimals_of, is_empty

DAY = dt.date(2020, 8, 27)
WRITTEN = [
    "2020-08-27", "2020/08/27", "20200827", "27.08.2020", "27.8.20", "27/08/2020", "08/27/2020", "8/27/20",
    "27-Aug-2020", "27-Aug-20", "27 August 2020", "27. Aug 2020", "Aug 27, 2020", "August 27 2020", "2020-Aug-27",
    "2020-08-27 16:30", "2020-08-27T16:30:05Z", "27.08.2020 16:30:05", "8/27/2020 4:30 PM",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_is_read_in_its_only_order(text: str) -> None:
    (order,) = day_orders([text])
    assert as_day(text, order) == DAY


NO_DAYS = ["", "Total", "98.125", "7.28", "31.02.2020", "2020-13-01", "27", "1234567", "27.08", "Augustus 27, 20201"]


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert day_orders([text] if text else []) == []


def test_day_and_month_stay_open_until_a_date_settles_them() -> None:
    assert day_orders(["03/04/2020"]) == ["dmy", "mdy"]
    assert day_orders(["03/04/2020", "04/13/2020"]) == ["mdy"]
    assert day_orders(["03/04/2020", "13/04/2020"]) == ["dmy"]
    # The same day either way, and months before days are never written with points.
    assert day_orders(["04/04/2020"]) == ["dmy"]
    assert day_orders(["03.04.2020"]) == ["dmy"]


NUMBERS = [
    ("2.65", "point", 2.65), ("2,65", "comma", 2.65), ("1,234.5", "point", 1234.5), ("1.234,5", "comma", 1234.5),
    ("1 234,5", "comma", 1234.5), ("1'234.5", "point", 1234.5), ("\u22120.5", "point", -0.5), ("7.28%", "point", 7.28),
    ("7,28 %", "comma", 7.28), ("2e-3", "point", 0.002), (".5", "point", 0.5), ("1\u00a0234", "comma", 1234.0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mark", "number"), NUMBERS)
def test_a_number_is_read_with_its_mark(text: str, mark: str, number: float) -> None:
    assert as_number(text, mark) == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize("text", ["", "abc", "1,23,4", "98-16", "1.2.3", "--", "%", "nan", "inf", "12,34.5"])
def test_what_is_no_number_is_refused(text: str) -> None:
    for mark in ("point", "comma"):
        with pytest.raises(ValueError):
            as_number(text, mark)


def test_a_mark_that_could_part_thousands_stays_open() -> None:
    assert decimal_marks(["2,654"]) == ["point", "comma"]
    assert decimal_marks(["2,654", "2,66"]) == ["comma"]
    assert decimal_marks(["2.5", "3"]) == ["point"]
    assert decimal_marks(["12", "13"]) == ["point"]


@pytest.mark.parametrize("cell", ["", " ", "-", "N/A", "#N/A", "nan", "null", float("nan")])
def test_what_says_that_there_is_no_value(cell: str | float) -> None:
    assert is_empty(cell)


DIGITS = [("93,29", "comma", 2), ("2.6500", "point", 4), (0.375, "point", 3), ("7", "point", 0), ("7.28%", "point", 2)]


@pytest.mark.parametrize(("cell", "mark", "decimals"), DIGITS)
def test_decimals_are_those_of_the_file(cell: str | float, mark: str, decimals: int) -> None:
    assert decimals_of(cell, mark) == decimals


WAYS = {"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}


@settings(deadline=None)
@given(st.dates(dt.date(1970, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(sorted(ORDERS)))
def test_any_day_comes_back_from_the_order_it_was_written_in(day: dt.date, order: str) -> None:
    text = day.strftime(WAYS[order])
    assert as_day(text, order) == day
    assert order in day_orders([text]) or as_day(text, day_orders([text])[0]) == day


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False), st.booleans())
def test_any_number_comes_back_from_either_mark(number: object, grouped: bool) -> None:
    text = format(number, ",.4f" if grouped else ".4f")
    swapped = text.translate(str.maketrans(",.", ".,"))
    assert as_number(text, "point") == as_number(swapped, "comma") == float(number)  # type: ignore[arg-type]
