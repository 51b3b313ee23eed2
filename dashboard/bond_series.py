"""Daily yields and clean prices of a bond from series that belong to it, each turned into the other where needed.

Nobody publishes such series for free: they are a reader's own, or those of a story whose author has them. A computed
figure says so wherever it stands. Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from dashboard import bonds
from dashboard.chart_parts import Line, Points
from dashboard.model import SeriesInfo, Story
from dashboard.panel_text import iso_days, wrapped
from dashboard.series_lines import DASHES, FLAG_WORDS, base_value, with_gaps
from dashboard.treasury import treasury_on
from dashboard.wording import with_unit

Measure = Literal["yield", "price", "spread"]
UNITS: dict[Measure, tuple[str, str, int]] = {
    "yield": ("%", "bp", 2), "price": ("per 100 of face", "points", 2), "spread": ("bp of spread", "bp", 0),
}  # fmt: skip
"""Unit of a level, unit of a change, and decimals of a level."""


@dataclass(frozen=True, eq=False)
class BondLevels:
    """A series as levels of one measure; `frame` is as in `Story.observations`, `computed` says from what, or ""."""

    info: SeriesInfo
    measure: Measure
    frame: pd.DataFrame
    computed: str

    @property
    def name(self) -> str:
        """What a legend calls it."""
        return f"{self.info.short}, computed" if self.computed else self.info.short

    @property
    def how(self) -> str:
        """How a figure came about, "" for one of the series itself."""
        return f"computed from {self.computed}" if self.computed else ""


def bond_series(story: Story, bond_id: str | None) -> list[str]:
    """Names of the series of yields or prices of a bond."""
    found = (name for name, info in story.info.items() if info.bond and info.bond == bond_id)
    return [name for name in found if story.info[name].quantity in ("yield", "price")]


@lru_cache(maxsize=64)
def bond_levels_by_day(story: Story, bond_id: str, measure: Measure) -> tuple[BondLevels, ...]:
    """Every series of a bond in a measure, on the days that its terms cover where it is computed.

    A spread is taken over the treasury yield of the day, or the last one within `treasury.OLDEST_DAYS`; a day without
    one has none, and neither has a story without a treasury series.

    Raises
    ------
    BondError
        A price that no yield gives, or the reverse.
    """
    found = (_levels(story, name, bond_id, measure) for name in bond_series(story, bond_id))
    return tuple(levels for levels in found if len(levels.frame))


def _levels(story: Story, name: str, bond_id: str, measure: Measure) -> BondLevels:
    info, frame = story.info[name], story.observations[name]
    if measure == "spread":
        yields = _levels(story, name, bond_id, "yield")
        return replace(yields, measure="spread", frame=_spreads(story, yields.frame), computed=f"its {info.quantity}s")
    if info.quantity == measure:
        return BondLevels(info, measure, frame, "")
    bond = story.bonds[bond_id]
    first, last = bonds.trade_dates(bond)
    covered = frame.loc[pd.Timestamp(first) : pd.Timestamp(last)]
    convert = bonds.yields_from_prices if measure == "yield" else bonds.prices_from_yields
    return BondLevels(info, measure, covered.assign(value=convert(bond, covered["value"])), f"its {info.quantity}s")


def _spreads(story: Story, frame: pd.DataFrame) -> pd.DataFrame:
    over = [treasury_on(story, day.date()) for day in pd.DatetimeIndex(frame.index)]
    known = frame[[found is not None for found in over]]
    return known.assign(value=[
        bonds.spread_bp(value, found.yield_pct) for value, found in zip(frame["value"], over, strict=True) if found
    ])  # fmt: skip


def first_base(levels: Sequence[BondLevels], since: dt.date) -> tuple[dt.date, float] | None:
    """Day and value that changes are counted from where the record of a bond gives none; None without a series."""
    return next((base for found in levels if (base := base_value(found.frame["value"], since))), None)


@dataclass(frozen=True)
class _Scale:
    """How levels of a measure are drawn: as they are, or with a base as changes from it."""

    found: BondLevels
    base: float | None

    def drawn(self, value: float) -> float:
        if self.base is None:
            return round(value, 6)
        return round((100 if self.found.measure == "yield" else 1) * (value - self.base), 4)

    def words(self, value: float, bold: str = "{}") -> str:
        """The level with its unit, or the change with the level behind it; `bold` sets off what is drawn."""
        unit, change_unit, decimals = UNITS[self.found.measure]
        level = with_unit(value, unit, decimals)
        if self.base is None:
            return bold.format(level)
        change_decimals = 0 if change_unit == "bp" else decimals
        change = with_unit(self.drawn(value), change_unit, change_decimals, signed=True)
        return f"{bold.format(change)} ({level})"

    def hover(self, value: float) -> str:
        computed = f", {self.found.how}" if self.found.how else ""
        return f"{self.words(value, '<b>{}</b>')} · {self.found.info.short}{computed}"


@dataclass(frozen=True)
class BondValue:
    """One value of a line as it is drawn: its day, the figure in words, its place on the axis, flag and reason."""

    found: BondLevels
    day: dt.date
    words: str
    drawn: float
    flag: str
    reason: str


def bond_values(levels: Sequence[BondLevels], since: dt.date | None) -> Iterator[BondValue]:
    """The values that `bond_lines` draws, one by one."""
    for scale in _scales(levels, since):
        rows: list[Any] = list(scale.found.frame.itertuples())
        for row in rows:
            flag = FLAG_WORDS.get(row.flag, row.flag)
            words, drawn = scale.words(row.value), scale.drawn(row.value)
            yield BondValue(scale.found, row.Index.date(), words, drawn, flag, row.reason)


def bond_lines(levels: Sequence[BondLevels], since: dt.date | None) -> tuple[tuple[Line, ...], tuple[Points, ...]]:
    """Lines, and markers on flagged values; with a day, as changes since the last value up to it.

    Changes are in bp, those of a price in points; a series that begins after the day is left out.
    """
    drawn = _scales(levels, since)
    lines = tuple(_line(scale, DASHES[place % len(DASHES)]) for place, scale in enumerate(drawn))
    return lines, tuple(_flagged(scale) for scale in drawn if (scale.found.frame["flag"] != "").any())


def _scales(levels: Sequence[BondLevels], since: dt.date | None) -> list[_Scale]:
    """How each series is drawn; without those that have no value to count changes from."""
    if since is None:
        return [_Scale(found, None) for found in levels]
    bases = [(found, base_value(found.frame["value"], since)) for found in levels]
    return [_Scale(found, base[1]) for found, base in bases if base]


def _line(scale: _Scale, dash: str) -> Line:
    found = scale.found
    values = with_gaps(found.frame["value"], found.info)
    y = [None if pd.isna(value) else scale.drawn(value) for value in values]
    hover = [scale.hover(value) if pd.notna(value) else f"{found.name}: no value this day" for value in values]
    return Line(found.name, iso_days(values.index), y, hover, dash)


def _flagged(scale: _Scale) -> Points:
    rows = scale.found.frame[scale.found.frame["flag"] != ""]
    said = [f"{FLAG_WORDS.get(flag, flag)}: {text}" for flag, text in zip(rows["flag"], rows["reason"], strict=True)]
    hover = [f"{scale.hover(v)}<br>{wrapped(text)}" for v, text in zip(rows["value"], said, strict=True)]
    name = f"{scale.found.name}: flagged"
    return Points(name, "circle-open", iso_days(rows.index), [scale.drawn(v) for v in rows["value"]], hover)
