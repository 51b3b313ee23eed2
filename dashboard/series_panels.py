"""Panels of series as finished numbers: one series; or all of a panel, their differences, and an index of rates."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.changes import base_day, index_to_100
from dashboard.chart_parts import Line, PanelDrawing, Points, Tone
from dashboard.errors import DataError
from dashboard.model import Panel, SeriesInfo, Story
from dashboard.panel_text import date_text, iso_days, with_direction
from dashboard.series_lines import DASHES, Scale, base_value, flagged_points, series_line, series_points, with_gaps
from dashboard.source_differences import comparable, difference_unit, differences
from dashboard.state import State
from dashboard.wording import listed, with_unit


def shown_series(panel: Panel, state: State) -> str:
    """Name of the series a panel draws: the reader's choice where the panel offers it, else its first."""
    return state.source if state.source in panel.series else panel.series[0]


def series_panel(story: Story, panel: Panel, state: State) -> PanelDrawing:
    """The chosen series of a panel, with its flagged values and the reference series as markers."""
    info = story.info[shown_series(panel, state)]
    frame, scale = story.observations[info.name], _scale(story, info.name, state)
    heading = f"{panel.title} · {info.short}"
    if state.unit == "change":
        base = base_value(frame["value"], state.since)
        since = f"change since {date_text(base[0])}, {scale.unit}" if base else _no_base(state.since)
        heading = f"{panel.title}: {since} · {info.short}"
    points = [*flagged_points(frame, scale), *_references(story, panel, state)]
    return PanelDrawing(
        "series", with_direction(heading, panel), [series_line(frame, scale)], points, zero=scale.base is not None
    )


def series_tab_panels(story: Story, panel: Panel, state: State) -> list[PanelDrawing]:
    """What the tab of a panel of series shows: all of them, how far they lie apart, and rates as an index."""
    further = (difference_panel(story, panel, state), index_panel(story, panel, state))
    return [all_series_panel(story, panel, state), *(drawn for drawn in further if drawn is not None)]


def all_series_panel(story: Story, panel: Panel, state: State) -> PanelDrawing:
    """Every series of a panel; told apart by the shape of the line, the chosen one in the panel's colour."""
    names = [n for n in panel.series if state.unit == "level" or _scale(story, n, state).base is not None]
    lines, points = [], []
    for name in names:
        frame, scale, tone = story.observations[name], _scale(story, name, state), _tone(name, panel, state)
        lines.append(series_line(frame, scale, _dash(name, panel), tone))
        points += flagged_points(frame, scale, scale.info.short, tone)
    heading = panel.title
    if state.unit == "change":
        unit = Scale(story.info[panel.series[0]]).unit
        absent = [story.info[n].short for n in panel.series if n not in names]
        left_out = f" ({listed(absent)}: {_no_base(state.since)})" if absent else ""
        heading = f"{panel.title}: change since {date_text(state.since)}, {unit}{left_out}"
    points += _references(story, panel, state)
    return PanelDrawing("series", with_direction(heading, panel), lines, points, zero=state.unit == "change", share=1.5)


def difference_panel(story: Story, panel: Panel, state: State) -> PanelDrawing | None:
    """Difference of each series from the first of its panel; None for a panel with nothing to compare."""
    found, unit = differences(story, panel), difference_unit(story, panel)
    if found.empty:
        return None
    first = story.info[comparable(story, panel)[0]]
    lines, points = [], []
    for name in found:
        info, gaps = story.info[str(name)], found[name].dropna()
        hover = [_gap_text(info, first, gap, unit) for gap in gaps]
        if info.frequency == "daily":
            lines.append(_gap_line(info, gaps, hover, _dash(info.name, panel), _tone(info.name, panel, state)))
        else:
            points.append(Points(info.short, "square-open", iso_days(gaps.index), [*gaps], hover, quiet=True))
    heading = f"Difference from {first.short}, {unit}, by day of quote; flagged values left out"
    return PanelDrawing("series", heading, lines, points, zero=True)


