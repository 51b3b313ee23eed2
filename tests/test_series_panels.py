"""The tab of several series: all in one panel, their differences and an index, worked by hand on small frames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.chart_parts import Line, PanelDrawing
from dashboard.model import Panel, Story
from dashboard.panel_box import content
from dashboard.panel_summary import panel_summary
from dashboard.panels import drawn_series, panel_count, panel_drawing, tab_drawings
from dashboard.series_panels import all_series_panel, difference_panel, index_panel
from dashboard.source_differences import apart, differences
from dashboard.state import State, default_state
from tests.crowns import day, frame, info
from tests.crowns import story as crowns

MARKET = {"2019-05-06": 4.00, "2019-05-07": 4.10, "2019-05-08": 4.20, "2019-05-09": 4.00, "2019-05-10": 4.40}
BANK = {"2019-05-06": 4.02, "2019-05-07": 4.10, "2019-05-09": 3.90, "2019-05-10": 4.40}
NEIGHBOUR = {"2019-05-06": 50.0, "2019-05-07": 55.0, "2019-05-08": 50.0, "2019-05-09": 60.0, "2019-05-10": 45.0}


def two(bank: Mapping[str, float] = BANK, flags: Mapping[str, str] | None = None, **changes: Any) -> Story:
    """A market rate, a bank's rate, and a neighbour's currency as a benchmark."""
    infos = [
        info("market", short="Market", decimals=2),
        info("bank", short="Bank", decimals=2, **changes),
        info("neighbour", short="Neighbour", unit="NEI per USD", role="benchmark"),
    ]
    frames = {"market": frame(MARKET), "bank": frame(bank, flags), "neighbour": frame(NEIGHBOUR)}
    base = crowns(frames, infos=infos)
    panel = base.file.panels[0].model_copy(update={"series": ("market", "bank")})
    file = base.file.model_copy(update={"panels": (panel,), "benchmarks": ("neighbour",)})
    return replace(base, file=file)


def with_panel(story: Story, **changes: Any) -> Story:
    panel = story.file.panels[0].model_copy(update=changes)
    return replace(story, file=story.file.model_copy(update={"panels": (panel,)}))


def panel_of(story: Story) -> Panel:
    return next(p for p in story.file.panels if p.kind == "series")


def view(story: Story, **changes: Any) -> State:
    return replace(default_state(story), **{"since": day("2019-05-07"), **changes})


def line(drawing: PanelDrawing | None, name: str) -> Line:
    assert drawing is not None
    return next(found for found in drawing.lines if found.name == name)


def by_day(drawn: Line) -> dict[str, float]:
    return {x: y for x, y in zip(drawn.x, drawn.y, strict=True) if y is not None}


def test_all_series_stand_in_one_panel_told_apart_by_their_shape() -> None:
    story = two()
    drawing = all_series_panel(story, panel_of(story), view(story))
    assert [found.name for found in drawing.lines] == ["Market", "Bank"]
    assert len({found.dash for found in drawing.lines}) == 2
    assert by_day(line(drawing, "Bank")) == BANK


def test_the_chosen_series_has_the_panels_colour_and_keeps_its_shape() -> None:
    story = two()
    chosen = all_series_panel(story, panel_of(story), view(story, source="bank"))
    assert [found.tone for found in chosen.lines] == ["ink", "accent"]
    usual = all_series_panel(story, panel_of(story), view(story))
    assert [found.dash for found in chosen.lines] == [found.dash for found in usual.lines]


def test_changes_are_counted_for_each_series_from_its_own_base() -> None:
    story = two()
    drawing = all_series_panel(story, panel_of(story), view(story, unit="change", since=day("2019-05-08")))
    assert by_day(line(drawing, "Market"))["2019-05-10"] == pytest.approx(100 * (4.4 / 4.2 - 1), abs=1e-6)
    # The bank has no value on the 8th: its base is that of the 7th.
    assert by_day(line(drawing, "Bank"))["2019-05-10"] == pytest.approx(100 * (4.4 / 4.1 - 1), abs=1e-6)
    assert "change since 8 May 2019, %" in drawing.heading


def test_a_series_without_a_base_is_left_out_of_changes_and_named() -> None:
    story = two(bank={"2019-05-09": 3.9, "2019-05-10": 4.4})
    drawing = all_series_panel(story, panel_of(story), view(story, unit="change"))
    assert [found.name for found in drawing.lines] == ["Market"]
    assert "Bank: no value on or before 7 May 2019" in drawing.heading


def test_differences_are_percent_of_the_first_on_days_both_observed() -> None:
    story = two()
    drawn = line(difference_panel(story, panel_of(story), view(story)), "Bank")
    assert by_day(drawn) == {
        "2019-05-06": pytest.approx(0.5),
        "2019-05-07": 0,
        "2019-05-09": pytest.approx(-2.5),
        "2019-05-10": pytest.approx(0, abs=1e-12),
    }
    assert "2019-05-08" in drawn.x
    hover = dict(zip(drawn.x, drawn.hover, strict=True))
    assert hover["2019-05-09"] == "Bank <b>2.50 %</b> below Market"
    assert hover["2019-05-06"] == "Bank <b>0.50 %</b> above Market"
    assert hover["2019-05-07"] == "Bank: as Market"
    assert hover["2019-05-08"] == "Bank: nothing to compare this day"


def test_flagged_values_are_no_observations_for_a_difference() -> None:
    story = two(flags={"2019-05-09": "stale"})
    found = differences(story, panel_of(story))["bank"].dropna()
    assert [f"{d:%Y-%m-%d}" for d in found.index] == ["2019-05-06", "2019-05-07", "2019-05-10"]


def test_a_rate_dated_by_when_it_is_in_force_is_compared_on_its_day_of_quote() -> None:
    # In force a business day after it was fixed; Monday the 13th's was fixed on Friday the 10th.
    story = two(bank={"2019-05-07": 4.00, "2019-05-08": 4.10, "2019-05-13": 4.84}, quote_lag_days=1)
    found = differences(story, panel_of(story))["bank"].dropna()
    assert {f"{d:%Y-%m-%d}": v for d, v in found.items()} == {
        "2019-05-06": 0,
        "2019-05-07": 0,
        "2019-05-10": pytest.approx(10.0),
    }


def test_a_rate_held_over_a_weekend_is_not_marked_and_one_over_a_holiday_is() -> None:
    # 11 and 12 May 2019 are a Saturday and a Sunday.
    rates = {**BANK, "2019-05-11": 4.40, "2019-05-12": 4.40, "2019-05-13": 4.40}
    story = two(bank=rates, flags=dict.fromkeys(("2019-05-11", "2019-05-12", "2019-05-13"), "held"))
    (held,) = [
        p for p in all_series_panel(story, story.file.panels[0], default_state(story)).points if p.name == "Bank: held"
    ]
    assert held.x == ["2019-05-13"]


def test_a_rate_after_a_held_one_has_no_known_day_of_quote() -> None:
    rates = {"2019-05-07": 4.00, "2019-05-08": 4.00, "2019-05-09": 4.10}
    story = two(bank=rates, flags={"2019-05-08": "held"}, quote_lag_days=1)
    assert [f"{d:%Y-%m-%d}" for d in differences(story, panel_of(story)).index] == ["2019-05-06"]


def test_yields_differ_in_basis_points() -> None:
    infos = [info(n, short=n, unit="% a year", quantity="yield") for n in ("a", "b")]
    frames = {"a": frame({"2019-05-06": -0.10, "2019-05-07": 2.0}), "b": frame({"2019-05-06": 0.15, "2019-05-07": 1.9})}
    story = crowns(frames, infos=infos)
    drawing = difference_panel(story, panel_of(story), view(story))
    assert by_day(line(drawing, "b")) == {"2019-05-06": pytest.approx(25), "2019-05-07": pytest.approx(-10)}
    assert drawing is not None
    assert ", bp," in drawing.heading


def test_a_series_in_another_unit_is_not_compared() -> None:
    assert differences(two(unit="USD per RUR"), panel_of(two())).empty


def test_a_reference_stands_as_points_in_both_panels_with_changes_from_its_own_base() -> None:
    month_ends = {"2019-04-30": 3.9, "2019-05-10": 4.29}
    story = two()
    reference = info("ends", short="Month end", frequency="monthly")
    story = with_panel(
        replace(
            story,
            info={**story.info, "ends": reference},
            observations={**story.observations, "ends": frame(month_ends)},
        ),
        reference=("ends",),
    )
    state = view(story, unit="change")
    for drawing in (all_series_panel(story, panel_of(story), state), panel_drawing(story, panel_of(story), state)):
        ends = next(p for p in drawing.points if p.name == "Month end")
        assert ends.symbol == "square-open"
        assert ends.y == [0, pytest.approx(10)]
    gaps = difference_panel(story, panel_of(story), state)
    assert gaps is not None
    (points,) = gaps.points
    assert points.name == "Month end"
    assert list(points.y) == pytest.approx([-2.5])


def test_the_index_is_100_at_the_base_and_moves_in_proportion() -> None:
    story = two()
    drawing = index_panel(story, panel_of(story), view(story))
    assert by_day(line(drawing, "Market")) == {d: pytest.approx(100 * v / 4.1, abs=1e-4) for d, v in MARKET.items()}
    neighbour = by_day(line(drawing, "Neighbour"))
    assert neighbour["2019-05-07"] == 100
    assert neighbour["2019-05-10"] == pytest.approx(100 * 45 / 55, abs=1e-4)
    assert drawing is not None
    assert drawing.heading == "Index of RUR per USD and NEI per USD: 100 at the last value up to 7 May 2019"


def test_the_index_shows_the_chosen_series() -> None:
    story = two()
    drawing = index_panel(story, panel_of(story), view(story, source="bank"))
    assert drawing is not None
    assert [found.name for found in drawing.lines] == ["Bank", "Neighbour"]


def test_an_index_base_before_a_series_begins_is_said() -> None:
    story = two()
    late = {d: v for d, v in NEIGHBOUR.items() if d > "2019-05-08"}
    story = replace(story, observations={**story.observations, "neighbour": frame(late)})
    drawing = index_panel(story, panel_of(story), view(story))
    assert drawing is not None
    assert [found.name for found in drawing.lines] == ["Market"]
    assert "Neighbour: no value on or before 7 May 2019" in drawing.heading


def test_what_is_no_exchange_rate_is_no_part_of_the_index() -> None:
    story = two()
    oil = story.info["neighbour"].model_copy(update={"quantity": "price"})
    story = replace(story, info={**story.info, "neighbour": oil})
    assert index_panel(story, panel_of(story), view(story)) is None
    assert panel_count(story, panel_of(story)) == 2


def test_one_series_alone_has_one_panel_and_its_extremes_as_summary() -> None:
    story = crowns({"crowns": frame(MARKET)})
    assert len(tab_drawings(story, panel_of(story), view(story))) == panel_count(story, panel_of(story)) == 1
    assert panel_summary(story, panel_of(story)) == (
        "Bank rate: lowest 4.00 RUR per USD (6 May 2019), highest 4.40 (10 May 2019)."
    )
    assert len(content(story, view(story, tab="crown"))) == 1


def test_a_flagged_value_is_no_extreme() -> None:
    story = crowns({"crowns": frame(MARKET, {"2019-05-10": "bad_print"})})
    assert panel_summary(story, panel_of(story)).endswith("highest 4.20 (8 May 2019).")


def test_the_summary_names_the_largest_difference_and_its_day() -> None:
    story = two()
    (found,) = apart(story, panel_of(story))
    assert (found.days, found.day, found.own, found.first) == (4, day("2019-05-09"), 3.9, 4.0)
    # Sizes 0, 0, 0.5 and 2.5: the median is 0.25.
    assert found.middle == pytest.approx(0.25)
    assert panel_summary(story, panel_of(story)) == (
        "Market: lowest 4.00 RUR per USD (6 May 2019), highest 4.40 (10 May 2019). "
        "Largest difference between the sources: Bank 2.50 % below Market on 9 May 2019 "
        "(3.90 against 4.00 RUR per USD), of all days on which both were quoted. "
        "Half of the 4 differences of that pair are at most 0.25 %."
    )


def test_the_embedded_sources_agree_within_two_percent(story: Story) -> None:
    found = {a.series: a for a in apart(story, panel_of(story))}
    assert set(found) == {"usd_byn_ice_close", "usd_byn_nbu_cross", "usd_byn_nbrb_month_end"}
    assert all(abs(a.widest) < 2 and a.middle < 0.3 for a in found.values())
    # Both from the publishers' own figures of that day: 2.50 at ICE against 2.54952 of the market feed.
    assert found["usd_byn_ice_close"].widest == pytest.approx(100 * (2.50 / 2.54952 - 1))
    assert found["usd_byn_ice_close"].day == dt.date(2020, 4, 9)


def test_nothing_of_the_story_is_changed_by_drawing(story: Story) -> None:
    before = {n: f.copy() for n, f in story.observations.items()}
    tab_drawings(story, panel_of(story), default_state(story))
    for name, kept in before.items():
        pd.testing.assert_frame_equal(story.observations[name], kept)


def test_the_sources_line_names_all_that_is_drawn() -> None:
    story = two()
    assert drawn_series(story, panel_of(story)) == ["market", "bank", "neighbour"]
