"""The story as a zip: a valid Data Package with the very files, the claims, and a README that says what is what."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from frictionless import Package

from dashboard.bundle import story_bundle, zipped
from dashboard.claims import check_claims
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Story
from tests import crowns
from tests.conftest import BELARUS, FICTIONAL


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("folder", [BELARUS, FICTIONAL], ids=lambda folder: folder.name)
def test_the_zip_is_a_valid_data_package(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "unpacked"
    with zipfile.ZipFile(io.BytesIO(story_bundle(load_story(folder)))) as archive:
        archive.extractall(target)
    report = Package(str(target / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


@pytest.mark.parametrize("folder", [BELARUS, FICTIONAL], ids=lambda folder: folder.name)
def test_the_unpacked_zip_is_the_same_story(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(story_bundle(load_story(folder), {"overview.png": b"\x89PNG"}))) as archive:
        archive.extractall(tmp_path)
    assert load_story(tmp_path).data_hash == load_story(folder).data_hash
    assert story_bundle(load_story(tmp_path)) == story_bundle(load_story(folder))


@pytest.mark.parametrize("folder", [BELARUS, FICTIONAL], ids=lambda folder: folder.name)
def test_the_zip_holds_every_file_of_the_story_byte_for_byte(folder: Path) -> None:
    held = entries(story_bundle(load_story(folder)))
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".toml", ".json", ".csv")}
    assert held.keys() == files.keys() | {"results/claims.csv", "README.txt"}
    assert {name: held[name] for name in files} == files


def test_the_same_story_gives_the_same_bytes(fictional_folder: Path) -> None:
    first = story_bundle(load_story(fictional_folder), {"b.png": b"2", "a.png": b"1"})
    again = story_bundle(load_story(fictional_folder), {"a.png": b"1", "b.png": b"2"})
    assert first == again


def test_entries_are_sorted_and_carry_one_fixed_time() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped({"b": b"", "A": b"x" * 1000, "a": b""}))) as archive:
        assert archive.namelist() == ["A", "a", "b"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.getinfo("A").compress_size < 100


def test_pictures_go_into_a_folder_of_their_own_and_are_named() -> None:
    held = entries(story_bundle(load_story(FICTIONAL), {"overview.png": b"\x89PNG"}))
    assert held["pictures/overview.png"] == b"\x89PNG"
    readme = held["README.txt"].decode()
    assert "pictures/overview.png: the charts." in readme
    assert "No pictures" not in readme


def test_the_claims_are_those_that_were_checked(story: Story) -> None:
    rows = list(csv.DictReader(io.StringIO(entries(story_bundle(story))["results/claims.csv"].decode(), newline="")))
    assert [*dict.fromkeys(row["claim"] for row in rows)] == [result.claim.id for result in check_claims(story)]
    streak = {row["series"]: row["number"] for row in rows if row["claim"] == "C08"}
    # Seven losing days in a row on the two-decimal close, as the article counts them.
    assert float(streak["usd_byn_ice_close"]) == 7
    assert {row["claim_verdict"] for row in rows} <= {"supported", "contradicted", "depends", "cannot be checked"}


def test_the_readme_cites_every_series_with_terms_and_flaws(story: Story) -> None:
    readme = " ".join(entries(story_bundle(story))["README.txt"].decode().split())
    for info in story.info.values():
        assert info.publisher in readme
        assert f"Terms: {info.terms}" in readme
        assert all(flaw in readme for flaw in info.known_flaws)
    assert story.data_hash in readme
    assert story.file.limits in readme
    assert "python -m dashboard bundle --pictures -o story.zip" in readme


def test_the_readme_keeps_addresses_whole_and_lines_short(story: Story) -> None:
    lines = entries(story_bundle(story))["README.txt"].decode().splitlines()
    assert story.file.article.url in lines
    assert [line for line in lines if len(line) > 96 and not line.startswith("http")] == []


def test_a_series_added_in_memory_stays_out_and_is_named(story: Story) -> None:
    own = crowns.info("own_prices", title="My terminal's prices", role="own", publisher="A terminal")
    held = entries(story_bundle(crowns.with_series(story, own, crowns.frame({"2020-08-27": 93.29}))))
    assert held["results/claims.csv"] == entries(story_bundle(story))["results/claims.csv"]
    readme = held["README.txt"].decode()
    assert "no part of the story's files: My terminal's prices." in readme
    assert "A terminal" not in readme


def test_files_that_changed_since_the_story_was_read_are_refused(fictional_folder: Path) -> None:
    story = load_story(fictional_folder)
    path = fictional_folder / "crown_market.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2021-01-04,4.0", "2021-01-04,4.01"), encoding="utf-8")
    with pytest.raises(DataError, match="have changed since this story was read"):
        story_bundle(story)


def test_a_story_without_a_folder_is_refused() -> None:
    with pytest.raises(DataError, match="ruritania is no folder"):
        story_bundle(crowns.story({"crowns": crowns.frame({"2019-01-02": 2.0})}))
