"""The market model's fast products against the slow and obvious computations."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from dashboard.bootstrap import stationary_indices
from dashboard.event_window import EventWindow
from dashboard.market_model import Daily, estimation_rows, fit, join, left_out_windows, prediction_errors

Array = NDArray[np.floating[Any]]


@pytest.fixture
def sample() -> tuple[Array, Array]:
    rng = np.random.default_rng(3)
    x = np.column_stack([np.ones(60), rng.standard_normal((60, 2))])
    return x @ np.array([0.1, 0.5, -1.0]) + rng.standard_normal(60), x


def least_squares(y: Array, x: Array) -> Array:
    return np.linalg.lstsq(x, y, rcond=None)[0]


def test_fit_by_hand() -> None:
    # x mean 1, y mean 20/3; products 20, squares 2: slope 10, constant -10/3; squares 50/3 left of 650/3.
    found = fit(np.array([10.0, -5.0, 15.0]), np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 2.0]]))
    assert found is not None
    assert found.coefficients.tolist() == pytest.approx([-10 / 3, 10.0])
    assert found.residuals.tolist() == pytest.approx([10 / 3, -5 / 3, -5 / 3])
    assert found.r_squared == pytest.approx(12 / 13)


def test_no_fit_without_independent_benchmarks_or_freedom(sample: tuple[Array, Array]) -> None:
    y, x = sample
    assert fit(y, np.column_stack([x, x[:, 1] * 3.0])) is None
    assert fit(y, np.column_stack([x, np.zeros(60)])) is None
    assert fit(y[:3], x[:3]) is None


def test_r_squared_of_a_series_that_does_not_move_is_unknown() -> None:
    found = fit(np.zeros(5), np.ones((5, 1)))
    assert found is not None
    assert math.isnan(found.r_squared)


def test_left_out_windows_equal_a_refit_without_each_window(sample: tuple[Array, Array]) -> None:
    y, x = sample
    starts, changes = left_out_windows(y, x, np.array([0, 7, 45]), 15)
    assert starts.tolist() == [0, 7, 45]
    for start, found in zip(starts, changes, strict=True):
        inside = np.arange(60) - start
        rest = (inside < 0) | (inside >= 15)
        expected = y[~rest] - x[~rest] @ least_squares(y[rest], x[rest])
        assert found.tolist() == pytest.approx(expected.tolist())


def test_window_that_holds_all_moves_of_a_benchmark_is_passed_over(sample: tuple[Array, Array]) -> None:
    y, x = sample
    pegged = np.column_stack([x[:, 0], np.where(np.arange(60) == 30, 1.0, 0.0)])
    starts, changes = left_out_windows(y, pegged, np.array([0, 20, 40]), 15)
    assert starts.tolist() == [0, 40]
    assert np.isfinite(changes).all()


def test_prediction_errors_equal_a_refit_of_each_draw(sample: tuple[Array, Array]) -> None:
    y, x = sample
    fitted = fit(y, x)
    assert fitted is not None
    x_after = np.random.default_rng(8).standard_normal((4, 3))
    indices = stationary_indices(60, 64, 5.0, 20, 1)
    residuals = fitted.residuals * math.sqrt(60 / 57)
    for row, found in zip(indices, prediction_errors(fitted, x_after, indices), strict=True):
        refit = least_squares(x @ fitted.coefficients + residuals[row[:60]], x)
        actual = x_after @ fitted.coefficients + residuals[row[60:]]
        assert found == pytest.approx(float(np.sum(actual - x_after @ refit)))


def test_series_join_on_days_all_observed() -> None:
    days = pd.bdate_range("2024-01-01", periods=4)
    own = pd.Series([1.0, 2.0, 4.0, 8.0], days)
    benchmark: Daily = (pd.Series([5.0, math.nan, 5.2, 5.3], days), "yield")
    joined = join((own, "price"), {"b": benchmark})
    assert joined.days.tolist() == days[[0, 2, 3]].to_numpy().tolist()
    # From the first to the third day the series rose from 1 to 4: ln 4 = 1.386294.
    assert joined.y.tolist() == pytest.approx([138.6294, 69.3147], abs=1e-4)
    assert joined.x == pytest.approx(np.array([[1.0, 20.0], [1.0, 10.0]]))


def test_estimation_rows_end_before_the_window_and_leave_out_other_windows() -> None:
    own = pd.Series(np.arange(1.0, 32.0), pd.bdate_range("2024-01-01", periods=31))
    joined = join((own, "yield"), {})
    rows = estimation_rows(joined, 25, np.array([2, 12, 28]), EventWindow(before=3, after=2), size=100)
    # Day 0 at 25: the window's first day is 22, so the last change of the sample is 20 to 21 (row 20). Others hold the
    # days -1..4 and 9..14, whose changes are rows 0..3 and 9..13; the one at 28 lies after.
    assert rows.tolist() == [*range(4, 9), *range(14, 21)]
    assert estimation_rows(joined, 25, np.array([], dtype=int), EventWindow(3, 2), size=4).tolist() == [17, 18, 19, 20]
