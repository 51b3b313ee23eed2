"""The parts of a story, as far as its files can be read, and the breaches met on the way. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dashboard import package as datapackage
from dashboard.breaches import Breach, Spot
from dashboard.model import Article, Bond, Card, Claim, Event, Panel, Period, SeriesInfo, StoryFile
from dashboard.model_errors import detail_breach, model_breaches
from dashboard.parse import Observations, parse_json, parse_observations, parse_rows, parse_toml, valid_items
from dashboard.rows import ContextRow, Flaw, Mark, Report
from dashboard.text_lines import json_line, toml_line

STORY, BONDS, PACKAGE = "story.toml", "bonds.toml", datapackage.FILE
CONTEXT, REPORTS, MARKS, FLAWS = "context_events.csv", "bond_reports.csv", "bond_marks.csv", "flaws.csv"
REQUIRED = (STORY, PACKAGE)

ENTRIES: dict[str, type[BaseModel]] = {
    "panels": Panel,
    "periods": Period,
    "cards": Card,
    "events": Event,
    "claims": Claim,
}
"""Lists of tables in story.toml with the model of one entry."""

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Draft:
    """Each part by itself; an absent optional file leaves its part empty, a faulty entry is left out and told."""

    def __init__(self, texts: Mapping[str, str], unread: Sequence[Breach] = ()) -> None:
        self.texts = texts
        self.breaches = list(unread)
        self.package = self._package()
        self.info = self.package.info if self.package else ()
        self.paths = {info.name: info.path for info in self.info}
        self.raw = self._toml(STORY)
        self.file = self._story_file()
        self.raw_bonds = self._toml(BONDS)
        self.bonds = self._bonds()
        self.context: list[tuple[int, ContextRow]] = self._rows(CONTEXT, ContextRow)
        self.reports: list[tuple[int, Report]] = self._rows(REPORTS, Report)
        self.marks: list[tuple[int, Mark]] = self._rows(MARKS, Mark)
        self.flaws: list[tuple[int, Flaw]] = self._rows(FLAWS, Flaw)
        self.observations = {info.name: self._observations(info) for info in self.info}

    def items(self, model: type[M], key: str) -> list[tuple[int, M]]:
        """Sound entries of a list in story.toml with their position."""
        if self.file is not None:
            return list(enumerate(getattr(self.file, key)))
        return valid_items(model, self.raw or {}, key)

    def ids(self, key: str) -> list[str]:
        """Ids of a list in story.toml, those of faulty entries included."""
        return [str(item.get("id", "")) for item in datapackage.mappings(self.raw or {}, key)]

    def bond_ids(self) -> list[str]:
        """Ids in bonds.toml, those of faulty entries included."""
        return [str(item.get("id", "")) for item in datapackage.mappings(self.raw_bonds or {}, "bonds")]

    def faulty(self, file: str) -> bool:
        """Whether a file broke a rule so far; then what it lacks says nothing about names that point to it."""
        return any(breach.spot.file == file for breach in self.breaches)

    def located(self, breach: Breach) -> Breach:
        """The breach with the line that its path leads to."""
        spot, text = breach.spot, self.texts.get(breach.spot.file, "")
        if not spot.path or spot.line:
            return breach
        if spot.file == CONTEXT and isinstance(spot.path[1], int):
            line: int | None = self.context[spot.path[1]][0]
        else:
            line = json_line(text, str(spot.path[0])) if spot.file == PACKAGE else toml_line(text, spot.path)
        return replace(breach, spot=replace(spot, line=line))

    def _keep(self, read: tuple[T, list[Breach]]) -> T:
        value, breaches = read
        self.breaches += breaches
        return value

    def _toml(self, file: str) -> dict[str, Any] | None:
        text = self.texts.get(file)
        return None if text is None else self._keep(parse_toml(file, text))

    def _package(self) -> datapackage.Package | None:
        text = self.texts.get(PACKAGE)
        raw = None if text is None else self._keep(parse_json(PACKAGE, text))
        return None if raw is None else self._keep(datapackage.read_package(raw, text or ""))

    def _story_file(self) -> StoryFile | None:
        if self.raw is None:
            return None
        try:
            return StoryFile.model_validate(self.raw)
        except ValidationError as error:
            self.breaches += [self._story_breach(self.raw, detail) for detail in error.errors(include_url=False)]
            return None

    def _story_breach(self, raw: Mapping[str, Any], detail: ErrorDetails) -> Breach:
        """A fault of one entry is told with the entry's id, any other with the path from the top."""
        path = detail["loc"]
        key, spot = str(path[0]), Spot(STORY, path=path)
        if key in ENTRIES and len(path) > 1 and isinstance(number := path[1], int):
            entry = raw[key][number]
            name = entry.get("id") if isinstance(entry, dict) else None
            spot = replace(spot, where=f"{key.removesuffix('s')} {name or f'number {number + 1}'}")
            return detail_breach(detail, ENTRIES[key], spot, path[2:])
        return detail_breach(detail, Article if key == "article" else StoryFile, spot, path)

    def _bonds(self) -> list[tuple[int, Bond]]:
        sound: list[tuple[int, Bond]] = []
        for i, item in enumerate(datapackage.mappings(self.raw_bonds or {}, "bonds")):
            try:
                sound.append((i, Bond.model_validate(item)))
            except ValidationError as error:
                spot = Spot(BONDS, where=f"bond {item.get('id', i + 1)}", path=("bonds", i))
                self.breaches += model_breaches(error, Bond, spot)
        return sound

    def _rows(self, file: str, model: type[M]) -> list[tuple[int, M]]:
        text = self.texts.get(file)
        return [] if text is None else self._keep(parse_rows(file, text, model))

    def _observations(self, info: SeriesInfo) -> Observations | None:
        text = self.texts.get(info.path)
        return None if text is None else self._keep(parse_observations(info.path, text))
