"""What a reader of a chart must know of the live series in it: below the chart, and absent where there are none."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.layout import attributes
from dashboard.live_layer import left_out
from dashboard.live_words import live_lines, warnings_of
from dashboard.model import Story
from dashboard.state import State


def content(story: Story, state: State) -> list[Any]:
    """Disagreements and what can't be read; on the tab of one panel also what its live series continue."""
    own = [panel for panel in story.file.panels if panel.id == state.tab]
    warnings = [*left_out(story), *warnings_of(story, own or story.file.panels)]
    lines = [line for panel in own for line in live_lines(story, panel)]
    if not warnings and not lines:
        return []
    parts = [*[html.P(text, className="problem") for text in warnings], *[html.P(line) for line in lines]]
    label = attributes(aria_label="Live figures")
    return [html.Section([html.H2("Live figures"), *parts], className="sheet-box live-notice", **label)]
