"""The figures that the chart of a tab draws in the visible period, by date: the table behind the chart. Pure.

They are chosen by the same rules as the panels, from the same numbers; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from dashboard import bond_entries, series_entries
from dashboard.chart_entry import Entry
from dashboard.model import Panel, Story
from dashboard.panel_text import span_text
from dashboard.state import State, default_state, window

COLUMNS = ("Date", "About", "Figure", "Flag or kind", "How it is known", "Publisher")
SAVED = ("start", "end", "about", "figure", "low", "high", "kind", "how", "publisher")
"""Columns of the rows as a file: `low` and `high` are the ends of a figure as the chart's axis shows them."""


def chart_entries(story: Story, state: State) -> tuple[Entry, ...]:
    """Every figure of the chart of a state's tab that touches the visible period, oldest first."""
    usual = default_state(story)
    # What only marks or colours changes no figure, so that it shares the entries kept for the same days.
    return _entries(story, replace(state, theme=usual.theme, event="", context=False))


@lru_cache(maxsize=16)
def _entries(story: Story, state: State) -> tuple[Entry, ...]:
    start, end = window(story, state)
    found = [e for panel in _panels(story, state) for e in _panel_entries(story, panel, state)]
    return tuple(sorted((e for e in found if e.start <= end and e.end >= start), key=lambda e: (e.start, e.end)))


def _panels(story: Story, state: State) -> list[Panel]:
    """The panel of a state's tab; on the first tab all of them."""
    return [p for p in story.file.panels if state.tab in ("overview", p.id)]


def _panel_entries(story: Story, panel: Panel, state: State) -> Iterator[Entry]:
    alone = state.tab == panel.id
    if panel.kind == "bond":
        return (bond_entries.tab_entries if alone else bond_entries.panel_entries)(story, panel, state)
    draw = series_entries.tab_entries if alone else series_entries.panel_entries
    return draw(story, panel, state, window(story, state))


def entry_cells(entry: Entry) -> tuple[str, ...]:
    """An entry as the cells of `COLUMNS`."""
    return span_text(entry), entry.about, entry.figure, entry.kind, entry.how, entry.publisher


def entries_frame(entries: Sequence[Entry]) -> pd.DataFrame:
    """Entries as the columns of `SAVED`, days as year-month-day."""
    return pd.DataFrame([[getattr(e, name) for name in SAVED] for e in entries], columns=list(SAVED))
