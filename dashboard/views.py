"""Charts by name: each chooses what of a story to show, has it computed, and hands it to `charts`.

The page, the command line, the exports and the notebooks call the same functions, so a picture can't differ from the
screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import plotly.graph_objects as go

from dashboard.annotations import LaneEvent
from dashboard.charts import Canvas, Heading, PanelDrawing, Strip, fit_lines, time_chart
from dashboard.model import FROM_ARTICLE, Event, Story
from dashboard.panels import date_text, panel_drawing, shown_series, wrapped_lines
from dashboard.state import State, coverage, window
from dashboard.themes import THEMES


DERIVED = (
    "Solid markers are yields as stated; hollow ones are computed from a price (street convention) or derived; bars and "
    "boxes are ranges and bounds. No daily yields are published free of charge."
)
"""What every picture of a bond's record says about its markers."""


@dataclass(frozen=True)
class View:
    """A chart a reader can open or export: its title and the function that draws it."""

    title: str
    draw: Callable[[Story, State, int, int, bool], go.Figure]


def overview(story: Story, state: State, width: int, height: int, with_words: bool = False) -> go.Figure:
    """The story's panels against its events.

    Parameters
    ----------
    width, height : CSS pixels of the figure
    with_words : whether title, subtitle, notes and sources stand inside the figure, as every exported picture needs
    """
    panels = [panel_drawing(story, panel, state) for panel in story.file.panels]
    return _drawn(story, state, panels, width, height, with_words)


def _drawn(
    story: Story, state: State, panels: Sequence[PanelDrawing], width: int, height: int, with_words: bool
) -> go.Figure:
    start, end = window(story, state)
    heading = _heading(story, state, width) if with_words else Heading()
    canvas = Canvas(width, height, THEMES[state.theme], start, end, heading)
    return time_chart(panels, lane_events(story, state), _context(story) if state.context else None, canvas)


def lane_events(story: Story, state: State) -> list[LaneEvent]:
    """Events that can be drawn: the article's with their numbers, then the second layer's with number 0.

    Year-long and out-of-range ones stay in the list only.
    """
    numbered = [*enumerate(story.events, 1), *((0, e) for e in second_layer(story))]
    return [
        LaneEvent(
            n,
            e.id,
            e.label,
            _day(e.start),
            _day(e.last),
            event_hover(n, e),
            e.id == state.event,
            e.basis not in FROM_ARTICLE,
        )
        for n, e in numbered
        if is_drawn(story, e)
    ]


def is_drawn(story: Story, event: Event) -> bool:
    """Whether an event has a place on the time axis of its story."""
    first, last = coverage(story)
    if event.start is None or event.last is None or event.precision == "year":
        return False
    return event.start <= last and event.last >= first - dt.timedelta(days=31)


def event_hover(number: int, event: Event) -> str:
    """Number, label, dates and basis of an event."""
    name = f"{number} · {event.label}" if number else f"◇ {event.label}"
    return wrapped_lines(f"<b>{name}</b>", f"{event_dates(event)} · {basis_text(event)}")


def event_dates(event: Event) -> str:
    """The days of an event in words, as exact as they are known."""
    if event.start is None:
        return f"until {date_text(_day(event.last))}"
    if event.precision == "year":
        return (
            f"{event.start:%Y}" if event.start.year == _day(event.last).year else f"{event.start:%Y} to {event.last:%Y}"
        )
    if event.end is None or event.end == event.start:
        return date_text(event.start)
    return f"{date_text(event.start)} to {date_text(event.end)}"


def basis_text(event: Event) -> str:
    """Where the date of an event comes from."""
    if event.basis in FROM_ARTICLE:
        return "date from the article"
    return {
        "inferred": "date placed by its context in the article",
        "external": "date from outside the article",
        "context": "not in the article",
    }[event.basis]


def _day(day: dt.date | None) -> dt.date:
    if day is None:
        raise ValueError("an event without a day can't be drawn")
    return day


def second_layer(story: Story) -> list[Event]:
    """Context events that are not the article's own, which are drawn once."""
    taken = {e.same_as for e in story.file.events}
    return [e for e in story.context if e.id not in taken and e.start]


def _context(story: Story) -> Strip:
    """The second layer as marks, one a day."""
    days: dict[dt.date, list[Event]] = {}
    for event in second_layer(story):
        days.setdefault(_day(event.start), []).append(event)
    hover = ["<br>".join(wrapped_lines(f"◇ {e.label} ({e.publisher})") for e in events) for events in days.values()]
    return Strip("Context", [d.isoformat() for d in days], ["diamond-open"] * len(days), hover)


def _heading(story: Story, state: State, width: int) -> Heading:
    start, end = window(story, state)
    subtitle = fit_lines(f"{date_text(start)} to {date_text(end)}. {story.file.summary}", width - 24, 13)
    notes = [line for text in _notes(story, state) for line in fit_lines(text, width - 24, 11)]
    return Heading(story.file.title, "<br>".join(subtitle), notes)


def _notes(story: Story, state: State) -> list[str]:
    """Notes on what is derived, and the sources of what is drawn with their dates of retrieval."""
    names = [shown_series(p, state) for p in story.file.panels if p.series]
    names += [name for p in story.file.panels for name in p.reference]
    sources = [
        f"{story.info[n].short}: {story.info[n].publisher}, retrieved {date_text(story.info[n].retrieved)}"
        for n in names
    ]
    notes = []
    if any(p.bond for p in story.file.panels):
        notes.append(DERIVED)
        sources.insert(0, "Bond: reports and fund filings named in the data")
    article = story.file.article
    return [
        *notes,
        f"Sources: {'; '.join(sources)}. Events: {article.publisher}, {date_text(article.published)}. Numbers are those of the event list.",
    ]


def panel_chart(
    panel_id: str, story: Story, state: State, width: int, height: int, with_words: bool = False
) -> go.Figure:
    """One panel of the story alone, against its events."""
    panel = next(p for p in story.file.panels if p.id == panel_id)
    return _drawn(story, state, [panel_drawing(story, panel, state)], width, height, with_words)


def charts_of(story: Story) -> dict[str, View]:
    """The charts over time of a story by name: the overview, and one for each of its panels."""
    panels = {p.id: View(p.title, partial(panel_chart, p.id)) for p in story.file.panels}
    return {"overview": View("Overview", overview), **panels}
