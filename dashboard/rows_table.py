"""The observations of some series in a window of days as rows that a reader sorts, filters and takes away. Pure."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.state import parse_day
from dashboard.tables import as_number
from dashboard.wording import MINUS, plain

SAVED = ("series", "date", "value", "unit", "flag", "reason", "publisher", "retrieved")
"""Columns of the rows as a reader saves them."""
SHOWN = {
    "date": "Date",
    "series": "Series",
    "value": "Value",
    "unit": "Unit",
    "flag": "Flag",
    "reason": "Reason",
}
"""Columns of the rows on the page, with their headings."""
PAGE_ROWS = 100

_COMPARED = re.compile(r"(<=|>=|<|>|=)\s*(.*)")
_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


def period_rows(story: Story, names: Sequence[str], start: date, end: date) -> pd.DataFrame:
    """Observations of `names` from `start` to `end`, both included, by date and then in the order of `names`.

    Columns: those of `SAVED` (`value` as in the story, in `unit`; `date` and `retrieved` days), `short` (the series'
    short title) and `text` (the value as it is written, with the series' decimals). No row is made up: a day without
    a value has none.
    """
    parts = [_series_rows(story, name, start, end) for name in names]
    if not parts:
        return pd.DataFrame(columns=[*SAVED, "short", "text"])
    return pd.concat(parts, ignore_index=True).sort_values("date", kind="stable", ignore_index=True)


def _series_rows(story: Story, name: str, start: date, end: date) -> pd.DataFrame:
    info = story.info[name]
    frame = story.observations[name].loc[str(start) : str(end)]
    return pd.DataFrame(
        {
            "series": name,
            "date": list(frame.index.date),  # type: ignore[attr-defined]
            "value": frame["value"].to_numpy(),
            "unit": info.unit,
            "flag": frame["flag"].to_numpy(),
            "reason": frame["reason"].to_numpy(),
            "publisher": info.publisher,
            "retrieved": info.retrieved,
            "short": info.short,
            "text": [plain(value, info.decimals) for value in frame["value"]],
        }
    ).astype({"date": object, "retrieved": object})


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of rows: words to look for by column, flagged rows alone, and an order."""

    filters: Mapping[str, str]
    only_flagged: bool = False
    column: str = "date"
    descending: bool = False


def wanted_rows(rows: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """The rows that hold what every filter looks for, in the order wanted; rows that tie stay in their order.

    A filter is looked for anywhere in a cell, capitals or not; a date is found as 2020-08-27 and as 27 Aug 2020. On
    dates and values a filter that begins with <, <=, >, >= or = compares.

    Raises
    ------
    DataError
        A comparison with something that is no number, or no day.
    """
    kept = rows[rows["flag"] != ""] if wanted.only_flagged else rows
    for column, text in wanted.filters.items():
        if text.strip():
            kept = kept[_holds(kept, column, text.strip())]
    key = "short" if wanted.column == "series" else wanted.column
    return kept.sort_values(key, ascending=not wanted.descending, kind="stable", ignore_index=True)


def _holds(rows: pd.DataFrame, column: str, text: str) -> list[bool]:
    compared = _COMPARED.fullmatch(text) if column in ("date", "value") else None
    if compared:
        limit = _limit(column, compared[2].strip())
        return [bool(_OPERATORS[compared[1]](cell, limit)) for cell in rows[column]]
    sought = text.replace(MINUS, "-").casefold()
    return [sought in cell.replace(MINUS, "-").casefold() for cell in _texts(rows, column)]


def _limit(column: str, text: str) -> date | float:
    """What a comparison compares with."""
    if column == "date":
        if day := parse_day(text):
            return day
        raise DataError(
            f"Date: “{text}” is not a day to compare with. Write it as year-month-day, such as >=2020-08-10."
        )
    try:
        return as_number(text.replace(MINUS, "-"))
    except ValueError:
        raise DataError(
            f"Value: “{text}” is not a number to compare with. Write it with a point, such as >2.5."
        ) from None


def _texts(rows: pd.DataFrame, column: str) -> list[str]:
    """Cells of a column as a reader may type them."""
    if column == "date":
        return [f"{day.isoformat()} {date_text(day)}" for day in rows["date"]]
    return list(rows[{"value": "text", "series": "short"}.get(column, column)])


@dataclass(frozen=True)
class Page:
    """Some of many rows: `number` counts from 1 to `pages`, `first` and `last` are the places of its rows, from 1."""

    rows: pd.DataFrame
    number: int
    pages: int
    first: int
    last: int


def page_of(rows: pd.DataFrame, number: int, size: int = PAGE_ROWS) -> Page:
    """One page of rows; a number outside the pages gives the nearest. No rows make one empty page, first and last 0."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(number, 1), pages)
    shown = rows.iloc[(number - 1) * size : number * size]
    first = (number - 1) * size + 1 if len(shown) else 0
    return Page(shown, number, pages, first, first + len(shown) - 1 if len(shown) else 0)


def count_text(rows: pd.DataFrame, of: int, page: Page) -> str:
    """How many rows there are, how many of them are flagged, and which are on this page."""
    flagged = int((rows["flag"] != "").sum())
    some = f"{len(rows):,} of {of:,} rows" if len(rows) != of else f"{of:,} {'row' if of == 1 else 'rows'}"
    parts = [some, f"{flagged:,} flagged" if flagged else "none flagged"]
    if page.pages > 1:
        parts.append(f"rows {page.first:,} to {page.last:,} are shown")
    return ", ".join(parts) if of else "No rows"
