"""Sizes, file names and provenance inside pictures, read back with Pillow and the standard library's XML parser."""

from __future__ import annotations

import datetime as dt
import io
import math
import xml.etree.ElementTree as ET

import pytest
from PIL import Image, PngImagePlugin

from dashboard import png, svg
from dashboard.errors import DataError, ExportError
from dashboard.picture import (
    SIZES,
    Provenance,
    add_chunks,
    add_metadata,
    file_name,
    inspect_bytes,
    png_chunks,
    print_size,
    read_chunks,
    read_metadata,
    svg_metadata,
)

PROVENANCE = Provenance(
    story="somewhere-2020",
    title="Złoty & „Lev“ <before> the vote",
    sources=("Bank A, retrieved 2026-01-02", "Bank Б, retrieved 2026-01-03"),
    period="2020-07-01 to 2020-09-30",
    data_hash="9f86d081",
    command='python -m dashboard export overview --story "a b"',
    software="dashboard 0.1.0, plotly 7.1.0",
)
TEXTS = {
    "Title": "Złoty & „Lev“ <before> the vote",
    "Source": "Bank A, retrieved 2026-01-02\nBank Б, retrieved 2026-01-03",
    "Period": "2020-07-01 to 2020-09-30",
    "Story": "somewhere-2020",
    "Data-Hash": "9f86d081",
    "Command": 'python -m dashboard export overview --story "a b"',
    "Software": "dashboard 0.1.0, plotly 7.1.0",
}
DRAWING = '<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" aria-label="a > b" width="10"><rect/></svg>'


def painted(**options: object) -> bytes:
    """A small PNG made by Pillow."""
    file = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(file, "PNG", **options)
    return file.getvalue()


def opened(data: bytes) -> PngImagePlugin.PngImageFile:
    """The PNG as Pillow reads it, to its end."""
    image = Image.open(io.BytesIO(data))
    image.load()
    assert isinstance(image, PngImagePlugin.PngImageFile)
    return image


@pytest.mark.parametrize(("width_mm", "pixels"), [(80, 945), (85, 1004), (180, 2126), (210, 2480), (420, 4961)])
def test_print_width_is_its_share_of_300_dpi(width_mm: float, pixels: int) -> None:
    size = print_size(width_mm)
    assert (size.pixels[0], size.dpi) == (pixels, 300)


def test_every_print_width_survives_the_cut_of_the_canvas() -> None:
    # HTML: the canvas cuts width x scale to whole pixels, so a product a hair too small would lose one.
    for tenths in range(800, 4201):
        size = print_size(tenths / 10)
        assert math.trunc(size.scale * size.width_px) == round(tenths / 10 / 25.4 * 300)
        assert size.height_px == max(420, round(0.66 * size.width_px))


@pytest.mark.parametrize("width_mm", [0, -180, 79.9, 420.1, math.inf, math.nan])
def test_a_print_width_off_paper_is_refused(width_mm: float) -> None:
    with pytest.raises(ExportError, match="between 80 and 420 mm"):
        print_size(width_mm)


def test_sizes_have_the_pixels_they_are_known_for() -> None:
    assert {name: size.pixels for name, size in SIZES.items()} == {
        "screen": (2400, 1350),
        "slide": (2560, 1440),
        "square": (1080, 1080),
        "print": (2126, 1403),
    }


def test_density_gives_a_document_the_css_width() -> None:
    for size in SIZES.values():
        assert size.pixels[0] / size.dpi == pytest.approx(size.width_px / 96, rel=0.001)


def test_a_file_name_says_story_chart_and_period() -> None:
    days = dt.date(2020, 7, 1), dt.date(2020, 9, 30)
    name = file_name("belarus-2020", "overview", *days, size=SIZES["slide"], theme="dark", extension="png")
    assert name == "belarus-2020_overview_2020-07-01_2020-09-30_slide_dark.png"


def test_a_file_name_has_only_safe_characters() -> None:
    name = file_name("../a b:c", 'x"<>|?*', None, None, size=print_size(85.5), theme="", extension=".SVG")
    assert name == "a-b-c_x_all_print-85.5mm_x.svg"


def test_texts_and_density_are_read_by_pillow() -> None:
    image = opened(add_chunks(painted(), png_chunks(PROVENANCE, 300)))
    assert image.text == TEXTS
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert image.getpixel((2, 1)) == (255, 0, 0)


def test_chunks_stand_right_after_the_header() -> None:
    plain, chunks = painted(), png_chunks(PROVENANCE, 300)
    assert add_chunks(plain, chunks) == plain[:33] + chunks + plain[33:]


def test_pixels_per_metre_are_11811_at_300_dpi() -> None:
    assert png_chunks(PROVENANCE, 300)[:21] == bytes.fromhex("00000009 70485973 00002e23 00002e23 01 78a53f76")


def test_old_density_and_texts_are_replaced() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("Title", "old")
    note.add_itxt("Author", "kept")
    image = opened(add_chunks(painted(dpi=(72, 72), pnginfo=note), png_chunks(PROVENANCE, 192)))
    assert image.text == {**TEXTS, "Author": "kept"}
    assert image.info["dpi"] == pytest.approx((192, 192), abs=0.02)
    again = add_chunks(add_chunks(painted(), png_chunks(PROVENANCE, 300)), png_chunks(PROVENANCE, 300))
    assert again == add_chunks(painted(), png_chunks(PROVENANCE, 300))


