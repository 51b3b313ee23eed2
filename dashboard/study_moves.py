"""Figure of all events' adjusted moves from finished numbers: one row an event, largest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import fit_lines
from dashboard.lane import text_px
from dashboard.study_frame import MARGIN_PX, Sheet, frame, outer_words, text
from dashboard.themes import Theme

ROW_PX = 40
"""Height of a row where there is room: a line of words over a track."""
LINE_PX, TICKS_PX, TRACK = 17, 34, 0.24
"""Height of a heading line and of the ticks; how far below its row's middle a track lies, in rows."""


@dataclass(frozen=True)
class Move:
    """An adjusted move with the ends of its interval and of the middle 95 % of the placebos, if there are any."""

    change: float
    low: float
    high: float
    placebos: tuple[float, float] | None


@dataclass(frozen=True)
class MoveRow:
    """One row: whose it is, the rank in words, and the move, or the `note` that says why there is none."""

    label: str
    rank: str
    move: Move | None
    note: str
    hover: str
    chosen: bool = False


def moves_chart(rows: Sequence[MoveRow], heading: str, key: str, sheet: Sheet, kind: str = "series") -> go.Figure:
    """Rows from top to bottom in the order given.

    Parameters
    ----------
    heading : the quantity and its unit
    key : what dots, bars and bands are
    kind : "bond" or "series", for the colour
    """
    room = sheet.width - 2 * MARGIN_PX
    lines = fit_lines(heading, room, 14), fit_lines(key, room, 12)
    margin = _margin(sum(map(len, lines)), sheet)
    row_px = max(sheet.height - margin["t"] - margin["b"], 20) / max(len(rows), 1)
    texts = outer_words(sheet, margin) + _headings(*lines, margin, sheet, kind)
    for number, row in enumerate(rows):
        texts += _row_texts(row, -number, row_px, room, sheet.theme)
    layout = frame(sheet, margin) | {
        "hovermode": "closest",
        "annotations": texts,
        "shapes": [shape for number, row in enumerate(rows) for shape in _row_shapes(row, -number, sheet.theme)],
        "xaxis": _move_axis(rows, sheet.theme),
        "yaxis": {"range": [0.5 - max(len(rows), 1), 0.5], "visible": False, "fixedrange": True},
    }
    return go.Figure({"data": _traces(rows, sheet.theme.accent(kind)), "layout": layout})


def moves_height(rows: int, width: int) -> int:
    """Height in pixels at which every row has its full height, without words of an exported picture."""
    return ROW_PX * rows + TICKS_PX + LINE_PX * (3 if width > 900 else 6) + 12


def _margin(heading_lines: int, sheet: Sheet) -> dict[str, float]:
    top = sheet.head_px + LINE_PX * heading_lines + 10
    return {"l": MARGIN_PX, "r": MARGIN_PX, "t": top, "b": sheet.foot_px + TICKS_PX}


def _headings(heading: Sequence[str], key: Sequence[str], margin: dict[str, float], sheet: Sheet, kind: str) -> list[Any]:
    top = margin["t"] - sheet.head_px - 4
    place = {"y": 1, "yanchor": "top", "align": "left"}
    bold = {"size": 13, "color": sheet.theme.accent(kind), "weight": 600}
    muted = {"size": 12, "color": sheet.theme.muted}
    return [
        text("<br>".join(heading), bold, yshift=top, **place),
        text("<br>".join(key), muted, yshift=top - LINE_PX * len(heading), **place),
    ]


def _row_texts(row: MoveRow, y: int, row_px: float, room: float, theme: Theme) -> list[Any]:
    """The row's name and rank over its track; a row without a move has its note in place of the track."""
    size = min(12.0, round(row_px * 0.34, 1))
    up, down = row_px * 0.20, -row_px * 0.22
    bold = {"size": size, "color": theme.ink, "weight": 700 if row.chosen else 400}
    muted = {"size": size, "color": theme.muted}
    place = {"yref": "y", "y": y, "yanchor": "middle"}
    label = _cut(row.label, room - text_px(row.rank, size) - 16, size)
    found = [text(label, bold, yshift=up, **place)]
    if row.rank:
        found.append(text(row.rank, muted, x=1, xanchor="right", yshift=up, **place))
    if row.move is None:
        found.append(text(_cut(row.note, room, size), muted, yshift=down, **place))
    return found


def _cut(words: str, width: float, font_px: float) -> str:
    """As many words as fit; the whole stands in the hover text and the table."""
    lines = fit_lines(words, width - text_px("…", font_px), font_px)
    return words if text_px(words, font_px) <= width or not lines else f"{lines[0].rstrip(' ,;:')}…"


def _row_shapes(row: MoveRow, y: int, theme: Theme) -> list[Any]:
    """A line between rows, the range of the placebos behind the track, and a ground under the chosen row."""
    across = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "layer": "below"}
    found: list[Any] = [{**across, "type": "line", "y0": y + 0.5, "y1": y + 0.5, "line": {"color": theme.grid, "width": 1}}]
    if row.chosen:
        found.insert(0, {**across, "type": "rect", "y0": y - 0.5, "y1": y + 0.5, "fillcolor": theme.lane, "line": {"width": 0}})
    if row.move and row.move.placebos:
        low, high = row.move.placebos
        found.append({"type": "rect", "xref": "x", "yref": "y", "x0": low, "x1": high, "y0": y - TRACK - 0.13,
                      "y1": y - TRACK + 0.13, "fillcolor": theme.wash, "line": {"width": 0}, "layer": "below"})  # fmt: skip
    return found


def _traces(rows: Sequence[MoveRow], colour: str) -> list[Any]:
    """The moves with their intervals, and under every row a wide place to hover over."""
    shown = [(number, row, row.move) for number, row in enumerate(rows) if row.move]
    bars = {"type": "data", "symmetric": False, "color": colour, "thickness": 1.6, "width": 4,
            "array": [move.high - move.change for _, _, move in shown],
            "arrayminus": [move.change - move.low for _, _, move in shown]}  # fmt: skip
    return [
        {"type": "scatter", "mode": "markers", "name": "Adjusted move", "x": [move.change for _, _, move in shown],
         "y": [-number - TRACK for number, _, _ in shown], "error_x": bars,
         "marker": {"size": 10, "color": colour}, "customdata": [row.hover for _, row, _ in shown],
         "hovertemplate": "%{customdata}<extra></extra>", "cliponaxis": False},
    ]  # fmt: skip


def _move_axis(rows: Sequence[MoveRow], theme: Theme) -> dict[str, Any]:
    moves = [row.move for row in rows if row.move]
    ends = [x for move in moves for x in (move.low, move.high, *(move.placebos or ()))]
    low, high = min([*ends, 0.0]), max([*ends, 0.0])
    room = 0.05 * (high - low) or 1.0
    return {"range": [low - room, high + room], "zeroline": True, "zerolinecolor": theme.muted, "gridcolor": theme.grid,
            "showticklabels": bool(moves), "tickfont": {"size": 11, "color": theme.muted}, "fixedrange": True,
            "showline": True, "linecolor": theme.muted, "ticks": "outside", "tickcolor": theme.muted}  # fmt: skip
