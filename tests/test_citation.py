"""Citations hold what the story says of itself, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.citation import chart_citation, chart_series, series_citation, story_citation
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.state import OWN, State, default_state
from dashboard.views import charts_of
from tests import crowns
from tests.conftest import FICTIONAL


def test_a_series_is_cited_by_publisher_title_unit_days_and_place() -> None:
    story = crowns.story({"crowns": crowns.frame({"2019-01-02": 2.0, "2019-05-10": 3.0})})
    assert series_citation(story, "crowns") == (
        "Bank. Crowns per dollar. RUR per USD, 2 Jan 2019 to 10 May 2019. https://bank.example Read from its site; "
        "retrieved 1 Jan 2020. In: Ruritania, data 000000000000."
    )


def test_a_chart_is_cited_with_its_days_its_own_sources_and_the_article() -> None:
    story = load_story(FICTIONAL)
    text = chart_citation(story, "overview", default_state(story))
    assert text.startswith("FICTIONAL: the crown of Arcadia. Chart “Overview”, 1 Mar 2021 to 31 Mar 2021. ")
    assert "Sources: Crown market by Invented for tests. Retrieved " in text
    assert "Neighbour" not in text
    assert text.endswith(
        "Article: Fictional Times, “Crown Tumbles After Decision That Never Was”, 19 Mar 2021, https://example.org/article"
    )


def test_a_chart_over_own_days_names_them(story: Story) -> None:
    state = replace(default_state(story), period=OWN, start=crowns.day("2020-07-01"), end=crowns.day("2020-09-30"))
    assert "Chart “Overview”, 1 Jul 2020 to 30 Sep 2020. " in chart_citation(story, "overview", state)


def test_the_source_that_is_drawn_is_the_one_cited(story: Story) -> None:
    state = replace(default_state(story), source="usd_byn_ice_close")
    assert chart_series(story, "overview", state) == ["usd_byn_ice_close", "usd_byn_nbrb_month_end"]
    text = chart_citation(story, "overview", state)
    assert "ICE close by ICE Data" in text
    assert "Open Exchange Rates" not in text


CHARTS = {
    "bond": ["us_10y_yield"],
    "paths": ["usd_byn_market", "usd_rub_ecb", "brent_spot", "em_dollar_index"],
    "claims": ["usd_byn_ice_close", "usd_byn_nbu_cross", "usd_byn_market"],
}


@pytest.mark.parametrize(("chart", "names"), CHARTS.items())
def test_each_kind_of_chart_cites_what_it_uses(story: Story, chart: str, names: list[str]) -> None:
    assert chart_series(story, chart, default_state(story)) == names


def test_only_charts_over_time_name_days_and_only_those_with_bonds_name_statements(story: Story) -> None:
    texts = {name: chart_citation(story, name, default_state(story)) for name in charts_of(story)}
    assert {name for name, text in texts.items() if "1 Aug 2020 to 31 Aug 2020" in text} == {
        "overview",
        "bond",
        "ruble",
    }
    assert {name for name, text in texts.items() if "fund filings" in text} == {"overview", "bond", "claims"}


def test_every_chart_of_any_story_can_be_cited() -> None:
    story = load_story(FICTIONAL)
    for name, view in charts_of(story).items():
        assert f"Chart “{view.title}”" in chart_citation(story, name, default_state(story))


def test_the_story_is_cited_with_every_publisher_once_and_the_whole_fingerprint(story: Story) -> None:
    text = story_citation(story)
    for publisher in {info.publisher for info in story.info.values()}:
        assert text.count(f"by {publisher}") == 1
    assert story.data_hash in text


def test_a_later_retrieval_is_said_as_the_latest_day() -> None:
    series = [crowns.info("a", publisher="A"), crowns.info("b", publisher="B", retrieved=crowns.day("2020-02-03"))]
    story = crowns.story({name: crowns.frame({"2019-01-02": 2.0}) for name in ("a", "b")}, infos=series)
    assert "Retrieved up to 3 Feb 2020." in story_citation(story)


def test_no_address_runs_into_a_full_stop(story: Story) -> None:
    state: State = default_state(story)
    texts = [series_citation(story, name) for name in story.info]
    texts += [chart_citation(story, name, state) for name in charts_of(story)]
    for text in [*texts, story_citation(story)]:
        assert not [address for address in re.findall(r"https?://\S+", text) if address.endswith((".", ",", ";"))]
