"""Where an event lies in the days of a series.

Windows count observations, not days: day 0 is the first observation that could react to the event, day -1 the last one
before. A window that the series does not hold in full is said in words and never cut short in silence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import DataError

Days = NDArray[np.datetime64]
"""Rising days without repeats."""


@dataclass(frozen=True)
class EventWindow:
    """Observations around day 0: from day -`before` to day +`after`, both included."""

    before: int = 5
    after: int = 10

    def __post_init__(self) -> None:
        if self.before < 1 or self.after < 0:
            raise DataError(
                f"event window: {self.before} observations before day 0 and {self.after} after; it must have at least "
                "1 before (the base of every change) and 0 after: choose larger ones"
            )

    @property
    def offsets(self) -> range:
        """Days of the window, relative to day 0."""
        return range(-self.before, self.after + 1)

    @property
    def steps(self) -> int:
        """Number of changes inside the window."""
        return self.before + self.after


DEFAULT_WINDOW = EventWindow()


@dataclass(frozen=True, eq=False)
class Placement:
    """Place of an event in `days`: position of day 0, None if nothing observed could show a reaction."""

    days: Days
    day0: int | None
    notes: tuple[str, ...] = ()

    def at(self, offset: int) -> int | None:
        """Position of the day `offset` observations from day 0; None outside the series."""
        # A negative position must not reach an array: it would count from the end.
        if self.day0 is None or not 0 <= self.day0 + offset < len(self.days):
            return None
        return self.day0 + offset

    def date(self, offset: int) -> dt.date | None:
        """Day `offset` observations from day 0; None outside the series."""
        position = self.at(offset)
        if position is None:
            return None
        day: dt.date = self.days[position].astype("datetime64[D]").item()
        return day

    def holds(self, window: EventWindow) -> bool:
        """Whether every day of the window was observed."""
        return self.at(-window.before) is not None and self.at(window.after) is not None


def place(days: Days, date: dt.date | None, window: EventWindow) -> Placement:
    """Place of the event in `days`, with notes on a day without observation and an incomplete window.

    An event before the first or after the last observation has no day 0.
    """
    if date is None:
        return Placement(days, None, ("the event has no date",))
    event = np.datetime64(date, "D")
    if not len(days) or not days[0] <= event <= days[-1]:
        return Placement(days, None, (f"no observations around {event}: {_coverage(days)}",))
    day0 = int(np.searchsorted(days, event))
    return Placement(days, day0, _waiting(days[day0], event) + _missing(day0, len(days), window))


def covered(days: Days, dates: Days) -> Days:
    """Those of `dates` that lie from the first to the last of `days`."""
    return dates[(dates >= days[0]) & (dates <= days[-1])] if len(days) else dates[:0]


def day0_positions(days: Days, dates: Days) -> NDArray[np.intp]:
    """Positions of day 0 of each of `dates` that `days` cover."""
    positions: NDArray[np.intp] = np.searchsorted(days, covered(days, dates))
    return positions


def _waiting(first: np.datetime64, event: np.datetime64) -> tuple[str, ...]:
    lag = int((first - event) / np.timedelta64(1, "D"))
    if not lag:
        return ()
    later = f"{np.datetime_as_string(first, 'D')}, {lag} day{'s' * (lag > 1)} later"
    return (f"no observation on {event}: day 0 is the next one, {later}",)


def _missing(day0: int, length: int, window: EventWindow) -> tuple[str, ...]:
    before, after = min(day0, window.before), min(length - 1 - day0, window.after)
    if (before, after) == (window.before, window.after):
        return ()
    return (
        f"incomplete window: {before} of {window.before} observations before day 0, {after} of {window.after} after it",
    )


def _coverage(days: Days) -> str:
    if not len(days):
        return "the series is empty"
    first, last = np.datetime_as_string(days[[0, -1]], "D")
    return f"the series runs from {first} to {last}"
