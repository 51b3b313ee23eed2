"""Claims of the embedded story against the answers worked out with the data, and each kind on a fictional one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard.claim_findings import SeriesFinding
from dashboard.claims import ClaimResult, check_claim, check_claims, claims_table
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Claim, Story
from dashboard.verdict import Verdict
from tests.crowns import ARTICLE, BOND, RATE, bond_claim, claim, day, frame, info, report, story, with_series

DATA = Path(__file__).parents[1] / "data" / "belarus-2020"
ICE, NBU, MARKET = "usd_byn_ice_close", "usd_byn_nbu_cross", "usd_byn_market"
SKIPPED, LEFT_OUT = "with changes below 0.05 % skipped", "with flagged days left out too"


@pytest.fixture(scope="module")
def belarus() -> Story:
    return load_story(DATA)


@pytest.fixture(scope="module")
def results(belarus: Story) -> dict[str, ClaimResult]:
    return {result.claim.id: result for result in check_claims(belarus)}


def by_series(result: ClaimResult) -> dict[str, SeriesFinding]:
    return {found.series: found for found in result.findings}


@pytest.mark.parametrize(
    ("series", "counts"),
    [
        (ICE, {"strictly": 7, SKIPPED: 7, LEFT_OUT: 7, "with days flat by rounding to 0.01 counted in": 7}),
        (MARKET, {"strictly": 0, SKIPPED: 3, LEFT_OUT: 5}),
        (NBU, {"strictly": 4, SKIPPED: 6, LEFT_OUT: 6}),
    ],
)
def test_losing_streak_under_each_rule(results: dict[str, ClaimResult], series: str, counts: dict[str, int]) -> None:
    found = by_series(results["C08"])[series]
    assert {rule.label: rule.number for rule in found.rules} == counts


def test_seventh_day_is_reproduced_on_one_source_only(results: dict[str, ClaimResult]) -> None:
    found = by_series(results["C08"])
    assert {name: f.verdict for name, f in found.items()} == {
        ICE: "supported",
        NBU: "contradicted",
        MARKET: "contradicted",
    }
    assert results["C08"].verdict == "depends"
    assert found[MARKET].text == "0 to 5 days"


@pytest.mark.parametrize(
    ("series", "loss", "rise", "verdict"),
    [(ICE, 21.05, 26.67, "depends"), (NBU, 21.14, 26.81, "supported"), (MARKET, 20.79, 26.24, "contradicted")],
)
def test_loss_since_the_end_of_2019(
    results: dict[str, ClaimResult], series: str, loss: float, rise: float, verdict: Verdict
) -> None:
    found = by_series(results["C09"])[series]
    assert found.number == pytest.approx(loss, abs=0.005)
    assert found.other[0].number == pytest.approx(rise, abs=0.005)
    assert found.verdict == verdict


def test_rounding_of_a_close_with_two_decimals_leaves_the_threshold_open(results: dict[str, ClaimResult]) -> None:
    found = by_series(results["C09"])[ICE]
    assert [found.low, found.high] == pytest.approx([20.72, 21.39], abs=0.005)
    assert "rounding to 0.01 leaves 20.72 to 21.39 %" in found.sentence
    assert found.formula.startswith("1 − S0/S1 = 1 − 2.10/2.66 = 21.05 %; S in BYN per USD, S0 on 31 December 2019")


def test_official_rates_count_on_the_day_they_were_fixed(results: dict[str, ClaimResult]) -> None:
    base, last = by_series(results["C09"])[NBU].points
    assert (base.day, base.dated, base.value, base.flag) == (day("2019-12-31"), day("2020-01-01"), 2.104, "held")
    assert (last.day, last.dated, last.value) == (day("2020-08-27"), day("2020-08-28"), 2.668108)


def test_overall_verdict_on_the_loss_names_who_says_what(results: dict[str, ClaimResult]) -> None:
    assert results["C09"].verdict == "depends"
    assert results["C09"].sentence == (
        "Depends on the source: supported by NBU cross (21.14 %); contradicted by Market quote (20.79 %); "
        "open on ICE close (21.05 %; rounding to 0.01 leaves 20.72 to 21.39 %)."
    )


def test_a_miss_within_the_stated_tolerance_says_so(results: dict[str, ClaimResult]) -> None:
    assert "by 0.21 percentage points, within the tolerance of 0.3" in by_series(results["C09"])[MARKET].sentence


@pytest.mark.parametrize("claim_id", ["C07", "C10"])
def test_the_days_fall_is_flat_on_the_market_quote(results: dict[str, ClaimResult], claim_id: str) -> None:
    found = by_series(results[claim_id])
    numbers = {name: f.number for name, f in found.items()}
    assert numbers == {
        ICE: pytest.approx(0.377, abs=0.001),
        NBU: pytest.approx(0.259, abs=0.001),
        MARKET: pytest.approx(-0.001, abs=0.0005),
    }
    assert [found[name].verdict for name in (ICE, NBU, MARKET)] == ["supported", "supported", "depends"]


@pytest.mark.parametrize(("claim_id", "figure"), [("C01", "−31 bp"), ("C02", "7.30 %")])
def test_the_yield_rests_on_the_article_alone(results: dict[str, ClaimResult], claim_id: str, figure: str) -> None:
    result = results[claim_id]
    assert result.verdict == "cannot be checked"
    assert f"{figure} on 27 August 2020 rests on the article alone" in result.sentence
    assert result.needs


def test_the_day_before_is_derived_and_called_so(results: dict[str, ClaimResult]) -> None:
    derived = [s for s in results["C01"].statements if s.derived]
    assert [s.low for s in derived] == pytest.approx([7.61])
    assert [s.start for s in derived] == [day("2020-08-26")]
    assert "7.61 % on 26 August 2020 is derived, not published" in results["C01"].sentence


def test_the_peak_has_bounds_and_no_day(results: dict[str, ClaimResult]) -> None:
    result = results["C05"]
    assert result.bounds is not None
    assert (result.bounds.low, result.bounds.high) == (7.84, 8.35)
    assert result.verdict == "cannot be checked"
    assert "at least 7.84 and below 8.35 %" in result.sentence


@pytest.mark.parametrize("claim_id", ["C04", "C06"])
def test_other_bond_claims_need_daily_values(results: dict[str, ClaimResult], claim_id: str) -> None:
    assert results[claim_id].verdict == "cannot be checked"
    assert "no series here gives daily values" in results[claim_id].sentence


@pytest.mark.parametrize("claim_id", ["N01", "N02", "N03", "N04", "N05", "N06"])
def test_claims_outside_markets_are_not_judged(results: dict[str, ClaimResult], claim_id: str) -> None:
    result = results[claim_id]
    assert (result.verdict, result.findings) == ("cannot be checked", ())
    assert result.claim.note


def test_table_has_a_row_for_each_claim_and_series(belarus: Story, results: dict[str, ClaimResult]) -> None:
    table = claims_table(list(results.values()))
    assert set(table["claim"]) == {c.id for c in belarus.file.claims}
    assert list(table.loc[table["claim"] == "C09", "series"]) == [ICE, NBU, MARKET]
    ice = table[(table["claim"] == "C09") & (table["series"] == ICE)].iloc[0]
    assert (ice["relation"], ice["claimed"], ice["unit"]) == (">", 21.0, "%")
    assert ice["margin"] == pytest.approx(0.0526, abs=0.0001)
    assert (ice["first_day"], ice["last_day"]) == ("2019-12-31", "2020-08-27")
    assert table.loc[table["claim"] == "N01", "note"].item().startswith("Other counts")


def test_nothing_in_the_story_is_changed(belarus: Story) -> None:
    before = {name: frame.copy() for name, frame in belarus.observations.items()}
    check_claims(belarus)
    for name, kept in before.items():
        pd.testing.assert_frame_equal(belarus.observations[name], kept)


# A fictional country, worked out by hand.

CROWNS = frame({"2019-05-02": 2.0, "2019-05-08": 2.4, "2019-05-09": 2.4, "2019-05-10": 2.5})


def test_another_country_brings_its_own_words() -> None:
    fallen = claim("change_since", base=day("2019-05-02"), value=15)
    (found,) = check_claim(story({RATE: CROWNS}), fallen).findings
    assert found.number == pytest.approx(20.0)
    assert found.sentence == (
        "Bank rate: the crown was worth 20.00 % less on 10 May 2019 than on 2 May 2019; this supports “more than 15 %”."
    )
    assert found.other[0].says == "USD/RUR rose 25.00 %"


def test_the_rise_can_be_asked_for() -> None:
    risen = claim("change_since", base=day("2019-05-02"), value=25, relation="=", unit="% rise", tolerance=0.1)
    (found,) = check_claim(story({RATE: CROWNS}), risen).findings
    assert found.verdict == "supported"
    assert found.number == pytest.approx(25.0)
    assert found.other[0].number == pytest.approx(20.0)


def test_a_base_without_value_takes_the_last_one_before() -> None:
    fallen = claim("change_since", base=day("2019-05-05"), value=15)
    (found,) = check_claim(story({RATE: CROWNS}), fallen).findings
    assert found.days == (day("2019-05-02"), day("2019-05-10"))


def test_a_change_on_a_day_is_from_the_observation_before() -> None:
    (found,) = check_claim(story({RATE: CROWNS}), claim("change_on_day")).findings
    assert found.number == pytest.approx(100 / 24)
    assert found.days == (day("2019-05-09"), day("2019-05-10"))
    assert "USD/RUR rose 4.17 % from 9 May 2019 to 10 May 2019, which means a weaker crown" in found.sentence


def test_a_missing_day_cannot_be_checked_and_says_what_is_covered() -> None:
    result = check_claim(story({RATE: CROWNS}), claim("change_on_day", day=day("2019-05-07")))
    assert result.verdict == "cannot be checked"
    assert "no value quoted on 7 May 2019 (it covers 2 May 2019 to 10 May 2019)" in result.sentence


def test_a_source_that_cannot_say_has_no_vote() -> None:
    short = info("short", short="Short record")
    both = story({RATE: CROWNS, "short": CROWNS.iloc[:1]}, infos=[info(), short])
    result = check_claim(both, claim("change_on_day", series=(RATE, "short")))
    assert result.verdict == "supported"
    assert result.sentence == "Supported by Bank rate (4.17 %); Short record can't say."


def test_a_level_in_its_own_unit() -> None:
    level = claim("level_on_day", relation="about", value=2.45, tolerance=0.1, unit="RUR per USD")
    (found,) = check_claim(story({RATE: CROWNS}), level).findings
    assert (found.text, found.verdict) == ("2.50 RUR per USD", "supported")


def test_an_index_loses_by_falling() -> None:
    shares = info("shares", quantity="index", unit="points", short="Shares")
    values = frame({"2019-05-07": 90.0, "2019-05-08": 95.0, "2019-05-09": 94.0, "2019-05-10": 93.0})
    streak = claim("losing_streak", series=("shares",), value=2, relation=None, unit="days")
    (found,) = check_claim(story({"shares": values}, infos=[shares]), streak).findings
    assert (found.number, found.verdict) == (2.0, "supported")


def test_an_own_series_of_the_same_unit_is_heard() -> None:
    own = info("terminal", short="My terminal", role="own")
    joined = with_series(story({RATE: CROWNS}), own, CROWNS.assign(value=[2.0, 2.4, 2.6, 2.5]))
    result = check_claim(joined, claim("change_on_day"))
    assert {f.label: f.verdict for f in result.findings} == {"Bank rate": "supported", "My terminal": "contradicted"}
    assert result.sentence.startswith("Depends on the source: supported by Bank rate")


# The bond: nothing but reports, then a reader's own values.

LEVEL = bond_claim("level_on_day", relation="=", value=6.0, tolerance=0.05, day=day("2019-02-27"))
MOVE = bond_claim("change_on_day", relation="=", value=-31, tolerance=2, unit="bp", day=day("2019-02-27"))
OWN = ARTICLE.url


def with_reports(*reports: dict[str, object]) -> Story:
    return story({RATE: CROWNS}, reports=reports, with_bond=True)


def own_series(quantity: str, values: dict[str, float]) -> Story:
    series = info(
        "mine",
        quantity=quantity,
        unit="% a year" if quantity == "yield" else "% of face",
        role="own",
        short="My values",
        bond=BOND.id,
    )
    return with_series(with_reports(), series, frame(values))


def test_the_article_cannot_confirm_itself() -> None:
    result = check_claim(with_reports(report("yield", 6.0, "2019-02-27", urls=(OWN,))), LEVEL)
    assert result.verdict == "cannot be checked"
    assert "6.00 % on 27 February 2019 rests on the article alone" in result.sentence


@pytest.mark.parametrize(("level", "verdict"), [(6.04, "supported"), (6.2, "contradicted")])
def test_another_publisher_has_a_vote(level: float, verdict: Verdict) -> None:
    result = check_claim(with_reports(report("yield", level, "2019-02-27")), LEVEL)
    assert result.verdict == verdict
    assert result.sentence == f"{verdict.capitalize()} by The Ledger ({level:.2f} %)."


def test_another_publishers_price_has_a_vote_as_a_yield() -> None:
    # Settled on a coupon date at par, a bond yields its coupon; at 101 it yields less.
    assert check_claim(with_reports(report("clean_price", 100.0, "2019-02-27")), LEVEL).verdict == "supported"
    assert check_claim(with_reports(report("clean_price", 101.0, "2019-02-27")), LEVEL).verdict == "contradicted"


def test_a_move_in_percent_of_price_is_no_move_in_points() -> None:
    rally = bond_claim("change_on_day", unit="points", day=day("2019-02-27"))
    assert (
        check_claim(with_reports(report("price_change", 1.5, "2019-02-27", unit="points")), rally).verdict
        == "supported"
    )
    assert check_claim(with_reports(report("price_change", 1.5, "2019-02-27", unit="%")), rally).statements == ()


def test_the_level_before_follows_from_one_publishers_level_and_move() -> None:
    told = with_reports(report("yield", 7.0, "2019-02-25"), report("yield_change", 20, "2019-02-25", unit="bp"))
    move = MOVE.model_copy(update={"day": day("2019-02-25")})
    before, _ = check_claim(told, move).statements
    assert (before.text, before.start, before.derived) == ("6.80 %", day("2019-02-22"), True)
    mixed = with_reports(
        report("yield", 7.0, "2019-02-25", publisher="Another"), report("yield_change", 20, "2019-02-25", unit="bp")
    )
    assert not any(s.derived for s in check_claim(mixed, move).statements)


def test_another_publishers_move_has_a_vote() -> None:
    assert check_claim(with_reports(report("yield_change", -30, "2019-02-27", unit="bp")), MOVE).verdict == "supported"


def test_a_published_range_over_the_edge_is_open() -> None:
    result = check_claim(with_reports(report("yield", 6.0, "2019-02-27", high=6.2)), LEVEL)
    assert result.verdict == "depends"


@pytest.mark.parametrize("weaker", [{"strength": "reworded copy"}, {"precision": "about"}, {"bound": ">="}])
def test_weak_reports_have_no_vote(weaker: dict[str, str]) -> None:
    assert check_claim(with_reports(report("yield", 6.0, "2019-02-27", **weaker)), LEVEL).verdict == "cannot be checked"


def test_own_yields_check_the_move() -> None:
    result = check_claim(own_series("yield", {"2019-02-26": 7.61, "2019-02-27": 7.305}), MOVE)
    assert result.verdict == "supported"
    assert result.findings[0].number == pytest.approx(-30.5)
    assert "the yield fell 30.5 bp" in result.findings[0].sentence


def test_own_prices_are_turned_into_yields() -> None:
    # Settled on a coupon date at par, a bond yields its coupon.
    result = check_claim(own_series("price", {"2019-02-27": 100.0}), LEVEL)
    assert result.findings[0].number == pytest.approx(6.0, abs=1e-6)
    assert result.findings[0].label == "My values, computed from its prices"


def test_own_yields_are_turned_into_prices_where_the_claim_is_about_prices() -> None:
    level = bond_claim("level_on_day", relation="=", value=100, tolerance=0.01, unit="points", day=day("2019-02-27"))
    result = check_claim(own_series("yield", {"2019-02-27": 6.0}), level)
    assert result.findings[0].number == pytest.approx(100.0, abs=1e-6)
    rally = bond_claim("change_on_day", unit="points", day=day("2019-02-27"))
    result = check_claim(own_series("yield", {"2019-02-26": 6.31, "2019-02-27": 6.0}), rally)
    assert result.verdict == "supported"
    assert "the price rose" in result.findings[0].sentence


def test_own_values_before_the_bond_existed_say_nothing() -> None:
    result = check_claim(own_series("price", {"2017-01-03": 100.0}), LEVEL)
    assert result.verdict == "cannot be checked"
    assert "My values has no values" in result.sentence


RECORD = bond_claim(
    "extreme_within", base=day("2019-01-02"), start=day("2019-02-01"), end=day("2019-02-28"), day=None, relation=None,
    value=None, tolerance=0.05,
)  # fmt: skip
LIFE = {"2019-01-02": 6.0, "2019-01-15": 6.5, "2019-02-05": 7.0, "2019-02-20": 6.8}


@pytest.mark.parametrize(
    ("january", "verdict"), [(6.5, "supported"), (6.96, "depends"), (7.04, "depends"), (7.5, "contradicted")]
)
def test_a_record_within_a_window(january: float, verdict: Verdict) -> None:
    result = check_claim(own_series("yield", {**LIFE, "2019-01-15": january}), RECORD)
    assert result.verdict == verdict
    assert result.findings[0].number == 7.0


@pytest.mark.parametrize(("january", "verdict"), [(6.5, "cannot be checked"), (7.5, "contradicted")])
def test_a_history_that_starts_late_can_only_contradict(january: float, verdict: Verdict) -> None:
    late = {d: v for d, v in {**LIFE, "2019-01-15": january}.items() if d > "2019-01-10"}
    assert check_claim(own_series("yield", late), RECORD).verdict == verdict


def test_a_low_is_asked_for_by_its_relation() -> None:
    low = RECORD.model_copy(update={"relation": "<", "tolerance": None})
    result = check_claim(own_series("yield", {**LIFE, "2019-02-20": 5.0}), low)
    assert (result.verdict, result.findings[0].number) == ("supported", 5.0)


RECOVERY = bond_claim(
    "partial_recovery", base=day("2019-01-02"), start=day("2019-01-02"), end=day("2019-02-19"), day=day("2019-02-20"),
    relation=None, value=None, unit="share",
)  # fmt: skip


@pytest.mark.parametrize(
    ("last", "share", "verdict"),
    [(6.75, 0.25, "supported"), (7.0, 0.0, "contradicted"), (6.0, 1.0, "contradicted"), (7.2, -0.2, "contradicted")],
)
def test_a_partial_recovery(last: float, share: float, verdict: Verdict) -> None:
    result = check_claim(own_series("yield", {**LIFE, "2019-02-20": last}), RECOVERY)
    assert result.verdict == verdict
    assert result.findings[0].number == pytest.approx(share)


def test_nothing_lost_is_nothing_to_recover() -> None:
    result = check_claim(own_series("yield", {"2019-01-02": 8.0, "2019-01-15": 7.0, "2019-02-20": 6.0}), RECOVERY)
    assert result.verdict == "cannot be checked"


# Stories that can't be computed say what is wrong with them.


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (claim("change_since", base=None), r"X1: a change_since claim needs the day 'base'.*story\.toml"),
        (claim("change_on_day", unit="furlongs"), r"can't be measured in 'furlongs'.*%, % rise, bp, points"),
        (claim("change_on_day", series=("elsewhere",)), r"names the series elsewhere, but the story has crowns"),
        (claim("level_on_day", series=(), bond="2099"), r"about the bond '2099', but the story has none"),
    ],
)
def test_broken_claims_are_explained(broken: Claim, message: str) -> None:
    with pytest.raises(DataError, match=message):
        check_claim(story({RATE: CROWNS}), broken)
