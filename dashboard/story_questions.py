"""What a new story has to be told: the questions of `new`, each an option of the same name. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from dashboard.model import Quantity
from dashboard.tables import as_day
from dashboard.wording import pair_text

Answers = Mapping[str, str]
"""Answers by name of the question; `today` is there from the start."""
LINK = re.compile(r"https?://\S+")
QUANTITIES: tuple[str, ...] = get_args(Quantity)


def some_text(text: str) -> str:
    """The text without spaces around it; ValueError where nothing is left."""
    if not text.strip():
        raise ValueError("an answer is needed here")
    return " ".join(text.split())


def a_day(text: str) -> str:
    """An ISO day; ValueError otherwise."""
    try:
        return as_day(text.strip()).isoformat()
    except ValueError:
        raise ValueError(f"“{text}” is not a date; write it as year-month-day, such as 2015-01-15") from None


def a_link(text: str) -> str:
    """An address; ValueError otherwise."""
    if not LINK.fullmatch(text.strip()):
        raise ValueError(f"“{text}” is no address; it begins with http:// or https:// and holds no space")
    return text.strip()


def a_quantity(text: str) -> str:
    """One of the known quantities; ValueError otherwise."""
    if text.strip() not in QUANTITIES:
        raise ValueError(f"“{text}” is none of {', '.join(QUANTITIES)}")
    return text.strip()


@dataclass(frozen=True)
class Question:
    """`asks` is the prompt, `told` the help of the option; `usual` gives what is taken where nothing is answered."""

    name: str
    asks: str
    told: str
    read: Callable[[str], str] = some_text
    usual: Callable[[Answers], str] | None = None

    @property
    def option(self) -> str:
        """The option that answers it."""
        return f"--{self.name.replace('_', '-')}"


def _usual_title(answers: Answers) -> str:
    return f"{answers['place']}, {dt.date.fromisoformat(answers['date']):%B %Y}"


def _usual_quantity(answers: Answers) -> str:
    if " per " in answers["unit"]:
        return "exchange_rate"
    return "yield" if answers["unit"].startswith("%") else "index"


def _usual_noun(answers: Answers) -> str:
    is_rate = answers["quantity"] == "exchange_rate"
    return f"the {answers['unit'].partition(' per ')[0]}" if is_rate else f"the {answers['quantity']}"


def _usual_series(answers: Answers) -> str:
    return f"{pair_text(answers['unit'])}, {answers['source']}"


QUESTIONS = (
    Question("place", "Country or place of the story", "Country or place of the story."),
    Question("publisher", "The article: publisher", "Publisher of the article."),
    Question("headline", "The article: headline", "Headline of the article, word for word."),
    Question("date", "The article: day of publication, as 2015-01-15", "Day of the article's publication.", a_day),
    Question("url", "The article: address", "Address of the article.", a_link),
    Question("csv", "Your figures: a CSV with the columns date and value", "CSV with the columns date and value."),
    Question("unit", "Your figures: unit, such as XAC per USD", "Unit of the figures, such as XAC per USD."),
    Question(
        "quantity",
        f"Your figures: what they measure ({', '.join(QUANTITIES)})",
        f"What they measure: {', '.join(QUANTITIES)}.",
        a_quantity,
        _usual_quantity,
    ),
    Question("noun", "What moves, inside a sentence", "What moves, inside a sentence: “the crown”.", usual=_usual_noun),
    Question("source", "Your figures: who published them", "Publisher of the figures."),
    Question("source_url", "Your figures: where the publisher is found", "Address of that publisher.", a_link),
    Question("terms", "Your figures: terms of use, such as CC BY 4.0", "Terms of use of the figures."),
    Question(
        "retrieved", "Your figures: day you got them", "Day you got them.", a_day, lambda answers: answers["today"]
    ),
    Question("series", "Title of the series", "Title of the series.", usual=_usual_series),
    Question("title", "Title of the story", "Title of the story.", usual=_usual_title),
)
"""In the order they are asked; a usual answer rests on earlier ones."""
