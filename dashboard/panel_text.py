"""How days, hover boxes and headings of the panels are written. Pure text."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import Any, Protocol

import pandas as pd

from dashboard.model import Panel

HOVER_CHARS = 62
"""Characters of a line in a hover box."""
BOUNDS = {"<": "below ", ">": "above ", "<=": "at most ", ">=": "at least "}
"""A bound in words, to stand before its number."""
OPPOSITE = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""Bound of a yield or a spread by that of the price: a price below a level is a yield above one."""


class Dated(Protocol):
    """A figure for one day, or for some day or days from `start` to `end`; `precision` is "day", "about" or "month"."""

    @property
    def start(self) -> dt.date: ...
    @property
    def end(self) -> dt.date: ...
    @property
    def precision(self) -> str: ...


def date_text(day: dt.date) -> str:
    """A day as every text of the page writes it: 27 Aug 2020."""
    return f"{day.day} {day:%b %Y}"


def span_text(dated: Dated) -> str:
    """The day or days a figure covers and how exactly they are known."""
    if dated.precision == "day":
        return date_text(dated.start)
    if dated.start == dated.end:
        return f"about {date_text(dated.start)}"
    return f"{date_text(dated.start)} to {date_text(dated.end)}, day not given"


def wrapped(text: str) -> str:
    """A hover text broken into lines, since hover boxes do not break them."""
    return "<br>".join(textwrap.wrap(text, HOVER_CHARS))


def wrapped_lines(*lines: str) -> str:
    """Hover texts one under another, each broken into lines."""
    return "<br>".join(wrapped(line) for line in lines)


def middle_text(dated: Dated) -> str:
    """Middle of the days that a figure covers, as figures take it: 2021-02-14 12:00."""
    start = dt.datetime.combine(dated.start, dt.time())
    return (start + (dated.end - dated.start) / 2).isoformat(sep=" ", timespec="minutes")


def iso_days(days: pd.Index[Any]) -> list[str]:
    """Days as figures take them: 2020-08-27."""
    return [f"{day:%Y-%m-%d}" for day in days]


def with_direction(heading: str, panel: Panel) -> str:
    """A heading with what a rise means."""
    return f"{heading} · ↑ {panel.rise_means}"
