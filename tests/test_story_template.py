"""Files of a new story: every field explained, what is not used ready to be used, figures as they were given."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import Any

import pytest

from dashboard.model import Article, Card, Claim, Event, Panel, Period, StoryFile
from dashboard.story_template import Figures, package_text, series_name, story_text

DAYS = [dt.date(2021, 3, 15) + dt.timedelta(days=n) for n in (0, 1, 2, 3, 4)]
FIGURES = Figures(DAYS, [4.0, 4.25, 4.1, 4.3, 4.125])
ANSWERS = {
    "place": "Arcadia",
    "publisher": "Fictional “Times”",
    "headline": 'The "crown" \\ tumbles',
    "date": "2021-03-19",
    "url": "https://example.org/a",
    "csv": "mine.csv",
    "unit": "XAC per USD",
    "quantity": "exchange_rate",
    "noun": "the crown",
    "source": "Bank of Arcadia",
    "source_url": "https://example.org/b",
    "terms": "CC0",
    "retrieved": "2021-07-01",
    "series": "USD/XAC, Bank of Arcadia",
    "title": "Arcadia, March 2021",
}


def story(text: str) -> StoryFile:
    return StoryFile.model_validate(tomllib.loads(text))


def used(text: str) -> str:
    """The text with the commented claim and card taken into use."""
    head, claim = text.split("# the first # off each line.")
    return head + re.sub(r"^# ", "", claim, flags=re.MULTILINE)


def test_it_is_a_story_with_the_answers_in_it() -> None:
    file = story(story_text("arcadia", ANSWERS, FIGURES, "../story.schema.json"))
    assert (file.id, file.title, file.place) == ("arcadia", "Arcadia, March 2021", "Arcadia")
    assert file.article == Article(
        publisher=ANSWERS["publisher"], headline=ANSWERS["headline"], published=DAYS[-1], url=ANSWERS["url"]
    )
    (panel,) = file.panels
    assert (panel.title, panel.series, panel.rise_means) == ("XAC per USD", ("xac_per_usd",), "a weaker crown")
    assert panel.explain == "A rising line is a weaker crown, a falling line a stronger crown."
    assert (file.default_period, file.default_base) == ("around", DAYS[-2])
    assert [(event.start, event.basis) for event in file.events] == [(DAYS[-1], "stated")]
    assert file.claims == ()


def test_a_story_of_a_yield_speaks_of_higher_and_lower() -> None:
    answers = {**ANSWERS, "unit": "% a year", "quantity": "yield", "noun": "the yield"}
    text = story_text("arcadia", answers, FIGURES, "")
    (panel,) = story(text).panels
    assert (panel.id, panel.title, panel.fall_means) == ("yield", "Yield, % a year", "a lower yield")
    assert story(used(text)).claims[0].unit == "bp"


def test_the_claim_and_card_it_shows_can_be_taken_into_use() -> None:
    text = story_text("arcadia", ANSWERS, FIGURES, "")
    file = story(used(text))
    assert [(claim.id, claim.series) for claim in file.claims] == [("C01", ("xac_per_usd",))]
    assert file.cards[0].claims == ("C01",)


@pytest.mark.parametrize("model", [StoryFile, Article, Panel, Period, Event, Claim, Card])
def test_every_field_stands_there_below_a_comment_of_its_own(model: Any) -> None:
    lines = story_text("arcadia", ANSWERS, FIGURES, "").splitlines()
    for field in model.model_fields:
        if model is StoryFile and field in ("article", "panels", "periods", "cards", "events", "claims"):
            continue
        at = [i for i, line in enumerate(lines) if re.match(rf"(# )*{field} = ", line)]
        assert at, field
        assert all(lines[i - 1].startswith("# ") and " = " not in lines[i - 1] for i in at), field
    assert max(len(line) for line in lines if line.startswith("# ") and " = " not in line) <= 120


def test_an_article_far_from_the_figures_opens_on_all_of_them() -> None:
    file = story(story_text("arcadia", {**ANSWERS, "date": "2019-01-01"}, FIGURES, ""))
    assert [period.id for period in file.periods] == ["all"]
    assert (file.default_period, file.default_base) == ("all", None)


@pytest.mark.parametrize(("gap", "frequency"), [(1, "daily"), (3, "daily"), (7, "weekly"), (30, "monthly")])
def test_the_frequency_is_that_of_the_middle_gap(gap: int, frequency: str) -> None:
    days = [dt.date(2021, 1, 1) + dt.timedelta(days=gap * n) for n in range(5)]
    assert Figures(days, [1.0] * 5).frequency == frequency


def test_figures_keep_every_digit() -> None:
    figures = Figures(DAYS, [4.0, 4.123456789, 0.1, -3.0, 2.5])
    assert figures.text.split() == [
        "date,value",
        "2021-03-15,4",
        "2021-03-16,4.123456789",
        "2021-03-17,0.1",
        "2021-03-18,-3",
        "2021-03-19,2.5",
    ]
    assert (figures.decimals, FIGURES.decimals, Figures(DAYS[:1], [3.0]).decimals) == (8, 3, 0)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([4.0, 4.4], 2.0, 8.8), ([-0.5, 0.5], -1.5, 1.5), ([0.0, 0.0], -1.0, 1.0)],
)
def test_limits_leave_room_and_catch_a_slip_of_the_unit(values: list[float], low: float, high: float) -> None:
    package = json.loads(package_text("arcadia", ANSWERS, Figures(DAYS[:2], values)))
    constraints = package["resources"][0]["schema"]["fields"][1]["constraints"]
    assert (constraints["minimum"], constraints["maximum"]) == (low, high)


@pytest.mark.parametrize(("unit", "name"), [("CHF per EUR", "chf_per_eur"), ("% a year", "a_year"), ("€", "series")])
def test_a_series_is_named_by_its_unit(unit: str, name: str) -> None:
    assert series_name({"unit": unit}) == name
