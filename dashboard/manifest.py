"""What a folder of stored series holds: manifest.json, and one CSV a series whose name starts its own SHA-256.

The manifest decides which CSV counts. A CSV is on the disk as a whole before the manifest is replaced, so a kill at any
moment, a full disk or a second process leaves the old state or the new one, and the two never disagree.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Hashable
from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import Field, StringConstraints, ValidationError

from dashboard.cache import first_line, sweep, write
from dashboard.errors import SourceError
from dashboard.model import Model, Name, Text, Url

MANIFEST = "manifest.json"


class Stored(Model):
    """A stored table: its file in the folder of the manifest, the SHA-256 of its bytes, and what it covers."""

    rows: int = Field(gt=0)
    first: dt.date
    last: dt.date
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    file: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+\.csv$")]


class Entry(Stored):
    """Provenance of one stored series. It exists only after an answer was accepted, hence `verified`."""

    source: Name
    symbol: Text
    unit: Text
    address: Url
    retrieved: dt.datetime
    verified: bool = True


class Manifest(Model):
    """manifest.json: what is stored, by name of series."""

    series: dict[Name, Entry] = Field(default_factory=dict)


def version(folder: Path) -> Hashable:
    """A value that is another one after each change of what is stored; it reads no file."""
    try:
        found = (folder / MANIFEST).stat()
    except OSError as error:
        return type(error).__name__
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_manifest(folder: Path) -> dict[Name, Entry]:
    """Entries by name of series; empty where nothing was ever stored.

    Raises
    ------
    SourceError
        The manifest is there but can't be read.
    """
    try:
        return Manifest.model_validate_json((folder / MANIFEST).read_bytes()).series
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise SourceError(
            f"the list of stored live series, {folder / MANIFEST}, can't be read ({first_line(error)}). "
            "The embedded figures are untouched. Run `refresh --clear`, then refresh again."
        ) from error


def read_observations(folder: Path, entry: Stored) -> pd.DataFrame:
    """Stored observations, as in `Story.observations`.

    Raises
    ------
    FileNotFoundError
        The CSV is gone: another process may have replaced it since the manifest was read.
    SourceError
        The CSV can't be read or is not what was stored.
    """
    path = folder / entry.file
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise SourceError(f"the stored file {path} can't be read ({first_line(error)})") from error
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise SourceError(f"the stored file {path} does not match its fingerprint, so it was damaged or edited")
    text = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
    index = pd.DatetimeIndex(pd.to_datetime(text.pop("date"), format="%Y-%m-%d"), name="date").as_unit("us")
    # Python reads back the very number that was written; a reader of CSV may be off in the last digit.
    return text.assign(value=[float(digits) for digits in text["value"]]).set_axis(index, axis="index")


def write_observations(folder: Path, name: Name, frame: pd.DataFrame) -> dict[str, object]:
    """Put a frame on the disk as a CSV that does not count yet; returns what an Entry says about it."""
    data = frame.to_csv(lineterminator="\n", date_format="%Y-%m-%d").encode()
    sha256 = hashlib.sha256(data).hexdigest()
    file = f"{name}.{sha256[:16]}.csv"
    write(folder / file, data)
    days = {"rows": len(frame), "first": frame.index[0].date(), "last": frame.index[-1].date()}
    return {**days, "sha256": sha256, "file": file}


def commit(folder: Path, series: dict[Name, Entry]) -> None:
    """Make these entries, and only these, count; then remove what counts no more."""
    write(folder / MANIFEST, Manifest(series=series).model_dump_json(indent=1).encode())
    sweep(folder, "*.csv", [entry.file for entry in series.values()])
