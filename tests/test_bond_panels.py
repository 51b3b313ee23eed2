"""The bond's tab: clean prices and spreads beside the yields, checked against publishers' numbers and by hand."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.bond_levels import Level, base_level, price_levels, spread_levels
from dashboard.bond_panels import bond_tab_panels, price_panel, spread_panel
from dashboard.chart_parts import PanelDrawing, Points
from dashboard.load import load_story
from dashboard.model import Panel, Story
from dashboard.panel_box import content
from dashboard.panel_summary import panel_summary
from dashboard.panels import panel_count
from dashboard.state import default_state, tab_labels
from dashboard.treasury import treasury_on, treasury_range
from dashboard.views import charts_of
from tests.conftest import BELARUS, FICTIONAL
from tests.crowns import BOND, MARK_COLUMNS, day, frame, info, report
from tests.crowns import story as crowns

RATES = frame({"2019-05-09": 4.0, "2019-05-10": 4.1})
T10 = info("t10", unit="% a year", quantity="yield", role="benchmark", short="Ten-year")


def bond_panel(story: Story) -> Panel:
    return next(p for p in story.file.panels if p.kind == "bond")


def dgs10() -> dict[str, float]:
    """The Federal Reserve's figures as embedded, read without this program."""
    with (BELARUS / "us_10y_yield.csv").open(encoding="utf-8") as file:
        return {row["date"]: float(row["value"]) for row in csv.DictReader(file)}


def with_treasury(treasury: Mapping[str, float], reports: list[dict[str, Any]]) -> Story:
    """The fictional bond with a treasury series."""
    base = crowns({"crowns": RATES, "t10": frame(treasury)}, infos=[info(), T10], reports=reports, with_bond=True)
    return replace(base, file=base.file.model_copy(update={"treasury": "t10"}))


def named(drawing: PanelDrawing, name: str) -> Points:
    return next(p for p in drawing.points if p.name == name and not p.half_y)


def on(points: Points, when: str) -> float:
    return points.y[list(points.x).index(when)]


def level_on(levels: tuple[Level, ...], kind: str, when: str) -> Level:
    return next(p for p in levels if p.kind == kind and p.start.isoformat() == when)


def test_the_spread_of_the_articles_day_is_its_yield_less_the_treasury(story: Story) -> None:
    assert dgs10()["2020-08-27"] == 0.74
    drawing = spread_panel(story, bond_panel(story), default_state(story))
    assert drawing is not None
    spread = named(drawing, "Stated yield")
    assert spread.symbol == "circle"
    assert on(spread, "2020-08-27") == pytest.approx(730 - 74)
    assert "7.30 % less 10-year Treasury of 0.74 % that day" in spread.hover[list(spread.x).index("2020-08-27")]
    assert "not a Z-spread" in drawing.heading
    assert "constant-maturity" in drawing.heading


def test_a_price_from_a_stated_yield_is_hollow_and_a_stated_one_solid(story: Story) -> None:
    drawing = price_panel(story, bond_panel(story), default_state(story))
    computed, stated = named(drawing, "From a yield"), named(drawing, "Stated price")
    assert (computed.symbol, stated.symbol) == ("circle-open", "circle")
    assert on(computed, "2020-08-27") == pytest.approx(93.29, abs=0.005)
    assert dict(zip(stated.x, stated.y, strict=True)) == {"2020-06-24": 100, "2021-05-25": 90.94, "2021-06-21": 87.7}
    marks = named(drawing, "Mark as a price")
    assert marks.symbol == "diamond"
    assert dict(zip(marks.x, marks.y, strict=True)) == {"2021-05-28": 90.328, "2021-09-30": 88.34}
    assert "fair value and not a trade" in marks.hover[0].replace("<br>", " ")


def test_guidance_before_the_issue_has_no_price(story: Story) -> None:
    assert min(p.start for p in price_levels(story, "2031")) == dt.date(2020, 6, 24)


def test_a_figure_of_some_day_of_a_month_is_a_range_over_its_days(story: Story) -> None:
    february = level_on(spread_levels(story, "2031"), "stated yield", "2021-02-01")
    seen = [v for d, v in dgs10().items() if "2021-02-01" <= d <= "2021-02-28"]
    assert february.low == pytest.approx(600 - 100 * max(seen))
    assert february.high == pytest.approx(610 - 100 * min(seen))
    assert february.is_range
    september = level_on(price_levels(story, "2031"), "stated price", "2020-09-01")
    assert (september.low, september.high, september.end) == (90.94, 90.94, dt.date(2020, 9, 30))
    assert september.is_range