def index_panel(story: Story, panel: Panel, state: State) -> PanelDrawing | None:
    """The chosen rate and the story's benchmark rates, each 100 at its last value up to the base day.

    None where the panel shows no exchange rate or the story has no other one to set beside it.
    """
    own = shown_series(panel, state)
    rates = index_rates(story, panel)
    if not rates or story.info[own].quantity != "exchange_rate":
        return None
    lines, absent = [], []
    for place, name in enumerate((own, *rates)):
        line = _index_line(story, story.info[name], state.since, *_index_style(name, place, panel, state))
        if line is None:
            absent.append(story.info[name].short)
        else:
            lines.append(line)
    left_out = f" ({listed(absent)}: {_no_base(state.since)})" if absent else ""
    units = listed([story.info[n].unit for n in (own, *rates)])
    heading = f"Index of {units}: 100 at the last value up to {date_text(state.since)}{left_out}"
    return PanelDrawing("series", heading, lines)


def index_rates(story: Story, panel: Panel) -> list[str]:
    """Benchmarks that can stand beside a panel's rates as an index: exchange rates; none for another kind of panel."""
    benchmarks = [n for n in story.file.benchmarks if n not in panel.series]
    quantities = {story.info[n].quantity for n in panel.series}
    return [n for n in benchmarks if {story.info[n].quantity} == quantities == {"exchange_rate"}]


def _scale(story: Story, name: str, state: State) -> Scale:
    """Scale of a series; in levels too where it has no value to count changes from."""
    base = base_value(story.values(name), state.since) if state.unit == "change" else None
    return Scale(story.info[name], base[1] if base else None)


def _no_base(since: dt.date) -> str:
    return f"no value on or before {date_text(since)}"


def _references(story: Story, panel: Panel, state: State) -> list[Points]:
    """Reference series as markers, changes counted from a base of their own; those without one are left out."""
    scales = [_scale(story, name, state) for name in panel.reference]
    return [
        series_points(story.observations[s.info.name], s, s.info.short, "square-open", quiet=True)
        for s in scales
        if state.unit == "level" or s.base is not None
    ]


def _dash(name: str, panel: Panel) -> str:
    return DASHES[panel.series.index(name) % len(DASHES)]


def _tone(name: str, panel: Panel, state: State) -> Tone:
    """The chosen series in colour, the first of the others in ink, the rest in grey."""
    chosen = shown_series(panel, state)
    if name == chosen:
        return "accent"
    return "ink" if name == next(n for n in panel.series if n != chosen) else "quiet"


def _index_style(name: str, place: int, panel: Panel, state: State) -> tuple[str, Tone]:
    """The chosen series looks as above; benchmarks take the shapes that its panel leaves."""
    if place == 0:
        return _dash(name, panel), _tone(name, panel, state)
    return DASHES[(len(panel.series) + place - 1) % len(DASHES)], "ink"


def _gap_line(info: SeriesInfo, gaps: pd.Series[float], hover: list[str], dash: str, tone: Tone) -> Line:
    texts = dict(zip(gaps.index, hover, strict=True))
    drawn = with_gaps(gaps, info)
    y = [None if pd.isna(v) else float(v) for v in drawn]
    none = f"{info.short}: nothing to compare this day"
    return Line(info.short, iso_days(drawn.index), y, [texts.get(day, none) for day in drawn.index], dash, tone)


def _gap_text(info: SeriesInfo, first: SeriesInfo, gap: float, unit: str) -> str:
    if not gap:
        return f"{info.short}: as {first.short}"
    return f"{info.short} <b>{with_unit(abs(gap), unit)}</b> {'above' if gap > 0 else 'below'} {first.short}"


def _index_line(story: Story, info: SeriesInfo, since: dt.date, dash: str, tone: Tone) -> Line | None:
    frame = story.observations[info.name]
    values = frame.loc[frame["flag"] == "", "value"].rename(info.short)
    try:
        base, index = base_day(values, since), index_to_100(values, since)
    except DataError:
        # The heading names a series that starts after the base day.
        return None
    drawn = with_gaps(index, info)
    y = [None if pd.isna(v) else round(float(v), 4) for v in drawn]
    start = f"100 on {date_text(base.date())}"
    hover = [f"<b>{v:.2f}</b> · {info.short} index, {start}" if v is not None else "" for v in y]
    return Line(info.short, iso_days(drawn.index), y, hover, dash, tone)
