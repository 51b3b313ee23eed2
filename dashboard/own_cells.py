"""Cells of a reader's own table: what may be a day or a number, and in which ways it can be read. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

Cell = str | float | dt.date
"""A cell as its file gives it: text, or from a spreadsheet a number or a day; empty is ""."""

ORDERS = {"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year"}
DECIMALS = {"point": "decimal point", "comma": "decimal comma"}
EMPTY = frozenset({"", "-", "--", "—", "n/a", "#n/a", "na", "nan", "null", "none", ".", "n.a.", "#n/a n/a"})
"""What exports write where there is no value, in lower case."""
YEARS = range(1900, 2101)
CENTURY_TURN = 69
"""Years of two digits below this are of the 2000s, as POSIX reads them."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?"
_PARTS = re.compile(
    rf"(\d{{1,4}}|[A-Za-z]{{3,9}})(?:\.?[-/. ] ?|\. )(\d{{1,2}}|[A-Za-z]{{3,9}})(?:[-/.] ?|,? )(\d{{1,4}}){_TIME}",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}", re.ASCII | re.IGNORECASE)
_NUMBER = {
    "point": re.compile(r"[+-]?(?:\d{1,3}(?:[, ']\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE),
    "comma": re.compile(r"[+-]?(?:\d{1,3}(?:[. ']\d{3})+|\d+)?(?:,\d*)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE),
}
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "\u2212": "-"})


def is_empty(cell: Cell) -> bool:
    """Whether a cell says that there is no value; a number that is none counts too."""
    return cell != cell or (isinstance(cell, str) and cell.strip().casefold() in EMPTY)  # noqa: PLR0124 (NaN)


def as_day(cell: Cell, order: str) -> dt.date:
    """Day of a cell, its parts in the order of `ORDERS`; a time of day is dropped. ValueError for anything else."""
    if isinstance(cell, dt.date):
        return cell
    text = cell.strip() if isinstance(cell, str) else ""
    if compact := _COMPACT.fullmatch(text):
        return _day(compact[1], compact[2], compact[3])
    found = _PARTS.fullmatch(text)
    if not found:
        raise ValueError(text)
    parts = [found[1], found[2], found[3]]
    named = [i for i in (0, 1) if parts[i].isalpha()]
    if len(named) == 1:
        month = parts.pop(named[0])
        day, year = parts if named[0] == 0 or len(parts[0]) <= 2 else reversed(parts)
        return _day(year, month, day)
    by_letter = dict(zip(order, parts, strict=True))
    return _day(by_letter["y"], by_letter["m"], by_letter["d"])


def _day(year: str, month: str, day: str) -> dt.date:
    if len(year) not in (2, 4) or len(day) > 2:
        raise ValueError(year)
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < CENTURY_TURN else 1900
    if number not in YEARS:
        raise ValueError(year)
    return dt.date(number, _MONTHS.index(month[:3].casefold()) + 1 if month.isalpha() else int(month), int(day))


def day_orders(cells: Iterable[Cell]) -> list[str]:
    """Orders in which every cell is a day.

    Days written with points are taken day first wherever that is possible, as nobody writes months before days with
    points; with other marks every possible order stays.
    """
    known = [cell for cell in cells if not is_empty(cell)]
    found = [order for order in ORDERS if known and all(is_day(cell, order) for cell in known)]
    if len({_read(known, order) for order in found}) == 1:
        return found[:1]
    points = all(isinstance(cell, str) and "." in cell for cell in known)
    return ["dmy"] if points and "dmy" in found else found


def _read(cells: Iterable[Cell], order: str) -> tuple[dt.date, ...]:
    return tuple(as_day(cell, order) for cell in cells)


def is_day(cell: Cell, order: str = "") -> bool:
    """Whether a cell is a day in an order, or without one in any."""
    for known in [order] if order else ORDERS:
        try:
            as_day(cell, known)
        except ValueError:
            continue
        return True
    return False


def as_number(cell: Cell, decimal: str) -> float:
    """Number of a cell with a mark of `DECIMALS`; a percent sign is dropped. ValueError for anything else."""
    if isinstance(cell, float):
        return cell
    text = "" if isinstance(cell, dt.date) else cell.translate(_PLAIN).strip().removesuffix("%").rstrip()
    if not any(mark.isdigit() for mark in text) or not _NUMBER[decimal].fullmatch(text):
        raise ValueError(text)
    groups = text.replace(" ", "").replace("'", "")
    return float(groups.replace(".", "").replace(",", ".") if decimal == "comma" else groups.replace(",", ""))


def is_number(cell: Cell, decimal: str = "") -> bool:
    """Whether a cell is a number with a decimal mark, or without one with any."""
    for known in [decimal] if decimal else DECIMALS:
        try:
            as_number(cell, known)
        except ValueError:
            continue
        return True
    return False


def decimal_marks(cells: Iterable[Cell]) -> list[str]:
    """Decimal marks under which every cell that holds digits is a number; one where the mark makes no difference."""
    texts = [cell for cell in cells if isinstance(cell, str) and not is_empty(cell) and is_number(cell)]
    found = [mark for mark in DECIMALS if all(is_number(text, mark) for text in texts)]
    same = len(found) == 2 and all(as_number(text, "point") == as_number(text, "comma") for text in texts)
    return found[:1] if same else found


def decimals_of(cell: Cell, decimal: str) -> int:
    """Digits after the decimal mark of a number cell, at most 8."""
    if isinstance(cell, float):
        text, mark = f"{cell:.8f}".rstrip("0"), "."
    else:
        text, mark = str(cell).strip().removesuffix("%").rstrip(), "," if decimal == "comma" else "."
    return min(len(text.partition(mark)[2]), 8) if mark in text and "e" not in text.casefold() else 0
