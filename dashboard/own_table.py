"""Rows of a reader's own file, and what every kind of file is held to. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.errors import DataError
from dashboard.own_cells import Cell

MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100
SAVE_AGAIN = "Save it as CSV or XLSX, then add that file."
LOOKED_AT = 400
"""Lines from which separator and sheet are told."""


@dataclass(frozen=True)
class OwnTable:
    """Rows of one file as they stand, with the line (or row of the sheet, from 1) each one starts on.

    `encoding` and `separator` are those of a CSV, `sheet` and `sheets` those of a workbook; the others are empty.
    """

    file: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max((len(row) for row in self.rows), default=0)


def refused(file: str, found: str, rule: str, remedy: str) -> DataError:
    """The error for a file that can't be read: what was found, the rule, what to do."""
    return DataError(f"{file} can’t be read: {found}; {rule}. {remedy}")


def require_few(file: str, count: int) -> None:
    """Refuses the row that is one too many."""
    if count > MOST_ROWS:
        raise refused(file, f"it has more than {MOST_ROWS:,} rows", f"a table has at most {MOST_ROWS:,}",
                       "Split it, or keep one row a day.")  # fmt: skip
