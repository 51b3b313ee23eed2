"""Figures of a notebook as pictures, which show on a code host and on paper too, where no script runs.

The renderer of the exports draws them, without network. On a machine without a browser of its kind, and for readers who
want to zoom, plotly.js draws them inside the notebook instead: plotly's own way to do so asks other hosts.
"""

from __future__ import annotations

import atexit
import base64
from contextlib import ExitStack
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
from plotly.io.base_renderers import MimetypeRenderer

from dashboard.errors import ExportError
from dashboard.export import TIMEOUT_S
from dashboard.renderer import Renderer, renderer

NAME = "dashboard"
"""Plotly's name for this way of showing a figure."""
WIDTH_PX, HEIGHT_PX = 960, 480
"""Size of a figure whose layout names none, in CSS pixels."""
SCALE = 1.5
"""Pixels of a picture for each CSS pixel of its figure: sharp on most screens, and small enough to keep in a file."""
CONFIG = {"showSendToCloud": False, "displaylogo": False}


def show_figures(*, zoom: bool = False) -> None:
    """Show the figures of this notebook as pictures in the size of their layout.

    Parameters
    ----------
    zoom : whether they answer the mouse instead; each then takes 5 MB of a notebook that is saved
    """
    pio.renderers[NAME] = FigureRenderer(zoom=zoom)
    pio.renderers.default = NAME


class FigureRenderer(MimetypeRenderer):  # type: ignore[misc]  # the library is not typed
    """What plotly asks for a cell's output. Its browser serves all figures of a notebook and ends with the kernel."""

    def __init__(self, *, zoom: bool = False) -> None:
        self._zoom = zoom
        self._browser: Renderer | None = None
        self._open = ExitStack()
        atexit.register(self._open.close)

    def to_mimebundle(self, fig_dict: dict[str, Any]) -> dict[str, str]:
        """A PNG in base64; HTML with plotly.js to zoom, and where there is no browser to draw a picture."""
        figure = go.Figure(fig_dict)
        if self._zoom:
            return _html(figure)
        try:
            return {"image/png": base64.b64encode(self._png(figure)).decode("ascii")}
        except ExportError:
            return _html(figure)

    def close(self) -> None:
        """End the browser; the next figure starts another."""
        self._browser = None
        self._open.close()

    def _png(self, figure: go.Figure) -> bytes:
        width, height = figure.layout.width or WIDTH_PX, figure.layout.height or HEIGHT_PX
        options = {"format": "png", "width": width, "height": height, "scale": SCALE}
        try:
            self._browser = self._browser or self._open.enter_context(renderer(TIMEOUT_S))
            return self._browser.draw(figure.to_json(), options, "Drawing a figure", TIMEOUT_S)
        except BaseException:
            # A cell that was interrupted leaves an answer behind, which would be taken for the next figure's.
            self.close()
            raise


def _html(figure: go.Figure) -> dict[str, str]:
    return {"text/html": figure.to_html(full_html=False, include_plotlyjs=True, include_mathjax=False, config=CONFIG)}
