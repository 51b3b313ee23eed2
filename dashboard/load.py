"""Stories from disk: the only reader of data/. It reads bytes; `assemble.py` makes a story of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from dashboard.assemble import assemble
from dashboard.breaches import Breach, Spot
from dashboard.draft import STORY
from dashboard.errors import DataError
from dashboard.model import Story

SUFFIXES = {".toml", ".json", ".csv"}


def load_story(folder: Path | str) -> Story:
    """Story of a folder with story.toml, datapackage.json and the CSVs it names.

    Raises
    ------
    DataError
        There is no such folder, or its files break rules: all breaches are listed with file, line, rule and remedy.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise DataError(f"{folder} is no folder: a story is a folder that holds {STORY}. Check the path.")
    contents = _read(folder)
    texts: dict[str, str] = {}
    unread: list[Breach] = []
    for name, content in contents.items():
        try:
            texts[name] = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            unread.append(_encoding_breach(name, content, error))
    return assemble(folder, texts, _hash(contents), unread)


def find_stories(root: Path | str) -> list[Path]:
    """Folders directly under `root` that hold a story.toml, by name; hidden ones are none."""
    return sorted(path.parent for path in Path(root).glob(f"*/{STORY}") if not path.parent.name.startswith("."))


def _read(folder: Path) -> dict[str, bytes]:
    """Bytes of the story's files by name, sorted. A hidden file (an editor's or a system's) is none of them."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix in SUFFIXES and not path.name.startswith((".", "~"))]
        return {path.name: path.read_bytes() for path in sorted(paths) if path.is_file()}
    except OSError as error:
        raise DataError(f"{error.filename} can't be read: {error.strerror}. Check the permissions.") from error


def _hash(contents: Mapping[str, bytes]) -> str:
    """SHA-256 over name, length and bytes of each file, so that no two sets of files run into one another."""
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _encoding_breach(file: str, content: bytes, error: UnicodeDecodeError) -> Breach:
    line = content[: error.start].count(b"\n") + 1
    found = f"byte 0x{content[error.start]:02x}, which is not UTF-8"
    return Breach(Spot(file, line), found, "files of a story are UTF-8 text", "save it again as UTF-8")
