"""The PNG container: chunks read with their checksums, and chunks put right after the header.

Pixels are never touched. Layout after the PNG specification, third edition (W3C), sections 5 and 11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dashboard.errors import DataError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TEXT_LIMIT = 1_000_000
METRES_PER_INCH = 0.0254


class Chunk(NamedTuple):
    """One chunk: its type, its data, and its complete bytes with length and checksum."""

    kind: bytes
    body: bytes
    raw: bytes

    @property
    def identity(self) -> tuple[bytes, bytes]:
        """What may stand only once in a picture: a chunk type, and for texts the keyword too."""
        texts = self.kind in (b"iTXt", b"tEXt", b"zTXt")
        return (b"text", self.body.partition(b"\0")[0]) if texts else (self.kind, b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    """Complete bytes of a chunk: length, type, data, CRC-32 over type and data."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def density_chunk(dpi: int) -> bytes:
    """pHYs: pixels per metre on both axes, to the nearest whole number (300 dpi: 11811)."""
    per_metre = round(dpi / METRES_PER_INCH)
    return chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))


def text_chunk(keyword: str, text: str) -> bytes:
    """Uncompressed iTXt, without a language tag: `keyword` of 1 to 79 Latin-1 characters, `text` of any characters."""
    return chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode())


def chunks(png: bytes) -> Iterator[Chunk]:
    """All chunks from IHDR to IEND.

    Raises
    ------
    DataError
        No PNG signature; the file ends before IEND; a checksum does not match.
    """
    if not png.startswith(SIGNATURE):
        raise DataError(f"Not a PNG file: it starts with {png[:8]!r}, a PNG with {SIGNATURE!r}. Give a PNG file.")
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        size = int.from_bytes(png[at : at + 4], "big")
        raw = png[at : at + size + 12]
        kind, body, check = raw[4:8], raw[8:-4], raw[-4:]
        if len(raw) < size + 12 or len(raw) < 12:
            raise DataError(f"The PNG file is cut off: {len(png):,} bytes, and no end chunk (IEND). Save it once more.")
        if struct.unpack(">I", check)[0] != zlib.crc32(kind + body):
            name = kind.decode("latin-1")
            raise DataError(
                f"The PNG file is damaged: chunk {name!r} at byte {at:,} fails its checksum. Save it once more."
            )
        yield Chunk(kind, body, raw)
        at += size + 12


def insert(png: bytes, new: bytes) -> bytes:
    """The PNG with the complete chunks `new` right after its header chunk.

    What `new` replaces is left out: a second pHYs would break the format, a second title contradict the first.
    """
    added = list(chunks(SIGNATURE + new + chunk(b"IEND", b"")))[:-1]
    replaced = {c.identity for c in added}
    header, *rest = chunks(png)
    return SIGNATURE + header.raw + new + b"".join(c.raw for c in rest if c.identity not in replaced)


def size_px(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header chunk."""
    header = next(chunks(png))
    if header.kind != b"IHDR" or len(header.body) != 13:
        raise DataError("The PNG file is damaged: its first chunk is not a header (IHDR). Save it once more.")
    width, height = struct.unpack(">II", header.body[:8])
    return width, height


def density_dpi(png: bytes) -> int | None:
    """Dots per inch that the file states, or None."""
    for c in chunks(png):
        if c.kind == b"pHYs" and len(c.body) == 9 and c.body[8] == 1:
            return round(int.from_bytes(c.body[:4], "big") * METRES_PER_INCH)
    return None


def texts(png: bytes) -> Mapping[str, str]:
    """Text by keyword, of all three kinds of text chunk; the first of a keyword counts."""
    found: dict[str, str] = {}
    for c in chunks(png):
        if c.kind in (b"iTXt", b"tEXt", b"zTXt"):
            keyword, _, rest = c.body.partition(b"\0")
            found.setdefault(keyword.decode("latin-1"), _text(c.kind, rest))
    return found


def _text(kind: bytes, rest: bytes) -> str:
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _inflate(rest[1:]).decode("latin-1")
    text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return (_inflate(text) if rest[:1] == b"\1" else text).decode("utf-8", "replace")


def _inflate(data: bytes) -> bytes:
    # A few bytes can inflate to gigabytes: no text of a picture is longer than the limit.
    try:
        return zlib.decompressobj().decompress(data, TEXT_LIMIT)
    except zlib.error as error:
        raise DataError(
            f"The PNG file is damaged: a compressed text can't be read ({error}). Save it once more."
        ) from None
