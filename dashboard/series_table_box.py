"""Every series of a story as a table: what it is, whose, how far it reaches, what is wrong with it, how to cite it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.citation import series_citation
from dashboard.cite_box import cite_box
from dashboard.layout import attributes, link
from dashboard.model import SeriesInfo, Story
from dashboard.panel_text import date_text
from dashboard.summary import story_summary

EVERY = "data-every"
"""Id of the place that the table stands in."""
HEADINGS = ("Series", "Covers", "Rows", "Missing", "Flagged", "Unit", "Dated by", "Terms", "Retrieved")
MISSING = (
    "Missing counts weekdays between the first and the last day that have no row, holidays of the market among them; "
    "for a monthly series it counts months. Nothing is filled in."
)


def series_box(story: Story, *, wide: bool) -> Any:
    """The table, folded away on a narrow screen."""
    table = story_summary(story)
    count = f"{len(table)} series, {table['rows'].sum():,} rows"
    return html.Section(
        html.Details(
            [
                html.Summary([html.H2("Every series"), html.Span(count, className="count")]),
                _table(story, table.to_dict("records")),
                html.P(MISSING, className="note"),
            ],
            open=wide,
        ),
        className="data-box every-series",
        **attributes(aria_label="Every series"),
    )


def _table(story: Story, rows: list[dict[Any, Any]]) -> Any:
    # Roles are said aloud too, since a table that a narrow screen lays out as cards loses them in some browsers.
    head = html.Tr([html.Th(text, scope="col", role="columnheader") for text in HEADINGS], role="row")
    return html.Table(
        [
            html.Caption("Every series of the story with coverage, terms and known flaws"),
            html.Thead(head, role="rowgroup"),
            *[_body(story, story.info[row["series"]], row) for row in rows],
        ],
        className="series-table",
        role="table",
    )


def _body(story: Story, info: SeriesInfo, row: Mapping[str, Any]) -> Any:
    """Two rows of one series: its figures, and what opens below them."""
    cells = (
        f"{date_text(row['first'])} – {date_text(row['last'])}",
        f"{row['rows']:,}",
        f"{row['missing']:,}",
        row["flagged"].replace("_", " ") or "none",
        info.unit,
        info.dated_by,
        info.terms,
        date_text(info.retrieved),
    )
    by = html.Span(link(info.publisher, info.address), className="by")
    name = html.Th([html.Span(info.title), by], scope="row", role="rowheader")
    named = zip(HEADINGS[1:], cells, strict=True)
    figures = [html.Td(text, role="cell", **attributes(data_label=heading)) for heading, text in named]
    more = html.Td(_more(story, info), colSpan=len(HEADINGS), role="cell")
    return html.Tbody(
        [html.Tr([name, *figures], role="row"), html.Tr(more, className="more-row", role="row")], role="rowgroup"
    )


def _more(story: Story, info: SeriesInfo) -> Any:
    count = len(info.known_flaws)
    flaws = f"{count} known {'flaw' if count == 1 else 'flaws'}" if count else "No known flaw"
    return html.Details(
        [
            html.Summary(f"{flaws}, how to cite"),
            html.Ul([html.Li(flaw) for flaw in info.known_flaws]) if count else None,
            cite_box(series_citation(story, info.name), info.title),
        ]
    )
