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

    model_config = ConfigDict(frozen=True, extra="forbid")


class Article(Model):
    """The piece of reporting that the story checks."""

    publisher: Text
    headline: Text
    published: dt.date
    url: Url


class Period(Model):
    """A named window of the time axis; both ends belong to it. No start or end: as far as the data go."""

    id: Name
    label: Text
    start: dt.date | None = None
    end: dt.date | None = None


class Panel(Model):
    """One panel of the main chart, from top to bottom in the order of the story file.

    `kind` "series" draws one of `series` (the reader chooses) with `reference` series as separate points; `kind` "bond"
    draws the record of `bond`, with `others` as a quieter layer.
    """

    id: Name
    kind: Literal["series", "bond"]
    title: Text
    axis: Text
    series: tuple[Name, ...] = ()
    reference: tuple[Name, ...] = ()
    bond: Name | None = None
    others: tuple[Name, ...] = ()
    noun: Text = "the value"
    rise_means: Text = "a higher value"
    fall_means: Text = "a lower value"
    explain: str = ""


class Card(Model):
    """A figure the reader looks for, taken from the claims named; the first one gives the big number."""

    title: Text
    claims: tuple[Name, ...] = Field(min_length=1)
    explain: str = ""


class Event(Model):
    """Something that happened, and how well its date is known.

    `end` is None for a single day. `start` is None where the source gives none: such an event is listed, not drawn.
    """

    id: Name
    label: Text
    what: Text
    start: dt.date | None = None
    end: dt.date | None = None
    precision: Precision
    basis: Basis
    kind: Text
    words: str = ""
    reason: str = ""
    check: str = ""
    publisher: str = ""
    urls: tuple[Url, ...] = ()
    same_as: Name | None = None

    @property
    def last(self) -> dt.date | None:
        """Last day of the event: `end`, or `start` for a single day."""
        return self.end or self.start


class Claim(Model):
    """One checkable statement of the article.

    `series` are the eligible series, best first; `bond` names the bond for claims about yields. The parameters that
    count depend on `kind`; `dashboard.claims` says which.
    """

    id: Name
    statement: Text
    words: Text
    kind: ClaimKind
    series: tuple[Name, ...] = ()
    bond: Name | None = None
    day: dt.date | None = None
    base: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    relation: Literal[">", "<", ">=", "<=", "=", "about"] | None = None
    value: float | None = None
    unit: str = ""
    tolerance: float | None = None
    tolerance_reason: str = ""
    flat_below_pct: float = 0.05
    needs: str = ""
    note: str = ""


class LiveSource(Model):
    """Where a series could be had today.

    `continues` names the embedded series of the same publisher and definition, `compare_with` one to check it against.
    """

    source: Name
    symbol: Text
    title: Text
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
    label: Text
    isin: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[A-Z0-9]{9}[0-9]$")]
    isin_144a: str | None = None
    coupon_rate_pct: float = Field(ge=0, le=100)
    coupon_frequency: Literal[1, 2, 4]
    day_count: Literal["30/360", "actual/actual", "actual/365"]
    settlement_days: int = Field(default=2, ge=0, le=5)
    interest_from: dt.date | None = None
    first_coupon: dt.date | None = None
    regular_from: dt.date
    maturity: dt.date
    currency: Text
    amount_m: float
    issue_price_px: float | None = None
    sources: tuple[Url, ...]
    caveats: tuple[Text, ...] = ()

    @field_validator("maturity")
    @classmethod
    def _after_start(cls, maturity: dt.date, info: object) -> dt.date:
        start = getattr(info, "data", {}).get("regular_from")
        if start is not None and maturity <= start:
            raise ValueError(f"maturity {maturity} is not after regular_from {start}")
        return maturity


class StoryFile(Model):
    """story.toml as a whole."""

    id: Name
    title: Text
    place: Text
    summary: Text
    headline: Text
    """Sentence with {claim id} where a computed figure goes and {claim id.day} for its date."""
    limits: Text
    """What the data can't show and what a reader can do about it, in plain words."""
    article: Article
    panels: tuple[Panel, ...] = Field(min_length=1)
    periods: tuple[Period, ...] = Field(min_length=1)
    default_period: Name
    default_base: dt.date | None = None
    """Day that changes are counted from until the reader names another."""
    cards: tuple[Card, ...] = ()
    benchmarks: tuple[Name, ...] = ()
    treasury: Name | None = None
    report_to: str = ""
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()


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
