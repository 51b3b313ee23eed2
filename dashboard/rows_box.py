"""The rows of the chosen series on the page: which ones, in what order, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboard.layout import attributes
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.rows_asked import Asked, empty_text, first_asked, found_rows
from dashboard.rows_table import SHOWN, Page, Wanted, count_text, page_of
from dashboard.state import OWN, State

SERIES, PERIOD, DATES, FROM, TO, FLAGGED = (
    "data-series", "data-period", "data-dates", "data-from", "data-to", "data-flagged",
)  # fmt: skip
BODY, COUNT, PROBLEM, ORDER, EMPTY = "data-body", "data-count", "data-problem", "data-order", "data-empty"
BACK, ON, PLACE, CLEAR = "data-back", "data-on", "data-place", "data-clear"
HEADING, SORT, FILTER = "data-heading-", "data-sort-", "data-filter-"
"""Beginnings of the ids of a column's heading, of the button that sorts by it, and of its filter."""
FIRST_ORDER = {"column": "date", "descending": False, "page": 1}
HINTS = {"value": ">2.5", "flag": "stale"}
"""What may be written into a filter, beside a day of the story."""


def shown_parts(story: Story, asked: Asked, number: int) -> dict[str, Any]:
    """What the page shows of the rows asked for: properties by the name of the callback's output."""
    rows, of = found_rows(story, asked)
    page = page_of(rows, number)
    return {
        "body": body_rows(page),
        "count": count_text(rows, of, page),
        "empty": "" if len(rows) else empty_text(story, asked, of),
        "place": f"Page {page.number} of {page.pages}",
        "back": page.number == 1,
        "on": page.number == page.pages,
        "sorts": {column: _sorting(column, asked.wanted) for column in SHOWN},
        "order": {"column": asked.wanted.column, "descending": asked.wanted.descending, "page": page.number},
    }


def body_rows(page: Page) -> list[Any]:
    """Rows of the table's body."""
    return [
        html.Tr(
            [
                html.Th(date_text(row["date"]), scope="row"),
                html.Td(row["short"]),
                html.Td(row["text"], className="number"),
                html.Td(row["unit"]),
                html.Td(html.Span(row["flag"].replace("_", " "), className="flag") if row["flag"] else ""),
                html.Td(row["reason"], className="reason"),
            ],
            className="flagged" if row["flag"] else "",
        )
        for row in page.rows.to_dict("records")
    ]


def _sorting(column: str, wanted: Wanted) -> str:
    if column != wanted.column:
        return "none"
    return "descending" if wanted.descending else "ascending"


def rows_box(story: Story, state: State, buttons: Sequence[Any]) -> Any:
    """The section with its controls, the first page of rows, and `buttons` that take them away."""
    asked = first_asked(story, state)
    parts = shown_parts(story, asked, 1)
    return html.Section(
        [
            html.Div([html.H2("Rows"), html.Div(buttons, className="buttons")], className="box-head"),
            _controls(story, state, asked),
            html.P("", id=PROBLEM, className="problem", role="status"),
            html.P(parts["count"], id=COUNT, className="count", role="status"),
            html.Div(
                [_table(parts, asked), html.P(parts["empty"], id=EMPTY, className="rows-empty")],
                className="rows-scroll",
                tabIndex=0,
                role="region",
                **attributes(aria_label="Rows of the chosen series"),
            ),
            _pages(parts),
            dcc.Store(id=ORDER, data=FIRST_ORDER),
        ],
        className="data-box rows",
        **attributes(aria_label="Rows"),
    )


def _series(story: Story, asked: Asked) -> Any:
    options = series_options(story)
    return dcc.Checklist(options, list(asked.names), id=SERIES, className="pills checks", inline=True)


def series_options(story: Story) -> list[Any]:
    """The series that a reader can choose rows of."""
    return [{"label": info.short, "value": name} for name, info in story.info.items()]


def _controls(story: Story, state: State, asked: Asked) -> Any:
    # Lists, as a browser would put a period named 2020 before all others of a mapping.
    periods = [*({"label": p.label, "value": p.id} for p in story.file.periods), {"label": "Own dates", "value": OWN}]
    own = [_field("From", FROM, asked.start.isoformat()), _field("to", TO, asked.end.isoformat())]
    return html.Div(
        [
            _group("Series", _series(story, asked)),
            _group("Period", dcc.RadioItems(periods, state.period, id=PERIOD, className="pills", inline=True)),
            html.Div(own, id=DATES, className="dates", hidden=state.period != OWN),
            _group(
                "Show", dcc.Checklist({"yes": "Only flagged"}, [], id=FLAGGED, className="pills checks", inline=True)
            ),
        ],
        className="rows-controls",
    )


def _group(legend: str, options: Any) -> Any:
    return html.Fieldset([html.Legend(legend), options])


def _field(label: str, component_id: str, value: str) -> Any:
    field = dcc.Input(value, id=component_id, debounce=True, maxLength=10, className="date", inputMode="numeric")
    return html.Label([html.Span(label), field])


def _table(parts: Mapping[str, Any], asked: Asked) -> Any:
    headings = [
        html.Th(
            html.Button(text, id=f"{SORT}{column}", className="sort"),
            id=f"{HEADING}{column}",
            scope="col",
            className="number" if column == "value" else "",
            **attributes(aria_sort=parts["sorts"][column]),
        )
        for column, text in SHOWN.items()
    ]
    hints = {**HINTS, "date": f">={asked.start}"}
    filters = [html.Td(_filter(column, text, hints.get(column, ""))) for column, text in SHOWN.items()]
    return html.Table(
        [
            html.Caption("Rows of the chosen series in the period. The buttons in the headings sort."),
            html.Thead([html.Tr(headings), html.Tr(filters, className="filters")]),
            html.Tbody(parts["body"], id=BODY),
        ],
        className="rows-table",
    )


def _filter(column: str, heading: str, hint: str) -> Any:
    field = dcc.Input("", id=f"{FILTER}{column}", debounce=0.3, className="filter", placeholder=hint, maxLength=60)
    return html.Label([html.Span(f"{heading} contains"), field])


def _pages(parts: Mapping[str, Any]) -> Any:
    return html.Div(
        [
            html.Button("Previous", id=BACK, className="quiet", disabled=parts["back"]),
            html.Span(parts["place"], id=PLACE, role="status"),
            html.Button("Next", id=ON, className="quiet", disabled=parts["on"]),
            html.Button("Clear filters", id=CLEAR, className="quiet clear"),
        ],
        className="pages",
    )
