"""What the values of a reader's own series may be: units of the story's panels, yields and prices of its bonds. Pure.

Which unit it is, its headings say, or its values do: they are held against what the story knows of each unit.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dashboard.bond_levels import WITH_LEVEL, price_levels
from dashboard.bond_record import bond_record
from dashboard.bonds import HIGHEST_YIELD_PCT, LOWEST_YIELD_PCT
from dashboard.model import Quantity, Story

Turn = Literal["as it is", "inverse", "hundredfold"]

OTHER = "other"
ROOM = 1.25
"""Factor by which values may lie outside of what the story has seen, and still be likely to be the same thing."""
USUAL = {"yield": (0.0, 30.0), "price": (40.0, 160.0)}
"""Likely yields in percent and clean prices per 100 of face where the story has none of the bond."""
LOWEST_PRICE, HIGHEST_PRICE = 0.01, 250.0
LARGEST_OTHER = 1e15
"""Largest size of a value of something else: beyond it an axis can't be labelled, and infinity can't be kept."""
OLDER_UNITS = (100, 1_000, 10_000, 1_000_000)
"""Factors by which currencies were redenominated, or that quotes for several units have."""
WORDS = {
    "yield": re.compile(r"yield|yld|ytm|rendite|доходн", re.IGNORECASE),
    "price": re.compile(r"price|(?<![a-z])px|clean|цена|preis", re.IGNORECASE),
}


@dataclass(frozen=True)
class Unit:
    """One thing that the values of a file may be.

    `unit` is what the series is kept in, `minimum` and `maximum` its range in that unit, `likely` the range in which
    the story has seen it; `turn` says how a value of the file becomes one of the series.
    """

    id: str
    label: str
    quantity: Quantity
    unit: str
    minimum: float
    maximum: float
    likely: tuple[float, float]
    turn: Turn = "as it is"

    @property
    def of_bond(self) -> bool:
        """Whether the values belong to a bond."""
        return self.id.partition("-")[0] in WORDS

    def turned(self, value: float) -> float:
        """A value of the file in the unit of the series; 0 has no inverse and gives infinity."""
        if self.turn == "inverse":
            return 1 / value if value else math.inf
        return value * 100 if self.turn == "hundredfold" else value

    @property
    def formula(self) -> str:
        """How a value comes from that of the file, "" where it stays as it is."""
        file_unit = self.label.partition(",")[0]
        return {
            "as it is": "",
            "inverse": f"inverted: {self.unit} = 1 ÷ ({file_unit})",
            "hundredfold": "multiplied by 100: the file gives fractions",
        }[self.turn]


def units_of(story: Story, bond_id: str = "") -> dict[str, Unit]:
    """Units by id, in the order they are offered; yields and prices are those of a bond, by default the first drawn."""
    found = {unit.id: unit for unit in (*_of_panels(story), *_of_bond(story, bond_id or usual_bond(story)))}
    other = Unit(OTHER, "Something else", "index", "", -LARGEST_OTHER, LARGEST_OTHER, (math.nan, math.nan))
    return {**found, OTHER: other}


def usual_bond(story: Story) -> str:
    """The bond that the story draws, else its first; "" for a story without bonds."""
    drawn = [panel.bond for panel in story.file.panels if panel.bond]
    return str(drawn[0]) if drawn else next(iter(story.bonds), "")


def _of_panels(story: Story) -> list[Unit]:
    found: list[Unit] = []
    for panel in story.file.panels:
        names = [n for n in panel.series if story.info[n].unit == story.info[panel.series[0]].unit]
        infos = [story.info[n] for n in names if story.info[n].role != "own"]
        if not infos:
            continue
        values = [end for n in names for end in (story.values(n).min(), story.values(n).max())]
        info, low, high = infos[0], min(i.minimum for i in infos), max(i.maximum for i in infos)
        plain = Unit(info.unit, info.unit, info.quantity, info.unit, low, high, _roomy(values))
        found.append(plain)
        counted, per, base = info.unit.partition(" per ")
        if per and info.quantity == "exchange_rate":
            label = f"{base} per {counted}"
            found.append(Unit(label, label, info.quantity, info.unit, low, high, plain.likely, "inverse"))
    return found


def _of_bond(story: Story, bond_id: str) -> list[Unit]:
    if bond_id not in story.bonds:
        return []
    yields, prices = _seen(story, bond_id)
    kinds: list[tuple[str, str, Turn]] = [
        ("yield", "Yield, % a year", "as it is"),
        ("price", "Clean price, % of face", "as it is"),
        ("yield-fraction", "Yield as a fraction, such as 0.073", "hundredfold"),
        ("price-fraction", "Clean price as a fraction, such as 0.93", "hundredfold"),
    ]
    return [
        Unit(id_, label, "yield", "% a year", LOWEST_YIELD_PCT, HIGHEST_YIELD_PCT, yields, turn)
        if id_.startswith("yield")
        else Unit(id_, label, "price", "% of face", LOWEST_PRICE, HIGHEST_PRICE, prices, turn)
        for id_, label, turn in kinds
    ]


@lru_cache(maxsize=64)
def _seen(story: Story, bond_id: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Ranges of yields and prices that the record of a bond makes likely."""
    rows = [r for r in bond_record(story, bond_id) if r.evidence in WITH_LEVEL and not math.isnan(r.low)]
    levels = price_levels(story, bond_id)
    yields = _roomy([end for r in rows for end in (r.low, r.high)]) if rows else USUAL["yield"]
    prices = _roomy([end for p in levels for end in (p.low, p.high)]) if levels else USUAL["price"]
    return yields, prices


def _roomy(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return low / ROOM if low > 0 else low * ROOM, high * ROOM if high > 0 else high / ROOM


def likely_units(units: Sequence[Unit], values: Sequence[float], words: str) -> list[str]:
    """Ids of the units that values of a file may have, judged by its words and by where its middle value lies.

    Words decide between yield and price. Else what lies where the story has seen a unit goes before what merely lies
    within its range; several that remain are a question to the reader, none is one too.
    """
    middle = statistics.median(values) if values else math.nan
    seen = [u.id for u in units if _within(u.turned(middle), u.likely)]
    possible = [u.id for u in units if _within(u.turned(middle), _wide(u))]
    named = [kind for kind, pattern in WORDS.items() if pattern.search(words)]
    if named == ["yield"]:
        # Nothing but a yield is called one, while a price may also be that of a currency.
        seen, possible = ([i for i in found if i.startswith("yield")] or found for found in (seen, possible))
        return next((found for found in (seen, possible) if found and found[0].startswith("yield")), seen or possible)
    found = seen or possible
    return [i for i in found if i.partition("-")[0] in named] or found


def _wide(unit: Unit) -> tuple[float, float]:
    """The range that a unit may have at all; a yield or price far from any seen is no guess."""
    return USUAL.get(unit.id.partition("-")[0], (unit.minimum, unit.maximum))


def _within(value: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= value <= ends[1]


def older_unit(unit: Unit, middle: float) -> str:
    """What to do where values are off by a factor of an older currency: they are refused, never rescaled; else ""."""
    for factor in OLDER_UNITS:
        scaled = middle / factor if middle > unit.maximum else middle * factor
        if unit.quantity == "exchange_rate" and _within(scaled, unit.likely):
            return (
                f"the values are about {factor:,} times off {unit.unit}: an older unit of the currency, or a quote for "
                f"{factor:,} units. Convert them in the file, then add it again"
            )
    return ""
