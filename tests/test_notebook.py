"""Figures of a notebook: pictures in the size of their layout, and what happens where no browser can draw them."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator

import plotly.graph_objects as go
import plotly.io as pio
import pytest
from PIL import Image

from dashboard.notebook import HEIGHT_PX, NAME, SCALE, WIDTH_PX, FigureRenderer, show_figures
from dashboard.renderer import Renderer


@pytest.fixture(scope="module")
def pictures() -> Iterator[FigureRenderer]:
    made = FigureRenderer()
    yield made
    made.close()


def drawn(pictures: FigureRenderer, colour: str, **layout: int) -> Image.Image:
    figure = go.Figure(layout={"paper_bgcolor": colour, **layout})
    data = pictures.to_mimebundle(figure.to_dict())
    assert list(data) == ["image/png"]
    return Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("RGB")


def test_a_figure_is_a_picture_in_the_size_of_its_layout(pictures: FigureRenderer) -> None:
    assert drawn(pictures, "white", width=300, height=200).size == (300 * SCALE, 200 * SCALE)
    assert drawn(pictures, "white").size == (WIDTH_PX * SCALE, HEIGHT_PX * SCALE)


def test_a_figure_drawn_after_an_interruption_is_its_own(
    pictures: FigureRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer to the figure that was given up must not be taken for the next one's."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Renderer, "_answer", interrupted)
        with pytest.raises(KeyboardInterrupt):
            drawn(pictures, "red", width=300, height=200)
    assert drawn(pictures, "blue", width=300, height=200).getpixel((5, 5)) == (0, 0, 255)


def html(renderer: FigureRenderer) -> str:
    data = renderer.to_mimebundle(go.Figure(layout={"title": {"text": "Crowns"}}).to_dict())
    assert list(data) == ["text/html"]
    return data["text/html"]


def test_without_a_browser_the_notebook_draws_the_figure_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    assert "Crowns" in html(FigureRenderer())


def test_a_figure_to_zoom_loads_nothing_and_uploads_nothing() -> None:
    page = html(FigureRenderer(zoom=True))
    assert re.findall(r"""<(?:script|link)[^>]* (?:src|href)=["'](?!data:)[^>]*>""", page) == []
    assert '"showSendToCloud": false' in page


@pytest.mark.parametrize("zoom", [False, True])
def test_figures_are_shown_that_way_from_then_on(zoom: bool) -> None:
    usual = pio.renderers.default
    try:
        show_figures(zoom=zoom)
        kinds = go.Figure(layout={"width": 300, "height": 200})._repr_mimebundle_()
        assert list(kinds) == ["text/html" if zoom else "image/png"]
        pio.renderers[NAME].close()
    finally:
        pio.renderers.default = usual
