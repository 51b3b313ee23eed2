"""All that was published about a story's bonds, one statement or valuation a row, as text for a table. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.model import Story
from dashboard.panel_text import BOUNDS, span_text
from dashboard.wording import plain, sentence

MEASURES = {
    "yield": "Yield",
    "yield_guidance": "Yield, guidance before pricing",
    "yield_at_issue": "Yield at issue",
    "clean_price": "Clean price",
    "yield_change": "Change of the yield",
    "yield_change_mtd": "Change of the yield, month to date",
    "yield_change_ytd": "Change of the yield, year to date",
    "price_change": "Change of the price",
    "peak_yield_bound": "Bound of a peak yield",
    "index_return": "Return of an index",
    "index_spread": "Spread of an index",
    "spread_ratio": "Ratio of spreads",
    "words": "In words",
}
SIGNED = {"yield_change", "yield_change_mtd", "yield_change_ytd", "price_change", "index_return"}
FALLS = {"<": "more than ", ">": "less than "}
"""Bounds of a fall, where the number is negative and words speak of its size."""


@dataclass(frozen=True)
class Listed:
    """One thing published: on which day or days, about which bond, what it says and how far it can be relied on."""

    start: dt.date
    end: dt.date
    precision: str
    about: str
    what: str
    figure: str
    says: str
    how: str
    publisher: str
    urls: tuple[str, ...]
    strength: str

    @property
    def date(self) -> str:
        """The day or days, as exact as they are known."""
        return span_text(self)


def record_listing(story: Story) -> tuple[Listed, ...]:
    """Every report and every fund's valuation by date, words and indices included; nothing is left out."""
    listed = [*_reports(story), *_marks(story)]
    return tuple(sorted(listed, key=lambda entry: (entry.start, entry.end, entry.about)))


def _reports(story: Story) -> Iterator[Listed]:
    rows: list[Any] = list(story.reports.itertuples())
    for report in rows:
        parts = [p for p in (report.nature, report.timing, report.note) if p]
        yield Listed(
            _day(report.start), _day(report.end), report.precision, _about(story, report.bond, report.named_as),
            MEASURES.get(report.measure, report.measure.replace("_", " ")), figure_of(report), report.says,
            sentence("; ".join(parts)), report.publisher, tuple(report.urls), report.strength,
        )  # fmt: skip


def _marks(story: Story) -> Iterator[Listed]:
    rows: list[Any] = list(story.marks.itertuples())
    for mark in rows:
        rounding = "" if mark.low == mark.high else f"rounding leaves {mark.low:.3f} to {mark.high:.3f} open"
        parts = [p for p in (f"fair value in {mark.form}, not a trade", rounding, mark.note) if p]
        yield Listed(
            _day(mark.date), _day(mark.date), "day", _about(story, mark.bond, ""), "Fund’s valuation",
            f"{mark.clean_price:.3f} % of face", "", sentence("; ".join(parts)), mark.fund, (mark.url,), "first hand",
        )  # fmt: skip


def figure_of(report: Any) -> str:
    """The figure of a report with its bound and unit: "7.30 % a year", "more than −4 points", "" for words."""
    if math.isnan(report.low):
        return ""
    signed = report.measure in SIGNED
    ends = list(dict.fromkeys(_number(float(end), signed) for end in (report.low, report.high)))
    bounds = BOUNDS | (FALLS if signed and report.low < 0 else {})
    about = "about " if report.approximate else bounds.get(report.bound, "")
    unit = "" if report.unit == "ratio" else f" {report.unit}"
    return f"{about}{' to '.join(ends)}{unit}"


def _number(number: float, signed: bool) -> str:
    text = plain(number, max(0, len(f"{number:.10g}".partition(".")[2])))
    return f"+{text}" if signed and number > 0 else text


def _about(story: Story, bond: str, named_as: str) -> str:
    """Label of a bond of the story; for a group of bonds or another paper, the publisher's own words."""
    return story.bonds[bond].label if bond in story.bonds else named_as or bond


def _day(value: Any) -> dt.date:
    return pd.Timestamp(value).date()
