"""How far several series of one quantity lie apart, on days that both were quoted. Pure.

Values are joined on the day they were quoted, which lies `quote_lag_days` business days before the date of a rate that
is dated by when it is in force; else a day's move would count as a difference. Flagged values (held, stale, bad prints)
are left out, as are rates that follow a held one and whose day of quote is therefore unknown. Nothing is filled in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.changes import compare
from dashboard.measures import quote_days
from dashboard.model import Panel, Story


@dataclass(frozen=True)
class Apart:
    """How far one series lies from the first of its panel over `days` common days.

    `unit` is "%", for yields "bp". `middle` is the median size of the difference, `widest` the largest with its sign,
    on `day`, where the series stood at `own` and the first at `first`.
    """

    series: str
    first_series: str
    unit: str
    days: int
    middle: float
    day: dt.date
    widest: float
    own: float
    first: float


def comparable(story: Story, panel: Panel) -> tuple[str, ...]:
    """Series of a panel, its references last, that measure the same in the same unit as its first one."""
    first = story.info[panel.series[0]]
    names = dict.fromkeys((*panel.series, *panel.reference))
    return tuple(n for n in names if (story.info[n].quantity, story.info[n].unit) == (first.quantity, first.unit))


def quoted_levels(story: Story, names: Sequence[str]) -> pd.DataFrame:
    """Values by the day they were quoted, a column a series, NaN on days without one; flagged ones left out."""
    columns = {name: _quoted(story, name) for name in names}
    return pd.concat(columns, axis="columns", sort=True)


def differences(story: Story, panel: Panel) -> pd.DataFrame:
    """Difference of each series from the first of its panel, by day of quote.

    Returns
    -------
    frame
        A column a series: percent of the first by which it lies above, for yields basis points; NaN where one of the
        two has no value. Empty for a panel with nothing to compare.
    """
    first, *others = comparable(story, panel)
    levels = quoted_levels(story, [*others, first])
    if story.info[first].quantity == "yield":
        return (levels[others].sub(levels[first], axis="index") * 100).dropna(how="all")
    pairs = compare(levels)
    found = {name: pairs[(name, first)] for name in others}
    return pd.DataFrame(found, index=pairs.index).dropna(how="all")


def difference_unit(story: Story, panel: Panel) -> str:
    """Unit of `differences`: percent, or bp between yields."""
    return "bp" if story.info[panel.series[0]].quantity == "yield" else "%"


def apart(story: Story, panel: Panel) -> tuple[Apart, ...]:
    """Size of the differences of each series that shares a day with the first, in the panel's order."""
    names, unit = comparable(story, panel), difference_unit(story, panel)
    levels, found = quoted_levels(story, names), differences(story, panel)
    return tuple(_apart(found[name].dropna(), levels, names[0], unit) for name in found if found[name].notna().any())


def _apart(gaps: pd.Series[float], levels: pd.DataFrame, first: str, unit: str) -> Apart:
    place = int(gaps.abs().argmax())
    day, series = pd.DatetimeIndex(gaps.index)[place], str(gaps.name)
    own, base = (float(levels[name].loc[day]) for name in (series, first))
    middle = float(gaps.abs().median())
    return Apart(series, first, unit, len(gaps), middle, day.date(), float(gaps.iloc[place]), own, base)


def _quoted(story: Story, name: str) -> pd.Series[float]:
    frame, lag = story.observations[name], story.info[name].quote_lag_days
    kept = frame[frame["flag"] == ""]
    return quote_days(kept[~_after_held(frame, kept.index, lag)], lag)["value"]


def _after_held(frame: pd.DataFrame, dates: pd.Index[Any], lag_days: int) -> pd.Series[bool]:
    """Whether a rate was held on a business day between a date and its day of quote.

    Nothing was fixed on that day, so when the rate was fixed is not known.
    """
    held = frame.index[frame["flag"] == "held"]
    dated = pd.DatetimeIndex(dates).to_numpy().astype("datetime64[D]")
    earlier = [pd.DatetimeIndex(np.busday_offset(dated, -k, roll="forward")).isin(held) for k in range(1, lag_days + 1)]
    return pd.Series(np.any(earlier, axis=0) if earlier else False, index=dates)
