"""Figures of paths around events from finished numbers: lines over the range of comparable windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import NARROW, fit_lines
from dashboard.lane import text_px
from dashboard.study_frame import MARGIN_PX, Sheet, frame, outer_words, spread, text
from dashboard.themes import Theme, translucent

PRINT_PANELS = 2.5
"""Height of a plot on paper, in panels of the charts over time."""
LEFT_PX, TICKS_PX, LABEL_GAP_PX, LINE_PX, TICK_PX = 46, 40, 15, 17, 52
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Lines by their pattern: benchmarks differ by dashes and label, not by colour."""


@dataclass(frozen=True)
class PathLine:
    """Changes by day of the window, None where there is none.

    `pattern` is 0 for the series that is studied, then counts the benchmarks: each has its own line in all panels.
    """

    name: str
    y: Sequence[float | None]
    hover: Sequence[str]
    pattern: int

    @property
    def main(self) -> bool:
        """Whether it is the series that is studied."""
        return self.pattern == 0


@dataclass(frozen=True)
class Fan:
    """A range of the placebos by day of the window."""

    name: str
    low: Sequence[float]
    high: Sequence[float]
    hover: Sequence[str]


@dataclass(frozen=True)
class PathsPanel:
    """One occasion: `ticks` are the days under the axis, `empty` says why nothing is drawn, "" otherwise."""

    heading: str
    offsets: Sequence[int]
    ticks: Sequence[str]
    lines: Sequence[PathLine]
    fans: Sequence[Fan] = ()
    empty: str = ""
    kind: str = "series"


@dataclass(frozen=True)
class _Grid:
    """Places of the panels in pixels: each plot's left edge and upper edge from the plot area's upper left corner."""

    corners: Sequence[tuple[float, float]]
    width: float
    height: float
    margin: dict[str, float]
    whole: tuple[float, float]
    rows: int
    fixed: float
    """Height of all but the plots."""

    @property
    def heading_px(self) -> float:
        """Width that a panel's heading may take: its plot and the names at the ends of the lines."""
        return self.width + self.margin["r"] - 8

    def domains(self, number: int) -> tuple[list[float], list[float]]:
        """Parts of the paper that a panel's x and y axis take."""
        (left, top), (width, height) = self.corners[number], self.whole
        x = [left / width, min((left + self.width) / width, 1.0)]
        return x, [max(1 - (top + self.height) / height, 0.0), 1 - top / height]


def paths_chart(panels: Sequence[PathsPanel], heading: str, key: str, sheet: Sheet) -> go.Figure:
    """Paths around one or two occasions on the same scale.

    Parameters
    ----------
    panels : at least one; side by side, or one under another on a narrow sheet
    heading : the quantity and its unit
    key : what the shading is
    """
    lines = [*fit_lines(heading, _room(sheet), 14)], [*fit_lines(key, _room(sheet), 12)]
    grid = _grid(panels, sum(map(len, lines)), sheet)
    limits = _limits(panels)
    layout = frame(sheet, grid.margin)
    texts = outer_words(sheet, grid.margin) + _headings(*lines, panels, grid, sheet)
    traces: list[Any] = []
    shapes: list[Any] = []
    for number, panel in enumerate(panels):
        axis = "" if number == 0 else str(number + 1)
        traces += _traces(panel, axis, sheet.theme)
        texts += _texts(panel, axis, limits, grid, sheet)
        shapes += [] if panel.empty else [_day0(axis, sheet.theme)]
        x, y = grid.domains(number)
        layout[f"xaxis{axis}"] = _window_axis(panel, x, axis, grid.width, sheet.theme)
        layout[f"yaxis{axis}"] = _change_axis(limits, y, axis, sheet.theme) | {"visible": not panel.empty}
    meta = {"plot": {"fixed": grid.fixed, "panels": PRINT_PANELS * grid.rows}}
    layout |= {"hovermode": "x unified", "annotations": texts, "shapes": shapes, "meta": meta}
    return go.Figure({"data": traces, "layout": layout})


def side_by_side(panels: int, width: int) -> bool:
    """Whether the panels of a sheet stand beside each other."""
    return panels > 1 and width >= NARROW


