"""Loading: what a story in memory holds, shown on the invented story whose README says what to expect."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest

from dashboard.errors import DataError
from dashboard.load import find_stories, load_story
from dashboard.model import Story


@pytest.fixture
def fictional(fictional_folder: Path) -> Story:
    return load_story(fictional_folder)


def test_observations_keep_the_files_days_and_values(fictional: Story) -> None:
    values = fictional.values("crown_market")
    assert (values.index[0], values.iloc[0]) == (pd.Timestamp("2021-01-04"), 4.0)
    assert values.loc["2021-03-15":"2021-03-19"].tolist() == [4.05, 4.12, 4.2, 4.2, 4.4]
    assert isinstance(values.index, pd.DatetimeIndex)
    assert values.index.tz is None
    assert values.index.is_unique
    assert values.index.is_monotonic_increasing


def test_a_day_without_a_row_is_absent_and_not_filled(fictional: Story) -> None:
    assert pd.Timestamp("2021-04-05") not in fictional.observations["crown_market"].index
    assert pd.Timestamp("2021-04-05") in fictional.observations["neighbour_market"].index


def test_a_flag_stands_beside_the_value_of_its_day_and_nowhere_else(fictional: Story) -> None:
    frame = fictional.observations["crown_market"]
    flagged = frame[frame["flag"] != ""]
    assert [str(day.date()) for day in flagged.index] == ["2021-03-18"]
    assert flagged.iloc[0].tolist() == [4.2, "stale", "same as 2021-03-17"]
    assert (fictional.observations["neighbour_market"]["flag"] == "").all()


def test_a_series_is_described_by_its_resource(fictional: Story) -> None:
    info = fictional.info["crown_market"]
    assert (info.unit, info.minimum, info.maximum) == ("XAC per USD", 1, 20)
    assert (info.publisher, info.address) == ("Invented for tests", "https://example.org/invented")
    assert info.retrieved == dt.date(2026, 11, 24)
    assert list(fictional.info) == ["crown_market", "neighbour_market"]


def test_an_event_without_links_rests_on_the_article_and_one_with_links_keeps_them(fictional: Story) -> None:
    events = {event.id: event for event in fictional.events}
    assert (events["E01"].publisher, events["E01"].urls) == ("Fictional Times", ("https://example.org/article",))
    assert (events["E04"].publisher, events["E04"].urls) == ("Fictional Gazette", ("https://example.org/march",))


def test_events_are_numbered_by_start_and_one_without_a_start_comes_first(fictional: Story) -> None:
    assert [event.id for event in fictional.events] == ["E03", "E04", "E01", "E02"]


def test_context_events_come_from_their_own_table(fictional: Story) -> None:
    bank, talks = fictional.context
    assert (bank.id, bank.basis, bank.check) == ("K01", "context", "Two invented pages agree.")
    assert bank.urls == ("https://example.org/bank", "https://example.org/bank-2")
    assert (talks.start, talks.end, talks.check) == (dt.date(2021, 4, 1), dt.date(2021, 4, 30), "")


def test_a_story_without_a_bond_has_empty_tables_with_all_their_columns(fictional: Story, story: Story) -> None:
    assert fictional.bonds == {}
    for name in ("reports", "marks"):
        empty, full = getattr(fictional, name), getattr(story, name)
        assert len(empty) == 0
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_reports_hold_days_numbers_and_links(story: Story) -> None:
    row = story.reports[story.reports["measure"] == "yield_guidance"].iloc[0]
    assert (row["bond"], row["low"], row["high"], row["start"]) == ("2031", 6.625, 6.875, pd.Timestamp("2020-06-17"))
    assert row["urls"] == ("https://interfax.by/news/biznes/finansy/1277730/",)
    words = story.reports[story.reports["measure"] == "words"]
    assert words[["low", "high"]].isna().all(axis=None)


def test_the_hash_follows_names_and_bytes_and_nothing_else(fictional_folder: Path, tmp_path: Path) -> None:
    before = load_story(fictional_folder).data_hash
    copy = shutil.copytree(fictional_folder, tmp_path / "elsewhere")
    assert len(before) == 64
    assert load_story(copy).data_hash == before
    flaws = copy / "flaws.csv"
    flaws.write_bytes(flaws.read_bytes() + b"\n")
    assert load_story(copy).data_hash != before


def test_an_editors_hidden_file_is_no_part_of_a_story(fictional_folder: Path) -> None:
    before = load_story(fictional_folder).data_hash
    (fictional_folder / ".#crown_market.csv").write_text("half a line")
    assert load_story(fictional_folder).data_hash == before


def test_a_byte_order_mark_and_windows_line_ends_are_read(fictional_folder: Path) -> None:
    path = fictional_folder / "crown_market.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_story(fictional_folder).values("crown_market").iloc[0] == 4.0


def test_columns_are_found_by_name(fictional_folder: Path) -> None:
    path = fictional_folder / "flaws.csv"
    path.write_text("date,reason,flag,series\n2021-03-18,held over,held,crown_market\n")
    assert load_story(fictional_folder).observations["crown_market"].loc["2021-03-18", "flag"] == "held"


def test_no_folder_is_said_with_what_a_story_is(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere is no folder: a story is a folder that holds story\.toml"):
        load_story(tmp_path / "nowhere")


def test_stories_are_the_folders_with_a_story_file(fictional_folder: Path) -> None:
    (fictional_folder.parent / "notes").mkdir()
    shutil.copytree(fictional_folder, fictional_folder.parent / "arcadia")
    assert [path.name for path in find_stories(fictional_folder.parent)] == ["arcadia", "fictional"]
