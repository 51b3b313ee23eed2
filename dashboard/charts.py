"""Figures from finished numbers: panels on one time axis under the lane of events.

Nothing is computed here but places in pixels. Every number and every sentence arrives ready in a `PanelDrawing`, a
`Heading` or the lane's events, so that what a reader sees is what a test checked.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import plotly.graph_objects as go

from dashboard.annotations import ROW_PX, LaneEvent, day_number, draw_lane, lane_meta
from dashboard.chart_parts import Arrow, Band, Line, PanelDrawing, Points, Strip
from dashboard.lane import text_px
from dashboard.themes import FONT, Theme, translucent

DAY_MS = 86_400_000
LEFT, RIGHT = 58, 18
HOVER_FONT_PX, HOVER_SIDES_PX = 12, 64
"""Size of the words in a hover box, and what stands beside them: the sample of the line, and the box's edges."""
HEADING_ROW_PX, STRIP_PX, TICKS_PX, LEGEND_ROW_PX = 18, 18, 42, 20
LEAST_PLOT_PX = 20
"""Height that a panel's plot keeps even where the figure is too low for its words."""
LINE_PX = {"title": 28, "subtitle": 19, "note": 16}
NARROW = 600
"""Width in pixels under which the lane has fewer rows and the ticks fewer words."""


@dataclass(frozen=True)
class Heading:
    """Words inside an exported picture; every part may be empty, as on the page, where they stand beside the figure."""

    title: str = ""
    subtitle: str = ""
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Canvas:
    """Where a figure is drawn: pixels, theme, first and last day."""

    width: int
    height: int
    theme: Theme
    start: dt.date
    end: dt.date
    heading: Heading = field(default_factory=Heading)

    @property
    def window(self) -> tuple[float, float]:
        """The edges of the time axis in days: half a day of room on both sides."""
        return day_number(self.start) - 0.5, day_number(self.end) + 0.5

    @property
    def plot_width(self) -> int:
        """Pixels between the edges of the panels."""
        return max(self.width - LEFT - RIGHT, 50)

    @property
    def rows(self) -> int:
        """Rows of brackets in the lane."""
        return 2 if self.width < NARROW else 4


def time_chart(
    panels: Sequence[PanelDrawing], events: Sequence[LaneEvent], context: Strip | None, canvas: Canvas
) -> go.Figure:
    """Panels one under another on one time axis, the lane above them.

    Parameters
    ----------
    panels : top to bottom
    events : numbered events of the lane
    context : quieter second layer of events, or None when it is switched off

    Returns
    -------
    go.Figure; `layout.meta` holds what the browser needs to follow a zoom: `lane`, `boxes` (what the value axes must
    show besides the traces) and `plot` (pixels to the left and right of the panels).
    """
    traces: list[Any] = []
    shapes: list[Any] = []
    meta = lane_meta(events, canvas.rows, canvas.theme)
    boxes: list[list[Any]] = []
    axes: dict[str, Any] = {}
    panels = _in_window(panels, canvas) if canvas.heading.title else panels
    legend = _legend(panels, context, canvas)
    heights = _heights(panels, context, canvas, legend["height"])
    annotations = _words(canvas, heights["margin"]["b"])
    for number, (panel, domains) in enumerate(zip(panels, heights["panels"], strict=True), 1):
        axis = "y" if number == 1 else f"y{number}"
        traces += _panel_traces(panel, axis, canvas.theme)
        annotations.append(_panel_heading(panel, domains["heading"], canvas))
        for band in panel.bands:
            shapes.append(_band_shape(band, axis, canvas.theme.accent(panel.kind)))
            annotations.append(_band_text(band, axis, canvas.theme.accent(panel.kind)))
            boxes.append([axis, day_number(band.start), day_number(band.end), band.low, band.high])
        for arrow in panel.arrows:
            annotations += _arrow(arrow, axis, canvas.theme.accent(panel.kind))
            boxes.append([axis, *[day_number(arrow.day)] * 2, *sorted((arrow.start_y, arrow.end_y))])
        axes[_axis_key(axis)] = _value_axis(domains["plot"], panel.zero, canvas.theme)
        strip_axis = f"y{10 + number}"
        if panel.has_strip:
            axes[_axis_key(strip_axis)] = _strip_axis(domains["moves"])
        if panel.silent:
            traces.append(_silent_trace(panel, strip_axis))
        for strip in panel.moves:
            traces.append(_strip_trace(strip, strip_axis, canvas.theme.accent(panel.kind)))
            annotations += _strip_texts(strip, strip_axis, canvas.theme.accent(panel.kind))
    if context:
        traces.append(_strip_trace(context, "y20", canvas.theme.muted))
        axes["yaxis20"] = _strip_axis(heights["context"])
    _list_names_once(traces)
    if canvas.width < NARROW:
        _fit_hover(traces, canvas.width - HOVER_SIDES_PX)
    lane_texts, lane_shapes = draw_lane(meta, canvas.window, canvas.plot_width)
    show_what_fits(annotations, canvas.window, canvas.plot_width)
    for axis, limits in value_ranges(traces, boxes, canvas.window).items():
        axes[_axis_key(axis)]["range"] = limits
    plot = {"left": LEFT, "right": RIGHT, "width": canvas.width, "fixed": heights["fixed"]}
    plot["panels"] = sum(p.share for p in panels)
    return go.Figure(
        {
            "data": traces,
            "layout": {
                **_frame(canvas, heights["margin"], legend),
                **axes,
                "annotations": annotations + lane_texts,
                "shapes": [_lane_ground(canvas), *shapes, *lane_shapes],
                "meta": {"lane": meta, "boxes": boxes, "plot": plot},
            },
        }
    )


