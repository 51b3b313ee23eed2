"""A tab with a chart over time: cards, controls, chart, saving, and the list of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html

from dashboard import chart_table_box
from dashboard import layout as ids
from dashboard.chart_summary import chart_name, chart_summary
from dashboard.claim_cards import CardFigure
from dashboard.event_list import ListedEvent, listed_events
from dashboard.layout import attributes, checks, choice, graph
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.state import OWN, THEMES, UNITS, State, choice_panel, window
from dashboard.views import source_notes

HEIGHTS = {"wide": 548, "narrow": 600}
"""Height of the chart in pixels by the kind of screen."""
NARROW_PX = 600
LEAST_PANEL_PX = 90
"""Height that a panel's plot keeps: a reader's own and live series make the legend long."""


def chart_height(width: int) -> int:
    """Height of the chart for its width in pixels."""
    return HEIGHTS["narrow" if width < NARROW_PX else "wide"]


def height_with_room(figure: go.Figure) -> int:
    """Height in pixels at which every panel of a chart can be read, however many names its legend has."""
    plot = figure.layout.meta["plot"]
    return max(int(figure.layout.height), int(plot["fixed"] + plot["panels"] * LEAST_PANEL_PX))


def time_tab(story: Story, state: State, figure: go.Figure, cards: Sequence[CardFigure]) -> list[Any]:
    """What a tab with a chart over time shows."""
    return [
        html.Div(card_row(cards), id=ids.CARDS, className="cards"),
        html.Div([_chart(story, state, figure), _events(story, state)], className="board"),
        dcc.Store(id=ids.DETAILS, data=event_details(story, second_layer=False)),
        dcc.Store(id=ids.MORE_DETAILS),
        _limits(story, state.tab),
    ]


def card_row(cards: Sequence[CardFigure]) -> list[Any]:
    """The figures a reader looks for, each with its date and source."""
    return [_card(card) for card in cards]


def _card(card: CardFigure) -> Any:
    """The figure, its first and last line; what lies between is for those who ask how it is known."""
    shown = list(dict.fromkeys([*card.lines[:1], *card.lines[-1:]]))
    known = [card.explain, *[line for line in card.lines if line not in shown], card.verdict_sentence]
    days = ", ".join(date_text(day) for day in card.days)
    return html.Article(
        className="card",
        children=[
            html.H2(card.title),
            html.P(card.big, className="big"),
            *[html.P(line, className="line") for line in shown],
            html.Details(
                [
                    html.Summary("Details"),
                    *[html.P(text) for text in known],
                    html.P(f"{days}. {'; '.join(card.sources)}"),
                ]
            ),
        ],
    )


def _chart(story: Story, state: State, figure: go.Figure) -> Any:
    return html.Section(
        className="chart",
        **attributes(aria_label="Chart"),
        children=[
            _controls(story, state, wide=figure.layout.meta["plot"]["width"] >= NARROW_PX),
            _graph(story, state, figure),
            html.P(chart_summary(story, state), id=ids.SUMMARY, className="unseen"),
            html.P(id=ids.TOLD, className="unseen", role="status"),
            chart_table_box.fold(),
        ],
    )


def _graph(story: Story, state: State, figure: go.Figure) -> Any:
    """The chart in a place that takes the keyboard: `assets/keys.js` steps through its days and events."""
    # An application, not an image: only then do screen readers hand the arrow keys on.
    named = attributes(aria_label=chart_name(story, state), aria_describedby=ids.SUMMARY)
    return html.Div(
        graph(ids.GRAPH, figure), id=ids.CHART, className="chart-place", tabIndex=0, role="application", **named
    )


def _controls(story: Story, state: State, *, wide: bool) -> Any:
    start, end = window(story, state)
    panel = choice_panel(story.file.panels)
    periods = {p.id: p.label for p in story.file.periods} | {OWN: "Own dates"}
    fields = [
        choice("Period", ids.PERIOD, periods, state.period),
        _view_buttons(story),
        html.Div(
            [
                _date_field("From", ids.FROM, start.isoformat()),
                _date_field("to", ids.TO, end.isoformat()),
            ],
            className="dates",
            hidden=state.period != OWN,
        ),
        html.P("", id=ids.PERIOD_MESSAGE, className="problem", role="status"),
    ]
    sources = {name: story.info[name].short for name in panel.series} if panel else {}
    title = panel.title if panel else "Source"
    fields.append(
        html.Div(
            choice(title, ids.SOURCE, sources, state.source),
            hidden=len(sources) < 2 or (panel is not None and state.tab not in ("overview", panel.id)),
        )
    )
    fields += [
        choice("Show", ids.UNIT, UNITS, state.unit),
        html.Div(
            [_date_field("since", ids.SINCE, state.since.isoformat())],
            className="dates since",
            hidden=state.unit == "level",
        ),
        html.P("", id=ids.SINCE_MESSAGE, className="problem", role="status"),
        _layers(story, state),
        _save(),
    ]
    return html.Details(
        [html.Summary("Period, source and units"), html.Div(fields, className="controls")], open=wide, className="fold"
    )


def _view_buttons(story: Story) -> Any:
    """Back to the view a reader meets first, and the address of the view on screen; `assets/share.js` acts."""
    own = {"data_own": "yes"} if any(info.role == "own" for info in story.info.values()) else {}
    return html.Div(
        [
            html.P("", id=ids.LINK_SAID, role="status", className="saved", **attributes(**own)),
            html.Button("Reset view", className="quiet", **attributes(data_act="reset")),
            html.Button("Copy link", className="quiet", **attributes(data_act="link")),
        ],
        className="view-buttons",
    )


def _date_field(label: str, component_id: str, value: str) -> Any:
    return html.Label(
        [
            html.Span(label),
            dcc.Input(
                id=component_id,
                value=value,
                debounce=True,
                placeholder="YYYY-MM-DD",
                maxLength=10,
                className="date",
            ),
        ]
    )


def _layers(story: Story, state: State) -> Any:
    offered = {
        "others": ("Other bonds", any(p.others for p in story.file.panels if state.tab in ("overview", p.id))),
        "context": ("More events", bool(story.context)),
    }
    options = {key: label for key, (label, fits) in offered.items() if fits}
    # What is chosen stays so on a tab that does not offer it: the next tab may.
    chosen = [key for key in offered if getattr(state, key)]
    return checks("Layers", ids.LAYERS, options, chosen)


def _save() -> Any:
    return html.Details(
        className="save",
        children=[html.Summary("Save picture", id=ids.SAVE_OPEN), html.Div(id=ids.SAVE_SHEET, className="sheet")],
    )


def save_sheet() -> list[Any]:
    """What the save button opens; the page asks for it then, as the first chart should not wait for it."""
    sizes = {"screen": "Screen", "slide": "Slide 16:9", "square": "Square", "print": "Print, 300 dpi"}
    width = dcc.Input(id=ids.SAVE_MM, value="180", maxLength=5, className="date")
    return [
        choice("Size", ids.SAVE_SIZE, sizes, "screen"),
        html.Label([html.Span("Print width in mm"), width], className="mm"),
        choice("Colours", ids.SAVE_THEME, {"as shown": "As shown", **THEMES}, "as shown"),
        choice("Format", ids.SAVE_FORMAT, {"png": "PNG", "svg": "SVG"}, "png"),
        html.Div(
            [
                html.Button("Save", id=ids.SAVE, className="main"),
                html.Button("Copy", id=ids.COPY, className="quiet"),
            ],
            className="buttons",
        ),
        html.P("", id=ids.SAVED, role="status", className="saved"),
    ]


def _events(story: Story, state: State) -> Any:
    numbered = [e for e in listed_events(story) if e.number]
    return html.Aside(
        id=ids.EVENTS,
        className="events",
        **attributes(aria_label="Events"),
        children=[
            html.H2("Events of the article"),
            html.Ol([_event(e, state.event) for e in numbered]),
            html.Div(around(story, state.event) if state.context else [], id=ids.AROUND, className="around"),
        ],
    )


def around(story: Story, chosen: str) -> list[Any]:
    """The second layer of events as a list; the page asks for it when the layer is switched on."""
    others = [e for e in listed_events(story) if not e.number]
    heading = html.H2("Around it, from other sources")
    return [heading, html.Ul([_event(e, chosen) for e in others])] if others else []


def _event(listed: ListedEvent, chosen: str) -> Any:
    """An entry of the list; the page's script adds what `event_details` says when it is chosen."""
    start, end = (day.isoformat() for day in listed.window) if listed.window else ("", "")
    expanded = str(listed.event.id == chosen).lower()
    head = html.Button(
        [
            html.Span(str(listed.number) if listed.number else "◇", className="badge"),
            html.Span(listed.event.label, className="label"),
            html.Span(listed.dates, className="when"),
        ],
        className="event",
        **attributes(data_event=listed.event.id, data_start=start, data_end=end, aria_expanded=expanded),
    )
    return html.Li(head)


