"""Text of a story's files to dictionaries, models and observations, with a breach for whatever can't be read. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.breaches import Breach, Spot
from dashboard.model_errors import DAY_RULE, model_breaches
from dashboard.tables import Table, as_day, as_number, read_table

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


@dataclass(frozen=True)
class Column(Generic[T]):
    """How the cells of a column are read, and what to say about one that can't be."""

    name: str
    convert: Callable[[str], T]
    rule: str
    remedy: str


NUMBER_RULE = "a value is a finite number with a decimal point"
DAY = Column("date", as_day, DAY_RULE, "correct the date")
VALUE = Column("value", as_number, NUMBER_RULE, "correct it; a day without a value has no row")


@dataclass
class Observations:
    """Days and values of one CSV with their lines, in the order of the file."""

    dates: list[dt.date] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def parse_toml(file: str, text: str) -> tuple[dict[str, Any] | None, list[Breach]]:
    """A TOML text as a dictionary, or None and one breach where it breaks off."""
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        return None, [_syntax_breach(Spot(file, line), str(error), "TOML")]


def parse_json(file: str, text: str) -> tuple[dict[str, Any] | None, list[Breach]]:
    """A JSON object as a dictionary, or None and one breach where it breaks off."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        return None, [_syntax_breach(Spot(file, error.lineno), error.msg, "JSON")]
    if not isinstance(raw, dict):
        return None, [_syntax_breach(Spot(file, line=1), f"a {type(raw).__name__}", "JSON that holds one object")]
    return raw, []


def _syntax_breach(spot: Spot, found: str, language: str) -> Breach:
    return Breach(spot, found, f"the file is valid {language}", "correct this line or the one before it")


def parse_rows(file: str, text: str, model: type[M]) -> tuple[list[tuple[int, M]], list[Breach]]:
    """Rows of a CSV as models with their lines. An empty cell counts as absent, so defaults and "required" apply."""
    table, breaches = read_table(file, text, tuple(model.model_fields))
    rows: list[tuple[int, M]] = []
    for line, row in zip(table.lines, table.rows, strict=True):
        try:
            rows.append((line, model.model_validate({key: cell for key, cell in row.items() if cell})))
        except ValidationError as error:
            breaches += model_breaches(error, model, Spot(file, line))
    return rows, breaches


def parse_observations(file: str, text: str) -> tuple[Observations, list[Breach]]:
    """Days and values of a CSV with the columns date and value; a row with an unreadable cell is left out."""
    table, breaches = read_table(file, text, (DAY.name, VALUE.name))
    found = Observations()
    for i, line in enumerate(table.lines):
        day = _cell(table, i, DAY, breaches)
        value = _cell(table, i, VALUE, breaches)
        if day is not None and value is not None:
            found.dates.append(day)
            found.values.append(value)
            found.lines.append(line)
    return found, breaches


def _cell(table: Table, i: int, column: Column[T], breaches: list[Breach]) -> T | None:
    cell = table.rows[i][column.name]
    try:
        return column.convert(cell)
    except ValueError:
        spot = Spot(table.file, table.lines[i], f"column {column.name}")
        breaches.append(Breach(spot, repr(cell) if cell else "an empty cell", column.rule, column.remedy))
        return None


def valid_items(model: type[M], raw: Mapping[str, Any], key: str) -> list[tuple[int, M]]:
    """Those entries of a list of tables that hold by themselves, with their position; faults are told elsewhere."""
    items = raw.get(key, [])
    found: list[tuple[int, M]] = []
    for i, item in enumerate(items if isinstance(items, list) else []):
        try:
            found.append((i, model.model_validate(item)))
        except ValidationError:
            continue
    return found