def _in_window(panels: Sequence[PanelDrawing], canvas: Canvas) -> list[PanelDrawing]:
    """Panels without the kinds that have nothing in the window: a picture's legend names what is in the picture."""

    def seen(item: Line | Points | Strip) -> bool:
        halves = getattr(item, "half_days", ()) or [0.0] * len(item.x)
        days = [_days(x) for x in item.x]
        return any(d + h > canvas.window[0] and d - h < canvas.window[1] for d, h in zip(days, halves, strict=True))

    return [
        replace(p, lines=[*filter(seen, p.lines)], points=[*filter(seen, p.points)], moves=[*filter(seen, p.moves)])
        for p in panels
    ]


def value_ranges(traces: Sequence[Any], boxes: Sequence[Any], window: tuple[float, float]) -> dict[str, list[float]]:
    """Range of each value axis that shows all that lies in the window, with a margin of 8 %, by axis.

    `assets/chart.js` takes the same steps after a zoom. An axis with nothing in the window is left out.
    """
    ends: dict[str, list[float]] = {}
    for trace in traces:
        if trace["meta"]["strip"]:
            continue
        none = [0.0] * len(trace["y"])
        heights, lengths = (trace.get(bar, {}).get("array") or none for bar in ("error_y", "error_x"))
        for x, y, half, half_ms in zip(trace["x"], trace["y"], heights, lengths, strict=True):
            day, reach = _days(x), half_ms / DAY_MS
            if y is not None and day + reach >= window[0] and day - reach <= window[1]:
                ends.setdefault(trace["yaxis"], []).extend((y - half, y + half))
    for axis, start, end, low, high in boxes:
        if start <= window[1] and end >= window[0]:
            ends.setdefault(axis, []).extend((low, high))
    return {axis: _padded(min(values), max(values)) for axis, values in ends.items()}


def _days(moment: str) -> float:
    """Days since 1970-01-01 of a day or of a moment in it, written in ISO form."""
    return (dt.datetime.fromisoformat(moment) - dt.datetime(1970, 1, 1)) / dt.timedelta(days=1)  # noqa: DTZ001


