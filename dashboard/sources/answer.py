"""Rules that every answer of a live source must meet before anything of it is kept."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from dashboard.errors import SourceError
from dashboard.model import LiveSource

Row = tuple[dt.date, object]
"""A day and what the publisher gave for it; None or NaN means that there was no observation."""


@dataclass(frozen=True)
class Question:
    """A live series, the days wanted of it (both included), and the present day in UTC."""

    live: LiveSource
    start: dt.date
    end: dt.date
    today: dt.date


@dataclass(frozen=True)
class Answer:
    """Observations as `Story.observations` holds them, and the address they come from."""

    frame: pd.DataFrame
    address: str


def of_finished_days(question: Question) -> Question:
    """The question without today: the bar of a day that still trades is no close."""
    last = min(question.end, question.today - dt.timedelta(days=1))
    if question.start > last:
        raise SourceError(
            f"the day asked for, {question.start}, still trades (UTC), so its figure is no close. "
            f"Ask for {last} or earlier."
        )
    return replace(question, end=last)


def checked(question: Question, rows: Sequence[Row]) -> pd.DataFrame:
    """Frame of the observations on the days asked for, in `live.unit`; nothing is filled, sorted or repaired.

    Raises
    ------
    SourceError
        No rows, repeated or unsorted or future dates, no value at all, text for a number, a value outside the range
        that the story states.
    """
    asked = f"{question.live.symbol} from {question.start} to {question.end}"
    if not rows:
        raise SourceError(f"the answer holds no rows for {asked}. {_TRY_OTHER_DAYS}")
    _in_order([day for day, _ in rows])
    not_ahead(rows[-1][0], question.today)
    found = [(day, _number(day, value)) for day, value in rows if question.start <= day <= question.end]
    kept = [(day, value) for day, value in found if value is not None]
    if not kept:
        raise SourceError(f"the answer has {len(rows)} rows but not one value for {asked}. {_TRY_OTHER_DAYS}")
    _in_range(question.live, kept)
    return _frame(kept)


_TRY_OTHER_DAYS = "Ask for other days, or see on the publisher's page whether the series still exists."


def _in_order(days: list[dt.date]) -> None:
    for before, day in pairwise(days):
        if day <= before:
            fault = "twice" if day == before else f"after {before}"
            raise SourceError(
                f"the answer is damaged: {day} comes {fault}, while each must come once, in order. Try again later."
            )


def not_ahead(day: dt.date, today: dt.date) -> None:
    """SourceError for a figure dated after today."""
    if day > today:
        raise SourceError(
            f"the answer has a figure for {day}, after today ({today}). Check this computer's date, then try again."
        )


def _number(day: dt.date, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise SourceError(f'the answer has "{str(value)[:40]}" on {day} where a number belongs. Try again later.')
    return None if math.isnan(value) else float(value)


def _in_range(live: LiveSource, kept: list[tuple[dt.date, float]]) -> None:
    outside = [(day, value) for day, value in kept if not live.minimum <= value <= live.maximum]
    if outside:
        day, value = outside[0]
        raise SourceError(
            f"{len(outside)} of {len(kept)} values lie outside {live.minimum:g} to {live.maximum:g} {live.unit}, "
            f"the first is {value:g} on {day}. It may be another unit or an older currency: ask from a later day, "
            "or correct the range in datapackage.json if the value is right."
        )


def _frame(kept: list[tuple[dt.date, float]]) -> pd.DataFrame:
    index = pd.DatetimeIndex([day for day, _ in kept], name="date").as_unit("us")
    return pd.DataFrame({"value": [value for _, value in kept], "flag": "", "reason": ""}, index=index)
