"""Text of a CSV to rows that remember their line, and cells to days and numbers. Pure: no file is opened here."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.breaches import Breach, Spot

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Table:
    """Rows of one CSV by column name, as text, with the line each one starts on."""

    file: str
    rows: tuple[dict[str, str], ...] = ()
    lines: tuple[int, ...] = ()


def read_table(file: str, text: str, columns: Sequence[str]) -> tuple[Table, list[Breach]]:
    """Rows under a header that holds exactly `columns`, in any order; empty lines are skipped.

    A wrong header leaves no rows, as no cell could be trusted. A row with too many or too few cells is left out.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    breaches: list[Breach] = []
    try:
        header = next(reader, [])
        if wrong := _header_breach(file, header, columns):
            return Table(file), [wrong]
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                rows.append(dict(zip(header, cells, strict=True)))
                lines.append(line)
            elif cells:
                breaches.append(_width_breach(Spot(file, line), cells, header))
            line = reader.line_num + 1
    except csv.Error as error:
        breaches.append(_quote_breach(Spot(file, reader.line_num), error))
    return Table(file, tuple(rows), tuple(lines)), breaches


def _header_breach(file: str, header: list[str], columns: Sequence[str]) -> Breach | None:
    if sorted(header) == sorted(columns):
        return None
    wrong = {
        "missing": [name for name in columns if name not in header],
        "unknown": [name for name in header if name not in columns],
        "repeated": sorted({name for name in header if header.count(name) > 1}),
    }
    found = "; ".join(f"{what}: {', '.join(names)}" for what, names in wrong.items() if names)
    return Breach(
        Spot(file, line=1),
        found=f"a header with columns {found}" if header else "an empty file",
        rule=f"the first line names the columns {','.join(columns)}",
        remedy="correct the first line; the separator is a comma",
    )


def _width_breach(spot: Spot, cells: list[str], header: list[str]) -> Breach:
    return Breach(
        spot,
        found=f"{len(cells)} {'cell' if len(cells) == 1 else 'cells'}: {','.join(cells)[:80]}",
        rule=f"each row has {len(header)} cells, one for each column",
        remedy="put a cell that holds a comma in double quotes; decimals take a point, not a comma",
    )


def _quote_breach(spot: Spot, error: csv.Error) -> Breach:
    return Breach(
        spot,
        found=f"quotes that don't match ({error})",
        rule="a quoted cell ends with the quote it began with",
        remedy="correct the quotes on this line or before it; what follows was not read",
    )


def as_day(cell: str) -> dt.date:
    """Day of an ISO cell such as 2020-08-09; ValueError otherwise."""
    if not ISO_DAY.fullmatch(cell):
        raise ValueError(cell)
    return dt.date.fromisoformat(cell)


def as_number(cell: str) -> float:
    """Finite number of a cell with a decimal point; ValueError for anything else, NaN and infinity included."""
    if not NUMBER.fullmatch(cell) or not math.isfinite(number := float(cell)):
        raise ValueError(cell)
    return number
