"""Panels of the main chart: a series, or the record of a bond, as finished numbers with their hover texts."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard.bond_record import Row, bond_record, group_moves, peak_bounds
from dashboard.charts import Arrow, Band, Line, PanelDrawing, Points, Strip
from dashboard.model import Panel, SeriesInfo, Story
from dashboard.state import State, coverage

SYMBOLS = {
    "stated yield": ("Stated yield", "circle"),
    "from a stated price": ("From a price", "circle-open"),
    "from a fund's mark": ("Fund's mark", "diamond-open"),
    "derived": ("Day before", "x-thin-open"),
}
HOVER_CHARS = 62


def panel_drawing(story: Story, panel: Panel, state: State) -> PanelDrawing:
    """A panel of the story as the reader has set it."""
    return _bond_panel(story, panel, state) if panel.kind == "bond" else _series_panel(story, panel, state)


def date_text(day: dt.date) -> str:
    """A day as every text of the page writes it: 27 Aug 2020."""
    return f"{day.day} {day:%b %Y}"


def wrapped(text: str) -> str:
    """A hover text broken into lines, since hover boxes do not break them."""
    return "<br>".join(textwrap.wrap(text, HOVER_CHARS))


# Series


def shown_series(panel: Panel, state: State) -> str:
    """Name of the series a panel draws: the reader's choice where the panel offers it, else its first."""
    return state.source if state.source in panel.series else panel.series[0]


def base_value(values: pd.Series[float], since: dt.date) -> tuple[dt.date, float] | None:
    """Last observation on or before a day; None where the series begins later."""
    before = values[values.index <= pd.Timestamp(since)]
    return (before.index[-1].date(), float(before.iloc[-1])) if len(before) else None


def _series_panel(story: Story, panel: Panel, state: State) -> PanelDrawing:
    info = story.info[shown_series(panel, state)]
    frame = story.observations[info.name]
    base = base_value(frame["value"], state.since) if state.unit == "change" else None
    scale = _scale(info, base)
    heading = f"{panel.title} · {info.short}"
    if state.unit == "change":
        change = "bp" if info.quantity == "yield" else "%"
        known = (
            f"change since {date_text(base[0])}, {change}"
            if base
            else f"no value on or before {date_text(state.since)}"
        )
        heading = f"{panel.title}: {known} · {info.short}"
    line = _line(info, frame, scale)
    flagged = frame[frame["flag"] != ""]
    points = []
    if len(flagged):
        points.append(_series_points(info, flagged, scale, _flag_words(flagged), "circle-open", quiet=False))
    for name in panel.reference:
        reference = story.info[name]
        points.append(
            _series_points(reference, story.observations[name], scale, reference.short, "square-open", quiet=True)
        )
    return PanelDrawing("series", _with_direction(heading, panel), [line], points, zero=base is not None)


def _with_direction(heading: str, panel: Panel) -> str:
    return f"{heading} · ↑ {panel.rise_means}"


def _flag_words(flagged: pd.DataFrame) -> str:
    words = {"bad_print": "bad print"}
    return " or ".join(sorted({words.get(f, f) for f in flagged["flag"]})).capitalize()


def _scale(info: SeriesInfo, base: tuple[dt.date, float] | None) -> Callable[[float], float]:
    if base is None:
        return lambda value: value
    if info.quantity == "yield":
        return lambda value: round(100 * (value - base[1]), 4)
    return lambda value: round(100 * (value / base[1] - 1), 6)


def _line(info: SeriesInfo, frame: pd.DataFrame, scale: Callable[[float], float]) -> Line:
    """Values by day; a weekday without one is a gap in the line."""
    days = (
        pd.bdate_range(frame.index[0], frame.index[-1]).union(frame.index) if info.frequency == "daily" else frame.index
    )
    values = frame["value"].reindex(days)
    y = [None if math.isnan(v) else scale(v) for v in values]
    hover = [_value_text(info, v, s) for v, s in zip(values, y, strict=True)]
    return Line(info.short, _iso_days(days), y, hover)


def _value_text(info: SeriesInfo, value: float, scaled: float | None) -> str:
    if scaled is None:
        return f"{info.short}: no value this day"
    level = f"<b>{value:.{info.decimals}f}</b> {info.unit}"
    if scaled == value:
        return f"{level} · {info.short}"
    unit = "bp" if info.quantity == "yield" else "%"
    return f"<b>{scaled:+.2f} {unit}</b> ({value:.{info.decimals}f}) · {info.short}"


def _series_points(
    info: SeriesInfo, frame: pd.DataFrame, scale: Callable[[float], float], name: str, symbol: Any, *, quiet: bool
) -> Points:
    y = [scale(v) for v in frame["value"]]
    reasons = [f"<br>{wrapped(f'{f}: {r}')}" if f else "" for f, r in zip(frame["flag"], frame["reason"], strict=True)]
    hover = [f"{_value_text(info, v, s)}{r}" for v, s, r in zip(frame["value"], y, reasons, strict=True)]
    return Points(name, symbol, _iso_days(frame.index), y, hover, quiet=quiet)


def _iso_days(days: pd.DatetimeIndex) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in days]


