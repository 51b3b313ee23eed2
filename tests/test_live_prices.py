"""Live prices that no yield gives: left out, told, and never the end of a chart or a claim."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from dashboard.app import create_app
from dashboard.live_prices import convertible
from dashboard.model import LiveSource, Story
from dashboard.sources.answer import Answer
from dashboard.store import keep, load_live
from tests.live_stories import observations
from tests.test_app import page, texts

# A price of 1 would need a yield far above 300 % a year.
PRICES = {"2020-08-26": 91.2, "2020-08-27": 93.3, "2020-08-28": 1.0, "2020-08-31": 92.0}


def of_bond(story: Story) -> LiveSource:
    return next(live for live in story.live if live.bond == "2031")


def test_prices_with_a_yield_stay_as_they_are(story: Story) -> None:
    frame = observations({day: price for day, price in PRICES.items() if price > 1})
    kept, told = convertible(story, of_bond(story), frame)
    pd.testing.assert_frame_equal(kept, frame)
    assert told == []


def test_a_price_without_one_is_left_out_and_told(story: Story) -> None:
    kept, told = convertible(story, of_bond(story), observations(PRICES))
    assert kept["value"].tolist() == [91.2, 93.3, 92.0]
    assert told == [
        "Dollar bond due 2031, clean price in Frankfurt: 1 of 4 prices are left out, as no yield within −10 to 300 % a "
        "year gives them; the first is 1 on 2020-08-28. They stay stored as published."
    ]


def test_days_outside_the_bonds_life_and_other_series_are_left_alone(story: Story) -> None:
    early = observations({"2019-01-02": 1.0})
    assert convertible(story, of_bond(story), early)[1] == []
    rate = next(live for live in story.live if live.symbol == "USD")
    assert convertible(story, rate, observations(PRICES))[1] == []


@pytest.mark.parametrize("only", [False, True])
def test_no_page_breaks_on_it(story: Story, only: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))
    rows = {day: price for day, price in PRICES.items() if price == 1 or not only}
    keep(story, of_bond(story), Answer(observations(rows), "https://example.org"), dt.datetime.now(dt.UTC))
    (note,) = load_live(story).notes
    assert len(load_live(story).series) == (0 if only else 1)
    client = create_app(story).server.test_client()
    for tab in ("overview", "bond", "data"):
        assert note in texts(page(client, f"?tab={tab}")), tab
    assert ("2031 in Frankfurt (live)" in " ".join(texts(page(client, "?tab=claims")))) is not only
