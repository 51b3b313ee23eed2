"""A series of the reader's own from a recognised file, ready to join a story. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.breaches import refuse
from dashboard.errors import DataError
from dashboard.frames import observation_frame
from dashboard.meanings import Meaning, slug
from dashboard.model import SeriesInfo
from dashboard.own_rows import observations
from dashboard.recognised import Recognised
from dashboard.wording import listed

TITLE_CHARS = 60
SHORT_CHARS = 24
MOST_DECIMALS = 6
TERMS = "the reader's own file: use it as its source allows"


def accept(recognised: Recognised, today: dt.date, taken: Iterable[str] = ()) -> tuple[SeriesInfo, pd.DataFrame]:
    """Facts and observations of a recognised file, as `Story.info` and `Story.observations` hold them.

    Parameters
    ----------
    today : the day it is read, kept as the day of retrieval
    taken : names of series that exist; a second one of the same title gets a number

    Raises
    ------
    DataError
        A question is open, or a rule is broken: all are listed.
    """
    if recognised.questions:
        raise DataError("\n".join(question.text for question in recognised.questions))
    refuse(recognised.file, recognised.breaches)
    meaning = recognised.meaning
    if meaning is None:
        raise DataError(f"{recognised.file}: say what the values measure before it is added.")
    found = observations(recognised.rows)
    frame = observation_frame(found.dates, found.values, {})
    return _info(recognised, meaning, frame, today, frozenset(taken)), frame


def _info(
    recognised: Recognised, meaning: Meaning, frame: pd.DataFrame, today: dt.date, taken: frozenset[str]
) -> SeriesInfo:
    title = recognised.title[:TITLE_CHARS]
    name, number = _free_name(title, taken)
    title = title if number == 1 else f"{title} {number}"
    decimals = min(MOST_DECIMALS, max(row.decimals for row in recognised.rows))
    return SeriesInfo(
        name=name,
        path=recognised.file,
        title=title,
        short=_shortened(title),
        unit=meaning.unit,
        quantity=meaning.quantity,
        role="own",
        frequency=_frequency(frame.index),
        minimum=meaning.minimum,
        maximum=meaning.maximum,
        decimals=decimals,
        rounding_step=None if recognised.change == "inverted" else 10.0**-decimals,
        dated_by="day as the file gives it",
        publisher="the reader's own file",
        read_from=f"{recognised.file}, {_columns(recognised)}",
        terms=TERMS,
        retrieved=today,
        known_flaws=_flaws(recognised, meaning),
        bond=meaning.bond,
    )


def _free_name(title: str, taken: frozenset[str]) -> tuple[str, int]:
    stem, number = f"own_{slug(title)}", 1
    while (name := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return name, number


def _shortened(title: str) -> str:
    short = title if len(title) <= SHORT_CHARS else f"{title[: SHORT_CHARS - 1].rstrip()}…"
    return f"{short} (own)"


def _columns(recognised: Recognised) -> str:
    sheet = [f"sheet {recognised.sheet}"] if recognised.sheet else []
    return ", ".join([*sheet, f"columns {recognised.days.label} and {recognised.values.label}"])


def _flaws(recognised: Recognised, meaning: Meaning) -> Sequence[str]:
    """What was done to the numbers of the file, which a reader of a chart must know."""
    told = {
        "inverted": f"Turned over: the file counts {meaning.inverse_unit}.",
        "hundredfold": "Multiplied by 100: the file gives fractions.",
    }
    return tuple(text for change, text in told.items() if change == recognised.change)


def _frequency(days: pd.Index) -> Literal["daily", "weekly", "monthly"]:
    """Daily up to a median of 4 days between observations, weekly up to 15, else monthly."""
    gaps = np.diff(pd.DatetimeIndex(days).to_numpy()).astype("timedelta64[D]").astype(int)
    middle = float(np.median(gaps)) if len(gaps) else 1.0
    return "daily" if middle <= 4 else "weekly" if middle <= 15 else "monthly"


def summary(info: SeriesInfo, frame: pd.DataFrame) -> str:
    """A series of the reader's own in one sentence."""
    days = pd.DatetimeIndex(frame.index)
    parts = [f"{len(frame)} {info.frequency} values", f"{days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}", info.unit]
    return f"{info.title}: {listed(parts[:2]).replace(' and ', ', ')}, {parts[2]}."
