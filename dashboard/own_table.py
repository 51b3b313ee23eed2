"""Where in a reader's sheet the table is: its header, its column of days, and the columns that may hold values. Pure.

Exports begin with lines about themselves and end with footnotes; both stay apart from the table and are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from dashboard.day_forms import has_form_of_day, read_day
from dashboard.errors import DataError
from dashboard.number_forms import is_absent, is_number
from dashboard.sheet import Cell, Sheet, cell_at, cell_text, column_letter, is_blank

_GOOD = ("close", "last", "px", "schluss", "settle", "mid", "clean", "price", "value", "rate", "kurs", "wert", "obs")
_POOR = ("open", "high", "low", "vol", "change", "chg", "bid", "ask", "turnover", "count", "time", "diff", "return")
YIELD_WORDS = ("yield", "yld", "ytm", "rendite")
PRICE_WORDS = ("price", "px", "clean", "close", "last", "settle", "kurs", "schluss", "mid")
_DATE_WORDS = ("date", "datum", "day", "time", "period")
SAMPLE_ROWS = 1000
"""Rows that say which column is which."""


@dataclass(frozen=True)
class Column:
    """A column that may hold days or values: its place (from 0), what its header says, and its first cell."""

    index: int
    header: str
    example: str

    @property
    def label(self) -> str:
        """What a reader calls it."""
        return self.header or f"Column {column_letter(self.index)}"


@dataclass(frozen=True)
class OwnTable:
    """A table within a sheet.

    `rows` are its rows with their lines, `days` and `values` the columns that may hold days and values, `numbers` says
    that days are bare numbers; `before` and `after` count the lines around it; `words` is all text that may tell what
    it is about.
    """

    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    days: tuple[Column, ...]
    values: tuple[Column, ...]
    numbers: bool
    before: int
    after: int
    words: str

    def cells(self, column: int) -> list[Cell]:
        """Cells of one column by row."""
        return [cell_at(row, column) for _, row in self.rows]


def find_table(file: str, sheet: Sheet) -> OwnTable:
    """The table of a sheet: from the first row with a day and a number to the last row with a day.

    Raises
    ------
    DataError
        There is no row with both a day and a number.
    """
    for test, numbers in ((has_form_of_day, False), (_is_numbered_day, True)):
        column = _day_column(sheet, test)
        if column is not None:
            return _table(file, sheet, column, test, numbers)
    where = f"{file}, sheet {sheet.name}" if sheet.name else file
    raise DataError(
        f"{where}: no row holds a day and a number ({sheet.how}). A table has a column of days such as 2020-08-27 and "
        "one of values; choose another sheet or file."
    )


def ranked(columns: Sequence[Column], wanted: Sequence[str] = ()) -> list[Column]:
    """Columns of values, the likeliest first: by words of their headers, those in `wanted` above all."""
    return sorted(columns, key=lambda column: -_score(column.header, wanted))


def words_of(text: str) -> list[str]:
    """Words of a text in small letters."""
    return re.findall(r"[^\W_]+", text.lower())


def _is_numbered_day(cell: Cell) -> bool:
    return read_day(cell, numbers=True) is not None


def _day_column(sheet: Sheet, test: Callable[[Cell], bool]) -> int | None:
    """The column with the most days in rows that hold a number elsewhere, the left one of equals."""
    sample = sheet.rows[:SAMPLE_ROWS]
    counts = {column: sum(_is_row(row, column, test) for row in sample) for column in range(sheet.width)}
    most = max(counts.values(), default=0)
    return next((column for column, count in counts.items() if count == most), None) if most else None


def _is_row(row: Sequence[Cell], column: int, test: Callable[[Cell], bool]) -> bool:
    others = (cell for place, cell in enumerate(row) if place != column)
    return test(cell_at(row, column)) and any(is_number(cell) for cell in others)


def _table(file: str, sheet: Sheet, column: int, test: Callable[[Cell], bool], numbers: bool) -> OwnTable:
    is_row = partial(_is_row, column=column, test=test)
    start = next(place for place, row in enumerate(sheet.rows) if is_row(row))
    stop = next(place for place in range(len(sheet.rows), 0, -1) if test(cell_at(sheet.rows[place - 1], column)))
    header = _header(sheet.rows[:start], column)
    rows = tuple(zip(sheet.lines[start:stop], sheet.rows[start:stop], strict=True))
    above = " ".join(cell_text(cell) for row in sheet.rows[:start] for cell in row)
    found = [_column(rows, header, place) for place in range(max(len(row) for _, row in rows))]
    sample = [row for _, row in rows[:SAMPLE_ROWS]]
    days = [c for c in found if 2 * sum(test(cell_at(row, c.index)) for row in sample) > len(sample)]
    values = [c for c in found if c.index != column and any(is_number(cell_at(row, c.index)) for _, row in rows)]
    return OwnTable(
        rows,
        (found[column], *(c for c in days if c.index != column)),
        tuple(c for c in values if c not in days) or tuple(values),
        numbers,
        start - bool(header),
        len(sheet.rows) - stop,
        f"{file} {sheet.name} {above}",
    )


def _header(above: Sequence[Sequence[Cell]], column: int) -> Sequence[Cell]:
    """The last row above the table, if it holds words and stands over the column of days."""
    if not above or not any(isinstance(cell, str) and not is_number(cell) and not is_blank(cell) for cell in above[-1]):
        return ()
    named = [place for place, cell in enumerate(above[-1]) if not is_blank(cell)]
    return above[-1] if column in named or len(named) > 1 else ()


def _column(rows: Sequence[tuple[int, Sequence[Cell]]], header: Sequence[Cell], place: int) -> Column:
    cells = (cell_at(row, place) for _, row in rows)
    example = next((cell_text(cell) for cell in cells if not is_absent(cell)), "")
    return Column(place, cell_text(cell_at(header, place)), example)


def _score(header: str, wanted: Sequence[str]) -> int:
    words = words_of(header)
    scores = ((8, wanted), (2, (*_GOOD, *YIELD_WORDS)), (-4, (*_POOR, *_DATE_WORDS)))
    return sum(points for points, known in scores if any(word.startswith(start) for word in words for start in known))
