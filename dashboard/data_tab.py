"""The data tab: every series with its coverage, publisher, terms and flaws, its rows, and all of it to take away."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Given

from dashboard import layout as ids
from dashboard import live_box, own_box
from dashboard import rows_box as rows
from dashboard.away_box import CITATIONS, SAVE_MESSAGE, ZIP, chart_citations, citations, whole_story
from dashboard.bundle import story_bundle
from dashboard.charts import NARROW
from dashboard.csv_safe import spreadsheet_file
from dashboard.current import Current
from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.rows_asked import found_rows, read_asked
from dashboard.rows_table import SAVED, SHOWN
from dashboard.series_table_box import EVERY, series_box
from dashboard.state import OWN, State, default_state, parse_day

CSV, DOWNLOAD, ADDRESS, SOURCE = "data-csv", "data-download", "data-address", "data-source"
"""`SOURCE` keeps the source that the address names, which the charts to cite are drawn from."""


def content(story: Story, state: State, width: int) -> list[Any]:
    """What the tab shows for a state; `width` is that of the page's chart column in pixels."""
    if not story.info:
        return [html.P("This story has no series. Describe one in its datapackage.json.", className="data-box")]
    save = html.Button("Save what is shown as CSV", id=CSV, className="main")
    return [
        *live_box.content(story),
        own_box.content(story),
        html.Div(series_box(story, wide=width >= NARROW), id=EVERY),
        rows.rows_box(story, state, [save]),
        html.Div([whole_story(story), citations(story, state)], className="data-away"),
        dcc.Download(id=DOWNLOAD),
        dcc.Store(id=SOURCE, data=state.source),
        dcc.Store(id=ADDRESS),
    ]


def rows_file(story: Story, given: Mapping[str, Any], order: Mapping[str, Any]) -> dict[str, Any]:
    """All rows that the controls ask for, of every page and in their order, as a file for spreadsheets."""
    asked = read_asked(story, given, order)
    found, _ = found_rows(story, asked)
    name = f"{story.file.id}_{'_'.join(asked.names)}_{asked.start}_{asked.end}"
    return spreadsheet_file(_short(name), found[list(SAVED)])


def zip_file(story: Story) -> dict[str, Any]:
    """The whole story as a file."""
    content = base64.b64encode(story_bundle(story)).decode("ascii")
    return {"content": content, "filename": f"{story.file.id}.zip", "type": "application/zip", "base64": True}


def _short(name: str) -> str:
    """A name that file systems take."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", name)[:120]


def answer(story: Story, given: Mapping[str, Any], order: Mapping[str, Any], cause: str | None) -> dict[str, Any]:
    """What changes on the page after `cause`, the id of what the reader used."""
    order = next_order(order, cause)
    try:
        parts = rows.shown_parts(story, read_asked(story, given, order), order["page"])
    except DataError as error:
        return {**dict.fromkeys(_outputs(), no_update), "sorts": dict.fromkeys(SHOWN, no_update), "problem": str(error)}
    return {**parts, "problem": ""}


def next_order(order: Mapping[str, Any], cause: str | None) -> dict[str, Any]:
    """Order and page after a click: a heading sorts, and again turns round; all but turning pages leads to page 1."""
    if cause in (rows.BACK, rows.ON):
        return {**order, "page": order["page"] + (1 if cause == rows.ON else -1)}
    if not (cause or "").startswith(rows.SORT):
        return {**order, "page": 1}
    column = str(cause).removeprefix(rows.SORT)
    return {"column": column, "descending": column == order["column"] and not order["descending"], "page": 1}


def _outputs() -> dict[str, Any]:
    return {
        "body": Output(rows.BODY, "children"),
        "count": Output(rows.COUNT, "children"),
        "empty": Output(rows.EMPTY, "children"),
        "place": Output(rows.PLACE, "children"),
        "back": Output(rows.BACK, "disabled"),
        "on": Output(rows.ON, "disabled"),
        "sorts": {column: Output(f"{rows.HEADING}{column}", "aria-sort") for column in SHOWN},
        "order": Output(rows.ORDER, "data"),
        "problem": Output(rows.PROBLEM, "children"),
    }


def _controls(kind: type[Input] | type[Given]) -> dict[str, Any]:
    return {
        "series": kind(rows.SERIES, "value"),
        "period": kind(rows.PERIOD, "value"),
        "start": kind(rows.FROM, "value"),
        "end": kind(rows.TO, "value"),
        "flagged": kind(rows.FLAGGED, "value"),
        "filters": {column: kind(f"{rows.FILTER}{column}", "value") for column in SHOWN},
    }


def register(app: Dash, current: Current) -> None:
    """Adds the tab's callbacks to the app; `current` gives the story of a request."""

    @app.callback(
        output=_outputs(),
        inputs={
            "given": _controls(Input),
            "clicks": [Input(i, "n_clicks") for i in (rows.BACK, rows.ON, *(f"{rows.SORT}{c}" for c in SHOWN))],
            "order": Given(rows.ORDER, "data"),
        },
        prevent_initial_call=True,
    )
    def draw(given: Mapping[str, Any], clicks: Any, order: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG001
        return answer(current(), given, order, ctx.triggered_id)

    @app.callback(
        Output(rows.DATES, "hidden"),
        Output(CITATIONS, "children"),
        *[Input(i, "value") for i in (rows.PERIOD, rows.FROM, rows.TO)],
        Given(SOURCE, "data"),
        prevent_initial_call=True,
    )
    def follow(period: str, start: str, end: str, source: str) -> Any:
        state = replace(
            default_state(current()), period=period, source=source, start=parse_day(start), end=parse_day(end)
        )
        return period != OWN, chart_citations(current(), state)

    _register_taking(app, current)
    own_box.register(app, current)
    app.clientside_callback(
        ClientsideFunction("data", "address"),
        Output(ADDRESS, "data"),
        *[Input(i, "value") for i in (rows.PERIOD, rows.FROM, rows.TO)],
        Given(ids.DEFAULTS, "data"),
        prevent_initial_call=True,
    )


def _register_taking(app: Dash, current: Current) -> None:
    """What leads out of the page: files, and filters that go."""

    @app.callback(
        Output(DOWNLOAD, "data"),
        Output(SAVE_MESSAGE, "children"),
        inputs={
            "clicks": [Input(CSV, "n_clicks"), Input(ZIP, "n_clicks")],
            "given": _controls(Given),
            "order": Given(rows.ORDER, "data"),
        },
        prevent_initial_call=True,
    )
    def save(clicks: Any, given: Mapping[str, Any], order: Mapping[str, Any]) -> Any:
        # A tab that has just been opened brings fresh buttons, which calls this without a click.
        if not any(clicks):
            return no_update, no_update
        story = current()
        try:
            if ctx.triggered_id == CSV:
                return rows_file(story, given, order), ""
            return zip_file(story), ""
        except DataError as error:
            # What is wrong with the rows asked for already stands above them.
            return no_update, str(error) if ctx.triggered_id == ZIP else ""

    @app.callback(
        output=[*[Output(f"{rows.FILTER}{column}", "value") for column in SHOWN], Output(rows.FLAGGED, "value")],
        inputs=[Input(rows.CLEAR, "n_clicks")],
        prevent_initial_call=True,
    )
    def clear(clicks: int | None) -> list[Any]:
        return [*[""] * len(SHOWN), []] if clicks else [no_update] * (len(SHOWN) + 1)
