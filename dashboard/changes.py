"""Changes of a daily series: between observations, since a base day, and from one source to another.

Pure: plain pandas in, new pandas out. A day without a value is no observation, so a change runs from one observation
to the next one; nothing is filled in. Flagged points (stale, held) are the caller's to drop before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.errors import DataError
from dashboard.model import Quantity

CHANGE_UNITS: Mapping[Quantity, str] = {"yield": "bp", "exchange_rate": "log %", "price": "log %", "index": "log %"}
"""Unit of a change, by what the series measures."""


def observations(series: pd.Series[float]) -> pd.Series[float]:
    """Observed values by day: the series without its NaN, checked.

    Raises
    ------
    DataError
        The index is not made of naive days in rising order without repeats, or a value is infinite.
    """
    index = series.index
    if not isinstance(index, pd.DatetimeIndex) or index.tz is not None:
        raise DataError(
            f"{_name(series)}: the index is {index.dtype}; it must be days without a time zone: "
            "convert it with pd.to_datetime and tz_localize(None)"
        )
    if not (index.is_monotonic_increasing and index.is_unique):
        raise DataError(f"{_name(series)}: days must rise without repeats: sort them and keep one value a day")
    observed = series.dropna().astype(float)
    infinite = observed.index[np.isinf(observed.to_numpy())]
    if len(infinite):
        raise DataError(f"{_name(series)}: infinite on {infinite[0]:%Y-%m-%d}; a value must be finite: correct it")
    return observed


def on_change_scale(series: pd.Series[float], quantity: Quantity) -> pd.Series[float]:
    """Levels whose differences are changes in `CHANGE_UNITS`: 100 y for a yield in percent, else 100 ln(x).

    Log percent makes a rise and the fall that undoes it equally large and lets changes be summed over days.

    Raises
    ------
    DataError
        The series is malformed, or a rate, price or index is not above 0.
    """
    observed = observations(series)
    if quantity == "yield":
        return 100.0 * observed
    _require_positive(observed)
    return observed.map(np.log) * 100.0


def changes(series: pd.Series[float], quantity: Quantity) -> pd.Series[float]:
    """One-observation changes: yields in bp, all else in log percent, dated by the later observation.

    The first observation has no change and is absent; a change over a weekend or holiday spans those days too.
    """
    return on_change_scale(series, quantity).diff().iloc[1:]


def base_day(series: pd.Series[float], date: dt.date) -> pd.Timestamp:
    """Last observed day on or before `date`.

    Raises
    ------
    DataError
        There is none.
    """
    days = observations(series).index
    position = int(days.searchsorted(pd.Timestamp(date), side="right")) - 1
    if position < 0:
        start = f"starts on {days[0]:%Y-%m-%d}" if len(days) else "is empty"
        raise DataError(
            f"{_name(series)}: {start}; a base day can't lie before, on {date:%Y-%m-%d}: choose a later one"
        )
    return pd.Timestamp(days[position])


def index_to_100(series: pd.Series[float], date: dt.date) -> pd.Series[float]:
    """Series as an index that is 100 on `base_day(series, date)`; unobserved days are absent."""
    observed = observations(series)
    _require_positive(observed)
    return 100.0 * observed / observed[base_day(series, date)]


def compare(frame: pd.DataFrame) -> pd.DataFrame:
    """Percent by which each source lies above each later column's source, on days both observed.

    Parameters
    ----------
    frame : levels of one quantity, a column a source, NaN where a source has no observation

    Returns
    -------
    frame
        100 (source / against - 1); columns are pairs (source, against). NaN where one of a pair is missing; days
        without any pair are absent.
    """
    for column in frame:
        _require_positive(observations(frame[column]))
    pairs = list(combinations(frame.columns, 2))
    differences = {pair: 100.0 * (frame[pair[0]] / frame[pair[1]] - 1.0) for pair in pairs}
    columns = pd.MultiIndex.from_tuples(pairs, names=["source", "against"])
    return pd.DataFrame(differences, index=frame.index, columns=columns).dropna(how="all")


def _require_positive(observed: pd.Series[float]) -> None:
    below = observed[observed <= 0]
    if len(below):
        raise DataError(
            f"{_name(observed)}: {below.iloc[0]:g} on {below.index[0]:%Y-%m-%d}; a rate, price or index must be above "
            "0 for a relative change: correct the value, or call the quantity a yield if it is one"
        )


def _name(series: pd.Series[float]) -> str:
    return str(series.name) if series.name is not None else "series"
