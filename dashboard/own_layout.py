"""Where the table lies in a reader's file: its header, its rows, and which columns may hold days and values. Pure.

Exports write names and terms above the table and sources below it; those rows are told, not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.errors import DataError
from dashboard.own_cells import Cell, is_day, is_empty, is_number
from dashboard.own_table import OwnTable

NUMBERS_SHARE = 0.5
"""Share of a column's filled cells that are numbers, from which on it may hold values: the others are then told."""
_BESIDE = r"\b(bid|ask|offer|open|high|low|prev\w*|change|chg|volume|vol|turnover|amount|number|no|nr)\b|%"
_MEASURE = r"\b(yield|yld|ytm|price|px|rate|value|rendite|kurs|preis|доходность|цена|курс)\b"
_LAST = r"\b(last|close|closing|settle\w*|mid|schluss\w*|letzter|закрытие)\b"
PREFERRED = tuple(
    (re.compile(words, re.IGNORECASE), score)
    for words, score in ((_BESIDE, 0), (r"\b(adj|adjusted)\b", 1), (_MEASURE, 3), (_LAST, 4))
)
"""Words of a heading and how much they speak for its column; of those that match, the least counts."""
PLAIN_SCORE = 2
SIDES = {"bid": "bid", "ask": "ask", "offer": "ask"}


@dataclass(frozen=True)
class Layout:
    """Parts of a table: index of its header row (None without one), of its first and last data row, its columns.

    `dates` and `values` are indexes of columns that may hold days and values, the likeliest first; `scores` says how
    much the headings of `values` speak for them. `width` is the number of cells that the header has room for.
    """

    header: int | None
    first: int
    last: int
    dates: tuple[int, ...]
    values: tuple[int, ...]
    scores: tuple[int, ...]
    width: int


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    """A cell of a row; one beyond its end is empty."""
    return row[column] if column < len(row) else ""


def find_layout(table: OwnTable, date_column: int | None = None) -> Layout:
    """The parts of a table; `date_column` is the reader's choice.

    Raises
    ------
    DataError
        No column holds days, or none beside it holds numbers.
    """
    counts = [sum(is_day(cell_at(row, c)) for row in table.rows) for c in range(table.width)]
    dates = tuple(sorted((c for c in range(table.width) if counts[c]), key=lambda c: (-counts[c], c)))
    if not dates:
        raise DataError(
            f"{table.file} can’t be used: no column of it holds days ({_seen(table)}). A table has a column of dates, "
            "such as 2020-08-27 or 27.08.2020. Check separator and encoding, or add such a column."
        )
    column = date_column if date_column in dates else dates[0]
    dated = [i for i, row in enumerate(table.rows) if is_day(cell_at(row, column))]
    header = _header(table, dated[0])
    first = dated[0] if header is None else header + 1
    last = _last(table, column, dated[-1])
    found = [c for c in range(table.width) if c != column and _holds_numbers(table, c, first, last)]
    if not found:
        raise DataError(
            f"{table.file} can’t be used: no column beside the dates holds numbers ({_seen(table)}). A table has a "
            "column of values. Check the separator, or add such a column."
        )
    scores = {c: heading_score(heading(table, header, c)) for c in found}
    values = tuple(sorted(found, key=lambda c: (-scores[c], c)))
    width = table.width if header is None else _filled(table.rows[header])
    return Layout(header, first, last, dates, values, tuple(scores[c] for c in values), width)


def _filled(row: Sequence[Cell]) -> int:
    """Cells of a row up to its last filled one."""
    return max(i for i, cell in enumerate(row, 1) if cell != "")


def _seen(table: OwnTable) -> str:
    row = max(table.rows[:20], key=len, default=())
    cells = " | ".join(str(cell) for cell in row[:5])
    return f"one of its rows reads {cells[:80]}"


def heading(table: OwnTable, header: int | None, column: int) -> str:
    """Heading of a column, or its number where it has none."""
    text = str(cell_at(table.rows[header], column)).strip() if header is not None else ""
    return text or f"column {column + 1}"


def heading_score(text: str) -> int:
    """How much a heading speaks for its column as the one with the values."""
    words = re.sub(r"[_.()/]", " ", text)
    return min((score for words_of, score in PREFERRED if words_of.search(words)), default=PLAIN_SCORE)


def side_of(text: str) -> str:
    """Side of the market that a heading names: bid or ask; "" for none."""
    words = re.sub(r"[_.()/]", " ", text).casefold().split()
    return next((SIDES[word] for word in words if word in SIDES), "")


def _header(table: OwnTable, first: int) -> int | None:
    """The nearest row above the first day that names columns and holds no number."""
    for i in range(first - 1, -1, -1):
        filled = [cell for cell in table.rows[i] if cell != ""]
        if len(filled) > 1 and all(isinstance(cell, str) and not is_number(cell) for cell in filled):
            return i
    return None


def _last(table: OwnTable, column: int, last_day: int) -> int:
    """The last row of the table: what follows belongs to it only where it has a number beside something like a day."""
    last = last_day
    for i in range(last_day + 1, len(table.rows)):
        cells = table.rows[i]
        beside = any(c != column and is_number(cell) for c, cell in enumerate(cells))
        if beside and any(mark.isdigit() for mark in str(cell_at(cells, column))):
            last = i
    return last


def _holds_numbers(table: OwnTable, column: int, first: int, last: int) -> bool:
    cells = [cell_at(row, column) for row in table.rows[first : last + 1]]
    filled = [cell for cell in cells if not is_empty(cell)]
    numbers = [c for c in filled if is_number(c) or (isinstance(c, str) and c.startswith("="))]
    return bool(filled) and len(numbers) >= NUMBERS_SHARE * len(filled)
