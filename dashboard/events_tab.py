"""The event study tab: how unusual the move around each event was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import plotly.graph_objects as go
from dash import ClientsideFunction, Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Given

from dashboard import layout as ids
from dashboard import study_controls as controls
from dashboard.charts import NARROW
from dashboard.current import Current
from dashboard.errors import DashboardError
from dashboard.model import Story
from dashboard.state import OWN, THEMES, State
from dashboard.study import (
    Occasion,
    Paths,
    Settings,
    occasion_named,
    paths_around,
    studied_series,
    study_rows,
    usual_settings,
)
from dashboard.study_charts import side_by_side
from dashboard.study_input import read_own_day, read_window
from dashboard.study_moves import moves_height
from dashboard.study_page import (
    MOVES,
    PATHS,
    READING,
    RESULT,
    chart,
    part,
    reading_parts,
    result_parts,
    save_sheet,
    table_parts,
)
from dashboard.study_picture import study_picture
from dashboard.study_summary import moves_summary, moves_table, paths_summary, paths_table
from dashboard.study_views import moves_figure, moves_title, paths_figure, paths_title
from dashboard.study_words import left_out
from dashboard.time_tab import graph_style, on_page

ADDRESS = "events-address"
"""A store that stays empty: output of the callback that only writes the address."""
FIELDS = (
    controls.EVENT,
    controls.DAY,
    controls.SERIES,
    controls.BENCHMARKS,
    controls.BEFORE,
    controls.AFTER,
    controls.COMPARE,
    controls.SHOW,
)


@dataclass(frozen=True, eq=False)
class Shown:
    """All that the tab shows at a time: the chosen event first in `paths`, the one it is compared with second."""

    settings: Settings
    chosen: Occasion
    paths: tuple[Paths, ...]
    theme: str


def content(story: Story, state: State, width: int) -> list[Any]:
    """What the tab shows for a state; `width` is that of the page's chart column in pixels."""
    if not studied_series(story):
        return [html.P("An event study needs a daily series. This story has none; import one of your own.")]
    settings = usual_settings(story, state)
    shown = _shown(story, settings, occasion_named(story, settings, state.event), "", state.theme, adjusted=False)
    wide = width >= NARROW
    main = html.Div(
        [_around(story, shown, width, wide=wide), _result(story, shown), _all_events(story, shown, width)],
        className="study-main",
    )
    aside = controls.event_list(story, shown.chosen, wide=wide)
    return [html.Div([aside, main], className="board study"), dcc.Store(id=ADDRESS)]


def register(app: Dash, current: Current) -> None:
    """Adds the tab's callbacks to the app; `current` gives the story of a request."""
    fields = {name: Input(name, "value") for name in FIELDS}

    @app.callback(
        output=_outputs(),
        inputs={"asked": fields, "theme": Input(ids.THEME, "data"), "width": Input(ids.WIDTH, "data")},
        prevent_initial_call=True,
    )
    def draw(asked: Mapping[str, Any], theme: str, width: int) -> Any:
        story = current()
        shown, problems = read_shown(story, asked, theme)
        unchanged = dict.fromkeys(_outputs(), no_update)
        return unchanged | problems | (_drawn(story, shown, width) if shown else {})

    app.clientside_callback(
        ClientsideFunction("study", "address"),
        Output(ADDRESS, "data"),
        Input(controls.EVENT, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("study", "own"),
        Output(controls.EVENT, "value"),
        Input(controls.DAY, "value"),
        prevent_initial_call=True,
    )
    for name in (PATHS, MOVES):
        _register_saving(app, current, name)


def read_shown(story: Story, asked: Mapping[str, Any], theme: str) -> tuple[Shown | None, dict[str, str]]:
    """What the controls ask for, and the messages beside the fields; None while one of them is wrong."""
    window, window_problem = read_window(asked[controls.BEFORE], asked[controls.AFTER])
    series, key = asked[controls.SERIES], asked[controls.EVENT]
    day, day_problem = read_own_day(asked[controls.DAY], story, series) if key == OWN else (None, "")
    problems = {"window_message": window_problem, "day_message": day_problem}
    if window is None or day_problem:
        return None, problems
    benchmarks = tuple(name for name in story.file.benchmarks if name in asked[controls.BENCHMARKS] and name != series)
    settings = Settings(series, benchmarks, window)
    chosen = occasion_named(story, settings, key, day)
    adjusted = asked[controls.SHOW] == controls.ADJUSTED
    return _shown(story, settings, chosen, asked[controls.COMPARE], theme, adjusted=adjusted), problems


def _shown(story: Story, settings: Settings, chosen: Occasion, other: str, theme: str, *, adjusted: bool) -> Shown:
    found = [chosen]
    if other and other != chosen.key:
        found.append(occasion_named(story, settings, other))
    paths = tuple(paths_around(story, settings, occasion, adjusted=adjusted) for occasion in found)
    return Shown(settings, chosen, paths, theme)


def _outputs() -> dict[str, Output]:
    return {
        "day_message": Output(controls.DAY_MESSAGE, "children"),
        "window_message": Output(controls.WINDOW_MESSAGE, "children"),
        "series_note": Output(controls.SERIES_NOTE, "children"),
        "reading": Output(READING, "children"),
        "result": Output(RESULT, "children"),
        **_chart_outputs(PATHS),
        **_chart_outputs(MOVES),
    }


def _chart_outputs(name: str) -> dict[str, Output]:
    return {
        f"{name}_figure": Output(part(name, "graph"), "figure"),
        f"{name}_style": Output(part(name, "graph"), "style"),
        f"{name}_summary": Output(part(name, "summary"), "children"),
        f"{name}_table": Output(part(name, "table"), "children"),
    }


def _drawn(story: Story, shown: Shown, width: int) -> dict[str, Any]:
    paths, moves = _paths_figure(story, shown, width), _moves_figure(story, shown, width)
    return {
        "series_note": left_out(story, shown.settings.series),
        "reading": reading_parts(story, shown.settings, shown.paths),
        "result": result_parts(story, shown.settings, shown.paths),
        f"{PATHS}_figure": on_page(paths),
        f"{PATHS}_style": graph_style(paths),
        f"{PATHS}_summary": _paths_summary(story, shown),
        f"{PATHS}_table": table_parts([paths_table(story, shown.settings, p) for p in shown.paths]),
        f"{MOVES}_figure": on_page(moves),
        f"{MOVES}_style": graph_style(moves),
        f"{MOVES}_summary": moves_summary(story, shown.settings),
        f"{MOVES}_table": table_parts([moves_table(story, shown.settings)]),
    }
