"""Places of events in a series of six working days, Thursday 2020-08-06 to Thursday 2020-08-13."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import DataError
from dashboard.event_window import EventWindow, day0_positions, place

DAYS = pd.bdate_range("2020-08-06", periods=6).to_numpy()
WINDOW = EventWindow(before=2, after=1)


def test_day_0_of_a_working_day_is_that_day() -> None:
    placement = place(DAYS, dt.date(2020, 8, 10), WINDOW)
    assert (placement.day0, placement.notes) == (2, ())
    assert placement.date(-2) == dt.date(2020, 8, 6)
    assert placement.date(1) == dt.date(2020, 8, 11)


def test_day_0_of_a_sunday_is_the_next_observation_and_is_said() -> None:
    placement = place(DAYS, dt.date(2020, 8, 9), WINDOW)
    assert placement.day0 == 2
    assert placement.notes == ("no observation on 2020-08-09: day 0 is the next one, 2020-08-10, 1 day later",)


@pytest.mark.parametrize(
    ("date", "note"),
    [
        (dt.date(2020, 8, 7), "incomplete window: 1 of 2 observations before day 0, 1 of 1 after it"),
        (dt.date(2020, 8, 13), "incomplete window: 2 of 2 observations before day 0, 0 of 1 after it"),
    ],
)
def test_incomplete_window_is_said_and_reads_no_day_from_the_other_end(date: dt.date, note: str) -> None:
    placement = place(DAYS, date, WINDOW)
    assert placement.notes == (note,)
    assert not placement.holds(WINDOW)
    assert None in {placement.at(-2), placement.at(1)}


@pytest.mark.parametrize("date", [dt.date(1994, 7, 20), dt.date(2031, 2, 24)])
def test_event_outside_the_series_has_no_day_0(date: dt.date) -> None:
    placement = place(DAYS, date, WINDOW)
    assert placement.day0 is None
    assert placement.at(0) is None
    assert placement.notes == (f"no observations around {date}: the series runs from 2020-08-06 to 2020-08-13",)


def test_event_without_date_or_series_without_days_has_no_day_0() -> None:
    assert place(DAYS, None, WINDOW).notes == ("the event has no date",)
    assert place(DAYS[:0], dt.date(2020, 8, 9), WINDOW).notes == (
        "no observations around 2020-08-09: the series is empty",
    )


def test_positions_of_other_events_skip_those_outside() -> None:
    dates = np.array(["1994-07-20", "2020-08-09", "2020-08-12", "2031-02-24"], dtype="datetime64[D]")
    assert day0_positions(DAYS, dates).tolist() == [2, 4]


@pytest.mark.parametrize(("before", "after"), [(0, 10), (5, -1)])
def test_window_without_a_base_is_refused(before: int, after: int) -> None:
    with pytest.raises(DataError, match="at least 1 before"):
        EventWindow(before, after)
