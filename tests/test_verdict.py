"""The rule of the four verdicts."""

from __future__ import annotations

import math

import pytest

from dashboard.errors import DataError
from dashboard.verdict import Doubt, Target, Verdict, combine, judge, target_of
from tests.crowns import claim

MORE_THAN_21 = Target(21.0, math.inf)
AROUND_MINUS_31 = Target(-33.0, -29.0, closed=True)


@pytest.mark.parametrize(
    ("number", "low", "high", "verdict"),
    [
        (21.05, 20.72, 21.39, "depends"),
        (21.14, 21.139, 21.141, "supported"),
        (20.79, 20.789, 20.791, "contradicted"),
        (21.2, 21.0, 21.4, "supported"),
        (20.8, 20.6, 21.0, "contradicted"),
    ],
)
def test_a_threshold_inside_the_doubt_is_open(number: float, low: float, high: float, verdict: Verdict) -> None:
    assert judge(number, MORE_THAN_21, Doubt(low, high, "rounding")) == verdict


def test_the_edge_of_rounding_is_not_reached_by_the_arithmetic_of_floats() -> None:
    low = 100 * ((2.66 - 0.005) / (2.65 + 0.005) - 1)
    assert judge(0.377, Target(0.0, math.inf), Doubt(low, 0.76, "rounding")) == "supported"


@pytest.mark.parametrize(("number", "verdict"), [(-33.0, "supported"), (-29.0, "supported"), (-28.9, "contradicted")])
def test_a_stated_value_has_its_tolerance_ends_included(number: float, verdict: Verdict) -> None:
    assert judge(number, AROUND_MINUS_31) == verdict


def test_doubt_over_either_end_of_a_band_is_open() -> None:
    assert judge(-32.5, AROUND_MINUS_31, Doubt(-34.0, -31.0, "rounding")) == "depends"
    assert judge(-31.0, AROUND_MINUS_31, Doubt(-32.0, -30.0, "rounding")) == "supported"
    assert judge(-40.0, AROUND_MINUS_31, Doubt(-41.0, -39.0, "rounding")) == "contradicted"


@pytest.mark.parametrize(
    ("relation", "fulfils", "fails"),
    [
        (">", 5.1, 5.0),
        (">=", 5.0, 4.9),
        ("<", 4.9, 5.0),
        ("<=", 5.0, 5.1),
        ("=", 5.4, 5.6),
        ("about", 4.5, 4.4),
        (None, 5, 6),
    ],
)
def test_relations(relation: str | None, fulfils: float, fails: float) -> None:
    target = target_of(claim("change_on_day", relation=relation, value=5, tolerance=0.5))
    assert (judge(fulfils, target), judge(fails, target)) == ("supported", "contradicted")


def test_margin_is_positive_inside_and_negative_outside() -> None:
    assert MORE_THAN_21.margin(21.14) == pytest.approx(0.14)
    assert MORE_THAN_21.margin(20.79) == pytest.approx(-0.21)
    assert AROUND_MINUS_31.margin(-32.0) == pytest.approx(1.0)
    assert AROUND_MINUS_31.margin(-25.0) == pytest.approx(-4.0)


def test_a_claim_without_value_has_no_target() -> None:
    with pytest.raises(DataError, match=r"Claim X1: a change_on_day claim needs a value.*story\.toml"):
        target_of(claim("change_on_day", value=None))


@pytest.mark.parametrize(
    ("votes", "verdict"),
    [
        (["supported", "supported"], "supported"),
        (["contradicted", "cannot be checked"], "contradicted"),
        (["supported", "contradicted"], "depends"),
        (["supported", "depends"], "depends"),
        (["depends"], "depends"),
        (["cannot be checked"], "cannot be checked"),
        ([], "cannot be checked"),
    ],
)
def test_combined_verdict(votes: list[Verdict], verdict: Verdict) -> None:
    assert combine(votes) == verdict
