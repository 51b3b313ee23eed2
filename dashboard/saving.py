"""A view as a picture: its figure in a chosen size, its file name, and the provenance that goes into the file.

The page hands this to the reader's browser, the command line to Kaleido: the figure and the words are the same.
"""

from __future__ import annotations

import base64
import json
import platform
import shlex
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import plotly.graph_objects as go

from dashboard import __version__
from dashboard.errors import ExportError
from dashboard.model import SeriesInfo, Story
from dashboard.picture import SIZES, Provenance, Size, file_name, png_chunks, print_size, svg_metadata
from dashboard.state import OWN, State, coverage, default_state, window
from dashboard.views import charts_of

PRINT_PANEL_PX, PRINT_PANEL_SHARE = 110, 0.17
"""Height of a panel on paper: at least so many CSS pixels, and this share of the picture's width."""
PAGE_RATIO = 1.414
"""Height of a page of paper to its width: what a table may take before its text becomes smaller."""


def size_named(name: str, width_mm: float | str = 180) -> Size:
    """Size by its name; `width_mm` is the width on paper and counts for "print" alone.

    Raises
    ------
    ExportError
        A name that is none of the sizes, or a width that is no number or that paper does not have.
    """
    if name not in SIZES:
        raise ExportError(f"There is no picture size “{name}”. Choose one of {', '.join(SIZES)}.")
    if name != "print":
        return SIZES[name]
    try:
        return print_size(float(width_mm))
    except (TypeError, ValueError):
        message = f"The print width “{width_mm}” is not a number. Give it in millimetres, for instance 180."
        raise ExportError(message) from None


def export_figure(story: Story, chart: str, state: State, size: Size) -> go.Figure:
    """The figure of a picture: the view with its title, notes and sources inside."""
    return charts_of(story)[chart].draw(story, state, size.width_px, size.height_px, True)


def fitted_size(story: Story, chart: str, state: State, size: Size) -> Size:
    """The size a picture is drawn in: paper gives only the width, and the height is what words and panels then need.

    A table on a screen keeps the shape asked for, and grows where its words do not fit.
    """
    on_paper = size.name.startswith("print")
    if charts_of(story)[chart].is_table:
        page = replace(size, height_px=round(PAGE_RATIO * size.width_px)) if on_paper else size
        needed = export_figure(story, chart, state, page).layout.meta["needed_px"]
        return replace(size, height_px=needed if on_paper else max(size.height_px, needed))
    if not on_paper:
        return size
    plot = (export_figure(story, chart, state, size).layout.meta or {}).get("plot")
    if not plot:
        return size
    panel_px = max(PRINT_PANEL_PX, round(PRINT_PANEL_SHARE * size.width_px))
    return replace(size, height_px=round(plot["fixed"] + plot["panels"] * panel_px))


def export_name(story: Story, chart: str, state: State, size: Size, kind: str) -> str:
    """File name of a picture: story, chart, period, size and theme."""
    start, end = window(story, state) if charts_of(story)[chart].of_period else (None, None)
    return file_name(story.file.id, chart, start, end, size=size, theme=state.theme, extension=kind)


def _source(info: SeriesInfo) -> str:
    """Title, publisher, address where there is one, and the day of retrieval."""
    where = f"{info.publisher}, {info.address}" if info.address else info.publisher
    return f"{info.title}: {where}, retrieved {info.retrieved}"


def provenance(story: Story, chart: str, state: State, size: Size) -> Provenance:
    """What the file of a picture says about it."""
    view = charts_of(story)[chart]
    start, end = window(story, state) if view.of_period else coverage(story)
    sources = [_source(info) for info in story.info.values()]
    article = story.file.article
    return Provenance(
        story=story.file.id,
        title=f"{story.file.title}: {view.title}",
        sources=(f"{article.publisher}, {article.published}: {article.url}", *sources),
        period=f"{start} to {end}",
        data_hash=story.data_hash,
        command=export_command(story, chart, state, size),
        software=f"dashboard {__version__}, plotly {version('plotly')}, Python {platform.python_version()}",
    )


def export_command(story: Story, chart: str, state: State, size: Size) -> str:
    """Command line that draws the view again."""
    view = charts_of(story)[chart]
    options = _days_options(story, state) if view.of_period else []
    options += [] if view.is_table else _view_options(story, state)
    options += ["--theme", state.theme] if state.theme != default_state(story).theme else []
    options += ["--size", size.name.split("-")[0]]
    if size.name.startswith("print-"):
        options += ["--width-mm", size.name.removeprefix("print-").removesuffix("mm")]
    return shlex.join(["python", "-m", "dashboard", "export", chart, "--story", f"data/{story.folder.name}", *options])


def _days_options(story: Story, state: State) -> list[str]:
    start, end = window(story, state)
    return ["--from", start.isoformat(), "--to", end.isoformat()] if state.period == OWN else ["--period", state.period]


def _view_options(story: Story, state: State) -> list[str]:
    usual, options = default_state(story), list[str]()
    for name in ("source", "unit", "since", "event"):
        if getattr(state, name) != getattr(usual, name):
            options += [f"--{name}", str(getattr(state, name))]
    options += ["--context"] if state.context else []
    return options + ([] if state.others else ["--no-others"])


def browser_picture(story: Story, chart: str, state: State, size: Size, kind: str) -> dict[str, Any]:
    """All that the page's script needs to draw and save a picture with the reader's own browser."""
    size = fitted_size(story, chart, state, size)
    made = provenance(story, chart, state, size)
    width, height = size.pixels
    return {
        "figure": json.loads(export_figure(story, chart, state, size).to_json()),
        "format": kind,
        "width": size.width_px,
        "height": size.height_px,
        "scale": size.scale if kind == "png" else 1,
        "pixels": f"{width} × {height} pixels" if kind == "png" else "drawn in curves",
        "name": export_name(story, chart, state, size, kind),
        "chunks": base64.b64encode(png_chunks(made, size.dpi)).decode("ascii"),
        "metadata": svg_metadata(made),
    }
