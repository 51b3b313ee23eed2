"""JSON Schemas of story.toml and bonds.toml for editors: what the models allow, and what their fields are for. Pure.

Rules between entries, such as names that must lead somewhere, are beyond a schema; `check` holds those.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from dashboard import model as models
from dashboard.model import BondFile, StoryFile

SCHEMAS: Mapping[str, type[BaseModel]] = {"story.schema.json": StoryFile, "bonds.schema.json": BondFile}
"""File names in data/ with the model of the file that each describes."""


class _ForToml(GenerateJsonSchema):
    """TOML has no null, and a title that repeats the field's name is no help."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        return {key: value for key, value in made.items() if (key, value) != ("default", None)}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (pydantic calls it so)
        return False


def schema_text(model: type[BaseModel]) -> str:
    """JSON Schema (2020-12) of a file, with the description of every field."""
    made = model.model_json_schema(schema_generator=_ForToml)
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
    parts = {part: getattr(models, part) for part in schema.get("$defs", {})}
    for definition, part in [(schema, model), *((schema["$defs"][name], part) for name, part in parts.items())]:
        for field, text in field_docs(part).items():
            definition["properties"][field]["description"] = text
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def field_docs(model: type[BaseModel]) -> dict[str, str]:
    """What each field of a model is for: the text that stands below it in the source.

    Pydantic can read these too, but does so whenever the program starts.
    """
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    pairs = zip(body.body, body.body[1:], strict=False) if isinstance(body, ast.ClassDef) else ()
    return {field: text for one, after in pairs if (field := _field(one)) and (text := _text(after))}


def _field(node: ast.stmt) -> str | None:
    return node.target.id if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else None


def _text(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return " ".join(node.value.value.split())
    return None
