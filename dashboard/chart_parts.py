"""What a panel of the chart over time shows: finished numbers and words, in the kinds of marks that draw them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Symbol = Literal[
    "circle", "circle-open", "diamond", "diamond-open", "square-open", "triangle-up-open", "x-thin-open"
]  # fmt: skip
Tone = Literal["accent", "ink", "quiet"]
"""Colour of data: the accent of its panel's kind, or a grey for what stands beside it."""


@dataclass(frozen=True)
class Line:
    """A daily series: ISO days, values (None leaves a gap) and hover texts; `dash` tells it from others by shape."""

    name: str
    x: Sequence[str]
    y: Sequence[float | None]
    hover: Sequence[str]
    dash: str = "solid"
    tone: Tone = "accent"


@dataclass(frozen=True)
class Points:
    """Single figures of one kind. `half_days` and `half_y` stretch a figure to the range its source leaves open."""

    name: str
    symbol: Symbol
    x: Sequence[str]
    y: Sequence[float]
    hover: Sequence[str]
    half_y: Sequence[float] = ()
    half_days: Sequence[float] = ()
    quiet: bool = False
    tone: Tone = "accent"


@dataclass(frozen=True)
class Band:
    """Bounds that hold over days: a filled box with a text."""

    name: str
    start: dt.date
    end: dt.date
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Arrow:
    """A stated move to a level: from `start_y` to `end_y` on `day`, with its size in words."""

    day: dt.date
    start_y: float
    end_y: float
    text: str


@dataclass(frozen=True)
class Strip:
    """Marks without a level, on a strip of their own: context events, or moves of which only the size is known."""

    name: str
    x: Sequence[str]
    symbols: Sequence[str]
    hover: Sequence[str]
    text: Sequence[str] = ()
    """Sizes written beside the marks, as far as there is room."""


@dataclass(frozen=True)
class PanelDrawing:
    """All that one panel shows. `heading` names the quantity and its unit.

    `share` is the height of its plot beside that of the other panels. A name that stands in several panels has one
    entry in the legend, and looks the same in all of them.
    """

    kind: str
    heading: str
    lines: Sequence[Line] = ()
    points: Sequence[Points] = ()
    bands: Sequence[Band] = ()
    arrows: Sequence[Arrow] = ()
    moves: Sequence[Strip] = ()
    silent: Sequence[str] = ()
    """Days on which nothing is known, so that hovering says so and the crosshair meets every day."""
    silence: str = ""
    zero: bool = False
    share: float = 1.0

    @property
    def has_strip(self) -> bool:
        """Whether the panel needs a strip below its plot."""
        return bool(self.moves or self.silent)
