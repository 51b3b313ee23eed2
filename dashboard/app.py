"""The Dash app: callbacks that read the controls, call a view and return; and the rules its server keeps."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import flask
import plotly.graph_objects as go
from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update, set_props

from dashboard import layout
from dashboard.claim_cards import card_figures, headline
from dashboard.claims import check_claims
from dashboard.errors import DashboardError
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.state import THEMES, default_state, from_query, parse_day, window
from dashboard.state import State as ViewState
from dashboard.views import VIEWS

ASSETS = Path(__file__).parent / "assets"
HOSTS = ["127.0.0.1", "localhost", "[::1]"]
"""Names this server answers to: any other Host header may be another site's page reaching in."""
DEFAULT_WIDTH = 960


def create_app(story: Story) -> Dash:
    """The dashboard of one story, ready to be served."""
    app = Dash(
        "dashboard",
        assets_folder=str(ASSETS),
        assets_ignore="first.js",
        index_string=(ASSETS / "index.html").read_text(encoding="utf-8"),
        title=story.file.title,
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
        health_endpoint="health",
        enable_mcp=False,
        add_log_handler=False,
        on_error=_explain,
    )
    app.layout = lambda: _page(story)
    _add_callbacks(app, story)
    _guard(app)
    return app


def create_server(folder: str | Path) -> flask.Flask:
    """The dashboard as a WSGI application, for a server of the reader's choice."""
    server: flask.Flask = create_app(load_story(folder)).server
    return server


def _page(story: Story) -> Any:
    """The page for the address asked for, with its first chart, so that nothing waits for a callback."""
    asked = _asked()
    state, notices = from_query(asked.query, story)
    state = state if "theme=" in asked.query else replace(state, theme=asked.theme)
    results = check_claims(story)
    return layout.page(
        story,
        state,
        _figure(story, state, asked.width),
        headline=headline(story, results),
        cards=card_figures(story, results, state.source),
        notices=notices,
    )


@dataclass(frozen=True)
class _Asked:
    """What the browser asks for: the query of its address, and theme and width of the chart as `first.js` found them."""

    query: str = ""
    theme: str = "light"
    width: int = DEFAULT_WIDTH


def _asked() -> _Asked:
    """Usual values outside a request: Dash draws the page once at start to learn its components."""
    if not flask.has_request_context():
        return _Asked()
    theme = flask.request.cookies.get("theme", "")
    width = flask.request.cookies.get("width", "")
    return _Asked(
        urlsplit(flask.request.referrer or "").query,
        theme if theme in THEMES else _Asked.theme,
        int(width) if width.isdigit() and 200 <= int(width) <= 4000 else _Asked.width,
    )


@lru_cache(maxsize=64)
def _figure(story: Story, state: ViewState, width: int) -> go.Figure:
    return VIEWS["overview"].draw(story, state, width, layout.chart_height(width), False)


