"""Paths around events against the levels that they come from."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from dashboard.abnormal_move import Method
from dashboard.event_paths import abnormal_path, path, placebo_fan
from dashboard.event_study import study_event
from dashboard.event_window import EventWindow

SIX = pd.Series([5.00, 5.10, 5.05, 5.20, 5.50, 5.45], pd.bdate_range("2020-08-06", periods=6))
LONG = pd.Series(
    5.0 + np.random.default_rng(2).standard_normal(200).cumsum() / 100.0, pd.bdate_range("2020-01-01", periods=200)
)
DATE = LONG.index[150].date()


def test_path_is_0_on_day_minus_1() -> None:
    # 10 August is day 0: 5.05 less the 5.10 of the 7th; the 6th lies 10 bp lower.
    found = path(SIX, "yield", dt.date(2020, 8, 9), EventWindow(before=2, after=1))
    assert found["change"].to_dict() == {
        -2: pytest.approx(-10.0),
        -1: 0.0,
        0: pytest.approx(-5.0),
        1: pytest.approx(10.0),
    }
    assert found.loc[0, "date"] == pd.Timestamp("2020-08-10")


def test_unobserved_days_of_a_path_stay_empty() -> None:
    found = path(SIX, "yield", dt.date(2020, 8, 12), EventWindow(before=1, after=4))
    assert found["change"].notna().to_dict() == {-1: True, 0: True, 1: True, 2: False, 3: False, 4: False}
    assert found["date"].isna().sum() == 3


@pytest.mark.parametrize("date", [dt.date(2020, 8, 6), dt.date(1994, 7, 20), None])
def test_path_without_a_day_minus_1_is_empty(date: dt.date | None) -> None:
    found = path(SIX, "yield", date, EventWindow(before=1, after=1))
    assert found["change"].isna().all()
    assert found.index.to_list() == [-1, 0, 1]


def test_path_does_not_mutate_its_input() -> None:
    kept = SIX.copy(deep=True)
    path(SIX, "yield", dt.date(2020, 8, 9))
    pd.testing.assert_series_equal(SIX, kept)


def test_abnormal_path_is_the_path_less_the_mean_change() -> None:
    study = study_event(LONG, "yield", DATE)
    assert study.abnormal is not None
    found, raw = abnormal_path(study), path(LONG, "yield", DATE)
    slope = study.abnormal.coefficients["constant"]
    assert found["change"].to_list() == pytest.approx([raw["change"][day] - (day + 1) * slope for day in raw.index])
    assert found["date"].to_list() == raw["date"].to_list()
    assert found["change"].iloc[-1] == pytest.approx(study.abnormal.change)


def test_raw_fan_holds_the_quantiles_of_the_paths_around_all_other_dates() -> None:
    study = study_event(LONG, "yield", DATE, method=Method(draws=1))
    assert study.abnormal is not None
    paths = [path(LONG, "yield", pd.Timestamp(day).date())["change"] for day in study.abnormal.placebo_days]
    expected = pd.concat(paths, axis=1).quantile([0.1, 0.9], axis=1).T
    found = placebo_fan(study, (0.1, 0.9), raw=True)
    pd.testing.assert_frame_equal(found, expected, check_names=False)
    assert placebo_fan(study).loc[-1].eq(0.0).all()


def test_adjusted_fan_differs_from_the_raw_one_by_each_placebos_own_mean() -> None:
    study = study_event(LONG, "yield", DATE, method=Method(draws=1))
    assert study.abnormal is not None
    first = study.abnormal.placebo_raw_paths[0] - study.abnormal.placebo_paths[0]
    # The mean of the sample's changes without the first 15.
    rest = LONG.diff().mul(100)[pd.DatetimeIndex(study.abnormal.sample_days)].iloc[15:].mean()
    assert first.tolist() == pytest.approx([(day + 1) * rest for day in study.window.offsets])


def test_event_without_abnormal_move_has_empty_paths() -> None:
    study = study_event(SIX, "yield", dt.date(2020, 8, 9))
    assert abnormal_path(study).empty
    assert placebo_fan(study).empty
    assert list(placebo_fan(study)) == [0.025, 0.25, 0.5, 0.75, 0.975]