# Bonds


def _bond_panel(story: Story, panel: Panel, state: State) -> PanelDrawing:
    rows = bond_record(story, str(panel.bond))
    bond = story.bonds[str(panel.bond)]
    base = _base_row(rows, state.since) if state.unit == "change" else None
    scale = _bp_scale(base) if base else _level
    heading = f"{panel.title}, {panel.axis}"
    if state.unit == "change":
        missing = f"{heading}, as no figure on or before {date_text(state.since)} gives a base"
        heading = f"{panel.title}: change in bp since {date_text(base.start)} ({base.low:.2f} %)" if base else missing
    points = [p for kind in SYMBOLS for p in _evidence_points(rows, kind, scale)]
    if state.others:
        points += _others(story, panel, scale)
    moves = _moves(story, rows, panel, state)
    return PanelDrawing(
        "bond",
        _with_direction(heading, panel),
        points=[*points, *_ranges(rows, bond.label, scale)],
        bands=_bands(rows, scale),
        arrows=[_arrow(r, scale) for r in rows if r.evidence == "move" and not math.isnan(r.low)],
        moves=[moves] if moves.x else [],
        silent=_silent_days(story, points, moves),
        silence=f"{panel.title}: nothing published for this day",
        zero=base is not None,
    )


def _silent_days(story: Story, points: Iterable[Points], moves: Strip) -> list[str]:
    """Weekdays without any figure: said on hover, as a gap in so sparse a record would look like a fault."""
    known = {x[:10] for item in (*points, moves) for x in item.x}
    return [day for day in _iso_days(pd.bdate_range(*coverage(story))) if day not in known]


def _level(value: float) -> float:
    return round(value, 4)


def _bp_scale(base: Row) -> Callable[[float], float]:
    return lambda value: round(100 * (value - base.low), 2)


def _base_row(rows: Iterable[Row], since: dt.date) -> Row | None:
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


def _ranges(rows: Iterable[Row], label: str, scale: Callable[[float], float], *, quiet: bool = False) -> list[Points]:
    """Ranges as bars: as high as the range, as long as the days it may belong to."""
    found = [r for r in rows if r.evidence in SYMBOLS and r.is_range and not math.isnan(r.low)]
    if not found:
        return []
    middles = [r.start + (r.end - r.start) / 2 for r in found]
    half_y = [abs(scale(r.high) - scale(r.low)) / 2 for r in found]
    half_days = [(r.end - r.start).days / 2 for r in found]
    y = [scale((r.low + r.high) / 2) for r in found]
    name = f"{label}: range" if quiet else "Range"
    hover = [row_hover(r) for r in found]
    return [Points(name, "circle-open", [m.isoformat() for m in middles], y, hover, half_y, half_days, quiet)]


def _others(story: Story, panel: Panel, scale: Callable[[float], float]) -> list[Points]:
    """Single figures of the other bonds in one quiet layer; a change of theirs has no meaning against another's base."""
    rows = [
        r
        for other in panel.others
        for r in bond_record(story, other)
        if r.evidence in SYMBOLS and not math.isnan(r.low)
    ]
    if not rows or scale is not _level:
        return []
    rows.sort(key=lambda r: r.start)
    return [_points("Other bonds", "triangle-up-open", rows, scale, quiet=True)]


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
    hover = ["<br>".join(row_hover(r) for r in by_day[d][:4]) for d in days]
    text = [next((r.move for r in by_day[d] if r in own and r.move.endswith("bp")), "") for d in days]
    return Strip("Move, no level", [d.isoformat() for d in days], symbols, hover, text)


def row_hover(row: Row) -> str:
    """What a reader must know of one piece of evidence: figure, kind, day's precision, how it came about, publisher."""
    about = "" if row.strength == "first hand" else f" ({row.strength})"
    return wrapped_lines(
        f"<b>{figure_text(row)}</b> · {row.bond} · {row.evidence}",
        f"{span_text(row)}. {row.how}",
        f"{row.publisher}{about}",
    )


def wrapped_lines(*lines: str) -> str:
    return "<br>".join(wrapped(line) for line in lines)


def figure_text(row: Row) -> str:
    """The figure of a row as words: a yield, a range, a bound or a move, with its unit."""
    if row.evidence == "move":
        return row.move
    if math.isnan(row.low):
        return f"price {row.price:g}, no yield"
    if row.bound:
        return f"{row.bound if row.evidence == 'bound' else _opposite(row.bound)} {row.low:.2f} %"
    if f"{row.low:.2f}" == f"{row.high:.2f}":
        return f"{row.low:.2f} %"
    return f"{row.low:.2f} to {row.high:.2f} %"


def _opposite(bound: str) -> str:
    """A price below a level is a yield above one."""
    return {"<": ">", ">": "<", "<=": ">=", ">=": "<="}[bound]


def span_text(row: Row) -> str:
    """The day or days a row covers and how exactly they are known."""
    if row.precision == "day":
        return date_text(row.start)
    if row.start == row.end:
        return f"about {date_text(row.start)}"
    return f"{date_text(row.start)} to {date_text(row.end)}, day not given"
