"""The bond calculator: a bond, a day and a price or yield as a reader types them, and all figures that follow.

Pure. What can't be answered is a sentence for the field that it is about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from dashboard.bond_record import bond_record
from dashboard.bonds import BondQuote, quote_from_price, quote_from_yield, settlement_date, spread_bp, trade_dates
from dashboard.errors import BondError
from dashboard.model import Bond, Story
from dashboard.panel_text import date_text
from dashboard.state import parse_day
from dashboard.tables import as_number
from dashboard.treasury import TreasuryYield, treasury_info, treasury_on
from dashboard.wording import plain, sentence, with_unit

Known = Literal["yield", "price"]
Field = Literal["bond", "day", "figure"]

KNOWN: Mapping[Known, str] = {"yield": "Yield", "price": "Clean price"}
EXAMPLES: Mapping[Known, str] = {
    "yield": "a yield in percent a year, such as 7.30",
    "price": "a price per 100 of face, such as 93.29",
}
TYPED_DECIMALS = 3
"""Decimals of a figure that the page fills in."""


@dataclass(frozen=True)
class Asked:
    """What a reader typed: the id of a bond, a day, which figure is known, and that figure."""

    bond: str
    day: str
    known: Known
    figure: str


@dataclass(frozen=True)
class Figure:
    """One figure of an answer: name, number with its unit as written, the number itself, and what to know of it."""

    name: str
    text: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """Figures that follow from what was asked, or for each field that stands in their way a sentence.

    `notes` are what a reader should know of the whole: settlement, terms that are assumed.
    """

    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    problems: Mapping[Field, str] = field(default_factory=dict)
    quote: BondQuote | None = None


def default_asked(story: Story, bond_id: str) -> Asked:
    """The bond on the article's day with the yield stated for it; else its latest stated yield before, else par."""
    published, bond = story.file.article.published, story.bonds[bond_id]
    first, last = trade_dates(bond)
    stated = [
        row
        for row in bond_record(story, bond_id)
        if row.evidence == "stated yield" and not row.is_range and first <= row.end <= min(published, last)
    ]
    if stated:
        latest = max(stated, key=lambda row: row.end)
        return Asked(bond_id, latest.end.isoformat(), "yield", f"{latest.low:.2f}")
    return Asked(bond_id, min(max(published, first), last).isoformat(), "price", "100")


def answer(story: Story, asked: Asked) -> Answer:
    """All figures of a bond on a day from its yield or clean price; sentences for the fields where that is impossible.

    Figures, in order: the one that was not known, yields of both conventions, accrued interest, dirty price, modified
    duration, price change for a rise of 1 bp, spread over the story's treasury yield.
    """
    bond = story.bonds.get(asked.bond)
    if bond is None:
        return Answer(problems={"bond": f"Choose one of the bonds: {', '.join(story.bonds)}."})
    day, day_problem = _day(bond, asked.day)
    number, figure_problem = _number(asked)
    problems: dict[Field, str] = {}
    if day_problem:
        problems["day"] = day_problem
    if figure_problem:
        problems["figure"] = figure_problem
    if day is None or number is None:
        return Answer(problems=problems)
    try:
        quote = (quote_from_price if asked.known == "price" else quote_from_yield)(bond, day, number)
    except BondError as error:
        return Answer(problems={"figure": _in_words(bond, error)})
    return Answer(_figures(story, asked.known, quote), _notes(bond, quote), quote=quote)


def turned(story: Story, asked: Asked, known: Known) -> Asked:
    """The same bond and day with the other figure known, so that switching keeps the quote; unchanged without one."""
    quote = answer(story, replace(asked, known="price" if known == "yield" else "yield")).quote
    if quote is None:
        return replace(asked, known=known)
    figure = quote.yield_to_maturity_pct if known == "yield" else quote.clean_price
    return replace(asked, known=known, figure=f"{figure:.{TYPED_DECIMALS}f}")


