"""What was published about a claim on a bond, beside any series: the article's own words, others' figures, bounds.

The article can't confirm itself. Only another publisher's first-hand figure for the same day has a vote on the verdict;
a derived figure and a bound are shown and have none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from pandas.tseries.offsets import BDay

from dashboard import bonds
from dashboard.claim_reports import UNITS, bears_on, day_of, reports_of
from dashboard.claim_sources import wanted_quantity
from dashboard.model import Bond, Claim, Story
from dashboard.verdict import Doubt, Verdict, judge, target_of
from dashboard.wording import day_text, plain, span_text, with_unit

HOW: Mapping[str, str] = {"derived": "derived from what was published", "date inferred": "as published, day inferred"}
BOUND_WORDS: Mapping[str, str] = {">=": "at least", ">": "more than", "<": "below", "<=": "at most"}


@dataclass(frozen=True)
class Statement:
    """One published figure. `low` and `high` are in `unit`, equal for a single one; `own` marks the article's."""

    text: str
    low: float
    high: float
    unit: str
    start: dt.date
    end: dt.date
    own: bool
    derived: bool
    bound: str
    publisher: str
    says: str
    how: str
    urls: tuple[str, ...]
    verdict: Verdict = "cannot be checked"

    @property
    def dated(self) -> str:
        """The figure with its day, where it has a single one."""
        return f"{self.text} on {day_text(self.start)}" if self.start == self.end else self.text


def statements_on(story: Story, claim: Claim) -> tuple[Statement, ...]:
    """Published figures that bear on a claim about a bond, with what follows from them, by date."""
    if claim.bond not in story.bonds:
        return ()
    reports = reports_of(story, claim)
    found = [_statement(story, claim, report) for report in reports if bears_on(report, claim)]
    if claim.kind in ("change_on_day", "partial_recovery"):
        found.extend(_levels_before(story, {said.start for said in found}, reports))
    return tuple(sorted(found, key=lambda said: (said.start, said.end)))


def _statement(story: Story, claim: Claim, report: Any) -> Statement:
    low, high, unit, how = _figure(story.bonds[claim.bond or ""], claim, report)
    own = story.file.article.url in report.urls
    said = Statement(
        text=_text(report, low, high, unit),
        low=low,
        high=high,
        unit=unit,
        start=day_of(report.start),
        end=day_of(report.end),
        own=own,
        derived=report.nature == "derived",
        bound=str(report.bound),
        publisher=str(report.publisher),
        says=str(report.says),
        how=how,
        urls=tuple(report.urls),
    )
    votes = not own and report.strength == "first hand" and report.precision == "day"
    return replace(said, verdict=_vote(claim, said)) if votes else said


def _figure(bond: Bond, claim: Claim, report: Any) -> tuple[float, float, str, str]:
    """Ends of a figure, their unit and how they came about; a price becomes a yield for a claim about the yield."""
    low, high = float(report.low), float(report.high)
    day = day_of(report.start)
    first, last = bonds.trade_dates(bond)
    if report.measure != "clean_price" or wanted_quantity(claim) == "price" or not first <= day <= last:
        return low, high, UNITS[report.measure], HOW.get(report.nature, "as published")
    yields = [bonds.yield_to_maturity_pct(bond, day, price) for price in (high, low)]
    return yields[0], yields[1], "%", f"computed from the stated clean price of {plain(low)}"


def _text(report: Any, low: float, high: float, unit: str) -> str:
    decimals = 0 if unit == "bp" else 2
    if low == high and report.measure in ("yield_change", "price_change"):
        figure = with_unit(low, unit, decimals, signed=True)
    else:
        figure = span_text(low, high, unit, decimals)
    return f"{BOUND_WORDS[report.bound]} {figure}" if report.bound in BOUND_WORDS else figure


def _vote(claim: Claim, said: Statement) -> Verdict:
    """What an independent figure for the claim's day and in its unit says to it."""
    if said.derived or said.bound or said.unit != claim.unit or not said.start == said.end == claim.day:
        return "cannot be checked"
    return judge((said.low + said.high) / 2, target_of(claim), Doubt(said.low, said.high, "the published range"))


def _levels_before(story: Story, days: set[dt.date], reports: list[Any]) -> Iterator[Statement]:
    """Yield of the business day before each of `days` for which one publisher states yield and move: arithmetic."""
    single = [r for r in reports if r.low == r.high and not r.bound and day_of(r.start) == day_of(r.end)]
    levels = {(r.publisher, day_of(r.start)): r for r in single if r.measure == "yield"}
    for move in single:
        level = levels.get((move.publisher, day_of(move.start)))
        if move.measure == "yield_change" and level is not None and day_of(move.start) in days:
            yield _before(story, level, move)


def _before(story: Story, level: Any, move: Any) -> Statement:
    before = float(level.low) - float(move.low) / 100
    eve = (pd.Timestamp(move.start) - BDay(1)).date()
    text = with_unit(before, "%")
    return Statement(
        text=text,
        low=before,
        high=before,
        unit="%",
        start=eve,
        end=eve,
        own=story.file.article.url in level.urls,
        derived=True,
        bound="",
        publisher=str(level.publisher),
        says=f"{with_unit(level.low, '%')} on the day after a move of {with_unit(move.low, 'bp', 0, signed=True)}",
        how=f"derived: {plain(level.low)} − ({plain(move.low / 100)}) = {text}",
        urls=tuple(level.urls),
    )
