"""Which published statements bear on a claim about a bond: by its kind, its days and what they measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.model import Claim, ClaimKind, Story

UNITS: Mapping[str, str] = {
    "yield": "%",
    "peak_yield_bound": "%",
    "yield_change": "bp",
    "clean_price": "points",
    "price_change": "points",
}
"""Unit, as claims name it, of each measure of a report that can bear on a claim."""


@dataclass(frozen=True)
class Bounds:
    """Published bounds of an extreme: at least `low`, below `high`, on some day from `start` to `end`; in percent."""

    low: float
    high: float
    start: dt.date
    end: dt.date


def reports_of(story: Story, claim: Claim) -> list[Any]:
    """Reports on the claim's bond that carry a figure, as rows; none for a claim without a bond."""
    named = story.reports["bond"] == (claim.bond or "")
    return list(story.reports[named & story.reports["measure"].isin(list(UNITS))].itertuples())


def bears_on(report: Any, claim: Claim) -> bool:
    """Whether a report of the claim's bond is about what the claim's kind measures, on its days."""
    fits = _FITS.get(claim.kind)
    return fits is not None and fits(report, claim)


def bounds_on(story: Story, claim: Claim) -> Bounds | None:
    """Published bounds of the extreme that a claim is about; None where its window has not both."""
    if claim.kind != "extreme_within":
        return None
    found = [report for report in reports_of(story, claim) if _is_bound(report, claim)]
    lows = [float(report.low) for report in found if report.bound.startswith(">")]
    highs = [float(report.high) for report in found if report.bound.startswith("<")]
    if not lows or not highs:
        return None
    return Bounds(max(lows), min(highs), max(day_of(r.start) for r in found), min(day_of(r.end) for r in found))


def day_of(value: Any) -> dt.date:
    """Day of a cell, which may be a timestamp or a date."""
    return pd.Timestamp(value).date()


def _within(report: Any, first: dt.date | None, last: dt.date | None) -> bool:
    return (first is None or day_of(report.end) >= first) and (last is None or day_of(report.start) <= last)


def _is_move(report: Any, claim: Claim) -> bool:
    moves = ("yield_change", "price_change")
    return report.measure in moves and report.unit != "%" and day_of(report.start) == day_of(report.end) == claim.day


def _is_level(report: Any, claim: Claim) -> bool:
    return report.measure in ("yield", "clean_price") and _within(report, claim.day, claim.day)


def _is_bound(report: Any, claim: Claim) -> bool:
    return report.measure == "peak_yield_bound" and _within(report, claim.start, claim.end)


def _is_path(report: Any, claim: Claim) -> bool:
    inside = report.measure == "yield" and _within(report, claim.base, claim.day)
    return inside or _is_bound(report, claim)


_FITS: Mapping[ClaimKind, Callable[[Any, Claim], bool]] = {
    "change_on_day": _is_move,
    "level_on_day": _is_level,
    "extreme_within": _is_bound,
    "partial_recovery": _is_path,
}
