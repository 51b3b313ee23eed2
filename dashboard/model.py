"""What a story is made of: frozen models and the frames that travel with them.

Nothing here reads a file. `load.py` builds a `Story`, `validate.py` checks it, everything else reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]

Quantity = Literal["exchange_rate", "yield", "price", "index"]
Precision = Literal["day", "interval", "month", "year"]
Basis = Literal["stated", "weekday", "relative", "inferred", "external", "context"]
ClaimKind = Literal[
    "change_on_day",
    "level_on_day",
    "losing_streak",
    "change_since",
    "extreme_within",
    "partial_recovery",
    "outside_markets",
]

FROM_ARTICLE: frozenset[Basis] = frozenset({"stated", "weekday", "relative"})
"""The bases that may be called "from the article" without a remark."""


class Model(BaseModel):
    """Frozen, and strict about unknown fields so that a misspelt one is an error and not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Article(Model):
    """The piece of reporting that the story checks."""

    publisher: Text
    """Who published it, as it is to be cited."""
    headline: Text
    """Its title, word for word."""
    published: dt.date
    """Day of publication."""
    url: Url
    """Where it can be read."""


class Period(Model):
    """A named window of the time axis; both ends belong to it."""

    id: Name
    """Name in addresses and options, such as "election"."""
    label: Text
    """Name on the button."""
    start: dt.date | None = None
    """First day; without it, as far back as the data go."""
    end: dt.date | None = None
    """Last day; without it, as far as the data go."""


class Panel(Model):
    """One panel of the main chart, from top to bottom in the order of the story file."""

    id: Name
    """Name in addresses, and of the panel's own tab."""
    kind: Literal["series", "bond"]
    """"series" draws one of `series`, as the reader chooses; "bond" draws the record of `bond`."""
    title: Text
    """Heading of the panel, with the direction of the quote: "Crowns per dollar"."""
    axis: Text
    """Unit at the axis, as in datapackage.json: "XAC per USD"."""
    series: tuple[Name, ...] = ()
    """Names of series from datapackage.json that the reader may choose, best first. For kind "series"."""
    reference: tuple[Name, ...] = ()
    """Series drawn as separate points beside the chosen one, such as official month ends."""
    bond: Name | None = None
    """Id of the bond in bonds.toml. For kind "bond"."""
    others: tuple[Name, ...] = ()
    """Further bonds, drawn as a quieter layer."""
    noun: Text = "the value"
    """What moves, inside a sentence: "the crown", "the yield"."""
    rise_means: Text = "a higher value"
    """What a rising line means: "a weaker crown"."""
    fall_means: Text = "a lower value"
    """What a falling line means: "a stronger crown"."""
    explain: str = ""
    """How to read the panel, in a sentence or two."""


class Card(Model):
    """A figure the reader looks for, taken from claims."""

    title: Text
    """What the figure is."""
    claims: tuple[Name, ...] = Field(min_length=1)
    """Ids of the claims it rests on; the first gives the big number."""
    explain: str = ""
    """What is counted, and from when."""


class Event(Model):
    """Something that happened, and how well its date is known."""

    id: Name
    """Name in addresses and in `same_as`."""
    label: Text
    """A few words, 28 signs at most, for the lane above the chart."""
    what: Text
    """What happened, in a sentence."""
    start: dt.date | None = None
    """First day, or the only one. Without it the event is listed, not drawn."""
    end: dt.date | None = None
    """Last day of an interval; left out for a single day."""
    precision: Precision
    """How exactly the date is known."""
    basis: Basis
    """Where the date comes from: stated, weekday and relative are the article's own words, inferred follows from its
    context, external is from elsewhere."""
    kind: Text
    """A word to group events by, such as "market" or "political"."""
    words: str = ""
    """The article's own words for it."""
    reason: str = ""
    """How the date follows from the words."""
    check: str = ""
    """What other sources say about the date."""
    publisher: str = ""
    """Who says so, where it is not the article."""
    urls: tuple[Url, ...] = ()
    """Where that can be read, where it is not the article."""
    same_as: Name | None = None
    """Id of the same event in context_events.csv."""

    @property
    def last(self) -> dt.date | None:
        """Last day of the event: `end`, or `start` for a single day."""
        return self.end or self.start


