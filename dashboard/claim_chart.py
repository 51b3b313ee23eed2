"""Small figures of exactly the days that a finding used. They compute nothing: see `claim_window`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.claim_window import ClaimWindow, Day
from dashboard.panel_text import date_text, wrapped
from dashboard.series_lines import FLAG_WORDS
from dashboard.themes import FONT, Theme

HEIGHT_PX = 210
SHORT_DAYS = 15
"""Windows of at most so many days have a tick for each."""
KEY_PX = 22
HALF_DAY = dt.timedelta(hours=14)
"""Room beside the first and last day: half a bar and a little."""
LEAST_SPAN = 0.004
"""Share of the level that the value axis shows on either side at least, so that a tiny move looks tiny."""


def window_figure(window: ClaimWindow, theme: Theme, width: int | None = None, height: int = HEIGHT_PX) -> go.Figure:
    """The window of one source: a line of levels with marks on the values used, or bars of each day's change.

    Parameters
    ----------
    width : CSS pixels; None for as wide as its place
    """
    data = _bars(window, theme) if window.kind == "changes" else [_line(window, theme), *_marks(window, theme)]
    return go.Figure({"data": data, "layout": _layout(window, theme, width, height)})


def window_words(window: ClaimWindow) -> str:
    """The window in a sentence or two, for those who do not see the chart."""
    first, last = window.days[0], window.days[-1]
    days = f"{date_text(first.day)} to {date_text(last.day)}"
    if window.kind == "changes":
        losing = sum(day.value * window.losing > 0 for day in window.days)
        return f"{window.title}. {days}: {losing} of {len(window.days)} days were losing days."
    marked = "; ".join(f"{day.mark} {date_text(day.day)} at {day.text}" for day in window.days if day.mark)
    return f"{window.title}. {days}, {len(window.days)} values. Values used: {marked}."


def _line(window: ClaimWindow, theme: Theme) -> dict[str, Any]:
    # A day without a value breaks the line.
    levels: dict[dt.date, Day | None] = {**dict.fromkeys(window.gaps), **{day.day: day for day in window.days}}
    known = [levels[day] for day in sorted(levels)]
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(window.days) <= SHORT_DAYS else "lines",
        "x": [day.isoformat() for day in sorted(levels)],
        "y": [day.value if day else None for day in known],
        "connectgaps": False,
        "line": {"color": theme.series, "width": 1.8},
        "marker": {"size": 4, "color": theme.series},
        "showlegend": False,
        **_hover([_told(day) if day else "" for day in known]),
    }


def _marks(window: ClaimWindow, theme: Theme) -> list[dict[str, Any]]:
    """A ring on each value used with its value beside it, open where the value is flagged."""
    used = [number for number, day in enumerate(window.days) if day.mark]
    days = [window.days[number] for number in used]
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": [day.day.isoformat() for day in days],
            "y": [day.value for day in days],
            "text": [f"<b>{day.text.split(' ')[0]}</b>" for day in days],
            "textposition": [_beside(window.days, number) for number in used],
            "textfont": {"size": 12, "color": theme.ink},
            "marker": {
                "size": 11,
                "color": [theme.paper if day.flag else theme.ink for day in days],
                "line": {"width": 2, "color": theme.ink},
            },
            "cliponaxis": False,
            "showlegend": False,
            **_hover([_told(day) for day in days]),
        }
    ]


def _beside(days: Sequence[Day], number: int) -> str:
    """Where the value of a mark stands: on the side that the line does not take, and inside the figure."""
    neighbours = [days[n].value for n in (number - 1, number + 1) if 0 <= n < len(days)]
    above = days[number].value > sum(neighbours) / len(neighbours)
    side = {0: "right", len(days) - 1: "left"}.get(number, "center")
    return f"{'top' if above else 'bottom'} {side}"


def _bars(window: ClaimWindow, theme: Theme) -> list[dict[str, Any]]:
    """Bars by kind of day, told apart by filling and pattern as well as by colour."""
    lost = [day for day in window.days if day.value * window.losing > 0]
    flat = [day for day in window.days if abs(day.value) < window.flat]
    kinds = [
        ("Lost", [day for day in lost if day not in flat], theme.series, ""),
        ("Gained", [day for day in window.days if day not in lost and day not in flat], theme.bond, "/"),
        (f"Below {window.flat:g} {window.unit}", flat, theme.muted, "."),
    ]
    return [_bar(name, days, colour, pattern, theme) for name, days, colour, pattern in kinds if days]


def _bar(name: str, days: Sequence[Day], colour: str, pattern: str, theme: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "x": [day.day.isoformat() for day in days],
        "y": [day.value for day in days],
        "width": 0.62 * 86_400_000,
        "text": [_size_text(day) for day in days],
        "textposition": "outside",
        "textfont": {"size": 11, "color": theme.ink},
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {
            "color": colour,
            "pattern": {"shape": pattern, "fgcolor": colour, "bgcolor": theme.paper, "size": 5, "solidity": 0.5},
            "line": {"color": colour, "width": 1.5},
        },
        **_hover([_told(day) for day in days]),
    }


def _size_text(day: Day) -> str:
    size = day.text.split(" ")[0].removeprefix("+")
    return f"{size}*" if day.flag else size


def _told(day: Day) -> str:
    flag = f" · {FLAG_WORDS.get(day.flag, day.flag)}" if day.flag else ""
    return wrapped(f"{date_text(day.day)}: {day.text}{f' · {day.mark}' if day.mark else ''}{flag}")


def _hover(texts: Sequence[str]) -> dict[str, Any]:
    return {"customdata": list(texts), "hovertemplate": "%{customdata}<extra></extra>"}


def _layout(window: ClaimWindow, theme: Theme, width: int | None, height: int) -> dict[str, Any]:
    with_key = window.kind == "changes"
    return {
        "template": "none",
        "width": width,
        "height": height,
        "autosize": width is None,
        "margin": {"t": 8, "b": 40 + (KEY_PX if with_key else 0), "l": 44, "r": 12, "pad": 0},
        "paper_bgcolor": theme.paper,
        "plot_bgcolor": theme.paper,
        "font": {"family": FONT, "size": 11, "color": theme.ink},
        "hoverlabel": {"bgcolor": theme.paper, "bordercolor": theme.muted, "font": {"color": theme.ink, "size": 12}},
        "barmode": "overlay",
        "showlegend": with_key,
        "legend": _key(theme),
        "xaxis": _time_axis(window, theme),
        "yaxis": _value_axis(window, theme),
    }


def _key(theme: Theme) -> dict[str, Any]:
    """One row below the bars."""
    return {
        "orientation": "h",
        "xref": "container",
        "yref": "container",
        "x": 0,
        "y": 0,
        "yanchor": "bottom",
        "itemclick": False,
        "itemdoubleclick": False,
        "font": {"size": 11, "color": theme.ink},
        "bgcolor": "rgba(0,0,0,0)",
    }


def _time_axis(window: ClaimWindow, theme: Theme) -> dict[str, Any]:
    """A tick for each day of a short window, and for a long one as many as there is room for."""
    days = [day.day for day in window.days]
    room = max((days[-1] - days[0]) * 0.04, HALF_DAY)
    edges = [dt.datetime.combine(day, dt.time()) for day in (days[0], days[-1])]
    axis = {
        "type": "date",
        "range": [(edges[0] - room).isoformat(sep=" "), (edges[1] + room).isoformat(sep=" ")],
        "gridcolor": theme.grid,
        "showgrid": False,
        "linecolor": theme.muted,
        "showline": True,
        "ticks": "outside",
        "tickcolor": theme.muted,
        "tickfont": {"color": theme.muted},
        "fixedrange": True,
    }
    if len(days) > SHORT_DAYS:
        return {**axis, "nticks": 4, "tickformat": "%-d %b<br>%Y"}
    texts = [
        f"{day.day}<br>{day:%b}" if n == 0 or day.day < days[n - 1].day else f"{day.day}" for n, day in enumerate(days)
    ]
    return {**axis, "tickvals": [day.isoformat() for day in days], "ticktext": texts}


def _value_axis(window: ClaimWindow, theme: Theme) -> dict[str, Any]:
    """A range with room for the values written beside marks and bars."""
    values = [day.value for day in window.days]
    low, high = (min(values), max(values)) if window.kind == "levels" else (min(*values, 0.0), max(*values, 0.0))
    least = LEAST_SPAN * abs(high) if window.kind == "levels" else 0.0
    room = max(0.22 * (high - low), least) or 1.0
    return {
        "range": [low - room, high + room],
        "gridcolor": theme.grid,
        "zeroline": window.kind == "changes",
        "zerolinecolor": theme.muted,
        "tickfont": {"color": theme.muted},
        "nticks": 5,
        "fixedrange": True,
        "automargin": True,
    }
