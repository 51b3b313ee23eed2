"""A number measured for a claim, or why there is none, and the words that all kinds of claims share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.claim_sources import Point, Source
from dashboard.errors import DataError
from dashboard.model import Claim
from dashboard.verdict import RELATION_WORDS, Doubt, Target
from dashboard.wording import MINUS, day_text, span_text

DECIMALS: Mapping[str, int] = {"bp": 1, "days": 0}
"""Decimals of a result by its unit, where not 2."""


@dataclass(frozen=True)
class Reading:
    """The number under another rule or definition, named by `label`; `says` is it as a clause."""

    label: str
    number: float
    unit: str
    says: str


@dataclass(frozen=True)
class Measured:
    """What a source says to a claim.

    `says` is a clause without verdict. `rules` are readings that must all agree for a verdict, `other` readings only
    shown. `is_loss` says that a number above 0 is a value lost.
    """

    number: float
    unit: str
    target: Target
    asked: str
    formula: str
    points: tuple[Point, ...]
    says: str
    doubt: Doubt | None = None
    rules: tuple[Reading, ...] = ()
    other: tuple[Reading, ...] = ()
    is_loss: bool = False
    own_decimals: int | None = None
    """Decimals of the series, where the number is one of its values."""

    @property
    def decimals(self) -> int:
        """Decimals that the number is shown with."""
        return DECIMALS.get(self.unit, 2) if self.own_decimals is None else self.own_decimals


@dataclass(frozen=True)
class Gap:
    """Why a source can't speak to a claim, as a clause."""

    reason: str


def doubt_of(
    number: float, rounded: tuple[float, float] | None, source: Source, unit: str, flat: float = 0.0
) -> Doubt | None:
    """What rounding leaves open; for a change smaller than `flat` percent at least that much either way."""
    low, high = rounded or (number, number)
    if abs(number) < flat:
        return Doubt(min(low, -flat), max(high, flat), f"a change below {flat:g} % counts as flat")
    if rounded is None:
        return None
    span = span_text(low, high, unit, DECIMALS.get(unit, 2))
    return Doubt(low, high, f"rounding to {source.step:g} leaves {span}", by_rounding=True)


def asked(claim: Claim) -> str:
    """What the claim's words ask of the number: more than 21 %."""
    unit = claim.unit.removesuffix(" rise")
    words = f"{RELATION_WORDS.get(claim.relation or '', '')} {claim.value:g} {unit}".strip().replace("-", MINUS)
    within = claim.tolerance if claim.relation in ("=", "about", None) else None
    return f"{words} within {within:g}" if within else words


def when(point: Point) -> str:
    """The day of a value, with the day it is dated by and its flag where there is one."""
    dated = f"dated {day_text(point.dated)}" if point.dated != point.day else ""
    notes = ", ".join(note for note in (dated, point.flag.replace("_", " ")) if note)
    return f"on {day_text(point.day)}" + (f" ({notes})" if notes else "")


def required(claim: Claim, name: str) -> dt.date:
    """A day that the claim's kind needs; DataError where the claim lacks it."""
    found = getattr(claim, name)
    if not isinstance(found, dt.date):
        raise DataError(
            f"Claim {claim.id}: a {claim.kind} claim needs the day {name!r}, which is missing. Add it in story.toml."
        )
    return found
