"""Bytes of a reader's file to rows, by what kind of file it is. Pure: no file is opened here."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.own_csv import ENCODINGS, SEPARATORS, read_csv
from dashboard.own_guess import option_named
from dashboard.own_table import MOST_BYTES, MOST_COLUMNS, OwnTable, refused
from dashboard.own_workbook import read_workbook

_WORKBOOK = b"PK\x03\x04"


def read_own(file: str, data: bytes, given: Mapping[str, str] | None = None) -> OwnTable:
    """Rows of a file; what `given` names (encoding, separator, sheet) is taken, the rest is recognised.

    Raises
    ------
    DataError
        The file is too large, empty, damaged or of another kind; it says what to do.
    """
    given = given or {}
    if len(data) > MOST_BYTES:
        raise refused(file, f"it has {len(data) / 1e6:.1f} MB", f"a file has at most {MOST_BYTES / 1e6:.0f} MB",
                       "Keep only the column of dates and the columns you need, and add that file.")  # fmt: skip
    if not data.strip():
        raise refused(file, "it is empty", "a table has rows with a date and a value", "Export it again.")
    if data.startswith(_WORKBOOK):
        table = read_workbook(file, data, given.get("sheet", ""))
    else:
        encoding = option_named(ENCODINGS, given.get("encoding", ""))
        table = read_csv(file, data, encoding, option_named(SEPARATORS, given.get("separator", "")))
    if table.width > MOST_COLUMNS:
        raise refused(file, f"a row has {table.width} cells", f"a row has at most {MOST_COLUMNS}",
                       "Keep only the columns you need, and add that file.")  # fmt: skip
    return table
