"""The panel of a bond's yield record as finished numbers with their hover texts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.bond_record import Row, bond_record, group_moves, peak_bounds
from dashboard.bond_series import BondLevels, bond_levels_by_day, bond_lines, first_base
from dashboard.chart_parts import Arrow, Band, Line, PanelDrawing, Points, Strip, Symbol
from dashboard.model import Panel, Story
from dashboard.panel_text import (
    BOUNDS,
    OPPOSITE,
    date_text,
    iso_days,
    middle_text,
    span_text,
    with_direction,
    wrapped_lines,
)
from dashboard.state import State, coverage

SYMBOLS: Mapping[str, tuple[str, Symbol]] = {
    "stated yield": ("Stated yield", "circle"),
    "from a stated price": ("From a price", "circle-open"),
    "from a fund's mark": ("Fund's mark", "diamond-open"),
    "derived": ("Day before", "x-thin-open"),
}
"""Kinds of evidence that have a level: name in the legend, and marker."""
IN_FULL = 4
"""Moves of one day that a hover box tells all about."""


def yield_panel(story: Story, panel: Panel, state: State) -> PanelDrawing:
    """A bond's yields as published, in percent or as changes in bp; every figure keeps its nature and precision."""
    rows = bond_record(story, str(panel.bond))
    levels = bond_levels_by_day(story, str(panel.bond), "yield")
    base = yield_base(rows, levels, state)
    scale = _bp_scale(base[1]) if base else _level
    heading = f"{panel.title}, {panel.axis}"
    if state.unit == "change":
        missing = f"{heading}, as no figure on or before {date_text(state.since)} gives a base"
        heading = f"{panel.title}: change in bp since {date_text(base[0])} ({base[1]:.2f} %)" if base else missing
    points = [p for kind in SYMBOLS for p in _evidence_points(rows, kind, scale)]
    if state.others:
        points += _others(story, panel, scale)
    moves = _moves(story, rows, panel, state)
    lines, flagged = bond_lines(levels, state.since if base else None)
    return PanelDrawing(
        "bond",
        with_direction(heading, panel),
        lines,
        [*flagged, *points, *_ranges(rows, "Range", scale)],
        bands=_bands(rows, scale),
        arrows=[_arrow(r, scale) for r in rows if r.evidence == "move" and not math.isnan(r.low)],
        moves=[moves] if moves.x else [],
        silent=_silent_days(story, [*lines, *points], moves),
        silence=f"{panel.title}: nothing published for this day",
        zero=base is not None,
    )


def yield_base(rows: Iterable[Row], levels: Sequence[BondLevels], state: State) -> tuple[dt.date, float] | None:
    """Day and yield that changes are counted from: of the record, else of a daily series; None where levels stand."""
    if state.unit != "change":
        return None
    row = base_row(rows, state.since)
    return (row.start, row.low) if row else first_base(levels, state.since)


def _silent_days(story: Story, drawn: Iterable[Line | Points], moves: Strip) -> list[str]:
    """Weekdays without any figure: said on hover, as a gap in so sparse a record would look like a fault."""
    known = {x[:10] for days in (*(d.x for d in drawn), moves.x) for x in days}
    return [day for day in iso_days(pd.bdate_range(*coverage(story))) if day not in known]


def _level(value: float) -> float:
    return round(value, 4)


def _bp_scale(base_pct: float) -> Callable[[float], float]:
    return lambda value: round(100 * (value - base_pct), 2)


def base_row(rows: Iterable[Row], since: dt.date) -> Row | None:
    """Latest single figure on or before a day: the level that changes of a yield are counted from."""
    known = [r for r in rows if r.end <= since and not r.is_range and r.evidence in SYMBOLS and not math.isnan(r.low)]
    return max(known, key=lambda r: r.end, default=None)


def _single(rows: Iterable[Row], kind: str) -> list[Row]:
    return [r for r in rows if r.evidence == kind and not r.is_range and not math.isnan(r.low)]


def _evidence_points(rows: Iterable[Row], kind: str, scale: Callable[[float], float]) -> list[Points]:
    name, symbol = SYMBOLS[kind]
    found = _single(rows, kind)
    return [_points(name, symbol, found, scale)] if found else []


def _points(
    name: str, symbol: Any, rows: Sequence[Row], scale: Callable[[float], float], *, quiet: bool = False
) -> Points:
    middle = [scale((r.low + r.high) / 2) for r in rows]
    return Points(name, symbol, [r.start.isoformat() for r in rows], middle, [row_hover(r) for r in rows], quiet=quiet)


