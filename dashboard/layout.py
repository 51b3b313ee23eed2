"""The frame of the page: header, tabs, and the place that a tab fills.

Component ids are constants, so that callbacks, scripts and tests name the same things.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html

from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.state import State, default_state, window
from dashboard.themes import paired_colours

CONTENT, TABS, QUERY, TAB, MESSAGE, HEADLINE = "content", "tabs", "query", "tab", "message", "headline"
GRAPH, CARDS, EVENTS, AROUND = "chart", "cards", "events", "around"
PERIOD, FROM, TO, SOURCE, UNIT, SINCE, LAYERS = "period", "from", "to", "source", "unit", "since", "layers"
DETAILS, MORE_DETAILS = "details", "more-details"
PERIOD_MESSAGE, SINCE_MESSAGE = "period-message", "since-message"
HELP_BUTTON, HELP, HELP_KEYS = "help-button", "help", "help-keys"
VIEW, WIDTH, THEME, THEME_BUTTON, PERIODS, DEFAULTS = "view", "width", "theme", "theme-button", "periods", "defaults"
DRAWN, ADDRESS, DETAILED, TABBED = "drawn", "address", "detailed", "tabbed"
"""Stores that stay empty: outputs of callbacks which only act on the page."""
SETTLED = "settled"
"""A store that changes when a chart has been drawn anew."""
CHART, SUMMARY, TOLD = "chart-frame", "chart-summary", "chart-told"
"""The focusable place of the chart, the words that describe it, and what is told of the day it is stepped to."""
LINK_SAID = "link-said"
SAVE, COPY, SAVED, PICTURE = "save", "copy", "saved", "picture"
SAVE_OPEN, SAVE_SHEET = "save-open", "save-sheet"
SAVE_SIZE, SAVE_THEME, SAVE_FORMAT, SAVE_MM = "save-size", "save-theme", "save-format", "save-mm"

GRAPH_CONFIG: Any = {
    # The cloud button would send the figure to another host.
    "showSendToCloud": False,
    "displaylogo": False,
    "displayModeBar": False,
    "doubleClick": "reset",
    "showTips": False,
}
"""Settings of every graph of the page."""


def attributes(**values: str) -> Any:
    """Attributes of an element whose names have a hyphen, such as data- and aria- ones."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def link(text: str, address: str, **more: Any) -> Any:
    """A link to another site, in a window of its own; the text alone where there is no address."""
    if not address:
        return text
    return html.A(text, href=address, target="_blank", rel="noopener noreferrer", **more)


def links(text: str, addresses: Sequence[str]) -> list[Any]:
    """The text as a link to the first address, and the further ones by number."""
    if not addresses:
        return [text]
    names = [text, *(f"({number})" for number in range(2, len(addresses) + 1))]
    found = [link(name, address) for name, address in zip(names, addresses, strict=True)]
    return [part for one in found for part in (one, " ")][:-1]


def scrolled(table: Any, label: str) -> Any:
    """A table that scrolls in its own place, with the keyboard too."""
    return html.Div(table, className="scroll", tabIndex=0, role="region", **attributes(aria_label=label))


def as_wide_as_its_place(figure: go.Figure) -> go.Figure:
    """The same figure without a width of its own: a scroll bar may have made its place narrower."""
    return figure.update_layout(width=None, autosize=True)


def graph(component_id: str, figure: go.Figure) -> Any:
    """A chart in a place of its own, which is as high as its figure.

    Dash mounts a graph late: without the place, what lies below would jump then.
    """
    drawn = dcc.Graph(
        id=component_id,
        figure=figure,
        config=GRAPH_CONFIG,
        responsive=True,
        style={"height": "100%"},
        className="graph",
    )
    return html.Div(drawn, id=place_of(component_id), style=place_style(figure))


def place_of(component_id: str) -> str:
    """The id of a chart's place."""
    return f"{component_id}-place"


def place_style(figure: go.Figure) -> dict[str, str]:
    """Style of a chart's place."""
    return {"height": f"{figure.layout.height}px"}


def choice(legend: str, component_id: str, options: Mapping[Any, str], value: str) -> Any:
    """A group of radio buttons drawn as pills, named by its legend; `options` gives the labels by value."""
    radios = dcc.RadioItems(
        id=component_id,
        options=[{"label": label, "value": key} for key, label in options.items()],
        value=value,
        className="pills",
        inline=True,
    )
    return html.Fieldset([html.Legend(legend), radios])


