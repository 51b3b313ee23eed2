"""What the figures of the event study share: the sheet they are drawn on, and the words around the plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.charts import LINE_PX, Heading
from dashboard.themes import FONT, Theme

MARGIN_PX = 12
"""Room between the edge of the picture and its words."""


@dataclass(frozen=True)
class Sheet:
    """Where a figure is drawn: pixels, theme, and the words inside an exported picture."""

    width: int
    height: int
    theme: Theme
    heading: Heading = field(default_factory=Heading)

    @property
    def head_px(self) -> float:
        """Height of title and subtitle."""
        if not self.heading.title:
            return 0
        return self.title_px + LINE_PX["subtitle"] * (self.heading.subtitle.count("<br>") + 1) + 14

    @property
    def title_px(self) -> float:
        """Height of the title's lines."""
        return LINE_PX["title"] * (self.heading.title.count("<br>") + 1)

    @property
    def foot_px(self) -> float:
        """Height of the notes."""
        return LINE_PX["note"] * len(self.heading.notes) + 14 if self.heading.notes else 2


def frame(sheet: Sheet, margin: dict[str, float]) -> dict[str, Any]:
    """Layout of a figure without its axes."""
    theme = sheet.theme
    return {
        "template": "none",
        "width": sheet.width,
        "height": sheet.height,
        "autosize": False,
        "margin": {**margin, "pad": 0},
        "paper_bgcolor": theme.paper,
        "plot_bgcolor": theme.paper,
        "font": {"family": FONT, "size": 12, "color": theme.ink},
        "hoverlabel": {
            "bgcolor": theme.paper,
            "bordercolor": theme.muted,
            "font": {"color": theme.ink, "size": 12},
            "align": "left",
        },
        "showlegend": False,
        "dragmode": False,
    }


def outer_words(sheet: Sheet, margin: dict[str, float]) -> list[Any]:
    """Title and subtitle at the top of the sheet, notes at its foot."""
    words, theme = sheet.heading, sheet.theme
    top, bottom = margin["t"] - 8, -margin["b"] + 6
    at_left = {"xshift": MARGIN_PX - margin["l"], "align": "left"}
    found = []
    if words.title:
        font = {"size": 20, "color": theme.ink, "weight": 600}
        found.append(text(words.title, font, y=1, yshift=top, yanchor="top", **at_left))
        font = {"size": 13, "color": theme.muted}
        found.append(text(words.subtitle, font, y=1, yshift=top - sheet.title_px, yanchor="top", **at_left))
    if words.notes:
        font = {"size": 11, "color": theme.muted}
        found.append(text("<br>".join(words.notes), font, y=0, yshift=bottom, yanchor="bottom", **at_left))
    return found


def text(words: str, font: dict[str, Any], **place: Any) -> dict[str, Any]:
    """An annotation without an arrow, placed on the paper where `place` names no other axis."""
    usual = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "showarrow": False, "borderpad": 0}
    return {**usual, "text": words, "font": font, **place}


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places nearest to those given that are at least `gap` apart and lie from `low` to `high`, in the same order.

    Where they do not fit at that distance, they share the room evenly.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    step = min(gap, (high - low) / (len(places) - 1)) if len(places) > 1 else gap
    found = [0.0] * len(places)
    free = low
    for i in order:
        found[i] = free = max(places[i], free)
        free += step
    limit = high
    for i in reversed(order):
        found[i] = limit = min(found[i], limit)
        limit -= step
    return found
