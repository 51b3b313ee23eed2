"""The headline and the cards: every number computed, of the source that was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.claim_cards import CardFigure, card_figures, headline
from dashboard.claims import ClaimResult, check_claims
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Card, Story
from tests.crowns import ARTICLE, RATE, bond_claim, claim, day, frame, info, report, story, with_series

DATA = Path(__file__).parents[1] / "data" / "belarus-2020"


@pytest.fixture(scope="module")
def belarus() -> Story:
    return load_story(DATA)


@pytest.fixture(scope="module")
def results(belarus: Story) -> tuple[ClaimResult, ...]:
    return check_claims(belarus)


def cards_by_claim(belarus: Story, results: tuple[ClaimResult, ...], source: str | None) -> dict[str, CardFigure]:
    return {card.claims[0]: card for card in card_figures(belarus, results, source)}


def test_headline_has_its_figures(belarus: Story, results: tuple[ClaimResult, ...]) -> None:
    text = headline(belarus, results)
    assert "20.8 to 21.1 %" in text
    assert "by 27 August 2020" in text
    assert "between 7.84 and 8.35 %" in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("source", "figures"),
    [
        (None, ("−21.05 %", "ICE close; USD/BYN rose 26.67 %", "NBU cross −21.14 %; Market quote −20.79 %")),
        (
            "usd_byn_market",
            ("−20.79 %", "Market quote; USD/BYN rose 26.24 %", "ICE close −21.05 %; NBU cross −21.14 %"),
        ),
        (
            "usd_byn_nbu_cross",
            ("−21.14 %", "NBU cross; USD/BYN rose 26.81 %", "ICE close −21.05 %; Market quote −20.79 %"),
        ),
    ],
)
def test_the_loss_follows_the_source_and_shows_the_others(
    belarus: Story, results: tuple[ClaimResult, ...], source: str | None, figures: tuple[str, str, str]
) -> None:
    card = cards_by_claim(belarus, results, source)["C09"]
    assert (card.big, card.lines[0], card.lines[-1]) == figures
    assert card.days == (day("2019-12-31"), day("2020-08-27"))
    assert card.verdict == "depends"


@pytest.mark.parametrize(
    ("source", "big"),
    [("usd_byn_ice_close", "7 days"), ("usd_byn_market", "0 to 5 days"), ("usd_byn_nbu_cross", "4 to 6 days")],
)
def test_the_streak_follows_the_source(belarus: Story, results: tuple[ClaimResult, ...], source: str, big: str) -> None:
    assert cards_by_claim(belarus, results, source)["C08"].big == big


def test_the_yield_is_the_articles_and_says_so(belarus: Story, results: tuple[ClaimResult, ...]) -> None:
    card = cards_by_claim(belarus, results, "usd_byn_market")["C02"]
    assert card.big == "7.30 %"
    assert "on the article's word alone" in card.lines[0]
    assert card.lines[1] == "−31 bp on the day; 7.61 % on 26 August 2020 is derived"
    assert card.verdict == "cannot be checked"


def test_the_peak_is_between_its_bounds(belarus: Story, results: tuple[ClaimResult, ...]) -> None:
    card = cards_by_claim(belarus, results, None)["C05"]
    assert card.big == "7.84 to below 8.35 %"
    assert len(card.sources) == 2


RATES = {RATE: frame({"2019-05-09": 2.0, "2019-05-10": 2.5})}
LOSS = claim("change_since", base=day("2019-05-09"), value=10)


def test_one_source_makes_no_range() -> None:
    small = story(RATES, claims=[LOSS], headline="Down {X1} by {X1.day}")
    assert headline(small, check_claims(small)) == "Down 20.0 % by 10 May 2019"


def test_a_headline_over_days_without_values_still_reads() -> None:
    absent = story(RATES, claims=[claim("change_on_day", day=day("2019-06-10"))], headline="Down {X1}", cards=[CARD])
    checked = check_claims(absent)
    assert headline(absent, checked) == "Down no figure"
    assert card_figures(absent, checked, None)[0].big == "no figure"


CARD = Card(title="The crown", claims=("X1",), explain="Since the day before.")


def test_a_source_that_cannot_say_leaves_the_place_to_the_best_that_can() -> None:
    late = info("late", short="Late")
    both = story(
        {**RATES, "late": RATES[RATE].iloc[1:]},
        infos=[info(), late],
        claims=[LOSS.model_copy(update={"series": (RATE, "late")})],
        cards=[CARD],
    )
    (card,) = card_figures(both, check_claims(both), "late")
    assert (card.big, card.sources) == ("−20.00 %", ("Bank rate",))


def test_own_yields_take_the_place_of_the_articles() -> None:
    level = bond_claim("level_on_day", relation="=", value=6, tolerance=0.1)
    move = bond_claim("change_on_day", id="X2", relation="=", value=-20, tolerance=2, unit="bp")
    words = report("yield", 6.0, "2019-05-10", urls=(ARTICLE.url,))
    base = story(RATES, claims=[level, move], reports=[words], with_bond=True,
                 cards=[Card(title="Yield", claims=("X1", "X2"))])  # fmt: skip
    mine = info("mine", short="Mine", quantity="yield", unit="% a year", role="own", bond="2030")
    own = with_series(base, mine, frame({"2019-05-09": 6.25, "2019-05-10": 6.05}))
    (card,) = card_figures(own, check_claims(own), None)
    assert (card.big, card.verdict) == ("6.05 %", "supported")
    assert card.lines == ("Mine", "−20.0 bp (Mine)")


def test_an_unknown_claim_is_explained() -> None:
    broken = story(RATES, claims=[LOSS], headline="Down {X9}", cards=[Card(title="Odd", claims=("X9",))])
    checked = check_claims(broken)
    with pytest.raises(DataError, match=r"headline: the claim X9 is not among the story's \(X1\)"):
        headline(broken, checked)
    with pytest.raises(DataError, match=r"Odd: the claim X9"):
        card_figures(broken, checked, None)