def test_bounds_of_the_peak_hold_for_price_and_spread_too(story: Story) -> None:
    state, panel = default_state(story), bond_panel(story)
    spread = spread_panel(story, panel, state)
    assert spread is not None
    seen = [v for d, v in dgs10().items() if "2020-08-01" <= d <= "2020-08-26"] + [dgs10()["2020-07-31"]]
    (band,) = spread.bands
    assert band.low == pytest.approx(784 - 100 * max(seen))
    assert band.high == pytest.approx(835 - 100 * min(seen))
    assert band.text == "At the yield’s peak: 713 to below 783 bp"
    (band,) = price_panel(story, panel, state).bands
    # 0.51 points of yield by a duration of about 7.2 years, on a price of about 90.
    assert band.high - band.low == pytest.approx(0.51 * 7.2 * 0.9, rel=0.05)
    assert 86 < band.low < band.high < 90


def test_a_treasury_yield_missing_that_day_is_taken_from_before_and_said() -> None:
    story = with_treasury({"2019-05-07": 2.0}, [report("yield", 7.0, "2019-05-10")])
    drawing = spread_panel(story, bond_panel(story), default_state(story))
    assert drawing is not None
    points = named(drawing, "Stated yield")
    assert points.y == [500]
    assert "7.00 % less Ten-year of 2.00 % of 7 May 2019, as it has no value this day" in points.hover[0].replace(
        "<br>", " "
    )


def test_a_treasury_yield_older_than_five_days_gives_no_spread() -> None:
    story = with_treasury({"2019-05-04": 2.0}, [report("yield", 7.0, "2019-05-10")])
    assert treasury_on(story, day("2019-05-10")) is None
    assert treasury_on(story, day("2019-05-09")) is not None
    assert spread_panel(story, bond_panel(story), default_state(story)) is None


def test_a_flagged_treasury_yield_is_not_used() -> None:
    story = with_treasury({"2019-05-09": 2.0}, [report("yield", 7.0, "2019-05-10")])
    flagged = frame({"2019-05-09": 2.0, "2019-05-10": 9.0}, {"2019-05-10": "bad_print"})
    story = replace(story, observations={**story.observations, "t10": flagged})
    lowest, highest = treasury_range(story, day("2019-05-10"), day("2019-05-10")) or (None, None)
    assert lowest is not None
    assert highest is not None
    assert (lowest.yield_pct, highest.yield_pct, lowest.day) == (2.0, 2.0, day("2019-05-09"))


def test_a_story_without_a_treasury_has_prices_alone() -> None:
    story = crowns({"crowns": RATES}, reports=[report("yield", 7.0, "2019-05-10")], with_bond=True)
    drawn = bond_tab_panels(story, bond_panel(story), default_state(story))
    assert len(drawn) == panel_count(story, bond_panel(story)) == 2


def test_a_range_of_stated_prices_keeps_both_ends() -> None:
    reports = [
        report("clean_price", 92.0, "2019-05-10", high=93.0),
        report("clean_price", 90.0, "2019-05-13", bound="<"),
    ]
    story = crowns({"crowns": RATES}, reports=reports, with_bond=True)
    drawing = price_panel(story, bond_panel(story), default_state(story))
    bars = next(p for p in drawing.points if p.half_y)
    assert (bars.y, bars.half_y) == ([92.5], [0.5])
    assert "<b>&lt; 90.00" not in named(drawing, "Stated price").hover[0]
    assert named(drawing, "Stated price").hover[0].startswith("<b>below 90.00 per 100 of face</b>")


def test_a_bound_of_a_price_is_the_opposite_bound_of_the_spread() -> None:
    story = with_treasury({"2019-05-10": 2.0}, [report("clean_price", 90.0, "2019-05-10", bound="<")])
    drawing = spread_panel(story, bond_panel(story), default_state(story))
    assert drawing is not None
    assert named(drawing, "From a price").hover[0].startswith("<b>above ")


def test_a_mark_says_what_its_rounding_leaves_open() -> None:
    mark = dict.fromkeys(MARK_COLUMNS, "") | {
        "bond": BOND.id, "date": pd.Timestamp("2019-05-31"), "clean_price": 95.0, "low": 94.9, "high": 95.1,
    }  # fmt: skip
    story = replace(crowns({"crowns": RATES}, with_bond=True), marks=pd.DataFrame([mark]))
    (level,) = price_levels(story, BOND.id)
    assert (level.kind, level.low, level.high) == ("fund's mark", 95.0, 95.0)
    assert "94.900 to 95.100" in level.how


