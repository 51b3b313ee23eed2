"""The bond calculator: worked examples of publishers, and a plain sentence for each kind of bad input."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from dashboard.calculator import Answer, Asked, Figure, answer, default_asked, turned
from dashboard.model import Story
from tests.crowns import BOND, frame, report
from tests.crowns import story as crowns

ARTICLE_DAY = Asked("2031", "2020-08-27", "yield", "7.30")


def figure(found: Answer, name: str) -> Figure:
    return next(f for f in found.figures if f.name.startswith(name))


@pytest.mark.parametrize(
    ("asked", "name", "expected", "exactness"),
    [
        # The prospectus' issue prices, traded two weekdays before they settled on 24 June 2020.
        (Asked("2026", "2020-06-22", "price", "98.799"), "Yield, street", 6.125, 0.0005),
        (Asked("2031", "2020-06-22", "price", "100"), "Yield, street", 6.375, 0.0005),
        (ARTICLE_DAY, "Clean price", 93.29, 0.005),
        # Frankfurt's price; its stated 7.83 % lies between the two conventions.
        (Asked("2031", "2021-05-25", "price", "90.94"), "Yield, street", 7.716, 0.0005),
        (Asked("2031", "2021-05-25", "price", "90.94"), "Yield, annual", 7.865, 0.0005),
        # 30/360 from 24 June to settlement on 31 August: 67 days, as the 31st counts in full after a 24th.
        (ARTICLE_DAY, "Accrued interest", 6.378 * 67 / 360, 1e-6),
        # 7.30 % less the 10-year Treasury's 0.74 % of that day.
        (ARTICLE_DAY, "Spread", 656, 0.001),
    ],
)
def test_worked_examples(story: Story, asked: Asked, name: str, expected: float, exactness: float) -> None:
    found = answer(story, asked)
    assert found.problems == {}
    assert figure(found, name).value == pytest.approx(expected, abs=exactness)


def test_the_figures_fit_each_other(story: Story) -> None:
    found = answer(story, ARTICLE_DAY)
    value = {f.name: f.value for f in found.figures}
    assert value["Dirty price"] == pytest.approx(value["Clean price"] + value["Accrued interest"])
    # A rise of one bp loses duration x dirty price / 10,000, to first order.
    loss = value["Modified duration"] * value["Dirty price"] / 10_000
    assert value["Price change for +1 bp"] == pytest.approx(-loss, rel=1e-3)
    assert value["Yield, annual effective"] == pytest.approx(100 * ((1 + 0.073 / 2) ** 2 - 1))


def test_numbers_are_written_with_their_units(story: Story) -> None:
    texts = {f.name: f.text for f in answer(story, ARTICLE_DAY).figures}
    assert texts["Clean price"] == "93.29 per 100"
    assert texts["Yield, street convention"] == "7.300 %"
    assert texts["Spread over 10-year Treasury"] == "656 bp"
    assert texts["Price change for +1 bp"].startswith("−0.0")


def test_the_figure_that_was_not_known_comes_first(story: Story) -> None:
    assert answer(story, ARTICLE_DAY).figures[0].name == "Clean price"
    assert answer(story, replace(ARTICLE_DAY, known="price", figure="93")).figures[0].name == "Yield, street convention"


def test_the_spread_says_what_it_is_over_and_that_it_is_no_z_spread(story: Story) -> None:
    note = figure(answer(story, ARTICLE_DAY), "Spread").note
    assert note == "0.74 % on 27 Aug 2020. A constant-maturity yield, so this is not a Z-spread."


def test_on_a_day_without_a_treasury_yield_the_last_one_is_named(story: Story) -> None:
    found = answer(story, replace(ARTICLE_DAY, day="2020-08-29"))
    assert figure(found, "Spread").note.startswith("0.74 % on 28 Aug 2020, the last one before this day.")
    assert found.notes[0].startswith("29 Aug 2020 is a Saturday, without trading.")


def test_a_day_after_the_treasury_series_has_figures_but_no_spread(story: Story) -> None:
    found = answer(story, replace(ARTICLE_DAY, day="2025-03-03"))
    spread = figure(found, "Spread")
    assert math.isnan(spread.value)
    assert spread.text == "not known"
    assert "it covers 20 Dec 2019 to 31 Dec 2021" in spread.note
    assert figure(found, "Clean price").value > 0


def test_a_story_without_a_treasury_says_so() -> None:
    story = crowns({"crowns": frame({"2019-05-10": 4.0})}, with_bond=True)
    found = answer(story, Asked(BOND.id, "2019-05-10", "price", "100"))
    assert figure(found, "Spread").note == "The story holds no treasury yield."


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"bond": "2099"}, "bond", r"Choose one of the bonds: 2031, 2030, 2027, 2026, 2023\."),
        ({"day": ""}, "day", r"^Write the day as year-month-day, such as 2020-06-22\.$"),
        ({"day": "27 Aug"}, "day", r"“27 Aug” is not a date\. Write the day as year-month-day"),
        ({"day": "2021-02-30"}, "day", r"“2021-02-30” is not a date\."),
        ({"day": "2020-06-01"}, "day", r"Choose a trade date from 2020-06-22 to 2031-02-1\d\."),
        ({"day": "2031-03-01"}, "day", r"before 2031-02-24 \(maturity\)"),
        ({"figure": ""}, "figure", r"^Write a yield in percent a year, such as 7\.30\.$"),
        ({"figure": "seven"}, "figure", r"“seven” is not a number\. Write a yield in percent a year"),
        ({"figure": "7,30"}, "figure", r"“7,30” has a comma; decimals take a point\."),
        ({"figure": "nan"}, "figure", r"“nan” is not a number"),
        ({"figure": "730"}, "figure", r"The yield is 730\.0 %\. It must be within -10 to 300 % a year\."),
        ({"known": "price", "figure": ""}, "figure", r"^Write a price per 100 of face, such as 93\.29\.$"),
        ({"known": "price", "figure": "93 %"}, "figure", r"“93 %” is not a number\. Write a price per 100 of face"),
        ({"known": "price", "figure": "0"}, "figure", r"It must be above 0, per 100 of face"),
        ({"known": "price", "figure": "-5"}, "figure", r"It must be above 0"),
        ({"known": "price", "figure": "0.9329"}, "figure", r"not a fraction of face"),
    ],
)
def test_bad_input_gets_a_sentence_for_its_field(story: Story, change: dict[str, str], field: str, words: str) -> None:
    found = answer(story, replace(ARTICLE_DAY, **change))  # type: ignore[arg-type]
    assert found.figures == ()
    assert list(found.problems) == [field]
    sentence = found.problems[field]  # type: ignore[index]
    assert re.search(words, sentence), sentence
    assert sentence[0].isupper() or sentence[0] == "“"
    assert "XS2120882183" not in sentence


def test_two_bad_fields_get_a_sentence_each(story: Story) -> None:
    found = answer(story, Asked("2031", "soon", "price", "cheap"))
    assert set(found.problems) == {"day", "figure"}


@pytest.mark.parametrize("typed", ["7.30", " 7.3 ", "7.30 %", "7.30%", "+7.3"])
def test_a_percent_sign_and_spaces_are_taken_as_meant(story: Story, typed: str) -> None:
    found = answer(story, replace(ARTICLE_DAY, figure=typed))
    assert figure(found, "Clean price").value == pytest.approx(93.29, abs=0.005)


def test_it_starts_with_the_articles_day_and_yield(story: Story) -> None:
    assert default_asked(story, "2031") == ARTICLE_DAY


def test_without_a_stated_yield_it_starts_at_par_on_a_day_that_can_be_answered(story: Story) -> None:
    asked = default_asked(story, "2023")
    assert asked == Asked("2023", "2020-08-27", "price", "100")
    assert answer(story, asked).problems == {}


def test_a_yield_stated_after_the_article_is_not_the_start() -> None:
    reports = [report("yield", 6.5, "2019-05-02"), report("yield", 9.9, "2019-06-03")]
    story = crowns({"crowns": frame({"2019-05-10": 4.0})}, reports=reports, with_bond=True)
    assert default_asked(story, BOND.id) == Asked(BOND.id, "2019-05-02", "yield", "6.50")


def test_an_article_after_maturity_starts_on_the_last_day_that_can_be_answered() -> None:
    story = crowns({"crowns": frame({"2019-05-10": 4.0})}, with_bond=True)
    late = story.file.article.model_copy(update={"published": BOND.maturity.replace(year=2035)})
    story = replace(story, file=story.file.model_copy(update={"article": late}))
    assert answer(story, default_asked(story, BOND.id)).problems == {}


def test_turning_to_the_other_figure_keeps_the_quote(story: Story) -> None:
    other = turned(story, ARTICLE_DAY, "price")
    assert other.known == "price"
    assert float(other.figure) == pytest.approx(93.29, abs=0.005)
    back = turned(story, other, "yield")
    assert float(back.figure) == pytest.approx(7.30, abs=0.001)


def test_turning_what_has_no_answer_keeps_what_was_typed(story: Story) -> None:
    assert turned(story, replace(ARTICLE_DAY, figure="seven"), "price") == replace(
        ARTICLE_DAY, known="price", figure="seven"
    )


def test_what_is_assumed_is_said(story: Story) -> None:
    notes = answer(story, ARTICLE_DAY).notes
    assert notes[0] == "Settles on 31 Aug 2020: T+2 on weekdays, holidays ignored."
    assert "Day count 30/360 is assumed." in notes
