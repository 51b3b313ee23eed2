"""Units that a reader's values may have, from what a story shows."""

from __future__ import annotations

import math

import pytest

from dashboard.model import Story
from dashboard.own_units import OTHER, likely_units, older_unit, units_of
from tests import crowns


def test_units_are_those_of_panels_and_bonds(story: Story) -> None:
    plain, inverse, *of_bond, other = units_of(story).values()
    assert (plain.id, plain.turn, inverse.id, inverse.turn) == ("BYN per USD", "as it is", "USD per BYN", "inverse")
    assert [unit.id for unit in of_bond] == ["yield", "price", "yield-fraction", "price-fraction"]
    assert other.id == OTHER
    # The range is the one that the files of the panel's series state.
    assert (plain.minimum, plain.maximum) == (1, 10)


def test_a_story_without_bonds_offers_its_rates_and_something_else() -> None:
    found = units_of(crowns.story({"crowns": crowns.frame({"2019-01-02": 2.0})}))
    assert list(found)[-1] == OTHER
    assert not any(unit.of_bond for unit in found.values())


@pytest.mark.parametrize(
    ("unit", "value", "turned"), [("BYN per USD", 2.5, 2.5), ("USD per BYN", 0.4, 2.5), ("yield-fraction", 0.073, 7.3)]
)
def test_values_are_turned_into_the_unit_of_the_series(story: Story, unit: str, value: float, turned: float) -> None:
    assert units_of(story)[unit].turned(value) == pytest.approx(turned)


def test_nothing_is_the_inverse_of_zero(story: Story) -> None:
    assert units_of(story)["USD per BYN"].turned(0) == math.inf


@pytest.mark.parametrize(
    ("values", "words", "likely"),
    [
        ([2.5], "", ["BYN per USD"]), ([0.4], "", ["USD per BYN"]), ([7.3], "", ["yield"]), ([95.0], "", ["price"]),
        ([0.073], "", ["yield-fraction"]), ([0.93], "clean price", ["price-fraction"]),
        ([2.6], "Price", ["BYN per USD"]), ([3.0], "yield", ["yield"]), ([1e6], "", []), ([], "", []),
    ],
)  # fmt: skip
def test_words_and_size_say_what_values_are(story: Story, values: list[float], words: str, likely: list[str]) -> None:
    known = [unit for unit in units_of(story).values() if unit.id != OTHER]
    assert likely_units(known, values, words) == likely


def test_a_factor_of_an_older_currency_is_named(story: Story) -> None:
    rate = units_of(story)["BYN per USD"]
    assert "10,000 times off BYN per USD" in older_unit(rate, 26254)
    assert older_unit(rate, 26) == ""
    assert older_unit(units_of(story)["yield"], 728) == ""
