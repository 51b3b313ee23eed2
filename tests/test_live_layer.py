"""Stored live series over a story: what changes with the store, what can't be read, and what stays as it is."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from dashboard.additions import with_series, without_live
from dashboard.app import create_app
from dashboard.claim_cards import card_figures, headline
from dashboard.claims import check_claims
from dashboard.current import layered
from dashboard.live_layer import LiveLayer, left_out
from dashboard.manifest import version
from dashboard.model import Story
from dashboard.sources.answer import Answer
from dashboard.state import default_state
from dashboard.store import clear, keep, live_folder, load_live, stored
from dashboard.stories import create_server
from tests.conftest import BELARUS
from tests.live_stories import observations
from tests.test_app import page, texts

WHEN = dt.datetime(2022, 3, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))


def client_of(story: Story) -> FlaskClient:
    """A client of the app with live figures, as `serve` has it."""
    client: FlaskClient = create_app(story).server.test_client()
    return client


def store(story: Story, symbol: str, **rows: float) -> None:
    """Store rows, whose days are given as d2020_08_27."""
    live = next(source for source in story.live if source.symbol == symbol)
    frame = observations({day[1:].replace("_", "-"): value for day, value in rows.items()})
    keep(story, live, Answer(frame, "https://example.org"), WHEN)


def test_an_empty_store_leaves_the_very_same_story(story: Story) -> None:
    current = layered(story, [LiveLayer(story)])
    assert current() is story
    assert without_live(story) is story
    assert left_out(story) == ()


def test_the_story_of_a_request_follows_the_store(story: Story) -> None:
    current = layered(story, [LiveLayer(story)])
    store(story, "USD", d2020_08_27=2.65)
    whole = current()
    assert whole is current()
    assert whole.values("nbrb_usd").tolist() == [2.65]
    assert "nbrb_usd" in next(panel for panel in whole.file.panels if panel.id == "ruble").series
    # The same number of rows and bytes, stored in the same instant, is another version all the same.
    store(story, "USD", d2020_08_27=2.75)
    assert current().values("nbrb_usd").tolist() == [2.75]
    clear(story)
    assert current() is story


def test_a_version_changes_only_with_the_store(story: Story, tmp_path: Path) -> None:
    before = version(live_folder(story))
    store(story, "USD", d2020_08_27=2.65)
    after = version(live_folder(story))
    assert before != after == version(live_folder(story))
    (tmp_path / story.file.id).rename(tmp_path / "elsewhere")
    (tmp_path / story.file.id).write_text("no folder")
    assert version(live_folder(story)) not in (before, after)


def test_without_live_series_the_story_is_as_its_files_hold_it(story: Story) -> None:
    store(story, "USD", d2020_08_27=2.65)
    whole = with_series(story, load_live(story).series)
    plain = without_live(whole)
    assert plain.info == story.info
    assert plain.file == story.file
    assert plain.observations.keys() == story.observations.keys()


def test_headline_and_cards_stay_while_claims_use_a_live_price(story: Story) -> None:
    cards = [card.big for card in card_figures(story, check_claims(story), default_state(story).source)]
    store(story, "XFRA:XS2120882183", d2020_08_26=91.2, d2020_08_27=93.3)
    store(story, "USD", d2019_12_31=2.1, d2020_08_27=2.9)
    client = client_of(story)
    words = texts(page(client))
    assert headline(story, check_claims(story)) in words
    assert set(cards) <= set(words)
    told = " ".join(texts(page(client, "?tab=claims")))
    assert "2031 in Frankfurt (live)" in told
    assert "NBRB daily (live)" not in told


def test_what_is_stored_but_damaged_is_told_where_it_would_be_drawn(story: Story) -> None:
    store(story, "USD", d2020_08_27=2.65)
    (live_folder(story) / stored(story)["nbrb_usd"].file).write_text("date,value,flag,reason\n")
    (note,) = left_out(story)
    assert "does not match its fingerprint" in note
    client = client_of(story)
    for tab in ("overview", "ruble", "data"):
        assert note in texts(page(client, f"?tab={tab}")), tab
    (live_folder(story) / "manifest.json").write_text("{")
    assert "refresh --clear" in left_out(story)[0]


def test_a_host_for_many_readers_has_no_live_figures(story: Story) -> None:
    store(story, "USD", d2020_08_27=2.65)
    client = Client(create_server(BELARUS))
    answer = client.get("/_dash-layout", headers={"Referer": "http://localhost/?tab=data"})
    words = texts(json.loads(answer.data))
    assert "Every series" in words
    assert "Live figures" not in words
    assert "NBRB daily (live)" not in words
