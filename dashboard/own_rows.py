"""The rows of a reader's table as days and values, and what is wrong with them. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import bonds
from dashboard.breaches import Breach, Spot
from dashboard.day_forms import Order, read_day
from dashboard.errors import BondError
from dashboard.meanings import Meaning
from dashboard.model import Bond, Story
from dashboard.number_forms import Mark, decimals_of, is_absent, read_number
from dashboard.own_fit import Change
from dashboard.own_table import OwnTable
from dashboard.parse import Observations
from dashboard.sheet import cell_at, cell_text
from dashboard.validate import observation_breaches


@dataclass(frozen=True)
class OwnRow:
    """One row: its line, what its two cells say, and what that means; `absent` says that the cell gives no value."""

    line: int
    day_text: str
    value_text: str
    day: dt.date | None
    value: float | None
    absent: bool
    decimals: int = 0

    def changed(self, change: Change) -> OwnRow:
        """The row in the unit of a meaning."""
        if self.value is None or change == "as is":
            return self
        if change == "hundredfold":
            # Rounded, as 0.0735 times 100 leaves a tail in binary.
            return replace(self, value=round(self.value * 100, 10), decimals=max(0, self.decimals - 2))
        value = 1 / self.value if self.value else None
        return replace(self, value=value, decimals=_inverse_decimals(self.value, self.decimals))


def _inverse_decimals(value: float, decimals: int) -> int:
    """Decimals that keep the relative precision of a number when it is turned over."""
    if not value:
        return 0
    digits = decimals + math.floor(math.log10(abs(value))) + 1
    return min(6, max(0, digits - math.floor(-math.log10(abs(value))) - 1))


def read_rows(table: OwnTable, days: int, values: int, order: Order | None, mark: Mark | None) -> list[OwnRow]:
    """Rows of a table; without an order or a decimal mark their days or values stay unknown where that matters."""
    found = []
    for line, row in table.rows:
        day, value = cell_at(row, days), cell_at(row, values)
        if order is None:
            both = read_day(day, "dmy"), read_day(day, "mdy")
            read = both[0] if both[0] == both[1] else None
        else:
            read = read_day(day, order, numbers=table.numbers)
        number = read_number(value, mark) if mark else None
        decimals = decimals_of(value, mark) if mark and number is not None else 0
        found.append(OwnRow(line, cell_text(day), cell_text(value), read, number, is_absent(value), decimals))
    return found


def series_of(rows: Sequence[OwnRow]) -> pd.Series[float]:
    """Values by day of the rows that have both, in their order."""
    whole = [(row.day, row.value) for row in rows if row.day is not None and row.value is not None]
    index = pd.DatetimeIndex([day for day, _ in whole]).as_unit("us")
    return pd.Series([value for _, value in whole], index=index, dtype=float)


def observations(rows: Sequence[OwnRow]) -> Observations:
    """Days and values by day; a row that repeats another one's day and value is left out."""
    whole = sorted((row.day, row.line, row.value) for row in rows if row.day is not None and row.value is not None)
    found = Observations()
    for day, line, value in whole:
        if not (found.dates and found.dates[-1] == day and found.values[-1] == value):
            found.dates.append(day)
            found.values.append(value)
            found.lines.append(line)
    return found


def cell_notes(rows: Sequence[OwnRow]) -> list[str]:
    """What was sorted and left out."""
    days = [row.day for row in rows if row.day is not None and row.value is not None]
    notes = []
    if len(days) > 1 and days != sorted(days):
        newest_first = days == sorted(days)[::-1]
        notes.append("The newest row stands first; sorted by date." if newest_first else "Sorted by date.")
    absent = sum(row.absent and row.day is not None for row in rows)
    if absent:
        notes.append(f"{_count(absent, 'day')} without a value left out.")
    repeated = len(days) - len(observations(rows).dates)
    if repeated:
        notes.append(f"{_count(repeated, 'row')} left out that repeat another row's day and value.")
    between = sum(row.day is None and row.absent for row in rows)
    if between:
        notes.append(f"{_count(between, 'line')} without day and value left out.")
    return notes


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def cell_breaches(file: str, sheet: str, rows: Sequence[OwnRow], days: str, values: str) -> list[Breach]:
    """Cells that are no day, or no number, beside one that is."""
    return [breach for row in rows for breach in _cell_breaches(file, sheet, row, days, values)]


def _cell_breaches(file: str, sheet: str, row: OwnRow, days: str, values: str) -> Iterator[Breach]:
    name = f"{file}, sheet {sheet}" if sheet else file
    if row.day is None and row.value is not None and not row.day_text:
        yield Breach(
            Spot(name, row.line, days), f"no day beside {row.value_text}", "each value has a day", "add the day, or "
            "remove the row"
        )  # fmt: skip
    elif row.day is None and not row.absent and row.value is not None:
        rule = "a day is written such as 2020-08-27, 27.08.2020 or 27 Aug 2020, all in one way"
        yield Breach(Spot(name, row.line, days), repr(row.day_text), rule, "correct the day, or choose another column")
    elif row.value is None and not row.absent:
        rule = "a value is a finite number, or empty"
        remedy = "correct it, empty the cell, or choose another column"
        yield Breach(Spot(name, row.line, values), repr(row.value_text), rule, remedy)


def value_breaches(
    file: str, rows: Sequence[OwnRow], story: Story, meaning: Meaning | None, today: dt.date
) -> list[Breach]:
    """Days given twice with different values, days to come, values out of range, prices that no yield gives."""
    if meaning is None:
        return []
    found, limits = observations(rows), (meaning.minimum, meaning.maximum, meaning.unit)
    breaches = [_for_a_file(breach) for breach in observation_breaches(file, found, limits, today)]
    if meaning.bond and meaning.quantity == "price" and not breaches:
        breaches += price_breaches(file, story.bonds[meaning.bond], found)
    return breaches


def _for_a_file(breach: Breach) -> Breach:
    """A file of a reader has no datapackage.json whose range could be widened."""
    remedy = breach.remedy.partition("; if the value is right")[0]
    return replace(breach, remedy=remedy.replace("remove the series", "choose another column"))


def price_breaches(file: str, bond: Bond, found: Observations) -> Iterator[Breach]:
    """Prices within the bond's life that no yield gives."""
    first, last = bonds.trade_dates(bond)
    for day, price, line in zip(found.dates, found.values, found.lines, strict=True):
        try:
            if first <= day <= last:
                bonds.yield_to_maturity_pct(bond, day, price)
        except BondError as error:
            rule, remedy = "a clean price per 100 of face has a yield", "check unit and column"
            yield Breach(Spot(file, line), f"{price:g} on {day}: {error}", rule, remedy)
