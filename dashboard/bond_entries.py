"""What the panels of a bond draw, as entries of the table behind the chart. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.bond_levels import Bounds, Level, peak_price, peak_spread, price_levels, spread_levels
from dashboard.bond_panels import Base, level_base
from dashboard.bond_record import Row, bond_record, group_moves
from dashboard.bond_series import BondLevels, bond_levels_by_day, bond_values
from dashboard.chart_entry import Entry
from dashboard.model import Panel, Story
from dashboard.panel_text import BOUNDS, OPPOSITE
from dashboard.state import State
from dashboard.treasury import treasury_info
from dashboard.wording import sentence, with_unit
from dashboard.yield_panel import SYMBOLS, figure_text, yield_base


def panel_entries(story: Story, panel: Panel, state: State) -> Iterator[Entry]:
    """The yield record of the bond, and with the layer of other bonds theirs, on any day."""
    own = bond_record(story, str(panel.bond))
    daily = bond_levels_by_day(story, str(panel.bond), "yield")
    base = yield_base(own, daily, state)
    for row in own:
        if row.evidence == "move" or not math.isnan(row.low):
            yield _row_entry(story, panel, row, base, own=True)
    yield from _daily_entries(panel, "yield", daily, state.since if base else None)
    if not state.others:
        return
    others = [row for name in panel.others for row in bond_record(story, name)]
    for row in (*others, *group_moves(story)):
        # A change of another bond means nothing against this one's base: only its moves are drawn then.
        drawn = row.evidence in SYMBOLS and not math.isnan(row.low) and base is None
        if drawn or row.evidence == "move":
            yield _row_entry(story, panel, row, None, own=False)


def tab_entries(story: Story, panel: Panel, state: State) -> Iterator[Entry]:
    """The yield record, the clean prices, and the spreads over the treasury yield."""
    bond, info = str(panel.bond), treasury_info(story)
    yield from panel_entries(story, panel, state)
    kind = _Kind("clean price", 2, "per 100 of face", "points")
    daily = bond_levels_by_day(story, bond, "price")
    base = level_base(price_levels(story, bond), daily, state)
    yield from _level_entries(story, panel, base, kind, price_levels(story, bond), peak_price(story, bond))
    yield from _daily_entries(panel, kind.name, daily, state.since if base else None)
    if info is None:
        return
    kind = _Kind(f"spread over {info.short}", 0, "bp", "bp", opposite=True)
    daily = bond_levels_by_day(story, bond, "spread")
    base = level_base(spread_levels(story, bond), daily, state)
    yield from _level_entries(story, panel, base, kind, spread_levels(story, bond), peak_spread(story, bond))
    yield from _daily_entries(panel, kind.name, daily, state.since if base else None)


def _daily_entries(panel: Panel, measure: str, levels: Sequence[BondLevels], since: dt.date | None) -> Iterator[Entry]:
    """Values of the series of yields or prices that belong to the bond."""
    for value in bond_values(levels, since):
        info = value.found.info
        how = " ".join(sentence(text) for text in (value.found.how, value.reason) if text)
        kind = value.flag or ("computed" if value.found.computed else "")
        yield Entry(
            value.day, value.day, "day", f"{info.short}, {measure}", value.words, value.drawn, value.drawn, kind, how,
            info.publisher, panel.id, level=measure == "yield" and not value.flag,
        )  # fmt: skip


@dataclass(frozen=True)
class _Kind:
    """What a level measures, its decimals and units, and whether a bound turns round as it comes from a price."""

    name: str
    decimals: int
    unit: str
    change_unit: str
    opposite: bool = False


def _row_entry(story: Story, panel: Panel, row: Row, base: Base | None, *, own: bool) -> Entry:
    bond = story.bonds[row.bond].label if row.bond in story.bonds else row.bond
    what = {"move": "move", "bound": "peak of the yield"}.get(row.evidence, "yield")
    low, high = (100 * (end - base[1]) if base else end for end in (row.low, row.high))
    figure = figure_text(row)
    if base and row.evidence != "move":
        figure = f"{_ends(low, high, 0, signed=True)} bp ({figure})"
    return Entry(
        row.start, row.end, row.precision, f"{bond}, {what}", figure, low, high, row.evidence, row.how,
        _publisher(row), panel.id, level=own and row.evidence in SYMBOLS,
    )  # fmt: skip


def _level_entries(
    story: Story, panel: Panel, base: Base | None, kind: _Kind, levels: tuple[Level, ...], peak: Bounds | None
) -> Iterator[Entry]:
    """Single figures and ranges of a kind, and its bounds on the unknown day of a peak of the yield."""
    bond = story.bonds[str(panel.bond)].label
    for found in levels:
        turned = OPPOSITE.get(found.bound, "") if kind.opposite else found.bound
        figure, low, high = _figure(kind, found, base, BOUNDS.get(turned, ""))
        yield Entry(
            found.start, found.end, found.precision, f"{bond}, {kind.name}", figure, low, high, found.kind, found.how,
            _publisher(found), panel.id, level=False,
        )  # fmt: skip
    if peak:
        figure, low, high = _figure(kind, peak, base, "")
        about, how = f"{bond}, {kind.name} at the peak of the yield", "Computed from the bounds of the yield’s peak."
        yield Entry(peak.start, peak.end, "month", about, figure, low, high, "bound", how, "", panel.id, level=False)


def _figure(kind: _Kind, found: Level | Bounds, base: Base | None, bound: str) -> tuple[str, float, float]:
    """A level in words, or its change from a base with the level behind it; and its ends as the axis shows them."""
    start = base[1] if base else 0.0
    low, high = found.low - start, found.high - start
    level = f"{bound}{_ends(found.low, found.high, kind.decimals)} {kind.unit}"
    change = f"{_ends(low, high, kind.decimals, signed=True)} {kind.change_unit}"
    return f"{change} ({level})" if base else level, low, high


def _ends(low: float, high: float, decimals: int, *, signed: bool = False) -> str:
    return " to ".join(dict.fromkeys(with_unit(end, "", decimals, signed) for end in (low, high)))


def _publisher(found: Row | Level) -> str:
    told = found.strength == "first hand" or found.strength in found.publisher
    return found.publisher if told else f"{found.publisher} ({found.strength})"
