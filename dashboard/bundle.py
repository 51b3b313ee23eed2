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

from dashboard.citation import series_citation, story_citation
from dashboard.claims import check_claims, claims_table
from dashboard.csv_safe import csv_text
from dashboard.draft import BONDS, PACKAGE, STORY
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Story

CLAIMS, README, PICTURES = "results/claims.csv", "README.txt", "pictures/"
"""What is added lies in folders or is no table: so the unpacked zip is still a story, with the same fingerprint."""
NO_PICTURES = (
    "No pictures are in here. This makes a zip with all charts; it needs a Chrome or Chromium:",
    "  python -m dashboard bundle --pictures -o story.zip",
)
WIDTH = 96
"""Characters of a line of the README."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def story_bundle(story: Story, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """A zip with the story's files, the claims as checked, a README, and `pictures` (bytes by file name).

    Series that were added in memory, a reader's own or live ones, are not in it, nor is anything computed from them:
    the README names them.

    Raises
    ------
    DataError
        The story's files can't be read, or are no longer those that the story was made of.
    """
    kept = _as_kept(story)
    files = story_files(kept)
    drawn = {f"{PICTURES}{name}": data for name, data in (pictures or {}).items()}
    added = [info.title for name, info in story.info.items() if name not in kept.info]
    made = {
        CLAIMS: csv_text(claims_table(check_claims(kept))).encode(),
        README: readme_text(kept, sorted(files), sorted(drawn), added).encode(),
    }
    return zipped(files | made | drawn)


def _as_kept(story: Story) -> Story:
    """The story as its files hold it, without what was added in memory."""
    kept = load_story(story.folder)
    if kept.info.keys() == story.info.keys() and kept.data_hash != story.data_hash:
        raise DataError(
            f"{story.folder}: its files have changed since this story was read, so a zip would not hold what is shown. "
            "Start the dashboard again, then save the zip."
        )
    return kept


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
    package = (story.folder / PACKAGE).read_bytes()
    tables = [str(resource["path"]) for resource in json.loads(package.decode("utf-8-sig"))["resources"]]
    bonds = [BONDS] if (story.folder / BONDS).is_file() else []
    return {PACKAGE: package} | {name: (story.folder / name).read_bytes() for name in (STORY, *bonds, *tables)}


def readme_text(story: Story, files: Sequence[str], pictures: Sequence[str] = (), added: Sequence[str] = ()) -> str:
    """What the zip holds, how to cite it, whose figures these are and on what terms, and what they can't show.

    `added` are titles of series that are shown beside the story's but are none of its files.
    """
    lines = [line for part in _parts(story, files, pictures, added) for line in (*part, "")]
    return "\n".join(lines).rstrip() + "\n"


def _parts(story: Story, files: Sequence[str], pictures: Sequence[str], added: Sequence[str]) -> Iterator[list[str]]:
    """Paragraphs of the README as lines."""
    yield [story.file.title, "=" * len(story.file.title)]
    yield _wrapped(story.file.summary)
    yield ["Files", "-----", *_wrapped(f"{', '.join(files)}: the story as it is kept, a Frictionless Data Package.")]
    yield ["Unpacked, the folder opens as the same story: python -m dashboard serve --story FOLDER"]
    yield _wrapped(f"{CLAIMS}: each claim of the article, recomputed from each series, with its verdict.")
    yield _wrapped(f"{', '.join(pictures)}: the charts.") if pictures else list(NO_PICTURES)
    if added:
        yield _wrapped(f"Not in here, as they are no part of the story's files: {'; '.join(added)}.")
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


def _wrapped(text: str, indent: str = "") -> list[str]:
    hanging = indent + ("  " if text.startswith("- ") else "")
    # An address stays in one piece, also where it is longer than a line.
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
