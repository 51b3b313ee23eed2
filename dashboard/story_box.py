"""The story picker in the page's header; a server with one story has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output, html, no_update

from dashboard.layout import attributes
from dashboard.place import Place, StoryLink

OPEN, LINKS = "stories-open", "stories-links"


def content(place: Place) -> list[Any]:
    """The button that opens the list of stories; nothing where there is only one."""
    links = place.links(False)
    if len(links) < 2:
        return []
    return [
        html.Details(
            [
                html.Summary("Stories", id=OPEN, className="quiet"),
                html.Nav(link_list(links), id=LINKS, **attributes(aria_label="Stories")),
            ],
            className="stories",
        )
    ]


def link_list(links: Sequence[StoryLink]) -> Any:
    """The stories as links; one whose files break rules says so."""
    return html.Ul([html.Li(_link(link)) for link in links])


def _link(link: StoryLink) -> Any:
    words = [html.Span(link.title), *([html.Span("can’t be shown", className="broken")] if link.is_broken else [])]
    return html.A(words, href=link.path, **attributes(aria_current="page" if link.is_shown else "false"))


def register(app: Dash, place: Place) -> None:
    """Read the other stories when the picker is opened: at the start of the page it would keep the reader waiting."""
    if len(place.links(False)) < 2:
        return

    @app.callback(Output(LINKS, "children"), Input(OPEN, "n_clicks"), prevent_initial_call=True)
    def opened(clicks: int | None) -> Any:
        return link_list(place.links(True)) if clicks and clicks % 2 else no_update