def show_what_fits(annotations: Sequence[Any], window: tuple[float, float], width: float) -> None:
    """Shows a text named "fit:N" where a day is at least N pixels wide, as `assets/chart.js` does after a zoom.

    One named "fit:N edge:M" must also begin at least M pixels before the right edge of the panels.
    """
    px_per_day = width / (window[1] - window[0])
    for annotation in annotations:
        fit, _, edge = annotation.get("name", "").partition(" edge:")
        if fit.startswith("fit:"):
            room = (window[1] - _days(annotation["x"])) * px_per_day
            annotation["visible"] = px_per_day >= float(fit[4:]) and (not edge or room >= float(edge))


def _padded(low: float, high: float) -> list[float]:
    room = 0.08 * (high - low) or 0.01 * abs(high) or 1.0
    return [low - room, high + room]


def _axis_key(axis: str) -> str:
    return f"yaxis{axis[1:]}"


def _heights(panels: Sequence[PanelDrawing], context: Strip | None, canvas: Canvas, legend_px: float) -> dict[str, Any]:
    """Margins in pixels, and for each panel the parts of the paper that its heading, plot and moves take."""
    words = canvas.heading
    top = _title_px(words) + ROW_PX * (canvas.rows + 1) + 6
    bottom = TICKS_PX + legend_px + _notes_px(words)
    context_px = STRIP_PX if context else 0
    headings = [HEADING_ROW_PX * len(heading_lines(p.heading, canvas.plot_width)) + 6 for p in panels]
    strips = context_px + sum(headings) + sum(STRIP_PX for p in panels if p.has_strip)
    plot = max(canvas.height - top - bottom, strips + LEAST_PLOT_PX * len(panels))
    each = (plot - strips) / sum(p.share for p in panels)
    parts, y = [], float(plot - context_px)
    for panel, heading_px in zip(panels, headings, strict=True):
        heading, y = y, y - heading_px
        # Shares of a height add up to a hair more than it, and no part of the paper may lie below 0.
        upper, y = y, max(y - each * panel.share, 0.0)
        lower = y
        y -= STRIP_PX if panel.has_strip else 0
        moves = [max(y, 0) / plot, lower / plot]
        parts.append({"heading": heading / plot, "plot": [lower / plot, upper / plot], "moves": moves})
    margin = {"t": top, "b": bottom, "l": LEFT, "r": RIGHT}
    context_domain = [1 - context_px / plot, 1]
    return {"margin": margin, "panels": parts, "context": context_domain, "fixed": top + bottom + strips}


def heading_lines(text: str, width: float) -> list[str]:
    """A panel's heading in lines that fit the panel: 13 px semibold, up to a tenth wider than the regular face."""
    return fit_lines(text, width - 8, 14.3)


