"""What was published about a bond, turned into rows that can be drawn in yields.

A row never claims more than its source: a stated yield stays apart from a yield computed from a price, a range keeps
both ends, a month keeps its length, a bound stays a bound and a move without a level stays a move.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from dashboard import bonds
from dashboard.errors import BondError
from dashboard.model import Bond, Story
from dashboard.wording import MINUS

Evidence = Literal["stated yield", "from a stated price", "from a fund's mark", "derived", "bound", "move"]


@dataclass(frozen=True)
class Row:
    """One piece of evidence on a bond's yield.

    `low` and `high` are yields in percent a year (street convention), equal for a single figure, NaN for a move without
    a level. `start` and `end` are the days it covers. `move` is the size of a move in words, with its unit, and `up`
    whether the yield rose. `how` says how the number came about.
    """

    bond: str
    evidence: Evidence
    start: dt.date
    end: dt.date
    precision: str
    low: float
    high: float
    move: str
    up: bool
    bound: str
    price: float
    publisher: str
    says: str
    how: str
    strength: str
    urls: tuple[str, ...]

    @property
    def is_range(self) -> bool:
        """Whether the source gives a range, or its price or day leaves one open."""
        return self.high - self.low > 0.02 or self.start != self.end


def group_moves(story: Story) -> tuple[Row, ...]:
    """Moves stated for several bonds at once, by date; a level can't be had from them."""
    reports = story.reports[
        ~story.reports["bond"].isin(list(story.bonds)) & (story.reports["measure"] == "price_change")
    ]
    return tuple(_move(report) for report in reports.itertuples())


@lru_cache(maxsize=64)
def bond_record(story: Story, bond_id: str) -> tuple[Row, ...]:
    """Evidence on one bond's yield, by date.

    Returns
    -------
    tuple of Row, sorted by start. A price that no yield can be computed from stays as a row with NaN and the reason.
    """
    bond = story.bonds[bond_id]
    rows = [*_from_reports(story, bond), *_from_marks(story, bond)]
    return tuple(sorted(rows, key=lambda r: (r.start, r.end, r.evidence)))


def peak_bounds(rows: tuple[Row, ...]) -> tuple[float, float, dt.date, dt.date] | None:
    """Lower and upper bound of a peak yield in percent, with the days it lies between; None where none is stated."""
    bounds = [r for r in rows if r.evidence == "bound"]
    lows = [r.low for r in bounds if r.bound.startswith(">")]
    highs = [r.high for r in bounds if r.bound.startswith("<")]
    if not lows or not highs:
        return None
    return max(lows), min(highs), max(r.start for r in bounds), min(r.end for r in bounds)


def _from_reports(story: Story, bond: Bond) -> Iterator[Row]:
    reports = _named(story.reports, bond)
    stated = {r.start: r for r in reports if r.measure == "yield" and r.precision != "month"}
    for report in reports:
        if report.measure in ("yield", "yield_guidance"):
            yield _row(report, "stated yield", report.low, report.high, how=_stated(report))
        elif report.measure == "clean_price":
            yield _price_row(report, bond)
        elif report.measure == "peak_yield_bound":
            yield _row(report, "bound", report.low, report.high, how="Bound derived from later reports of records.")
        elif report.measure == "yield_change":
            yield from _move_rows(report, stated.get(report.start))
        elif report.measure == "price_change":
            yield _move(report)


def _named(frame: pd.DataFrame, bond: Bond) -> list[Any]:
    return list(frame[frame["bond"] == bond.id].itertuples())


def _stated(report: Any) -> str:
    kind = "Guidance before pricing" if report.measure == "yield_guidance" else "Yield as stated"
    return f"{kind}; {report.nature}." if report.nature != "stated" else f"{kind}."


def _move(report: Any) -> Row:
    """A move without a level; a fall of the price is a rise of the yield."""
    up = (report.low + report.high > 0) == (report.measure == "yield_change")
    row = _row(report, "move", math.nan, math.nan, how="Move as stated; no level was published.")
    return replace(row, move=_size(report), up=up)


def _size(report: Any) -> str:
    """Size of a move as stated: "+30 bp", "−2.5 to −1.5 points", "more than −4 points"."""
    ends = [f"{end:+g}".replace("-", MINUS) for end in dict.fromkeys((float(report.low), float(report.high)))]
    about = "about " if report.approximate else "more than " if report.bound else ""
    price = " of price" if report.measure == "price_change" else ""
    return f"{about}{' to '.join(ends)} {report.unit}{price}"


def _price_row(report: Any, bond: Bond) -> Row:
    """Yields at the ends of what is known: of the price, and of the days it may belong to."""
    try:
        found = [
            bonds.yield_to_maturity_pct(bond, day, price)
            for day in {_day(report.start), _day(report.end)}
            for price in {float(report.low), float(report.high)}
        ]
    except BondError as error:
        return _row(report, "from a stated price", math.nan, math.nan, price=report.low, how=str(error))
    about = "about " if report.approximate else ""
    how = f"Computed from the stated clean price {about}{report.bound}{report.low:g} (street convention)."
    return _row(report, "from a stated price", min(found), max(found), price=float(report.low), how=how)


def _move_rows(report: Any, level: Any) -> Iterator[Row]:
    """The move; and where that day's yield is stated too, the yield before it, which is derived."""
    move = _move(report)
    if level is None or level.low != level.high or report.low != report.high or report.unit != "bp":
        yield move
        return
    after = float(level.low)
    before = after - float(report.low) / 100
    yield replace(move, low=before, high=after, how=f"Move as stated, to {after:.2f} %.")
    eve = (pd.Timestamp(report.start) - pd.offsets.BDay(1)).date()
    how = f"Derived: {after:.2f} % on {_day(report.start)} less the stated move of {_size(report)}."
    yield replace(_row(report, "derived", before, before, how=how), start=eve, end=eve)


def _from_marks(story: Story, bond: Bond) -> Iterator[Row]:
    for mark in _named(story.marks, bond):
        day = _day(mark.date)
        yields = [bonds.yield_to_maturity_pct(bond, day, float(px)) for px in (mark.low, mark.high)]
        how = f"Computed from a fund's valuation of {mark.clean_price:.3f}, its fair value and not a trade."
        yield Row(
            bond.id, "from a fund's mark", day, day, "day", min(yields), max(yields), "", False, "",
            float(mark.clean_price), mark.fund, f"Month-end valuation, {mark.form}", how, "first hand", (mark.url,),
        )  # fmt: skip


def _row(report: Any, evidence: Evidence, low: float, high: float, *, how: str, price: float = math.nan) -> Row:
    return Row(
        report.bond, evidence, _day(report.start), _day(report.end), report.precision, float(low), float(high),
        "", False, report.bound, float(price), report.publisher, report.says, how, report.strength,
        tuple(report.urls),
    )  # fmt: skip


def _day(value: Any) -> dt.date:
    return pd.Timestamp(value).date()
