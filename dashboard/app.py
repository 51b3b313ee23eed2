"""The Dash app: callbacks that read the controls, call a view and return; and the rules its server keeps."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import flask
import plotly.graph_objects as go
from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update, set_props

from dashboard import (
    about_tab,
    chart_table_box,
    claims_tab,
    data_tab,
    events_tab,
    help_box,
    joined_assets,
    layout,
    live_box,
    notice_box,
    panel_box,
    saving,
    story_box,
)
from dashboard import layout as ids
from dashboard.additions import without_live
from dashboard.claim_cards import CardFigure, card_figures, headline
from dashboard.claims import ClaimResult, check_claims
from dashboard.current import Current, Layer, layered
from dashboard.errors import DashboardError
from dashboard.library import Library
from dashboard.live_layer import LiveLayer
from dashboard.model import Story
from dashboard.own_sessions import install
from dashboard.page_scripts import used_scripts
from dashboard.place import ALONE, Place
from dashboard.refresher import Refresher
from dashboard.state import OWN, THEMES, default_state, from_query, parse_day, tab_labels
from dashboard.state import State as ViewState
from dashboard.time_tab import (
    around,
    card_row,
    chart_height,
    event_details,
    height_with_room,
    save_sheet,
    time_tab,
)
from dashboard.views import charts_of

HOSTS = ["127.0.0.1", "localhost", "[::1]"]
"""Names this server answers to: any other Host header may be another site's page reaching in."""
MOST_REQUEST_BYTES = 20_000_000
"""The largest file of a reader's own in base 64, which is a third longer, with what is sent beside it."""
DEFAULT_WIDTH = 960
TABS = {"events": events_tab, "claims": claims_tab, "data": data_tab, "about": about_tab}
"""Tabs that are no chart over time: modules with `content` and `register`."""


PLAIN_TABS = {"claims", "data", "about"}
"""Tabs that open without a chart."""
PLOTLY = "_dash-component-suites/plotly/package_data/plotly.min.js"


class _LeanDash(Dash):
    """Dash, sending only what the page uses; it gives each part of the frame by its name.

    Plotly comes first where a chart does: run later, it would hold up a page that can already be read.
    """

    def interpolate_index(self, **parts: Any) -> Any:  # type: ignore[override]
        plain = flask.request.args.get("tab") in PLAIN_TABS
        first = "" if plain else f'<script src="{self.config.requests_pathname_prefix}{PLOTLY}"></script>\n'
        parts["scripts"] = first + used_scripts(parts["scripts"])
        return super().interpolate_index(**parts)  # type: ignore[no-untyped-call]


def create_app(story: Story, place: Place = ALONE) -> Dash:
    """The dashboard of one story, ready to be served where `place` says."""
    app = _LeanDash(
        "dashboard",
        assets_folder=str(joined_assets.FOLDER),
        include_assets_files=False,
        index_string=joined_assets.index_page(place.path),
        routes_pathname_prefix="/",
        requests_pathname_prefix=place.path,
        title=story.file.title,
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
        health_endpoint="health",
        enable_mcp=False,
        add_log_handler=False,
        hooks={"layout_pre": "() => window.storyScripts()"},
        on_error=_explain,
    )

    kept: list[Layer] = [] if place.public else [LiveLayer(story), Library(story)]
    current = layered(story, [*kept, install(app.server, place.path, public=place.public)])
    app.layout = lambda: _page(current(), place) if _page_is_asked() else []
    _add_callbacks(app, current)
    for tab in TABS.values():
        tab.register(app, current)
    panel_box.register(app, current)
    chart_table_box.register(app, current, read_state)
    help_box.register(app)
    live_box.register(app, current, Refresher(story))
    joined_assets.add_routes(app.server)
    story_box.register(app, place)
    _guard(app, place.hosts)
    return app


def _page(story: Story, place: Place) -> Any:
    """The page for the address asked for, with its first chart, so that nothing waits for a callback."""
    asked = _asked()
    state, notices = from_query(asked.query, story)
    state = state if "theme=" in asked.query else replace(state, theme=asked.theme)
    return layout.page(
        story,
        state,
        _content(story, state, asked.width),
        tabs=tab_labels(story),
        headline=headline(story, _told_claims(story)),
        width=asked.width,
        notices=notices,
        stories=story_box.content(place),
    )


