"""From a story to event studies: which days, series, benchmarks and window, and what came of them. Pure.

The statistics are those of `event_study`; here a story's series, events and a reader's choices become their inputs.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.changes import CHANGE_UNITS
from dashboard.event_paths import abnormal_path, path, placebo_fan
from dashboard.event_study import EventStudy, study_event
from dashboard.event_window import DEFAULT_WINDOW, EventWindow
from dashboard.market_model import Daily
from dashboard.measures import quote_days
from dashboard.model import Event, Story
from dashboard.state import OWN, State

COMPARISON: tuple[float, ...] = (0.025, 0.25, 0.75, 0.975)
"""Quantiles of the placebos that are shown: the middle 95 % and the middle 50 %."""


@dataclass(frozen=True)
class Settings:
    """What all studies of one view share: names of the series and its benchmarks, and the event window."""

    series: str
    benchmarks: tuple[str, ...]
    window: EventWindow = DEFAULT_WINDOW


@dataclass(frozen=True)
class Occasion:
    """What a study is about: an event of the story, or a day of the reader's own.

    `number` is that of the event list, 0 for a context event and an own day. Without a `day`, `remark` says why.
    """

    key: str
    number: int
    label: str
    day: dt.date | None
    remark: str = ""


@dataclass(frozen=True, eq=False)
class StudyRow:
    """The events that share their first observation, and the study that holds for all of them."""

    occasions: tuple[Occasion, ...]
    study: EventStudy


@dataclass(frozen=True, eq=False)
class Paths:
    """Changes since day -1 around one occasion, by day of the window.

    Attributes
    ----------
    unit : "bp" or "log %"
    own : frame with `date` and `change` of the series, after adjustment if `adjusted`
    benchmarks : frames of the benchmarks that move in the same unit, by name; none if `adjusted`
    fan : quantiles `COMPARISON` of the placebos, empty without a placebo
    """

    occasion: Occasion
    study: EventStudy
    unit: str
    own: pd.DataFrame
    benchmarks: dict[str, pd.DataFrame]
    fan: pd.DataFrame
    adjusted: bool


def studied_series(story: Story) -> tuple[str, ...]:
    """Names of the series that can be studied: the panels' daily ones, then a reader's own and live ones."""
    drawn = [name for panel in story.file.panels for name in panel.series]
    added = [name for name, info in story.info.items() if info.role in ("own", "live")]
    return tuple(name for name in dict.fromkeys([*drawn, *added]) if story.info[name].frequency == "daily")


def offered_benchmarks(story: Story, series: str) -> tuple[str, ...]:
    """Names of the story's benchmarks, without the series itself."""
    return tuple(name for name in story.file.benchmarks if name != series)


def usual_settings(story: Story, state: State) -> Settings:
    """Settings a reader meets first: the series of the other tabs, every benchmark, the default window.

    The story must have a series to study.
    """
    names = studied_series(story)
    series = state.source if state.source in names else names[0]
    return Settings(series, offered_benchmarks(story, series))


@lru_cache(maxsize=64)
def daily(story: Story, name: str) -> Daily:
    """Levels of a series by the day each was quoted, without flagged ones, and what they measure."""
    info, frame = story.info[name], story.observations[name]
    return quote_days(frame[frame["flag"] == ""], info.quote_lag_days)["value"], info.quantity


def occasions(story: Story) -> tuple[Occasion, ...]:
    """All events of the article in the order of their numbers."""
    return tuple(_occasion(number, event) for number, event in enumerate(story.events, 1))


def occasion_named(story: Story, settings: Settings, key: str, own_day: dt.date | None = None) -> Occasion:
    """The event with this id, the own day for `OWN`, and the usual event for an id that is not known."""
    if key == OWN:
        return Occasion(OWN, 0, "Own date", own_day)
    own_events = occasions(story)
    same = {event.same_as: number for number, event in enumerate(story.events, 1) if event.same_as}
    if key in same:
        return own_events[same[key] - 1]
    context = (_occasion(0, event) for event in story.context)
    return next((o for o in (*own_events, *context) if o.key == key), usual_occasion(story, settings))


