"""Clean price and yield to maturity of a fixed-rate bond, and the figures that follow, over QuantLib.

A date given here is a trade date; it settles `Bond.settlement_days` weekdays later, holidays ignored. Prices and
interest are per 100 of face, yields in percent a year. A yield is compounded by convention: "street" at the coupon
frequency, "annual" once a year, both over the bond's own day count and through the last coupon period too. The time to
the next payment is its period less the time accrued; payments count on their nominal dates, weekends included.

Settlement is passed to every QuantLib call, so its global evaluation date plays no part; and its wrapper keeps the
interpreter's lock for the length of a call, so a threaded server needs no lock of ours.
"""

from __future__ import annotations

import datetime as dt
import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from dashboard.errors import BondError
from dashboard.model import Bond

if TYPE_CHECKING:
    import QuantLib as ql
else:

    class _WhenNeeded:
        """QuantLib, imported with the first figure: it would take a tenth of the time until the page first answers."""

        def __getattr__(self, name: str) -> Any:
            found = getattr(importlib.import_module("QuantLib"), name)
            setattr(self, name, found)
            return found

    ql = _WhenNeeded()

Convention = Literal["street", "annual"]

LOWEST_YIELD_PCT, HIGHEST_YIELD_PCT = -10.0, 300.0
"""Yields taken as meant. Beyond them a decimal point was lost (728 for 7.28) or a price given as a fraction of face."""

_MOST_LISTED = 20
_DAY_COUNTERS: Mapping[str, Callable[[Any], Any]] = {
    "30/360": lambda _: ql.Thirty360(ql.Thirty360.BondBasis),
    "actual/actual": lambda schedule: ql.ActualActual(ql.ActualActual.ISMA, schedule),
    "actual/365": lambda _: ql.Actual365Fixed(),
}


@dataclass(frozen=True)
class BondQuote:
    """A bond on one trade date; duration and price change belong to the street yield `yield_to_maturity_pct`."""

    bond_id: str
    trade: dt.date
    settlement: dt.date
    clean_price: float
    accrued_interest: float
    dirty_price: float
    yield_to_maturity_pct: float
    annual_yield_pct: float
    modified_duration_years: float
    price_change_per_bp: float


def settlement_date(bond: Bond, trade: dt.date) -> dt.date:
    """Day on which a trade is paid: `bond.settlement_days` weekdays after it, holidays ignored.

    A trade dated on a weekend settles like the Friday before it, or on the Monday after it with no days to settle.

    Raises
    ------
    BondError
        Where settlement is before `bond.regular_from` or not before maturity. An issue price is quoted for settlement
        on the first day of interest, so its trade date is the first of `trade_dates`; earlier ones have no answer.
    """
    return _to_date(_settlement(bond, trade))


def trade_dates(bond: Bond) -> tuple[dt.date, dt.date]:
    """First and last weekday on which a trade settles within the life that the bond's terms cover."""
    first = _weekdays().advance(_to_ql(bond.regular_from), -bond.settlement_days, ql.Days)
    last = _weekdays().advance(_to_ql(bond.maturity), -bond.settlement_days - 1, ql.Days)
    return _to_date(first), _to_date(last)


def accrued_interest(bond: Bond, trade: dt.date) -> float:
    """Interest earned since the last coupon at settlement, per 100 of face; 0 on a coupon date that was paid."""
    return float(ql.BondFunctions.accruedAmount(_instrument(bond).bond, _settlement(bond, trade)))


def clean_price(bond: Bond, trade: dt.date, yield_to_maturity_pct: float, convention: Convention = "street") -> float:
    """Price without accrued interest at a yield, per 100 of face.

    Raises
    ------
    BondError
        Outside the bond's life (see `settlement_date`), or for a yield not within LOWEST_ to HIGHEST_YIELD_PCT.
    """
    settlement, rate = _settlement(bond, trade), _rate(bond, yield_to_maturity_pct, convention)
    return float(ql.BondFunctions.cleanPrice(_instrument(bond).bond, rate, settlement))


def dirty_price(bond: Bond, trade: dt.date, yield_to_maturity_pct: float, convention: Convention = "street") -> float:
    """Price paid at a yield, clean price plus accrued interest, per 100 of face; errors as `clean_price`."""
    return clean_price(bond, trade, yield_to_maturity_pct, convention) + accrued_interest(bond, trade)


def yield_to_maturity_pct(
    bond: Bond, trade: dt.date, clean_price_px: float, convention: Convention = "street"
) -> float:
    """Yield at which the remaining payments are worth the clean price plus accrued interest, percent a year.

    Raises
    ------
    BondError
        Outside the bond's life (see `settlement_date`), for a price that is not a positive number, or for one that no
        yield within LOWEST_ to HIGHEST_YIELD_PCT gives.
    """
    settlement, found = _settlement(bond, trade), f"{_name(bond)}: the clean price on {trade:%Y-%m-%d}"
    if not (math.isfinite(clean_price_px) and clean_price_px > 0):
        raise BondError(f"{found} is {clean_price_px}. It must be above 0, per 100 of face. Correct or leave it out.")
    solved = _solve(bond, settlement, clean_price_px, _periods(bond, convention))
    if not _is_sane(solved):
        raise BondError(
            f"{found} is {clean_price_px:g}. No yield within {_sane_range()} gives it. Check that it is per 100 of "
            "face, not a fraction of face, and not a yield."
        )
    return solved


