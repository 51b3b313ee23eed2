"""The record of a story's bonds as a table: everything published is in it, each figure in its own words."""

from __future__ import annotations

import datetime as dt
import json
import math
from types import SimpleNamespace
from typing import Any

import plotly.utils
import pytest

from dashboard.model import Story
from dashboard.record_listing import figure_of, record_listing
from dashboard.record_table import content
from tests.crowns import frame, report
from tests.crowns import story as crowns


def elements(part: Any, kind: str) -> list[dict[str, Any]]:
    """Elements of one kind within a part of the page, as the browser gets them."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == kind:
                found.append(node)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(json.loads(json.dumps(part, cls=plotly.utils.PlotlyJSONEncoder)))
    return found


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"measure": "yield", "low": 7.3, "high": 7.3}, "7.3 % a year"),
        ({"measure": "yield", "low": 6.0, "high": 6.1}, "6 to 6.1 % a year"),
        ({"measure": "clean_price", "low": 93.375, "high": 93.375, "unit": "% of face"}, "93.375 % of face"),
        ({"measure": "clean_price", "low": 92.0, "high": 92.0, "bound": "<"}, "below 92 % a year"),
        ({"measure": "clean_price", "low": 90.94, "high": 90.94, "approximate": True}, "about 90.94 % a year"),
        ({"measure": "yield_change", "low": -31.0, "high": -31.0, "unit": "bp"}, "−31 bp"),
        ({"measure": "yield_change", "low": 30.0, "high": 30.0, "unit": "bp"}, "+30 bp"),
        ({"measure": "price_change", "low": -4.0, "high": -4.0, "unit": "points", "bound": "<"}, "more than −4 points"),
        ({"measure": "price_change", "low": -2.5, "high": -1.5, "unit": "points"}, "−2.5 to −1.5 points"),
        ({"measure": "spread_ratio", "low": 1.5, "high": 1.5, "unit": "ratio", "approximate": True}, "about 1.5"),
        ({"measure": "peak_yield_bound", "low": 7.84, "high": 7.84, "bound": ">="}, "at least 7.84 % a year"),
        ({"measure": "words", "low": math.nan, "high": math.nan, "unit": ""}, ""),
    ],
)
def test_a_figure_keeps_its_bound_sign_and_unit(changes: dict[str, Any], text: str) -> None:
    fields = report("yield", 1.0, "2019-05-10") | changes
    assert figure_of(SimpleNamespace(**fields)) == text


def test_nothing_published_is_left_out(story: Story) -> None:
    listed = record_listing(story)
    assert len(listed) == len(story.reports) + len(story.marks)
    assert {entry.says for entry in listed} >= set(story.reports["says"])
    assert {entry.publisher for entry in listed} == set(story.reports["publisher"]) | set(story.marks["fund"])
    assert {url for entry in listed for url in entry.urls} >= set(story.marks["url"])
    kinds = {entry.what for entry in listed}
    assert {"In words", "Yield, guidance before pricing", "Spread of an index", "Fund’s valuation"} <= kinds


def test_it_runs_by_date_and_says_how_exact_a_date_is(story: Story) -> None:
    listed = record_listing(story)
    assert [entry.start for entry in listed] == sorted(entry.start for entry in listed)
    yields = [e for e in listed if e.what == "Yield" and e.about == "6.378 % due February 2031"]
    by_start = {e.start: e.date for e in yields}
    assert by_start[dt.date(2020, 8, 27)] == "27 Aug 2020"
    assert by_start[dt.date(2021, 5, 14)] == "about 14 May 2021"
    assert by_start[dt.date(2021, 2, 1)] == "1 Feb 2021 to 28 Feb 2021, day not given"


def test_a_paper_outside_the_story_keeps_the_publishers_name_for_it(story: Story) -> None:
    assert "ruble bond due 2025" in {entry.about for entry in record_listing(story)}


def test_the_table_has_a_row_for_each_with_its_links(story: Story) -> None:
    part, listed = content(story), record_listing(story)
    assert len(elements(part, "Tr")) == len(listed) + 1
    links = elements(part, "A")
    assert len(links) == sum(len(entry.urls) for entry in listed)
    assert all(link["props"]["rel"] == "noopener noreferrer" for link in links)
    (summary,) = elements(part, "Summary")
    assert f"({len(listed)} entries)" in summary["props"]["children"]


def test_several_addresses_of_one_report_are_numbered() -> None:
    urls = ("https://ledger.example/1", "https://ledger.example/2")
    story = crowns({"crowns": frame({"2019-05-10": 4.0})}, reports=[report("words", math.nan, "2019-05-10", urls=urls)])
    assert [link["props"]["children"] for link in elements(content(story), "A")] == ["The Ledger", "(2)"]


def test_a_report_without_an_address_names_its_publisher_alone() -> None:
    story = crowns({"crowns": frame({"2019-05-10": 4.0})}, reports=[report("words", math.nan, "2019-05-10", urls=())])
    assert elements(content(story), "A") == []
    assert "The Ledger" in json.dumps(content(story), cls=plotly.utils.PlotlyJSONEncoder)
