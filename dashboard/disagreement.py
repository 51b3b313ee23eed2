"""Where a live series differs from another of its kind by more than the story allows: both stay, a sentence says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from pandas.tseries.offsets import BDay

from dashboard.model import LiveSource, Story
from dashboard.sources import name_of

ROUNDING_PCT = 1e-9
"""So that 2.1 against 2.0 is 5 percent in binary fractions too."""


@dataclass(frozen=True)
class Disagreement:
    """Two series of one kind that differ on `days` of `common` days, most on `worst`: by `worst_pct` of `other`."""

    series: str
    other: str
    days: int
    common: int
    worst: dt.date
    worst_pct: float
    sentence: str


def disagreements(story: Story, live: Mapping[str, pd.DataFrame]) -> tuple[Disagreement, ...]:
    """Live series that leave `compare_with` by more than `tolerance_pct` percent of it, in the story's order.

    Values are joined on the day they were quoted, which lies `quote_lag_days` business days before the date of a rate
    that is dated by when it is in force. Flagged values (held, stale) are left out, and nothing is filled in. A series
    that a live one continues counts with its continuation.
    """
    found = (_compared(story, source, live) for source in story.live if name_of(source) in live)
    return tuple(d for d in found if d is not None)


def _compared(story: Story, source: LiveSource, live: Mapping[str, pd.DataFrame]) -> Disagreement | None:
    other = _reference(story, source.compare_with, live)
    if other is None or source.tolerance_pct is None:
        return None
    own = _quoted(live[name_of(source)], _lag(story, source.continues))
    both = pd.concat({"own": own, "other": other}, axis="columns", join="inner").sort_index()
    share_pct = (both["own"] / both["other"] - 1) * 100
    over = share_pct[share_pct.abs() > source.tolerance_pct + ROUNDING_PCT]
    return None if over.empty else _disagreement(story, source, both, over)


def _disagreement(story: Story, source: LiveSource, both: pd.DataFrame, over: pd.Series[float]) -> Disagreement:
    place = int(over.abs().argmax())
    gap_pct, worst = float(over.iloc[place]), pd.DatetimeIndex(over.index)[place]
    own, other = both["own"].loc[worst], both["other"].loc[worst]
    sentence = (
        f"{source.title} differs from {_title(story, str(source.compare_with))} by more than {source.tolerance_pct:g} "
        f"% on {len(over):,} of {len(both):,} common days, most on {worst:%Y-%m-%d}: {own:.4g} against {other:.4g} "
        f"{source.unit} ({abs(gap_pct):.1f} % {'above' if gap_pct > 0 else 'below'}). Both are shown as published; "
        "find out which is right before you use either."
    )
    return Disagreement(
        name_of(source), str(source.compare_with), len(over), len(both), worst.date(), gap_pct, sentence
    )


def _reference(story: Story, name: str | None, live: Mapping[str, pd.DataFrame]) -> pd.Series[float] | None:
    """Values of the series to compare with by day of quote, its live continuation included; None if there are none."""
    if name is None:
        return None
    parts = []
    if name in story.observations:
        parts.append(_quoted(story.observations[name], _lag(story, name)))
    for source in story.live:
        own = name_of(source)
        if own in live and name in (own, source.continues):
            parts.append(_quoted(live[own], _lag(story, source.continues)))
    if not parts:
        return None
    joined = pd.concat(parts)
    return joined[~joined.index.duplicated()]


def _quoted(frame: pd.DataFrame, lag_days: int) -> pd.Series[float]:
    values = frame.loc[frame["flag"] == "", "value"]
    shifted = values.set_axis(pd.DatetimeIndex(values.index) - lag_days * BDay()) if lag_days else values
    return shifted[~shifted.index.duplicated(keep="last")]


def _lag(story: Story, name: str | None) -> int:
    return story.info[name].quote_lag_days if name is not None and name in story.info else 0


def _title(story: Story, name: str) -> str:
    titles = {name_of(source): source.title for source in story.live}
    return story.info[name].title if name in story.info else titles.get(name, name)
