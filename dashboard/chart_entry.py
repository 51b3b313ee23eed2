"""One figure that a chart over time draws, as a row of the table behind it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A figure for one day, or for some day or days from `start` to `end`.

    `about` names the series or bond and what is measured, `figure` is the number in words with its unit, `low` and
    `high` are its ends as the axis shows them, equal for a single number and NaN where only words are known. `kind` is
    the flag of a value or the kind of evidence, `how` how it came about. `level` marks what has a place on a value axis
    and was neither flagged nor borrowed from another bond or series.
    """

    start: dt.date
    end: dt.date
    precision: str
    about: str
    figure: str
    low: float
    high: float
    kind: str
    how: str
    publisher: str
    panel: str
    level: bool = True