def checks(legend: str, component_id: str, options: Mapping[str, str], chosen: Sequence[str]) -> Any:
    """A group of check boxes drawn as pills, of which any number may be on; hidden where there is nothing to choose."""
    boxes = dcc.Checklist(
        id=component_id,
        options=[{"label": label, "value": key} for key, label in options.items()],
        value=list(chosen),
        className="pills checks",
        inline=True,
    )
    return html.Fieldset([html.Legend(legend), boxes], hidden=not options)


def page(
    story: Story,
    state: State,
    content: Sequence[Any],
    *,
    tabs: Mapping[str, str],
    headline: str,
    width: int,
    notices: Sequence[str],
    stories: Sequence[Any],
) -> Any:
    """The whole page for a state; `tabs` gives the labels by id, `content` is what the state's tab shows.

    `stories` is the story picker of the header, if there is one.
    """
    return html.Div(
        className="page",
        **attributes(data_colours=json.dumps(paired_colours())),
        children=[
            *_stores(story, state, width),
            _top(story, headline, stories),
            html.Nav(tab_links(tabs, state.tab), id=TABS, className="tabs", **attributes(aria_label="Sections")),
            html.Main(
                [
                    html.Div(notice_lines(notices), id=MESSAGE, className="message", role="status"),
                    html.Div(content, id=CONTENT),
                ]
            ),
            _foot(story),
            _help(),
        ],
    )


def _help() -> Any:
    """The dialog with the keys, which it asks for when it is first opened."""
    close = html.Button("Close", className="quiet", **attributes(data_act="close"))
    return html.Dialog([html.Div(id=HELP_KEYS), close], id=HELP, **attributes(aria_label="Keyboard"))


def tab_links(tabs: Mapping[str, str], current: str) -> list[Any]:
    """Links to the tabs, each an address of its own."""
    marks = {name: "page" if name == current else "false" for name in tabs}
    return [
        html.A(label, href=f"?tab={name}", **attributes(data_tab=name, aria_current=marks[name]))
        for name, label in tabs.items()
    ]


def notice_lines(notices: Sequence[str]) -> list[Any]:
    """Sentences for the reader, one a line."""
    return [html.P(text) for text in notices]


def view_data(story: Story, state: State) -> dict[str, str]:
    """What the page's script keeps of a view: the days shown and the event chosen."""
    start, end = (day.isoformat() for day in window(story, state))
    return {"event": state.event, "start": start, "end": end}


def period_data(story: Story, state: State) -> dict[str, list[str]]:
    """First and last day of each period, for the page's script."""
    shown = {p.id: window(story, replace(state, period=p.id)) for p in story.file.periods}
    return {name: [day.isoformat() for day in days] for name, days in shown.items()}


def _stores(story: Story, state: State, width: int) -> list[Any]:
    return [
        dcc.Store(id=VIEW, data=view_data(story, state)),
        dcc.Store(id=WIDTH, data=width),
        dcc.Store(id=THEME, data=state.theme),
        dcc.Store(id=TAB, data=state.tab),
        dcc.Store(id=PERIODS, data=period_data(story, state)),
        dcc.Store(id=DEFAULTS, data=asdict(default_state(story))),
        *[dcc.Store(id=name) for name in (QUERY, SETTLED, PICTURE, DRAWN, ADDRESS, DETAILED, TABBED)],
    ]


def _top(story: Story, headline: str, stories: Sequence[Any]) -> Any:
    return html.Header(
        className="top",
        children=[
            html.Div([html.H1(story.file.title), html.P(headline, id=HEADLINE, className="headline")]),
            html.Div(
                [
                    *stories,
                    _sign("?", HELP_BUTTON, "Keyboard: list of the keys"),
                    _sign("◐", THEME_BUTTON, "Switch between light and dark"),
                ],
                className="tools",
            ),
        ],
    )


def _sign(sign: str, component_id: str, name: str) -> Any:
    """A button with a sign instead of words."""
    return html.Button(sign, id=component_id, className="quiet sign", title=name, **attributes(aria_label=name))


def _foot(story: Story) -> Any:
    article = story.file.article
    return html.Footer(
        [
            html.P(
                [
                    "Article: ",
                    link(f"{article.publisher}, “{article.headline}”", article.url),
                    f", {date_text(article.published)}. Dates are calendar days at the source; a point marks decimals.",
                ]
            ),
        ]
    )