class Claim(Model):
    """One checkable statement of the article."""

    id: Name
    """Name in headline and cards."""
    statement: Text
    """What is claimed, in a sentence of your own."""
    words: Text
    """The article's own words."""
    kind: ClaimKind
    """How it is checked. A change needs `day`, `relation` and `value`; change_since a `base` as well; a level `day`,
    `relation` and `value`; a streak `day` and `value`; an extreme `start` and `end`; a recovery `base`, `start`, `end`
    and `day`. outside_markets is listed and not checked."""
    series: tuple[Name, ...] = ()
    """Names of the series it can be checked against, best first."""
    bond: Name | None = None
    """Id of the bond, for claims about prices and yields."""
    day: dt.date | None = None
    """Day that the claim is about."""
    base: dt.date | None = None
    """Day from which a change is counted."""
    start: dt.date | None = None
    """First day of a window."""
    end: dt.date | None = None
    """Last day of a window."""
    relation: Literal[">", "<", ">=", "<=", "=", "about"] | None = None
    """How the number is to lie to `value`. For an extreme, "<" asks for the lowest."""
    value: float | None = None
    """Number that is claimed, in `unit`."""
    unit: str = ""
    """Of a change "%" (of an exchange rate since a base: its loss of value), "% rise", "bp" or "points"; otherwise the
    unit of the series."""
    tolerance: float | None = None
    """How far the number may lie beside `value`, in `unit`."""
    tolerance_reason: str = ""
    """Why that far."""
    flat_below_pct: float = 0.05
    """Changes of a day below this many percent count as flat."""
    needs: str = ""
    """Data that would settle the claim where the story's do not."""
    note: str = ""
    """What a reader should know about it."""


class LiveSource(Model):
    """Where a series could be had today.

    `continues` names the embedded series of the same publisher and definition, `compare_with` one to check it against.
    """

    source: Name
    symbol: Text
    title: Text
    short: str = ""
    """Name in legends and on buttons; the symbol where there is none."""
    unit: Text
    quantity: Quantity
    minimum: float
    maximum: float
    terms: Text
    date_convention: Text
    continues: Name | None = None
    compare_with: Name | None = None
    tolerance_pct: float | None = None
    remark: str = ""
    bond: Name | None = None


class SeriesInfo(Model):
    """What one CSV of observations is: from its resource in datapackage.json."""

    name: Name
    path: Text
    title: Text
    short: Text
    unit: Text
    quantity: Quantity
    role: Literal["market", "official", "benchmark", "own", "live"]
    frequency: Literal["daily", "weekly", "monthly"]
    minimum: float
    maximum: float
    decimals: int = Field(ge=0, le=8)
    rounding_step: float | None = None
    dated_by: Text
    quote_lag_days: int = Field(default=0, ge=0, le=5)
    """Business days from the day a value was fixed to its date: 1 for a rate dated by when it is in force."""
    publisher: Text
    address: Url = ""
    """Where the publisher is found; empty only for a series of the reader's own."""
    read_from: Text
    terms: Text
    retrieved: dt.date
    known_flaws: tuple[Text, ...] = ()
    bond: Name | None = None
    """The bond that a series of yields or clean prices belongs to."""

    @model_validator(mode="after")
    def _published_somewhere(self) -> Self:
        if not self.address and self.role != "own":
            raise ValueError("no address: a series that is not the reader's own names where its publisher is found")
        return self


class Bond(Model):
    """Terms of one bond. Rates in percent a year, prices per 100 of face, amounts in millions.

    `regular_from` is the first day from which every coupon period is known to be regular or its dates are stated; there
    is no price or yield before it. For a bond with a stated first coupon it equals `interest_from`.
    """

    id: Name
    """Name in panels and claims, such as "2031"."""
    label: Text
    """Coupon and maturity as they are to be shown."""
    isin: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[A-Z0-9]{9}[0-9]$")]
    """ISIN of the bond, Regulation S."""
    isin_144a: str | None = None
    """ISIN of the form sold under Rule 144A."""
    coupon_rate_pct: float = Field(ge=0, le=100)
    """Coupon, percent a year."""
    coupon_frequency: Literal[1, 2, 4]
    """Coupons a year."""
    day_count: Literal["30/360", "actual/actual", "actual/365"]
    """How days of accrued interest are counted."""
    settlement_days: int = Field(default=2, ge=0, le=5)
    """Business days from a trade to its settlement."""
    interest_from: dt.date | None = None
    """First day of interest."""
    first_coupon: dt.date | None = None
    """Day of the first coupon, where the first period is longer or shorter than the others."""
    regular_from: dt.date
    """Day from which every coupon period is regular or stated; no price or yield before it."""
    maturity: dt.date
    """Day of repayment."""
    currency: Text
    """Currency it is repaid in."""
    amount_m: float
    """Amount issued, in millions."""
    issue_price_px: float | None = None
    """Price at issue, per 100 of face."""
    sources: tuple[Url, ...]
    """Where its terms can be read."""
    caveats: tuple[Text, ...] = ()
    """What is assumed or was not found, a sentence each."""

    @field_validator("maturity")
    @classmethod
    def _after_start(cls, maturity: dt.date, info: object) -> dt.date:
        start = getattr(info, "data", {}).get("regular_from")
        if start is not None and maturity <= start:
            raise ValueError(f"maturity {maturity} is not after regular_from {start}")
        return maturity


