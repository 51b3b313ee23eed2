"""What a reader has chosen, as one value that a link can carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from dashboard.model import Event, Panel, Story

UNITS = {"level": "Level", "change": "Change since a date"}
THEMES = {"light": "Light", "dark": "Dark"}
OWN = "own"
"""Name of the period whose dates the reader typed or zoomed to."""
OWN_SOURCE = " No link carries a series of a reader’s own: if it is one, ask for its file and add it on the Data tab."
"""What to do about a source that only the browser of another reader, or this one before, had."""
YEARS = range(1800, 2201)
"""Years of the days a reader may name."""


@dataclass(frozen=True)
class State:
    """A view of a story. `start` and `end` belong to the period "own"; `since` is the day changes are counted from."""

    period: str
    source: str
    since: dt.date
    unit: str = "level"
    start: dt.date | None = None
    end: dt.date | None = None
    event: str = ""
    context: bool = False
    others: bool = True
    theme: str = "light"
    tab: str = "overview"


def default_state(story: Story) -> State:
    """The view a reader meets first."""
    panel = choice_panel(story.file.panels)
    first_day = window(story, State(story.file.default_period, "", dt.date.min))[0]
    return State(story.file.default_period, panel.series[0] if panel else "", story.file.default_base or first_day)


def tab_labels(story: Story) -> dict[str, str]:
    """The page's tabs: label by id. Every panel has one of its own."""
    panels = {p.id: p.id.replace("-", " ").replace("_", " ").capitalize() for p in story.file.panels}
    return {
        "overview": "Overview",
        **panels,
        "events": "Event study",
        "claims": "Claims",
        "data": "Data",
        "about": "About",
    }


def choice_panel(panels: Iterable[Panel]) -> Panel | None:
    """The panel whose series the reader may choose: the first that offers more than one, else the first with any."""
    drawn = [p for p in panels if p.kind == "series"]
    return next((p for p in drawn if len(p.series) > 1), drawn[0] if drawn else None)


@lru_cache(maxsize=32)
def coverage(story: Story) -> tuple[dt.date, dt.date]:
    """First and last day of anything the panels draw."""
    days: list[dt.date] = []
    for panel in story.file.panels:
        of_bond = [name for name, info in story.info.items() if info.bond and info.bond == panel.bond]
        for name in (*panel.series, *panel.reference, *of_bond):
            index = story.observations[name].index
            days += [index[0].date(), index[-1].date()]
        rows = story.reports[story.reports["bond"] == panel.bond]
        if len(rows):
            days += [rows["start"].min().date(), rows["end"].max().date()]
    return min(days), max(days)


def window(story: Story, state: State) -> tuple[dt.date, dt.date]:
    """First and last day shown."""
    if state.period == OWN and state.start and state.end:
        return state.start, state.end
    first, last = coverage(story)
    known = {p.id: p for p in story.file.periods}
    period = known.get(state.period) or known[story.file.default_period]
    return period.start or first, period.end or last


def event_window(event: Event) -> tuple[dt.date, dt.date] | None:
    """Days to show around an event: half its length on both sides, ten days at least; None without a start."""
    if event.start is None or event.last is None:
        return None
    room = max(dt.timedelta(days=10), (event.last - event.start) / 2)
    return event.start - room, event.last + room


def parse_day(text: str | None) -> dt.date | None:
    """A day written as 2020-08-27; None for anything else, and for a year that no time axis can be drawn for."""
    try:
        day = dt.datetime.strptime(text or "", "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError:
        return None
    return day if day.year in YEARS else None


def to_query(state: State, default: State) -> str:
    """Query string of a view: what differs from the default, in a fixed order. Inverse of `from_query`."""
    usual = asdict(default)
    return urlencode([(_KEYS[k], _text(v)) for k, v in asdict(state).items() if v != usual[k]])


def from_query(query: str, story: Story) -> tuple[State, list[str]]:
    """The view a link asks for, and a sentence for each part of it that had to be ignored.

    Parameters
    ----------
    query : query string with or without its question mark; unknown keys are left alone, as other tools add theirs
    """
    state = default_state(story)
    ignored = []
    for key, text in parse_qsl(query.removeprefix("?"), keep_blank_values=True):
        name = next((n for n, k in _KEYS.items() if k == key), None)
        if name is None:
            continue
        try:
            state = replace(state, **{name: _value(name, text, story)})
        except ValueError:
            own = OWN_SOURCE if name == "source" else ""
            ignored.append(f"“{key}={text[:40]}” in the address is not known here and was ignored.{own}")
    return _whole(state, ignored, story)


def _whole(state: State, ignored: list[str], story: Story) -> tuple[State, list[str]]:
    """Own dates are a pair in order, or none at all."""
    if state.period != OWN:
        return replace(state, start=None, end=None), ignored
    if state.start and state.end and state.start < state.end:
        return state, ignored
    note = "The dates in the address are not a start followed by a later end; the usual period is shown."
    return replace(state, period=story.file.default_period, start=None, end=None), [*ignored, note]


_KEYS = {
    "period": "period",
    "source": "source",
    "since": "since",
    "unit": "unit",
    "start": "from",
    "end": "to",
    "event": "event",
    "context": "context",
    "others": "others",
    "theme": "theme",
    "tab": "tab",
}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


def _value(name: str, text: str, story: Story) -> Any:
    """One value of a view from its text; ValueError where the story does not know it."""
    if name in ("since", "start", "end"):
        return parse_day(text) or _refuse(text)
    if name in ("context", "others"):
        return {"1": True, "0": False}[text] if text in ("0", "1") else _refuse(text)
    return text if text in _allowed(name, story) else _refuse(text)


def _allowed(name: str, story: Story) -> set[str]:
    panel = choice_panel(story.file.panels)
    return {
        "period": {OWN, *(p.id for p in story.file.periods)},
        "source": set(panel.series) if panel else {""},
        "unit": set(UNITS),
        "event": {"", *(e.id for e in story.file.events), *(e.id for e in story.context)},
        "theme": set(THEMES),
        "tab": set(tab_labels(story)),
    }[name]


def _refuse(text: str) -> Any:
    raise ValueError(text)