def test_texts_of_every_kind_are_read_as_pillow_wrote_them() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("plain", "Zürich")
    note.add_text("packed", "x" * 1000, zip=True)
    note.add_itxt("international", "Минск", "be", "міжнародны")
    note.add_itxt("both", "Минск" * 100, zip=True)
    expected = {"plain": "Zürich", "packed": "x" * 1000, "international": "Минск", "both": "Минск" * 100}
    assert read_chunks(painted(pnginfo=note)) == expected


def test_a_text_that_would_fill_the_memory_is_cut() -> None:
    note = PngImagePlugin.PngInfo()
    note.add_text("bomb", "x" * 5_000_000, zip=True)
    assert len(read_chunks(painted(pnginfo=note))["bomb"]) == png.TEXT_LIMIT


@pytest.mark.parametrize("length", [9, 20, 33, 45, -12, -1])
def test_a_png_cut_off_is_named(length: int) -> None:
    with pytest.raises(DataError, match="cut off"):
        read_chunks(add_chunks(painted(), png_chunks(PROVENANCE, 300))[:length])


def test_a_changed_byte_is_found_by_the_checksum() -> None:
    data = bytearray(add_chunks(painted(), png_chunks(PROVENANCE, 300)))
    data[data.index(b"9f86d081")] ^= 1
    with pytest.raises(DataError, match=r"'iTXt' at byte [0-9]+ fails its checksum"):
        inspect_bytes(bytes(data))


def test_svg_keeps_its_drawing_and_gains_its_provenance() -> None:
    text = add_metadata(DRAWING, PROVENANCE)
    root = ET.fromstring(text)
    assert [child.tag.partition("}")[2] for child in root] == ["metadata", "rect"]
    assert [(e.get("key"), e.text) for e in root[0][0]] == list(TEXTS.items())
    assert text.replace(svg_metadata(PROVENANCE), "") == DRAWING
    assert read_metadata(text) == TEXTS
    assert add_metadata(text, PROVENANCE) == text


def test_what_neither_png_nor_xml_can_hold_becomes_a_space() -> None:
    told = PROVENANCE.model_copy(update={"story": "x"}).model_dump() | {"title": "a\0b\x1bc\ud800d\r\ne"}
    clean = Provenance.model_validate(told)
    assert opened(add_chunks(painted(), png_chunks(clean, 300))).text["Title"] == "a b c d \ne"
    assert read_metadata(add_metadata(DRAWING, clean))["Title"] == "a b c d \ne"


def test_ids_follow_from_the_drawing() -> None:
    def plotly(number: str, width: int) -> str:
        return (
            f'<svg><defs id="defs-{number}"><clipPath id="clip{number}xy"/></defs><g clip-path="url(#clip{number}xy)"/>'
            f'<path d="M-123456,{width}" style="fill: #123456; stroke: url(#g{number}-0)"/></svg>'
        )

    first = svg.fixed_ids(plotly("123456", 1))
    number = first.partition('id="defs-')[2][:6]
    assert first == plotly(number, 1) == svg.fixed_ids(plotly("abcdef", 1))
    assert svg.fixed_ids(plotly("123456", 2)).count(number) == 0
    assert svg.fixed_ids(DRAWING) == DRAWING


def test_the_order_of_attributes_does_not_count() -> None:
    texts = [
        '<svg b="1" a="ü &amp; &lt;"><rect x="1"/> text </svg>',
        "<svg a='ü &amp; &lt;' b='1'><rect x='1' /> text </svg>",
    ]
    first, second = (svg.canonical(text) for text in texts)
    assert first == second
    root = ET.fromstring(first)
    assert (root.attrib, root[0].attrib, root[0].tail) == ({"a": "ü & <", "b": "1"}, {"x": "1"}, " text ")
    with pytest.raises(DataError, match="cut off or damaged"):
        svg.canonical(texts[0][:-3])


def test_a_picture_says_what_it_is() -> None:
    data = add_chunks(painted(), png_chunks(PROVENANCE, 300))
    assert inspect_bytes(data) == {"Picture": "PNG, 3 x 2 pixels, 300 dots per inch", **TEXTS}
    declared = '\ufeff<?xml version="1.0"?>\n<!-- drawn -->\n' + add_metadata(DRAWING, PROVENANCE)
    assert inspect_bytes(declared.encode()) == {"Picture": "SVG", **TEXTS}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Neither a PNG nor an SVG"),
        (b"%PDF-1.4 ...", "Neither a PNG nor an SVG"),
        (b"<html><svg></svg></html>", "Neither a PNG nor an SVG"),
        (painted(), "no Data-Hash and no Command"),
        (DRAWING.encode(), "no Data-Hash and no Command"),
        (DRAWING[:-8].encode(), "cut off or damaged"),
        (png.SIGNATURE + png.text_chunk("Command", "x") + png.chunk(b"IEND", b""), "not a header"),
        (png.SIGNATURE + png.chunk(b"zTXt", b"k\0\0no") + png.chunk(b"IEND", b""), "compressed text can't be read"),
    ],
)
def test_what_is_no_picture_of_ours_says_why(data: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        inspect_bytes(data)


def test_no_place_for_metadata_is_an_error() -> None:
    for text in ("", "<html/>", "<svg/>"):
        with pytest.raises(DataError, match="no opening <svg> tag"):
            add_metadata(text, PROVENANCE)
