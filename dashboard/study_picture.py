"""The pictures of the event study as a reader has set it, for the browser to draw and save. Pure."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from dashboard.event_window import DEFAULT_WINDOW
from dashboard.model import Story
from dashboard.picture import Provenance, Size, file_name, png_chunks, svg_metadata
from dashboard.saving import browser_picture, fitted_size, provenance
from dashboard.state import OWN, State
from dashboard.study import study_rows, usual_settings
from dashboard.study_input import Shown
from dashboard.study_views import moves_figure, paths_figure
from dashboard.study_words import window_text

PATHS, MOVES = "paths", "events"
"""Names of the two charts among the charts of a story."""


def study_picture(story: Story, name: str, shown: Shown, state: State, size: Size, kind: str) -> dict[str, Any]:
    """Picture of the chart `name` ("paths" or "events") with the settings on screen, as `browser_picture` gives it.

    `state` is the view without what only the tab knows; where that differs, the picture's own description says so.
    """
    state = replace(state, event="" if shown.chosen.key == OWN else shown.chosen.key, theme=shown.theme)
    state = replace(state, source=shown.settings.series)
    size = fitted_size(story, name, state, size)
    made, days = _described(story, name, shown, state, size), _days(story, name, shown)
    return browser_picture(story, name, state, size, kind) | {
        "figure": json.loads(study_figure(story, name, shown, size).to_json()),
        "name": file_name(story.file.id, _named(name, shown), *days, size=size, theme=shown.theme, extension=kind),
        "chunks": base64.b64encode(png_chunks(made, size.dpi)).decode("ascii"),
        "metadata": svg_metadata(made),
    }


def study_figure(story: Story, name: str, shown: Shown, size: Size) -> go.Figure:
    """The chart with its words inside, in the pixels of `size`."""
    pixels = size.width_px, size.height_px
    if name == PATHS:
        return paths_figure(story, shown.settings, shown.paths, shown.theme, pixels, with_words=True)
    return moves_figure(story, shown.settings, shown.chosen.key, shown.theme, pixels, with_words=True)


def _described(story: Story, name: str, shown: Shown, state: State, size: Size) -> Provenance:
    """Provenance with the days of the window, and a command only where one draws the same."""
    made = provenance(story, name, state, size)
    first, last = _days(story, name, shown)
    if first and last:
        made = made.model_copy(update={"period": f"{first} to {last}"})
    if _is_usual(story, shown, state):
        return made
    benchmarks = ", ".join(shown.settings.benchmarks) or "no benchmark"
    what = f"{window_text(shown.settings.window)}, adjusted for {benchmarks}"
    return made.model_copy(update={"command": f"none: set on the page to {what}"})


def _is_usual(story: Story, shown: Shown, state: State) -> bool:
    usual = usual_settings(story, state)
    simple = len(shown.paths) == 1 and not shown.paths[0].adjusted and shown.chosen.key != OWN
    return simple and shown.settings == usual and usual.window == DEFAULT_WINDOW


def _named(name: str, shown: Shown) -> str:
    return "-".join([name, *(paths.occasion.key for paths in shown.paths)]) if name == PATHS else name


def _days(story: Story, name: str, shown: Shown) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the windows drawn."""
    rows = study_rows(story, shown.settings) if name == MOVES else ()
    studies = [row.study for row in rows] or [paths.study for paths in shown.paths]
    return (
        min((study.first for study in studies if study.first), default=None),
        max((study.last for study in studies if study.last), default=None),
    )
