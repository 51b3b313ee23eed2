"""Rows of a story's tables as frozen models: what one line of a CSV must hold."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from dashboard.model import Event, Model, Name, Text, Url

LINK_SEPARATOR = " | "

Flag = Literal["stale", "held", "bad_print", "suspect"]
Measure = Literal[
    "yield",
    "yield_guidance",
    "yield_at_issue",
    "clean_price",
    "yield_change",
    "yield_change_mtd",
    "yield_change_ytd",
    "price_change",
    "peak_yield_bound",
    "index_return",
    "index_spread",
    "spread_ratio",
    "words",
]
Number = Annotated[float, Field(allow_inf_nan=False)]


def _split_links(cell: object) -> object:
    return tuple(cell.split(LINK_SEPARATOR)) if isinstance(cell, str) else cell


Links = Annotated[tuple[Url, ...], BeforeValidator(_split_links)]


class Report(Model):
    """One published statement about a bond; `Story.reports` says what each field means."""

    bond: Text
    named_as: Text
    measure: Measure
    low: Number | None = None
    high: Number | None = None
    bound: Literal["", ">=", "<=", ">", "<"] = ""
    approximate: bool
    unit: str = ""
    start: dt.date
    end: dt.date
    precision: Literal["day", "about", "month"]
    nature: Literal["stated", "derived", "date inferred"]
    strength: Literal["first hand", "reworded copy"]
    timing: str = ""
    published: Text
    publisher: Text
    urls: Links
    says: Text
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end {self.end} lies before start {self.start}")
        if self.measure == "words":
            return self
        if self.low is None or self.high is None or not self.unit:
            raise ValueError(f"a {self.measure} needs low, high and unit (equal low and high for one number)")
        if self.high < self.low:
            raise ValueError(f"high {self.high:g} is below low {self.low:g}")
        return self


class Mark(Model):
    """One fund's valuation of one bond at a month end, in percent of face; low and high come from rounding."""

    bond: Name
    date: dt.date
    report_date: dt.date
    clean_price: Number = Field(ge=1, le=200)
    low: Number
    high: Number
    principal: Number = Field(gt=0)
    value: Number = Field(gt=0)
    fund: Text
    form: Text
    url: Url
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.low <= self.clean_price <= self.high:
            raise ValueError(f"clean_price {self.clean_price} lies outside its bounds {self.low} to {self.high}")
        if self.report_date < self.date:
            raise ValueError(f"report_date {self.report_date} lies before the pricing day {self.date}")
        return self


class Flaw(Model):
    """One flagged observation; the value itself stays in its series."""

    series: Name
    date: dt.date
    flag: Flag
    reason: Text


class ContextRow(Model):
    """One event around the article: always drawn, so it has a start, a publisher and a link."""

    id: Name
    start: dt.date
    end: dt.date | None = None
    precision: Literal["day", "interval", "month", "year"]
    label: Text
    what: Text
    kind: Text
    publisher: Text
    urls: Links
    evidence: str = ""

    def event(self) -> Event:
        """The row as an event of basis "context"; its evidence is the outside check."""
        fields: dict[str, Any] = self.model_dump(exclude={"evidence"})
        return Event(basis="context", check=self.evidence, **fields)
