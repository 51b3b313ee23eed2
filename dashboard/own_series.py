"""A reader's own file, as it was recognised, to a series of the story's form; or every rule that it breaks. Pure."""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

from dashboard import bonds
from dashboard.breaches import refuse
from dashboard.errors import BondError, DataError
from dashboard.frames import observation_frame
from dashboard.model import Bond, SeriesInfo, Story
from dashboard.own_cells import decimals_of
from dashboard.own_guess import LABELS
from dashboard.own_layout import side_of
from dashboard.own_recognition import Recognised
from dashboard.own_rows import Reading, Rows, read_rows, row_breaches
from dashboard.own_units import OTHER
from dashboard.state import tab_labels
from dashboard.wording import days_text

PUBLISHER = "Own data"
TERMS = "as agreed with whom you have it from; it stays on this machine"
INVERTED_DECIMALS = 6
LONGEST_SHORT = 40
"""Characters of the words that charts use for a series."""


@dataclass(frozen=True)
class Naming:
    """What a reader calls a series: its name in addresses and files, words for charts, the unit of something else."""

    name: str
    short: str
    unit: str = ""


@dataclass(frozen=True)
class OwnSeries:
    """A series with its frame as in `Story.observations`; `remarks` say what was done to the file."""

    info: SeriesInfo
    frame: pd.DataFrame
    remarks: tuple[str, ...]


def naming_for(story: Story, text: str, unit: str = "") -> Naming:
    """A name that is free in a story for what a reader typed or a file is called."""
    short = re.sub(r"\s+", " ", text).strip()[:LONGEST_SHORT] or "Own series"
    slug = re.sub(r"[^A-Za-z0-9]+", "_", short).strip("_") or "own_series"
    taken = {*story.info, *tab_labels(story)}
    free = [slug, *(f"{slug}_{n}" for n in range(2, len(taken) + 3))]
    return Naming(next(name for name in free if name not in taken), short, unit.strip())


def naming_as(story: Story, name: str, short: str, unit: str = "") -> Naming:
    """The name a reader asks for; DataError where the story has it already or an address can't carry it."""
    taken = name in tab_labels(story) or (name in story.info and story.info[name].role != "own")
    if taken or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        why = "the story uses it already" if taken else "it has other marks than letters, digits, - and _"
        raise DataError(f"The name “{name}” can’t be used: {why}. Choose another, such as bond_price.")
    return Naming(name, (short or name.replace("_", " "))[:LONGEST_SHORT], unit)


def own_series(story: Story, found: Recognised, naming: Naming, today: dt.date) -> OwnSeries:
    """The series that a file holds.

    Raises
    ------
    DataError
        Something was not settled, or rows break a rule: every breach with its line.
    """
    _require_settled(found, naming)
    read = read_rows(found)
    refuse(found.table.file, row_breaches(found, read, today))
    rows = sorted(read.rows, key=lambda row: row.day)
    frame = observation_frame([row.day for row in rows], [row.value for row in rows], {})
    bond = story.bonds.get(found.chosen("bond"))
    remarks = (*_remarks(found, read), *(_bond_remarks(found, bond, frame["value"]) if bond else ()))
    return OwnSeries(_info(found, naming, rows, today), frame, remarks)


def _require_settled(found: Recognised, naming: Naming) -> None:
    asked = [guess.question for guess in found.open]
    if found.chosen("unit") == OTHER and not naming.unit:
        asked.append("What the values are: something else, without a unit. Name the unit.")
    if asked:
        raise DataError(f"{found.table.file} leaves something open, so nothing was taken. {' '.join(asked)}")


def _remarks(found: Recognised, read: Rows) -> Iterator[str]:
    days = [row.day for row in read.rows]
    if found.unit.formula:
        yield f"Values are {found.unit.formula}."
    if days != sorted(days):
        newest = days == sorted(days, reverse=True)
        yield f"Sorted by date: the file has {'the newest day first' if newest else 'its days out of order'}."
    if read.left_out:
        yield f"{_counted(read.left_out, 'row')} without a value left out."
    if side := side_of(found.value_heading):
        yield f"These are {side} quotes, not the middle of the market."
    table, layout = found.table, found.layout
    around = len(table.rows) - (layout.last - layout.first + 1) - (layout.header is not None)
    if around:
        yield f"{_counted(around, 'line')} above or below the table left out."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _bond_remarks(found: Recognised, bond: Bond, values: pd.Series[float]) -> Iterator[str]:
    """Days that the bond's terms don't cover; DataError where a price or yield on the others has no counterpart."""
    first, last = bonds.trade_dates(bond)
    covered = values.loc[pd.Timestamp(first) : pd.Timestamp(last)]
    try:
        if found.unit.quantity == "price":
            bonds.yields_from_prices(bond, covered)
        else:
            bonds.prices_from_yields(bond, covered)
    except BondError as error:
        raise DataError(f"{found.table.file} can’t be used for this bond. {error}") from None
    if outside := len(values) - len(covered):
        lie = "lies" if outside == 1 else "lie"
        terms = f"{days_text(first, last)}, the days that the bond’s terms cover"
        yield f"{_counted(outside, 'row')} {lie} outside {terms}: shown, but not converted."


def _info(found: Recognised, naming: Naming, rows: Sequence[Reading], today: dt.date) -> SeriesInfo:
    unit, side, values = found.unit, side_of(found.value_heading), [row.value for row in rows]
    kept_in = naming.unit if unit.id == OTHER else unit.unit
    ends = (min(values), max(values)) if unit.id == OTHER else (unit.minimum, unit.maximum)
    return SeriesInfo(
        name=naming.name,
        path=f"{naming.name}.csv",
        title=f"{naming.short}, {kept_in}",
        short=naming.short,
        unit=kept_in,
        quantity=unit.quantity,
        role="own",
        frequency=_frequency([row.day for row in rows]),
        minimum=ends[0],
        maximum=ends[1],
        decimals=_decimals(found, rows),
        dated_by=f"day as the file dates it ({LABELS['value'].lower()}: {found.value_heading})",
        publisher=PUBLISHER,
        read_from=found.table.file,
        terms=TERMS,
        retrieved=today,
        known_flaws=(f"{side.capitalize()} quotes, not the middle of the market.",) if side else (),
        bond=found.chosen("bond") or None,
    )


def _decimals(found: Recognised, rows: Sequence[Reading]) -> int:
    """As many as the file has; those of an inverted rate are computed and say nothing of its exactness."""
    if found.unit.turn == "inverse":
        return INVERTED_DECIMALS
    most = max(decimals_of(row.value_cell, found.chosen("decimal") or "point") for row in rows)
    return max(most - 2, 0) if found.unit.turn == "hundredfold" else most


def _frequency(days: Sequence[dt.date]) -> Literal["daily", "weekly", "monthly"]:
    """By the usual distance of two days."""
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    usual = statistics.median(gaps) if gaps else 1
    return "daily" if usual < 5 else "weekly" if usual < 15 else "monthly"
