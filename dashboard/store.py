"""Live observations kept between runs, in the user's cache folder and never among the story's own files.

Writers take turns with a lock; readers need none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from dashboard.additions import Addition, Series
from dashboard.cache import cache_folder, sweep, writing
from dashboard.errors import SourceError
from dashboard.live_prices import convertible
from dashboard.manifest import MANIFEST, Entry, commit, read_manifest, read_observations, write_observations
from dashboard.model import LiveSource, Quantity, SeriesInfo, Story
from dashboard.sources import name_of, source_of
from dashboard.sources.answer import Answer

DECIMALS: Mapping[Quantity, int] = {"exchange_rate": 4, "yield": 3, "price": 3, "index": 2}


def live_folder(story: Story) -> Path:
    """Folder of the live observations of one story."""
    return cache_folder() / story.file.id / "live"


def stored(story: Story) -> Mapping[str, Entry]:
    """Provenance of each stored series, by its name; SourceError where the manifest can't be read."""
    return read_manifest(live_folder(story))


def keep(story: Story, live: LiveSource, answer: Answer, retrieved: dt.datetime) -> tuple[Entry, int]:
    """Store an answer; days stored before that it does not have stay. Returns the entry and the number of changed days.

    Raises
    ------
    SourceError
        Nothing could be written (full disk, no permission, another refresh holds the lock); what was stored stays.
    """
    folder, name = live_folder(story), name_of(live)
    with writing(folder):
        series = read_manifest(folder)
        old = _usable(folder, series.get(name), live)
        frame = _merged(old, answer.frame)
        origin = {"source": live.source, "symbol": live.symbol, "unit": live.unit, "address": answer.address}
        written = write_observations(folder, name, frame)
        entry = Entry.model_validate({**origin, "retrieved": retrieved, **written})
        commit(folder, {**series, name: entry})
    return entry, _changed_days(old, frame)


def load_live(story: Story) -> Addition:
    """Stored series of a story, marked live; one that can't be read is left out and named in the notes.

    So are the days of a bond's price that no yield gives.
    """
    series: dict[str, Series] = {}
    notes: list[str] = []
    for live in story.live:
        try:
            found = _read(live_folder(story), live)
            if found is not None:
                frame, told = convertible(story, live, found[1])
                notes += told
                if len(frame):
                    series[name_of(live)] = (_info(story, live, found[0]), frame)
        except SourceError as error:
            notes.append(str(error))
    return Addition(series, tuple(dict.fromkeys(notes)))


def clear(story: Story) -> tuple[str, ...]:
    """Remove all live observations of a story; returns the names of the series removed.

    A manifest that can't be read is removed as well, so this is the way out of a damaged store.
    """
    folder = live_folder(story)
    if not folder.exists():
        return ()
    with writing(folder):
        names = sorted({path.name.split(".")[0] for path in folder.glob("*.csv")})
        (folder / MANIFEST).unlink(missing_ok=True)
        sweep(folder, "*.csv", ())
    return tuple(names)


def _read(folder: Path, live: LiveSource) -> tuple[Entry, pd.DataFrame] | None:
    """Stored observations; asks the manifest again where another process replaced the CSV in between."""
    entry = read_manifest(folder).get(name_of(live))
    while entry is not None and entry.unit == live.unit:
        try:
            return entry, read_observations(folder, entry)
        except FileNotFoundError:
            before, entry = entry, read_manifest(folder).get(name_of(live))
            if entry == before:
                raise _left_out(live, f"the stored file {folder / before.file} is missing") from None
        except SourceError as error:
            raise _left_out(live, str(error)) from error
    return None


def _left_out(live: LiveSource, found: str) -> SourceError:
    return SourceError(f"{live.title}: {found}. It is left out; run `refresh {name_of(live)}` to fetch it again.")


def _usable(folder: Path, entry: Entry | None, live: LiveSource) -> pd.DataFrame | None:
    """Stored days to keep beside new ones; None for what is damaged or in another unit, as the answer replaces it."""
    if entry is None or entry.unit != live.unit:
        return None
    try:
        return read_observations(folder, entry)
    except (FileNotFoundError, SourceError):
        return None


def _merged(old: pd.DataFrame | None, new: pd.DataFrame) -> pd.DataFrame:
    if old is None:
        return new
    return pd.concat([old[~old.index.isin(new.index)], new]).sort_index()


def _changed_days(old: pd.DataFrame | None, new: pd.DataFrame) -> int:
    if old is None:
        return len(new)
    return int((new["value"] != old["value"].reindex(new.index)).sum())


def _info(story: Story, live: LiveSource, entry: Entry) -> SeriesInfo:
    continued = story.info.get(live.continues or "")
    source = source_of(live)
    return SeriesInfo(
        name=name_of(live),
        path=entry.file,
        title=live.title,
        short=f"{live.short or live.symbol} (live)",
        unit=live.unit,
        quantity=live.quantity,
        role="live",
        frequency="daily",
        minimum=live.minimum,
        maximum=live.maximum,
        decimals=DECIMALS[live.quantity],
        dated_by=live.date_convention,
        quote_lag_days=continued.quote_lag_days if continued else 0,
        publisher=source.publisher,
        address=source.home,
        read_from=entry.address,
        terms=live.terms,
        retrieved=entry.retrieved.date(),
        known_flaws=(live.remark,) if live.remark and not continued else (),
        bond=live.bond,
    )
