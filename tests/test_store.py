"""What is stored stays whole: round trips, damage, kills at every step, full disks, several processes."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

from dashboard import cache, store
from dashboard.additions import Addition
from dashboard.cache import cache_folder
from dashboard.errors import SourceError
from dashboard.manifest import Entry, read_observations
from dashboard.sources.answer import Answer
from dashboard.store import clear, keep, live_folder, load_live, stored
from tests.live_stories import live_source, observations, story_of

NAME = "yahoo_byn_x"
VENDOR = live_source()
STORY = story_of(VENDOR)
OLD = observations({"2022-03-07": 3.1, "2022-03-08": 3.2})
NEW = observations({"2022-03-08": 3.25, "2022-03-09": 3.3})
BOTH = observations({"2022-03-07": 3.1, "2022-03-08": 3.25, "2022-03-09": 3.3})
WHEN = dt.datetime(2022, 3, 10, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))
    return live_folder(STORY)


def put(frame: pd.DataFrame) -> int:
    return keep(STORY, VENDOR, Answer(frame, "https://example.org/chart"), WHEN)[1]


def frame_stored() -> pd.DataFrame:
    data = load_live(STORY)
    assert data.notes == ()
    return data.series[NAME][1]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def test_what_is_kept_comes_back_to_the_last_bit() -> None:
    chance, days = random.Random(7), pd.date_range("2020-01-01", periods=500)
    frame = observations({f"{day:%Y-%m-%d}": chance.uniform(1, 10) for day in days})
    frame = frame.assign(flag=["held", *[""] * 499], reason=['a "b", c', *[""] * 499])
    assert put(frame) == 500
    pd.testing.assert_frame_equal(frame_stored(), frame, check_exact=True)


def test_a_live_series_says_where_it_comes_from() -> None:
    source = live_source("nbrb", "USD", continues="official", remark="The same.", bond="b31")
    story = story_of(source, embedded={"official": OLD}, lags={"official": 1})
    entry, _ = keep(story, source, Answer(OLD, "https://api.example.org/431"), WHEN)
    info, _ = load_live(story).series["nbrb_usd"]
    assert (info.role, info.publisher) == ("live", "National Bank of the Republic of Belarus")
    assert (info.read_from, info.retrieved) == ("https://api.example.org/431", WHEN.date())
    assert (info.quote_lag_days, info.known_flaws, info.bond) == (1, (), "b31")
    assert (info.name, info.unit, info.minimum, info.maximum) == ("nbrb_usd", "BYN per USD", 1, 10)
    assert (entry.rows, entry.first, entry.last, entry.verified) == (2, dt.date(2022, 3, 7), dt.date(2022, 3, 8), True)


def test_new_days_join_the_old_and_newer_figures_win() -> None:
    put(OLD)
    assert put(NEW) == 2
    pd.testing.assert_frame_equal(frame_stored(), BOTH)
    assert put(NEW) == 0


def test_the_folder_holds_one_csv_a_series_and_the_manifest(folder: Path) -> None:
    put(OLD)
    put(NEW)
    entry = json.loads((folder / "manifest.json").read_text())["series"][NAME]
    assert sorted(files(folder)) == ["manifest.json", entry["file"]]
    assert (folder / entry["file"]).read_text().splitlines()[:2] == ["date,value,flag,reason", "2022-03-07,3.1,,"]
    assert (entry["rows"], entry["address"], entry["retrieved"]) == (
        3,
        "https://example.org/chart",
        "2022-03-10T12:00:00Z",
    )


def test_nothing_stored_is_nothing_live(folder: Path) -> None:
    assert load_live(STORY) == Addition({}, ())
    assert stored(STORY) == {}
    assert clear(STORY) == ()
    assert not folder.exists()


def test_clear_removes_every_figure_and_names_it(folder: Path) -> None:
    put(OLD)
    assert clear(STORY) == (NAME,)
    assert files(folder) == {}
    assert load_live(STORY).series == {}


def test_a_series_that_the_story_measures_in_another_unit_now_is_not_shown() -> None:
    put(OLD)
    other = story_of(live_source(unit="USD per BYN"))
    assert load_live(other).series == {}
    keep(other, other.live[0], Answer(NEW, "https://example.org"), WHEN)
    pd.testing.assert_frame_equal(load_live(other).series[NAME][1], NEW)


def test_without_the_variable_the_users_cache_folder_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MARKET_STORY_CACHE")
    assert cache_folder().name.startswith("market-story")
    assert cache_folder().is_absolute()


def test_an_edited_csv_is_left_out_and_named(folder: Path) -> None:
    put(OLD)
    path = folder / stored(STORY)[NAME].file
    path.write_bytes(path.read_bytes().replace(b"3.2", b"2.2"))
    data = load_live(STORY)
    assert data.series == {}
    assert len(data.notes) == 1
    assert "BYN=X of yahoo" in data.notes[0]
    assert "does not match its fingerprint" in data.notes[0]
    assert f"refresh {NAME}" in data.notes[0]
    put(NEW)
    pd.testing.assert_frame_equal(frame_stored(), NEW)


def test_a_missing_csv_is_named_and_the_other_series_stay(folder: Path) -> None:
    bank = live_source("nbrb", "USD")
    story = story_of(VENDOR, bank)
    keep(story, bank, Answer(NEW, "https://example.org"), WHEN)
    put(OLD)
    (folder / stored(STORY)[NAME].file).unlink()
    data = load_live(story)
    assert list(data.series) == ["nbrb_usd"]
    assert "is missing" in data.notes[0]


@pytest.mark.parametrize("text", ["", "{", '{"series": {"x": {"rows": 1}}}', '{"series": {}, "more": 1}'])
def test_a_damaged_manifest_is_said_once_and_can_be_cleared(folder: Path, text: str) -> None:
    put(OLD)
    (folder / "manifest.json").write_text(text)
    data = load_live(story_of(VENDOR, live_source("nbrb", "USD")))
    assert data.series == {}
    assert len(data.notes) == 1
    assert "refresh --clear" in data.notes[0]
    before = files(folder)
    with pytest.raises(SourceError, match="refresh --clear"):
        put(NEW)
    assert files(folder) == before
    assert clear(STORY) == (NAME,)
    put(NEW)
    pd.testing.assert_frame_equal(frame_stored(), NEW)


def test_a_manifest_cannot_point_outside_its_folder(folder: Path) -> None:
    put(OLD)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace(stored(STORY)[NAME].file, "../../secret.csv"))
    assert "can't be read" in load_live(STORY).notes[0]


def test_a_csv_replaced_while_it_is_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD)
    first = stored(STORY)[NAME].file

    def replaced_first(folder: Path, entry: Entry) -> pd.DataFrame:
        monkeypatch.setattr(store, "read_observations", read_observations)
        put(NEW)
        return read_observations(folder, entry)

    monkeypatch.setattr(store, "read_observations", replaced_first)
    pd.testing.assert_frame_equal(frame_stored(), BOTH)
    assert stored(STORY)[NAME].file != first


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("count", [0, 1])
def test_a_full_disk_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, count: int) -> None:
    """The `count`-th call of a step fails: first for the CSV, then for the manifest (or the folder's names)."""
    put(OLD)
    before, calls = files(folder), []
    place = os if step == "fsync" else Path
    do = getattr(place, step)

    def full(*args: object) -> object:
        calls.append(args)
        if len(calls) == count + 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return do(*args)

    with monkeypatch.context() as patched:
        patched.setattr(place, step, full)
        with pytest.raises(SourceError, match=r"No space left on device.*Nothing was changed") as caught:
            put(NEW)
    assert "MARKET_STORY_CACHE" in str(caught.value)
    assert before.items() <= files(folder).items()
    pd.testing.assert_frame_equal(frame_stored(), OLD)
    put(NEW)
    assert len(files(folder)) == 2


def test_a_cache_that_is_no_folder_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path / "file"))
    with pytest.raises(SourceError, match=r"can't be written.*MARKET_STORY_CACHE"):
        put(OLD)
    assert "can't be read" in load_live(STORY).notes[0]


