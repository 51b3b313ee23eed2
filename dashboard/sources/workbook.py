"""An XLSX workbook as sheets of cells, through openpyxl, with guards against files that unpack without end.

Formulas count with the value that the spreadsheet program last computed.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.parsers import expat

import openpyxl

from dashboard.errors import DataError
from dashboard.sheet import Cell, Sheet

MAX_UNPACKED_BYTES = 64 * 2**20
MAX_PARTS = 1000
_REMEDY = "Open it in a spreadsheet program, save only the table as XLSX or CSV, and try again."

# What it says about styles and extensions that it leaves out has nothing to do with the cells.
warnings.filterwarnings("ignore", module=r"openpyxl\.")


def read_workbook(file: str, data: bytes, max_rows: int) -> list[Sheet]:
    """Sheets of a workbook, visible ones first; of a longer sheet one row more than `max_rows` is read.

    Raises
    ------
    DataError
        A damaged file, one that is no workbook, or one that unpacks to more than MAX_UNPACKED_BYTES.
    """
    _check_archive(file, data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        ordered = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        return [_sheet(sheet, max_rows) for sheet in ordered]
    except Exception as error:  # openpyxl lets through whatever its parsers meet in a damaged file
        raise DataError(f"{file} is damaged ({type(error).__name__}: {error}). {_REMEDY}") from error


def _check_archive(file: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_parts(file, parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(file, archive, part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise DataError(f"{file} is damaged ({error}). {_REMEDY}") from error


def _check_parts(file: str, parts: list[zipfile.ZipInfo]) -> None:
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise DataError(f"{file} is an archive but no XLSX workbook. {_REMEDY}")
    # Python reads no more of a part than it declares, so the declared sizes bound what is unpacked.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
        raise DataError(
            f"{file} unpacks to {unpacked / 2**20:,.0f} MB in {len(parts):,} parts; at most "
            f"{MAX_UNPACKED_BYTES / 2**20:g} MB in {MAX_PARTS:,} parts are read. {_REMEDY}"
        )


class _RootFoundError(Exception):
    """The first element of an XML part has come."""


def _refuse_entities(file: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part of a workbook declares a document type; one that does may define entities that grow without end."""
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise DataError(f"{file} declares XML entities in {part.filename}, as no workbook does. {_REMEDY}")

    def root(*_: object) -> None:
        raise _RootFoundError

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, root
    with archive.open(part) as content:
        try:
            parser.ParseFile(content)
        except (_RootFoundError, expat.ExpatError):
            return


def _sheet(sheet: Any, max_rows: int) -> Sheet:
    # Some programs write a wrong size of the sheet, which would hide rows.
    sheet.reset_dimensions()
    numbered = list(_filled_rows(sheet, max_rows))
    return Sheet(
        sheet.title, tuple(row for _, row in numbered), tuple(line for line, _ in numbered), f"sheet {sheet.title}"
    )


def _filled_rows(sheet: Any, max_rows: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    found = 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        row = tuple(_cell(cell) for cell in cells)
        if any(cell is not None for cell in row):
            yield line, row
            found += 1
        if found > max_rows:
            return


def _cell(cell: Any) -> Cell:
    value = cell.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        # A cell that shows 7.35% holds 0.0735: what the reader saw counts.
        return f"{(Decimal(repr(value)) * 100).normalize():f}%" if "%" in cell.number_format else float(value)
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    return str(value)
