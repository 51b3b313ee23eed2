"""A view and its address: one gives the other, and what an address gets wrong is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.load import load_story
from dashboard.model import Event, Story
from dashboard.state import (
    OWN,
    State,
    default_state,
    event_window,
    from_query,
    parse_day,
    tab_labels,
    to_query,
    window,
)
from dashboard.views import overview
from tests.conftest import BELARUS, FICTIONAL

STORY = load_story(BELARUS)
DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2022, 12, 31))


@st.composite
def states(draw: st.DrawFn) -> State:
    period = draw(st.sampled_from([OWN, *(p.id for p in STORY.file.periods)]))
    start = draw(DAYS) if period == OWN else None
    end = start + dt.timedelta(days=draw(st.integers(1, 700))) if start else None
    return State(
        period=period,
        start=start,
        end=end,
        source=draw(st.sampled_from(["usd_byn_market", "usd_byn_ice_close", "usd_byn_nbu_cross"])),
        since=draw(DAYS),
        unit=draw(st.sampled_from(["level", "change"])),
        event=draw(st.sampled_from(["", "A04", "K01"])),
        context=draw(st.booleans()),
        others=draw(st.booleans()),
        theme=draw(st.sampled_from(["light", "dark"])),
        tab=draw(st.sampled_from(list(tab_labels(STORY)))),
    )


@settings(deadline=None)
@given(states())
def test_an_address_brings_back_the_view(state: State) -> None:
    assert from_query(f"?{to_query(state, default_state(STORY))}", STORY) == (state, [])


def test_the_usual_view_has_a_bare_address(story: Story) -> None:
    assert to_query(default_state(story), default_state(story)) == ""


@pytest.mark.parametrize(
    "part",
    ["period=soon", "source=gold", "since=31.12.2019", "unit=euro", "context=2", "theme=pink", "event=Z9", "tab=x"],
)
def test_an_unknown_value_is_left_out_and_said(story: Story, part: str) -> None:
    state, ignored = from_query(f"{part}&others=0", story)
    assert state == replace(default_state(story), others=False)
    assert len(ignored) == 1
    assert part in ignored[0]


def test_keys_of_other_tools_are_left_alone(story: Story) -> None:
    assert from_query("?utm_source=mail&fbclid=1", story) == (default_state(story), [])


@pytest.mark.parametrize("dates", ["", "&from=2020-08-02", "&from=2020-08-02&to=2020-08-02"])
def test_own_dates_are_a_pair_in_order(story: Story, dates: str) -> None:
    state, ignored = from_query(f"period=own{dates}", story)
    assert state.period == "election"
    assert len(ignored) == 1


def test_dates_of_a_time_that_no_axis_reaches_are_refused_and_said(story: Story) -> None:
    state, ignored = from_query("period=own&from=0001-01-01&to=9999-12-31&since=9999-12-31", story)
    assert state == default_state(story)
    assert [text for text in ("from=0001", "to=9999", "since=9999") if not any(text in note for note in ignored)] == []
    assert overview(story, replace(state, period=OWN, start=dt.date(1800, 1, 1), end=dt.date(2200, 12, 31)), 800, 500)


def test_dates_without_the_period_they_belong_to_change_nothing(story: Story) -> None:
    assert from_query("from=2020-08-02&to=2020-08-05", story) == (default_state(story), [])


def test_the_last_of_a_repeated_key_counts(story: Story) -> None:
    assert from_query("unit=change&unit=level", story) == (default_state(story), [])


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60), st.sampled_from(["", "period=own&", "from=2020-01-01&to=", "event=", "since="]))
def test_no_address_breaks_the_page(text: str, start: str) -> None:
    state, ignored = from_query(start + text, STORY)
    first, last = window(STORY, state)
    assert first < last
    assert from_query(to_query(state, default_state(STORY)), STORY)[0] == state
    assert all(note.endswith(".") for note in ignored)


def test_the_base_of_changes_is_the_last_day_before_the_vote(story: Story) -> None:
    assert default_state(story).since == dt.date(2020, 8, 7)


def test_a_period_without_ends_shows_all_the_data(story: Story) -> None:
    state = replace(default_state(story), period="all")
    assert window(story, state) == (dt.date(2019, 12, 20), dt.date(2021, 12, 31))


def test_an_event_is_shown_with_room_around_it() -> None:
    day = Event(id="X", label="x", what="x", start=dt.date(2020, 8, 9), precision="day", basis="stated", kind="x")
    assert event_window(day) == (dt.date(2020, 7, 30), dt.date(2020, 8, 19))
    long = day.model_copy(update={"end": dt.date(2020, 10, 8)})
    assert event_window(long) == (dt.date(2020, 7, 10), dt.date(2020, 11, 7))
    assert event_window(day.model_copy(update={"start": None})) is None


@pytest.mark.parametrize("text", ["", None, "2020-8-9x", "09.08.2020", "2020-02-30", "0001-01-01", "9999-12-31"])
def test_only_real_days_are_days(text: str | None) -> None:
    assert parse_day(text) is None


def test_a_story_of_one_panel_has_its_own_tabs() -> None:
    story = load_story(FICTIONAL)
    assert [name for name in tab_labels(story) if name in {p.id for p in story.file.panels}]
    assert default_state(story).source in story.info
