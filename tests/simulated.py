"""Simulated daily yields whose truth is known, for the tests of event studies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

DAY = 140
"""Position of the simulated events' day 0: the 120 changes of the default sample fit before its window."""


def noise(seed: int, length: int = 160) -> Array:
    """Independent standard normal changes in bp."""
    return np.random.default_rng(seed).standard_normal(length)


def daily(changes: Array) -> pd.Series[float]:
    """A yield in percent on working days from 2020-01-01 with the given changes in bp."""
    return pd.Series(5.0 + np.cumsum(changes) / 100.0, pd.bdate_range("2020-01-01", periods=len(changes)))


def date(position: int) -> dt.date:
    """Day of an observation of `daily`."""
    return pd.bdate_range("2020-01-01", periods=position + 1)[-1].date()
