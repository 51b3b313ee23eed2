"""Figure of all events' adjusted moves from finished numbers: for each a row of words and a track."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import NARROW, fit_lines
from dashboard.lane import text_px
from dashboard.study_frame import MARGIN_PX, Sheet, frame, outer_words, text
from dashboard.themes import LIGHT, Theme

LINE_PX, TICKS_PX = 17, 34
"""Height of a line of the heading, and of the ticks."""
PRINT_PANEL_PX = 110
"""Height of a panel of the charts over time on the narrowest paper: rows are counted in them."""
BAND = 0.12
"""Half the height of a band, in rows."""


@dataclass(frozen=True)
class Move:
    """An adjusted move with the ends of its interval and of the middle 95 % of the placebos, if there are any."""

    change: float
    low: float
    high: float
    placebos: tuple[float, float] | None


@dataclass(frozen=True)
class MoveRow:
    """One row: whose it is, its days, its rank, and the move, or the `note` that says why there is none."""

    name: str
    when: str
    rank: str
    move: Move | None
    note: str
    hover: str
    chosen: bool = False


@dataclass(frozen=True)
class _Shape:
    """How a row is laid out: usual height and font size, as shares of it where lines and track lie from its middle."""

    usual_px: int
    font: float
    lines: tuple[float, ...]
    track: float


_WIDE = _Shape(usual_px=40, font=0.33, lines=(0.20, -0.22), track=-0.24)
_NARROW = _Shape(usual_px=62, font=0.20, lines=(0.32, 0.04, -0.24), track=-0.28)


def moves_chart(rows: Sequence[MoveRow], heading: str, key: str, sheet: Sheet, kind: str = "series") -> go.Figure:
    """Rows from top to bottom in the order given.

    Parameters
    ----------
    heading : the quantity and its unit
    key : what dots, bars and bands are
    kind : "bond" or "series", for the colour
    """
    lines = _heading_lines(heading, key, sheet.width)
    margin = _margin(sum(map(len, lines)), sheet)
    row_px = max(sheet.height - margin["t"] - margin["b"], 20) / max(len(rows), 1)
    texts, shape = outer_words(sheet, margin) + _headings(*lines, margin, sheet, kind), _shape(sheet.width)
    shapes: list[Any] = []
    for number, row in enumerate(rows):
        texts += _row_texts(row, -number, row_px, sheet)
        shapes += _row_shapes(row, -number, sheet)
    layout = frame(sheet, margin) | {
        "hovermode": "closest",
        "meta": {"plot": {"fixed": margin["t"] + margin["b"], "panels": len(rows) * shape.usual_px / PRINT_PANEL_PX}},
        "annotations": texts,
        "shapes": shapes,
        "xaxis": _move_axis(rows, sheet.theme),
        "yaxis": {"range": [0.5 - max(len(rows), 1), 0.5], "visible": False, "fixedrange": True},
    }
    return go.Figure({"data": [_trace(rows, sheet, sheet.theme.accent(kind))], "layout": layout})


def moves_height(rows: int, heading: str, key: str, width: int) -> int:
    """Height in pixels at which every row has its usual height, without the words of an exported picture."""
    margin = _margin(sum(map(len, _heading_lines(heading, key, width))), Sheet(width, 0, LIGHT))
    return _shape(width).usual_px * rows + math.ceil(margin["t"] + margin["b"])


def _heading_lines(heading: str, key: str, width: int) -> tuple[list[str], list[str]]:
    room = width - 2 * MARGIN_PX
    return fit_lines(heading, room, 14), fit_lines(key, room, 12)


def _shape(width: int) -> _Shape:
    return _WIDE if width >= NARROW else _NARROW


def _margin(heading_lines: int, sheet: Sheet) -> dict[str, float]:
    top = sheet.head_px + LINE_PX * heading_lines + 10
    return {"l": MARGIN_PX, "r": MARGIN_PX, "t": top, "b": sheet.foot_px + TICKS_PX}


def _headings(
    heading: Sequence[str], key: Sequence[str], margin: dict[str, float], sheet: Sheet, kind: str
) -> list[Any]:
    top = margin["t"] - sheet.head_px - 4
    place = {"y": 1, "yanchor": "top", "align": "left"}
    bold = {"size": 13, "color": sheet.theme.accent(kind), "weight": 600}
    muted = {"size": 12, "color": sheet.theme.muted}
    return [
        text("<br>".join(heading), bold, yshift=top, **place),
        text("<br>".join(key), muted, yshift=top - LINE_PX * len(heading), **place),
    ]


def _row_texts(row: MoveRow, y: int, row_px: float, sheet: Sheet) -> list[Any]:
    """The row's words over its track; a row without a move has its note in place of the track."""
    shape, theme, room = _shape(sheet.width), sheet.theme, sheet.width - 2 * MARGIN_PX
    size = min(12.0, max(1.0, round(row_px * shape.font, 1)))
    name = {"size": size, "color": theme.ink, "weight": 700 if row.chosen else 400}
    muted = {"size": size, "color": theme.muted}
    place = {"yref": "y", "y": y, "yanchor": "middle", "bgcolor": theme.lane if row.chosen else theme.paper}
    words = _narrow_lines(row, room, size) if shape is _NARROW else _wide_lines(row, room, size)
    found = [
        text(line, muted if number else name, yshift=row_px * shape.lines[number], **place)
        for number, line in enumerate(words)
    ]
    if row.rank and shape is _WIDE:
        found.append(text(row.rank, muted, x=1, xanchor="right", yshift=row_px * shape.lines[0], **place))
    return found


