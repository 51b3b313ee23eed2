"""What pages say of live series, against sentences written by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.additions import with_series
from dashboard.live_words import (
    count_text,
    ended_text,
    live_lines,
    live_rows,
    nature_text,
    publisher_terms,
    publishers,
    series_of,
    warnings_of,
)
from dashboard.manifest import Entry
from dashboard.model import Story
from dashboard.refresh import Outcome
from dashboard.sources.answer import Answer
from dashboard.store import keep, load_live, stored
from tests.live_stories import live_source, observations, story_of

VENDOR = live_source("yahoo", "BYN=X", title="A quote", compare_with="official", tolerance_pct=5, remark="Not so.")
BANK = live_source("nbrb", "USD", title="The rate", continues="official", remark="One a day.", terms="free")
BOND = live_source("deutsche_boerse", "XFRA:1", title="A price", bond="2031")
OFFICIAL = observations({"2022-03-07": 3.0, "2022-03-08": 3.0})
WHEN = dt.datetime(2022, 3, 10, 8, 5, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))


def plain() -> Story:
    return story_of(VENDOR, BANK, BOND, embedded={"official": OFFICIAL})


def kept(*symbols: str, value: float = 3.0) -> Story:
    """The story with the live series of these symbols stored on two days and laid over it."""
    story = plain()
    for live in story.live:
        if live.symbol in symbols:
            frame = observations({"2022-03-07": 3.0, "2022-03-08": value})
            keep(story, live, Answer(frame, "https://example.org"), WHEN)
    whole = with_series(story, load_live(story).series)
    panel = whole.file.panels[0].model_copy(update={"series": ("official", *load_live(story).series)})
    return replace(whole, file=whole.file.model_copy(update={"panels": (panel,)}))


def test_a_series_says_what_it_continues_or_that_it_is_its_own() -> None:
    assert nature_text(plain(), BANK) == "Continues “Embedded official”. One a day."
    assert nature_text(plain(), VENDOR) == "A series of its own. Not so."
    assert nature_text(plain(), BOND) == "A series of its own."


def test_each_live_series_is_listed_with_what_is_stored() -> None:
    rows = live_rows(plain(), stored(kept("USD")))
    assert [row.title for row in rows] == ["A quote", "The rate", "A price"]
    assert [row.stored for row in rows] == [
        "nothing",
        "2 rows, 7 Mar 2022 – 8 Mar 2022, retrieved 10 Mar 2022 at 08:05 UTC",
        "nothing",
    ]
    assert rows[0].nature.endswith("A difference of more than 5 % from “Embedded official” is pointed out.")
    assert (rows[1].publisher, rows[1].terms, rows[1].dated_by) == (
        "National Bank of the Republic of Belarus", "free", "day of the quote",
    )  # fmt: skip
    assert count_text(rows).startswith("3 live series, 1 stored: ")
    assert count_text(live_rows(plain(), {})).startswith("3 live series, none stored: ")


def test_unverified_is_said_until_an_answer_was_accepted() -> None:
    def doubts(entries: dict[str, Entry]) -> list[bool]:
        return [bool(row.unverified) for row in live_rows(plain(), entries)]

    assert doubts({}) == [False, False, True]
    terms = "Terms. Yahoo Finance: test only. National Bank of the Republic of Belarus: free. Deutsche Börse"
    assert publisher_terms(plain(), {}) == f"{terms} (Frankfurt): test only; unverified."
    entries = dict(stored(kept("XFRA:1")))
    assert doubts(entries) == [False, False, False]
    assert publisher_terms(plain(), entries) == f"{terms} (Frankfurt): test only."


def test_a_source_that_nobody_wrote_is_listed_by_its_word() -> None:
    story = story_of(live_source("oracle", "USD"))
    assert publishers(story) == {"oracle": "oracle"}
    assert live_rows(story, {})[0].publisher == "oracle"


def test_series_are_chosen_by_their_publishers() -> None:
    assert series_of(plain(), ["yahoo", "deutsche_boerse"]) == ["yahoo_byn_x", "deutsche_boerse_xfra_1"]
    assert series_of(plain(), []) == []


def test_the_end_of_a_refresh_is_counted() -> None:
    outcome = Outcome("a", "A", "updated", 1, None, None, "")
    others = [replace(outcome, status="failed"), replace(outcome, status="unchanged")]
    assert ended_text([outcome, outcome]) == "2 updated of 2 series."
    assert ended_text([outcome, *others]) == "1 updated, 1 unchanged and 1 failed of 3 series."


def test_a_chart_tells_of_its_live_series_and_of_disagreements() -> None:
    # 4.0 against 3.0 on the same day is a third above it; `official` has no lag here.
    whole = kept("BYN=X", "USD", value=4.0)
    panel = whole.file.panels[0]
    assert list(live_lines(whole, panel)) == [
        "BYN=X (live): 7 Mar 2022 to 8 Mar 2022, retrieved 10 Mar 2022. A series of its own. Not so.",
        "USD (live): 7 Mar 2022 to 8 Mar 2022, retrieved 10 Mar 2022. Continues “Embedded official”. One a day.",
    ]
    (warning,) = warnings_of(whole, [panel])
    assert "33.3 % above" in warning
    other = panel.model_copy(update={"series": ("official",)})
    assert warnings_of(whole, [other]) == []
    assert list(live_lines(whole, other)) == []


def test_a_bonds_live_prices_are_told_in_its_panel() -> None:
    whole = kept("XFRA:1")
    panel = whole.file.panels[0].model_copy(update={"series": (), "bond": "2031"})
    assert [line.split(":")[0] for line in live_lines(whole, panel)] == ["XFRA"]
    assert list(live_lines(whole, panel.model_copy(update={"bond": "2030"}))) == []


def test_a_story_without_stored_series_has_nothing_to_tell() -> None:
    assert warnings_of(plain(), plain().file.panels) == []
    assert list(live_lines(plain(), plain().file.panels[0])) == []