def modified_duration_years(bond: Bond, trade: dt.date, yield_to_maturity_pct: float) -> float:
    """Relative fall of the dirty price for a rise of the street yield, per unit of yield: modified duration, years."""
    settlement, rate = _settlement(bond, trade), _rate(bond, yield_to_maturity_pct, "street")
    return float(ql.BondFunctions.duration(_instrument(bond).bond, rate, ql.Duration.Modified, settlement))


def price_change_per_bp(bond: Bond, trade: dt.date, yield_to_maturity_pct: float) -> float:
    """Change of the price per 100 of face when the street yield rises by 1 bp: DV01 with its sign, so negative.

    The terms in duration and in convexity, as QuantLib's basis point value.
    """
    settlement, rate = _settlement(bond, trade), _rate(bond, yield_to_maturity_pct, "street")
    return float(ql.BondFunctions.basisPointValue(_instrument(bond).bond, rate, settlement))


def spread_bp(yield_pct: float, treasury_yield_pct: float) -> float:
    """Yield less a constant-maturity Treasury yield of the same day, in bp.

    That yield is of a fixed term (10 years, say), not of the bond's remaining life and not a curve: this is neither a
    Z-spread nor a spread to an interpolated or matched Treasury. BondError where either is not a number.
    """
    if not (math.isfinite(yield_pct) and math.isfinite(treasury_yield_pct)):
        raise BondError(
            f"There is no spread of a yield of {yield_pct} % over a Treasury yield of {treasury_yield_pct} %. "
            "Both must be numbers in percent a year. Choose a day on which both were quoted."
        )
    return (yield_pct - treasury_yield_pct) * 100


def annual_yield_pct(bond: Bond, street_yield_pct: float) -> float:
    """A street yield compounded once a year instead: (1 + y / f) ** f - 1 with f coupons a year, percent."""
    periods = bond.coupon_frequency
    return float(((1 + street_yield_pct / 100 / periods) ** periods - 1) * 100)


def quote_from_price(bond: Bond, trade: dt.date, clean_price_px: float) -> BondQuote:
    """Every figure of a bond on a trade date from its clean price; errors as `yield_to_maturity_pct`."""
    return _quote(bond, trade, clean_price_px, yield_to_maturity_pct(bond, trade, clean_price_px))


def quote_from_yield(bond: Bond, trade: dt.date, street_yield_pct: float) -> BondQuote:
    """Every figure of a bond on a trade date from its street yield; errors as `clean_price`."""
    return _quote(bond, trade, clean_price(bond, trade, street_yield_pct), street_yield_pct)


def yields_from_prices(bond: Bond, prices: pd.Series[float]) -> pd.Series[float]:
    """Street yields of a series of clean prices, percent a year, on the same index of trade dates.

    Raises
    ------
    BondError
        One error that lists the rows without an answer. To keep the rest, cut the series to `trade_dates` before.
    """
    _instrument(bond)
    yields: list[float] = []
    breaches: list[str] = []
    for trade, price in zip(pd.DatetimeIndex(prices.index), prices, strict=True):
        try:
            yields.append(yield_to_maturity_pct(bond, trade, price))
        except BondError as breach:
            breaches.append(str(breach))
    if breaches:
        unlisted = [f"... and {len(breaches) - _MOST_LISTED} more."] if len(breaches) > _MOST_LISTED else []
        raise BondError("\n".join(breaches[:_MOST_LISTED] + unlisted))
    return pd.Series(yields, index=prices.index, name="yield_to_maturity_pct", dtype=float)


def prices_from_yields(bond: Bond, yields: pd.Series[float]) -> pd.Series[float]:
    """Clean prices per 100 of face of a series of street yields, on the same index of trade dates.

    Raises
    ------
    BondError
        The first day or yield without an answer, as `clean_price`.
    """
    days = pd.DatetimeIndex(yields.index)
    prices = [clean_price(bond, day, value) for day, value in zip(days, yields, strict=True)]
    return pd.Series(prices, index=yields.index, name="clean_price", dtype=float)


def _quote(bond: Bond, trade: dt.date, clean: float, street_pct: float) -> BondQuote:
    accrued = accrued_interest(bond, trade)
    return BondQuote(
        bond_id=bond.id,
        trade=trade,
        settlement=settlement_date(bond, trade),
        clean_price=clean,
        accrued_interest=accrued,
        dirty_price=clean + accrued,
        yield_to_maturity_pct=street_pct,
        annual_yield_pct=annual_yield_pct(bond, street_pct),
        modified_duration_years=modified_duration_years(bond, trade, street_pct),
        price_change_per_bp=price_change_per_bp(bond, trade, street_pct),
    )


