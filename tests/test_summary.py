"""What a story holds in numbers, counted by hand on the invented story and on small indexes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from dashboard.load import load_story
from dashboard.model import Story
from dashboard.summary import missing_periods, story_summary, story_text
from tests import crowns


def test_the_invented_story_has_24_weeks_with_one_gap_and_one_flag(fictional_folder: Path) -> None:
    crown, neighbour = story_summary(load_story(fictional_folder)).to_dict("records")
    assert (crown["series"], crown["rows"], crown["missing"], crown["flagged"]) == ("crown_market", 119, 1, "stale 1")
    assert (crown["first"], crown["last"]) == (dt.date(2021, 1, 4), dt.date(2021, 6, 18))
    assert (neighbour["rows"], neighbour["missing"], neighbour["flagged"]) == (120, 0, "")
    assert (crown["unit"], crown["publisher"]) == ("XAC per USD", "Invented for tests")


GAPS = [
    (["2021-01-01", "2021-01-04"], "daily", 0),  # Friday and Monday
    (["2021-01-01", "2021-01-06"], "daily", 2),  # Monday and Tuesday lack
    (["2021-01-01", "2021-01-02", "2021-01-04"], "daily", 0),  # a Saturday more
    (["2021-01-31", "2021-02-28", "2021-05-31"], "monthly", 2),  # March and April lack
]


@pytest.mark.parametrize(("days", "frequency", "count"), GAPS)
def test_missing_days_and_months_are_counted_between_the_ends(days: list[str], frequency: str, count: int) -> None:
    assert missing_periods(pd.DatetimeIndex(days), frequency) == count


def table(text: str, title: str) -> list[list[str]]:
    """Rows below a title as cells, which two spaces part."""
    block = text.split(title, 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in block]


def test_the_invented_story_in_words(fictional_folder: Path) -> None:
    text = story_text(load_story(fictional_folder))
    assert text.startswith("FICTIONAL: the crown of Arcadia\nArticle: Fictional Times, “Crown Tumbles")
    assert "Periods: march, all\nLive sources: none\n" in text
    assert "No rule is broken." in text
    head, crown, neighbour = table(text, "Series: 2, 239 rows")[:3]
    assert head == ["series", "first", "last", "rows", "missing", "flagged"]
    assert crown == ["crown_market", "2021-01-04", "2021-06-18", "119", "1", "stale 1"]
    assert neighbour == ["neighbour_market", "2021-01-04", "2021-06-18", "120", "0", "–"]
    assert "- 2021-04-05 is missing, so that a gap is tested." in text
    assert "Bonds" not in text


def test_events_stand_in_the_order_of_their_numbers(fictional_folder: Path) -> None:
    rows = table(story_text(load_story(fictional_folder)), "Events of the article: 4")
    assert [row[1] for row in rows[1:5]] == ["E03", "E04", "E01", "E02"]
    assert rows[1] == ["1", "E03", "… to 2021-03-14", "inferred", "Quarrel"]
    assert rows[4] == ["4", "E02", "2021-03-15 to 2021-03-19", "relative", "Week of losses"]
    assert rows[5] == ["2 more around it, from other sources."]


def test_bonds_are_told_with_their_evidence() -> None:
    reports = [crowns.report("yield", 6.5, "2019-05-10"), crowns.report("price_change", -2, "2019-05-10", bond="all")]
    story = crowns.story({"crowns": crowns.frame({"2019-01-02": 2.0})}, reports=reports, with_bond=True)
    rows = table(story_text(story), "Bonds: 1")
    assert rows[1] == ["2030", "Bond of 2030", "XS1234567890", "USD 500 m", "1", "0"]
    assert rows[2] == ["1 more statement is about several bonds or an index of them."]


def test_a_claim_is_told_with_its_kind() -> None:
    claims = [crowns.claim("change_since", statement="It lost a fifth.")]
    text = story_text(crowns.story({"crowns": crowns.frame({"2019-01-02": 2.0})}, claims=claims))
    assert text.endswith("Claims: 1\n  X1  It lost a fifth. (change since)")


def test_the_whole_story_fits_a_terminal_of_100_columns(story: Story) -> None:
    text = story_text(story)
    assert max(map(len, text.splitlines())) <= 100
    for info in story.info.values():
        assert all(flaw in " ".join(text.split()) for flaw in info.known_flaws)
    for event in story.events:
        assert event.label in text
    for claim in story.file.claims:
        assert claim.id in text
    assert story.data_hash in text
