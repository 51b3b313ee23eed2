"""Event studies: how their figures and names are written. Pure."""

from __future__ import annotations

import datetime as dt
import math

from dashboard.abnormal_move import AbnormalMove
from dashboard.event_window import EventWindow
from dashboard.model import SeriesInfo, Story
from dashboard.panel_text import date_text
from dashboard.study import Occasion
from dashboard.wording import pair_text, with_unit

NO_FIGURE = "–"


def change_text(change: float, unit: str) -> str:
    """A change with its sign: +6.29 log %, −31.0 bp."""
    return NO_FIGURE if math.isnan(change) else with_unit(change, unit, _decimals(unit), signed=True)


def change_and_percent(change: float, unit: str) -> str:
    """A change, the percent beside a log percent: +6.29 log % (+6.49 %)."""
    if math.isnan(change) or unit == "bp":
        return change_text(change, unit)
    return f"{change_text(change, unit)} ({with_unit(percent(change), '%', signed=True)})"


def size_text(change: float, unit: str) -> str:
    """A change without its sign, for a sentence that says rose or fell: 2.02 log % (2.00 %)."""
    size = with_unit(abs(change), unit, _decimals(unit))
    return size if unit == "bp" else f"{size} ({with_unit(abs(percent(change)), '%')})"


def percent(log_percent: float) -> float:
    """The change in percent that is this many log percent."""
    return 100.0 * math.expm1(log_percent / 100.0)


def series_text(info: SeriesInfo) -> str:
    """What is studied: a pair of currencies with its source, and for anything but a rate its short name."""
    pair = pair_text(info.unit)
    named = info.quantity != "exchange_rate" or pair in info.short
    return info.short if named else f"{pair} ({info.short})"


def occasion_text(occasion: Occasion) -> str:
    """Number, label and day of an occasion: 6 · Presidential election, 9 Aug 2020."""
    number = f"{occasion.number} · " if occasion.number else ""
    return f"{number}{occasion.label}" + (f", {date_text(occasion.day)}" if occasion.day else "")


def interval_text(move: AbnormalMove | None, unit: str) -> str:
    """Ends of the bootstrap interval: −1.50 to +10.07 log %."""
    if move is None:
        return NO_FIGURE
    low, high = (with_unit(end, "", _decimals(unit), signed=True) for end in (move.low, move.high))
    return f"{low} to {high} {unit}"


def rank_text(move: AbnormalMove | None) -> str:
    """Place of a move by its size among itself and the placebos: 12 of 107."""
    return NO_FIGURE if move is None or move.rank is None else f"{move.rank} of {move.placebos + 1}"


def p_text(move: AbnormalMove | None) -> str:
    """Two-sided p-value with two decimals, three below 0.01."""
    if move is None or move.rank is None:
        return NO_FIGURE
    return f"{move.p_value:.2f}" if move.p_value >= 0.01 else f"{move.p_value:.3f}"


def offset_text(offset: int) -> str:
    """A day of the window: −5, 0, +10."""
    return with_unit(offset, "", 0, signed=True)


def window_text(window: EventWindow) -> str:
    """The event window: 5 observations before to 10 after."""
    return f"{window.before} observation{'s' * (window.before > 1)} before to {window.after} after"


def span_of_days(first: dt.date | None, last: dt.date | None) -> str:
    """Two days as a span: 3 Aug 2020 to 25 Aug 2020."""
    return f"{date_text(first)} to {date_text(last)}" if first and last else NO_FIGURE


def left_out(story: Story, name: str) -> str:
    """What of a series is not used, and by which day it is counted; "" where all is used by its own dates."""
    info, frame = story.info[name], story.observations[name]
    flagged = int((frame["flag"] != "").sum())
    said = [f"{flagged} flagged value{'s' * (flagged > 1)} of {info.short} left out."] if flagged else []
    if info.quote_lag_days:
        said.append(f"{info.short}: counted by the day a rate was fixed, the business day before its date.")
    return " ".join(said)


def _decimals(unit: str) -> int:
    return 1 if unit == "bp" else 2