def fit_lines(text: str, width: float, font_px: float) -> list[str]:
    """Lines of a text that are no wider than `width` pixels; a single longer word keeps a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_px(f"{lines[-1]} {word}", font_px) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _title_px(words: Heading) -> float:
    """Height of title and subtitle above the lane."""
    if not words.title:
        return 0
    return LINE_PX["title"] * _lines(words.title) + LINE_PX["subtitle"] * _lines(words.subtitle) + 16


def _lines(text: str) -> int:
    return text.count("<br>") + 1


def _notes_px(words: Heading) -> float:
    """Height of the notes at the foot of the figure."""
    return LINE_PX["note"] * len(words.notes) + (14 if words.notes else 2)


def _frame(canvas: Canvas, margin: Any, legend: Any) -> dict[str, Any]:
    theme = canvas.theme
    return {
        "template": "none",
        "width": canvas.width,
        "height": canvas.height,
        "autosize": False,
        "margin": {**margin, "pad": 0},
        "paper_bgcolor": theme.paper,
        "plot_bgcolor": theme.paper,
        "font": {"family": FONT, "size": 12, "color": theme.ink},
        "hovermode": "x unified",
        "hoversubplots": "axis",
        "hoverlabel": {
            "bgcolor": theme.paper,
            "bordercolor": theme.muted,
            "font": {"color": theme.ink, "size": HOVER_FONT_PX},
            "align": "left",
        },
        "dragmode": "zoom",
        "legend": legend["layout"],
        "xaxis": _time_axis(canvas),
    }


def _time_axis(canvas: Canvas) -> dict[str, Any]:
    theme = canvas.theme
    epoch = dt.datetime(1970, 1, 1)  # noqa: DTZ001
    start, end = ((epoch + dt.timedelta(days=d)).isoformat(sep=" ") for d in canvas.window)
    return {
        "type": "date",
        "range": [start, end],
        "domain": [0, 1],
        "anchor": "free",
        "position": 0,
        "showgrid": True,
        "gridcolor": theme.grid,
        "linecolor": theme.muted,
        "showline": True,
        "ticks": "outside",
        "tickcolor": theme.muted,
        "tickfont": {"color": theme.muted},
        "hoverformat": "%A, %-d %B %Y",
        "tickformatstops": [
            {"dtickrange": [None, DAY_MS * 27], "value": "%-d %b\n%Y"},
            {"dtickrange": [DAY_MS * 27, None], "value": "%b\n%Y"},
        ],
        "nticks": max(3, canvas.plot_width // 90),
        "dtick": day_ticks(canvas.window, canvas.plot_width),
        # Plotly's own crosshair is missing in a panel without a figure that day: `assets/crosshair.js` draws one.
        "showspikes": False,
    }


def day_ticks(window: tuple[float, float], width: float) -> int | None:
    """One tick a day where days have room for it, as the automatic ticks would then mark hours; None for automatic."""
    return DAY_MS if width / (window[1] - window[0]) >= 60 else None


def _value_axis(domain: Sequence[float], zero: bool, theme: Theme) -> dict[str, Any]:
    return {
        "domain": list(domain),
        "anchor": "x",
        "gridcolor": theme.grid,
        "zeroline": zero,
        "zerolinecolor": theme.muted,
        "tickfont": {"color": theme.muted},
        "showline": False,
        "nticks": 6,
        "fixedrange": True,
        "automargin": False,
    }


def _strip_axis(domain: Sequence[float]) -> dict[str, Any]:
    return {"domain": list(domain), "anchor": "x", "range": [0, 1], "visible": False, "fixedrange": True}


def _panel_traces(panel: PanelDrawing, axis: str, theme: Theme) -> list[Any]:
    tones = {"accent": theme.accent(panel.kind), "ink": theme.ink, "quiet": theme.quiet}
    traces = [_line_trace(line, axis, tones[line.tone]) for line in panel.lines]
    for points in panel.points:
        colour = tones["quiet" if points.quiet else points.tone]
        traces.append(_points_trace(points, axis, colour))
        if points.half_y:
            traces.append(_range_key(points.name, axis, colour))
    return traces


def _trace(axis: str, name: str, x: Sequence[str], y: Sequence[Any], hover: Sequence[str]) -> dict[str, Any]:
    return {"type": "scatter", "xaxis": "x", "yaxis": axis, "name": name, "x": list(x), "y": list(y),
            "customdata": list(hover), "hovertemplate": "%{customdata}<extra></extra>",
            "meta": {"strip": False}}  # fmt: skip


def _line_trace(line: Line, axis: str, colour: str) -> dict[str, Any]:
    trace = _trace(axis, line.name, line.x, line.y, line.hover)
    style = {"color": colour, "width": 2, "shape": "linear", "dash": line.dash}
    return {**trace, "mode": "lines", "connectgaps": False, "line": style}


def _points_trace(points: Points, axis: str, colour: str) -> dict[str, Any]:
    trace = _trace(axis, points.name, points.x, points.y, points.hover)
    size = 7 if points.quiet else 10
    marker = {"symbol": points.symbol, "size": size, "color": colour, "line": {"width": 1.5, "color": colour}}
    bars: dict[str, Any] = {}
    if points.half_y:
        # The bar is the figure; its middle is nobody's number and is not marked.
        marker = {**marker, "opacity": 0}
        bars = {
            "showlegend": False,
            "error_y": _bar(points.half_y, colour),
            "error_x": _bar([days * DAY_MS for days in points.half_days], colour),
        }
    return {**trace, "mode": "markers", "marker": marker, "cliponaxis": False, **bars}


def _bar(halves: Sequence[float], colour: str) -> dict[str, Any]:
    return {"type": "data", "array": list(halves), "color": colour, "thickness": 2.5, "width": 4}


def _range_key(name: str, axis: str, colour: str) -> dict[str, Any]:
    """Entry of the legend for ranges: Plotly draws no error bar there."""
    marker = {"symbol": "line-ns-open", "size": 11, "line": {"width": 2.5, "color": colour}, "color": colour}
    key = _trace(axis, name, ["2000-01-01"], [None], [""])
    return {
        **key,
        "mode": "markers",
        "marker": marker,
        "hoverinfo": "skip",
        "hovertemplate": None,
        "meta": {"strip": True},
    }


def _strip_trace(strip: Strip, axis: str, colour: str) -> dict[str, Any]:
    trace = _trace(axis, strip.name, strip.x, [0.5] * len(strip.x), strip.hover)
    marker = {"symbol": list(strip.symbols), "size": 8, "color": colour, "line": {"width": 1.2, "color": colour}}
    return {**trace, "mode": "markers", "marker": marker, "meta": {"strip": True}}


def _silent_trace(panel: PanelDrawing, axis: str) -> dict[str, Any]:
    trace = _trace(axis, panel.silence, panel.silent, [0.5] * len(panel.silent), [])
    hidden = {"mode": "markers", "marker": {"opacity": 0}, "showlegend": False, "meta": {"strip": True}}
    return {**trace, "customdata": None, "hovertemplate": f"{panel.silence}<extra></extra>", **hidden}


def _strip_texts(strip: Strip, axis: str, colour: str) -> list[Any]:
    return [
        {"xref": "x", "yref": axis, "x": x, "xanchor": "left", "xshift": 6, "y": 0.5, "text": text, "showarrow": False,
         "font": {"size": 11, "color": colour}, "name": "fit:8"}
        for x, text in zip(strip.x, strip.text, strict=True)
        if text
    ]  # fmt: skip


def _legend(panels: Sequence[PanelDrawing], context: Strip | None, canvas: Canvas) -> dict[str, Any]:
    """Legend of fixed columns at a known place: Plotly's own would push the panels about."""
    named = [name for p in panels for name in (*(i.name for i in p.lines), *(i.name for i in p.points))]
    named += [strip.name for p in panels for strip in p.moves]
    names = list(dict.fromkeys([*named, *([context.name] if context else [])]))
    entry = max((text_px(name, 11) for name in names), default=0.0) + 2
    columns = max(1, math.floor(canvas.plot_width / (entry + 44)))
    height = LEGEND_ROW_PX * math.ceil(len(names) / columns) + 6
    below = height + _notes_px(canvas.heading)
    layout = {
        "orientation": "h",
        "xref": "container",
        "yref": "container",
        "x": LEFT / canvas.width,
        "xanchor": "left",
        "y": below / canvas.height,
        "yanchor": "top",
        "entrywidth": entry,
        "font": {"size": 11, "color": canvas.theme.ink},
        "itemclick": False,
        "itemdoubleclick": False,
        "itemsizing": "trace",
        "bgcolor": "rgba(0,0,0,0)",
    }
    return {"height": height, "layout": layout}


