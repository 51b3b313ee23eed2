"""What turns a verdict, on the embedded story and on small ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.claim_sensitivity import AS_STATED, SensitivityRow, sensitivity
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.verdict import Verdict
from tests.crowns import RATE, bond_claim, claim, day, frame, info, story

DATA = Path(__file__).parents[1] / "data" / "belarus-2020"
ICE, NBU, MARKET = "usd_byn_ice_close", "usd_byn_nbu_cross", "usd_byn_market"


@pytest.fixture(scope="module")
def belarus() -> Story:
    return load_story(DATA)


def rows_of(belarus: Story, claim_id: str) -> dict[tuple[str, str], SensitivityRow]:
    (asked,) = (c for c in belarus.file.claims if c.id == claim_id)
    return {(row.series, row.setting): row for row in sensitivity(belarus, asked)}


@pytest.mark.parametrize(
    ("series", "setting", "text", "verdict"),
    [
        (ICE, AS_STATED, "21.05 %", "depends"),
        (MARKET, AS_STATED, "20.79 %", "contradicted"),
        (MARKET, "rise of USD/BYN instead of the loss of value", "26.24 %", "supported"),
        (ICE, "the lowest number that rounding allows", "just above 20.72 %", "contradicted"),
        (ICE, "the highest number that rounding allows", "just below 21.39 %", "supported"),
        (MARKET, "base 30 December 2019", "20.92 %", "contradicted"),
        (NBU, "base 7 January 2020", "20.94 %", "contradicted"),
        (NBU, "stale, held and mistaken values left out", "21.14 %", "supported"),
        (NBU, "by the date the publisher gives instead of the day of the quote", "20.94 %", "contradicted"),
    ],
)
def test_what_turns_the_loss(belarus: Story, series: str, setting: str, text: str, verdict: Verdict) -> None:
    row = rows_of(belarus, "C09")[series, setting]
    assert (row.text, row.verdict) == (text, verdict)


@pytest.mark.parametrize(
    ("series", "setting", "text"),
    [
        (MARKET, "counted strictly", "0 days"),
        (MARKET, "counted with changes below 0.05 % skipped", "3 days"),
        (MARKET, "counted with flagged days left out too", "5 days"),
        (NBU, "counted strictly", "4 days"),
        (NBU, "by the date the publisher gives instead of the day of the quote", "3 to 5 days"),
        (ICE, "counted with days flat by rounding to 0.01 counted in", "7 days"),
    ],
)
def test_every_rule_of_counting_is_a_row(belarus: Story, series: str, setting: str, text: str) -> None:
    assert rows_of(belarus, "C08")[series, setting].text == text


def test_the_sign_of_a_flat_day_is_a_setting(belarus: Story) -> None:
    rows = rows_of(belarus, "C07")
    setting = "changes below 0.05 % taken with their sign"
    assert (rows[MARKET, AS_STATED].verdict, rows[MARKET, setting].verdict) == ("depends", "contradicted")


def test_rounding_cannot_undo_a_printed_rise(belarus: Story) -> None:
    row = rows_of(belarus, "C07")[ICE, "the lowest number that rounding allows"]
    assert (row.text, row.verdict) == ("just above 0.00 %", "supported")


def test_a_claim_without_sources_has_no_rows(belarus: Story) -> None:
    assert not rows_of(belarus, "C01")
    assert not rows_of(belarus, "N01")


def test_a_variation_without_value_says_so() -> None:
    official = info(short="Official", quote_lag_days=1)
    rates = {RATE: frame({"2019-05-10": 2.0, "2019-05-13": 2.5})}
    rows = sensitivity(story(rates, infos=[official]), claim("change_on_day"))
    assert [(r.setting.split()[0], r.verdict) for r in rows] == [
        ("as", "supported"),
        ("changes", "supported"),
        ("by", "cannot be checked"),
    ]


def test_the_base_of_a_recovery_is_varied() -> None:
    values = frame({"2019-05-02": 2.0, "2019-05-03": 2.1, "2019-05-08": 2.4, "2019-05-10": 2.2})
    recovery = claim("partial_recovery", base=day("2019-05-03"), start=day("2019-05-03"), end=day("2019-05-09"))
    texts = {row.setting: row.text for row in sensitivity(story({RATE: values}), recovery)}
    assert texts[AS_STATED] == "0.67 of the loss"
    assert texts["base 2 May 2019"] == "0.50 of the loss"


def test_a_bond_claim_without_own_values_has_no_rows() -> None:
    empty = story({RATE: frame({"2019-05-10": 2.0})}, with_bond=True)
    assert sensitivity(empty, bond_claim("level_on_day", value=6, relation="=")) == ()
