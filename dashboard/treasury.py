"""The treasury yield that a bond's spread is counted over: that of the day, or the last one before it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboard.measures import day_until
from dashboard.model import SeriesInfo, Story

OLDEST_DAYS = 5
"""Calendar days by which a treasury yield may be older than the figure it is set against."""


@dataclass(frozen=True)
class TreasuryYield:
    """A treasury yield in percent a year and the day it is of."""

    day: dt.date
    yield_pct: float


def treasury_info(story: Story) -> SeriesInfo | None:
    """The series that spreads are counted over; None for a story without one."""
    return story.info[story.file.treasury] if story.file.treasury else None


def treasury_on(story: Story, day: dt.date) -> TreasuryYield | None:
    """Treasury yield of a day, else the last one at most `OLDEST_DAYS` before it; None where there is neither."""
    values = _values(story)
    found = day_until(values, day, OLDEST_DAYS)
    return TreasuryYield(found, float(values[pd.Timestamp(found)])) if found else None


def treasury_range(story: Story, start: dt.date, end: dt.date) -> tuple[TreasuryYield, TreasuryYield] | None:
    """Lowest and highest treasury yield that a figure of some day from `start` to `end` could be set against."""
    known = [t for day in pd.date_range(start, end) if (t := treasury_on(story, day.date())) is not None]
    if not known:
        return None
    return min(known, key=lambda t: t.yield_pct), max(known, key=lambda t: t.yield_pct)


def _values(story: Story) -> pd.Series[float]:
    """Unflagged values; none for a story without a treasury series."""
    if not story.file.treasury:
        return pd.Series(dtype=float, index=pd.DatetimeIndex([]))
    frame = story.observations[story.file.treasury]
    return frame.loc[frame["flag"] == "", "value"]
