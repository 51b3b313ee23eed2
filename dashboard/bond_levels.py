"""Clean prices of a bond and its spreads over a treasury yield, from what was published. Pure numbers and words.

As in the yield record, nothing claims more than its source: a computed price stays apart from a stated one, a range of
yields or of days keeps both ends. A computed figure of some day within a period is the range over its days.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from dashboard.bond_record import Row, bond_record, peak_bounds
from dashboard.bonds import clean_price, spread_bp
from dashboard.errors import BondError
from dashboard.model import Bond, SeriesInfo, Story
from dashboard.panel_text import date_text
from dashboard.treasury import TreasuryYield, treasury_info, treasury_range

Kind = Literal[
    "stated price", "fund's mark", "from a stated yield", "from a derived yield",
    "stated yield", "from a stated price", "from a fund's mark", "derived",
]  # fmt: skip
WITH_LEVEL = ("stated yield", "from a stated price", "from a fund's mark", "derived")
"""Evidence on a yield that a price or a spread can be computed from."""


@dataclass(frozen=True)
class Level:
    """A price per 100 of face or a spread in bp, from `low` to `high`, for some day from `start` to `end`.

    `is_range` says that it is no single figure; `bound` is "<" or the like where it is an end; `how` says how it came
    about.
    """

    kind: Kind
    start: dt.date
    end: dt.date
    precision: str
    low: float
    high: float
    is_range: bool
    bound: str
    how: str
    publisher: str
    strength: str


@dataclass(frozen=True)
class Bounds:
    """Bounds of a figure on an unknown day from `start` to `end`."""

    start: dt.date
    end: dt.date
    low: float
    high: float


@lru_cache(maxsize=64)
def price_levels(story: Story, bond_id: str) -> tuple[Level, ...]:
    """Clean prices per 100 of face by date: stated ones, funds' marks, and those computed from stated yields.

    A yield on a day outside the bond's life, such as guidance before its issue, has no price and is left out.
    """
    bond = story.bonds[bond_id]
    rows = bond_record(story, bond_id)
    found = [*_stated(story, bond), *_marks(story, bond), *_computed(bond, rows)]
    return tuple(sorted(found, key=lambda p: (p.start, p.end, p.kind)))


@lru_cache(maxsize=64)
def spread_levels(story: Story, bond_id: str) -> tuple[Level, ...]:
    """Spreads of the yield record over the story's treasury yield of the same day, in bp, by date.

    Where the treasury yield has no value that day, the last one within `treasury.OLDEST_DAYS` is taken and named;
    without either, and in a story without a treasury series, there is no spread.
    """
    info = treasury_info(story)
    rows = [r for r in bond_record(story, bond_id) if r.evidence in WITH_LEVEL and not math.isnan(r.low)]
    return tuple(_spread(story, info, row) for row in rows if info and treasury_range(story, row.start, row.end))


def peak_price(story: Story, bond_id: str) -> Bounds | None:
    """Clean prices that the bounds of the peak yield leave open: above `low`, up to `high`; None without bounds."""
    bounds = peak_bounds(bond_record(story, bond_id))
    if bounds is None:
        return None
    low, high, start, end = bounds
    try:
        return Bounds(start, end, *_price_range(story.bonds[bond_id], (low, high), start, end))
    except BondError:
        return None


def peak_spread(story: Story, bond_id: str) -> Bounds | None:
    """Spreads that the bounds of the peak yield leave open: from `low` to below `high`, in bp; None without bounds."""
    bounds = peak_bounds(bond_record(story, bond_id))
    treasury = treasury_range(story, bounds[2], bounds[3]) if bounds else None
    if bounds is None or treasury is None:
        return None
    low, high, start, end = bounds
    return Bounds(start, end, spread_bp(low, treasury[1].yield_pct), spread_bp(high, treasury[0].yield_pct))


def base_level(levels: Sequence[Level], since: dt.date) -> Level | None:
    """Latest single figure on or before a day, which changes are counted from."""
    known = [p for p in levels if p.end <= since and not p.is_range and not p.bound]
    return max(known, key=lambda p: p.end, default=None)


def _stated(story: Story, bond: Bond) -> Iterator[Level]:
    reports = story.reports[(story.reports["bond"] == bond.id) & (story.reports["measure"] == "clean_price")]
    for report in _rows(reports):
        start, end = _day(report.start), _day(report.end)
        low, high = float(report.low), float(report.high)
        about = ", approximately" if report.approximate else ""
        how = f"Clean price as stated{about}."
        yield Level(
            "stated price", start, end, report.precision, low, high, low != high or start != end, report.bound, how,
            report.publisher, report.strength,
        )  # fmt: skip


def _marks(story: Story, bond: Bond) -> Iterator[Level]:
    for mark in _rows(story.marks[story.marks["bond"] == bond.id]):
        day, price = _day(mark.date), float(mark.clean_price)
        how = "A fund's valuation, its fair value and not a trade."
        if f"{mark.low:.3f}" != f"{mark.high:.3f}":
            how = f"{how} Rounding leaves {mark.low:.3f} to {mark.high:.3f} open."
        yield Level("fund's mark", day, day, "day", price, price, False, "", how, mark.fund, "first hand")


def _computed(bond: Bond, rows: Sequence[Row]) -> Iterator[Level]:
    kinds: dict[str, Kind] = {"stated yield": "from a stated yield", "derived": "from a derived yield"}
    for row in rows:
        if row.evidence not in kinds or math.isnan(row.low):
            continue
        try:
            low, high = _price_range(bond, (row.low, row.high), row.start, row.end)
        except BondError:
            continue
        source = "a derived" if row.evidence == "derived" else "the stated"
        of = f"{row.low:.2f} %" if row.low == row.high else f"{row.low:.2f} to {row.high:.2f} %"
        how = f"Computed from {source} yield of {of} (street convention)."
        yield Level(
            kinds[row.evidence], row.start, row.end, row.precision, low, high, row.is_range, row.bound, how,
            row.publisher, row.strength,
        )  # fmt: skip


def _price_range(bond: Bond, yields: tuple[float, float], start: dt.date, end: dt.date) -> tuple[float, float]:
    """Lowest and highest clean price at either yield on any day of a period."""
    days = [day.date() for day in pd.date_range(start, end)]
    prices = [clean_price(bond, day, street) for day in days for street in sorted(set(yields))]
    return min(prices), max(prices)


def _spread(story: Story, info: SeriesInfo | None, row: Row) -> Level:
    found = treasury_range(story, row.start, row.end)
    if info is None or found is None:
        raise ValueError("a spread needs a treasury yield")
    lowest, highest = found
    kind: Any = row.evidence
    low, high = spread_bp(row.low, highest.yield_pct), spread_bp(row.high, lowest.yield_pct)
    return Level(
        kind, row.start, row.end, row.precision, low, high, row.is_range, row.bound, _over(row, info, lowest, highest),
        row.publisher, row.strength,
    )  # fmt: skip


def _over(row: Row, info: SeriesInfo, lowest: TreasuryYield, highest: TreasuryYield) -> str:
    """What a spread was taken over: the yield, the treasury yield, and its day where that is another one."""
    own = f"{row.low:.2f} %" if f"{row.low:.2f}" == f"{row.high:.2f}" else f"{row.low:.2f} to {row.high:.2f} %"
    if row.start != row.end:
        return f"{own} less {info.short} of {lowest.yield_pct:.2f} to {highest.yield_pct:.2f} % over those days."
    older = f" of {date_text(lowest.day)}, as it has no value this day" if lowest.day != row.start else " that day"
    return f"{own} less {info.short} of {lowest.yield_pct:.2f} %{older}."


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _day(value: Any) -> dt.date:
    return pd.Timestamp(value).date()