def _room(sheet: Sheet) -> float:
    return sheet.width - 2 * MARGIN_PX


def _grid(panels: Sequence[PathsPanel], heading_lines: int, sheet: Sheet) -> _Grid:
    labels = max((text_px(line.name, 13) for panel in panels for line in panel.lines), default=0) + 18
    top, bottom = sheet.head_px + LINE_PX * heading_lines + 8, sheet.foot_px + TICKS_PX
    margin = {"l": LEFT_PX, "r": labels, "t": top, "b": bottom}
    whole = max(sheet.width - LEFT_PX - labels, 50.0), max(sheet.height - top - bottom, 60.0)
    columns = len(panels) if side_by_side(len(panels), sheet.width) else 1
    rows = len(panels) // columns
    across, down = (whole[0] + labels + LEFT_PX) / columns, (whole[1] + TICKS_PX) / rows
    width = across - labels - LEFT_PX
    title = LINE_PX * max(len(fit_lines(p.heading, width + labels - 8, 14)) for p in panels) + 6
    corners = [(i % columns * across, i // columns * down + title) for i in range(len(panels))]
    fixed = top + bottom + rows * title + (rows - 1) * TICKS_PX
    return _Grid(corners, width, max(down - title - TICKS_PX, 20.0), margin, whole, rows, fixed)


def _limits(panels: Sequence[PathsPanel]) -> tuple[float, float]:
    """Ends of the change axis that all panels share, with room for the lines at the edges."""
    values = [y for p in panels for line in p.lines for y in line.y if y is not None]
    values += [y for p in panels for fan in p.fans for y in (*fan.low, *fan.high)]
    low, high = min(values, default=-1.0), max(values, default=1.0)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _headings(
    heading: Sequence[str], key: Sequence[str], panels: Sequence[PathsPanel], grid: _Grid, sheet: Sheet
) -> list[Any]:
    """The quantity and the key above the plots, and above each plot its occasion."""
    top = grid.margin["t"] - sheet.head_px - 4
    place = {"y": 1, "yanchor": "top", "xshift": MARGIN_PX - LEFT_PX, "align": "left"}
    colour = sheet.theme.accent(panels[0].kind)
    found = [text("<br>".join(heading), {"size": 13, "color": colour, "weight": 600}, yshift=top, **place)]
    muted = {"size": 12, "color": sheet.theme.muted}
    found.append(text("<br>".join(key), muted, yshift=top - LINE_PX * len(heading), **place))
    for number, panel in enumerate(panels):
        x, y = grid.domains(number)
        words = "<br>".join(fit_lines(panel.heading, grid.heading_px, 14))
        font = {"size": 13, "color": sheet.theme.ink, "weight": 600}
        found.append(text(words, font, x=x[0], y=y[1], yanchor="bottom", yshift=3, align="left"))
    return found


def _traces(panel: PathsPanel, axis: str, theme: Theme) -> list[Any]:
    """Fans first, the studied series last: what is drawn later lies on top."""
    accent, found = theme.accent(panel.kind), []
    for number, fan in enumerate(panel.fans):
        found += _fan_traces(fan, list(panel.offsets), axis, translucent(accent, 0.12 + 0.10 * number))
    ordered = sorted(panel.lines, key=lambda line: line.main)
    return found + [_line_trace(line, panel, axis, accent if line.main else theme.quiet) for line in ordered]


def _fan_traces(fan: Fan, x: list[int], axis: str, colour: str) -> list[Any]:
    edge = {"type": "scatter", "mode": "lines", "xaxis": f"x{axis}", "yaxis": f"y{axis}", "x": x, "line": {"width": 0}}
    lower = {**edge, "name": f"{fan.name}, lower end", "y": list(fan.low), "hoverinfo": "skip"}
    hover = {"customdata": list(fan.hover), "hovertemplate": "%{customdata}<extra></extra>"}
    return [lower, {**edge, **hover, "name": fan.name, "y": list(fan.high), "fill": "tonexty", "fillcolor": colour}]


def _line_trace(line: PathLine, panel: PathsPanel, axis: str, colour: str) -> Any:
    dash = DASHES[line.pattern % len(DASHES)]
    stroke = {"color": colour, "width": 2.6 if line.main else 1.6, "dash": dash}
    return {"type": "scatter", "mode": "lines+markers" if line.main else "lines", "name": line.name,
            "xaxis": f"x{axis}", "yaxis": f"y{axis}", "x": list(panel.offsets), "y": list(line.y), "line": stroke,
            "marker": {"size": 5, "color": colour}, "connectgaps": False, "customdata": list(line.hover),
            "hovertemplate": "%{customdata}<extra></extra>"}  # fmt: skip


def _texts(panel: PathsPanel, axis: str, limits: tuple[float, float], grid: _Grid, sheet: Sheet) -> list[Any]:
    """Names at the ends of the lines, moved apart; in an empty panel the reason in its middle."""
    theme = sheet.theme
    place = {"xref": f"x{axis} domain", "yref": f"y{axis} domain"}
    if panel.empty:
        words = "<br>".join(fit_lines(panel.empty, grid.width - 16, 14))
        return [text(words, {"size": 13, "color": theme.muted}, x=0.5, y=0.5, xanchor="center", **place)]
    ends = [(line, y) for line in panel.lines if (y := _last(line.y)) is not None]
    shown = [(y - limits[0]) / (limits[1] - limits[0]) * grid.height for _, y in ends]
    moved = spread(shown, LABEL_GAP_PX, 6, grid.height - 6)
    return [
        text(line.name, {"size": 12, "color": theme.accent(panel.kind) if line.main else theme.muted,
                         "weight": 600 if line.main else 400}, x=1, xshift=6, y=0, yshift=at, yanchor="middle", **place)
        for (line, _), at in zip(ends, moved, strict=True)
    ]  # fmt: skip


def _last(values: Sequence[float | None]) -> float | None:
    return next((y for y in reversed(values) if y is not None), None)


def _day0(axis: str, theme: Theme) -> Any:
    """A line on the first observation that could react."""
    return {"type": "line", "xref": f"x{axis}", "yref": f"y{axis} domain", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
            "line": {"color": theme.muted, "width": 1, "dash": "dot"}, "layer": "below"}  # fmt: skip


def _window_axis(panel: PathsPanel, domain: list[float], axis: str, width: float, theme: Theme) -> dict[str, Any]:
    first, last = panel.offsets[0], panel.offsets[-1]
    shown = _shown_offsets(first, last, width)
    words = dict(zip(panel.offsets, panel.ticks, strict=True))
    return {"domain": domain, "anchor": f"y{axis}", "range": [first - 0.4, last + 0.4], "tickmode": "array",
            "visible": not panel.empty,
            "tickvals": shown, "ticktext": [words[offset] for offset in shown], "gridcolor": theme.grid,
            "linecolor": theme.muted, "showline": True, "zeroline": False, "ticks": "outside",
            "tickcolor": theme.muted, "tickfont": {"size": 11, "color": theme.muted}, "fixedrange": True,
            "showspikes": True, "spikemode": "across", "spikedash": "solid", "spikethickness": 1,
            "spikecolor": theme.muted, "unifiedhovertitle": {"text": "Day %{x}"}}  # fmt: skip


def _shown_offsets(first: int, last: int, width: float) -> list[int]:
    """Days with a tick: every one, or every second, fifth and so on from day 0 where there is less room."""
    each = width / (last - first + 0.8)
    step = next((s for s in (1, 2, 5, 10, 20) if s * each >= TICK_PX), last - first + 1)
    return [offset for offset in range(first, last + 1) if offset % step == 0]


def _change_axis(limits: tuple[float, float], domain: list[float], axis: str, theme: Theme) -> dict[str, Any]:
    return {"domain": domain, "anchor": f"x{axis}", "range": list(limits), "gridcolor": theme.grid, "zeroline": True,
            "zerolinecolor": theme.muted, "tickfont": {"size": 11, "color": theme.muted}, "nticks": 7,
            "fixedrange": True, "showline": False, "automargin": False}  # fmt: skip
