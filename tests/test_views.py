"""The charts over time: panels, events, words, and what the chart must not pretend."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from dashboard.charts import day_ticks, fit_lines, value_ranges
from dashboard.event_list import first_observation, listed_events
from dashboard.lane import text_px
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.state import OWN, default_state
from dashboard.views import charts_of, lane_events, overview
from tests.conftest import FICTIONAL


def trace(figure: Any, name: str) -> Any:
    return next(t for t in figure.data if t.name == name and t.meta["strip"] is False)


def headings(figure: Any) -> str:
    return " ".join(a.text for a in figure.layout.annotations)


def test_the_bond_panel_joins_nothing(story: Story) -> None:
    figure = overview(story, default_state(story), 1010, 548)
    assert {t.mode for t in figure.data if t.yaxis == "y"} == {"markers"}
    assert {t.mode for t in figure.data if t.yaxis == "y2" and t.line.color} == {"lines"}


def test_stated_yields_are_solid_and_computed_ones_hollow(story: Story) -> None:
    figure = overview(story, default_state(story), 1010, 548)
    assert trace(figure, "Stated yield").marker.symbol == "circle"
    assert trace(figure, "From a price").marker.symbol.endswith("-open")
    assert trace(figure, "Fund's mark").marker.symbol.endswith("-open")


def test_a_missing_day_is_a_gap(story: Story) -> None:
    state = replace(default_state(story), source="usd_byn_ice_close")
    line = trace(overview(story, state, 1010, 548), "ICE close")
    at = line.x.index("2021-01-06")
    assert line.y[at] is None
    assert not line.connectgaps


def test_a_stale_value_is_marked_with_its_reason(story: Story) -> None:
    stale = trace(overview(story, default_state(story), 1010, 548), "Stale")
    at = stale.x.index("2020-08-21")
    assert stale.y[at] == 2.4843 or round(stale.y[at], 4) == 2.4843
    assert "stale" in stale.customdata[at]
    assert stale.marker.symbol == "circle-open"


def test_a_change_is_a_percentage_of_the_base_and_basis_points_of_a_yield(story: Story) -> None:
    figure = overview(story, replace(default_state(story), unit="change"), 1010, 548)
    line = trace(figure, "Market quote")
    values = story.values("usd_byn_market")
    expected = 100 * (values["2020-08-27"] / values["2020-08-07"] - 1)
    assert line.y[line.x.index("2020-08-27")] == pytest.approx(expected)
    # The latest yield before 7 August is that of the issue at par on 24 June, 6.375 %; 7.30 % is 92.5 bp above it.
    stated = trace(figure, "Stated yield")
    assert stated.y[stated.x.index("2020-08-27")] == pytest.approx(92.5, abs=0.2)
    assert "change since 7 Aug 2020" in headings(figure)
    assert "since 24 Jun 2020 (6.38 %)" in " ".join(headings(figure).replace("<br>", " ").split())


def test_a_base_before_the_data_is_said(story: Story) -> None:
    state = replace(default_state(story), unit="change", since=dt.date(2019, 1, 1))
    words = " ".join(headings(overview(story, state, 1010, 548)).replace("<br>", " ").split())
    assert "no value on or before 1 Jan 2019" in words
    assert "no figure on or before 1 Jan 2019" in words


def test_hover_tells_publisher_and_how_it_came_about(story: Story) -> None:
    stated = trace(overview(story, default_state(story), 1010, 548), "Stated yield")
    said = stated.customdata[stated.x.index("2020-08-27")]
    assert "<b>7.30 %</b>" in said
    assert "Bloomberg" in said
    assert "27 Aug 2020" in said


def test_numbers_of_the_lane_are_those_of_the_list(story: Story) -> None:
    listed = {e.event.id: e.number for e in listed_events(story)}
    drawn = lane_events(story, default_state(story))
    assert {e.id: e.number for e in drawn} == {e.id: listed[e.id] for e in drawn}
    assert sorted(listed.values())[-26:] == list(range(1, 27))


@pytest.mark.parametrize("event", ["A03", "A14", "A19", "A20"])
def test_what_does_not_fit_the_axis_is_in_the_list_only(story: Story, event: str) -> None:
    assert event not in {e.id for e in lane_events(story, default_state(story))}
    (entry,) = [e for e in listed_events(story) if e.event.id == event]
    assert entry.window is None


def test_an_event_of_both_layers_is_drawn_once(story: Story) -> None:
    twins = {e.same_as for e in story.file.events if e.same_as}
    assert len(twins) == 5
    assert twins & {e.event.id for e in listed_events(story)} == set()


def test_an_event_on_a_sunday_says_what_could_react_first(story: Story) -> None:
    (vote,) = [e for e in listed_events(story) if e.event.id == "A04"]
    assert vote.reaction.startswith("Sunday: no trading.")
    assert "Monday 10 Aug (Market quote, ICE close" in vote.reaction
    # The cross dated Monday was fixed on Friday: the first one fixed after the vote is dated Tuesday.
    cross = first_observation(story, story.info["usd_byn_nbu_cross"], dt.date(2020, 8, 9))
    assert cross == dt.date(2020, 8, 11)


def test_words_are_inside_a_picture_and_beside_the_chart_on_the_page(story: Story) -> None:
    with_words = headings(overview(story, default_state(story), 1200, 675, True)).replace("<br>", " ")
    assert story.file.title in with_words
    assert "Open Exchange Rates, retrieved 24 Nov 2026" in with_words
    assert "hollow" in with_words
    assert story.file.title not in headings(overview(story, default_state(story), 1200, 675))


@pytest.mark.parametrize("width", [302, 390, 680, 1010, 1587])
@pytest.mark.parametrize("name", ["overview", "bond", "ruble"])
def test_parts_of_a_picture_keep_apart(story: Story, width: int, name: str) -> None:
    figure = charts_of(story)[name].draw(story, default_state(story), width, 900, True)
    axes = [key for key in figure.layout.to_plotly_json() if key.startswith("yaxis")]
    domains = sorted(figure.layout[key].domain for key in axes)
    assert all(0 <= low < high <= 1 for low, high in domains)
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(domains))
    room = figure.layout.margin.t + figure.layout.margin.b
    assert room < 900
    for annotation in figure.layout.annotations:
        if annotation.font.size in (11, 13, 20) and annotation.xref == "paper":
            assert all(text_px(line, annotation.font.size) <= width for line in annotation.text.split("<br>"))


def test_value_axes_follow_the_window() -> None:
    traces = [
        {
            "meta": {"strip": False},
            "yaxis": "y",
            "x": ["2020-01-01", "2020-01-02", "2020-01-03"],
            "y": [1.0, 2.0, 99.0],
        },
        {"meta": {"strip": False}, "yaxis": "y2", "x": ["2020-01-02"], "y": [10.0], "error_y": {"array": [2.0]}},
        {"meta": {"strip": True}, "yaxis": "y3", "x": ["2020-01-02"], "y": [0.5]},
    ]
    first = 18262.0  # days from 1970-01-01 to 2020-01-01
    ranges = value_ranges(traces, [["y", first, first, 0.0, 1.5]], (first - 0.5, first + 1.5))
    # 0 to 2 with 8 % of room; 8 to 12 with 8 % of room.
    assert ranges == {
        "y": [pytest.approx(-0.16), pytest.approx(2.16)],
        "y2": [pytest.approx(7.68), pytest.approx(12.32)],
    }


def test_days_get_a_tick_each_only_where_there_is_room() -> None:
    assert day_ticks((0.0, 10.0), 600) == 86_400_000
    assert day_ticks((0.0, 10.1), 600) is None


def test_long_words_are_broken_into_lines() -> None:
    lines = fit_lines("one two three four", text_px("one two", 12), 12)
    assert lines == ["one two", "three", "four"]


def test_a_story_without_a_bond_is_drawn() -> None:
    story = load_story(FICTIONAL)
    for name, view in charts_of(story).items():
        assert view.draw(story, default_state(story), 800, 500, True).data, name
    state = replace(default_state(story), period=OWN, start=dt.date(1990, 1, 1), end=dt.date(1990, 2, 1))
    assert overview(story, state, 800, 500).layout.xaxis.range


def test_a_line_looks_in_the_legend_as_it_does_in_the_chart(story: Story) -> None:
    # Of constant size, Plotly draws lines 5 px wide there, and one dash of them fills the place.
    assert overview(story, default_state(story), 1010, 548).layout.legend.itemsizing == "trace"


def test_hover_texts_fit_a_phone(story: Story) -> None:
    figure = charts_of(story)["bond"].draw(story, default_state(story), 366, 900, False)
    texts = [text for trace in figure.data if trace.customdata is not None for text in trace.customdata if text]
    lines = [re.sub("<[^>]*>", "", line) for text in texts for line in text.split("<br>")]
    assert max(text_px(line, 12) for line in lines) <= 366 - 60
    wide = charts_of(story)["bond"].draw(story, default_state(story), 1010, 900, False)
    bare = [text for trace in wide.data if trace.customdata is not None for text in trace.customdata if text]
    assert [text.split() for text in texts] != [text.split() for text in bare]
    assert [text.replace("<br>", " ").split() for text in texts] == [t.replace("<br>", " ").split() for t in bare]
