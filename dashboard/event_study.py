"""Event study: the change of a series around an event, and how unusual it was.

Raw changes count the series' own observations; the abnormal move (less what benchmarks and the mean explain) counts
days on which all series were observed: see `market_model` and `abnormal_move`. A notebook calls these functions with
plain pandas series; flagged points (stale, held) are dropped before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from dashboard.abnormal_move import DEFAULT_METHOD, AbnormalMove, Method, abnormal_move
from dashboard.changes import CHANGE_UNITS, on_change_scale
from dashboard.event_notes import NO_MODEL, NO_WINDOW, other_days, overlap, sample_notes, too_few
from dashboard.event_window import DEFAULT_WINDOW, Days, EventWindow, Placement, day0_positions, place
from dashboard.market_model import Daily, FloatArray, Joined, estimation_rows, join
from dashboard.model import Quantity

NO_BENCHMARK: Mapping[str, Daily] = MappingProxyType({})
"""Adjusts for the mean change of the estimation sample only."""


@dataclass(frozen=True, eq=False)
class EventStudy:
    """What one series did around one event, in `unit` ("bp" or "log %").

    Attributes
    ----------
    day0, first, last : days or None
        First observation that could react; ends of the window. None where the series has no such observation.
    before, after : float
        Change from day -`window.before` to day -1, and from day -1 to day +`window.after`; NaN where not observed.
    abnormal : AbnormalMove or None
        `after` as the market model leaves it; where None, `notes` say why.
    notes : tuple of sentences
        What a reader must know: no trading on the day, missing window, small sample, overlapping events.
    """

    date: dt.date | None
    unit: str
    window: EventWindow
    day0: dt.date | None
    first: dt.date | None
    last: dt.date | None
    before: float
    after: float
    abnormal: AbnormalMove | None
    notes: tuple[str, ...]

    @property
    def days_spanned(self) -> int | None:
        """Calendar days from the first to the last day of the window."""
        return None if self.first is None or self.last is None else (self.last - self.first).days


@dataclass(frozen=True, eq=False)
class _Subject:
    """A series ready to be studied at many events: levels on the scale of changes, and joined with its benchmarks."""

    unit: str
    days: Days
    levels: FloatArray
    joined: Joined


def study_event(
    series: pd.Series[float],
    quantity: Quantity,
    date: dt.date | None,
    window: EventWindow = DEFAULT_WINDOW,
    *,
    benchmarks: Mapping[str, Daily] = NO_BENCHMARK,
    other_events: Iterable[dt.date] = (),
    method: Method = DEFAULT_METHOD,
) -> EventStudy:
    """Change of `series` around `date`, raw and abnormal, with interval and placebo rank.

    Parameters
    ----------
    series : levels by naive day; NaN is no observation
    benchmarks : name to (levels, quantity); none gives the constant-mean model
    other_events : their windows are left out of the estimation sample, hence of the placebos

    Raises
    ------
    DataError
        A series is malformed. An event that the data can't answer is no error: its study says so in `notes`.
    """
    others = _without(_as_days(other_events), date)
    return _study(_subject((series, quantity), benchmarks), date, others, window, method)


def study_events(
    events: Mapping[str, dt.date | None],
    series: Mapping[str, Daily],
    window: EventWindow = DEFAULT_WINDOW,
    *,
    benchmarks: Mapping[str, Daily] = NO_BENCHMARK,
    other_events: Iterable[dt.date] = (),
    method: Method = DEFAULT_METHOD,
) -> pd.DataFrame:
    """Studies of all events on all series, a row each in the order given; no event is dropped.

    The windows of all `events` and of `other_events` are left out of each other's samples. A series that is also a
    benchmark is studied without itself.

    Returns
    -------
    frame
        `event`, `series`, `event_date`, `day0`, `first`, `last`, `days_spanned`, `unit`, `before`, `after`; then,
        missing where there is no abnormal move, `abnormal`, `low`, `high`, `p_value`, `rank`, `placebos`, `separate`,
        `r_squared`, `constant`, a `beta_<name>` for each benchmark, `sample`, `sample_first`, `sample_last`; `notes`
        (sentences joined by "; ").
    """
    dates = _as_days([*other_events, *(date for date in events.values() if date is not None)])
    subjects = {
        name: _subject(daily, {key: benchmark for key, benchmark in benchmarks.items() if key != name})
        for name, daily in series.items()
    }
    rows = [
        {"event": event, "series": name} | _row(_study(subject, date, _without(dates, date), window, method))
        for event, date in events.items()
        for name, subject in subjects.items()
    ]
    betas = [f"beta_{name}" for name in benchmarks]
    frame = pd.DataFrame(rows, columns=[*_STUDY, *_ABNORMAL, *betas, *_SAMPLE, "notes"])
    return frame.astype(_TYPES | dict.fromkeys(betas, "float64"))


_STUDY = ("event", "series", "event_date", "day0", "first", "last", "days_spanned", "unit", "before", "after")
_ABNORMAL = ("abnormal", "low", "high", "p_value", "rank", "placebos", "separate", "r_squared", "constant")
_SAMPLE = ("sample", "sample_first", "sample_last")
_COUNTS = ("days_spanned", "rank", "placebos", "separate", "sample")
_FIGURES = ("before", "after", "abnormal", "low", "high", "p_value", "r_squared", "constant")
_DAYS = ("event_date", "day0", "first", "last", "sample_first", "sample_last")
# Stated, as a column that no event fills would be one of objects and a count with a gap one of fractions.
_TYPES = dict.fromkeys(_COUNTS, "Int64") | dict.fromkeys(_FIGURES, "float64") | dict.fromkeys(_DAYS, "datetime64[s]")


def _subject(daily: Daily, benchmarks: Mapping[str, Daily]) -> _Subject:
    levels = on_change_scale(*daily)
    return _Subject(CHANGE_UNITS[daily[1]], levels.index.to_numpy(), levels.to_numpy(), join(daily, benchmarks))


def _as_days(dates: Iterable[dt.date]) -> Days:
    return np.unique(np.array([np.datetime64(date, "D") for date in dates], dtype="datetime64[D]"))


def _without(days: Days, date: dt.date | None) -> Days:
    others: Days = days[days != np.datetime64(date, "D")]
    return others


def _study(subject: _Subject, date: dt.date | None, others: Days, window: EventWindow, method: Method) -> EventStudy:
    placement, joined = place(subject.days, date, window), place(subject.joined.days, date, window)
    abnormal: AbnormalMove | None = None
    notes: tuple[str, ...] = ()
    if placement.day0 is not None:
        abnormal, notes = _abnormal(subject.joined, joined, others, window, method)
    return EventStudy(
        date=date,
        unit=subject.unit,
        window=window,
        day0=placement.date(0),
        first=placement.date(-window.before),
        last=placement.date(window.after),
        before=_change(subject.levels, placement, -window.before, -1),
        after=_change(subject.levels, placement, -1, window.after),
        abnormal=abnormal,
        notes=(*placement.notes, *overlap(placement, others, window), *notes, *other_days(placement, abnormal, window)),
    )


def _change(levels: FloatArray, placement: Placement, start: int, end: int) -> float:
    first, last = placement.at(start), placement.at(end)
    return float("nan") if first is None or last is None else float(levels[last] - levels[first])


def _abnormal(
    joined: Joined, placement: Placement, others: Days, window: EventWindow, method: Method
) -> tuple[AbnormalMove | None, tuple[str, ...]]:
    """Abnormal move with notes on it, or None with the reason."""
    if placement.day0 is None or not placement.holds(window):
        return None, (NO_WINDOW,)
    positions = day0_positions(joined.days, others)
    rows = estimation_rows(joined, placement.day0, positions, window, method.estimation)
    if len(rows) < method.minimum:
        return None, (too_few(len(rows), method),)
    move = abnormal_move(joined, placement.day0, rows, window, method)
    return (None, (NO_MODEL,)) if move is None else (move, sample_notes(move, method))


def _row(study: EventStudy) -> dict[str, object]:
    raw = {name: getattr(study, name) for name in _STUDY[3:]}
    move = {} if study.abnormal is None else _abnormal_row(study.abnormal)
    return {"event_date": study.date, "notes": "; ".join(study.notes)} | raw | move


def _abnormal_row(move: AbnormalMove) -> dict[str, object]:
    first, last = move.sample_days[[0, -1]].astype("datetime64[D]").tolist()
    figures = {name: getattr(move, name) for name in _ABNORMAL[1:-1]}
    betas = {f"beta_{name}": beta for name, beta in move.coefficients.items() if name != "constant"}
    sample = dict(zip(_SAMPLE, (len(move.sample_days), first, last), strict=True))
    return {"abnormal": move.change, "constant": move.coefficients["constant"]} | figures | betas | sample
