"""Arithmetic that claims are checked with: changes, losses, runs, extremes, and how far rounding can move them.

Pure functions over plain numbers and `pandas` series indexed by day. They fill nothing in and know no story; what a
missing day means for a claim is decided in `claim_kinds.py`.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd


def loss_of_value(before: float, after: float) -> float:
    """Percent that the counted currency lost in value, `before` and `after` in its units per unit of the other.

    100 * (1 - before / after): with 4.00 and 5.00 PLN per EUR one PLN lost 20 %. The rate rose 25 %.
    """
    return 100.0 * (1.0 - before / after)


def change_pct(before: float, after: float) -> float:
    """Change of a level in percent of where it started: 100 * (after / before - 1)."""
    return 100.0 * (after / before - 1.0)


def change_bp(before: float, after: float) -> float:
    """Change of a yield in basis points, both yields in percent a year: 100 * (after - before)."""
    return 100.0 * (after - before)


def change_points(before: float, after: float) -> float:
    """Change of a price in points of face, or of an index in its own points: after - before."""
    return after - before


def recovered_share(base: float, extreme: float, last: float) -> float | None:
    """Share of the way from `base` to `extreme` that was taken back by `last`; 0 is none of it, 1 is all of it.

    (extreme - last) / (extreme - base), for rises and falls alike. None where `extreme` equals `base`.
    """
    way = extreme - base
    return (extreme - last) / way if way else None


def rounding_interval(
    formula: Callable[..., float], numbers: tuple[float, ...], step: float | None
) -> tuple[float, float] | None:
    """Lowest and highest result of `formula` when each of `numbers` was rounded to a multiple of `step`.

    The formula must be monotone in each number, so that its extremes lie at the corners. None without a known step.
    """
    if not step:
        return None
    corners = itertools.product(*((x - step / 2, x + step / 2) for x in numbers))
    results = [formula(*corner) for corner in corners]
    return min(results), max(results)


def quote_days(observations: pd.DataFrame, lag_days: int) -> pd.DataFrame:
    """Observations by the day they were quoted, for a series dated `lag_days` business days later.

    Index `day`; the columns of `observations` and `dated`, the day the publisher gives. Business days are Monday to
    Friday. Where several dates share a quote day (Saturday to Monday, fixed on Friday) the first stays.
    """
    dated = pd.DatetimeIndex(observations.index)
    fixed = np.busday_offset(dated.to_numpy().astype("datetime64[D]"), -lag_days, roll="forward") if lag_days else dated
    quoted = observations.assign(dated=dated).set_axis(pd.DatetimeIndex(fixed, name="day"), axis=0)
    return quoted[~quoted.index.duplicated(keep="first")]


def day_until(values: pd.Series[float], day: dt.date, oldest_days: int = 7) -> dt.date | None:
    """Last observed day up to and including `day`; None where it is more than `oldest_days` calendar days older."""
    earlier = values.index[values.index <= pd.Timestamp(day)]
    if earlier.empty:
        return None
    found: dt.date = earlier[-1].date()
    return found if (day - found).days <= oldest_days else None


def day_before(values: pd.Series[float], day: dt.date, oldest_days: int = 7) -> dt.date | None:
    """Last observed day before `day`, with the same limit of age as `day_until`."""
    return day_until(values, day - dt.timedelta(days=1), oldest_days)


def day_after(values: pd.Series[float], day: dt.date) -> dt.date | None:
    """First observed day after `day`."""
    later = values.index[values.index > pd.Timestamp(day)]
    return None if later.empty else later[0].date()


def extreme_day(values: pd.Series[float], highest: bool) -> dt.date:
    """First day with the highest (or lowest) of `values`, which must not be empty."""
    found = values.idxmax() if highest else values.idxmin()
    return pd.Timestamp(str(found)).date()


@dataclass(frozen=True)
class Run:
    """Losing days in a row: `days` counted, oldest first, and `broken_by`, the day that ended the count back."""

    days: tuple[dt.date, ...]
    broken_by: dt.date | None

    @property
    def length(self) -> int:
        """Number of days counted."""
        return len(self.days)


def losing_streak(
    values: pd.Series[float],
    day: dt.date,
    flat_below_pct: float = 0.0,
    losing_is_rise: bool = True,
    flat_extends: bool = False,
) -> Run | None:
    """Days in a row, up to `day`, on which `values` lost against the observation before; None if `day` has no value.

    A change smaller in size than `flat_below_pct` percent neither breaks nor extends the run; with 0, the strict rule,
    a day without change breaks it. With `flat_extends` such a day counts as losing: the most that rounded values allow.
    `losing_is_rise` for units per dollar and yields, where up is worse.
    """
    upto = values[values.index <= pd.Timestamp(day)]
    if upto.empty or upto.index[-1] != pd.Timestamp(day):
        return None
    steps = upto.diff().iloc[1:] * (1.0 if losing_is_rise else -1.0)
    flat_below = upto.shift(1).iloc[1:].abs() * flat_below_pct / 100.0
    counted: list[dt.date] = []
    for when, step, flat in zip(steps.index[::-1], steps.to_numpy()[::-1], flat_below.to_numpy()[::-1], strict=True):
        if abs(step) < flat:
            continue
        if step < 0 or (step == 0 and not flat_extends):
            return Run(tuple(counted[::-1]), when.date())
        counted.append(when.date())
    return Run(tuple(counted[::-1]), None)
