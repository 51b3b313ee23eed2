"""The JSON Schemas beside the stories: made from the models, true of every story, and as strict as the models."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from dashboard.load import find_stories
from dashboard.model import Event, StoryFile
from dashboard.story_schema import SCHEMAS, field_docs
from tests.conftest import FICTIONAL, ROOT

DATA = ROOT / "data"
FOLDERS = [*sorted(path.parent for path in DATA.glob("*/story.toml")), FICTIONAL]
FILES = [folder / name for folder in FOLDERS for name in ("story.toml", "bonds.toml") if (folder / name).is_file()]


def plain(value: Any) -> Any:
    """Parsed TOML as JSON has it: a day is its text, as editors hold it too."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def faults(raw: Any, kind: str = "story") -> list[str]:
    """Where a schema finds fault with a parsed file."""
    schema = json.loads((DATA / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(plain(raw))
    return [".".join(str(part) for part in error.absolute_path) for error in found]


def parsed(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_story_holds(path: Path) -> None:
    assert faults(parsed(path), path.stem) == []


@pytest.mark.parametrize("path", [path for path in FILES if DATA in path.parents], ids=lambda path: path.parent.name)
def test_an_embedded_file_tells_editors_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert (path.parent / first.removeprefix("#:schema ")).resolve() == (DATA / f"{path.stem}.schema.json").resolve()


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"panels": []}, "panels"),
        ({"title": ""}, "title"),
        ({"default_base": "9 August 2020"}, "default_base"),
        ({"heading": "misspelt"}, ""),
        ({"article": {"publisher": "A", "headline": "B", "published": dt.date(2021, 3, 1), "url": "b"}}, "article.url"),
    ],
)
def test_what_the_models_refuse_the_schema_refuses(change: dict[str, Any], where: str) -> None:
    raw = parsed(FICTIONAL / "story.toml") | change
    with pytest.raises(ValidationError):
        StoryFile.model_validate(raw)
    assert faults(raw) == [where]


def test_no_editor_offers_null_which_toml_has_not() -> None:
    for name in SCHEMAS:
        assert '"null"' not in (DATA / name).read_text(encoding="utf-8")


def test_every_field_is_explained_to_editors() -> None:
    for name in SCHEMAS:
        schema = json.loads((DATA / name).read_text(encoding="utf-8"))
        for part in (schema, *schema["$defs"].values()):
            assert [key for key, field in part["properties"].items() if not field.get("description")] == []


def test_docs_of_a_field_are_the_text_below_it() -> None:
    assert field_docs(Event)["end"] == "Last day of an interval; left out for a single day."


def test_schemas_are_no_stories() -> None:
    assert {path.name for path in find_stories(DATA)} == {path.name for path in DATA.iterdir() if path.is_dir()}
