"""The values that the panels of series draw, as entries of the table behind the chart. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from dashboard.changes import base_day, index_to_100
from dashboard.chart_entry import Entry
from dashboard.errors import DataError
from dashboard.model import Panel, SeriesInfo, Story
from dashboard.panel_text import date_text
from dashboard.series_lines import FLAG_WORDS, Scale, base_value
from dashboard.series_panels import index_rates, shown_series
from dashboard.source_differences import comparable, difference_unit, differences
from dashboard.state import State
from dashboard.wording import plain, with_unit

Window = tuple[dt.date, dt.date]


def panel_entries(story: Story, panel: Panel, state: State, days: Window) -> Iterator[Entry]:
    """Values of the chosen series and of the references beside it, from the first to the last of `days`."""
    own = shown_series(panel, state)
    yield from _values(story, own, _scale(story, own, state), days, panel, level=True)
    yield from _references(story, panel, state, days)


def tab_entries(story: Story, panel: Panel, state: State, days: Window) -> Iterator[Entry]:
    """Values of every series of a panel, how far they lie apart, and rates as an index."""
    for name in panel.series:
        scale = _scale(story, name, state)
        if state.unit == "level" or scale.base is not None:
            yield from _values(story, name, scale, days, panel, level=True)
    yield from _references(story, panel, state, days)
    yield from _differences(story, panel, days)
    yield from _index(story, panel, state, days)


def _scale(story: Story, name: str, state: State) -> Scale:
    base = base_value(story.values(name), state.since) if state.unit == "change" else None
    return Scale(story.info[name], base[1] if base else None)


def _references(story: Story, panel: Panel, state: State, days: Window) -> Iterator[Entry]:
    for name in panel.reference:
        scale = _scale(story, name, state)
        if state.unit == "level" or scale.base is not None:
            yield from _values(story, name, scale, days, panel, level=False)


def _values(story: Story, name: str, scale: Scale, days: Window, panel: Panel, *, level: bool) -> Iterator[Entry]:
    frame = story.observations[name]
    rows: list[Any] = list(frame.loc[str(days[0]) : str(days[1])].itertuples())
    for row in rows:
        drawn, flag = scale.drawn(row.value), FLAG_WORDS.get(row.flag, row.flag)
        yield _entry(
            row.Index, scale.info.short, _figure(scale, row.value), drawn, flag, row.reason, scale.info, panel,
            level=level and not row.flag,
        )  # fmt: skip


def _figure(scale: Scale, value: float) -> str:
    level = f"{plain(value, scale.info.decimals)} {scale.info.unit}"
    if scale.base is None:
        return level
    return f"{with_unit(scale.drawn(value), scale.unit, signed=True)} ({level})"


def _differences(story: Story, panel: Panel, days: Window) -> Iterator[Entry]:
    found, unit = differences(story, panel), difference_unit(story, panel)
    for name in found:
        info, first = story.info[str(name)], story.info[comparable(story, panel)[0]]
        for day, gap in _within(found[name], days):
            figure = with_unit(gap, unit, signed=True)
            yield _entry(day, f"{info.short}, difference from {first.short}", figure, gap, "computed", "", info, panel)


def _index(story: Story, panel: Panel, state: State, days: Window) -> Iterator[Entry]:
    own, rates = shown_series(panel, state), index_rates(story, panel)
    if not rates or story.info[own].quantity != "exchange_rate":
        return
    for name in (own, *rates):
        info, values = story.info[name], story.observations[name]
        kept = values.loc[values["flag"] == "", "value"]
        try:
            start, index = base_day(kept, state.since), index_to_100(kept, state.since)
        except DataError:
            # The heading of the panel names a series that starts after the base day.
            continue
        how = f"100 on {date_text(start.date())}"
        for day, value in _within(index, days):
            yield _entry(day, f"{info.short}, index", plain(value), value, "computed", how, info, panel)


def _within(values: pd.Series[float], days: Window) -> Iterator[tuple[pd.Timestamp, float]]:
    for day, value in values.loc[str(days[0]) : str(days[1])].dropna().items():
        yield pd.Timestamp(str(day)), float(value)


def _entry(
    day: pd.Timestamp, about: str, figure: str, drawn: float, kind: str, how: str, info: SeriesInfo, panel: Panel,
    *, level: bool = False,
) -> Entry:  # fmt: skip
    date = day.date()
    return Entry(date, date, "day", about, figure, drawn, drawn, kind, how, info.publisher, panel.id, level)
