"""A reader's text file to rows: its encoding and separator are recognised unless they are named. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from dashboard.own_cells import is_day, is_number
from dashboard.own_table import LOOKED_AT, SAVE_AGAIN, OwnTable, refused, require_few

ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (Windows-1252)",
    "cp1251": "Cyrillic (Windows-1251)",
}
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_OTHER_KINDS = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture"}
"""How files begin that a reader may take for a table."""


def read_csv(file: str, data: bytes, encoding: str = "", separator: str = "") -> OwnTable:
    """Rows of a text with separators; DataError for what is no such text."""
    if data.startswith(_OLD_WORKBOOK):
        raise refused(file, "it is a workbook of the old kind (XLS) or one with a password",
                       "CSV and XLSX without a password can be read", SAVE_AGAIN)  # fmt: skip
    if re.match(rb"\s*<(?:!doctype|html|table|\?xml)", data[:200], re.IGNORECASE):
        raise refused(file, "it is a web page or XML", "CSV and XLSX can be read", SAVE_AGAIN)
    for start, kind in _OTHER_KINDS.items():
        if data.startswith(start):
            raise refused(file, f"it is {kind}", "CSV and XLSX can be read", "Add the table that it was made from.")
    encoding = encoding or encoding_of(data)
    text = _decoded(file, data, encoding)
    separator = separator or separator_of(text)
    rows, lines = [], []
    for line, cells in _csv_rows(file, text, separator):
        rows.append(tuple(cell.strip() for cell in cells))
        lines.append(line)
    return OwnTable(file, tuple(rows), tuple(lines), encoding, separator)


def encoding_of(data: bytes) -> str:
    """Most likely encoding of a text: a mark at its start, then UTF-8 where it fits, then by its letters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:200]:
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_letters(data)
    return "utf-8"


def _by_letters(data: bytes) -> str:
    """Cyrillic words are runs of bytes from 0xC0 on; accented Latin letters stand alone among plain ones."""
    runs = re.findall(rb"[\xc0-\xff]+", data)
    alone = sum(len(run) == 1 for run in runs)
    return "cp1251" if runs and alone * 2 < len(runs) else "cp1252"


def _decoded(file: str, data: bytes, encoding: str) -> str:
    codec = {"utf-8": "utf-8-sig"}.get(encoding, encoding)
    if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        # Plain letters have their empty byte first or last.
        codec = "utf-16-be" if data[::2].count(0) > data[1::2].count(0) else "utf-16-le"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise refused(file, f"byte {error.start + 1} is no {ENCODINGS.get(encoding, encoding)}",
                       "a text file keeps to one encoding",
                       "Choose another encoding, or save it as UTF-8.") from None  # fmt: skip
    if "\x00" in text:
        raise refused(file, "it holds bytes that are no text", "CSV and XLSX can be read", SAVE_AGAIN)
    return text


def separator_of(text: str) -> str:
    """The separator under which most lines hold a day in one cell and a number in another."""
    lines = text.splitlines()[:LOOKED_AT]

    def score(separator: str) -> tuple[int, int]:
        rows = [[cell.strip() for cell in row] for row in _lenient(lines, separator)]
        useful = sum(any(map(is_day, row)) and any(is_number(c) and not is_day(c) for c in row) for row in rows)
        return useful, sum(len(row) > 1 for row in rows)

    return max(SEPARATORS, key=score)


def _lenient(lines: Iterable[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return []


def _csv_rows(file: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line, count = 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                count += 1
                require_few(file, count)
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused(file, f"quotes don’t match on line {reader.line_num} ({error})",
                       "a quoted cell ends with the quote it began with", "Correct that line.") from None  # fmt: skip