def event_details(story: Story, *, second_layer: bool) -> dict[str, Any]:
    """What the entries of the list tell when they are chosen, by event: paragraphs by their kind, and links.

    Sent as data, since hundreds of elements that few readers open would hold up the first chart.
    """
    return {e.event.id: _details(e, story) for e in listed_events(story) if bool(e.number) != second_layer}


def _details(listed: ListedEvent, story: Story) -> dict[str, Any]:
    event = listed.event
    publisher = event.publisher or story.file.article.publisher
    unfit = "" if listed.window else "In the list only: its dates do not fit the time axis."
    basis = " ".join(text for text in (f"{listed.basis.capitalize()}.", event.reason, event.check) if text)
    names = [publisher] if len(event.urls) == 1 else [f"{publisher} ({n})" for n in range(1, len(event.urls) + 1)]
    return {
        "what": event.what,
        "words": event.words,
        "reaction": " ".join(text for text in (listed.reaction, unfit) if text),
        "basis": basis,
        "links": list(zip(names, event.urls, strict=True)),
    }


def _limits(story: Story, tab: str) -> Any:
    cant_show = html.Div([html.H2("What this can’t show"), html.P(story.file.limits)])
    explained = [html.P([html.Strong(f"{p.title}. "), p.explain]) for p in story.file.panels if p.explain]
    how_to_read = [html.Div([html.H2("How to read it"), *explained])] if explained else []
    notes = [html.P(note.removeprefix("Sources: ")) for note in source_notes(story, tab)]
    sources = html.Div([html.H2("Sources"), *notes], className="wide")
    return html.Section([cant_show, *how_to_read, sources], className="limits")
