"""Text with a delimiter as one sheet: its encoding and its delimiter are found out, its cells stay as written."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from dashboard.errors import DataError
from dashboard.sheet import Cell, Sheet, is_blank

DELIMITERS = {";": "semicolon", "\t": "tab", "|": "bar", ",": "comma"}
"""In the order of preference where two fit: a comma between other delimiters is a decimal comma."""
SAMPLE_LINES = 500
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_delimited(file: str, data: bytes) -> list[Sheet]:
    """The rows of a text file; DataError for bytes that are no text and for quotes that never end."""
    text, encoding = _text(file, data)
    hint, body, skipped = _excel_hint(text)
    delimiter = hint or _delimiter(body)
    try:
        numbered = [(line + skipped, row) for line, row in _rows(body, delimiter) if not all(map(is_blank, row))]
    except csv.Error as error:
        raise DataError(
            f"{file}: a cell can't be read ({error}). Look for a quote that never ends, or save the table as XLSX."
        ) from error
    how = f"text in {encoding}, columns separated by {DELIMITERS.get(delimiter, delimiter)}"
    rows: list[tuple[Cell, ...]] = [tuple(row) for _, row in numbered]
    return [Sheet("", tuple(rows), tuple(line for line, _ in numbered), how)]


def _text(file: str, data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: by its mark, else UTF-8, else UTF-16 by its zeros, else Windows-1252."""
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    tried = [marked] if marked else ["utf-8", _unmarked_utf16(data), "cp1252"]
    for encoding in filter(None, tried):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding.removesuffix("-sig").upper().replace("CP1252", "Windows-1252")
    raise DataError(f"{file} is no text, CSV or XLSX that could be read. Save the table as XLSX or CSV (UTF-8).")


def _unmarked_utf16(data: bytes) -> str | None:
    """Byte order of UTF-16 without a mark: its digits and delimiters leave every second byte zero."""
    halves = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(halves) < len(data[:2000]) / 8:
        return None
    return "utf-16-be" if halves[0] > halves[1] else "utf-16-le"


def _excel_hint(text: str) -> tuple[str, str, int]:
    """The delimiter that a first line `sep=;` names, the text after it, and the number of lines skipped."""
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    return (named[4], rest, 1) if named.lower().startswith("sep=") and len(named) == 5 else ("", text, 0)


def _delimiter(text: str) -> str:
    """The delimiter that gives the most lines of one and the same number of columns."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])
    return max(DELIMITERS, key=lambda delimiter: _regular_lines(sample, delimiter))


def _regular_lines(sample: str, delimiter: str) -> int:
    try:
        widths = Counter(len(row) for _, row in _rows(sample, delimiter))
    except csv.Error:
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1
