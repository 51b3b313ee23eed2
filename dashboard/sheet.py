"""A table as a reader's file holds it: rows of cells that nobody has understood yet. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.panel_text import date_text

Cell = str | float | dt.date | None
"""Text as written, a number or a day as a workbook stores it, or nothing."""


@dataclass(frozen=True)
class Sheet:
    """Rows that hold anything, each with the line it stands on (from 1); `how` says how the file was read."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    how: str = ""

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def cost_bytes(self) -> int:
        """Memory that the cells take, roughly."""
        texts = sum(len(cell) for row in self.rows for cell in row if isinstance(cell, str))
        return texts + 64 * sum(len(row) for row in self.rows)


def cell_at(row: Sequence[Cell], column: int) -> Cell:
    """A cell of a row; nothing beyond its end."""
    return row[column] if column < len(row) else None


def cell_text(cell: Cell) -> str:
    """A cell as a reader would write it."""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return date_text(cell) if isinstance(cell, dt.date) else (cell or "").strip()


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def column_letter(column: int) -> str:
    """Name of a column as spreadsheets give it: A, B, ... Z, AA."""
    before, last = divmod(column, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + last)
