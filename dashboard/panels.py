"""Panels of the main chart: a series, or the record of a bond, as finished numbers with their hover texts."""

from __future__ import annotations

from dashboard.bond_panels import bond_tab_panels
from dashboard.bond_series import bond_series
from dashboard.chart_parts import PanelDrawing
from dashboard.model import Panel, Story
from dashboard.series_panels import index_rates, series_panel, series_tab_panels
from dashboard.source_differences import comparable
from dashboard.state import State
from dashboard.yield_panel import yield_panel


def panel_drawing(story: Story, panel: Panel, state: State) -> PanelDrawing:
    """A panel of the story as the reader has set it."""
    return yield_panel(story, panel, state) if panel.kind == "bond" else series_panel(story, panel, state)


def tab_drawings(story: Story, panel: Panel, state: State) -> list[PanelDrawing]:
    """What the tab of one panel shows: more than its part of the overview."""
    return bond_tab_panels(story, panel, state) if panel.kind == "bond" else series_tab_panels(story, panel, state)


def panel_count(story: Story, panel: Panel) -> int:
    """Number of panels on the tab of a panel, as far as the story has data for them."""
    if panel.kind == "bond":
        return 3 if story.file.treasury else 2
    return 1 + (len(comparable(story, panel)) > 1) + bool(index_rates(story, panel))


def drawn_series(story: Story, panel: Panel) -> list[str]:
    """Names of the series that the tab of a panel draws or computes with."""
    if panel.kind == "bond":
        return [*bond_series(story, panel.bond), *([story.file.treasury] if story.file.treasury else [])]
    return list(dict.fromkeys((*panel.series, *panel.reference, *index_rates(story, panel))))
