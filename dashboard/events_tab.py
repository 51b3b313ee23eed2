"""The event study tab: how unusual the move around each event was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Given

from dashboard import layout as ids
from dashboard import study_controls as controls
from dashboard.charts import NARROW
from dashboard.current import Current
from dashboard.errors import DashboardError, ExportError
from dashboard.model import Story
from dashboard.saving import size_named
from dashboard.state import THEMES, State, default_state
from dashboard.study import studied_series
from dashboard.study_box import (
    READING,
    RESULT,
    Drawn,
    all_events,
    around,
    moves_drawn,
    part,
    paths_drawn,
    reading_parts,
    result,
    result_parts,
    summary_parts,
    table_parts,
)
from dashboard.study_input import Shown, read_shown, usual_shown
from dashboard.study_picture import MOVES, PATHS, study_picture
from dashboard.study_words import left_out

ADDRESS = "events-address"
"""A store that stays empty: output of the callback that only writes the address."""


def content(story: Story, state: State, width: int) -> list[Any]:
    """What the tab shows for a state; `width` is that of the page's chart column in pixels."""
    if not studied_series(story):
        return [html.P("An event study needs a daily series, and this story has none. Import one of your own.")]
    shown, wide = usual_shown(story, state), width >= NARROW
    parts = [around(story, shown, width, wide=wide), result(story, shown), all_events(story, shown, width)]
    aside = controls.event_list(story, shown.chosen, wide=wide)
    return [html.Div([aside, html.Div(parts, className="study-main")], className="board study"), dcc.Store(id=ADDRESS)]


def register(app: Dash, current: Current) -> None:
    """Adds the tab's callbacks to the app; `current` gives the story of a request."""

    @app.callback(
        output=_outputs(),
        inputs={
            "asked": {name: Input(field, "value") for name, field in controls.FIELDS.items()},
            "theme": Input(ids.THEME, "data"),
            "width": Input(ids.WIDTH, "data"),
        },
        prevent_initial_call=True,
    )
    def draw(asked: Mapping[str, Any], theme: str, width: int) -> dict[str, Any]:
        return answer(current(), asked, theme, width)

    app.clientside_callback(
        ClientsideFunction("study", "address"),
        Output(ADDRESS, "data"),
        Input(controls.EVENT, "value"),
    )
    app.clientside_callback(
        ClientsideFunction("study", "own"),
        Output(controls.EVENT, "value"),
        Input(controls.DAY, "value"),
        prevent_initial_call=True,
    )
    for name in (PATHS, MOVES):
        _register_saving(app, current, name)


def answer(story: Story, asked: Mapping[str, Any], theme: str, width: int) -> dict[str, Any]:
    """All parts of the tab for what its controls ask; where a field is wrong, only the message beside it."""
    shown, problems = read_shown(story, asked, theme)
    messages = {"day_message": problems["day"], "window_message": problems["window"]}
    unchanged: dict[str, Any] = dict.fromkeys(_outputs(), no_update)
    return unchanged | messages | (_drawn(story, shown, width) if shown else {})


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
        f"{name}_style": Output(ids.place_of(part(name, "graph")), "style"),
        f"{name}_summary": Output(part(name, "summary"), "children"),
        f"{name}_table": Output(part(name, "table"), "children"),
    }


def _drawn(story: Story, shown: Shown, width: int) -> dict[str, Any]:
    return {
        "series_note": left_out(story, shown.settings.series),
        "reading": reading_parts(story, shown),
        "result": result_parts(story, shown),
        **_chart_parts(PATHS, paths_drawn(story, shown, width)),
        **_chart_parts(MOVES, moves_drawn(story, shown, width)),
    }


def _chart_parts(name: str, drawn: Drawn) -> dict[str, Any]:
    return {
        f"{name}_figure": drawn.figure,
        f"{name}_style": ids.place_style(drawn.figure),
        f"{name}_summary": summary_parts(drawn),
        f"{name}_table": table_parts(drawn.tables),
    }


def _register_saving(app: Dash, current: Current, name: str) -> None:
    """Callbacks of one chart's save sheet: the server gives the picture's figure, the browser draws and saves it."""

    @app.callback(
        Output(part(name, "picture"), "data"),
        Output(part(name, "saved"), "children"),
        inputs={
            "clicks": [Input(part(name, "save"), "n_clicks"), Input(part(name, "copy"), "n_clicks")],
            "asked": {key: Given(field, "value") for key, field in controls.FIELDS.items()},
            "theme": Given(ids.THEME, "data"),
            "sheet": [Given(part(name, what), "value") for what in ("size", "colours", "format")],
        },
        prevent_initial_call=True,
    )
    def picture(clicks: Sequence[int | None], asked: Mapping[str, Any], theme: str, sheet: Sequence[str]) -> Any:
        if not any(clicks):
            return no_update, no_update
        copied = ctx.triggered_id == part(name, "copy")
        try:
            return saved(current(), name, asked, theme, sheet, copied=copied), "Drawing the picture …"
        except DashboardError as error:
            return no_update, str(error)

    app.clientside_callback(
        ClientsideFunction("page", "save"),
        Output(part(name, "saved"), "children", allow_duplicate=True),
        Input(part(name, "picture"), "data"),
        prevent_initial_call=True,
    )


def saved(
    story: Story, name: str, asked: Mapping[str, Any], theme: str, sheet: Sequence[str], *, copied: bool
) -> dict[str, Any]:
    """Picture of a chart as it is on screen; `sheet` is size, colours and format.

    Raises
    ------
    ExportError
        A field of the tab is wrong.
    """
    size, colours, kind = sheet
    shown, problems = read_shown(story, asked, colours if colours in THEMES else theme)
    if shown is None:
        raise ExportError(" ".join(filter(None, problems.values())))
    state = replace(default_state(story), tab="events")
    kind = "png" if copied else kind
    return {**study_picture(story, name, shown, state, size_named(size), kind), "copy": copied}
