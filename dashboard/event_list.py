"""The events as a reader meets them in the list: number, days, words, and which observation first could react."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.model import Event, SeriesInfo, Story
from dashboard.state import choice_panel, event_window
from dashboard.views import basis_text, event_dates, is_drawn, second_layer

REPEATS = ("held", "stale")
"""Flags of values that repeat the one before and so can't react to anything."""


@dataclass(frozen=True)
class ListedEvent:
    """One entry of the event list; number 0 is the second layer.

    `window` gives the days that choosing it shows, None where it is in the list only.
    """

    number: int
    event: Event
    dates: str
    basis: str
    reaction: str
    window: tuple[dt.date, dt.date] | None


@lru_cache(maxsize=32)
def listed_events(story: Story) -> tuple[ListedEvent, ...]:
    """All events of the article in the order of their numbers, then the second layer by date."""
    numbered = [*enumerate(story.events, 1), *((0, e) for e in second_layer(story))]
    return tuple(
        ListedEvent(
            number,
            event,
            event_dates(event),
            basis_text(event),
            first_reaction(story, event),
            event_window(event) if is_drawn(story, event) else None,
        )
        for number, event in numbered
    )


def first_reaction(story: Story, event: Event) -> str:
    """Which observation of each series could first react, for an event on a day or a weekend without trading.

    Empty where a trading day belongs to the event, and for one that is not drawn.
    """
    panel = choice_panel(story.file.panels)
    if event.start is None or panel is None or not is_drawn(story, event):
        return ""
    if len(pd.bdate_range(event.start, event.last)):
        return ""
    found: dict[dt.date, list[str]] = {}
    for name in panel.series:
        day = first_observation(story, story.info[name], event.start)
        if day:
            found.setdefault(day, []).append(story.info[name].short)
    days = "; ".join(f"{day:%A} {day.day} {day:%b} ({', '.join(names)})" for day, names in sorted(found.items()))
    return f"{event.start:%A}: no trading. First observation that could react: {days}." if days else ""


def first_observation(story: Story, info: SeriesInfo, day: dt.date) -> dt.date | None:
    """First day of a series whose value was fixed on or after a day; held and stale values only repeat earlier ones.

    A rate dated by when it is in force was fixed on the observation before, so it needs one observation more: the rate
    in force on the Monday after a weekend was fixed on the Friday before it.
    """
    frame = story.observations[info.name]
    after = frame.index[(frame.index >= pd.Timestamp(day)) & ~frame["flag"].isin(REPEATS)]
    return after[info.quote_lag_days].date() if len(after) > info.quote_lag_days else None