def test_changes_are_counted_from_the_latest_single_figure(story: Story) -> None:
    state = replace(default_state(story), unit="change", since=dt.date(2020, 8, 27))
    price = price_panel(story, bond_panel(story), state)
    assert "change in points since 27 Aug 2020 (93.2" in price.heading
    assert on(named(price, "From a yield"), "2020-08-27") == 0
    assert on(named(price, "Stated price"), "2021-06-21") == pytest.approx(87.7 - 93.29, abs=0.005)
    spread = spread_panel(story, bond_panel(story), state)
    assert spread is not None
    assert "change in bp since 27 Aug 2020 (656 bp)" in spread.heading
    assert on(named(spread, "Stated yield"), "2021-06-21") == pytest.approx(835 - 100 * dgs10()["2021-06-21"] - 656)


def test_without_a_figure_to_count_from_levels_stay_and_the_heading_says_so(story: Story) -> None:
    state = replace(default_state(story), unit="change", since=dt.date(2020, 1, 1))
    price = price_panel(story, bond_panel(story), state)
    assert "no figure on or before 1 Jan 2020 gives a base" in price.heading
    assert on(named(price, "Stated price"), "2021-05-25") == 90.94


def test_a_range_is_no_base(story: Story) -> None:
    found = base_level(price_levels(story, "2031"), dt.date(2020, 12, 31))
    assert found is not None
    assert (found.kind, found.start) == ("from a stated yield", dt.date(2020, 8, 27))


def test_the_legend_names_each_kind_once(story: Story) -> None:
    figure = charts_of(story)["bond"].draw(story, default_state(story), 960, 800, False)
    listed = [t.name for t in figure.data if t.showlegend]
    assert len(listed) == len(set(listed))
    assert {"Stated yield", "Stated price", "From a yield", "From a price", "Range"} <= set(listed)


def test_the_legend_has_a_row_for_the_second_layer_of_events(story: Story) -> None:
    # Eight names fill two rows of four; the second layer is the ninth.
    state = default_state(story)
    usual = charts_of(story)["ruble"].draw(story, state, 1020, 828, False)
    layered = charts_of(story)["ruble"].draw(story, replace(state, context=True), 1020, 828, False)
    assert len([t for t in layered.data if t.showlegend]) == 1 + len([t for t in usual.data if t.showlegend]) == 9
    assert layered.layout.margin.b == usual.layout.margin.b + 20


def test_every_panel_of_the_tab_lies_on_the_paper_at_any_size(story: Story) -> None:
    for name in ("bond", "ruble"):
        for width, height in ((360, 760), (960, 828), (1200, 675), (1280, 720), (720, 720)):
            figure = charts_of(story)[name].draw(story, default_state(story), width, height, False)
            domains = [figure.layout[axis].domain for axis in ("yaxis", "yaxis2", "yaxis3")]
            assert all(0 <= low < high <= 1 for low, high in domains)
            assert domains[0][0] > domains[1][1] > domains[1][0] > domains[2][1]


def test_the_picture_names_the_treasury_and_what_is_computed(story: Story) -> None:
    figure = charts_of(story)["bond"].draw(story, default_state(story), 1200, 675, True)
    words = " ".join(a.text for a in figure.layout.annotations).replace("<br>", " ")
    assert "hollow ones are computed" in words
    assert "10-year Treasury: US Treasury and Federal Reserve" in words
    assert "ICE" not in words


def test_the_summary_gives_the_figures_of_the_articles_day(story: Story) -> None:
    words = panel_summary(story, bond_panel(story))
    assert "On 27 Aug 2020, the article’s day: 7.30 %, a clean price of 93.29, 656 bp over 10-year Treasury." in words
    assert "the highest 8.35 % (21 Jun 2021)" in words


def test_a_record_without_levels_has_no_summary() -> None:
    story = crowns({"crowns": RATES}, reports=[report("words", float("nan"), "2019-05-10")], with_bond=True)
    assert panel_summary(story, bond_panel(story)) == ""


def test_a_story_without_a_bond_has_no_bond_tab_and_works() -> None:
    story = load_story(FICTIONAL)
    assert not any(re.search("bond", name) for name in (*tab_labels(story), *charts_of(story)))
    state = replace(default_state(story), tab="crown")
    figure = charts_of(story)["crown"].draw(story, state, 960, 800, True)
    assert len(figure.data) > 0
    assert content(story, replace(state, tab="overview")) == []