def test_a_writer_that_does_not_end_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD)
    monkeypatch.setattr(cache, "LOCK_S", 0.05)
    with FileLock(folder / ".lock"), pytest.raises(SourceError, match="another refresh or import has been writing"):
        put(NEW)
    pd.testing.assert_frame_equal(frame_stored(), OLD)


# What a child process runs before it stores NEW over OLD. SIGKILL leaves no time for any clean-up.
KILLED_BEFORE_STEP = """
import os, signal, sys
from pathlib import Path
left = int(sys.argv[1])
def counted(do):
    def call(*args, **options):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return do(*args, **options)
    return call
os.fsync, Path.replace, Path.unlink = counted(os.fsync), counted(Path.replace), counted(Path.unlink)
"""
# The kernel itself kills a process that writes past this many bytes of a file, in the middle of the write.
KILLED_WITHIN_WRITE = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
"""


def children(programs: Sequence[tuple[str, str]], tmp_path: Path) -> list[subprocess.Popen[bytes]]:
    """Python processes at work at once, each with its own cache folder in which OLD is stored."""
    started = []
    for number, (program, argument) in enumerate(programs):
        environment = {**os.environ, "MARKET_STORY_CACHE": str(tmp_path / str(number)), "PYTHONPATH": str(Path.cwd())}
        task = "from tests import test_store\n" + program + "\ntest_store.put(test_store.NEW)"
        started.append(subprocess.Popen([sys.executable, "-B", "-c", task, argument], env=environment))
    return started


def test_a_kill_at_any_moment_leaves_the_old_state_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(KILLED_BEFORE_STEP, str(step)) for step in range(7)]
    sizes = [(KILLED_WITHIN_WRITE, str(size)) for size in (20, 200)]
    programs = [*steps, *sizes]
    for number in range(len(programs)):
        monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path / str(number)))
        put(OLD)
    ends = [child.wait(60) for child in children(programs, tmp_path)]
    assert all(end < 0 for end in ends), "each child is killed by a signal"
    kept = []
    for number in range(len(programs)):
        monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path / str(number)))
        frame = frame_stored()
        kept.append("new" if frame.equals(BOTH) else "old")
        pd.testing.assert_frame_equal(frame, BOTH if kept[-1] == "new" else OLD)
        put(NEW)
        assert len(files(live_folder(STORY))) == 2, "what the kill left is swept away"
    # CSV: fsync, replace, fsync of the names; manifest: fsync, replace, fsync of the names; then the old CSV goes.
    assert kept == ["old"] * 5 + ["new"] * 2 + ["old"] * 2


WRITER = """
import sys
from tests.live_stories import live_source, observations, story_of
from tests.test_store import VENDOR, WHEN
from dashboard.manifest import Entry, read_observations
from dashboard.sources.answer import Answer
from dashboard.store import keep
own = live_source("nbrb", sys.argv[1])
story = story_of(VENDOR, own)
for turn in range(12):
    for live in (own, VENDOR):
        keep(story, live, Answer(observations({"2022-03-07": 1 + turn / 10}), "https://example.org"), WHEN)
"""


def test_two_writers_and_a_reader_at_once(tmp_path: Path) -> None:
    story = story_of(VENDOR, live_source("nbrb", "USD"), live_source("nbrb", "EUR"))
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    writers = [subprocess.Popen([sys.executable, "-B", "-c", WRITER, code], env=environment) for code in ("USD", "EUR")]
    seen: set[float] = set()
    while any(writer.poll() is None for writer in writers):
        data = load_live(story)
        assert data.notes == ()
        seen.update(frame["value"].item() for _, frame in data.series.values())
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen <= {1 + turn / 10 for turn in range(12)}
    last = {name: frame["value"].item() for name, (_, frame) in load_live(story).series.items()}
    assert last == {NAME: 2.1, "nbrb_usd": 2.1, "nbrb_eur": 2.1}
    assert len(files(live_folder(story))) == 4
    assert list(tmp_path.rglob("*.part")) == []
