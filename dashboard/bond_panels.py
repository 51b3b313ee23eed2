"""Panels of a bond's tab as finished numbers: its yields, its clean prices, and its spread over a treasury yield."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboard.bond_levels import Bounds, Level, base_level, peak_price, peak_spread, price_levels, spread_levels
from dashboard.bond_series import BondLevels, bond_levels_by_day, bond_lines, first_base
from dashboard.chart_parts import Band, PanelDrawing, Points, Symbol
from dashboard.model import Panel, Story
from dashboard.panel_text import BOUNDS, OPPOSITE, date_text, middle_text, span_text, wrapped_lines
from dashboard.state import State
from dashboard.treasury import treasury_info
from dashboard.wording import plain, with_unit
from dashboard.yield_panel import SYMBOLS, yield_panel

PRICE_SYMBOLS: Mapping[str, tuple[str, Symbol]] = {
    "stated price": ("Stated price", "circle"),
    "fund's mark": ("Mark as a price", "diamond"),
    "from a stated yield": ("From a yield", "circle-open"),
    "from a derived yield": (SYMBOLS["derived"][0], "x-thin-open"),
}
"""Kinds of prices: name in the legend, and marker; solid as published, hollow as computed."""
Base = tuple[dt.date, float]
"""Day and figure that changes are counted from."""


def bond_tab_panels(story: Story, panel: Panel, state: State) -> list[PanelDrawing]:
    """What the tab of a bond shows."""
    drawn = [replace(yield_panel(story, panel, state), share=1.5), price_panel(story, panel, state)]
    spread = spread_panel(story, panel, state)
    return [*drawn, spread] if spread else drawn


def price_panel(story: Story, panel: Panel, state: State) -> PanelDrawing:
    """Clean prices of the bond per 100 of face, or their change in points since a day."""
    levels = price_levels(story, str(panel.bond))
    daily = bond_levels_by_day(story, str(panel.bond), "price")
    base = level_base(levels, daily, state)
    lines, flagged = bond_lines(daily, state.since if base else None)
    heading = _heading("Clean price", "per 100 of face", "points", base, state)
    bounds = peak_price(story, str(panel.bond))
    return PanelDrawing(
        "bond",
        f"{heading} · ↑ a lower yield",
        lines,
        [*flagged, *_points(levels, PRICE_SYMBOLS, _scale(base), _price_hover)],
        bands=[_price_band(bounds, _scale(base))] if bounds else [],
        zero=base is not None,
    )


def spread_panel(story: Story, panel: Panel, state: State) -> PanelDrawing | None:
    """Spread of the bond's yields over the treasury yield of the day in bp; None for a story without that series."""
    info, levels = treasury_info(story), spread_levels(story, str(panel.bond))
    daily = bond_levels_by_day(story, str(panel.bond), "spread")
    if info is None or not (levels or daily):
        return None
    base = level_base(levels, daily, state)
    lines, flagged = bond_lines(daily, state.since if base else None)
    heading = _heading(f"Spread over {info.short}", "bp", "bp", base, state)
    bounds = peak_spread(story, str(panel.bond))
    return PanelDrawing(
        "bond",
        f"{heading} · over a constant-maturity yield, not a Z-spread",
        lines,
        [*flagged, *_points(levels, SYMBOLS, _scale(base), _spread_hover)],
        bands=[_spread_band(bounds, _scale(base))] if bounds else [],
        zero=base is not None,
    )


def level_base(levels: Sequence[Level], daily: Sequence[BondLevels], state: State) -> Base | None:
    """What changes are counted from: the record's figure, else that of a daily series; None where levels stand."""
    if state.unit != "change":
        return None
    found = base_level(levels, state.since)
    return (found.start, (found.low + found.high) / 2) if found else first_base(daily, state.since)


def _heading(name: str, unit: str, change_unit: str, base: Base | None, state: State) -> str:
    if state.unit == "level":
        return f"{name}, {unit}"
    if base is None:
        return f"{name}, {unit}, as no figure on or before {date_text(state.since)} gives a base"
    day, start = base
    figure = with_unit(start, "bp", 0) if unit == "bp" else plain(start)
    return f"{name}: change in {change_unit} since {date_text(day)} ({figure})"


def _scale(base: Base | None) -> Callable[[float], float]:
    start = base[1] if base else 0.0
    return lambda value: round(value - start, 4)


def _points(
    levels: Sequence[Level],
    symbols: Mapping[str, tuple[str, Symbol]],
    scale: Callable[[float], float],
    hover: Callable[[Level], str],
) -> list[Points]:
    """Single figures by kind as markers, then all ranges as bars."""
    singles = {k: [p for p in levels if p.kind == k and not p.is_range] for k in symbols}
    drawn = [_markers(*symbols[k], found, scale, hover) for k, found in singles.items() if found]
    ranges = [p for p in levels if p.is_range]
    return [*drawn, _bars(ranges, scale, hover)] if ranges else drawn


def _markers(
    name: str, symbol: Symbol, levels: Sequence[Level], scale: Callable[[float], float], hover: Callable[[Level], str]
) -> Points:
    y = [scale((p.low + p.high) / 2) for p in levels]
    return Points(name, symbol, [p.start.isoformat() for p in levels], y, [hover(p) for p in levels])


def _bars(levels: Sequence[Level], scale: Callable[[float], float], hover: Callable[[Level], str]) -> Points:
    """As high as the range, as long as the days it may belong to."""
    x = [middle_text(p) for p in levels]
    y = [scale((p.low + p.high) / 2) for p in levels]
    half_y = [(p.high - p.low) / 2 for p in levels]
    half_days = [(p.end - p.start).days / 2 for p in levels]
    return Points("Range", "circle-open", x, y, [hover(p) for p in levels], half_y, half_days)


def _price_hover(level: Level) -> str:
    return _hover(level, f"{BOUNDS.get(level.bound, '')}{_numbers(level, 2)} per 100 of face")


def _spread_hover(level: Level) -> str:
    bound = OPPOSITE.get(level.bound, "")
    return _hover(level, f"{BOUNDS.get(bound, '')}{_numbers(level, 0)} bp of spread")


def _numbers(level: Level, decimals: int) -> str:
    ends = plain(level.low, decimals), plain(level.high, decimals)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _hover(level: Level, figure: str) -> str:
    about = "" if level.strength == "first hand" else f" ({level.strength})"
    return wrapped_lines(
        f"<b>{figure}</b> · {level.kind}", f"{span_text(level)}. {level.how}", f"{level.publisher}{about}"
    )


def _price_band(bounds: Bounds, scale: Callable[[float], float]) -> Band:
    low, high = scale(bounds.low), scale(bounds.high)
    text = f"At the yield’s peak: above {plain(low)}, at most {plain(high)}"
    return Band("Price at a peak of the yield", bounds.start, bounds.end, low, high, text)


def _spread_band(bounds: Bounds, scale: Callable[[float], float]) -> Band:
    low, high = scale(bounds.low), scale(bounds.high)
    text = f"At the yield’s peak: {plain(low, 0)} to below {with_unit(high, 'bp', 0)}"
    return Band("Spread at a peak of the yield", bounds.start, bounds.end, low, high, text)
