"""Series set among a story's own: where they are drawn, what stays, and when the story is made anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable

import pandas as pd
import pytest

from dashboard.additions import Addition, Series, with_series, without_live
from dashboard.current import layered
from dashboard.model import SeriesInfo, Story


def added(**changes: object) -> Series:
    """A series of the reader's own, two days of rubles per dollar unless changed."""
    plain = {
        "name": "mine", "path": "mine.csv", "title": "My series", "short": "Mine", "unit": "BYN per USD",
        "quantity": "exchange_rate", "role": "own", "frequency": "daily", "minimum": 1, "maximum": 10, "decimals": 4,
        "dated_by": "close", "publisher": "me", "read_from": "a file", "terms": "mine",
        "retrieved": dt.date(2020, 9, 1),
    }  # fmt: skip
    info = SeriesInfo.model_validate(plain | changes)
    index = pd.DatetimeIndex(["2020-08-26", "2020-08-27"], name="date")
    frame = pd.DataFrame({"value": [2.6, 2.7], "flag": "", "reason": ""}, index=index)
    return info, frame


def test_a_series_of_a_panels_kind_joins_that_panel(story: Story) -> None:
    whole = with_series(story, {"mine": added()})
    before = next(p for p in story.file.panels if p.kind == "series")
    after = next(p for p in whole.file.panels if p.id == before.id)
    assert after.series == (*before.series, "mine")
    assert whole.values("mine").tolist() == [2.6, 2.7]
    assert "mine" not in story.info


@pytest.mark.parametrize("change", [{"unit": "USD per BYN"}, {"quantity": "index"}])
def test_an_own_series_of_another_kind_gets_a_panel(story: Story, change: dict[str, str]) -> None:
    whole = with_series(story, {"mine": added(**change)})
    assert [p.id for p in whole.file.panels] == [*(p.id for p in story.file.panels), "mine"]
    assert whole.file.panels[-1].series == ("mine",)


def test_two_own_series_of_one_new_kind_share_a_panel(story: Story) -> None:
    pair = {n: added(name=n, quantity="index", unit="points") for n in ("mine", "other")}
    assert with_series(story, pair).file.panels[-1].series == ("mine", "other")


def test_a_live_series_that_no_panel_shows_gets_none(story: Story) -> None:
    whole = with_series(story, {"mine": added(role="live", quantity="index", address="https://example.org")})
    assert whole.file.panels == story.file.panels
    assert "mine" in whole.info


def test_a_bonds_series_belongs_to_the_panel_of_its_bond(story: Story) -> None:
    bond = next(p.bond for p in story.file.panels if p.bond)
    whole = with_series(story, {"mine": added(bond=bond, quantity="yield", unit="% a year")})
    assert whole.file.panels == story.file.panels


def test_a_name_that_is_taken_keeps_its_series(story: Story) -> None:
    name = next(iter(story.info))
    assert with_series(story, {name: added(name=name)}) is story


def test_without_live_series_an_own_one_stays(story: Story) -> None:
    live = added(name="theirs", role="live", address="https://example.org")
    whole = without_live(with_series(story, {"mine": added(), "theirs": live}))
    assert "theirs" not in {*whole.info, *whole.observations, *(n for p in whole.file.panels for n in p.series)}
    assert "mine" in next(p for p in whole.file.panels if p.kind == "series").series


def test_the_hash_tells_the_plain_story_from_one_with_more(story: Story) -> None:
    once, again = (with_series(story, {"mine": added()}) for _ in range(2))
    assert once.data_hash == again.data_hash != story.data_hash
    info, frame = added()
    changed = with_series(story, {"mine": (info, frame.assign(value=[2.6, 2.8]))})
    assert changed.data_hash != once.data_hash


class OneSeries:
    """A layer that a test changes."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()

    def version(self) -> Hashable:
        return self.names

    def added(self) -> Addition:
        return Addition({name: added(name=name) for name in self.names})


def test_the_story_of_a_request_follows_its_layers_and_is_made_once(story: Story) -> None:
    layer = OneSeries()
    current = layered(story, [layer])
    assert current() is story
    layer.names = ("mine",)
    assert "mine" in current().info
    assert current() is current()
    layer.names = ()
    assert current() is story
