"""The results of event studies as parts of the page: the reading, figures, notes, and charts with their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html

from dashboard.layout import as_wide_as_its_place, attributes, choice, graph, scrolled
from dashboard.model import Story
from dashboard.state import THEMES
from dashboard.study import Paths, Settings, study_rows
from dashboard.study_charts import side_by_side
from dashboard.study_controls import settings_bar
from dashboard.study_input import Shown
from dashboard.study_moves import moves_height
from dashboard.study_picture import MOVES, PATHS
from dashboard.study_reading import HOW_TO_READ, figures, notes, reading, shared_notes
from dashboard.study_summary import TextTable, moves_summary, moves_table, paths_summary, paths_table
from dashboard.study_titles import MOVES_KEY, moves_title
from dashboard.study_views import moves_figure, paths_figure
from dashboard.study_words import occasion_text

READING, RESULT = "events-reading", "events-result"
PATHS_PX, STACKED_PX = 420, 680
"""Height of the paths in pixels, and of two panels one under another."""
SIZES = {"screen": "Screen", "slide": "Slide 16:9", "square": "Square", "print": "Print, 180 mm"}


def part(name: str, what: str) -> str:
    """Id of a part of a chart: its graph, table, summary, or of its save sheet."""
    return f"events-{name}-{what}"


def around(story: Story, shown: Shown, width: int, *, wide: bool) -> Any:
    """Settings, the reading, and the paths around the chosen event."""
    settings = shown.settings
    return html.Section(
        [
            settings_bar(story, settings, save_sheet(PATHS), wide=wide),
            html.Div(reading_parts(story, shown), id=READING, className="reading", role="status"),
            _chart(PATHS, "Paths around the event", paths_drawn(story, shown, width)),
        ],
        className="chart",
        **attributes(aria_label="Around the event"),
    )


def result(story: Story, shown: Shown) -> Any:
    """The figures of the chosen event and what must be known of them."""
    parts = html.Div(result_parts(story, shown), id=RESULT, className="result")
    return html.Section(parts, className="chart", **attributes(aria_label="The event in figures"))


def all_events(story: Story, shown: Shown, width: int) -> Any:
    """The moves of all events, largest first."""
    head = html.Div([html.H2("All events, largest move first"), save_sheet(MOVES)], className="head")
    drawn = _chart(MOVES, "Adjusted moves of all events", moves_drawn(story, shown, width))
    return html.Section([head, drawn], className="chart", **attributes(aria_label="All events"))


@dataclass(frozen=True)
class Drawn:
    """A chart ready for the page: figure, text summary and the tables behind it."""

    figure: go.Figure
    summary: tuple[str, ...]
    tables: tuple[TextTable, ...]


def paths_drawn(story: Story, shown: Shown, width: int) -> Drawn:
    """Paths around the chosen event and the one it is compared with."""
    stacked = len(shown.paths) > 1 and not side_by_side(len(shown.paths), width)
    size = (width, STACKED_PX if stacked else PATHS_PX)
    return Drawn(
        as_wide_as_its_place(paths_figure(story, shown.settings, shown.paths, shown.theme, size)),
        tuple(paths_summary(story, shown.settings, paths) for paths in shown.paths),
        tuple(paths_table(story, shown.settings, paths) for paths in shown.paths),
    )


def moves_drawn(story: Story, shown: Shown, width: int) -> Drawn:
    """Moves of all events, the chosen one marked."""
    rows, title = len(study_rows(story, shown.settings)), moves_title(story, shown.settings)
    size = (width, moves_height(rows, title, MOVES_KEY, width))
    figure = moves_figure(story, shown.settings, shown.chosen.key, shown.theme, size)
    return Drawn(
        as_wide_as_its_place(figure), (moves_summary(story, shown.settings),), (moves_table(story, shown.settings),)
    )


def summary_parts(drawn: Drawn) -> list[Any]:
    """Sentences of a summary, one for each panel."""
    return [html.Div(sentence) for sentence in drawn.summary]


def table_parts(tables: Sequence[TextTable]) -> list[Any]:
    """Tables, each in a region that can be scrolled with the keyboard."""
    return [_table(table) for table in tables]


def reading_parts(story: Story, shown: Shown) -> list[Any]:
    """The chosen events in plain sentences."""
    return [
        html.P([html.Strong(f"{occasion_text(p.occasion)}. "), reading(story, shown.settings, p.occasion, p.study)])
        for p in shown.paths
    ]


def result_parts(story: Story, shown: Shown) -> list[Any]:
    """Figures of the chosen events side by side, and what must be known of each."""
    settings, drawn = shown.settings, shown.paths
    found = [figures(story, settings, paths.study) for paths in drawn]
    rows = tuple((names[0][0], *(text for _, text in names)) for names in zip(*found, strict=True))
    table = TextTable("The figures", ("", *(occasion_text(paths.occasion) for paths in drawn)), rows)
    said = [part for paths in drawn for part in _notes(story, settings, paths, heading=len(drawn) > 1)]
    common = [html.H3("For every event"), _list(shared_notes(story, settings))]
    return [
        html.Div([html.H2("In figures"), _table(table)]),
        html.Div([html.H2("What to know"), *said, *common, _how_to_read()], className="notes"),
    ]


def save_sheet(name: str) -> Any:
    """Size, colours and format of a picture, and the buttons that make it."""
    sheet = [
        choice("Size", part(name, "size"), SIZES, "screen"),
        choice("Colours", part(name, "colours"), {"as shown": "As shown", **THEMES}, "as shown"),
        choice("Format", part(name, "format"), {"png": "PNG", "svg": "SVG"}, "png"),
        html.Div(
            [
                html.Button("Save", id=part(name, "save"), className="main"),
                html.Button("Copy", id=part(name, "copy"), className="quiet"),
            ],
            className="buttons",
        ),
        html.P("", id=part(name, "saved"), role="status", className="saved"),
    ]
    return html.Details(
        [html.Summary("Save picture"), html.Div(sheet, className="sheet"), dcc.Store(id=part(name, "picture"))],
        className="save",
    )


def _chart(name: str, title: str, drawn: Drawn) -> Any:
    """A graph with its text summary and the tables behind it."""
    tables = html.Div(table_parts(drawn.tables), id=part(name, "table"))
    named = attributes(aria_label=title, aria_describedby=part(name, "summary"))
    return html.Figure(
        [
            html.Div(graph(part(name, "graph"), drawn.figure), role="img", **named),
            html.Figcaption(summary_parts(drawn), id=part(name, "summary")),
            html.Details([html.Summary("Show as a table"), tables], className="behind"),
        ],
        id=f"events-{name}",
        **attributes(aria_label=title),
    )


def _notes(story: Story, settings: Settings, paths: Paths, *, heading: bool) -> list[Any]:
    listed = _list(notes(story, settings, paths.occasion, paths.study))
    return [html.H3(occasion_text(paths.occasion)), listed] if heading else [listed]


def _list(said: Sequence[str]) -> Any:
    return html.Ul([html.Li(note) for note in said])


def _how_to_read() -> Any:
    return html.Details([html.Summary("How it is computed"), *[html.P(text) for text in HOW_TO_READ]], className="how")


def _table(table: TextTable) -> Any:
    head = html.Thead(html.Tr([html.Th(cell, scope="col") if cell else html.Td() for cell in table.head]))
    body = [html.Tr([html.Th(row[0], scope="row"), *[html.Td(cell) for cell in row[1:]]]) for row in table.rows]
    whole = html.Table([html.Caption(table.caption), head, html.Tbody(body)])
    return scrolled(whole, table.caption)
