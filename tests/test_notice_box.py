"""What stands below a chart about its live series, and that nothing does where there are none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.additions import with_series
from dashboard.model import Story
from dashboard.notice_box import content
from dashboard.sources.answer import Answer
from dashboard.state import default_state
from dashboard.store import keep, live_folder, load_live
from tests.live_stories import observations
from tests.test_about_tab import words


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))


def with_vendor(story: Story, value: float) -> Story:
    """The story with one stored quote of a vendor's for 31 August 2020, on which the official rate was 2.6557."""
    live = next(source for source in story.live if source.symbol == "BYN=X")
    # The rate in force on that Monday was fixed on the Friday before.
    keep(story, live, Answer(observations({"2020-08-28": value}), "https://example.org"), dt.datetime.now(dt.UTC))
    return with_series(story, load_live(story).series)


def shown(story: Story, tab: str) -> str:
    return words(content(story, replace(default_state(story), tab=tab)))


@pytest.mark.parametrize("tab", ["overview", "ruble", "bond"])
def test_a_story_without_live_series_has_no_notice(story: Story, tab: str) -> None:
    assert shown(story, tab) == ""


def test_the_tab_of_a_panel_tells_what_its_live_series_are(story: Story) -> None:
    whole = with_vendor(story, 2.66)
    assert "Yahoo BYN=X (live): 28 Aug 2020 to 28 Aug 2020, retrieved" in shown(whole, "ruble")
    assert "Does not continue the embedded market quote" in shown(whole, "ruble")
    assert shown(whole, "overview") == shown(whole, "bond") == ""


def test_a_disagreement_stands_below_every_chart_that_offers_the_series(story: Story) -> None:
    whole = with_vendor(story, 3.5)
    for tab in ("overview", "ruble"):
        assert "USD/BYN, Yahoo Finance differs from USD/BYN, official rate in force at month end" in shown(whole, tab)
    assert shown(whole, "bond") == ""


def test_a_store_that_can_not_be_read_is_told_below_every_chart(story: Story) -> None:
    with_vendor(story, 2.66)
    (live_folder(story) / "manifest.json").write_text("{")
    for tab in ("overview", "ruble", "bond"):
        assert "Run `refresh --clear`, then refresh again." in shown(story, tab)
