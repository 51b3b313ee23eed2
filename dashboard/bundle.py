"""The whole story as one zip in memory: a valid Data Package with its files as they are, and what was made of them.

The files are read from the story's folder, byte for byte; nothing is written. Equal stories give equal bytes: entries
are sorted by name and carry one fixed time, as a zip knows no time zone.
"""

from __future__ import annotations

import io
import json
import textwrap
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dashboard.citation import series_citation, story_citation
from dashboard.claims import check_claims, claims_table
from dashboard.csv_safe import csv_text
from dashboard.draft import BONDS, PACKAGE, STORY
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Story

CLAIMS, README, PICTURES = "claims.csv", "README.txt", "pictures/"
NO_PICTURES = (
    "No pictures are in here. The command line draws them all into a zip of its own: "
    "python -m dashboard bundle -o story.zip"
)
WIDTH = 96
"""Characters of a line of the README."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def story_bundle(story: Story, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A zip with the story's files, the claims as checked, a README, and `pictures` (bytes by file name).

    Raises
    ------
    DataError
        The story's files can't be read, or are no longer those that the story was made of.
    """
    files = story_files(story)
    drawn = {f"{PICTURES}{name}": data for name, data in (pictures or {}).items()}
    made = {
        CLAIMS: csv_text(claims_table(check_claims(story))).encode(),
        README: readme_text(story, sorted(files), sorted(drawn)).encode(),
        **drawn,
    }
    if taken := sorted(files.keys() & made.keys()):
        raise DataError(
            f"{story.folder}: the story has a file {taken[0]} of its own, and the zip needs that name for what it adds. "
            f"Rename the story's file, also in {PACKAGE}."
        )
    return zipped(files | made)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files by name as a zip whose bytes depend on nothing else."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # A system of its own would put another byte and another set of rights here.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return held.getvalue()


def story_files(story: Story) -> dict[str, bytes]:
    """Bytes of the story's files by name: the story, its bonds, and the Data Package with every table it describes."""
    if load_story(story.folder).data_hash != story.data_hash:
        raise DataError(
            f"{story.folder}: its files have changed since this story was read, so a zip would not hold what is shown. "
            "Start the dashboard again, then save the zip."
        )
    package = (story.folder / PACKAGE).read_bytes()
    tables = [str(resource["path"]) for resource in json.loads(package.decode("utf-8-sig"))["resources"]]
    others = {name: (story.folder / name).read_bytes() for name in (STORY, BONDS, *tables) if _is_there(story, name)}
    return {PACKAGE: package, **others}


def _is_there(story: Story, name: str) -> bool:
    return Path(story.folder, name).is_file()


def readme_text(story: Story, files: Sequence[str], pictures: Sequence[str] = ()) -> str:
    """What the zip holds, how to cite it, whose figures these are and on what terms, and what they can't show."""
    lines = [line for part in _parts(story, files, pictures) for line in (*part, "")]
    return "\n".join(lines).rstrip() + "\n"


def _parts(story: Story, files: Sequence[str], pictures: Sequence[str]) -> Iterator[list[str]]:
    """Paragraphs of the README as lines."""
    yield [story.file.title, "=" * len(story.file.title)]
    yield _wrapped(story.file.summary)
    yield ["Files", "-----", *_wrapped(f"{', '.join(files)}: the story as it is kept, a Frictionless Data Package.")]
    yield _wrapped(f"{CLAIMS}: each claim of the article, recomputed from each series, with its verdict.")
    yield _wrapped(f"{', '.join(pictures)}: the charts." if pictures else NO_PICTURES)
    if absent := _not_kept(story, files):
        yield _wrapped(f"Not in here, as they are no part of the story's files: {', '.join(absent)}.")
    yield ["How to cite", "-----------", *_wrapped(story_citation(story))]
    yield ["Series, sources and terms", "-------------------------"]
    for name in story.info:
        yield _series_lines(story, name)
    yield ["What this can't show", "--------------------", *_wrapped(story.file.limits)]


def _series_lines(story: Story, name: str) -> list[str]:
    info = story.info[name]
    flaws = [f"- {flaw}" for flaw in info.known_flaws]
    said = [f"Cite: {series_citation(story, name)}", f"Dated by: {info.dated_by}", f"Terms: {info.terms}", *flaws]
    return [info.path, *(line for text in said for line in _wrapped(text, "  "))]


def _not_kept(story: Story, files: Sequence[str]) -> list[str]:
    """Series that were added to the story in memory: a reader's own ones, and live ones."""
    return [info.title for info in story.info.values() if info.path not in files]


def _wrapped(text: str, indent: str = "") -> list[str]:
    hanging = indent + ("  " if text.startswith("- ") else "")
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False)
