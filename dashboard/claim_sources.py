"""The series that can speak to a claim, by the day each value was quoted and in the quantity the claim is about.

Beside the series a claim names, a reader's own series of the same unit counts, and for a claim about a bond any series
of that bond: prices are turned into yields, or yields into prices, where the claim needs the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import bonds
from dashboard.errors import DataError
from dashboard.measures import quote_days
from dashboard.model import Bond, Claim, Panel, Quantity, SeriesInfo, Story
from dashboard.wording import day_text, pair_text

CONVERTED_DECIMALS = 3
PRICE_WORDS = {"noun": "the price", "rise_means": "a lower yield", "fall_means": "a higher yield"}
"""A bond's panel speaks of its yield; these are its words for a claim about the price."""
LOSING_IS_RISE: frozenset[Quantity] = frozenset({"exchange_rate", "yield"})
"""Quantities whose rise is a loss: more units for a dollar, a cheaper bond."""


@dataclass(frozen=True)
class Point:
    """One value by the day it was quoted; `dated` is the day the publisher gives, `flag` why to doubt it."""

    day: dt.date
    dated: dt.date
    value: float
    flag: str


@dataclass(frozen=True)
class Source:
    """One series as a claim sees it.

    `points` has the quote day as index and the columns value, flag and dated. `noun` and the two meanings come from the
    story's panel. `step` is the rounding step of the values, None where none is known. `remark` names a conversion.
    """

    name: str
    label: str
    unit: str
    quantity: Quantity
    decimals: int
    step: float | None
    noun: str
    rise_means: str
    fall_means: str
    observations: pd.DataFrame
    points: pd.DataFrame
    lag_days: int = 0
    remark: str = ""

    @property
    def values(self) -> pd.Series[float]:
        """Values by quote day."""
        return self.points["value"]

    @property
    def losing_is_rise(self) -> bool:
        """Whether a rise of the values is a loss."""
        return self.quantity in LOSING_IS_RISE

    @property
    def figure(self) -> str:
        """What the values are called: EUR/PLN for an exchange rate, else the panel's noun."""
        return pair_text(self.unit) if self.quantity == "exchange_rate" else self.noun

    def observed(self, day: dt.date) -> bool:
        """Whether there is a value quoted on `day`."""
        return pd.Timestamp(day) in self.points.index

    def point(self, day: dt.date) -> Point:
        """The value quoted on an observed day."""
        row = self.points.loc[[pd.Timestamp(day)]].iloc[0]
        return Point(day, pd.Timestamp(row["dated"]).date(), float(row["value"]), str(row["flag"]))

    def without_flagged(self) -> Source:
        """The same without stale, held and mistaken values."""
        return replace(self, points=self.points[self.points["flag"] == ""])

    def by_date_given(self) -> Source:
        """The same by the day the publisher gives instead of the day of the quote."""
        return replace(self, points=quote_days(self.observations, 0), lag_days=0)

    def missing(self, day: dt.date) -> str:
        """Why nothing can be said about `day`, as a clause."""
        if self.points.empty:
            return f"{self.label} has no values"
        first, last = (pd.Timestamp(end).date() for end in (self.points.index[0], self.points.index[-1]))
        return f"{self.label} has no value quoted on {day_text(day)} (it covers {day_text(first)} to {day_text(last)})"


def sources_of(story: Story, claim: Claim) -> tuple[Source, ...]:
    """Sources for one claim, best first: those it names, then the reader's own.

    Raises
    ------
    DataError
        A claim that names a series or a bond the story does not have.
    """
    if claim.kind == "outside_markets":
        return ()
    if claim.bond is not None:
        return tuple(_of_bond(story, claim))
    unknown = [name for name in claim.series if name not in story.info]
    if unknown:
        raise DataError(
            f"Claim {claim.id} names the series {', '.join(unknown)}, but the story has {', '.join(story.info)}. "
            "Correct the name in story.toml or add the series to datapackage.json."
        )
    return tuple(_source(story, story.info[name], _panel(story, claim.series)) for name in _eligible(story, claim))


def wanted_quantity(claim: Claim) -> Quantity:
    """Quantity of a bond that a claim is about: its price where the unit is points, else its yield."""
    return "price" if claim.unit == "points" else "yield"


def _eligible(story: Story, claim: Claim) -> Iterator[str]:
    yield from claim.series
    units = {(story.info[name].quantity, story.info[name].unit) for name in claim.series}
    for name, info in story.info.items():
        if info.role == "own" and name not in claim.series and (info.quantity, info.unit) in units:
            yield name


def _of_bond(story: Story, claim: Claim) -> Iterator[Source]:
    bond = story.bonds.get(claim.bond or "")
    if bond is None:
        raise DataError(
            f"Claim {claim.id} is about the bond {claim.bond!r}, but the story has {', '.join(story.bonds) or 'none'}. "
            "Correct the claim in story.toml or add the bond to bonds.toml."
        )
    panel = next((p for p in story.file.panels if p.bond == bond.id), None)
    if panel and wanted_quantity(claim) == "price":
        panel = panel.model_copy(update=PRICE_WORDS)
    for info in story.info.values():
        if info.bond == bond.id and info.quantity in ("yield", "price"):
            yield _in_quantity(_source(story, info, panel), bond, wanted_quantity(claim))


def _panel(story: Story, names: tuple[str, ...]) -> Panel | None:
    return next((p for p in story.file.panels if any(name in p.series for name in names)), None)


def _source(story: Story, info: SeriesInfo, panel: Panel | None) -> Source:
    observations = story.observations[info.name]
    words = panel or Panel(id="none", kind="series", title=info.title, axis=info.unit)
    return Source(
        name=info.name,
        label=info.short,
        unit=info.unit,
        quantity=info.quantity,
        decimals=info.decimals,
        step=info.rounding_step,
        noun=words.noun,
        rise_means=words.rise_means,
        fall_means=words.fall_means,
        observations=observations,
        points=quote_days(observations, info.quote_lag_days),
        lag_days=info.quote_lag_days,
    )


def _in_quantity(source: Source, bond: Bond, quantity: Quantity) -> Source:
    """The source in prices or yields, whichever is asked for, on the days of the bond's life."""
    if source.quantity == quantity:
        return source
    first, last = bonds.trade_dates(bond)
    points = source.points.loc[pd.Timestamp(first) : pd.Timestamp(last)]
    if quantity == "yield":
        values = bonds.yields_from_prices(bond, points["value"])
    else:
        values = bonds.prices_from_yields(bond, points["value"])
    return replace(
        source,
        points=points.assign(value=values),
        quantity=quantity,
        unit="% a year" if quantity == "yield" else "% of face",
        decimals=CONVERTED_DECIMALS,
        step=None,
        remark=f"computed from its {source.quantity}s",
    )
