"""The page of one story: what it shows for an address, and callbacks that read the controls, call a view and return."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import flask
import plotly.graph_objects as go
from dash import ClientsideFunction, Dash, Input, Output, State, ctx, no_update

from dashboard import (
    about_tab,
    chart_table_box,
    claims_tab,
    data_tab,
    events_tab,
    help_box,
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
from dashboard.current import Current
from dashboard.errors import DashboardError
from dashboard.model import Story
from dashboard.place import Place
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

DEFAULT_WIDTH = 960
TABS = {"events": events_tab, "claims": claims_tab, "data": data_tab, "about": about_tab}
"""Tabs that are no chart over time: modules with `content` and `register`."""


def register(app: Dash, story: Story, current: Current, place: Place) -> None:
    """Adds all callbacks of the page; `story` is that of the files, `current` gives the one of a request."""
    _add_callbacks(app, current)
    for tab in TABS.values():
        tab.register(app, current)
    panel_box.register(app, current)
    chart_table_box.register(app, current, read_state)
    help_box.register(app)
    live_box.register(app, current, Refresher(story))
    story_box.register(app, place)


def page(story: Story, place: Place) -> Any:
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
