"""Drawing of the lane: placed badges and brackets as Plotly annotations and shapes.

`assets/chart.js` draws the same from the `lane` entry of the figure's meta when the zoom changes in the browser.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.lane import PAD, Item, Placed, place, text_px
from dashboard.themes import Theme

NAME = "lane"
"""Name that marks the annotations and shapes which follow the zoom."""
ROW_PX = 21.0
BADGE_PX = 17.0
_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class LaneEvent:
    """An event as the lane draws it; `hover` is its text on hover, `chosen` marks the one highlighted.

    Number 0 is for an event of the second layer: it has no badge, but is marked when it is chosen.
    """

    number: int
    id: str
    label: str
    start: dt.date
    end: dt.date
    hover: str
    chosen: bool = False
    doubtful: bool = False
    """Whether the date is not from the article itself: its badge is dashed."""


def lane_meta(events: Sequence[LaneEvent], rows: int, theme: Theme) -> dict[str, Any]:
    """What the browser needs to draw the lane again."""
    style = {"ink": theme.ink, "paper": theme.paper, "lane": theme.lane, "muted": theme.muted, "wash": theme.wash}
    return {"rows": rows, "style": style, "events": [_as_meta(e) for e in events]}


def draw_lane(meta: dict[str, Any], window: tuple[float, float], width: float) -> tuple[list[Any], list[Any]]:
    """Annotations and shapes of the lane for a window of days drawn `width` pixels wide."""
    events = {e["number"]: e for e in meta["events"] if e["number"]}
    items = [Item(e["number"], e["start"], e["end"], e["label_px"]) for e in events.values()]
    annotations: list[Any] = []
    shapes = [_rule(day, meta["style"]) for day in _days(items, window)]
    shapes += [_chosen(e, meta["style"]) for e in meta["events"] if e["chosen"] and _inside(e, window)]
    for placed in place(items, *window, width, meta["rows"]):
        group = [events[n] for n in placed.numbers]
        annotations += _texts(placed, group, meta["style"], window, width)
        if placed.kind == "bracket" and placed.x1 > placed.right:
            shapes.append(_bracket(placed, meta["style"], window, width))
    return annotations, shapes


def day_number(day: dt.date) -> float:
    """Days since 1970-01-01."""
    return float((day - _EPOCH).days)


def _as_meta(event: LaneEvent) -> dict[str, Any]:
    return {
        "number": event.number,
        "id": event.id,
        "label": event.label,
        "label_px": text_px(event.label),
        "start": day_number(event.start),
        "end": day_number(event.end),
        "hover": event.hover,
        "chosen": event.chosen,
        "doubtful": event.doubtful,
    }


def _days(items: Sequence[Item], window: tuple[float, float]) -> list[float]:
    return sorted({i.start for i in items if i.start == i.end and window[0] <= i.start <= window[1]})


def _inside(event: dict[str, Any], window: tuple[float, float]) -> bool:
    return bool(event["start"] <= window[1] and event["end"] >= window[0])


def _iso(days: float) -> str:
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=round(days * 86_400_000))  # noqa: DTZ001
    return moment.isoformat(sep=" ", timespec="milliseconds")


def _at(px: float, window: tuple[float, float], width: float) -> str:
    """Moment on the time axis that lies `px` pixels from its left edge."""
    return _iso(window[0] + px * (window[1] - window[0]) / width)


def _level(row: int) -> float:
    """Pixels from the top of the panels up to the middle of a row."""
    return ROW_PX * row + ROW_PX / 2 + 2


def _texts(placed: Placed, group: list[Any], style: Any, window: tuple[float, float], width: float) -> list[Any]:
    chosen = any(e["chosen"] for e in group)
    common = {
        "name": NAME,
        "xref": "x",
        "yref": "paper",
        "y": 1,
        "yshift": _level(placed.row),
        "yanchor": "middle",
        "showarrow": False,
        "captureevents": True,
        "hovertext": "<br>".join(e["hover"] for e in group[:12]),
        "borderpad": 1,
    }
    badge = {
        **common,
        "x": _at((placed.left + placed.right) / 2, window, width),
        "xanchor": "center",
        "text": f"<b>{placed.text}</b>",
        "font": {"size": 11, "color": style["paper"] if chosen else style["ink"]},
        "bgcolor": style["ink"] if chosen else style["paper"],
        "bordercolor": style["muted"] if all(e["doubtful"] for e in group) and not chosen else style["ink"],
        "borderwidth": 1,
        "width": placed.right - placed.left - 4,
        "height": BADGE_PX - 4,
    }
    if not placed.label:
        return [badge]
    edge = placed.right + PAD if placed.label == "right" else placed.left - PAD
    label = {
        **common,
        "x": _at(edge, window, width),
        "xanchor": "left" if placed.label == "right" else "right",
        "text": group[0]["label"],
        "font": {"size": 12, "color": style["ink"]},
        "bgcolor": style["lane"],
        "borderwidth": 0,
    }
    return [badge, label]


def _rule(day: float, style: Any) -> Any:
    line = {"color": style["muted"], "width": 1, "dash": "dot"}
    return {"name": NAME, "type": "line", "xref": "x", "yref": "paper", "x0": _iso(day), "x1": _iso(day), "y0": 0,
            "y1": 1, "line": line, "layer": "below"}  # fmt: skip


def _chosen(event: Any, style: Any) -> Any:
    """A band over the panels for a chosen interval, a solid line for a chosen day."""
    ends = {"x0": _iso(event["start"]), "x1": _iso(event["end"])}
    return {"name": NAME, "type": "rect", "xref": "x", "yref": "paper", **ends, "y0": 0, "y1": 1,
            "fillcolor": style["wash"], "line": {"color": style["ink"], "width": 1.5}, "layer": "below"}  # fmt: skip


def _bracket(placed: Placed, style: Any, window: tuple[float, float], width: float) -> Any:
    left, right = _at(placed.x0, window, width), _at(placed.x1, window, width)
    middle, foot = _level(placed.row), _level(placed.row) - 6
    path = f"M {_path(left)},{foot:g} L {_path(left)},{middle:g} L {_path(right)},{middle:g} L {_path(right)},{foot:g}"
    return {"name": NAME, "type": "path", "xref": "x", "yref": "paper", "ysizemode": "pixel", "yanchor": 1,
            "path": path, "line": {"color": style["muted"], "width": 1.5}, "layer": "above"}  # fmt: skip


def _path(moment: str) -> str:
    """A date inside a path has an underscore between day and time."""
    return moment.replace(" ", "_")
