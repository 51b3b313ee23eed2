"""Tables as CSV that a spreadsheet opens as data and never as formulas. Pure text.

A text that begins with one of `FORMULA_STARTS` would run as a formula when the file is opened; an apostrophe in front
keeps it a text. Numbers stay as they are, those below 0 too: an escaped −0.31 would be a text that no sum counts.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable

import pandas as pd

from dashboard.tables import NUMBER

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SPREADSHEET_MARK = "\ufeff"
"""Put before a CSV that a reader saves: without it, spreadsheets take the text for another encoding than UTF-8."""


def safe_cell(cell: object) -> str:
    """One cell as text: numbers with all their digits, a missing one empty, text that could be a formula escaped."""
    if isinstance(cell, float) and math.isnan(cell):
        return ""
    text = "" if cell is None or cell is pd.NaT else str(cell)
    escapes = isinstance(cell, str) and text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text)
    return f"'{text}" if escapes else text


def spreadsheet_file(name: str, frame: pd.DataFrame) -> dict[str, str]:
    """The columns of a frame as a file that a browser saves for spreadsheets; what Dash's download takes."""
    return {"content": SPREADSHEET_MARK + csv_text(frame), "filename": f"{name}.csv", "type": "text/csv"}


def csv_text(frame: pd.DataFrame) -> str:
    """The columns of a frame as CSV after RFC 4180: a header, commas, lines ending in CR LF; no index."""
    columns: Iterable[list[object]] = (frame[name].tolist() for name in frame)
    rows = zip(*columns, strict=True)
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([safe_cell(str(name)) for name in frame])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue()
