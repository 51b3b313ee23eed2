"""What the values of a reader's file may measure in a story: what its series measure, and its bonds' prices and yields.

Pure. The story gives units and ranges; nothing here knows a currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.bonds import HIGHEST_YIELD_PCT, LOWEST_YIELD_PCT
from dashboard.model import Quantity, SeriesInfo, Story
from dashboard.wording import sentence

LOWEST_PX, HIGHEST_PX = 1.0, 200.0
"""Clean prices per 100 of face that are taken as meant."""
YIELD_UNIT, PRICE_UNIT = "% a year", "% of face"


@dataclass(frozen=True)
class Meaning:
    """One thing that values may measure; `like` are the story's series that measure the same, `bond` whose it is."""

    key: str
    label: str
    quantity: Quantity
    unit: str
    minimum: float
    maximum: float
    like: tuple[str, ...] = ()
    bond: str | None = None

    @property
    def can_invert(self) -> bool:
        """Whether the same may be quoted the other way round."""
        return self.quantity == "exchange_rate"

    @property
    def inverse_unit(self) -> str:
        """Unit of the same quoted the other way round: USD per BYN for BYN per USD."""
        counted, found, per = self.unit.partition(" per ")
        return f"{per} per {counted}" if found else f"1 / {self.unit}"


def meanings(story: Story) -> dict[str, Meaning]:
    """What a file may hold, by key: the story's own series first, then price and yield of each bond.

    A key such as byn_per_usd or bond_2031_price is what the command line takes.
    """
    return {meaning.key: meaning for meaning in (*_of_series(story), *_of_bonds(story))}


def slug(text: str) -> str:
    """Text as a name: small letters, digits and underscores; "series" where nothing is left of it."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "series"


def _of_series(story: Story) -> Iterator[Meaning]:
    groups: dict[tuple[Quantity, str], list[SeriesInfo]] = {}
    for info in story.info.values():
        if info.bond is None and info.role not in ("own", "live"):
            groups.setdefault((info.quantity, info.unit), []).append(info)
    units = [unit for _, unit in groups]
    for (quantity, unit), members in groups.items():
        text = unit if units.count(unit) == 1 else f"{unit} {quantity}"
        yield Meaning(
            slug(text.replace("%", "pct")),
            f"{members[0].title.partition(',')[0]}: {unit}",
            quantity,
            unit,
            min(info.minimum for info in members),
            max(info.maximum for info in members),
            tuple(info.name for info in members),
        )


def _of_bonds(story: Story) -> Iterator[Meaning]:
    for bond in story.bonds.values():
        price, yields = (LOWEST_PX, HIGHEST_PX), (LOWEST_YIELD_PCT, HIGHEST_YIELD_PCT)
        label = sentence(f"Bond {bond.label}").rstrip(".")
        key = f"bond_{slug(bond.id)}"
        yield Meaning(f"{key}_price", f"{label}: clean price per 100", "price", PRICE_UNIT, *price, bond=bond.id)
        yield Meaning(f"{key}_yield", f"{label}: yield, % a year", "yield", YIELD_UNIT, *yields, bond=bond.id)
