"""Frames of a story, as `model.Story` describes them, from checked rows. Pure; nothing is filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from pydantic import BaseModel

from dashboard.model import Model
from dashboard.rows import Flaw, Mark, Report


def observation_frame(dates: Sequence[dt.date], values: Sequence[float], flaws: Mapping[dt.date, Flaw]) -> pd.DataFrame:
    """Columns value, flag and reason by naive day, in the order given."""
    index = pd.DatetimeIndex(np.array(dates, dtype="datetime64[us]"), name="date")
    found = [flaws.get(day) for day in dates] if flaws else [None] * len(dates)
    return pd.DataFrame(
        {
            "value": np.array(values, dtype=float),
            "flag": pd.array([flaw.flag if flaw else "" for flaw in found], dtype="str"),
            "reason": pd.array([flaw.reason if flaw else "" for flaw in found], dtype="str"),
        },
        index=index,
    )


def report_frame(reports: Sequence[Report]) -> pd.DataFrame:
    """One statement a row, in the order of the file; low and high are NaN for words."""
    return _frame(Report, reports, days=("start", "end"), numbers=("low", "high"))


def mark_frame(marks: Sequence[Mark]) -> pd.DataFrame:
    """One valuation a row, in the order of the file."""
    numbers = ("clean_price", "low", "high", "principal", "value")
    return _frame(Mark, marks, days=("date", "report_date"), numbers=numbers)


def _frame(model: type[Model], rows: Sequence[BaseModel], days: Sequence[str], numbers: Sequence[str]) -> pd.DataFrame:
    columns: dict[str, object] = {}
    for name in model.model_fields:
        cells = [getattr(row, name) for row in rows]
        if name in days:
            columns[name] = np.array(cells, dtype="datetime64[us]")
        elif name in numbers:
            columns[name] = np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
        elif name == "urls":
            columns[name] = pd.Series(cells, dtype=object)
        elif name == "approximate":
            columns[name] = np.array(cells, dtype=bool)
        else:
            columns[name] = pd.array(cells, dtype="str")
    return pd.DataFrame(columns)
