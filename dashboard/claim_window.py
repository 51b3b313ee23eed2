"""The days and values that a finding used, as finished numbers for a small chart and its table.

Pure over a `Story`. Nothing is filled in: days without a value are absent, and a line does not run over a weekday
that lacks one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import pandas as pd

from dashboard.claim_findings import SeriesFinding
from dashboard.claim_sources import Source, sources_of
from dashboard.claims import ClaimResult
from dashboard.measures import change_bp, change_pct
from dashboard.model import Claim, ClaimKind, Story
from dashboard.series_lines import with_gaps
from dashboard.wording import plain, with_unit

MARK_NAMES: Mapping[ClaimKind, tuple[str, ...]] = {
    "change_on_day": ("base", "end"),
    "change_since": ("base", "end"),
    "extreme_within": ("outside the window", "inside"),
    "partial_recovery": ("base", "worst", "end"),
}
"""What the values used are, in the order of a finding's points."""


@dataclass(frozen=True)
class Day:
    """One day of a window: a level, or the change to it from the observation before. `mark` names a value used."""

    day: dt.date
    value: float
    text: str
    flag: str = ""
    mark: str = ""


@dataclass(frozen=True)
class ClaimWindow:
    """Exactly the days that a finding looked at.

    `kind` "levels" has one value a day in `unit`; "changes" has each day's change, where `flat` is the size in the same
    unit below which a change may count as none, and `losing` is +1 where a rise is a loss, else -1. `gaps` are weekdays
    without a value of a daily series.
    """

    series: str
    label: str
    figure: str
    unit: str
    kind: Literal["levels", "changes"]
    days: tuple[Day, ...]
    gaps: tuple[dt.date, ...] = ()
    flat: float = 0.0
    losing: int = 1

    @property
    def title(self) -> str:
        """Source, quantity and unit."""
        what = f"change of {self.figure} each day" if self.kind == "changes" else self.figure
        return f"{self.label}: {what}, {self.unit}"


def windows_of(story: Story, result: ClaimResult) -> tuple[ClaimWindow, ...]:
    """A window for each source that gave a number from more than one value."""
    sources = {source.name: source for source in sources_of(story, result.claim)}
    return tuple(_window(story, sources[f.series], result.claim, f) for f in result.findings if len(f.points) > 1)


def _window(story: Story, source: Source, claim: Claim, found: SeriesFinding) -> ClaimWindow:
    if claim.kind == "losing_streak":
        return _changes(source, claim, found)
    first, last = _ends(claim, found)
    values = with_gaps(source.values.loc[pd.Timestamp(first) : pd.Timestamp(last)], story.info[source.name])
    names = dict(zip(found.days, MARK_NAMES[claim.kind], strict=True))
    days = tuple(_levels(source, values.dropna(), names))
    gaps = tuple(day.date() for day in values.index[values.isna()])
    return ClaimWindow(source.name, found.label, source.figure, source.unit, "levels", days, gaps)


def _levels(source: Source, values: pd.Series[float], names: Mapping[dt.date, str]) -> Iterator[Day]:
    for moment in values.index:
        point = source.point(moment.date())
        text = f"{plain(point.value, source.decimals)} {source.unit}"
        yield Day(point.day, point.value, text, point.flag, names.get(point.day, ""))


def _ends(claim: Claim, found: SeriesFinding) -> tuple[dt.date, dt.date]:
    """First and last day looked at: those of the values used, and for an extreme the whole history compared."""
    first, last = min(found.days), max(found.days)
    if claim.kind != "extreme_within":
        return first, last
    return min(claim.base or first, first), max(claim.day or claim.end or last, last)


def _changes(source: Source, claim: Claim, found: SeriesFinding) -> ClaimWindow:
    in_bp = source.quantity == "yield"
    unit, change = ("bp", change_bp) if in_bp else ("%", change_pct)
    days = []
    for before, after in pairwise(found.points):
        size = change(before.value, after.value)
        levels = f"{plain(before.value, source.decimals)} to {plain(after.value, source.decimals)} {source.unit}"
        days.append(Day(after.day, size, f"{with_unit(size, unit, signed=True)} ({levels})", after.flag))
    # The rule of flat days is in percent of the level, which a change in bp is not.
    flat = 0.0 if in_bp else claim.flat_below_pct
    losing = 1 if source.losing_is_rise else -1
    return ClaimWindow(source.name, found.label, source.figure, unit, "changes", tuple(days), flat=flat, losing=losing)
