"""Options of a view: what they describe, and what is said of one that the story does not know."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dashboard.asked_view import asked_view
from dashboard.errors import DashboardError
from dashboard.model import Story
from dashboard.state import default_state, window


def test_what_is_not_asked_is_as_on_the_page(story: Story) -> None:
    assert asked_view(story, {"period": None, "from": None, "to": None, "context": None}) == default_state(story)


def test_each_option_sets_its_part(story: Story) -> None:
    asked: dict[str, Any] = {"from": "2020-07-01", "to": "2020-09-30", "event": "A04", "others": False, "theme": "dark"}
    state = asked_view(story, asked)
    assert window(story, state) == (dt.date(2020, 7, 1), dt.date(2020, 9, 30))
    assert (state.event, state.others, state.theme) == ("A04", False, "dark")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (
            {"period": "yesterday"},
            "--period: there is no “yesterday” in this story. Choose one of election, slide, 2020",
        ),
        ({"source": "nope"}, "Choose one of usd_byn_market, usd_byn_ice_close, usd_byn_nbu_cross."),
        ({"event": "Z9"}, "--event: there is no “Z9” in this story. Choose one of A"),
        ({"since": "7.8.2020"}, "--since: “7.8.2020” is no day. Write year-month-day"),
        ({"from": "2020-08-31", "to": "2020-08-01"}, "--from 2020-08-31 is not before --to 2020-08-01"),
        ({"from": "1990-01-01", "to": "1991-01-01"}, "Its data run from 2019-12-20 to 2021-12-31"),
    ],
)
def test_what_the_story_does_not_know_is_told_with_what_it_does(story: Story, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(DashboardError) as told:
        asked_view(story, asked)
    assert says in str(told.value)
    assert "address" not in str(told.value)