def _content(story: Story, state: ViewState, width: int) -> list[Any]:
    """What the tab of a state shows."""
    if state.tab in TABS:
        content: list[Any] = TABS[state.tab].content(story, state, width)
        return content
    *board, limits = time_tab(story, state, _figure(story, state, width), _cards(story, state))
    return [*board, *notice_box.content(story, state), *panel_box.content(story, state), limits]


def _cards(story: Story, state: ViewState) -> tuple[CardFigure, ...]:
    """The story's figures, on the first tab only."""
    return card_figures(story, _told_claims(story), state.source) if state.tab == "overview" else ()


def _page_is_asked() -> bool:
    """Whether a browser waits for the page: Dash also draws it to learn its components, which is not needed here."""
    return flask.has_request_context() and flask.request.path.endswith("/_dash-layout")


@dataclass(frozen=True)
class _Asked:
    """What the browser asks for: the query of its address; theme and width of the chart as `first.js` found them."""

    query: str = ""
    theme: str = "light"
    width: int = DEFAULT_WIDTH


def _asked() -> _Asked:
    """Usual values where a cookie is missing or makes no sense."""
    theme = flask.request.cookies.get("theme", "")
    width = flask.request.cookies.get("width", "")
    return _Asked(
        urlsplit(flask.request.referrer or "").query,
        theme if theme in THEMES else _Asked.theme,
        int(width) if re.fullmatch("[0-9]{3,4}", width) and 200 <= int(width) <= 4000 else _Asked.width,
    )


@lru_cache(maxsize=32)
def _told_claims(story: Story) -> tuple[ClaimResult, ...]:
    """Results that headline and cards tell: not from live series, which change from day to day."""
    return check_claims(without_live(story))


@lru_cache(maxsize=64)
def _figure(story: Story, state: ViewState, width: int) -> go.Figure:
    view = charts_of(story)[state.tab]
    height = chart_height(width) + view.taller_px
    figure = view.draw(story, state, width, height, False)
    needed = height_with_room(figure)
    figure = figure if needed <= height else view.draw(story, state, width, needed, False)
    return layout.as_wide_as_its_place(figure)


