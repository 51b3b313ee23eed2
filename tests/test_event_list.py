"""The list of events: their order, what is said of their days, and which observation first could react."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from dashboard.event_list import first_observation, first_reaction, listed_events
from dashboard.load import load_story
from dashboard.model import Event, Story
from dashboard.views import basis_text, event_dates
from tests.conftest import BELARUS, FICTIONAL
from tests.crowns import day, frame, info
from tests.crowns import story as crowns


def event(start: str | None, end: str | None = None, **changes: Any) -> Event:
    """An event of an invented article."""
    fields: dict[str, Any] = {
        "id": "X1", "label": "Vote", "what": "A vote.", "start": start, "end": end, "kind": "political",
        "precision": "interval" if end or not start else "day", "basis": "stated",
    }  # fmt: skip
    return Event(**{**fields, **changes})


def reaction(story: Story, event_id: str) -> str:
    return next(e.reaction for e in listed_events(story) if e.event.id == event_id)


def rates(name: str) -> dict[str, float]:
    """An embedded series, read without this program."""
    with (BELARUS / f"{name}.csv").open(encoding="utf-8") as file:
        return {row["date"]: float(row["value"]) for row in csv.DictReader(file)}


def test_the_vote_on_a_sunday_meets_monday_on_the_market_and_tuesday_in_a_rate_set_the_day_before(story: Story) -> None:
    assert dt.date(2020, 8, 9).strftime("%A") == "Sunday"
    assert reaction(story, "A04") == (
        "Sunday: no trading. First observation that could react: "
        "Monday 10 Aug (Market quote, ICE close); Tuesday 11 Aug (NBU cross)."
    )


def test_a_weekend_before_a_holiday_waits_for_the_rate_set_after_it(story: Story) -> None:
    # Monday 24 August 2020 was a holiday in Kyiv: the rate of the 25th was set on Friday, that of the 26th on the 25th.
    cross, market = rates("usd_byn_nbu_cross"), rates("usd_byn_market")
    assert cross["2020-08-24"] == cross["2020-08-21"]
    assert abs(cross["2020-08-26"] / market["2020-08-25"] - 1) < 0.001
    assert reaction(story, "A24") == (
        "Saturday: no trading. First observation that could react: "
        "Monday 24 Aug (Market quote, ICE close); Wednesday 26 Aug (NBU cross)."
    )


def test_a_trading_day_needs_no_such_words(story: Story) -> None:
    assert reaction(story, "A13") == ""


@pytest.mark.parametrize("event_id", ["A03", "A14", "A19", "A20"])
def test_an_event_in_the_list_only_has_neither_window_nor_reaction(story: Story, event_id: str) -> None:
    (entry,) = [e for e in listed_events(story) if e.event.id == event_id]
    assert (entry.window, entry.reaction) == (None, "")


FRIDAY_TO_THURSDAY = {
    "2019-05-03": 4.0, "2019-05-06": 4.0, "2019-05-07": 4.1, "2019-05-08": 4.2, "2019-05-09": 4.3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("flags", "lag", "first"),
    [
        ({}, 0, "2019-05-06"),
        ({}, 1, "2019-05-07"),
        ({"2019-05-06": "stale"}, 0, "2019-05-07"),
        ({"2019-05-06": "held"}, 1, "2019-05-08"),
        ({"2019-05-06": "suspect"}, 0, "2019-05-06"),
    ],
)
def test_a_repeat_is_no_reaction_and_a_doubtful_value_is_one(flags: Mapping[str, str], lag: int, first: str) -> None:
    series = info(quote_lag_days=lag)
    story = crowns({"crowns": frame(FRIDAY_TO_THURSDAY, flags)}, infos=[series])
    assert first_observation(story, series, day("2019-05-04")) == day(first)


def test_after_the_last_observation_nothing_is_promised() -> None:
    series = info(quote_lag_days=1)
    story = crowns({"crowns": frame(FRIDAY_TO_THURSDAY)}, infos=[series])
    # What was set on Thursday 9 May is dated the 10th, which the series does not have.
    assert first_observation(story, series, day("2019-05-09")) is None
    assert first_reaction(story, event("2019-05-11")) == ""


def test_the_article_comes_first_in_time_and_the_second_layer_after_it() -> None:
    listed = listed_events(load_story(FICTIONAL))
    # E03 has no start, so it lies before the rest; E01 is also in the context file, as K01.
    assert [(e.number, e.event.id) for e in listed] == [(1, "E03"), (2, "E04"), (3, "E01"), (4, "E02"), (0, "K02")]


def test_choosing_an_event_shows_ten_days_around_it_or_half_its_length(story: Story) -> None:
    windows = {e.event.id: e.window for e in listed_events(story)}
    assert windows["A04"] == (dt.date(2020, 7, 30), dt.date(2020, 8, 19))
    # 31 December 2019 to 27 August 2020 are 240 days.
    assert windows["A17"] == (dt.date(2019, 9, 2), dt.date(2020, 12, 25))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (event("2020-08-09"), "9 Aug 2020"),
        (event("2020-08-09", "2020-08-27"), "9 Aug 2020 to 27 Aug 2020"),
        (event(None, "2020-08-08"), "until 8 Aug 2020"),
        (event("2019-01-01", "2019-12-31", precision="year"), "2019"),
        (event("1994-07-20", "2020-08-27", precision="year"), "1994 to 2020"),
        (event(None), "date not given"),
    ],
)
def test_days_are_written_as_exactly_as_they_are_known(entry: Event, words: str) -> None:
    assert event_dates(entry) == words


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("stated", "date from the article"),
        ("weekday", "date from the article"),
        ("relative", "date from the article"),
        ("inferred", "date placed by its context in the article"),
        ("external", "date from outside the article"),
        ("context", "not in the article"),
    ],
)
def test_only_what_the_article_dates_is_called_its_own(basis: Any, words: str) -> None:
    assert basis_text(event("2020-08-09", basis=basis)) == words


def test_an_event_without_any_day_is_listed() -> None:
    base = crowns({"crowns": frame(FRIDAY_TO_THURSDAY)})
    story = replace(base, file=base.file.model_copy(update={"events": (event(None),)}))
    (entry,) = listed_events(story)
    assert (entry.number, entry.dates, entry.window, entry.reaction) == (1, "date not given", None, "")
