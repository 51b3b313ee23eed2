"""Changes against arithmetic done by hand."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from dashboard.changes import base_day, changes, compare, index_to_100, observations
from dashboard.errors import DataError


def series(*values: float, start: str = "2024-01-01", name: str = "rate") -> pd.Series[float]:
    return pd.Series(values, pd.bdate_range(start, periods=len(values)), name=name, dtype=float)


def test_yield_changes_are_basis_points() -> None:
    # 5.00, 5.10, 5.05 %: +0.10 and -0.05 percentage points.
    assert changes(series(5.00, 5.10, 5.05), "yield").to_list() == pytest.approx([10.0, -5.0])


def test_rate_changes_are_log_percent_and_undo_each_other() -> None:
    # ln 1.1 = 0.0953102
    assert changes(series(2.0, 2.2, 2.0), "exchange_rate").to_list() == pytest.approx([9.53102, -9.53102], abs=1e-5)


def test_change_is_dated_by_the_later_observation_and_the_first_day_has_none() -> None:
    assert changes(series(1.0, 1.0, 1.0), "price").index.to_list() == [
        pd.Timestamp("2024-01-02"),
        pd.Timestamp("2024-01-03"),
    ]


def test_day_without_value_is_no_observation_and_is_not_filled() -> None:
    found = changes(series(5.0, math.nan, 5.3, math.nan), "yield")
    assert found.to_dict() == {pd.Timestamp("2024-01-03"): pytest.approx(30.0)}


def test_input_is_not_mutated() -> None:
    given = series(5.0, math.nan, 5.3)
    kept = given.copy(deep=True)
    changes(given, "yield")
    index_to_100(given, dt.date(2024, 1, 3))
    compare(given.to_frame().assign(other=1.0))
    pd.testing.assert_series_equal(given, kept)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (series(2.0, -0.5), "rate: -0.5 on 2024-01-02.*above 0"),
        (series(2.0, np.inf), "rate: infinite on 2024-01-02"),
        (series(2.0, 2.1).iloc[::-1], "rate: days must rise without repeats"),
        (series(2.0, 2.1).set_axis(pd.DatetimeIndex(["2024-01-01"] * 2)), "rate: days must rise without repeats"),
        (series(2.0, 2.1).tz_localize("UTC"), "rate: the index is datetime64.*UTC.*without a time zone"),
        (pd.Series([2.0, 2.1]), "series: the index is int64"),
    ],
)
def test_malformed_series_is_refused_with_the_reason(given: pd.Series[float], message: str) -> None:
    with pytest.raises(DataError, match=message):
        changes(given, "price")


def test_negative_yield_is_no_error() -> None:
    assert changes(series(-0.5, -0.4), "yield").to_list() == pytest.approx([10.0])


def test_observations_keep_order_and_values() -> None:
    assert observations(series(3.0, math.nan, 1.0)).to_list() == [3.0, 1.0]


def test_index_is_100_on_the_last_observation_on_or_before_the_date() -> None:
    rates = series(2.0, 2.5, 3.0, start="2024-01-04")  # Thursday, Friday, Monday
    assert base_day(rates, dt.date(2024, 1, 7)) == pd.Timestamp("2024-01-05")
    assert index_to_100(rates, dt.date(2024, 1, 7)).to_list() == pytest.approx([80.0, 100.0, 120.0])


def test_index_refuses_a_base_day_before_the_series() -> None:
    with pytest.raises(DataError, match=r"rate: starts on 2024-01-01.*2023-12-31"):
        index_to_100(series(2.0, 2.5), dt.date(2023, 12, 31))


def test_sources_are_compared_in_percent_on_days_both_observed() -> None:
    frame = pd.DataFrame(
        {"a": [2.02, 2.0, math.nan], "b": [2.0, math.nan, math.nan], "c": [2.02, 1.6, 5.0]},
        index=pd.bdate_range("2024-01-01", periods=3),
    )
    found = compare(frame)
    assert list(found) == [("a", "b"), ("a", "c"), ("b", "c")]
    # 2.02 / 2.00 = 1.01; 2.0 / 1.6 = 1.25; 2.00 / 2.02 = 0.990099. The third day has one source only.
    assert found["a", "b"].to_list() == pytest.approx([1.0, math.nan], nan_ok=True)
    assert found["a", "c"].to_list() == pytest.approx([0.0, 25.0])
    assert found["b", "c"].to_list() == pytest.approx([-0.990099, math.nan], nan_ok=True, abs=1e-6)


def test_one_source_alone_has_no_difference() -> None:
    assert compare(series(1.0, 2.0).to_frame()).empty
