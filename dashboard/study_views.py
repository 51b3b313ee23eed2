"""The two charts of the event study: what they show of a story, and the words they carry as pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.abnormal_move import AbnormalMove
from dashboard.charts import Heading
from dashboard.model import Story
from dashboard.panel_text import date_text, wrapped_lines
from dashboard.state import State
from dashboard.study import (
    COMPARISON,
    Paths,
    Settings,
    StudyRow,
    occasion_named,
    paths_around,
    study_rows,
    usual_settings,
)
from dashboard.study_charts import Fan, PathLine, PathsPanel, paths_chart
from dashboard.study_frame import Sheet
from dashboard.study_moves import Move, MoveRow, moves_chart
from dashboard.study_reading import obstacle
from dashboard.study_titles import (
    MOVES_KEY,
    moves_heading,
    moves_title,
    paths_heading,
    paths_key,
    paths_title,
    row_days,
    row_name,
)
from dashboard.study_words import change_text, interval_text, occasion_text, offset_text, p_text, rank_text
from dashboard.themes import THEMES

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
    words = paths_heading(story, settings, drawn, size[0]) if with_words else Heading()
    panels = [_panel(story, settings, paths) for paths in drawn]
    sheet = Sheet(*size, THEMES[theme], words)
    return paths_chart(panels, paths_title(story, settings, drawn), paths_key(drawn), sheet)


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
    words = moves_heading(story, settings, size[0]) if with_words else Heading()
    rows = [_move_row(row, chosen) for row in study_rows(story, settings)]
    sheet = Sheet(*size, THEMES[theme], words)
    return moves_chart(rows, moves_title(story, settings), MOVES_KEY, sheet, _kind(story, settings))


def _kind(story: Story, settings: Settings) -> str:
    return "bond" if story.info[settings.series].bond else "series"


def _panel(story: Story, settings: Settings, paths: Paths) -> PathsPanel:
    info = story.info
    lines = [_line(info[settings.series].short, paths.own, paths.unit, 0)]
    for name, frame in paths.benchmarks.items():
        lines.append(_line(info[name].short, frame, paths.unit, 1 + settings.benchmarks.index(name)))
    empty = all(y is None for y in lines[0].y)
    ticks = [f"{offset_text(day)}<br>{_short_day(paths.own, day)}" for day in settings.window.offsets]
    return PathsPanel(
        heading=occasion_text(paths.occasion),
        offsets=list(settings.window.offsets),
        ticks=ticks,
        lines=[] if empty else lines,
        fans=[] if empty else _fans(paths),
        empty=obstacle(paths.occasion, paths.study) if empty else "",
        kind=_kind(story, settings),
    )


def _line(name: str, frame: pd.DataFrame, unit: str, pattern: int) -> PathLine:
    y = [None if pd.isna(change) else round(float(change), 4) for change in frame["change"]]
    hover = [
        "" if change is None else f"<b>{change_text(change, unit)}</b> · {name} · {date_text(day)}"
        for change, day in zip(y, frame["date"], strict=True)
    ]
    return PathLine(name, y, hover, pattern)


def _fans(paths: Paths) -> list[Fan]:
    if not len(paths.fan):
        return []
    found = []
    for first, last, share in HALVES:
        low, high = (paths.fan[COMPARISON[i]].round(4).to_list() for i in (first, last))
        ends = [[change_text(end, paths.unit) for end in pair] for pair in zip(low, high, strict=True)]
        hover = [f"{share} of windows: {' to '.join(pair)}" for pair in ends]
        found.append(Fan(f"Middle {share} of comparable windows", low, high, hover))
    return found


def _short_day(frame: pd.DataFrame, day: int) -> str:
    date = frame["date"].get(day)
    return "" if date is None or pd.isna(date) else f"{date.day} {date:%b}"


def _move_row(row: StudyRow, chosen: str) -> MoveRow:
    study, first = row.study, row.occasions[0]
    move, note = study.abnormal, obstacle(first, study)
    rank = f"rank {rank_text(move)} · p {p_text(move)}" if move and move.rank else ""
    figure = f"<b>{change_text(move.change, study.unit)}</b> · {interval_text(move, study.unit)}" if move else note
    return MoveRow(
        name=row_name(row),
        when=row_days(row),
        rank=rank,
        move=_move(move),
        note=note,
        hover=wrapped_lines(*[occasion_text(occasion) for occasion in row.occasions], figure, rank),
        chosen=any(occasion.key == chosen for occasion in row.occasions),
    )


def _move(move: AbnormalMove | None) -> Move | None:
    if move is None:
        return None
    ends = np.quantile(move.placebo_paths[:, -1], [COMPARISON[0], COMPARISON[-1]]).tolist() if move.placebos else None
    return Move(move.change, move.low, move.high, tuple(ends) if ends else None)