def _add_callbacks(app: Dash, current: Current) -> None:
    controls = {name: Input(name, "value") for name in (ids.SOURCE, ids.UNIT, ids.SINCE, ids.LAYERS)}
    chosen = {name: State(name, "value") for name in controls}
    view = {"view": State(ids.VIEW, "data"), "tab": State(ids.TAB, "data")}

    @app.callback(
        Output(ids.CONTENT, "children"),
        Output(ids.TABS, "children"),
        Output(ids.TAB, "data"),
        Output(ids.VIEW, "data", allow_duplicate=True),
        Output(ids.PERIODS, "data"),
        Output(ids.MESSAGE, "children"),
        Output(ids.HEADLINE, "children"),
        Input(ids.QUERY, "data"),
        State(ids.WIDTH, "data"),
        State(ids.THEME, "data"),
        prevent_initial_call=True,
    )
    def open_address(query: str, width: int, theme: str) -> Any:
        story = current()
        state, notices = from_query(query, story)
        state = replace(state, theme=theme)
        links = layout.tab_links(tab_labels(story), state.tab)
        content = _content(story, state, width)
        # A live series that has come in the meantime makes a period without an end longer.
        days = layout.view_data(story, state), layout.period_data(story, state)
        return content, links, state.tab, *days, layout.notice_lines(notices), headline(story, _told_claims(story))

    @app.callback(
        Output(ids.GRAPH, "figure"),
        Output(ids.place_of(ids.GRAPH), "style"),
        Output(ids.CARDS, "children"),
        Output(ids.SINCE_MESSAGE, "children"),
        inputs={"asked": controls | {"theme": State(ids.THEME, "data")} | view, "width": Input(ids.WIDTH, "data")},
        prevent_initial_call=True,
    )
    def draw(asked: Mapping[str, Any], width: int) -> Any:
        story = current()
        state, problem = read_state(story, asked)
        if problem:
            return no_update, no_update, no_update, problem
        figure = _figure(story, state, width)
        # Only the source changes what the cards say; Reset view changes several controls at once.
        changed = ids.SOURCE in ctx.triggered_prop_ids.values()
        cards = card_row(_cards(story, state)) if changed else no_update
        return figure, ids.place_style(figure), cards, ""

    @app.callback(
        Output(ids.AROUND, "children"),
        Output(ids.MORE_DETAILS, "data"),
        Input(ids.LAYERS, "value"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def second_layer(layers: Sequence[str], view: Any) -> Any:
        if "context" not in layers:
            return [], {}
        story = current()
        return around(story, view["event"]), event_details(story, second_layer=True)

    @app.callback(Output(ids.SAVE_SHEET, "children"), Input(ids.SAVE_OPEN, "n_clicks"), prevent_initial_call=True)
    def open_sheet(clicks: int | None) -> Any:
        return save_sheet() if clicks == 1 else no_update

    @app.callback(
        Output(ids.PICTURE, "data"),
        Output(ids.SAVED, "children"),
        inputs={
            "clicks": [Input(ids.SAVE, "n_clicks"), Input(ids.COPY, "n_clicks")],
            "asked": chosen | {"theme": State(ids.THEME, "data")} | view,
            "size": [State(ids.SAVE_SIZE, "value"), State(ids.SAVE_MM, "value")],
            "colours": State(ids.SAVE_THEME, "value"),
            "kind": State(ids.SAVE_FORMAT, "value"),
        },
        prevent_initial_call=True,
    )
    def picture(clicks: Any, asked: Mapping[str, Any], size: Sequence[Any], colours: str, kind: str) -> Any:
        # A tab that has just been opened brings fresh buttons, which calls this without a click.
        if not any(clicks):
            return no_update, no_update
        story = current()
        state, problem = read_state(story, asked)
        if problem:
            return no_update, problem
        copied = ctx.triggered_id == ids.COPY
        state = replace(state, theme=colours) if colours in THEMES else state
        try:
            made = saving.browser_picture(story, state.tab, state, saving.size_named(*size), "png" if copied else kind)
        except DashboardError as error:
            return no_update, str(error)
        return {**made, "copy": copied}, "Drawing the picture …"

    page = "page"
    app.clientside_callback(ClientsideFunction(page, "tabbed"), Output(ids.TABBED, "data"), Input(ids.TAB, "data"))
    app.clientside_callback(
        ClientsideFunction(page, "drawn"),
        Output(ids.DRAWN, "data"),
        Input(ids.GRAPH, "figure"),
        State(ids.VIEW, "data"),
    )
    app.clientside_callback(
        ClientsideFunction(page, "detailed"),
        Output(ids.DETAILED, "data"),
        Input(ids.DETAILS, "data"),
        Input(ids.MORE_DETAILS, "data"),
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
        # A tab without a chart over time has none of these controls.
        *[Input(i, "value", allow_optional=True) for i in (ids.PERIOD, ids.SOURCE, ids.UNIT, ids.SINCE, ids.LAYERS)],
        Input(ids.THEME, "data"),
        Input(ids.VIEW, "data"),
        State(ids.TAB, "data"),
        State(ids.DEFAULTS, "data"),
        prevent_initial_call=True,
    )


def read_state(story: Story, asked: Mapping[str, Any]) -> tuple[ViewState, str]:
    """The view that the controls describe, and a sentence about what is wrong with them, "" where nothing is."""
    state, since, view = default_state(story), parse_day(asked[ids.SINCE]), asked["view"]
    if since is None:
        return state, f"“{asked[ids.SINCE]}” is not a date. Write the base day as year-month-day, such as 2020-08-07."
    start, end = parse_day(view["start"]), parse_day(view["end"])
    dates: dict[str, Any] = {"period": OWN, "start": start, "end": end} if start and end and start < end else {}
    return replace(
        state,
        source=asked[ids.SOURCE] or state.source,
        unit=asked[ids.UNIT],
        since=since,
        event=view["event"] or "",
        context="context" in asked[ids.LAYERS],
        others="others" in asked[ids.LAYERS],
        theme=asked["theme"],
        tab=asked["tab"],
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


def _guard(app: Dash, hosts: Sequence[str]) -> None:
    """Rules for the browser: nothing from another host, nothing inline but what Dash itself writes."""
    server = app.server
    server.config["TRUSTED_HOSTS"] = [*HOSTS, *hosts]
    server.config["MAX_CONTENT_LENGTH"] = MOST_REQUEST_BYTES
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {joined_assets.first_hash()} {' '.join(app.csp_hashes())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' blob: data:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )

    def add_headers(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    server.after_request(add_headers)