def _ranges(rows: Iterable[Row], name: str, scale: Callable[[float], float], *, quiet: bool = False) -> list[Points]:
    """Ranges as bars: as high as the range, as long as the days it may belong to."""
    found = [r for r in rows if r.evidence in SYMBOLS and r.is_range and not math.isnan(r.low)]
    if not found:
        return []
    half_y = [abs(scale(r.high) - scale(r.low)) / 2 for r in found]
    half_days = [(r.end - r.start).days / 2 for r in found]
    y = [scale((r.low + r.high) / 2) for r in found]
    x, hover = [middle_text(r) for r in found], [row_hover(r) for r in found]
    return [Points(name, "circle-open", x, y, hover, half_y, half_days, quiet)]


def _others(story: Story, panel: Panel, scale: Callable[[float], float]) -> list[Points]:
    """Figures of the other bonds in one quiet layer; a change of theirs means nothing against another's base."""
    rows = [
        r
        for other in panel.others
        for r in bond_record(story, other)
        if r.evidence in SYMBOLS and not math.isnan(r.low)
    ]
    if not rows or scale is not _level:
        return []
    singles = sorted((r for r in rows if not r.is_range), key=lambda r: r.start)
    drawn = [_points("Other bonds", "triangle-up-open", singles, scale, quiet=True)] if singles else []
    return [*drawn, *_ranges(rows, "Others: range", scale, quiet=True)]


def _bands(rows: tuple[Row, ...], scale: Callable[[float], float]) -> list[Band]:
    bounds = peak_bounds(rows)
    if bounds is None:
        return []
    low, high, start, end = bounds
    low, high = scale(low), scale(high)
    size = f"{low:.2f} to below {high:.2f} %" if scale is _level else f"{low:+.0f} to below {high:+.0f} bp"
    text = f"Peak, day unknown: {size}"
    return [Band("Bounds of a peak", start, end, low, high, text)]


def _arrow(row: Row, scale: Callable[[float], float]) -> Arrow:
    return Arrow(row.start, scale(row.low), scale(row.high), row.move)


def _moves(story: Story, rows: Iterable[Row], panel: Panel, state: State) -> Strip:
    """Moves of which only the size was published: the bond's own, and with the quiet layer those of other bonds."""
    own = [r for r in rows if r.evidence == "move" and math.isnan(r.low)]
    others: list[Row] = []
    if state.others:
        others = [r for other in panel.others for r in bond_record(story, other) if r.evidence == "move"]
        others += group_moves(story)
    by_day: dict[dt.date, list[Row]] = {}
    for row in (*own, *others):
        by_day.setdefault(row.start, []).append(row)
    days = sorted(by_day)
    symbols = ["triangle-up" if by_day[d][0].up else "triangle-down" for d in days]
    hover = [_day_hover(by_day[d]) for d in days]
    text = [next((r.move for r in by_day[d] if r in own and r.move.endswith("bp")), "") for d in days]
    return Strip("Move, no level", [d.isoformat() for d in days], symbols, hover, text)


def _day_hover(rows: Sequence[Row]) -> str:
    """Moves of one day: some in full and of the rest the figures, as a hover box must fit on the screen."""
    return "<br>".join((*(row_hover(r) for r in rows[:IN_FULL]), *(_figure_line(r) for r in rows[IN_FULL:])))


def _figure_line(row: Row) -> str:
    return f"<b>{figure_text(row)}</b> · {row.bond} · {row.evidence}"


def row_hover(row: Row) -> str:
    """What a reader must know of one piece of evidence: figure, kind, day's precision, how it came about, publisher."""
    about = "" if row.strength == "first hand" else f" ({row.strength})"
    return wrapped_lines(
        _figure_line(row),
        f"{span_text(row)}. {row.how}",
        f"{row.publisher}{about}",
    )


def figure_text(row: Row) -> str:
    """The figure of a row as words: a yield, a range, a bound or a move, with its unit."""
    if row.evidence == "move":
        return row.move
    if math.isnan(row.low):
        return f"price {row.price:g}, no yield"
    if row.bound:
        return f"{BOUNDS[row.bound if row.evidence == 'bound' else OPPOSITE[row.bound]]}{row.low:.2f} %"
    if f"{row.low:.2f}" == f"{row.high:.2f}":
        return f"{row.low:.2f} %"
    return f"{row.low:.2f} to {row.high:.2f} %"
