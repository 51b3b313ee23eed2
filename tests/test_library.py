"""Series kept on this machine: there after a restart, whole or not at all, and out again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from werkzeug.test import Client

from dashboard import library
from dashboard.current import layered
from dashboard.errors import DataError, SourceError
from dashboard.library import Library, keep, kept_series, library_folder, read_library, remove
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.own_recognition import recognise
from dashboard.own_series import OwnSeries, naming_as, own_series
from dashboard.stories import Stories, create_server
from tests.own_files import TODAY, bond_csv, rates_xlsx


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))


def made(story: Story, data: bytes, name: str) -> OwnSeries:
    return own_series(story, recognise(story, "mine.csv", data), naming_as(story, name, ""), TODAY)


def test_what_is_kept_is_read_again_to_the_last_digit(story: Story) -> None:
    own = made(story, rates_xlsx(), "rates")
    assert keep(story, own) is False
    info, frame = read_library(story).series["rates"]
    assert info == own.info
    pd.testing.assert_frame_equal(frame, own.frame, check_dtype=False, check_freq=False)
    assert frame["value"].tolist() == own.frame["value"].tolist()


def test_a_second_file_of_a_name_takes_the_place_of_the_first(story: Story) -> None:
    keep(story, made(story, bond_csv(), "mine"))
    assert keep(story, made(story, rates_xlsx(), "mine")) is True
    assert kept_series(story)["mine"].info.unit == "BYN per USD"
    assert len(list(library_folder(story).glob("*.csv"))) == 1


def test_the_page_of_a_running_server_follows(story: Story) -> None:
    current = layered(story, [Library(story)])
    assert current() is story
    keep(story, made(story, bond_csv(), "terminal"))
    assert current().info["terminal"].bond == "2031"
    assert current() is current()
    remove(story, "terminal")
    assert "terminal" not in current().info


def test_a_public_server_keeps_them_from_its_readers(story: Story) -> None:
    keep(story, made(story, bond_csv(), "terminal"))
    next(library_folder(story).glob("*.csv")).unlink()
    keep(story, made(story, bond_csv(), "exchange"))

    def words(server: Stories) -> str:
        answer = Client(server).get("/_dash-layout", headers={"Referer": "http://localhost/?tab=data"})
        return answer.get_data(as_text=True)

    own, public = words(Stories(story.folder)), words(create_server(story.folder))
    for kept in ("import --remove exchange", "Your series terminal is left out"):
        assert kept in own
        assert kept not in public
    assert "Your own data" in public


def test_a_story_sees_only_its_own(story: Story, fictional_folder: Path) -> None:
    keep(story, made(story, bond_csv(), "terminal"))
    assert read_library(load_story(fictional_folder)).series == {}


def test_a_damaged_file_is_left_out_and_told(story: Story) -> None:
    keep(story, made(story, bond_csv(), "terminal"))
    keep(story, made(story, rates_xlsx(), "rates"))
    next(library_folder(story).glob("terminal.*.csv")).write_text("date,value\n", encoding="utf-8")
    found = read_library(story)
    assert list(found.series) == ["rates"]
    assert "Your series terminal is left out" in found.notes[0]
    assert "import --remove terminal" in found.notes[0]


def test_a_damaged_list_is_told_and_nothing_is_written_over_it(story: Story) -> None:
    folder = library_folder(story)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert "The list of your own series" in read_library(story).notes[0]
    with pytest.raises(SourceError, match="can't be read"):
        keep(story, made(story, bond_csv(), "terminal"))
    assert (folder / "manifest.json").read_text(encoding="utf-8") == "{"


def test_what_is_not_there_can_not_be_removed(story: Story) -> None:
    with pytest.raises(DataError, match="None is kept for this story"):
        remove(story, "terminal")


def test_a_full_disk_leaves_what_was_there(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(story, made(story, bond_csv(), "terminal"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(library, "write", full)
    with pytest.raises(SourceError, match="No space left"):
        keep(story, made(story, rates_xlsx(), "rates"))
    assert list(read_library(story).series) == ["terminal"]
