"""Stories by name: how they are found, and what is said where they are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.errors import DataError
from dashboard.shelf import shelf, story_folder
from tests.conftest import FICTIONAL, ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two stories whose folders have other names than their ids, and a file that is none."""
    for name in ("b-crown", "a-crown"):
        shutil.copytree(FICTIONAL, tmp_path / name)
    (tmp_path / "a-crown" / "story.toml").write_text('id = "first-id"\ntitle = "First"\n', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no story", encoding="utf-8")
    return tmp_path


def test_stories_stand_in_the_order_of_their_folders(root: Path) -> None:
    assert [(one.folder.name, one.title, one.id) for one in shelf(root)] == [
        ("a-crown", "First", "first-id"),
        ("b-crown", "FICTIONAL: the crown of Arcadia", "fictional"),
    ]


def test_a_story_alone_is_a_shelf_of_its_own(root: Path) -> None:
    assert [one.folder for one in shelf(root / "b-crown")] == [root / "b-crown"]


@pytest.mark.parametrize("content", ["title = ", "", "\x00"])
def test_a_story_that_can_not_be_read_goes_by_its_folder(root: Path, content: str) -> None:
    (root / "a-crown" / "story.toml").write_text(content, encoding="utf-8")
    assert (shelf(root)[0].title, shelf(root)[0].id) == ("a-crown", "a-crown")


@pytest.mark.parametrize("named", ["b-crown", "fictional"])
def test_a_story_goes_by_its_folder_and_by_its_id(root: Path, named: str) -> None:
    assert story_folder(Path(named), root) == root / "b-crown"


def test_a_path_is_taken_as_it_is(root: Path) -> None:
    assert story_folder(FICTIONAL, root) == FICTIONAL


def test_an_unknown_name_lists_the_known_ones(root: Path) -> None:
    with pytest.raises(DataError, match=r"no folder “c-crown”.*Known there: a-crown, b-crown"):
        story_folder(Path("c-crown"), root)


def test_a_folder_without_any_story_says_what_one_is(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no story here.*story\.toml"):
        shelf(tmp_path)


def test_the_first_embedded_story_stays_the_first() -> None:
    assert [one.id for one in shelf(ROOT / "data")] == ["belarus-2020", "swiss-franc-2015"]
