"""How figures are written."""

from __future__ import annotations

import pytest

from dashboard.wording import day_text, days_text, listed, pair_text, plain, sentence, span_text, with_unit
from tests.crowns import day


def test_days() -> None:
    assert day_text(day("2020-08-07")) == "7 August 2020"
    assert days_text(day("2020-08-01"), day("2020-08-26")) == "1 to 26 August 2020"
    assert days_text(day("2020-06-24"), day("2020-08-26")) == "24 June to 26 August 2020"
    assert days_text(day("2019-12-31"), day("2020-08-27")) == "31 December 2019 to 27 August 2020"
    assert days_text(day("2020-08-27"), day("2020-08-27")) == "27 August 2020"


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (21.0526, 2, "21.05"),
        (-0.31, 2, "−0.31"),
        (-0.00101, 2, "−0.001"),
        (0.0, 2, "0.00"),
        (-1e-12, 2, "0.00"),
        (7, 0, "7"),
    ],
)
def test_numbers_keep_their_sign_and_small_ones_a_digit(number: float, decimals: int, text: str) -> None:
    assert plain(number, decimals) == text


def test_units() -> None:
    assert with_unit(1, "days", 0) == "1 day"
    assert with_unit(0, "days", 0) == "0 days"
    assert with_unit(0.5, "points", signed=True) == "+0.50 points"
    assert with_unit(-31, "bp", 0, signed=True) == "−31 bp"
    assert with_unit(1.0, "BYN per USD") == "1.00 BYN per USD"
    assert with_unit(0.45, "") == "0.45"


def test_spans_with_ends_that_read_alike_are_one_number() -> None:
    assert span_text(20.787, 21.142, "%", 1) == "20.8 to 21.1 %"
    assert span_text(21.11, 21.14, "%", 1) == "21.1 %"
    assert span_text(0, 5, "days", 0) == "0 to 5 days"


def test_pairs_lists_and_sentences() -> None:
    assert pair_text("BYN per USD") == "USD/BYN"
    assert pair_text("% a year") == "% a year"
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"]), listed([])] == [
        "a",
        "a and b",
        "a, b and c",
        "",
    ]
    assert sentence("the end.") == "The end."
