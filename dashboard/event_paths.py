"""Paths around an event for a chart: the series, its abnormal part and the fan of its placebos, all 0 on day -1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.changes import on_change_scale
from dashboard.event_study import EventStudy
from dashboard.event_window import DEFAULT_WINDOW, EventWindow, place
from dashboard.model import Quantity


def path(
    series: pd.Series[float], quantity: Quantity, date: dt.date | None, window: EventWindow = DEFAULT_WINDOW
) -> pd.DataFrame:
    """Change since day -1 on each day of the event window, in bp for a yield and in log percent otherwise.

    Returns
    -------
    frame
        Index `day` (relative to day 0); columns `date` and `change`, missing where the series has no observation;
        `change` is missing everywhere if day -1 has none.
    """
    levels = on_change_scale(series, quantity)
    placement = place(levels.index.to_numpy(), date, window)
    day = pd.Index(window.offsets, name="day")
    positions = [placement.at(offset) for offset in day]
    observed = [position for position in positions if position is not None]
    frame = pd.DataFrame(
        {"date": levels.index[observed], "change": levels.to_numpy()[observed]},
        index=day[[position is not None for position in positions]],
    ).reindex(day)
    return frame.assign(change=frame["change"] - frame["change"].loc[-1])


def abnormal_path(study: EventStudy) -> pd.DataFrame:
    """Abnormal change since day -1 (`change`) and its `date`, by `day`; no row where there is no abnormal move."""
    move = study.abnormal
    if move is None:
        return pd.DataFrame({"date": pd.DatetimeIndex([]), "change": np.empty(0)}, index=_day(study)[:0])
    return pd.DataFrame({"date": move.days, "change": move.path}, index=_day(study))


def placebo_fan(
    study: EventStudy, quantiles: Sequence[float] = (0.025, 0.25, 0.5, 0.75, 0.975), *, raw: bool = False
) -> pd.DataFrame:
    """Quantiles (columns) of the placebos' change since day -1, by `day` of the window; no row without a placebo.

    `raw` takes the placebos before adjustment, to lie under raw paths.
    """
    move = study.abnormal
    if move is None or not move.placebos:
        return pd.DataFrame(index=_day(study)[:0], columns=list(quantiles), dtype=float)
    paths = move.placebo_raw_paths if raw else move.placebo_paths
    return pd.DataFrame(np.quantile(paths, quantiles, axis=0).T, index=_day(study), columns=list(quantiles))


def _day(study: EventStudy) -> pd.Index[int]:
    return pd.Index(study.window.offsets, name="day")
