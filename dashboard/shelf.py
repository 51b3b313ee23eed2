"""The stories of a folder by name and title, without reading more of each than its story.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from dashboard.draft import STORY
from dashboard.errors import DataError
from dashboard.load import find_stories


@dataclass(frozen=True)
class Shelved:
    """A story's folder, with its title and id; both are the folder's name where story.toml can't be read."""

    folder: Path
    title: str
    id: str


def shelf(root: Path | str) -> list[Shelved]:
    """The story that `root` is, or those in the folders below it, by name of folder.

    Raises
    ------
    DataError
        Neither `root` nor a folder in it holds a story.toml.
    """
    root = Path(root)
    folders = [root] if (root / STORY).is_file() else find_stories(root)
    if not folders:
        raise DataError(
            f"{root}: no story here. A story is a folder with a {STORY}; give such a folder, or one that holds some."
        )
    return [_shelved(folder) for folder in folders]


def _shelved(folder: Path) -> Shelved:
    try:
        raw = tomllib.loads((folder / STORY).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        raw = {}
    title, name = (raw.get(key) for key in ("title", "id"))
    return Shelved(folder, str(title or folder.name), str(name or folder.name))


def story_folder(named: Path, root: Path | str) -> Path:
    """Folder of a story named by its path, or by its id or folder's name among those in `root`.

    Raises
    ------
    DataError
        There is neither such a folder nor such a story.
    """
    if named.is_dir():
        return named
    known = shelf(root)
    found = next((one.folder for one in known if str(named) in (one.id, one.folder.name)), None)
    if found is None:
        names = ", ".join(one.folder.name for one in known)
        raise DataError(f"There is no folder “{named}”, and no story of that name in {root}. Known there: {names}.")
    return found