def _add_callbacks(app: Dash, story: Story) -> None:
    ids = layout
    controls = [Input(i, "value") for i in (ids.SOURCE, ids.UNIT, ids.SINCE, ids.LAYERS)]

    @app.callback(
        Output(ids.GRAPH, "figure"),
        Output(ids.GRAPH, "style"),
        Output(ids.CARDS, "children"),
        Output(ids.SINCE_MESSAGE, "children"),
        *controls,
        Input(ids.THEME, "data"),
        Input(ids.WIDTH, "data"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def draw(source: str, unit: str, since: str, layers: Sequence[str], theme: str, width: int, view: Any) -> Any:
        state, problem = read_state(story, source, unit, since, layers, theme, view)
        if problem:
            return no_update, no_update, no_update, problem
        figure = _figure(story, state, width)
        cards = layout.card_row(card_figures(story, check_claims(story), source))
        return layout.on_page(figure), layout.graph_style(figure), cards, ""

    @app.callback(
        Output(ids.PICTURE, "data"),
        Output(ids.SAVED, "children"),
        Input(ids.SAVE, "n_clicks"),
        Input(ids.COPY, "n_clicks"),
        *[State(i, "value") for i in (ids.SOURCE, ids.UNIT, ids.SINCE, ids.LAYERS)],
        State(ids.THEME, "data"),
        State(ids.VIEW, "data"),
        *[State(i, "value") for i in (ids.SAVE_SIZE, ids.SAVE_MM, ids.SAVE_THEME, ids.SAVE_FORMAT)],
        prevent_initial_call=True,
    )
    def picture(_save: Any, _copy: Any, source: str, unit: str, since: str, layers: Sequence[str], theme: str, view: Any,
                size: str, mm: Any, colours: str, kind: str) -> Any:  # fmt: skip
        state, problem = read_state(story, source, unit, since, layers, theme, view)
        if problem:
            return no_update, problem
        copied = ctx.triggered_id == ids.COPY
        state = state if colours not in THEMES else replace(state, theme=colours)
        try:
            made = saving.picture(story, "overview", state, saving.size_named(size, mm), "png" if copied else kind)
        except DashboardError as error:
            return no_update, str(error)
        return {**made, "copy": copied}, "Drawing the picture …"

    page = "page"
    app.clientside_callback(
        ClientsideFunction(page, "drawn"),
        Output(ids.DRAWN, "data"),
        Input(ids.GRAPH, "figure"),
        State(ids.VIEW, "data"),
    )
    app.clientside_callback(
        ClientsideFunction(page, "period"),
        Output(ids.PERIOD_MESSAGE, "children"),
        *[Input(i, "value") for i in (ids.PERIOD, ids.FROM, ids.TO)],
        State(ids.PERIODS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(page, "theme"),
        Output(ids.THEME, "data"),
        Input(ids.THEME_BUTTON, "n_clicks"),
        State(ids.THEME, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(page, "save"),
        Output(ids.SAVED, "children", allow_duplicate=True),
        Input(ids.PICTURE, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction(page, "changed"),
        Output(ids.ADDRESS, "data"),
        *[Input(i, "value") for i in (ids.PERIOD, ids.SOURCE, ids.UNIT, ids.SINCE, ids.LAYERS)],
        Input(ids.THEME, "data"),
        Input(ids.VIEW, "data"),
        State(ids.DEFAULTS, "data"),
        prevent_initial_call=True,
    )


def read_state(
    story: Story, source: str, unit: str, since: str, layers: Sequence[str], theme: str, view: Any
) -> tuple[ViewState, str]:
    """The view that the controls describe, and a sentence about what is wrong with them, "" where nothing is."""
    state = default_state(story)
    day = parse_day(since)
    if day is None:
        return state, f"“{since}” is not a date. Write the base day as year-month-day, for instance 2020-08-07."
    start, end = parse_day(view["start"]), parse_day(view["end"])
    dates = {"period": "own", "start": start, "end": end} if start and end and start < end else {}
    return replace(
        state,
        source=source or state.source,
        unit=unit,
        since=day,
        event=view["event"] or "",
        context="context" in layers,
        others="others" in layers,
        theme=theme,
        **dates,
    ), ""


def _explain(error: Exception) -> None:
    """Says on the page that one part failed, and lets the rest live."""
    logging.getLogger("dashboard").error("A part of the page failed.", exc_info=error)
    text = (
        str(error)
        if isinstance(error, DashboardError)
        else f"This part could not be drawn ({type(error).__name__}: {error})."
    )
    set_props(layout.MESSAGE, {"children": f"{text} The rest of the page still works; the log has the details."})


def _guard(app: Dash) -> None:
    """Rules for the browser: nothing from another host, nothing inline but what Dash itself writes."""
    server = app.server
    server.config["TRUSTED_HOSTS"] = HOSTS
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {' '.join(app.csp_hashes())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' blob: data:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )

    @server.after_request
    def add_headers(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
