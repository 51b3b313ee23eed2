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
from dashboard.bond_series import bond_series
from dashboard.chart_parts import PanelDrawing, Strip
from dashboard.charts import Canvas, Heading, fit_lines, time_chart
from dashboard.claim_views import TITLE as CLAIMS_TITLE
from dashboard.claim_views import claims_view
from dashboard.model import FROM_ARTICLE, Event, Story
from dashboard.panel_text import date_text, wrapped_lines
from dashboard.panels import drawn_series, panel_count, panel_drawing, tab_drawings
from dashboard.series_panels import shown_series
from dashboard.state import State, coverage, window
from dashboard.study import studied_series
from dashboard.study_views import moves_view, paths_view
from dashboard.themes import THEMES

DERIVED = (
    "Solid markers are yields as stated; hollow ones are computed from a price (street convention) or derived; bars "
    "and boxes are ranges and bounds. No daily yields are published free of charge."
)
"""What every picture of a bond's record says about its markers."""
COMPUTED = (
    "Solid markers are figures as published; hollow ones are computed, yields from prices and back (street "
    "convention), or derived; bars and boxes are ranges and bounds. No daily yields are published free of charge."
)
"""The same for pictures that show prices too."""


FURTHER_PANEL_PX = 140
"""Height that each panel after the first adds to a chart of the page, in CSS pixels."""


@dataclass(frozen=True)
class View:
    """A chart a reader can open or export: its title, the function that draws it, and what height it likes.

    `taller_px` is how much higher than usual the page draws it, in CSS pixels. `is_table` marks words in rows: the
    picture grows with them. `of_period` is False where a chart is the same for every period.
    """

    title: str
    draw: Callable[[Story, State, int, int, bool], go.Figure]
    taller_px: int = 0
    is_table: bool = False
    of_period: bool = True


def overview(story: Story, state: State, width: int, height: int, with_words: bool = False) -> go.Figure:
    """The story's panels against its events.

    Parameters
    ----------
    width, height : CSS pixels of the figure
    with_words : whether title, subtitle, notes and sources stand inside the figure, as every exported picture needs
    """
    panels = story.file.panels
    drawings = [panel_drawing(story, panel, state) for panel in panels]
    names = [shown_series(p, state) for p in panels if p.series]
    names += [name for p in panels for name in (*p.reference, *bond_series(story, p.bond))]
    notes = _notes(story, names, DERIVED if any(p.bond for p in panels) else "") if with_words else []
    return _drawn(story, state, drawings, notes, width, height)


def _drawn(
    story: Story, state: State, panels: Sequence[PanelDrawing], notes: Sequence[str], width: int, height: int
) -> go.Figure:
    start, end = window(story, state)
    heading = _heading(story, state, notes, width) if notes else Heading()
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
    if event.last is None:
        return "date not given"
    if event.start is None:
        return f"until {date_text(event.last)}"
    if event.precision == "year":
        return f"{event.start:%Y}" if event.start.year == event.last.year else f"{event.start:%Y} to {event.last:%Y}"
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


def _heading(story: Story, state: State, notes: Sequence[str], width: int) -> Heading:
    start, end = window(story, state)
    subtitle = fit_lines(f"{date_text(start)} to {date_text(end)}. {story.file.summary}", width - 24, 13)
    return Heading(
        "<br>".join(fit_lines(story.file.title, width - 24, 23)),
        "<br>".join(subtitle),
        [line for text in notes for line in fit_lines(text, width - 24, 11)],
    )


def _notes(story: Story, names: Sequence[str], derived: str) -> list[str]:
    """Notes on what is derived, and the sources of what is drawn with their dates of retrieval."""
    sources = [
        f"{story.info[n].short}: {story.info[n].publisher}, retrieved {date_text(story.info[n].retrieved)}"
        for n in names
    ]
    if derived:
        sources.insert(0, "Bond: reports and fund filings named in the data")
    article = story.file.article
    events = f"Events: {article.publisher}, {date_text(article.published)}. Numbers are those of the event list."
    return [*([derived] if derived else []), f"Sources: {'; '.join(sources)}. {events}"]


def source_notes(story: Story, tab: str) -> list[str]:
    """Notes and sources of everything that the chart of a tab can show, whatever series is chosen."""
    panel = next((p for p in story.file.panels if p.id == tab), None)
    if panel:
        return _notes(story, drawn_series(story, panel), COMPUTED if panel.kind == "bond" else "")
    names = [name for p in story.file.panels for name in (*p.series, *p.reference, *bond_series(story, p.bond))]
    return _notes(story, names, DERIVED if any(p.bond for p in story.file.panels) else "")


def panel_chart(
    panel_id: str, story: Story, state: State, width: int, height: int, with_words: bool = False
) -> go.Figure:
    """All about one panel of the story, against its events."""
    panel = next(p for p in story.file.panels if p.id == panel_id)
    derived = COMPUTED if panel.kind == "bond" else ""
    notes = _notes(story, drawn_series(story, panel), derived) if with_words else []
    return _drawn(story, state, tab_drawings(story, panel, state), notes, width, height)


def charts_of(story: Story) -> dict[str, View]:
    """The charts of a story by name: the overview, its panels, the two of the event study, and the table of claims."""
    panels = {
        p.id: View(p.title, partial(panel_chart, p.id), FURTHER_PANEL_PX * (panel_count(story, p) - 1))
        for p in story.file.panels
    }
    studies = {
        "paths": View("Around an event", paths_view, of_period=False),
        "events": View("Moves around the events", moves_view, of_period=False),
    }
    claims = {"claims": View(CLAIMS_TITLE, claims_view, is_table=True, of_period=False)} if story.file.claims else {}
    return {"overview": View("Overview", overview), **panels, **(studies if studied_series(story) else {}), **claims}
