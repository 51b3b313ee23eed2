"""What a reader asks of the event study, read and checked: messages stand beside the fields. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.abnormal_move import DEFAULT_METHOD
from dashboard.event_window import EventWindow
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.state import OWN, State, parse_day
from dashboard.study import Occasion, Paths, Settings, daily, occasion_named, paths_around, usual_settings

RAW, ADJUSTED = "raw", "adjusted"
"""Paths as observed, or what adjustment leaves of them."""
MOST_STEPS = DEFAULT_METHOD.estimation // 2
"""Longest window in observations: half the estimation sample, so that comparable windows remain."""


@dataclass(frozen=True, eq=False)
class Shown:
    """All that the tab shows at a time: the chosen event first in `paths`, the one it is compared with second."""

    settings: Settings
    paths: tuple[Paths, ...]
    theme: str

    @property
    def chosen(self) -> Occasion:
        """The event the reader has chosen."""
        return self.paths[0].occasion


def usual_shown(story: Story, state: State) -> Shown:
    """What the tab shows for a state, before a reader changes anything."""
    settings = usual_settings(story, state)
    return _shown(story, settings, occasion_named(story, settings, state.event), "", state.theme, adjusted=False)


def read_shown(story: Story, asked: Mapping[str, Any], theme: str) -> tuple[Shown | None, dict[str, str]]:
    """What the controls ask for, and the messages beside the fields of the window and the own day.

    Parameters
    ----------
    asked : values of the controls `event`, `day`, `series`, `benchmarks`, `before`, `after`, `compare` and `show`

    Returns
    -------
    None while a field is wrong; messages are "" where nothing is
    """
    window, window_problem = read_window(asked["before"], asked["after"])
    series, key = asked["series"], asked["event"]
    day, day_problem = read_own_day(asked["day"], story, series) if key == OWN else (None, "")
    problems = {"window": window_problem, "day": day_problem}
    if window is None or day_problem:
        return None, problems
    benchmarks = tuple(name for name in story.file.benchmarks if name in asked["benchmarks"] and name != series)
    settings = Settings(series, benchmarks, window)
    chosen = occasion_named(story, settings, key, day)
    adjusted = asked["show"] == ADJUSTED
    return _shown(story, settings, chosen, asked["compare"], theme, adjusted=adjusted), problems


def read_window(before: str | None, after: str | None) -> tuple[EventWindow | None, str]:
    """The event window of two fields, and what is wrong with them, "" where nothing is."""
    numbers = [_whole(before), _whole(after)]
    for text, number in zip((before, after), numbers, strict=True):
        if number is None:
            return None, f"“{text or ''}” is not a whole number. Write a count of observations, such as 5."
    first, last = numbers
    if first is None or last is None or first < 1:
        return None, "The window needs at least 1 observation before the event, from which changes are counted."
    if first + last > MOST_STEPS:
        return None, f"{first} before and {last} after are {first + last} observations, at most {MOST_STEPS} together."
    return EventWindow(first, last), ""


def read_own_day(text: str | None, story: Story, series: str) -> tuple[dt.date | None, str]:
    """The day of the reader's own, and what is wrong with it, "" where nothing is."""
    day = parse_day((text or "").strip())
    if day is None:
        return None, f"“{text or ''}” is not a date. Write it as year-month-day, such as 2020-08-27."
    days = daily(story, series)[0].index
    first, last = days[0].date(), days[-1].date()
    if not first <= day <= last:
        covered = f"runs from {date_text(first)} to {date_text(last)}"
        return None, f"{story.info[series].short} {covered}; {date_text(day)} is outside. Choose a day in between."
    return day, ""


def _shown(story: Story, settings: Settings, chosen: Occasion, other: str, theme: str, *, adjusted: bool) -> Shown:
    found = [chosen]
    if other and other != chosen.key:
        found.append(occasion_named(story, settings, other))
    paths = tuple(paths_around(story, settings, occasion, adjusted=adjusted) for occasion in found)
    return Shown(settings, paths, theme)


def _whole(text: str | None) -> int | None:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 4 else None
