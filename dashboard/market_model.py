"""Market model: a series' changes explained by a constant and the changes of its benchmarks, by least squares.

After A. C. MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature 35 (1997): fitted on an
estimation sample that ends before the event window begins; without a benchmark it is his constant-mean model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dashboard.changes import on_change_scale
from dashboard.event_window import Days, EventWindow
from dashboard.model import Quantity

FloatArray = NDArray[np.floating[Any]]
Rows = NDArray[np.intp]
Daily = tuple["pd.Series[float]", Quantity]
"""A series of levels by day and what it measures."""


@dataclass(frozen=True, eq=False)
class Joined:
    """Changes of a series and its benchmarks between the days on which all were observed.

    Row i of `y` (the series) and of the design `x` (a constant, then `names`) is the change from `days[i]` to
    `days[i + 1]`. Closes differ by hours, so part of a benchmark's move may fall on a neighbouring row.
    """

    days: Days
    y: FloatArray
    x: FloatArray
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Fit:
    """Least-squares fit of one sample: coefficients in the order of the design, residuals in the unit of `y`."""

    y: FloatArray
    x: FloatArray
    coefficients: FloatArray
    residuals: FloatArray

    @property
    def r_squared(self) -> float:
        """Share of the variance explained, 0 to 1; NaN for a series that does not move."""
        total = float(np.sum((self.y - self.y.mean()) ** 2))
        return 1.0 - float(np.sum(self.residuals**2)) / total if total else float("nan")


def join(series: Daily, benchmarks: Mapping[str, Daily]) -> Joined:
    """Changes between the days on which the series and every benchmark were observed."""
    levels = pd.concat([on_change_scale(*daily) for daily in (series, *benchmarks.values())], axis=1, join="inner")
    steps = np.diff(levels.to_numpy(), axis=0)
    return Joined(levels.index.to_numpy(), steps[:, 0], np.insert(steps[:, 1:], 0, 1.0, axis=1), tuple(benchmarks))


def estimation_rows(joined: Joined, day0: int, others: Rows, window: EventWindow, size: int) -> Rows:
    """Rows of the last `size` changes that end before the event window begins and lie in no other event's window.

    `day0` and `others` (the other events' day 0) are positions in `joined.days`.
    """
    ordinary = np.ones(len(joined.y), dtype=bool)
    for other in others:
        ordinary[max(other - window.before, 0) : other + window.after] = False
    ordinary[max(day0 - window.before - 1, 0) :] = False
    return np.flatnonzero(ordinary)[-size:]


def fit(y: FloatArray, x: FloatArray) -> Fit | None:
    """Least-squares fit of `y` (n,) on `x` (n, k); None if the data do not single one out or leave no freedom."""
    gram = x.T @ x
    if len(y) <= x.shape[1] or not _solvable(gram):
        return None
    coefficients = np.linalg.solve(gram, x.T @ y)
    return Fit(y, x, coefficients, y - x @ coefficients)


def left_out_windows(y: FloatArray, x: FloatArray, starts: Rows, width: int) -> tuple[Rows, FloatArray]:
    """Abnormal changes of windows of `width` rows, each by a fit to the sample without that window.

    The event is judged by a model that has not seen it, so its placebos must be too: residuals of a fit that includes
    the window are too small and would reject twice as often as they say. A window without which the benchmarks do not
    vary is passed over.

    Returns
    -------
    starts, changes : arrays (m,) and (m, width)
    """
    part_x = sliding_window_view(x, width, axis=0)[starts]
    part_y = sliding_window_view(y, width)[starts]
    gram = x.T @ x - part_x @ part_x.transpose(0, 2, 1)
    kept = _solvable(gram) & (len(y) - width > x.shape[1])
    moment = (x.T @ y)[:, None] - part_x @ part_y[..., None]
    coefficients = np.linalg.solve(gram[kept], moment[kept])
    return starts[kept], part_y[kept] - np.sum(coefficients * part_x[kept], axis=1)


def prediction_errors(fitted: Fit, x_after: FloatArray, indices: Rows) -> FloatArray:
    """Errors of the fit's forecast of the summed change over the rows `x_after`, one for each row of `indices`.

    Each draw resamples residuals for the n rows of the sample and the h rows after it, refits the coefficients and
    forecasts: sum of the h errors less x_after's sum times the coefficients' error. That is linear in the draw, hence
    one product. Residuals are scaled by sqrt(n / (n - k)), as least squares makes them too small.

    Parameters
    ----------
    indices : array (draws, n + h) of positions in the sample
    """
    n, k = fitted.x.shape
    weights = fitted.x @ np.linalg.solve(fitted.x.T @ fitted.x, x_after.sum(axis=0))
    residuals = fitted.residuals * np.sqrt(n / (n - k))
    errors: FloatArray = residuals[indices] @ np.concatenate([-weights, np.ones(len(x_after))])
    return errors


def _solvable(gram: FloatArray) -> Any:
    """Whether the columns behind each matrix of products (..., k, k) are clearly independent."""
    scale = np.prod(np.diagonal(gram, axis1=-2, axis2=-1), axis=-1)
    return np.linalg.det(gram) > 1e-8 * scale