def _day(bond: Bond, typed: str) -> tuple[dt.date | None, str]:
    """The day typed, and a sentence where it is none or lies outside the bond's life."""
    day = parse_day(typed.strip())
    if day is None:
        found = f"“{typed.strip()}” is not a date. " if typed.strip() else ""
        return None, f"{found}Write the day as year-month-day, such as {trade_dates(bond)[0]}."
    try:
        settlement_date(bond, day)
    except BondError as error:
        return None, _in_words(bond, error)
    return day, ""


def _in_words(bond: Bond, error: BondError) -> str:
    """What an error says, without the name of the bond that the reader has just chosen."""
    return sentence(str(error).removeprefix(f"{bond.label} ({bond.isin}): "))


def _number(asked: Asked) -> tuple[float | None, str]:
    """The figure typed, and a sentence where it is no number. A percent sign after a yield is taken as meant."""
    typed = asked.figure.strip()
    example = f"Write {EXAMPLES[asked.known]}."
    if not typed:
        return None, example
    if "," in typed:
        return None, f"“{typed}” has a comma; decimals take a point. {example}"
    bare = typed.removesuffix("%").rstrip() if asked.known == "yield" else typed
    try:
        return as_number(bare.replace("−", "-")), ""
    except ValueError:
        return None, f"“{typed}” is not a number. {example}"


def _figures(story: Story, known: Known, quote: BondQuote) -> tuple[Figure, ...]:
    price = Figure("Clean price", f"{plain(quote.clean_price)} per 100", quote.clean_price, "Without accrued interest.")
    street = Figure(
        "Yield, street convention",
        with_unit(quote.yield_to_maturity_pct, "%", 3),
        quote.yield_to_maturity_pct,
        "Compounded at the coupon's frequency, as traders quote it.",
    )
    annual = Figure(
        "Yield, annual effective",
        with_unit(quote.annual_yield_pct, "%", 3),
        quote.annual_yield_pct,
        "The same yield compounded once a year.",
    )
    first = (price, street) if known == "yield" else (street, price)
    return (*first, annual, *_risk(quote), _spread(story, quote))


def _risk(quote: BondQuote) -> tuple[Figure, ...]:
    accrued, dirty, per_bp = quote.accrued_interest, quote.dirty_price, quote.price_change_per_bp
    years = quote.modified_duration_years
    return (
        Figure("Accrued interest", f"{plain(accrued, 3)} per 100", accrued, "Since the last coupon."),
        Figure("Dirty price", f"{plain(dirty)} per 100", dirty, "Paid by the buyer: clean price and accrued interest."),
        Figure("Modified duration", f"{plain(years)} years", years, "Percent lost if the yield rises by one point."),
        Figure("Price change for +1 bp", f"{plain(per_bp, 4)} per 100", per_bp, "One bp is 0.01 percentage points."),
    )


def _spread(story: Story, quote: BondQuote) -> Figure:
    """Spread over the treasury yield of the day, or why there is none."""
    info, found = treasury_info(story), treasury_on(story, quote.trade)
    name = f"Spread over {info.short}" if info else "Spread"
    if info is None:
        return Figure(name, "not known", float("nan"), "The story holds no treasury yield.")
    if found is None:
        index = story.observations[info.name].index
        days = f"{date_text(index[0].date())} to {date_text(index[-1].date())}"
        return Figure(name, "not known", float("nan"), f"No {info.short} at hand for this day; it covers {days}.")
    spread = spread_bp(quote.yield_to_maturity_pct, found.yield_pct)
    return Figure(name, with_unit(spread, "bp", 0), spread, _over(quote, found))


def _over(quote: BondQuote, found: TreasuryYield) -> str:
    older = "" if found.day == quote.trade else ", the last one before this day"
    used = f"{found.yield_pct:.2f} % on {date_text(found.day)}{older}"
    return f"{used}. A constant-maturity yield, so this is not a Z-spread."


def _notes(bond: Bond, quote: BondQuote) -> tuple[str, ...]:
    weekend = f"{date_text(quote.trade)} is a {quote.trade:%A}, without trading. " if quote.trade.weekday() > 4 else ""
    settles = f"Settles on {date_text(quote.settlement)}: T+{bond.settlement_days} on weekdays, holidays ignored."
    return (f"{weekend}{settles}", *(sentence(caveat) for caveat in bond.caveats))
