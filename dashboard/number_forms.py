"""The ways in which people and terminals write a number. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from dashboard.sheet import Cell, cell_text

Mark = Literal[".", ","]
MARKS: dict[Mark, str] = {".": "point", ",": "comma"}

_ABSENT = frozenset({"", "-", "–", "—", ".", "..", "...", "n/a", "na", "n.a.", "nan", "null", "none", "nil"})
_SPACES = re.compile("(?<=[0-9])['\u2019\u00a0\u202f\u2009 ](?=[0-9])")
_SIGNS = re.compile("^[\u2212\u2013]")
_AROUND = " \u00a0\u202f\t$€£¥"
_EXPONENT = r"(?:[eE][+-]?\d+)?"
_FORMS: dict[Mark, re.Pattern[str]] = {
    ".": re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?" + _EXPONENT, re.ASCII),
    ",": re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?" + _EXPONENT, re.ASCII),
}


def is_absent(cell: Cell) -> bool:
    """Whether a cell says that there is no value: empty, a dash, NaN, or a spreadsheet's #N/A."""
    if isinstance(cell, float):
        return math.isnan(cell)
    text = cell_text(cell).lower()
    return text in _ABSENT or text.startswith(("#n/a", "#value", "#div", "#ref", "#name", "#null", "#num"))


def has_percent(cell: Cell) -> bool:
    """Whether a percent sign follows the number."""
    return isinstance(cell, str) and cell.rstrip().endswith("%")


def read_number(cell: Cell, mark: Mark = ".") -> float | None:
    """Finite number of a cell with this decimal mark, a percent sign or currency sign left out; None otherwise."""
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    text = _plain(cell)
    if not _FORMS[mark].fullmatch(text) or not any(letter.isdigit() for letter in text):
        return None
    other = "," if mark == "." else "."
    number = float(text.replace(other, "").replace(mark, "."))
    return number if math.isfinite(number) else None


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number with one decimal mark at least."""
    return read_number(cell, ".") is not None or read_number(cell, ",") is not None


def marks_of(cells: Sequence[Cell]) -> tuple[Mark, ...]:
    """Decimal marks with which most cells are numbers; both only where they give different numbers."""
    read = {mark: [read_number(cell, mark) for cell in cells] for mark in MARKS}
    counts = {mark: sum(number is not None for number in numbers) for mark, numbers in read.items()}
    left = tuple(mark for mark in MARKS if counts[mark] == max(counts.values()))
    return left if len(left) == 1 or read["."] != read[","] else (".",)


def decimals_of(cell: Cell, mark: Mark) -> int:
    """Digits after the decimal mark of a number as it is written; those a number of a workbook needs."""
    text = f"{cell:.12f}".rstrip("0") if isinstance(cell, float) else re.split("[eE]", _plain(cell_text(cell)))[0]
    return len(text.partition("." if isinstance(cell, float) else mark)[2])


def _plain(text: str) -> str:
    return _SIGNS.sub("-", _SPACES.sub("", text.strip().removesuffix("%").strip(_AROUND)))
