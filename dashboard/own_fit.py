"""How a reader's values compare with the story's own series, and what they may measure. Pure.

What is found here is shown for confirmation; it decides nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.meanings import Meaning
from dashboard.model import Bond, Story
from dashboard.own_table import PRICE_WORDS, YIELD_WORDS, words_of
from dashboard.panel_text import date_text

Change = Literal["as is", "inverted", "hundredfold"]
"""What turns the numbers of a file into the unit of a meaning."""

ALIKE_PCT = 3.0
"""Median difference up to which two series are taken for the same thing."""
COMMON_DAYS = 3
_LOWEST_USUAL_PX = 20.0


@dataclass(frozen=True)
class Fit:
    """How far changed values lie from a series of the story on `days` common days; differences in percent of it."""

    meaning: Meaning
    change: Change
    series: str
    days: int
    middle_pct: float
    widest_pct: float
    widest_day: pd.Timestamp

    def sentence(self, story: Story) -> str:
        """The comparison in words."""
        return (
            f"On {self.days} common days it differs from {story.info[self.series].short} by {self.middle_pct:.2g} % at "
            f"the median and by {self.widest_pct:.2g} % at most ({date_text(self.widest_day.date())})."
        )


def changed(values: pd.Series[float], change: Change) -> pd.Series[float]:
    """Values turned over, multiplied by 100, or as they are; a zero turned over is infinite."""
    if change == "inverted":
        return 1 / values
    return values * 100 if change == "hundredfold" else values


def changes_of(meaning: Meaning) -> tuple[Change, ...]:
    """Changes that may be needed for a meaning: a rate may be turned over, a yield or price be given as a fraction."""
    if meaning.can_invert:
        return "as is", "inverted"
    return ("as is", "hundredfold") if meaning.quantity in ("yield", "price") else ("as is",)


def best_fit(
    story: Story, values: pd.Series[float], among: Iterable[Meaning], *, only: Change | None = None
) -> Fit | None:
    """The meaning, change and series with the smallest median difference; None without COMMON_DAYS common days.

    Parameters
    ----------
    values : by day, as in the file; the first of several of one day counts
    only : the one change to look at
    """
    known = values[~values.index.duplicated()].dropna()
    fits = [fit for meaning in among for fit in _fits(story, known, meaning, only)]
    return min(fits, key=lambda fit: (fit.middle_pct, -fit.days), default=None)


def _fits(story: Story, values: pd.Series[float], meaning: Meaning, only: Change | None) -> Iterator[Fit]:
    for name in meaning.like:
        frame = story.observations[name]
        base = frame.loc[frame["flag"] == "", "value"]
        for change in (only,) if only else changes_of(meaning):
            both = pd.concat({"own": changed(values, change), "other": base[base != 0]}, axis="columns", join="inner")
            both = both.replace([np.inf, -np.inf], np.nan).dropna()
            if len(both) >= COMMON_DAYS:
                yield _fit(meaning, change, name, both)


def _fit(meaning: Meaning, change: Change, name: str, both: pd.DataFrame) -> Fit:
    apart_pct = 100 * ((both["own"] - both["other"]) / both["other"]).abs()
    place = int(apart_pct.argmax())
    day = pd.DatetimeIndex(both.index)[place]
    return Fit(meaning, change, name, len(both), float(np.median(apart_pct)), float(apart_pct.iloc[place]), day)


def likely_meaning(
    story: Story, known: Sequence[Meaning], values: pd.Series[float], words: str, header: str, *, percent: bool
) -> Meaning | None:
    """What a file seems to hold; None where nothing tells.

    The file's own words count first (a key of `meanings`, an ISIN or id of a bond), then likeness to a series of the
    story, then both currencies of a rate's unit.
    """
    keyed = next((m for m in known if m.key in words.lower()), None)
    if keyed:
        return keyed
    bond = _named_bond(story, words, header)
    if bond:
        quantity = _quantity_of_bond(values, header, percent=percent)
        return next(m for m in known if m.bond == bond and m.quantity == quantity)
    fit = best_fit(story, values, known)
    if fit and fit.middle_pct <= ALIKE_PCT:
        return fit.meaning
    pair = [m for m in known if m.can_invert and _currencies(m) <= _codes(f"{words} {header}")]
    return pair[0] if len(pair) == 1 and not percent else None


def _named_bond(story: Story, words: str, header: str) -> str | None:
    text = f"{words} {header}"
    codes = set(words_of(text))
    named = [bond.id for bond in story.bonds.values() if codes & _isins(bond)]
    if not named and codes & {*YIELD_WORDS, *PRICE_WORDS, "bond"}:
        named = [bond.id for bond in story.bonds.values() if bond.id.lower() in codes]
    return named[0] if len(named) == 1 else None


def _isins(bond: Bond) -> set[str]:
    return {isin.lower() for isin in (bond.isin, bond.isin_144a) if isin}


def _quantity_of_bond(values: pd.Series[float], header: str, *, percent: bool) -> str:
    words = words_of(header)
    if percent or any(word.startswith(YIELD_WORDS) for word in words):
        return "yield"
    if any(word.startswith(("price", "px", "clean")) for word in words):
        return "price"
    return "price" if len(values) and float(values.median()) >= _LOWEST_USUAL_PX else "yield"


def _currencies(meaning: Meaning) -> set[str]:
    return {word.lower() for word in meaning.unit.split(" per ")}


def _codes(text: str) -> set[str]:
    """Words of a text, those of six letters also as two currencies."""
    words = set(words_of(text))
    return words | {half for word in words if len(word) == 6 for half in (word[:3], word[3:])}
