"""A series as a line, its flagged values and reference points as markers, in levels or as changes since a day."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.chart_parts import Line, Points, Symbol, Tone
from dashboard.model import SeriesInfo
from dashboard.panel_text import iso_days, wrapped
from dashboard.wording import with_unit

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
"""Shapes of the lines of one panel, in the order of its series."""
FLAG_WORDS = {"bad_print": "bad print"}
"""Flags whose name is no plain English."""


@dataclass(frozen=True)
class Scale:
    """How the values of a series are drawn: as they are, or with a base as changes from it, a yield's in bp."""

    info: SeriesInfo
    base: float | None = None

    @property
    def unit(self) -> str:
        """Unit of a change."""
        return "bp" if self.info.quantity == "yield" else "%"

    def drawn(self, value: float) -> float:
        """A value as it stands on the axis."""
        if self.base is None:
            return value
        if self.info.quantity == "yield":
            return round(100 * (value - self.base), 4)
        return round(100 * (value / self.base - 1), 6)

    def hover(self, value: float) -> str:
        """A value with its unit and the series it belongs to."""
        level = f"{value:.{self.info.decimals}f}"
        if self.base is None:
            return f"<b>{level}</b> {self.info.unit} · {self.info.short}"
        change = with_unit(self.drawn(value), self.unit, signed=True)
        return f"<b>{change}</b> ({level}) · {self.info.short}"


def base_value(values: pd.Series[float], since: dt.date) -> tuple[dt.date, float] | None:
    """Last observation on or before a day; None where the series begins later."""
    before = values[values.index <= pd.Timestamp(since)]
    return (before.index[-1].date(), float(before.iloc[-1])) if len(before) else None


def series_line(frame: pd.DataFrame, scale: Scale, dash: str = "solid", tone: Tone = "accent") -> Line:
    """Values by day; a weekday without one is a gap in the line."""
    values = with_gaps(frame["value"], scale.info)
    y = [None if math.isnan(v) else scale.drawn(v) for v in values]
    hover = [f"{scale.info.short}: no value this day" if math.isnan(v) else scale.hover(v) for v in values]
    return Line(scale.info.short, iso_days(values.index), y, hover, dash, tone)


def with_gaps(values: pd.Series[float], info: SeriesInfo) -> pd.Series[float]:
    """Values of a daily series with NaN on each weekday it lacks, so that no line runs over the gap."""
    days = pd.DatetimeIndex(values.index)
    if info.frequency == "daily" and len(days):
        days = pd.DatetimeIndex(days.union(pd.bdate_range(days[0], days[-1])))
    return values.reindex(days)


def flagged_points(frame: pd.DataFrame, scale: Scale, name: str = "", tone: Tone = "accent") -> list[Points]:
    """Markers on the values that a flag doubts, with the reason; none where no value is flagged."""
    flagged = frame[(frame["flag"] != "") & ~_held_over_weekends(frame)]
    words = " or ".join(sorted({FLAG_WORDS.get(f, f) for f in flagged["flag"]}))
    title = f"{name}: {words}" if name else words.capitalize()
    return [series_points(flagged, scale, title, "circle-open", tone=tone)] if len(flagged) else []


def _held_over_weekends(frame: pd.DataFrame) -> pd.Series[bool]:
    """Which values repeat the one before on a Saturday or Sunday: no rate is set then, so there is nothing to doubt."""
    return (frame["flag"] == "held") & (pd.DatetimeIndex(frame.index).day_of_week >= 5)


def series_points(
    frame: pd.DataFrame, scale: Scale, name: str, symbol: Symbol, *, quiet: bool = False, tone: Tone = "accent"
) -> Points:
    """Each value of a series as a marker of its own."""
    rows: list[Any] = list(frame.itertuples())
    y = [scale.drawn(row.value) for row in rows]
    hover = [f"{scale.hover(row.value)}{_reason(row)}" for row in rows]
    return Points(name, symbol, iso_days(frame.index), y, hover, quiet=quiet, tone=tone)


def _reason(row: Any) -> str:
    return f"<br>{wrapped(f'{FLAG_WORDS.get(row.flag, row.flag)}: {row.reason}')}" if row.flag else ""
