"""The event study tab: how unusual the move around each event was."""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from dashboard.current import Current
from dashboard.model import Story
from dashboard.state import State


def content(story: Story, state: State, width: int) -> list[Any]:
    """What the tab shows for a state; `width` is that of the page's chart column in pixels."""
    return [html.P(f"{story.file.title}, {state.tab}, {width}")]


def register(app: Dash, current: Current) -> None:
    """Adds the tab's callbacks to the app; `current` gives the story of a request."""