def usual_occasion(story: Story, settings: Settings) -> Occasion:
    """The event studied first: a single day with an abnormal move, else any event that was observed, else the first."""
    found = occasions(story)
    studies = [study_of(story, settings, o.day) for o in found]
    single = [event.precision == "day" for event in story.events]
    poor = [(s.abnormal is None, s.day0 is None, not alone) for s, alone in zip(studies, single, strict=True)]
    best = min(range(len(found)), key=poor.__getitem__, default=None)
    return Occasion(OWN, 0, "Own date", None, "the story has no event") if best is None else found[best]


@lru_cache(maxsize=1024)
def study_of(story: Story, settings: Settings, day: dt.date | None) -> EventStudy:
    """Study of a day; the windows of the article's other events are left out of its sample."""
    benchmarks = {name: daily(story, name) for name in settings.benchmarks}
    others = [o.day for o in occasions(story) if o.day is not None]
    series = daily(story, settings.series)
    return study_event(*series, day, settings.window, benchmarks=benchmarks, other_events=others)


def study_rows(story: Story, settings: Settings) -> tuple[StudyRow, ...]:
    """All events of the article, largest adjusted move first, then those without one by number.

    Events that share their first observation share a row, as the data can't tell them apart.
    """
    groups: dict[object, list[Occasion]] = {}
    for found in occasions(story):
        day0 = study_of(story, settings, found.day).day0
        groups.setdefault(day0 or found.key, []).append(found)
    rows = [StudyRow(tuple(group), study_of(story, settings, group[0].day)) for group in groups.values()]
    return tuple(sorted(rows, key=lambda row: (-_size(row.study), row.occasions[0].number)))


def paths_around(story: Story, settings: Settings, occasion: Occasion, *, adjusted: bool = False) -> Paths:
    """Paths around an occasion with the range of the placebos: as observed, or what adjustment leaves."""
    study = study_of(story, settings, occasion.day)
    raw = path(*daily(story, settings.series), occasion.day, settings.window)
    return Paths(
        occasion=occasion,
        study=study,
        unit=study.unit,
        own=abnormal_path(study) if adjusted else raw,
        benchmarks={} if adjusted else dict(_benchmark_paths(story, settings, occasion)),
        fan=placebo_fan(study, COMPARISON, raw=not adjusted),
        adjusted=adjusted,
    )


def other_units(story: Story, settings: Settings) -> tuple[str, ...]:
    """Names of the benchmarks that move in another unit than the series, so that no axis holds both."""
    unit = CHANGE_UNITS[story.info[settings.series].quantity]
    return tuple(name for name in settings.benchmarks if CHANGE_UNITS[story.info[name].quantity] != unit)


def short_benchmarks(story: Story, settings: Settings, study: EventStudy) -> tuple[str, ...]:
    """Names of the benchmarks that do not reach over the window, where this leaves no abnormal move."""
    if study.abnormal is not None or study.first is None or study.last is None:
        return ()
    first, last = pd.Timestamp(study.first), pd.Timestamp(study.last)
    days = {name: daily(story, name)[0].index for name in settings.benchmarks}
    return tuple(name for name, index in days.items() if index[0] > first or index[-1] < last)


def eve_day(story: Story, settings: Settings, study: EventStudy) -> dt.date | None:
    """Day -1, from which the change after an event is counted; None where that change is not known."""
    if study.day0 is None or math.isnan(study.after):
        return None
    days = daily(story, settings.series)[0].index
    eve: dt.date = days[days < pd.Timestamp(study.day0)][-1].date()
    return eve


def _benchmark_paths(story: Story, settings: Settings, occasion: Occasion) -> Iterator[tuple[str, pd.DataFrame]]:
    apart = other_units(story, settings)
    for name in settings.benchmarks:
        found = path(*daily(story, name), occasion.day, settings.window)
        if name not in apart and found["change"].notna().any():
            yield name, found


def _occasion(number: int, event: Event) -> Occasion:
    """An event of several days is studied from its first one."""
    if event.start is None:
        return Occasion(event.id, number, event.label, None, "its first day is not known")
    if event.precision in ("month", "year"):
        return Occasion(event.id, number, event.label, None, f"only its {event.precision} is known, not the day")
    return Occasion(event.id, number, event.label, event.start)


def _size(study: EventStudy) -> float:
    return -1.0 if study.abnormal is None else abs(study.abnormal.change)
