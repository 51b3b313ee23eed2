"""The ways in which people and terminals write a day. Pure.

Only 03/04/2020 and the like need to be told whether the day or the month comes first; everything else says so itself,
03.04.2020 too: with points the day comes first everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from dashboard.sheet import Cell

Order = Literal["dmy", "mdy"]
ORDERS: dict[Order, str] = {"dmy": "day / month / year", "mdy": "month / day / year"}

YEARS = range(1900, 2101)
SERIALS = range(20_000, 80_000)
"""Day numbers of a spreadsheet that are taken as days: 1954 to 2119."""
_EPOCH = dt.date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}.*)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)?"
_YEAR = r"(\d{4}|\d{2})"


def _form(body: str) -> re.Pattern[str]:
    return re.compile(_WEEKDAY + body + _TIME, re.ASCII | re.IGNORECASE)


_YEAR_FIRST = _form(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = _form(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMBERS = _form(r"(\d{1,2})([-/.])(\d{1,2})\2" + _YEAR)
_DAY_MONTH = _form(r"(\d{1,2})[-/. ]+([a-z]{3,9})[-/., ]+" + _YEAR)
_MONTH_DAY = _form(r"([a-z]{3,9})[-/. ]+(\d{1,2})(?:, *|[-/. ]+)" + _YEAR)


def read_day(cell: Cell, order: Order = "dmy", *, numbers: bool = False) -> dt.date | None:
    """The day a cell names, a time of day beside it left out; None for anything else.

    Parameters
    ----------
    order : what comes first where only numbers stand
    numbers : whether a bare number is a day, counted as spreadsheets do or written 20200827
    """
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, float):
        return _from_number(cell) if numbers else None
    text = (cell or "").strip()
    if numbers and re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        return _from_number(float(text))
    return _from_text(text, order)


def has_form_of_day(cell: Cell) -> bool:
    """Whether a cell names a day in one order at least."""
    return read_day(cell, "dmy") is not None or read_day(cell, "mdy") is not None


def needs_order(cell: Cell) -> bool:
    """Whether the day that a cell names depends on the order."""
    days = read_day(cell, "dmy"), read_day(cell, "mdy")
    return days[0] != days[1]


def orders_of(cells: Sequence[Cell], today: dt.date) -> tuple[tuple[Order, ...], str]:
    """Orders in which a column of days can be read, and why only one is left where the text alone allows both.

    An order that gives days after today, or days that jump back and forth while the other's run one way, is out.
    """
    read = {order: [read_day(cell, order) for cell in cells] for order in ORDERS}
    most = max(sum(day is not None for day in days) for days in read.values())
    left = {o: [d for d in days if d] for o, days in read.items() if sum(day is not None for day in days) == most}
    if len(left) < 2 or left["dmy"] == left["mdy"]:
        return tuple(left)[:1], ""
    for fault, reason in ((_runs_ahead, "lie after today"), (_jumps, "jump back and forth")):
        out = [order for order, days in left.items() if fault(days, today)]
        if len(out) == 1:
            kept = tuple(order for order in left if order not in out)
            return kept, f"Dates read as {ORDERS[kept[0]]}: read as {ORDERS[out[0]]} they would {reason}."
    return tuple(left), ""


def _runs_ahead(days: Sequence[dt.date], today: dt.date) -> bool:
    return max(days) > today


def _jumps(days: Sequence[dt.date], _today: dt.date) -> bool:
    steps = {after > before for before, after in pairwise(days) if after != before}
    return len(steps) > 1


def _from_text(text: str, order: Order) -> dt.date | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4])
    if match := _COMPACT.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _NUMBERS.fullmatch(text):
        day_first = order == "dmy" or match[2] == "."
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        return _day(match[4], month, day)
    if match := _DAY_MONTH.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.fullmatch(text):
        return _day(match[3], _month(match[1]), match[2])
    return None


def _from_number(number: float) -> dt.date | None:
    whole = int(number)
    if whole in SERIALS:
        return _EPOCH + dt.timedelta(days=whole)
    return _from_text(str(whole), "dmy") if number == whole else None


def _month(name: str) -> int:
    short = name.lower()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _day(year: str, month: str | int, day: str) -> dt.date | None:
    # Two digits: 69 to 99 are of the last century, as in C and Python.
    number = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)
    try:
        found = dt.date(number, int(month), int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None