def _settlement(bond: Bond, trade: dt.date) -> Any:
    settlement = _weekdays().advance(_to_ql(trade), bond.settlement_days, ql.Days)
    if not _to_ql(bond.regular_from) <= settlement < _to_ql(bond.maturity):
        first, last = trade_dates(bond)
        raise BondError(
            f"{_name(bond)}: a trade on {trade:%Y-%m-%d} settles on {_to_date(settlement)}. It must settle from "
            f"{bond.regular_from} (first day with known coupon terms) to before {bond.maturity} (maturity). "
            f"Choose a trade date from {first} to {last}."
        )
    return settlement


def _solve(bond: Bond, settlement: Any, clean: float, periods: int) -> float:
    instrument, price = _instrument(bond), ql.BondPrice(float(clean), ql.BondPrice.Clean)
    terms = (instrument.day_counter, ql.Compounded, periods, settlement)
    try:
        return float(ql.BondFunctions.bondYield(instrument.bond, price, *terms)) * 100
    except RuntimeError:
        # QuantLib's only way to say that its search met no root; the caller names the price and the range.
        return math.nan


def _rate(bond: Bond, yield_pct: float, convention: Convention) -> Any:
    if not _is_sane(yield_pct):
        raise BondError(
            f"{_name(bond)}: the yield is {yield_pct} %. It must be within {_sane_range()}. Check the decimal point, "
            "and that it is a yield and not a price."
        )
    periods = _periods(bond, convention)
    return ql.InterestRate(float(yield_pct) / 100, _instrument(bond).day_counter, ql.Compounded, periods)


def _periods(bond: Bond, convention: Convention) -> int:
    periods = {"street": bond.coupon_frequency, "annual": 1}
    if convention not in periods:
        raise BondError(f"{_name(bond)}: the yield convention is {convention!r}. Choose one of {', '.join(periods)}.")
    return periods[convention]


class _Instrument(NamedTuple):
    bond: Any
    day_counter: Any


@lru_cache(maxsize=256)
def _instrument(bond: Bond) -> _Instrument:
    try:
        schedule = _schedule(bond)
        day_counter = _DAY_COUNTERS[bond.day_count](schedule)
        rates = [bond.coupon_rate_pct / 100]
        built = ql.FixedRateBond(bond.settlement_days, 100.0, schedule, rates, day_counter, ql.Unadjusted)
    except RuntimeError as cause:
        raise BondError(f"{_name(bond)}: its dates make no coupon schedule ({cause}). Correct its terms.") from cause
    if bond.day_count != "actual/365":
        _require_equal_coupons(bond, built)
    return _Instrument(built, day_counter)


def _schedule(bond: Bond) -> Any:
    """Coupon dates, counted back from maturity to the first day of interest or the first regular period."""
    period = ql.Period(12 // bond.coupon_frequency, ql.Months)
    if bond.interest_from and bond.first_coupon:
        start, first = _to_ql(bond.interest_from), _to_ql(bond.first_coupon)
    else:
        # One period earlier, so that the period that regular_from falls in is whole.
        start, first = _to_ql(bond.regular_from) - period, ql.Date()
    unadjusted, backward = (ql.Unadjusted, ql.Unadjusted), ql.DateGeneration.Backward
    return ql.Schedule(start, _to_ql(bond.maturity), period, _weekdays(), *unadjusted, backward, False, first)


def _require_equal_coupons(bond: Bond, built: Any) -> None:
    """Refuse terms under which a coupon after the first is not rate / frequency: they would misstate every figure."""
    regular = bond.coupon_rate_pct / bond.coupon_frequency
    coupons = [coupon for coupon in map(ql.as_coupon, built.cashflows()) if coupon is not None]
    for coupon in coupons[1:]:
        if not math.isclose(coupon.amount(), regular, abs_tol=1e-9):
            raise BondError(
                f"{_name(bond)}: the coupon of {_to_date(coupon.date())} comes to {coupon.amount():.6f} under "
                f"{bond.day_count}. It must be {regular:g} (rate / frequency, per 100 of face). Check first_coupon "
                "against maturity; 30/360 with coupons on the last days of a month can't be handled."
            )


def _is_sane(yield_pct: float) -> bool:
    return LOWEST_YIELD_PCT <= yield_pct <= HIGHEST_YIELD_PCT


def _sane_range() -> str:
    return f"{LOWEST_YIELD_PCT:g} to {HIGHEST_YIELD_PCT:g} % a year"


def _name(bond: Bond) -> str:
    return f"{bond.label} ({bond.isin})"


@lru_cache(maxsize=1)
def _weekdays() -> ql.Calendar:
    return ql.WeekendsOnly()


def _to_ql(day: dt.date) -> Any:
    # A margin within QuantLib's own range, 1901 to 2199, leaves room for settlement and coupon periods.
    if pd.isna(day) or not 1910 <= day.year <= 2190:
        raise BondError(f"The date of a bond is {day}. It must be a day from 1910 to 2190. Correct or leave it out.")
    return ql.Date(day.day, day.month, day.year)


def _to_date(day: Any) -> dt.date:
    return dt.date(day.year(), day.month(), day.dayOfMonth())
