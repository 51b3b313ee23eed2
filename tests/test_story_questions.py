"""What `new` asks: which answers count, and what is taken where nothing is answered."""

from __future__ import annotations

import pytest

from dashboard.story_questions import QUESTIONS

BY_NAME = {question.name: question for question in QUESTIONS}
ANSWERS = {"today": "2026-11-24", "place": "Arcadia", "date": "2021-03-19", "unit": "XAC per USD", "source": "Bank"}


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("place", "  New \n Arcadia ", "New Arcadia"),
        ("date", " 2021-03-19 ", "2021-03-19"),
        ("url", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("quantity", "yield", "yield"),
    ],
)
def test_an_answer_is_tidied(name: str, text: str, read: str) -> None:
    assert BY_NAME[name].read(text) == read


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("headline", "  ", "an answer is needed"),
        ("date", "19.3.2021", "“19.3.2021” is not a date"),
        ("retrieved", "2021-02-30", "not a date"),
        ("url", "example.org", "begins with http"),
        ("url", "https://a b", "holds no space"),
        ("quantity", "rate", "none of exchange_rate, yield, price, index"),
    ],
)
def test_an_answer_that_can_not_be_used_is_explained(name: str, text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        BY_NAME[name].read(text)


@pytest.mark.parametrize(
    ("unit", "quantity", "noun", "series"),
    [
        ("XAC per USD", "exchange_rate", "the XAC", "USD/XAC, Bank"),
        ("% a year", "yield", "the yield", "% a year, Bank"),
        ("points", "index", "the index", "points, Bank"),
    ],
)
def test_what_is_usual_follows_from_what_was_said(unit: str, quantity: str, noun: str, series: str) -> None:
    answers = {**ANSWERS, "unit": unit}
    for question in QUESTIONS:
        if question.usual:
            answers[question.name] = question.usual(answers)
    usual = {"quantity": quantity, "noun": noun, "series": series, "retrieved": "2026-11-24"}
    assert {name: answers[name] for name in usual} == usual
    assert answers["title"] == "Arcadia, March 2021"
