"""The table behind the chart of a tab: what the chart draws in the visible period, asked for when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Given

from dashboard import layout as ids
from dashboard.chart_entries import COLUMNS, chart_entries, entries_frame, entry_cells
from dashboard.chart_entry import Entry
from dashboard.chart_summary import chart_name, chart_summary
from dashboard.csv_safe import spreadsheet_file
from dashboard.current import Current
from dashboard.layout import attributes, scrolled
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.state import State, window

OPEN, TABLE = "table-open", "table"
BODY, COUNT, PLACE, NUMBER = "table-body", "table-count", "table-place", "table-number"
BACK, ON, CSV, FILE = "table-back", "table-on", "table-csv", "table-file"
PAGE_ROWS = 100
NOTHING = "Nothing is drawn in this period. Choose a longer one."

Read = Callable[[Story, Mapping[str, Any]], tuple[State, str]]
"""Reads the view from the values of the page's controls; the second part says what is wrong with them."""


def fold() -> Any:
    """The closed fold; its table costs nothing until a reader opens it."""
    return html.Details([html.Summary("Show as a table", id=OPEN), html.Div(id=TABLE)], className="chart-table")


def content(story: Story, state: State) -> list[Any]:
    """What the fold opens to: count, first page of rows, and buttons that turn pages and save."""
    shown = shown_parts(story, state, 1)
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in COLUMNS]))
    table = [html.Caption(f"{chart_name(story, state)}, as a table"), head, html.Tbody(shown["body"], id=BODY)]
    return [
        html.P(shown["count"], id=COUNT, className="count", role="status"),
        scrolled(html.Table(table, className="plain"), "What the chart draws, as a table"),
        html.Div(
            [
                html.Button("Previous", id=BACK, className="quiet", disabled=shown["back"]),
                html.Span(shown["place"], id=PLACE),
                html.Button("Next", id=ON, className="quiet", disabled=shown["on"]),
                html.Button("Save as CSV", id=CSV, className="quiet"),
            ],
            className="pages",
        ),
        dcc.Store(id=NUMBER, data=1),
        dcc.Download(id=FILE),
    ]


def shown_parts(story: Story, state: State, number: int) -> dict[str, Any]:
    """A page of the table: properties by the name of the callback's output; a number outside gives the nearest page."""
    entries = chart_entries(story, state)
    pages = max(1, -(-len(entries) // PAGE_ROWS))
    number = min(max(number, 1), pages)
    start, end = window(story, state)
    rows = "figure" if len(entries) == 1 else "figures"
    days = f"{date_text(start)} to {date_text(end)}"
    return {
        "body": [_row(e) for e in entries[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]],
        "count": f"{len(entries):,} {rows}, {days}, oldest first." if entries else f"{days}: {NOTHING}",
        "place": f"Page {number} of {pages}",
        "back": number == 1,
        "on": number == pages,
        "number": number,
    }


def _row(entry: Entry) -> Any:
    date, *cells = entry_cells(entry)
    named = zip(COLUMNS[1:], cells, strict=True)
    return html.Tr(
        [html.Th(date, scope="row"), *[html.Td(cell, **attributes(data_label=name)) for name, cell in named]]
    )


def saved_file(story: Story, state: State) -> dict[str, str]:
    """Every row of the table, of all pages, as a file for spreadsheets."""
    start, end = window(story, state)
    return spreadsheet_file(f"{story.file.id}_{state.tab}_{start}_{end}", entries_frame(chart_entries(story, state)))


def register(app: Dash, current: Current, read: Read) -> None:
    """Adds the callbacks of the table, and of the words that describe the chart, to the app."""
    values = {name: Given(name, "value") for name in (ids.SOURCE, ids.UNIT, ids.SINCE, ids.LAYERS)}
    kept = {"view": ids.VIEW, "theme": ids.THEME, "tab": ids.TAB}
    given = {**values, **{name: Given(store, "data") for name, store in kept.items()}}
    settled = Input(ids.SETTLED, "data")

    @app.callback(Output(ids.SUMMARY, "children"), inputs={"drawn": settled, "asked": given}, prevent_initial_call=True)
    def describe(drawn: Any, asked: Mapping[str, Any]) -> Any:  # noqa: ARG001
        state, problem = read(current(), asked)
        return no_update if problem else chart_summary(current(), state)

    @app.callback(
        Output(TABLE, "children"),
        inputs={"clicks": Input(OPEN, "n_clicks"), "asked": given},
        prevent_initial_call=True,
    )
    def open_table(clicks: int | None, asked: Mapping[str, Any]) -> Any:
        return content(current(), read(current(), asked)[0]) if clicks == 1 else no_update

    @app.callback(
        output={
            "body": Output(BODY, "children"),
            "count": Output(COUNT, "children"),
            "place": Output(PLACE, "children"),
            "back": Output(BACK, "disabled"),
            "on": Output(ON, "disabled"),
            "number": Output(NUMBER, "data"),
        },
        inputs={
            "causes": [Input(BACK, "n_clicks"), Input(ON, "n_clicks"), settled],
            "asked": given,
            "number": Given(NUMBER, "data"),
        },
        prevent_initial_call=True,
    )
    def turn(causes: Sequence[Any], asked: Mapping[str, Any], number: int) -> Any:  # noqa: ARG001
        state, problem = read(current(), asked)
        if problem:
            return dict.fromkeys(("body", "count", "place", "back", "on", "number"), no_update)
        return shown_parts(current(), state, {BACK: number - 1, ON: number + 1}.get(ctx.triggered_id, 1))

    @app.callback(
        Output(FILE, "data"), inputs={"clicks": Input(CSV, "n_clicks"), "asked": given}, prevent_initial_call=True
    )
    def save(clicks: int | None, asked: Mapping[str, Any]) -> Any:
        return saved_file(current(), read(current(), asked)[0]) if clicks else no_update
