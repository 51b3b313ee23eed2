"""The charts of the event study as text: a summary of each, and the table behind it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.study import COMPARISON, Paths, Settings, occasions, study_of, study_rows
from dashboard.study_reading import UNUSUAL, notes, obstacle
from dashboard.study_titles import row_name
from dashboard.study_words import (
    NO_FIGURE,
    change_text,
    interval_text,
    occasion_text,
    offset_text,
    p_text,
    rank_text,
)
from dashboard.wording import listed

_ENDS = (COMPARISON[0], COMPARISON[-1])


@dataclass(frozen=True)
class TextTable:
    """A table ready to be shown: the first cell of each row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def paths_summary(story: Story, settings: Settings, paths: Paths) -> str:
    """Where the lines of one panel end, and whether the studied one left the range of comparable windows."""
    name = story.info[settings.series].short
    ends = [_end(name, paths.own, paths.unit)]
    ends += [_end(story.info[key].short, frame, paths.unit) for key, frame in paths.benchmarks.items()]
    known, label = [end for end in ends if end], occasion_text(paths.occasion)
    if not known:
        return f"{label}: nothing to draw. {obstacle(paths.occasion, paths.study)}"
    return f"{label}, at the end of the window: {listed(known)}. {_range(name, paths)}"


def paths_table(story: Story, settings: Settings, paths: Paths) -> TextTable:
    """Changes by day of the window, and the ends of the middle 95 % of comparable windows."""
    names = [story.info[key].short for key in paths.benchmarks]
    what = "Adjusted change" if paths.adjusted else "Change"
    head = ("Day", "Date", story.info[settings.series].short, *names, "Middle 95 % of windows")
    rows = tuple(tuple(_path_cells(paths, day)) for day in settings.window.offsets)
    return TextTable(f"{occasion_text(paths.occasion)}. {what} since day −1, {paths.unit}", head, rows)


def moves_summary(story: Story, settings: Settings) -> str:
    """The largest move, how many are unusual, and how many events have none."""
    rows = study_rows(story, settings)
    moved = [(row, row.study.abnormal) for row in rows if row.study.abnormal is not None]
    without = sum(len(row.occasions) for row in rows if row.study.abnormal is None)
    left = f"{without} event{'s have' if without > 1 else ' has'} no adjusted move." if without else ""
    if not moved:
        return left or "The story has no event."
    row, move = moved[0]
    unusual = sum(found.p_value <= UNUSUAL for _, found in moved)
    largest = f"Largest: {row_name(row)}, {change_text(move.change, row.study.unit)}, rank {rank_text(move)}."
    have = "have" if unusual > 1 else "has"
    count = f"{unusual or 'None'} of the {len(moved)} different moves {have} a p-value up to {UNUSUAL}."
    return " ".join(filter(None, [largest, count, left]))


def moves_table(story: Story, settings: Settings) -> TextTable:
    """Every event of the article in the order of its number, with its figures and notes."""
    head = ("Event", "First observation", "Before", "After", "Adjusted", "95 % interval", "Rank", "p", "Notes")
    rows = []
    for occasion in occasions(story):
        study = study_of(story, settings, occasion.day)
        move, unit = study.abnormal, study.unit
        day0 = date_text(study.day0) if study.day0 else NO_FIGURE
        changes = [change_text(change, unit) for change in (study.before, study.after)]
        adjusted = change_text(move.change, unit) if move else NO_FIGURE
        cells = (day0, *changes, adjusted, interval_text(move, unit), rank_text(move), p_text(move))
        rows.append((occasion_text(occasion), *cells, " ".join(notes(story, settings, occasion, study))))
    return TextTable("All events of the article, by number", head, tuple(rows))


def _end(name: str, frame: pd.DataFrame, unit: str) -> str:
    seen = frame["change"].dropna()
    return f"{name} {change_text(float(seen.iloc[-1]), unit)}" if len(seen) else ""


def _range(name: str, paths: Paths) -> str:
    seen = paths.own["change"].dropna()
    if not len(paths.fan) or not len(seen):
        return "There are no comparable windows."
    low, high = (float(paths.fan[end].loc[seen.index[-1]]) for end in _ENDS)
    side = "inside" if low <= float(seen.iloc[-1]) <= high else "outside"
    span = f"{change_text(low, paths.unit)} to {change_text(high, paths.unit)}"
    return f"{name} is {side} the middle 95 % of comparable windows, {span}."


def _path_cells(paths: Paths, day: int) -> Iterator[str]:
    yield offset_text(day)
    date = paths.own["date"].get(day)
    yield NO_FIGURE if date is None or pd.isna(date) else date_text(date)
    for frame in (paths.own, *paths.benchmarks.values()):
        yield _number(frame["change"].get(day), paths.unit)
    ends = [_number(float(paths.fan[end].loc[day]), paths.unit) for end in _ENDS] if len(paths.fan) else []
    yield " to ".join(ends) or NO_FIGURE


def _number(change: float | None, unit: str) -> str:
    """A change without its unit, which the caption names."""
    return NO_FIGURE if change is None or pd.isna(change) else change_text(float(change), unit).removesuffix(f" {unit}")
