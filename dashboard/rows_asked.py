"""Which rows the controls ask for, and why there may be none. Pure: it knows their values, not the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.rows_table import Wanted, period_rows, wanted_rows
from dashboard.state import OWN, State, choice_panel, parse_day, window
from dashboard.wording import listed


@dataclass(frozen=True)
class Asked:
    """What the controls ask for: series, first and last day, filters and order."""

    names: tuple[str, ...]
    start: date
    end: date
    wanted: Wanted


def first_asked(story: Story, state: State) -> Asked:
    """What the tab asks for when it is opened: the series of the reader's choice in the visible period."""
    panel = choice_panel(story.file.panels)
    first = state.source if panel and state.source in panel.series else next(iter(story.info))
    return Asked((first,), *window(story, state), Wanted({}))


def read_asked(story: Story, given: Mapping[str, Any], order: Mapping[str, Any]) -> Asked:
    """What the controls ask for.

    Raises
    ------
    DataError
        Own dates that are no days, or not in order.
    """
    known = [name for name in story.info if name in (given["series"] or ())]
    filters = {column: text or "" for column, text in given["filters"].items()}
    wanted = Wanted(filters, bool(given["flagged"]), order["column"], order["descending"])
    return Asked(tuple(known), *_days(story, given), wanted)


def _days(story: Story, given: Mapping[str, Any]) -> tuple[date, date]:
    if given["period"] != OWN:
        return window(story, State(given["period"], "", date.min))
    days = [parse_day(given[name]) for name in ("start", "end")]
    for text, day in zip((given["start"], given["end"]), days, strict=True):
        if day is None:
            raise DataError(f"“{text or ''}” is not a date. Write it as year-month-day, such as 2020-08-27.")
    start, end = (day for day in days if day)
    if start > end:
        raise DataError(f"The period ends on {end}, before its start on {start}. Choose a later end.")
    return start, end


def found_rows(story: Story, asked: Asked) -> tuple[pd.DataFrame, int]:
    """The rows asked for, and how many there are before filters."""
    rows = period_rows(story, asked.names, asked.start, asked.end)
    return wanted_rows(rows, asked.wanted), len(rows)


def empty_text(story: Story, asked: Asked, of: int) -> str:
    """Why there is no row, and what to do."""
    if not asked.names:
        return "No series is chosen. Choose one or more above."
    if of:
        return f"None of the {of:,} rows matches. Change or clear the filters."
    spans = [_span(story, name) for name in asked.names]
    days = f"{date_text(asked.start)} to {date_text(asked.end)}"
    return f"No row from {days}: {listed(spans)}. Choose another period."


def _span(story: Story, name: str) -> str:
    days = story.observations[name].index
    return f"{story.info[name].short} covers {date_text(days[0])} to {date_text(days[-1])}"