def _wide_lines(row: MoveRow, room: float, font_px: float) -> list[str]:
    left = " · ".join(filter(None, [row.name, row.when]))
    name = _cut(left, room - text_px(row.rank, font_px) - 24, font_px, 1)
    return name if row.move else [*name, *_cut(row.note, room, font_px, 1)]


def _narrow_lines(row: MoveRow, room: float, font_px: float) -> list[str]:
    under = " · ".join(filter(None, [row.when, row.rank])) if row.move else row.note
    return [*_cut(row.name, room, font_px, 1), *_cut(under, room, font_px, 1 if row.move else 2)]


def _cut(words: str, width: float, font_px: float, count: int) -> list[str]:
    """At most `count` lines of a text; what does not fit stands in the hover text and the table."""
    lines = fit_lines(words, width, font_px)
    if len(lines) <= count:
        return lines
    last = fit_lines(lines[count - 1], width - text_px("…", font_px), font_px)[0]
    return [*lines[: count - 1], f"{last.rstrip(' ,;:·')}…"]


def _row_shapes(row: MoveRow, y: int, sheet: Sheet) -> list[Any]:
    """A ground under the chosen row, a line above each, and the range of the placebos behind the track."""
    theme, track = sheet.theme, y + _shape(sheet.width).track
    across = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "layer": "below"}
    above = {**across, "type": "line", "y0": y + 0.5, "y1": y + 0.5, "line": {"color": theme.grid, "width": 1}}
    ground = {**across, "type": "rect", "y0": y - 0.5, "y1": y + 0.5, "fillcolor": theme.lane, "line": {"width": 0}}
    found: list[Any] = [ground, above] if row.chosen else [above]
    if row.move and row.move.placebos:
        low, high = row.move.placebos
        found.append({"type": "rect", "xref": "x", "yref": "y", "x0": low, "x1": high, "y0": track - BAND,
                      "y1": track + BAND, "fillcolor": theme.wash, "line": {"width": 0}, "layer": "below"})  # fmt: skip
    return found


def _trace(rows: Sequence[MoveRow], sheet: Sheet, colour: str) -> dict[str, Any]:
    """The moves with their intervals."""
    track = _shape(sheet.width).track
    shown = [(number, row, row.move) for number, row in enumerate(rows) if row.move]
    bars = {"type": "data", "symmetric": False, "color": colour, "thickness": 1.6, "width": 4,
            "array": [move.high - move.change for _, _, move in shown],
            "arrayminus": [move.change - move.low for _, _, move in shown]}  # fmt: skip
    return {"type": "scatter", "mode": "markers", "name": "Adjusted move", "x": [move.change for _, _, move in shown],
            "y": [track - number for number, _, _ in shown], "error_x": bars, "cliponaxis": False,
            "marker": {"size": 10, "color": colour}, "customdata": [row.hover for _, row, _ in shown],
            "hovertemplate": "%{customdata}<extra></extra>"}  # fmt: skip


def _move_axis(rows: Sequence[MoveRow], theme: Theme) -> dict[str, Any]:
    moves = [row.move for row in rows if row.move]
    ends = [x for move in moves for x in (move.low, move.high, *(move.placebos or ()))]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    room = 0.05 * (high - low) or 1.0
    return {"range": [low - room, high + room], "zeroline": True, "zerolinecolor": theme.muted, "gridcolor": theme.grid,
            "tickfont": {"size": 11, "color": theme.muted}, "fixedrange": True, "showline": True,
            "linecolor": theme.muted, "ticks": "outside", "tickcolor": theme.muted, "visible": bool(moves)}  # fmt: skip
