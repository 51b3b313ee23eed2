"""A reader's XLSX file to rows: the sheet with dated rows is taken unless another is named. Pure."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from dashboard.errors import DataError
from dashboard.own_cells import Cell, is_day, is_number
from dashboard.own_table import LOOKED_AT, MOST_COLUMNS, MOST_ROWS, SAVE_AGAIN, OwnTable, refused, require_few

MOST_UNPACKED_BYTES = 200_000_000
"""A workbook is a zip, and a small one can hold endless text."""


def read_workbook(file: str, data: bytes, sheet: str = "") -> OwnTable:
    """Rows of one sheet; DataError for what is no workbook, or a damaged one."""
    # Only a workbook needs it, and it takes its time to import.
    import openpyxl  # noqa: PLC0415

    _require_small_workbook(file, data)
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        names = tuple(found.title for found in shown.worksheets)
        chosen = sheet if sheet in names else _fullest(shown, names)
        rows = list(_sheet_rows(file, shown[chosen], written[chosen]))
    except DataError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged workbook fails in any part of its reader
        raise refused(file, f"its workbook is damaged ({type(error).__name__})", "CSV and XLSX can be read",
                       "Open it in a spreadsheet program and save it again.") from None  # fmt: skip
    kept = [(line, row) for line, row in rows if any(cell != "" for cell in row)]
    width = max((len(row) for _, row in kept), default=0)
    cells = tuple((*row, *[""] * (width - len(row))) for _, row in kept)
    return OwnTable(file, cells, tuple(line for line, _ in kept), sheet=chosen, sheets=names)


def _require_small_workbook(file: str, data: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        entries = []
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise refused(file, "it is a zip that is no workbook, or a damaged one", "CSV and XLSX can be read", SAVE_AGAIN)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise refused(file, f"it unpacks to more than {MOST_UNPACKED_BYTES / 1e6:.0f} MB",
                       f"a table has at most {MOST_ROWS:,} rows", "Keep only the sheet you need.")  # fmt: skip


def _fullest(workbook: Any, names: tuple[str, ...]) -> str:
    """The first of the sheets with the most rows that hold a day and a number."""

    def useful(name: str) -> int:
        rows = workbook[name].iter_rows(max_row=LOOKED_AT, max_col=MOST_COLUMNS, values_only=True)
        return sum(any(isinstance(c, dt.date) or (isinstance(c, str) and is_day(c)) for c in row)
                   and any(isinstance(c, (int, float)) or (isinstance(c, str) and is_number(c)) for c in row)
                   for row in rows)  # fmt: skip

    if not names:
        raise DataError("The workbook has no sheet with cells. Save the table as CSV or XLSX, then add that file.")
    return max(names, key=useful)


def _sheet_rows(file: str, shown: Any, written: Any) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for sheet in (shown, written):
        # What a sheet says of its own size is often wrong, and rows beyond it would be lost.
        sheet.reset_dimensions()
    # One column too many is enough to refuse a sheet; a cell far out to the right would make each row that long.
    pairs = zip(shown.iter_rows(max_col=MOST_COLUMNS + 1), written.iter_rows(max_col=MOST_COLUMNS + 1), strict=True)
    for number, row in enumerate(pairs, 1):
        require_few(file, number)
        cells = list(zip(*row, strict=True))
        while cells and all(cell.value is None for cell in cells[-1]):
            cells.pop()
        yield number, tuple(_cell(cell, formula) for cell, formula in cells)


def _cell(cell: Any, formula: Any) -> Cell:
    """A cell of a sheet. A formula whose value was never stored stays as its text, so that it can be told."""
    value = cell.value
    if value is None:
        written = formula.value
        return written if isinstance(written, str) and written.startswith("=") else ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # 7.28 % is kept as 0.0728 and shown as a percentage.
        return f"{value * 100:.10g}%" if "%" in str(cell.number_format) else float(value)
    return str(value).strip()
