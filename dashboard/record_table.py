"""The table of all that was published about a story's bonds."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.layout import links, scrolled
from dashboard.model import Story
from dashboard.record_listing import Listed, record_listing

HEADINGS = ("Date", "About", "Figure", "How it is known", "Publisher")


def content(story: Story) -> Any:
    """The table, folded away until a reader asks for it."""
    listed = record_listing(story)
    return html.Details(
        [
            html.Summary(f"All that was published about the bonds ({len(listed)} entries)"),
            scrolled(_table(listed), "All that was published about the bonds"),
        ],
        className="record sheet-box",
    )


def _table(listed: tuple[Listed, ...]) -> Any:
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADINGS]))
    return html.Table([head, html.Tbody([_row(entry) for entry in listed])], className="plain")


def _row(entry: Listed) -> Any:
    figure = [html.Strong(entry.figure)] if entry.figure else []
    says = [html.Q(entry.says)] if entry.says else []
    return html.Tr(
        [
            html.Th(entry.date, scope="row"),
            html.Td([html.Div(entry.about), html.Div(entry.what, className="small")]),
            html.Td([*figure, *says]),
            html.Td(entry.how, className="small"),
            html.Td([html.Div(links(entry.publisher, entry.urls)), html.Div(entry.strength, className="small")]),
        ]
    )
