"""Pydantic's errors in plain sentences. Pure."""

from __future__ import annotations

import difflib
from dataclasses import replace

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dashboard.breaches import Breach, Path, Spot

DAY_RULE = "a day is written year-month-day, such as 2020-08-09"
PATTERNS = {
    r"^https?://\S+$": "a link begins with http:// or https:// and holds no space",
    r"^[A-Za-z0-9][A-Za-z0-9_-]*$": "an id is made of letters, digits, - and _, and begins with a letter or digit",
    r"^[A-Z]{2}[A-Z0-9]{9}[0-9]$": "an ISIN has two letters, nine letters or digits and a check digit",
}
"""What the patterns of the models mean, for people."""


def model_breaches(error: ValidationError, model: type[BaseModel], spot: Spot) -> list[Breach]:
    """Each error of one item of `model` as a breach; `spot` is that of the item."""
    details = error.errors(include_url=False)
    return [detail_breach(detail, model, spot, detail["loc"]) for detail in details]


def detail_breach(detail: ErrorDetails, model: type[BaseModel], spot: Spot, inner: Path) -> Breach:
    """One error of pydantic as a breach; `inner` leads from the item of `model` at `spot` to the field."""
    where = ", ".join(part for part in (spot.where, f"field {_dotted(inner)}" if inner else "") if part)
    return Breach(replace(spot, where=where), _found(detail), _rule(detail), _remedy(detail, model))


def _dotted(path: Path) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _found(detail: ErrorDetails) -> str:
    told = {"missing": "nothing", "extra_forbidden": "a field that nothing reads"}
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    return told.get(detail["type"]) or _shown(detail["input"])


def _rule(detail: ErrorDetails) -> str:
    kind, limits = detail["type"], detail.get("ctx", {})
    rules = {
        "missing": "this field is required",
        "extra_forbidden": "only known fields are allowed",
        "value_error": "the fields of one entry agree with each other",
        "literal_error": f"one of {limits.get('expected')}",
        "string_pattern_mismatch": PATTERNS.get(limits.get("pattern", ""), detail["msg"]),
    }
    if kind.startswith("date"):
        return DAY_RULE
    return rules.get(kind) or detail["msg"][0].lower() + detail["msg"][1:]


def _remedy(detail: ErrorDetails, model: type[BaseModel]) -> str:
    if detail["type"] == "extra_forbidden":
        return _suggestion(str(detail["loc"][-1]), model)
    return {"missing": "add it", "literal_error": "choose one of them"}.get(detail["type"], "correct it")


def _suggestion(name: str, model: type[BaseModel]) -> str:
    near = difflib.get_close_matches(name, model.model_fields, n=1)
    known = ", ".join(model.model_fields)
    return f"did you mean {near[0]}?" if near else f"remove it or use one of {known}"


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
