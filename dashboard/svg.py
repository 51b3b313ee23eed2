"""The SVG text of a picture: an element put right after the opening tag, and the same text for the same drawing."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET

from dashboard.errors import DataError

_OPENING_TAG = re.compile(r"<svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*(?<!/)>")
_NAMED_BY = re.compile(r'<defs id="defs-([0-9a-f]+)"')


def is_svg(data: bytes) -> bool:
    """Whether bytes look like an SVG: an <svg tag after at most a declaration, a doctype and comments."""
    head = data[:4096].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    return re.match(r"(?:<[?!][^>]*>\s*)*<svg\b", head) is not None


def insert(svg: str, element: str) -> str:
    """The SVG with `element` as its first child; DataError where there is no opening <svg> tag."""
    tag = _OPENING_TAG.search(svg)
    if tag is None:
        raise DataError(f"Not an SVG picture: no opening <svg> tag in {len(svg):,} characters. Give an SVG file.")
    return svg[: tag.end()] + element + svg[tag.end() :]


def canonical(svg: str) -> str:
    """The SVG as canonical XML (W3C C14N 2.0); DataError where it is not well-formed.

    Chromium writes a style attribute before or after others, depending on what it drew earlier and on the moment.
    """
    try:
        return ET.canonicalize(svg)
    except ET.ParseError as error:
        raise DataError(f"The SVG text is cut off or damaged: {error}. Draw it once more.") from None


def fixed_ids(svg: str) -> str:
    """The SVG with ids that follow from its content; unchanged where Plotly did not draw it.

    Plotly puts one random number into all ids of a drawing. A constant in its place would let two pictures inside one
    page use each other's clip paths; a digest gives the same bytes for the same drawing and other ids for another one.
    """
    drawn = _NAMED_BY.search(svg)
    if drawn is None:
        return svg
    ids = re.compile(rf"(clip|defs-|legend|(?<=[\"#])[gp]){drawn[1]}")
    digest = hashlib.sha256(ids.sub(r"\1", svg).encode()).hexdigest()[:6]
    return ids.sub(rf"\g<1>{digest}", svg)
