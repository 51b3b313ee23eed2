"""What an exported picture is besides its pixels: size, density, file name, and where its figures come from.

The page and the command line put the same bytes into a PNG and the same element into an SVG.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from xml.sax.saxutils import escape, quoteattr

from pydantic import BeforeValidator

from dashboard import png, svg
from dashboard.errors import DataError, ExportError
from dashboard.model import Model

CSS_PX_PER_INCH = 96
MM_PER_INCH = 25.4
PRINT_DPI = 300
PRINT_MM = (80, 420)
PRINT_RATIO = 0.66
PRINT_MIN_HEIGHT_PX = 420
"""Least height in CSS pixels; `saving.fitted_size` replaces it by what words and panels of a figure need."""

NAMESPACE = "urn:uuid:4e0b8f4c-5b1f-4b0e-9a55-6d0c2c1f7a31"
_OPEN, _CLOSE = f'<metadata><provenance xmlns="{NAMESPACE}">', "</provenance></metadata>"
_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Size:
    """Size of a picture: CSS pixels that the figure is laid out in, and pixels of the file for each of them.

    Plotly draws on a canvas of `scale` times the CSS pixels, cut to whole pixels; `pixels` is what the file has.
    """

    name: str
    width_px: int
    height_px: int
    scale: float
    dpi: int

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the PNG in pixels."""
        return math.floor(self.width_px * self.scale), math.floor(self.height_px * self.scale)


def print_size(width_mm: float = 180) -> Size:
    """Size of a picture `width_mm` wide on paper at 300 dpi: exactly round(width / 25.4 x 300) pixels wide.

    Raises
    ------
    ExportError
        Width outside 80 to 420 mm.
    """
    low, high = PRINT_MM
    if not low <= width_mm <= high:
        raise ExportError(f"Print width {width_mm:g} mm: it must lie between {low} and {high} mm. Give another width.")
    width_px = round(width_mm / MM_PER_INCH * CSS_PX_PER_INCH)
    pixels = round(width_mm / MM_PER_INCH * PRINT_DPI)
    # A quotient may lie a rounding error below the whole number, and the canvas would then lose a pixel.
    scale = (pixels + 1e-6) / width_px
    height_px = max(round(width_px * PRINT_RATIO), PRINT_MIN_HEIGHT_PX)
    return Size(f"print-{width_mm:g}mm", width_px, height_px, scale, PRINT_DPI)


# dpi is 96 x scale on screens: a document then shows the picture at its CSS size.
SIZES: Mapping[str, Size] = {
    "screen": Size("screen", 1200, 675, 2, 192),
    "slide": Size("slide", 1280, 720, 2, 192),
    "square": Size("square", 720, 720, 1.5, 144),
    "print": print_size(),
}
"""Sizes by the name a user gives; "print" stands for 180 mm, other widths come from `print_size`."""


def file_name(
    story_id: str, chart: str, start: dt.date | None, end: dt.date | None, *, size: Size, theme: str, extension: str
) -> str:
    """File name that says story, chart, period, size and theme, in characters that every file system takes."""
    period = f"{start or 'start'}_{end or 'end'}" if start or end else "all"
    parts = [story_id, chart, *period.split("_"), size.name, theme]
    stem = "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", part).strip(".-")[:60] or "x" for part in parts)
    return f"{stem}.{extension.lstrip('.').lower()}"


def _storable(text: object) -> object:
    """Text without what neither PNG text nor XML can hold: control characters and bytes that are no UTF-8."""
    return _NOT_XML.sub(" ", text) if isinstance(text, str) else text


Stored = Annotated[str, BeforeValidator(_storable)]


class Provenance(Model):
    """Where a picture comes from and how it is drawn again.

    `sources` give publisher and retrieval date, one a line. The time of drawing is left out on purpose: the same data
    drawn by the same software give the same bytes.
    """

    story: Stored
    title: Stored
    sources: tuple[Stored, ...]
    period: Stored
    data_hash: Stored
    command: Stored
    software: Stored

    @property
    def entries(self) -> dict[str, str]:
        """Texts by keyword, in the order they are stored."""
        return {
            "Title": self.title,
            "Source": "\n".join(self.sources),
            "Period": self.period,
            "Story": self.story,
            "Data-Hash": self.data_hash,
            "Command": self.command,
            "Software": self.software,
        }


NEEDED = ("Data-Hash", "Command")
"""Keywords that only this program writes; a title, a source or a software stands in many pictures."""


def png_chunks(provenance: Provenance, dpi: int) -> bytes:
    """Complete chunks (pHYs, then one iTXt a keyword) that belong right after the header, which ends at byte 33."""
    return png.density_chunk(dpi) + b"".join(png.text_chunk(k, text) for k, text in provenance.entries.items())


def add_chunks(data: bytes, chunks: bytes) -> bytes:
    """The PNG with `chunks` after its header, in place of those of the same kind."""
    return png.insert(data, chunks)


def read_chunks(data: bytes) -> dict[str, str]:
    """Texts in a PNG, by keyword; empty where it has none. DataError where it is no PNG, cut off or damaged."""
    return dict(png.texts(data))


def svg_metadata(provenance: Provenance) -> str:
    """The <metadata> element that belongs right after the opening tag of an SVG."""
    entries = "".join(f"<entry key={quoteattr(k)}>{escape(text)}</entry>" for k, text in provenance.entries.items())
    return f"{_OPEN}{entries}{_CLOSE}"


def add_metadata(text: str, provenance: Provenance) -> str:
    """The SVG with its provenance as first child, in place of an older one."""
    bare = re.sub(f"{_OPEN}.*?{_CLOSE}", "", text, flags=re.DOTALL)
    return svg.insert(bare, svg_metadata(provenance))


def read_metadata(text: str) -> dict[str, str]:
    """Texts in an SVG, by keyword; empty where it has none. DataError where it is not well-formed."""
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise DataError(f"The SVG file is cut off or damaged: {error}. Save it once more.") from None
    return {e.get("key", ""): e.text or "" for e in root.iter(f"{{{NAMESPACE}}}entry")}


def inspect_bytes(data: bytes) -> dict[str, str]:
    """What a saved picture says about itself: "Picture" (format and size), then its texts by keyword.

    Raises
    ------
    DataError
        Neither PNG nor SVG; cut off or damaged; without the texts that this program writes.
    """
    if data.startswith(png.SIGNATURE):
        found, picture = read_chunks(data), _png_words(data)
    elif svg.is_svg(data):
        found, picture = read_metadata(data.decode("utf-8", "replace")), "SVG"
    else:
        raise DataError(
            f"Neither a PNG nor an SVG: the file starts with {data[:8]!r}. Give a picture saved by this program."
        )
    if missing := [k for k in NEEDED if k not in found]:
        raise DataError(
            f"The picture has no {' and no '.join(missing)}, so it can't say where it comes from. "
            "Only files saved by this program carry them; copying through the clipboard or a chat loses them."
        )
    return {"Picture": picture, **found}


def _png_words(data: bytes) -> str:
    width, height = png.size_px(data)
    dpi = png.density_dpi(data)
    return f"PNG, {width} x {height} pixels" + (f", {dpi} dots per inch" if dpi else "")