def _fit_hover(traces: Sequence[Any], width: float) -> None:
    """Breaks hover texts into lines of a width in pixels: a box wider than a phone loses its numbers on the left."""
    for trace in traces:
        if trace.get("customdata"):
            trace["customdata"] = [_fitted_text(text, width) for text in trace["customdata"]]


def _fitted_text(text: str, width: float) -> str:
    return "<br>".join(line for part in text.split("<br>") for line in fit_lines(part, width, HOVER_FONT_PX))


def _list_names_once(traces: Sequence[Any]) -> None:
    listed: set[str] = set()
    for trace in traces:
        if trace.get("showlegend", True):
            trace["showlegend"] = trace["name"] not in listed
            listed.add(trace["name"])


def _lane_ground(canvas: Canvas) -> Any:
    """A tinted ground under the lane, from the panels' upper edge up."""
    return {"type": "rect", "xref": "paper", "yref": "paper", "ysizemode": "pixel", "yanchor": 1, "x0": 0, "x1": 1,
            "y0": 1, "y1": ROW_PX * (canvas.rows + 1) + 4, "fillcolor": canvas.theme.lane, "line": {"width": 0},
            "layer": "below"}  # fmt: skip


def _panel_heading(panel: PanelDrawing, y: float, canvas: Canvas) -> Any:
    text = "<br>".join(heading_lines(panel.heading, canvas.plot_width))
    return {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "y": y, "yanchor": "top", "yshift": -3,
            "text": text, "showarrow": False, "align": "left", "borderpad": 1, "bgcolor": canvas.theme.paper,
            "font": {"size": 13, "color": canvas.theme.accent(panel.kind), "weight": 600}}  # fmt: skip


