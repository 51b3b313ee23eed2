"""What a story holds in numbers, counted by hand on the invented story and on small indexes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from dashboard.load import load_story
from dashboard.summary import missing_periods, story_summary


def test_the_invented_story_has_24_weeks_with_one_gap_and_one_flag(fictional_folder: Path) -> None:
    crown, neighbour = story_summary(load_story(fictional_folder)).to_dict("records")
    assert (crown["series"], crown["rows"], crown["missing"], crown["flagged"]) == ("crown_market", 119, 1, "stale 1")
    assert (crown["first"], crown["last"]) == (dt.date(2021, 1, 4), dt.date(2021, 6, 18))
    assert (neighbour["rows"], neighbour["missing"], neighbour["flagged"]) == (120, 0, "")
    assert (crown["unit"], crown["publisher"]) == ("XAC per USD", "Invented for tests")


GAPS = [
    (["2021-01-01", "2021-01-04"], "daily", 0),  # Friday and Monday
    (["2021-01-01", "2021-01-06"], "daily", 2),  # Monday and Tuesday lack
    (["2021-01-01", "2021-01-02", "2021-01-04"], "daily", 0),  # a Saturday more
    (["2021-01-31", "2021-02-28", "2021-05-31"], "monthly", 2),  # March and April lack
]


@pytest.mark.parametrize(("days", "frequency", "count"), GAPS)
def test_missing_days_and_months_are_counted_between_the_ends(days: list[str], frequency: str, count: int) -> None:
    assert missing_periods(pd.DatetimeIndex(days), frequency) == count
