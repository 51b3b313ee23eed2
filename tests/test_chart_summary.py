"""The words that describe a chart come from its data and follow the view."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace
from pathlib import Path

from dashboard.chart_summary import chart_name, chart_summary
from dashboard.model import Story
from dashboard.state import OWN, default_state

DATA = Path(__file__).parent.parent / "data" / "belarus-2020"


def test_ends_and_extremes_are_those_of_the_file(story: Story) -> None:
    with (DATA / "usd_byn_ice_close.csv").open(encoding="utf-8") as file:
        known = [(row["date"], float(row["value"])) for row in csv.DictReader(file)]
    august = [(day, value) for day, value in known if "2020-08-01" <= day <= "2020-08-31"]
    words = chart_summary(story, replace(default_state(story), source="usd_byn_ice_close"))
    assert august[0] == ("2020-08-03", 2.44)
    assert f"first {august[0][1]:.2f} BYN per USD on 3 Aug 2020" in words
    low, high = min(v for _, v in august), max(v for _, v in august)
    assert f"lowest {low:.2f} BYN per USD on 5 Aug 2020" in words
    assert f"highest {high:.2f} BYN per USD on 27 Aug 2020" in words
    assert f"{len(august)} values." in words


def test_flagged_values_are_counted_and_the_bond_s_figures_too(story: Story) -> None:
    words = chart_summary(story, default_state(story))
    assert words.startswith("1 Aug 2020 to 31 Aug 2020. ")
    assert "21 values, 1 flagged" in words
    assert "2 published or computed figures, lowest 7.30 % (27 Aug 2020), highest 7.61 % (26 Aug 2020)" in words


def test_the_chosen_event_is_named(story: Story) -> None:
    assert "events of the article are marked." in chart_summary(story, default_state(story))
    words = chart_summary(story, replace(default_state(story), event="A04"))
    assert words.endswith("chosen: Presidential election.")


def test_an_empty_period_says_so(story: Story) -> None:
    days = {"period": OWN, "start": dt.date(1990, 1, 1), "end": dt.date(1990, 2, 1)}
    words = chart_summary(story, replace(default_state(story), **days))  # type: ignore[arg-type]
    assert "no yield was published for this period" in words
    assert "no value in this period" in words
    assert "0 of the 26 events" in words


def test_a_tab_of_one_panel_speaks_of_that_panel(story: Story) -> None:
    state = replace(default_state(story), tab="ruble")
    assert chart_name(story, state) == "Chart: Belarusian rubles per US dollar"
    assert "yield" not in chart_summary(story, state)
    assert chart_name(story, default_state(story)).startswith("Chart: Belarus, August 2020")
