"""Pictures of the main chart against those kept in tests/pictures; README shows the first of them.

To renew them after a wanted change: `python -m tests.test_pictures`.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from dashboard.export import Job, draw_figures
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.picture import Size
from dashboard.saving import export_figure, provenance
from dashboard.state import default_state

FOLDER = Path(__file__).parent / "pictures"
SIZE = Size("reference", 1200, 675, 1, 96)
KEPT = {
    "overview-light": {},
    "overview-all-dark": {"period": "all", "theme": "dark", "context": True},
    "overview-change-event": {"period": "2020", "unit": "change", "event": "A16"},
}
DIFFERENT = 40
"""Difference of a channel, of 255, from which a pixel counts as different: fonts are smoothed differently."""
SHARE = 0.04
"""Share of pixels that may be different: text moves by a pixel from machine to machine."""


def drawn(story: Story) -> dict[str, Image.Image]:
    """The pictures as this code draws them."""
    states = [replace(default_state(story), **change) for change in KEPT.values()]  # type: ignore[arg-type]
    jobs = [
        Job(export_figure(story, "overview", s, SIZE), SIZE, Path("x.png"), provenance(story, "overview", s, SIZE))
        for s in states
    ]
    pictures = (Image.open(io.BytesIO(data)).convert("RGB") for data in draw_figures(jobs))
    return dict(zip(KEPT, pictures, strict=True))


def share_different(first: Image.Image, second: Image.Image) -> float:
    """Share of pixels in which two pictures differ visibly."""
    channels = ImageChops.difference(first, second).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    histogram = worst.histogram()
    return sum(histogram[DIFFERENT:]) / sum(histogram)


@pytest.fixture(scope="module")
def pictures(story: Story) -> dict[str, Image.Image]:
    return drawn(story)


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_looks_as_it_did(pictures: dict[str, Image.Image], name: str) -> None:
    kept = Image.open(FOLDER / f"{name}.png").convert("RGB")
    assert pictures[name].size == kept.size
    assert share_different(pictures[name], kept) < SHARE


def test_the_comparison_sees_another_picture(pictures: dict[str, Image.Image]) -> None:
    first, second, third = pictures.values()
    assert share_different(first, second) > SHARE
    assert share_different(first, third) > SHARE


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, picture in drawn(load_story(Path(__file__).parents[1] / "data" / "belarus-2020")).items():
        picture.save(FOLDER / f"{name}.png", optimize=True)