class BondFile(Model):
    """bonds.toml as a whole."""

    bonds: tuple[Bond, ...] = ()
    """Terms of the bonds that panels, claims and reports name."""


class StoryFile(Model):
    """story.toml as a whole."""

    id: Name
    """Name of the story, that of its folder."""
    title: Text
    """Title of the page and of the pictures."""
    place: Text
    """Country or place the story is about."""
    summary: Text
    """What it is about, in a sentence."""
    headline: Text
    """Sentence with {claim id} where a computed figure goes and {claim id.day} for its date."""
    limits: Text
    """What the data can't show and what a reader can do about it, in plain words."""
    article: Article
    """The article that is checked."""
    panels: tuple[Panel, ...] = Field(min_length=1)
    """Panels of the main chart, from top to bottom."""
    periods: tuple[Period, ...] = Field(min_length=1)
    """Windows of the time axis that the reader may choose."""
    default_period: Name
    """Id of the period shown first."""
    default_base: dt.date | None = None
    """Day that changes are counted from until the reader names another."""
    cards: tuple[Card, ...] = ()
    """Figures above the chart."""
    benchmarks: tuple[Name, ...] = ()
    """Series that the event study compares with."""
    treasury: Name | None = None
    """Series of a government yield from which spreads of the bonds are counted."""
    report_to: str = ""
    """Where readers may report errors: a web or mail address."""
    events: tuple[Event, ...] = ()
    """What the article says happened."""
    claims: tuple[Claim, ...] = ()
    """What the article says that can be checked."""


@dataclass(frozen=True, eq=False)
class Story:
    """A story in memory; equal only to itself, so that what is computed from it can be cached by it.

    Attributes
    ----------
    observations : mapping of series name to frame
        Index `date` (naive days, sorted, unique); columns `value` (float, in `info[name].unit`), `flag` ("" or one of
        stale, held, bad_print, suspect) and `reason` (why it is flagged). Nothing is filled in: a day without a value
        is absent.
    reports : frame, one published statement about a bond a row
        `bond` (id, or a word for a group), `named_as`, `measure` (yield, yield_guidance, yield_at_issue, clean_price,
        yield_change, yield_change_mtd, yield_change_ytd, price_change, peak_yield_bound, index_return, index_spread,
        spread_ratio, words), `low`, `high` (NaN for words), `bound` ("", ">=", "<", ">"), `approximate` (bool), `unit`,
        `start`, `end` (days the statement covers, equal for a day), `precision` (day, about, month), `nature` (stated,
        derived, date inferred), `strength` (first hand, reworded copy), `timing`, `published`, `publisher`, `urls`
        (tuple), `says`, `note`.
    marks : frame, one fund's month-end valuation a row
        `bond`, `date` (assumed pricing day), `report_date`, `clean_price`, `low`, `high` (from rounding), `principal`,
        `value`, `fund`, `form`, `url`, `note`.
    data_hash : str
        SHA-256 over the names and bytes of the story's files, in hex.
    """

    folder: Path
    file: StoryFile
    context: tuple[Event, ...]
    info: Mapping[str, SeriesInfo]
    live: tuple[LiveSource, ...]
    observations: Mapping[str, pd.DataFrame]
    bonds: Mapping[str, Bond]
    reports: pd.DataFrame
    marks: pd.DataFrame
    data_hash: str

    @property
    def events(self) -> tuple[Event, ...]:
        """The article's events in the order of their numbers, starting with 1: by start, then end, then id.

        Events without a start come first, as their time lies before the rest.
        """
        return tuple(sorted(self.file.events, key=lambda e: (e.start or dt.date.min, e.last or dt.date.min, e.id)))

    def values(self, name: str) -> pd.Series[float]:
        """Values of one series by day, in its own unit, flagged ones included."""
        return self.observations[name]["value"]
