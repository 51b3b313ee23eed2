"""Bond figures against published examples, hand arithmetic and the properties that any fixed-rate bond has.

The dollar bonds of 2026, 2030 and 2031 settle two weekdays after the trade. Examples that their publishers quote by
settlement date use bonds with no days to settle.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
import pytest
import QuantLib as ql
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard import bonds
from dashboard.errors import BondError
from dashboard.model import Bond

day = dt.date.fromisoformat


def make_bond(**terms: Any) -> Bond:
    base = {
        "id": "own",
        "label": "Own bond",
        "isin": "XS2120882183",
        "coupon_frequency": 2,
        "day_count": "30/360",
        "currency": "USD",
        "amount_m": 750,
        "sources": (),
    }
    return Bond.model_validate(base | terms)


LONG_FIRST_COUPON = {
    "interest_from": day("2020-06-24"),
    "first_coupon": day("2021-02-24"),
    "regular_from": day("2020-06-24"),
}
BOND_2031 = make_bond(coupon_rate_pct=6.378, maturity=day("2031-02-24"), **LONG_FIRST_COUPON)
BOND_2026 = make_bond(
    isin="XS2120091991", coupon_rate_pct=5.875, maturity=day("2026-02-24"), amount_m=500, **LONG_FIRST_COUPON
)
# Its first coupon is not known: the terms hold from a coupon date on.
BOND_2030 = make_bond(
    isin="XS1760804184", coupon_rate_pct=6.2, regular_from=day("2018-08-28"), maturity=day("2030-02-28"), amount_m=600
)
ISSUE_TRADE = day("2020-06-22")

quick = settings(deadline=None, max_examples=60, derandomize=True)
sane_yields = st.floats(min_value=-5, max_value=150)
trades_2031 = st.dates(ISSUE_TRADE, day("2031-02-19"))
# The coupon dates of the 2031 that were paid on a weekday, so that a trade can settle on them.
coupon_days = st.sampled_from(
    [d for y in range(2021, 2031) for d in (dt.date(y, 2, 24), dt.date(y, 8, 24)) if d.weekday() < 5]
)


def two_weekdays_before(settlement: dt.date) -> dt.date:
    return dt.date.fromordinal(settlement.toordinal() - (4 if settlement.weekday() < 2 else 2))


def days_30_360(start: dt.date, end: dt.date) -> int:
    """Days by the bond basis: the 31st counts as the 30th, at the end only where the start is on the 30th or 31st."""
    first = min(start.day, 30)
    last = 30 if end.day == 31 and first == 30 else end.day
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def hand_prices(coupon: float, maturity_year: int, settlement: dt.date, yield_pct: float) -> tuple[float, float]:
    """Dirty and clean price of a bond of June 2020 with coupons on 24 February and August, payment by payment.

    The time to the next payment is its period less the days accrued: on a 31st that is a day less than counted forward.
    """
    dates = [day("2020-06-24"), day("2021-02-24"), dt.date(2021, 8, 24)]
    dates += [dt.date(y, m, 24) for y in range(2022, maturity_year) for m in (2, 8)] + [dt.date(maturity_year, 2, 24)]
    last = max(when for when in dates if when <= settlement)
    accrued = days_30_360(last, settlement)
    spans = [days_30_360(start, end) for start, end in pairwise(dates[dates.index(last) :])]
    paid = [coupon * span / 360 for span in spans]
    paid[-1] += 100
    times = [(elapsed - accrued) / 180 for elapsed in accumulate(spans)]
    dirty = sum((amount / math.pow(1 + yield_pct / 200, time) for amount, time in zip(paid, times, strict=True)), 0.0)
    return dirty, dirty - coupon * accrued / 360


@pytest.mark.parametrize(
    ("trade", "settlement"),
    [
        ("2020-06-22", "2020-06-24"),  # first day of interest
        ("2020-08-26", "2020-08-28"),
        ("2020-08-27", "2020-08-31"),  # Thursday to Monday
        ("2020-08-28", "2020-09-01"),
        ("2020-08-29", "2020-09-01"),  # a Saturday settles like the Friday before it
        ("2020-08-30", "2020-09-01"),
        ("2020-12-24", "2020-12-28"),  # Christmas Day counts: holidays are ignored
        ("2031-02-19", "2031-02-21"),  # last weekday before maturity
    ],
)
def test_a_trade_settles_two_weekdays_later(trade: str, settlement: str) -> None:
    assert bonds.settlement_date(BOND_2031, day(trade)) == day(settlement)


def test_trade_dates_are_the_first_and_last_that_settle_within_the_bonds_life() -> None:
    assert bonds.trade_dates(BOND_2031) == (ISSUE_TRADE, day("2031-02-19"))
    assert bonds.trade_dates(BOND_2030) == (day("2018-08-24"), day("2030-02-25"))


@pytest.mark.parametrize(
    ("bond", "trade", "words"),
    [
        (BOND_2031, "2020-06-19", "settles on 2020-06-23"),
        (BOND_2031, "2031-02-20", "settles on 2031-02-24"),
        (BOND_2031, "2035-01-02", r"before 2031-02-24 \(maturity\)"),
        (BOND_2030, "2018-08-23", r"from 2018-08-28 \(first day with known coupon terms\)"),
    ],
)
def test_no_answer_outside_the_bonds_life(bond: Bond, trade: str, words: str) -> None:
    for figure in (bonds.settlement_date, bonds.accrued_interest):
        with pytest.raises(BondError, match=words):
            figure(bond, day(trade))
    for priced in (bonds.quote_from_price, bonds.quote_from_yield):
        with pytest.raises(BondError, match="Choose a trade date from"):
            priced(bond, day(trade), 7.0)


def test_issue_prices_give_the_yields_at_issue() -> None:
    """Republic of Belarus, June 2020: the 2026 issued at 98.799 to yield 6.125 %, the 2031 at par for 6.375 %."""
    assert bonds.yield_to_maturity_pct(BOND_2026, ISSUE_TRADE, 98.799) == pytest.approx(6.125, abs=5e-4)
    assert bonds.yield_to_maturity_pct(BOND_2031, ISSUE_TRADE, 100) == pytest.approx(6.375, abs=5e-4)


@pytest.mark.parametrize(("yield_pct", "price"), [(7.30, 93.29), (7.61, 91.17)])
def test_the_yields_bloomberg_reported_on_27_august_2020(yield_pct: float, price: float) -> None:
    """Bloomberg, 27 August 2020: 7.3 % after a fall of 31 bp; the prices are worked out by hand below too."""
    assert bonds.clean_price(BOND_2031, day("2020-08-27"), yield_pct) == pytest.approx(price, abs=0.005)


def test_a_published_yield_of_25_may_2021_lies_between_the_two_conventions() -> None:
    """Reported that day with a price of 90.94: 7.83 %, which neither convention gives."""
    trade = day("2021-05-25")
    street = bonds.yield_to_maturity_pct(BOND_2031, trade, 90.94)
    annual = bonds.yield_to_maturity_pct(BOND_2031, trade, 90.94, "annual")
    assert street == pytest.approx(7.716, abs=5e-4)
    assert annual == pytest.approx(7.865, abs=5e-4)
    assert street < 7.83 < annual


def test_street_yield_of_7_30_is_7_43_compounded_once_a_year() -> None:
    assert bonds.annual_yield_pct(BOND_2031, 7.30) == pytest.approx(100 * (1.0365**2 - 1))
    trade, price = day("2020-08-27"), bonds.clean_price(BOND_2031, day("2020-08-27"), 7.30)
    assert bonds.yield_to_maturity_pct(BOND_2031, trade, price, "annual") == pytest.approx(7.43, abs=0.005)
    assert bonds.clean_price(BOND_2031, trade, 100 * (1.0365**2 - 1), "annual") == pytest.approx(price)


def regular_bond(coupon: float, start: str, maturity: str, **terms: Any) -> Bond:
    return make_bond(
        coupon_rate_pct=coupon, regular_from=day(start), maturity=day(maturity), settlement_days=0, **terms
    )


def test_price_between_coupons_as_microsofts_price_example() -> None:
    """Microsoft, PRICE function: 5.75 % of November 2017, 30/360, at 6.5 % on 2008-02-15 is 94.63436162."""
    bond = regular_bond(5.75, "2007-11-15", "2017-11-15")
    assert bonds.clean_price(bond, day("2008-02-15"), 6.5) == pytest.approx(94.63436162, abs=1e-8)


def test_yield_with_an_odd_first_coupon_as_microsofts_oddfyield_example() -> None:
    """Microsoft, ODDFYIELD function: 5.75 % of March 2021, 30/360, at 84.50 on 2008-11-11 yields 7.72455 %."""
    dates = {"interest_from": day("2008-10-15"), "first_coupon": day("2009-03-01")}
    bond = regular_bond(5.75, "2008-10-15", "2021-03-01", **dates)
    assert bonds.yield_to_maturity_pct(bond, day("2008-11-11"), 84.50) == pytest.approx(7.724554, abs=1e-6)


def test_actual_actual_price_with_an_odd_first_coupon_as_microsofts_oddfprice_example() -> None:
    """Microsoft, ODDFPRICE function: 7.85 % of March 2021 at 6.25 % on 2008-11-11 is 113.597717."""
    dates = {"interest_from": day("2008-10-15"), "first_coupon": day("2009-03-01")}
    bond = regular_bond(7.85, "2008-10-15", "2021-03-01", day_count="actual/actual", **dates)
    assert bonds.clean_price(bond, day("2008-11-11"), 6.25) == pytest.approx(113.597717, abs=1e-6)


def test_actual_actual_price_as_the_us_treasurys_example() -> None:
    """31 CFR 356, Appendix B, II.A: 8 3/4 % of May 2020 at 8.84 % on 1990-05-15 is 99.057893."""
    bond = regular_bond(8.75, "1990-05-15", "2020-05-15", day_count="actual/actual")
    assert bonds.clean_price(bond, day("1990-05-15"), 8.84) == pytest.approx(99.057893, abs=1e-6)


def test_modified_duration_as_microsofts_mduration_example() -> None:
    """Microsoft, MDURATION function: 8 % of January 2016 at 9 % on 2008-01-01 is 5.73567 years."""
    bond = regular_bond(8, "2008-01-01", "2016-01-01", day_count="actual/actual")
    assert bonds.modified_duration_years(bond, day("2008-01-01"), 9) == pytest.approx(5.73567, abs=1e-5)


def test_actual_365_pays_and_discounts_by_days() -> None:
    bond = regular_bond(10, "2020-01-15", "2021-01-15", day_count="actual/365")
    # 182 and 184 days from 2020-01-15 over 2020-07-15 to 2021-01-15, discounted by (days / 365) years.
    expected = 10 * 182 / 365 / 1.04 ** (2 * 182 / 365) + (100 + 10 * 184 / 365) / 1.04 ** (2 * 366 / 365)
    assert bonds.clean_price(bond, day("2020-01-15"), 8) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("settlement", ["2020-06-24", "2020-08-31", "2021-02-23", "2021-02-24", "2021-05-27"])
@pytest.mark.parametrize("yield_pct", [3.0, 7.3, 25.0])
def test_prices_are_the_hand_discounted_payments(settlement: str, yield_pct: float) -> None:
    trade = two_weekdays_before(day(settlement))
    for bond in (BOND_2026, BOND_2031):
        dirty, clean = hand_prices(bond.coupon_rate_pct, bond.maturity.year, day(settlement), yield_pct)
        assert bonds.dirty_price(bond, trade, yield_pct) == pytest.approx(dirty, abs=1e-9)
        assert bonds.clean_price(bond, trade, yield_pct) == pytest.approx(clean, abs=1e-9)


@pytest.mark.parametrize(
    ("settlement", "days"), [("2020-06-24", 0), ("2020-08-31", 67), ("2021-02-23", 239), ("2021-05-27", 93)]
)
def test_accrued_interest_by_days_of_30_360(settlement: str, days: int) -> None:
    trade = two_weekdays_before(day(settlement))
    assert bonds.accrued_interest(BOND_2031, trade) == pytest.approx(6.378 * days / 360, abs=1e-12)


def test_a_bond_with_unknown_first_coupon_accrues_from_the_last_regular_date() -> None:
    off_grid = BOND_2030.model_copy(update={"regular_from": day("2018-10-01")})
    for bond in (BOND_2030, off_grid):
        # 2018-08-28 to 2018-10-10 are 42 days of 30/360.
        assert bonds.accrued_interest(bond, day("2018-10-08")) == pytest.approx(6.2 * 42 / 360, abs=1e-12)
    with pytest.raises(BondError, match="2018-10-01"):
        bonds.accrued_interest(off_grid, day("2018-09-24"))


@quick
@given(trades_2031, sane_yields, st.sampled_from(["street", "annual"]))
def test_a_yield_survives_the_way_through_the_price(trade: dt.date, yield_pct: float, how: bonds.Convention) -> None:
    price = bonds.clean_price(BOND_2031, trade, yield_pct, how)
    assert bonds.yield_to_maturity_pct(BOND_2031, trade, price, how) == pytest.approx(yield_pct, abs=1e-6)


@quick
@given(st.dates(ISSUE_TRADE, day("2027-02-24")), st.floats(min_value=20, max_value=130))
def test_a_price_survives_the_way_through_the_yield(trade: dt.date, price: float) -> None:
    quote = bonds.quote_from_price(BOND_2031, trade, price)
    back = bonds.quote_from_yield(BOND_2031, trade, quote.yield_to_maturity_pct)
    assert astuple(back)[3:] == pytest.approx(astuple(quote)[3:], abs=1e-6)


@quick
@given(trades_2031, sane_yields, sane_yields)
def test_the_price_falls_as_the_yield_rises(trade: dt.date, one: float, other: float) -> None:
    assume(abs(one - other) > 1e-6)
    low, high = sorted((one, other))
    assert bonds.clean_price(BOND_2031, trade, low) > bonds.clean_price(BOND_2031, trade, high)


@quick
@given(coupon_days)
def test_on_a_paid_coupon_date_nothing_is_accrued_and_par_yields_the_coupon(coupon_day: dt.date) -> None:
    trade = two_weekdays_before(coupon_day)
    assert bonds.settlement_date(BOND_2031, trade) == coupon_day
    assert bonds.accrued_interest(BOND_2031, trade) == 0
    assert bonds.yield_to_maturity_pct(BOND_2031, trade, 100) == pytest.approx(6.378, abs=1e-7)


@quick
@given(trades_2031, st.floats(min_value=0, max_value=40))
def test_price_change_and_duration_are_those_of_repricing(trade: dt.date, yield_pct: float) -> None:
    dirty = bonds.dirty_price(BOND_2031, trade, yield_pct)
    up, down = (bonds.dirty_price(BOND_2031, trade, yield_pct + step) for step in (0.01, -0.01))
    assert bonds.price_change_per_bp(BOND_2031, trade, yield_pct) == pytest.approx(up - dirty, rel=1e-5)
    slope = (down - up) / 0.0002
    assert bonds.modified_duration_years(BOND_2031, trade, yield_pct) == pytest.approx(slope / dirty, rel=1e-5)


@quick
@given(st.one_of(st.dates(), trades_2031), st.floats(), st.sampled_from([BOND_2026, BOND_2030, BOND_2031]))
def test_any_date_and_number_gives_figures_or_a_bond_error(trade: dt.date, number: float, bond: Bond) -> None:
    for quote in (bonds.quote_from_price, bonds.quote_from_yield):
        try:
            found = quote(bond, trade, number)
        except BondError as error:
            assert re.search("must be|must settle|No yield within", str(error))
        else:
            assert found.dirty_price > 0
            assert found.price_change_per_bp < 0


@quick
@given(trades_2031, st.floats(min_value=0, exclude_min=True, allow_infinity=False))
def test_any_price_gives_a_yield_within_the_range_or_a_bond_error(trade: dt.date, price: float) -> None:
    try:
        found = bonds.yield_to_maturity_pct(BOND_2031, trade, price)
    except BondError as error:
        assert "per 100 of face" in str(error)
    else:
        assert bonds.LOWEST_YIELD_PCT <= found <= bonds.HIGHEST_YIELD_PCT


def test_a_quote_holds_every_figure_of_its_day() -> None:
    quote = bonds.quote_from_yield(BOND_2031, day("2020-08-27"), 7.30)
    assert (quote.bond_id, quote.trade, quote.settlement) == ("own", day("2020-08-27"), day("2020-08-31"))
    assert quote.clean_price == pytest.approx(93.289, abs=5e-4)
    assert quote.accrued_interest == pytest.approx(1.18702, abs=5e-6)
    assert quote.dirty_price == pytest.approx(93.289 + 1.18702, abs=5e-4)
    assert quote.yield_to_maturity_pct == 7.30
    assert quote.annual_yield_pct == pytest.approx(7.43322, abs=5e-6)
    # One bp of a modified duration of 7.336 years on a dirty price of 94.476.
    assert quote.modified_duration_years == pytest.approx(7.336, abs=1e-3)
    assert quote.price_change_per_bp == pytest.approx(-0.0693, abs=5e-5)
    assert bonds.quote_from_price(BOND_2031, day("2020-08-27"), 93.29).clean_price == 93.29


def test_spread_is_the_difference_of_two_yields_in_bp() -> None:
    """7.30 % over the 10-year constant maturity of 27 August 2020, 0.74 % (Federal Reserve, H.15)."""
    assert bonds.spread_bp(7.30, 0.74) == pytest.approx(656)
    assert bonds.spread_bp(0.50, 0.74) == pytest.approx(-24)
    for pair in ((7.3, float("nan")), (float("inf"), 0.74)):
        with pytest.raises(BondError, match="no spread"):
            bonds.spread_bp(*pair)


@pytest.mark.parametrize("price", [0, -3.5, float("nan"), float("inf")])
def test_a_price_must_be_a_positive_number(price: float) -> None:
    with pytest.raises(BondError, match=r"Own bond \(XS2120882183\).*2020-08-27 is .*must be above 0, per 100 of face"):
        bonds.yield_to_maturity_pct(BOND_2031, day("2020-08-27"), price)


@pytest.mark.parametrize("price", [0.9329, 1e-300, 900, 1e300])
def test_a_price_that_no_sane_yield_gives_is_refused(price: float) -> None:
    with pytest.raises(BondError, match="No yield within -10 to 300 % a year"):
        bonds.yield_to_maturity_pct(BOND_2031, day("2020-08-27"), price)


@pytest.mark.parametrize("yield_pct", [728, -10.01, float("nan"), float("-inf")])
def test_a_yield_must_be_within_the_range(yield_pct: float) -> None:
    for figure in (bonds.clean_price, bonds.modified_duration_years, bonds.price_change_per_bp):
        with pytest.raises(BondError, match="must be within -10 to 300 % a year"):
            figure(BOND_2031, day("2020-08-27"), yield_pct)


@pytest.mark.parametrize("trade", [dt.date(1, 1, 1), dt.date(9999, 12, 31), pd.NaT])
def test_a_date_that_no_calendar_of_bonds_knows_is_refused(trade: dt.date) -> None:
    with pytest.raises(BondError, match="must be a day from 1910 to 2190"):
        bonds.settlement_date(BOND_2031, trade)


def test_a_convention_must_be_known() -> None:
    with pytest.raises(BondError, match=r"'simple'.*Choose one of street, annual"):
        bonds.clean_price(BOND_2031, day("2020-08-27"), 7.3, "simple")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"first_coupon": day("2021-03-24")}, r"coupon of 2021-08-24 comes to 2\.657500.*must be 3\.189"),
        ({"interest_from": day("2032-01-05")}, "dates make no coupon schedule.*Correct its terms"),
        ({"first_coupon": None, "maturity": day("2031-08-31")}, "last days of a month"),
    ],
)
def test_terms_that_would_misstate_coupons_are_refused(terms: dict[str, Any], words: str) -> None:
    with pytest.raises(BondError, match=words):
        bonds.clean_price(BOND_2031.model_copy(update=terms), day("2021-06-01"), 7.3)


def test_a_series_of_prices_becomes_a_series_of_yields_on_the_same_dates() -> None:
    dates = pd.DatetimeIndex(["2020-08-27", "2021-05-25", "2021-06-21"], name="date")
    known = [7.30, 7.716, 8.25]
    settlements = [day("2020-08-31"), day("2021-05-27"), day("2021-06-23")]
    by_hand = [hand_prices(6.378, 2031, when, pct)[1] for when, pct in zip(settlements, known, strict=True)]
    prices = pd.Series(by_hand, index=dates, name="px")
    yields = bonds.yields_from_prices(BOND_2031, prices)
    assert yields.index.equals(dates)
    assert (yields.name, str(yields.dtype)) == ("yield_to_maturity_pct", "float64")
    assert yields.tolist() == pytest.approx(known, abs=1e-7)
    assert prices.tolist() == by_hand


def test_an_empty_series_of_prices_is_an_empty_series_of_yields() -> None:
    empty: pd.Series[float] = pd.Series(index=pd.DatetimeIndex([]), dtype=float)
    assert bonds.yields_from_prices(BOND_2031, empty).empty


def test_every_row_without_an_answer_is_listed_in_one_error() -> None:
    dates = [day("2020-06-19"), day("2020-06-22"), day("2020-06-23"), day("2020-06-24")]
    with pytest.raises(BondError) as caught:
        bonds.yields_from_prices(BOND_2031, pd.Series([100.0, 100.0, float("nan"), -1.0], index=dates))
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "2020-06-19 settles on 2020-06-23" in lines[0]
    assert "2020-06-23 is nan" in lines[1]
    assert "2020-06-24 is -1.0" in lines[2]


def test_a_long_list_of_breaches_says_how_many_more() -> None:
    prices = pd.Series(0.0, index=pd.bdate_range("2020-09-01", periods=25))
    with pytest.raises(BondError) as caught:
        bonds.yields_from_prices(BOND_2031, prices)
    assert str(caught.value).splitlines()[20:] == ["... and 5 more."]


def test_figures_do_not_depend_on_threads_or_on_quantlibs_evaluation_date() -> None:
    trades = pd.bdate_range("2020-06-22", periods=200)
    tasks = [(bond, trade) for trade in trades for bond in (BOND_2026, BOND_2031)]
    alone = [bonds.quote_from_price(bond, trade, 93.0) for bond, trade in tasks]
    before = ql.Settings.instance().evaluationDate

    def with_another_today(number: int) -> bonds.BondQuote:
        bond, trade = tasks[number]
        ql.Settings.instance().evaluationDate = ql.Date(1 + number % 28, 1 + number % 12, 2010 + number % 40)
        return bonds.quote_from_price(bond, trade, 93.0)

    try:
        with ThreadPoolExecutor(max_workers=8) as pool:
            together = list(pool.map(with_another_today, range(len(tasks))))
    finally:
        ql.Settings.instance().evaluationDate = before
    assert together == alone
