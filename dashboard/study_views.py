"""The two charts of the event study: what they show of a story, and the words they carry as pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.abnormal_move import AbnormalMove
from dashboard.charts import Heading, fit_lines
from dashboard.model import Story
from dashboard.panels import date_text, wrapped_lines
from dashboard.state import State
from dashboard.study import (
    COMPARISON,
    Paths,
    Settings,
    StudyRow,
    occasion_named,
    other_units,
    paths_around,
    study_rows,
    usual_settings,
)
from dashboard.study_charts import Fan, PathLine, PathsPanel, paths_chart
from dashboard.study_frame import Sheet
from dashboard.study_moves import Move, MoveRow, moves_chart
from dashboard.study_reading import notes, panel_of, reading
from dashboard.study_words import (
    change_text,
    interval_text,
    occasion_text,
    offset_text,
    p_text,
    rank_text,
    series_text,
    window_text,
)
from dashboard.themes import THEMES
from dashboard.wording import listed

HALVES = ((0, 3, "95 %"), (1, 2, "50 %"))
"""The fans: places of their ends in `COMPARISON`, and the share of the placebos between them."""


def paths_view(story: Story, state: State, width: int, height: int, with_words: bool = False) -> go.Figure:
    """Paths around the event of the state, with the usual benchmarks and window."""
    settings = usual_settings(story, state)
    drawn = [paths_around(story, settings, occasion_named(story, settings, state.event))]
    return paths_figure(story, settings, drawn, state.theme, (width, height), with_words=with_words)


def moves_view(story: Story, state: State, width: int, height: int, with_words: bool = False) -> go.Figure:
    """Adjusted moves of all events, with the usual benchmarks and window."""
    settings = usual_settings(story, state)
    return moves_figure(story, settings, state.event, state.theme, (width, height), with_words=with_words)


def paths_figure(
    story: Story,
    settings: Settings,
    drawn: Sequence[Paths],
    theme: str,
    size: tuple[int, int],
    *,
    with_words: bool = False,
) -> go.Figure:
    """Paths around one or two occasions; `size` is width and height in pixels."""
    words = _paths_heading(story, settings, drawn, size[0]) if with_words else Heading()
    panels = [_panel(story, settings, paths) for paths in drawn]
    return paths_chart(panels, paths_title(story, settings, drawn), _paths_key(drawn), Sheet(*size, THEMES[theme], words))


def moves_figure(
    story: Story,
    settings: Settings,
    chosen: str,
    theme: str,
    size: tuple[int, int],
    *,
    with_words: bool = False,
) -> go.Figure:
    """Adjusted moves of all events, that with the id `chosen` marked; `size` is width and height in pixels."""
    words = _moves_heading(story, settings, size[0]) if with_words else Heading()
    rows = [_move_row(story, settings, row, chosen) for row in study_rows(story, settings)]
    sheet = Sheet(*size, THEMES[theme], words)
    return moves_chart(rows, moves_title(story, settings), _MOVES_KEY, sheet, _kind(story, settings))


def paths_title(story: Story, settings: Settings, drawn: Sequence[Paths]) -> str:
    """The quantity of the paths and its unit, with the meaning of a rise."""
    panel = panel_of(story, settings.series)
    up = f" · ↑ {panel.rise_means}" if panel else ""
    what = "Adjusted change" if drawn[0].adjusted else "Change"
    return f"{what} since day −1, {drawn[0].unit}{up}"


def moves_title(story: Story, settings: Settings) -> str:
    """The quantity of the moves and its unit, with the meaning of a rise."""
    panel = panel_of(story, settings.series)
    up = f" · → {panel.rise_means}" if panel else ""
    unit = study_rows(story, settings)[0].study.unit
    return f"Adjusted move of {series_text(story.info[settings.series])}, day −1 to {offset_text(settings.window.after)}, {unit}{up}"


_MOVES_KEY = "Dot: adjusted move. Line: 95 % interval. Grey band: middle 95 % of the comparable windows."


def _paths_key(drawn: Sequence[Paths]) -> str:
    counts = {paths.study.abnormal.placebos for paths in drawn if paths.study.abnormal and len(paths.fan)}
    if not counts:
        return "Day 0 is the first observation that could react. No comparable windows, so no shaded range."
    number = listed([str(count) for count in sorted(counts)])
    return f"Day 0 is the first observation that could react. Shaded: middle 95 % and 50 % of {number} comparable windows."


def _kind(story: Story, settings: Settings) -> str:
    return "bond" if story.info[settings.series].bond else "series"


def _panel(story: Story, settings: Settings, paths: Paths) -> PathsPanel:
    info = story.info
    lines = [_line(info[settings.series].short, paths.own, paths.unit, main=True)]
    lines += [_line(info[name].short, frame, paths.unit, main=False) for name, frame in paths.benchmarks.items()]
    empty = all(y is None for y in lines[0].y)
    ticks = [f"{offset_text(day)}<br>{_short_day(paths.own, day)}" for day in settings.window.offsets]
    return PathsPanel(
        heading=occasion_text(paths.occasion),
        offsets=list(settings.window.offsets),
        ticks=ticks,
        lines=[] if empty else lines,
        fans=[] if empty else _fans(paths),
        empty=notes(story, settings, paths.occasion, paths.study)[0] if empty else "",
        kind=_kind(story, settings),
    )


def _line(name: str, frame: pd.DataFrame, unit: str, *, main: bool) -> PathLine:
    y = [None if pd.isna(change) else round(float(change), 4) for change in frame["change"]]
    days = [None if pd.isna(day) else date_text(day) for day in frame["date"]]
    hover = [f"<b>{change_text(c, unit)}</b> · {name} · {d}" if c is not None else "" for c, d in zip(y, days, strict=True)]
    return PathLine(name, y, hover, main)


def _fans(paths: Paths) -> list[Fan]:
    if not len(paths.fan):
        return []
    found = []
    for first, last, share in HALVES:
        low, high = (paths.fan[COMPARISON[i]].round(4).to_list() for i in (first, last))
        hover = [f"{share} of windows: {change_text(a, paths.unit)} to {change_text(b, paths.unit)}" for a, b in zip(low, high, strict=True)]
        found.append(Fan(f"Middle {share} of comparable windows", low, high, hover))
    return found


def _short_day(frame: pd.DataFrame, day: int) -> str:
    if day not in frame.index or pd.isna(frame.loc[day, "date"]):
        return ""
    date = pd.Timestamp(frame.loc[day, "date"])
    return f"{date.day} {date:%b}"


def _move_row(story: Story, settings: Settings, row: StudyRow, chosen: str) -> MoveRow:
    study, first = row.study, row.occasions[0]
    move, note = study.abnormal, notes(story, settings, first, study)[:1]
    rank = f"rank {rank_text(move)} · p {p_text(move)}" if move and move.rank else ""
    figure = f"<b>{change_text(move.change, study.unit)}</b> · {interval_text(move, study.unit)}" if move else note[0]
    return MoveRow(
        name=row_name(row),
        when=_row_days(row),
        rank=rank,
        move=_move(move),
        note=note[0] if note else "",
        hover=wrapped_lines(*[occasion_text(occasion) for occasion in row.occasions], figure, rank),
        chosen=any(occasion.key == chosen for occasion in row.occasions),
    )


def _move(move: AbnormalMove | None) -> Move | None:
    if move is None:
        return None
    ends = np.quantile(move.placebo_paths[:, -1], [COMPARISON[0], COMPARISON[-1]]).tolist() if move.placebos else None
    return Move(move.change, move.low, move.high, tuple(ends) if ends else None)


def row_name(row: StudyRow) -> str:
    """Numbers and first event of a row: 6–12 · Presidential election and 6 more."""
    first, last, more = row.occasions[0], row.occasions[-1], len(row.occasions) - 1
    return f"{first.number}–{last.number} · {first.label} and {more} more" if more else f"{first.number} · {first.label}"


def _row_days(row: StudyRow) -> str:
    """Days of the events of a row: 9 Aug 2020, 22 to 23 Aug 2020; "" where none is known."""
    days = sorted({occasion.day for occasion in row.occasions if occasion.day})
    if len(days) < 2:
        return "".join(date_text(day) for day in days)
    month = (days[0].year, days[0].month) == (days[-1].year, days[-1].month)
    return f"{days[0].day if month else date_text(days[0])} to {date_text(days[-1])}"


def _paths_heading(story: Story, settings: Settings, drawn: Sequence[Paths], width: int) -> Heading:
    room = width - 24
    title = f"{' against '.join(paths.occasion.label for paths in drawn)}: {series_text(story.info[settings.series])}"
    said = " ".join(reading(story, settings, paths.occasion, paths.study) for paths in drawn)
    apart = [story.info[name].short for name in other_units(story, settings)]
    left = [f"{listed(apart)} move in another unit and are not drawn."] if apart else []
    return Heading(_fitted(title, room), "<br>".join(fit_lines(said, room, 13)), _foot(story, settings, left, room))


def _moves_heading(story: Story, settings: Settings, width: int) -> Heading:
    room = width - 24
    title = f"Moves around the events: {series_text(story.info[settings.series])}"
    names = listed([story.info[name].short for name in settings.benchmarks]) or "the usual drift alone"
    what = f"Adjusted for {names}. The rank is the place by size among the comparable windows and the event’s own."
    shared = ["Events that share their first observation share a row: daily data can’t tell them apart."]
    return Heading(_fitted(title, room), "<br>".join(fit_lines(what, room, 13)), _foot(story, settings, shared, room))


def _fitted(title: str, room: float) -> str:
    return "<br>".join(fit_lines(title, room, 22)[:1])


def _foot(story: Story, settings: Settings, said: Sequence[str], room: float) -> list[str]:
    """Method, sources with dates of retrieval, and the article, in lines that fit."""
    names = (settings.series, *settings.benchmarks)
    sources = [f"{story.info[n].short}: {story.info[n].publisher}, retrieved {date_text(story.info[n].retrieved)}" for n in names]
    article = story.file.article
    texts = [
        *said,
        f"Window: {window_text(settings.window)}; flagged values left out. Comparable windows: the same window at other dates "
        "before the event. P-values are only nearly uniform.",
        f"Sources: {'; '.join(sources)}. Events: {article.publisher}, {date_text(article.published)}.",
    ]
    return [line for words in texts for line in fit_lines(words, room, 11)]
