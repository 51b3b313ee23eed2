"""Series of the reader's own that are kept on this machine, one folder a story in the user's cache.

The command line puts them there; the page shows them to every browser of this machine. Files are CSVs with a manifest,
written as those of live data are: whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, ValidationError

from dashboard.additions import Addition, Series
from dashboard.cache import cache_folder, first_line, sweep, write, writing
from dashboard.errors import DataError, SourceError
from dashboard.manifest import MANIFEST, Stored, read_observations, version, write_observations
from dashboard.model import Model, Name, SeriesInfo, Story

if TYPE_CHECKING:
    from dashboard.own_series import OwnSeries


class Kept(Stored):
    """One series of the library: what it is, and its file."""

    info: SeriesInfo


class Catalogue(Model):
    """manifest.json of a library: its series by name."""

    series: dict[Name, Kept] = Field(default_factory=dict)


class Library:
    """The layer of the series that are kept for a story; `dashboard.current.Layer`."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def version(self) -> Hashable:
        """Changes with the library, whichever process wrote it."""
        return version(library_folder(self._story))

    def added(self) -> Addition:
        """The series kept, and a sentence for each that can't be read."""
        return read_library(self._story)


def library_folder(story: Story) -> Path:
    """Folder of the series that are kept for a story."""
    return cache_folder() / story.file.id / "own"


def kept_series(story: Story) -> dict[Name, Kept]:
    """Entries by name; empty where nothing was kept.

    Raises
    ------
    SourceError
        The manifest is there but can't be read.
    """
    path = library_folder(story) / MANIFEST
    try:
        return Catalogue.model_validate_json(path.read_bytes()).series
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise SourceError(
            f"The list of your own series, {path}, can't be read ({first_line(error)}). The story's figures are "
            f"untouched. Remove the folder {path.parent}, then import your files again."
        ) from error


def read_library(story: Story) -> Addition:
    """Every series that is kept for a story; what can't be read is left out with a sentence that says why."""
    try:
        entries = kept_series(story)
    except SourceError as error:
        return Addition(notes=(str(error),))
    series: dict[str, Series] = {}
    notes = []
    for name, entry in entries.items():
        try:
            frame = read_observations(library_folder(story), entry)
        except (SourceError, OSError) as error:
            again = f"Import it again, or remove it with `import --remove {name}`."
            notes.append(f"Your series {name} is left out: {first_line(error)}. {again}")
            continue
        series[name] = (entry.info, frame.fillna({"flag": "", "reason": ""}))
    return Addition(series, tuple(notes))


def keep(story: Story, own: OwnSeries) -> bool:
    """Put a series into the library; returns whether it takes the place of one of that name.

    Raises
    ------
    SourceError
        The folder can't be written. What was kept before stays as it was.
    """
    folder, name = library_folder(story), own.info.name
    with writing(folder):
        entries = kept_series(story)
        written = write_observations(folder, name, own.frame)
        entry = Kept.model_validate({"info": own.info, **written})
        _commit(folder, {**entries, name: entry})
    return name in entries


def remove(story: Story, name: str) -> None:
    """Take a series out of the library.

    Raises
    ------
    DataError
        There is none of that name.
    SourceError
        The folder can't be written.
    """
    folder = library_folder(story)
    entries = kept_series(story)
    if name not in entries:
        known = f"There is {', '.join(entries)}" if entries else "None is kept for this story"
        raise DataError(f"There is no series {name} of your own. {known}. `import --list` shows them.")
    with writing(folder):
        _commit(folder, {key: entry for key, entry in kept_series(story).items() if key != name})


def _commit(folder: Path, entries: dict[Name, Kept]) -> None:
    """Make these entries, and only these, count; then remove what counts no more."""
    # A series of one's own has no address, and an empty one would not be read again.
    text = Catalogue(series=entries).model_dump_json(indent=1, exclude_defaults=True)
    write(folder / MANIFEST, text.encode())
    sweep(folder, "*.csv", [entry.file for entry in entries.values()])
