"""A Frictionless Data Package as the dashboard reads it: its resources to SeriesInfo, its "live" list to LiveSource.

Pure. The package stays valid for other tools: what only the dashboard needs is in each resource's "dashboard" object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.breaches import Breach, Spot
from dashboard.model import LiveSource, SeriesInfo
from dashboard.model_errors import model_breaches
from dashboard.text_lines import json_line

FILE = "datapackage.json"

PLACES = {
    "publisher": 'the title of the first of "sources"',
    "address": 'the path of the first of "sources"',
    "minimum": 'the constraints of the schema\'s field "value"',
    "maximum": 'the constraints of the schema\'s field "value"',
    "name": "the resource itself",
    "path": "the resource itself",
    "title": "the resource itself",
}
"""Where a field of SeriesInfo stands in a resource, for messages; the others are in its "dashboard" object."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Package:
    """What a datapackage.json says. `names` and `paths` hold those of faulty entries too, so one fault is told once."""

    info: tuple[SeriesInfo, ...]
    live: tuple[LiveSource, ...]
    names: frozenset[str]
    paths: frozenset[str]


def read_package(raw: Mapping[str, Any], text: str) -> tuple[Package, list[Breach]]:
    """Series and live sources of a parsed datapackage.json, and what is wrong with them. `text` gives the lines."""
    breaches: list[Breach] = []
    resources = mappings(raw, "resources")
    described = [resource for resource in resources if "dashboard" in resource]
    info = [_series(resource, text, breaches) for resource in described]
    breaches += _repeated([str(resource.get("name")) for resource in resources], text)
    live = [_live(item, text, breaches) for item in mappings(raw, "live")]
    package = Package(
        info=tuple(one for one in info if one),
        live=tuple(one for one in live if one),
        names=frozenset(str(resource.get("name")) for resource in described),
        paths=frozenset(str(resource.get("path")) for resource in resources),
    )
    return package, breaches


def _repeated(names: Sequence[str], text: str) -> list[Breach]:
    spots = {name: Spot(FILE, json_line(text, name), f"resource {name}") for name in names if names.count(name) > 1}
    rule, remedy = "each resource has a name of its own", "give one of them another name"
    return [Breach(spot, f"{names.count(name)} resources {name}", rule, remedy) for name, spot in spots.items()]


def mappings(raw: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """The tables under a key of parsed JSON or TOML; nothing for anything else."""
    items = raw.get(key, [])
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _series(resource: Mapping[str, Any], text: str, breaches: list[Breach]) -> SeriesInfo | None:
    name = str(resource.get("name", ""))
    found: list[Breach] = []
    info = _item(SeriesInfo, _series_fields(resource), Spot(FILE, json_line(text, name), f"resource {name}"), found)
    breaches += [_with_place(breach) for breach in found]
    return info


def _series_fields(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A resource as the flat fields of SeriesInfo; what is not there stays away."""
    fields: dict[str, Any] = dict(resource["dashboard"]) if isinstance(resource["dashboard"], dict) else {}
    fields |= {key: resource[key] for key in ("name", "path", "title") if key in resource}
    source = next(iter(mappings(resource, "sources")), {})
    fields |= {to: source[key] for to, key in (("publisher", "title"), ("address", "path")) if key in source}
    schema = resource.get("schema")
    columns = mappings(schema, "fields") if isinstance(schema, dict) else []
    value: Mapping[str, Any] = next((column for column in columns if column.get("name") == "value"), {})
    constraints = value.get("constraints", {})
    return fields | {key: constraints[key] for key in ("minimum", "maximum") if key in constraints}


def _with_place(breach: Breach) -> Breach:
    field = breach.spot.where.rsplit("field ", 1)[-1]
    place = PLACES.get(field, 'its "dashboard" object')
    return replace(breach, remedy=f"{breach.remedy} (in {place})")


def _live(item: Mapping[str, Any], text: str, breaches: list[Breach]) -> LiveSource | None:
    symbol = str(item.get("symbol", ""))
    return _item(LiveSource, item, Spot(FILE, json_line(text, symbol), f"live source {symbol}"), breaches)


def _item(model: type[M], fields: Mapping[str, Any], spot: Spot, breaches: list[Breach]) -> M | None:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        breaches += model_breaches(error, model, spot)
        return None
