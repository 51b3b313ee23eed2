"""What stands below the chart of one panel: its summary in words, and for a bond the calculator and the record."""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard import calculator_box, record_table
from dashboard.current import Current
from dashboard.layout import scrolled
from dashboard.model import Panel, Story
from dashboard.panel_summary import panel_summary
from dashboard.panel_text import date_text
from dashboard.source_differences import Apart, apart
from dashboard.state import State
from dashboard.wording import with_unit


def content(story: Story, state: State) -> list[Any]:
    """What follows the chart of a state's tab; nothing on a tab of several panels."""
    panel = next((p for p in story.file.panels if p.id == state.tab), None)
    if panel is None:
        return []
    words = panel_summary(story, panel)
    summary = [html.P(words, className="summary")] if words else []
    if panel.kind == "bond":
        return [*summary, calculator_box.content(story, str(panel.bond)), record_table.content(story)]
    return [*summary, *_apart_table(story, panel)]


def register(app: Dash, current: Current) -> None:
    """Adds the callbacks of these parts to the app; `current` gives the story of a request."""
    calculator_box.register(app, current)


def _apart_table(story: Story, panel: Panel) -> list[Any]:
    found = apart(story, panel)
    if not found:
        return []
    first = story.info[found[0].first_series]
    headings = ("Series", "Days compared", "Middle difference", "Largest", "On", "Its value", first.short)
    table = html.Table(
        [
            html.Caption(f"Differences from {first.short}, on days that both were quoted"),
            html.Thead(html.Tr([html.Th(name, scope="col") for name in headings])),
            html.Tbody([_apart_row(story, a) for a in found]),
        ],
        className="plain numbers",
    )
    return [
        html.Details(
            [
                html.Summary("How far the sources lie apart, as a table"),
                scrolled(table, "Differences between the sources"),
            ],
            className="sheet-box",
        )
    ]


def _apart_row(story: Story, found: Apart) -> Any:
    own, first = story.info[found.series], story.info[found.first_series]
    cells = (
        str(found.days),
        with_unit(found.middle, found.unit),
        with_unit(found.widest, found.unit, signed=True),
        date_text(found.day),
        f"{found.own:.{own.decimals}f}",
        f"{found.first:.{first.decimals}f}",
    )
    return html.Tr([html.Th(own.short, scope="row"), *[html.Td(cell) for cell in cells]])
