"""The arithmetic of claims against numbers worked out by hand."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.measures import (
    change_bp,
    change_pct,
    change_points,
    day_after,
    day_before,
    day_until,
    extreme_day,
    losing_streak,
    loss_of_value,
    quote_days,
    recovered_share,
    rounding_interval,
)
from tests.crowns import day, frame

RATES = st.floats(0.5, 500)


def series(values: dict[str, float]) -> pd.Series[float]:
    return frame(values)["value"]


def test_a_fifth_lost_is_a_rise_of_a_quarter() -> None:
    assert loss_of_value(2.0, 2.5) == pytest.approx(20.0)
    assert change_pct(2.0, 2.5) == pytest.approx(25.0)


@given(RATES, RATES)
def test_loss_and_rise_undo_each_other(before: float, after: float) -> None:
    kept = 1 - loss_of_value(before, after) / 100
    grown = 1 + change_pct(before, after) / 100
    assert kept * grown == pytest.approx(1.0)


def test_a_yield_changes_in_basis_points_and_a_price_in_points() -> None:
    assert change_bp(7.61, 7.30) == pytest.approx(-31.0)
    assert change_points(91.17, 93.29) == pytest.approx(2.12)


@pytest.mark.parametrize(
    ("base", "extreme", "last", "share"),
    [(6.0, 8.0, 7.5, 0.25), (6.0, 8.0, 8.0, 0.0), (6.0, 8.0, 6.0, 1.0), (100.0, 90.0, 94.0, 0.4)],
)
def test_recovered_share(base: float, extreme: float, last: float, share: float) -> None:
    assert recovered_share(base, extreme, last) == pytest.approx(share)


def test_nothing_moved_has_no_share() -> None:
    assert recovered_share(6.0, 6.0, 7.0) is None


def test_rounding_interval_lies_at_the_corners() -> None:
    found = rounding_interval(loss_of_value, (2.0, 2.5), 0.1)
    assert found == pytest.approx((100 * (1 - 2.05 / 2.45), 100 * (1 - 1.95 / 2.55)))


def test_rounding_is_unknown_without_a_step() -> None:
    assert rounding_interval(loss_of_value, (2.0, 2.5), None) is None


@given(st.floats(-0.0049, 0.0049), st.floats(-0.0049, 0.0049))
def test_every_value_that_rounds_alike_lies_in_the_interval(first: float, second: float) -> None:
    interval = rounding_interval(change_pct, (2.10, 2.66), 0.01)
    assert interval is not None
    assert interval[0] <= change_pct(2.10 + first, 2.66 + second) <= interval[1]


def test_a_rate_in_force_was_quoted_the_business_day_before() -> None:
    # Friday to Monday in force: Saturday, Sunday and Monday were all fixed on Friday.
    in_force = frame({"2019-05-10": 3.0, "2019-05-11": 3.1, "2019-05-12": 3.1, "2019-05-13": 3.1, "2019-05-14": 3.2})
    quoted = quote_days(in_force, 1)
    assert list(pd.DatetimeIndex(quoted.index).strftime("%a %d")) == ["Thu 09", "Fri 10", "Mon 13"]
    assert list(quoted["value"]) == [3.0, 3.1, 3.2]
    assert list(quoted["dated"].dt.day) == [10, 11, 14]


def test_without_lag_the_days_stay_and_the_frame_is_untouched() -> None:
    given_frame = frame({"2019-05-10": 3.0, "2019-05-13": 3.1})
    before = given_frame.copy()
    assert list(quote_days(given_frame, 0).index) == list(given_frame.index)
    pd.testing.assert_frame_equal(given_frame, before)


def test_days_around_a_day() -> None:
    values = series({"2019-05-03": 1.0, "2019-05-06": 2.0, "2019-05-20": 3.0})
    assert day_until(values, day("2019-05-06")) == day("2019-05-06")
    assert day_before(values, day("2019-05-06")) == day("2019-05-03")
    assert day_after(values, day("2019-05-06")) == day("2019-05-20")
    assert day_after(values, day("2019-05-20")) is None


def test_an_old_value_does_not_stand_for_a_day() -> None:
    values = series({"2019-05-06": 2.0})
    assert day_until(values, day("2019-05-13")) == day("2019-05-06")
    assert day_until(values, day("2019-05-14")) is None
    assert day_until(values, day("2019-05-05")) is None


def test_the_first_of_equal_extremes_counts() -> None:
    values = series({"2019-05-06": 2.0, "2019-05-07": 5.0, "2019-05-08": 5.0, "2019-05-09": 1.0})
    assert extreme_day(values, highest=True) == day("2019-05-07")
    assert extreme_day(values, highest=False) == day("2019-05-09")


WEEK = {
    "2019-05-02": 100.0,
    "2019-05-03": 99.0,
    "2019-05-06": 101.0,
    "2019-05-07": 101.02,
    "2019-05-08": 103.0,
    "2019-05-09": 103.0,
    "2019-05-10": 104.0,
}


@pytest.mark.parametrize(
    ("flat_below_pct", "flat_extends", "length", "broken_by"),
    [
        (0.0, False, 1, "2019-05-09"),
        (0.01, False, 4, "2019-05-03"),
        (0.05, False, 3, "2019-05-03"),
        (0.0, True, 5, "2019-05-03"),
    ],
)
def test_losing_streak_by_rule(flat_below_pct: float, flat_extends: bool, length: int, broken_by: str) -> None:
    run = losing_streak(series(WEEK), day("2019-05-10"), flat_below_pct, flat_extends=flat_extends)
    assert run is not None
    assert (run.length, run.broken_by) == (length, day(broken_by))


def test_a_streak_names_its_days() -> None:
    run = losing_streak(series(WEEK), day("2019-05-08"))
    assert run is not None
    assert run.days == (day("2019-05-06"), day("2019-05-07"), day("2019-05-08"))


def test_a_price_loses_by_falling() -> None:
    values = series({"2019-05-06": 100.0, "2019-05-07": 99.0, "2019-05-08": 98.0})
    run = losing_streak(values, day("2019-05-08"), losing_is_rise=False)
    assert run is not None
    assert (run.length, run.broken_by) == (2, None)


def test_a_negative_yield_that_rises_loses() -> None:
    run = losing_streak(series({"2019-05-06": -0.5, "2019-05-07": -0.4, "2019-05-08": 0.0}), day("2019-05-08"))
    assert run is not None
    assert run.length == 2


def test_no_streak_on_a_day_without_value() -> None:
    assert losing_streak(series(WEEK), day("2019-05-11")) is None
    assert losing_streak(series({}), day("2019-05-10")) is None


@given(st.lists(st.floats(1.0, 9.0), min_size=2, max_size=30))
def test_the_strict_streak_is_the_rising_tail(values: list[float]) -> None:
    days = pd.bdate_range("2019-01-01", periods=len(values))
    run = losing_streak(pd.Series(values, index=days), dt.date.fromisoformat(f"{days[-1]:%Y-%m-%d}"))
    tail = 0
    for later, earlier in pairwise(reversed(values)):
        if later <= earlier:
            break
        tail += 1
    assert run is not None
    assert run.length == tail
