"""Rows of a reader's own file, as it was recognised, to days and values; and every rule that they break. Pure.

Nothing is filled in or smoothed: a row without a value is left out and counted, all else that can't be read is told.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.breaches import Breach, Spot
from dashboard.own_cells import DECIMALS, ORDERS, Cell, as_day, as_number, is_empty
from dashboard.own_layout import cell_at, heading
from dashboard.own_recognition import Recognised
from dashboard.own_units import older_unit

SHOWN = 6
"""Rows that a preview shows."""


@dataclass(frozen=True)
class Reading:
    """One row as it was read: its line, the cells of day and value as they stand, and what they mean."""

    line: int
    day_cell: Cell
    value_cell: Cell
    day: dt.date
    value: float


@dataclass(frozen=True)
class Rows:
    """Rows that can be read, breaches of those that can't, and how many have no value."""

    rows: list[Reading]
    breaches: list[Breach]
    left_out: int


def preview(found: Recognised) -> list[Reading]:
    """The first rows of a file as they are read now; none while something must be settled to read them."""
    if any(guess.key != "bond" for guess in found.open):
        return []
    return read_rows(found).rows[:SHOWN]


def read_rows(found: Recognised) -> Rows:
    """Every row of the table; what was recognised must be settled."""
    unit = found.unit
    dates, values = found.column("date"), found.column("value")
    order, decimal = found.chosen("order") or "ymd", found.chosen("decimal") or "point"
    read = Rows([], [], 0)
    left_out = 0
    for i in range(found.layout.first, found.layout.last + 1):
        row, line = found.table.rows[i], found.table.lines[i]
        day_cell, value_cell = cell_at(row, dates), cell_at(row, values)
        if len(row) > found.layout.width and any(cell != "" for cell in row[found.layout.width :]):
            read.breaches.append(_width_breach(Spot(found.table.file, line), found.layout.width, len(row)))
            continue
        if is_empty(value_cell):
            left_out += 1
            continue
        day, value = _day(day_cell, order), _number(value_cell, decimal)
        if day is not None and value is not None:
            read.rows.append(Reading(line, day_cell, value_cell, day, unit.turned(value)))
        if day is None:
            read.breaches.append(_day_breach(_spot(found, line, dates), day_cell, order))
        if value is None:
            read.breaches.append(_number_breach(_spot(found, line, values), value_cell, decimal))
    return Rows(read.rows, read.breaches, left_out)


def row_breaches(found: Recognised, read: Rows, today: dt.date) -> list[Breach]:
    """Every rule that the rows break: cells that can't be read, repeated and future days, values out of range."""
    breaches = [*read.breaches, *_value_breaches(found, read.rows), *_day_breaches(found, read.rows, today)]
    if not read.rows and not breaches:
        rule = "a series has at least one"
        breaches.append(Breach(Spot(found.table.file), "no row with a date and a value", rule, "check the columns"))
    return breaches


def _spot(found: Recognised, line: int, column: int) -> Spot:
    name = heading(found.table, found.layout.header, column)
    return Spot(found.table.file, line, name if name.startswith("column ") else f"column {name}")


def _width_breach(spot: Spot, width: int, cells: int) -> Breach:
    return Breach(
        spot, f"{cells} cells under {width} headings", "each row has at most a cell for each heading",
        "choose another separator, or put a number with a comma in double quotes",
    )  # fmt: skip


def _day(cell: Cell, order: str) -> dt.date | None:
    try:
        return as_day(cell, order)
    except ValueError:
        return None


def _number(cell: Cell, decimal: str) -> float | None:
    try:
        return as_number(cell, decimal)
    except ValueError:
        return None


def _day_breach(spot: Spot, cell: Cell, order: str) -> Breach:
    rule = f"each value has a date, written in the order {ORDERS[order]}"
    return Breach(spot, repr(cell) if cell else "a value without a date", rule, "correct the date or choose its order")


def _number_breach(spot: Spot, cell: Cell, decimal: str) -> Breach:
    if str(cell).startswith("="):
        return Breach(
            spot, f"a formula without a stored value, {cell}", "a value is a number",
            "open the file in a spreadsheet program, save it, and add it again",
        )  # fmt: skip
    rule = f"a value is a number with a {DECIMALS[decimal]}"
    return Breach(spot, repr(cell), rule, "correct it, empty the cell, or choose another decimal mark")


def _day_breaches(found: Recognised, rows: Sequence[Reading], today: dt.date) -> Iterator[Breach]:
    file, lines = found.table.file, dict[dt.date, int]()
    for row in rows:
        if row.day in lines:
            yield Breach(
                Spot(file, row.line), f"{row.day} again, as on line {lines[row.day]}", "each day stands once",
                "keep the right one of the two rows, or add a file of daily values",
            )  # fmt: skip
        if row.day > today:
            yield Breach(Spot(file, row.line), f"{row.day}", f"no day lies after today, {today}", "correct the date")
        lines.setdefault(row.day, row.line)


def _value_breaches(found: Recognised, rows: Sequence[Reading]) -> Iterator[Breach]:
    unit = found.unit
    outside = [row for row in rows if not unit.minimum <= row.value <= unit.maximum]
    older = older_unit(unit, statistics.median(row.value for row in rows)) if outside else ""
    for row in outside:
        read = f", read as {row.value:.10g}" if unit.formula else ""
        rule = f"values lie from {unit.minimum:g} to {unit.maximum:g} {unit.unit}".rstrip()
        remedy = older or "correct the value, or choose what the values are"
        yield Breach(Spot(found.table.file, row.line), f"{row.value_cell} on {row.day}{read}", rule, remedy)
