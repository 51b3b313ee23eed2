"""Event studies: six days worked by hand, then what a table says of events that the data do not cover."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd
import pytest

from dashboard.abnormal_move import Method
from dashboard.event_study import study_event, study_events
from dashboard.event_window import EventWindow
from dashboard.market_model import Daily
from tests.simulated import DAY, daily, date, noise

BY_HAND = Method(estimation=3, minimum=3)
LAST_DAY = EventWindow(before=1, after=0)


def six(*values: float) -> pd.Series[float]:
    return pd.Series(values, pd.bdate_range("2020-08-06", periods=6))


YIELD = six(5.00, 5.10, 5.05, 5.20, 5.50, 5.45)


def test_raw_changes_on_six_days() -> None:
    # Day 0 is Wednesday the 12th. Day -2 to -1: 5.05 to 5.20; day -1 to +1: 5.20 to 5.45. The 10th to the 13th.
    study = study_event(YIELD, "yield", dt.date(2020, 8, 12), EventWindow(before=2, after=1))
    assert [study.before, study.after] == pytest.approx([15.0, 25.0])
    assert study.unit == "bp"
    assert (study.first, study.day0, study.last) == (dt.date(2020, 8, 10), dt.date(2020, 8, 12), dt.date(2020, 8, 13))
    assert study.days_spanned == 3


def test_rate_on_six_days_moves_in_log_percent_over_the_weekend() -> None:
    study = study_event(six(2.0, 2.0, 2.2, 2.2, 2.42, 2.42), "exchange_rate", dt.date(2020, 8, 9), EventWindow(1, 2))
    # Friday 2.0 to Wednesday 2.42: 2 ln 1.1 = 0.1906204.
    assert study.after == pytest.approx(19.06204, abs=1e-5)
    assert study.unit == "log %"
    assert study.days_spanned == 5
    assert study.notes[0] == "no observation on 2020-08-09: day 0 is the next one, 2020-08-10, 1 day later"


def test_constant_mean_model_on_six_days() -> None:
    # Sample +10, -5, +15: mean 20/3. The event's -5 is -35/3 abnormal. Placebos, each less the mean of the other two:
    # 10 - 5 = 5; -5 - 12.5 = -17.5; 15 - 2.5 = 12.5. Two are larger than 11.67: rank 3 of 4.
    move = study_event(YIELD, "yield", dt.date(2020, 8, 13), LAST_DAY, method=BY_HAND).abnormal
    assert move is not None
    assert move.coefficients == {"constant": pytest.approx(20 / 3)}
    assert move.change == pytest.approx(-35 / 3)
    assert move.placebo_paths[:, -1].tolist() == pytest.approx([5.0, -17.5, 12.5])
    assert (move.rank, move.placebos, move.p_value, move.separate) == (3, 3, 0.75, 3)


def test_market_model_on_six_days() -> None:
    # The benchmark moves by 1, 0, 2 bp, then 5, then 3 on the event day: slope 10, constant -10/3 (test_market_model).
    benchmark = six(1.00, 1.01, 1.01, 1.03, 1.08, 1.11)
    study = study_event(
        YIELD, "yield", dt.date(2020, 8, 13), LAST_DAY, benchmarks={"b": (benchmark, "yield")}, method=BY_HAND
    )
    assert study.abnormal is not None
    assert study.abnormal.coefficients == {"constant": pytest.approx(-10 / 3), "b": pytest.approx(10.0)}
    assert study.abnormal.change == pytest.approx(-5 + 10 / 3 - 30)
    assert study.abnormal.r_squared == pytest.approx(12 / 13)
    # A fit to the two other days would be exact and say nothing, so there is no placebo.
    assert math.isnan(study.abnormal.p_value)
    assert "no placebo: the sample holds no unbroken window, so there is no p-value" in study.notes


EVENTS: dict[str, dt.date | None] = {
    "long ago": dt.date(1994, 7, 20),
    "undated": None,
    "at the start": date(2),
    "short sample": date(50),
    "whole": date(DAY),
    "sunday": dt.date(2020, 7, 5),
    "at the end": date(158),
    "to come": dt.date(2031, 2, 24),
}


def test_no_event_is_dropped_and_each_gap_has_a_reason() -> None:
    series: dict[str, Daily] = {"a": (daily(noise(12)), "yield"), "b": (daily(noise(13)), "yield")}
    table = study_events(EVENTS, series)
    assert list(zip(table["event"], table["series"], strict=True)) == [(e, s) for e in EVENTS for s in "ab"]
    notes = table[table["series"] == "a"].set_index("event")["notes"]
    assert notes["long ago"] == "no observations around 1994-07-20: the series runs from 2020-01-01 to 2020-08-11"
    assert notes["undated"] == "the event has no date"
    assert notes["to come"].startswith("no observations around 2031-02-24")
    assert notes["at the start"].startswith("incomplete window: 2 of 5 observations before day 0")
    assert notes["at the end"].startswith("incomplete window: 5 of 5 observations before day 0, 1 of 10 after")
    # 44 changes end before its window, 12 of them in the window of the event at the start.
    assert "no abnormal move: only 32 observations before the window" in notes["short sample"]
    assert "day 0 is the next one, 2020-07-06" in notes["sunday"]
    missing = table[table["abnormal"].isna()]
    assert set(missing["event"]) == {"long ago", "undated", "at the start", "short sample", "at the end", "to come"}
    assert missing["notes"].ne("").all()


def test_incomplete_window_gives_the_half_that_was_observed() -> None:
    series = daily(noise(12))
    table = study_events(EVENTS, {"a": (series, "yield")}).set_index("event")
    assert table.loc["at the start", ["before", "first"]].isna().all()
    assert table.loc["at the start", "after"] == pytest.approx(100 * (series.iloc[12] - series.iloc[1]))
    assert table.loc["at the end", ["after", "last", "days_spanned"]].isna().all()
    assert table.loc["at the end", "before"] == pytest.approx(100 * (series.iloc[157] - series.iloc[153]))


def test_table_says_what_single_studies_say() -> None:
    series: dict[str, Daily] = {"own": (daily(noise(14)), "yield"), "market": (daily(noise(15)), "yield")}
    events = {"x": date(DAY), "y": date(DAY - 20)}
    table = study_events(events, series, benchmarks={"market": series["market"]}).set_index(["event", "series"])
    study = study_event(
        *series["own"], events["x"], benchmarks={"market": series["market"]}, other_events=[events["y"]]
    )
    assert study.abnormal is not None
    row: Any = table.loc[("x", "own")]
    assert row["day0"].date() == study.day0
    assert row["days_spanned"] == study.days_spanned
    for column, figure in {
        "before": study.before,
        "after": study.after,
        "abnormal": study.abnormal.change,
        "low": study.abnormal.low,
        "high": study.abnormal.high,
        "p_value": study.abnormal.p_value,
        "rank": study.abnormal.rank,
        "beta_market": study.abnormal.coefficients["market"],
        "r_squared": study.abnormal.r_squared,
    }.items():
        assert row[column] == pytest.approx(figure), column
    assert row["notes"] == "; ".join(study.notes)
    # A series is not its own benchmark.
    benchmark: Any = table.loc[("x", "market")]
    assert math.isnan(benchmark["beta_market"])
    assert "no benchmark: adjusted for the mean change only" in benchmark["notes"]


def test_inputs_are_not_mutated() -> None:
    series: dict[str, Daily] = {"own": (daily(noise(16)), "yield"), "market": (daily(noise(17)), "yield")}
    kept = {name: values.copy(deep=True) for name, (values, _) in series.items()}
    study_events(EVENTS, series, benchmarks={"market": series["market"]})
    for name, (values, _) in series.items():
        pd.testing.assert_series_equal(values, kept[name])


def test_benchmark_without_the_windows_days_moves_the_abnormal_window_and_says_so() -> None:
    benchmark = daily(noise(19)).drop(pd.bdate_range(date(DAY + 2), periods=2))
    study = study_event(daily(noise(18)), "yield", date(DAY), benchmarks={"b": (benchmark, "yield")})
    assert study.last == date(DAY + 10)
    assert study.abnormal is not None
    assert study.abnormal.days[-1].item().date() == date(DAY + 12)
    assert any(f"to {date(DAY + 12)}, counted on days when all series were observed" in note for note in study.notes)


def test_benchmark_that_ends_before_the_window_leaves_the_raw_change() -> None:
    study = study_event(
        daily(noise(18)), "yield", date(DAY), benchmarks={"b": (daily(noise(19)).iloc[: DAY + 5], "yield")}
    )
    assert study.abnormal is None
    assert math.isfinite(study.after)
    assert "no abnormal move: the days on which all series were observed do not hold the window" in study.notes


def test_same_benchmark_twice_gives_no_abnormal_move() -> None:
    benchmark: Daily = (daily(noise(19)), "yield")
    study = study_event(daily(noise(18)), "yield", date(DAY), benchmarks={"b": benchmark, "c": benchmark})
    assert study.abnormal is None
    assert "no abnormal move: the benchmarks do not vary independently in the estimation sample" in study.notes


@pytest.mark.parametrize("length", [0, 1])
def test_series_without_changes_gives_a_study_with_a_reason(length: int) -> None:
    study = study_event(YIELD.iloc[:length], "yield", dt.date(2020, 8, 6))
    assert math.isnan(study.after)
    assert study.abnormal is None
    assert study.notes
