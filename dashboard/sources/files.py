"""A reader's own file, from its bytes or its path, as sheets of cells that `recognise` reads. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from dashboard.errors import DataError
from dashboard.sheet import Sheet
from dashboard.sources.delimited import read_delimited

MAX_BYTES = 10 * 2**20
MAX_ROWS = 100_000
MAX_CELLS = 1_000_000

_ZIP, _OLD_OFFICE, _PDF = b"PK\x03\x04", bytes.fromhex("d0cf11e0"), b"%PDF"
_REMEDY = "Save the table as XLSX or CSV and try again."


def read_file(name: str, data: bytes) -> tuple[Sheet, ...]:
    """Sheets of a CSV (one) or XLSX file that hold anything; the content decides, not the ending.

    Raises
    ------
    DataError
        The file is too large, empty, damaged, or of another kind.
    """
    file = PurePath(name).name or "the file"
    if len(data) > MAX_BYTES:
        raise DataError(
            f"{file} has {len(data) / 2**20:.1f} MB; at most {MAX_BYTES / 2**20:g} MB are read. "
            "Save only the columns of date and value, and try again."
        )
    _refuse_other_kinds(file, data)
    sheets = _workbook(file, data) if data.startswith(_ZIP) else read_delimited(file, data)
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise DataError(f"{file} is empty: a table needs a column of dates and one of values. Choose another file.")
    _refuse_too_many(file, filled)
    return filled


def read_path(path: Path) -> tuple[Sheet, ...]:
    """Sheets of a file on this machine; errors as `read_file`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DataError(f"{path}: can't be read ({error.strerror}). Give the path of a CSV or XLSX file.") from None
    return read_file(path.name, data)


def _workbook(file: str, data: bytes) -> Sequence[Sheet]:
    from dashboard.sources.workbook import read_workbook  # noqa: PLC0415 (loads openpyxl, which costs start-up time)

    return read_workbook(file, data, MAX_ROWS)


def _refuse_other_kinds(file: str, data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        raise DataError(f"{file} is an old XLS workbook, or one with a password. {_REMEDY}")
    if data.startswith(_PDF):
        raise DataError(f"{file} is a PDF, which holds no table that could be read. {_REMEDY}")
    if data[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise DataError(f"{file} is a web page or XML, whatever its ending says. {_REMEDY}")


def _refuse_too_many(file: str, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        where = f"{file}, sheet {sheet.name}" if sheet.name else file
        if len(sheet.rows) > MAX_ROWS:
            raise DataError(f"{where} has more than {MAX_ROWS:,} rows. Save fewer years, and try again.")
    if sum(len(row) for sheet in sheets for row in sheet.rows) > MAX_CELLS:
        raise DataError(f"{file} has more than {MAX_CELLS:,} cells. Save only the columns of date and value.")