def _band_shape(band: Band, axis: str, colour: str) -> Any:
    return {"type": "rect", "xref": "x", "yref": axis, "x0": band.start.isoformat(), "x1": band.end.isoformat(),
            "y0": band.low, "y1": band.high, "fillcolor": translucent(colour, 0.16), "layer": "below",
            "line": {"color": colour, "width": 1, "dash": "dash"}}  # fmt: skip


def _band_text(band: Band, axis: str, colour: str) -> Any:
    needed = (text_px(band.text, 11) + 10) / max((band.end - band.start).days, 1)
    return {"xref": "x", "yref": axis, "x": band.start.isoformat(), "xanchor": "left", "y": band.high, "yanchor": "top",
            "text": band.text, "showarrow": False, "font": {"size": 11, "color": colour}, "align": "left", "xshift": 4,
            "name": f"fit:{needed:.3f}"}  # fmt: skip


def _arrow(arrow: Arrow, axis: str, colour: str) -> list[Any]:
    day = arrow.day.isoformat()
    # The figure's right edge must not cut the text, and beside narrow days it would lie on the next mark.
    to_edge = text_px(arrow.text, 12) + 9 - RIGHT
    shaft = {"xref": "x", "yref": axis, "axref": "x", "ayref": axis, "x": day, "ax": day, "y": arrow.end_y,
             "ay": arrow.start_y,
             "text": "", "showarrow": True, "arrowhead": 2, "arrowwidth": 1.8, "arrowcolor": colour,
             "standoff": 5}  # fmt: skip
    text = {"xref": "x", "yref": axis, "x": day, "xanchor": "left", "xshift": 9, "y": (arrow.start_y + arrow.end_y) / 2,
            "text": arrow.text, "showarrow": False, "font": {"size": 12, "color": colour},
            "name": f"fit:6 edge:{to_edge:.1f}"}  # fmt: skip
    return [shaft, text]


def _words(canvas: Canvas, bottom: float) -> list[Any]:
    """Title and subtitle above the lane, notes at the foot of the figure."""
    words, theme, texts = canvas.heading, canvas.theme, []
    common = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "xshift": 10 - LEFT, "yanchor": "bottom",
              "showarrow": False, "align": "left"}  # fmt: skip
    up = ROW_PX * (canvas.rows + 1) + 10
    if words.subtitle:
        font = {"size": 13, "color": theme.muted}
        texts.append({**common, "y": 1, "yshift": up, "text": words.subtitle, "font": font})
        up += LINE_PX["subtitle"] * _lines(words.subtitle)
    if words.title:
        font = {"size": 20, "color": theme.ink, "weight": 600}
        texts.append({**common, "y": 1, "yshift": up, "text": words.title, "font": font})
    if words.notes:
        font = {"size": 11, "color": theme.muted}
        texts.append({**common, "y": 0, "yshift": 6 - bottom, "text": "<br>".join(words.notes), "font": font})
    return texts
