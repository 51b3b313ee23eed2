"""The claims and their verdicts as text for a terminal, as CSV and as JSON. Pure."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from dashboard.claim_evidence import Statement
from dashboard.claim_findings import SeriesFinding
from dashboard.claim_rows import (
    NO_BREAK,
    VERDICT_TITLES,
    article_text,
    claim_rows,
    counts_text,
    interval_text,
    margin_text,
    outside_markets,
    unbroken,
)
from dashboard.claim_sensitivity import sensitivity
from dashboard.claims import ClaimResult, check_claims, claims_table
from dashboard.csv_safe import csv_text
from dashboard.errors import DataError
from dashboard.model import Story

COLUMNS = 100
"""Width of the text in characters."""
INDENT = " " * 5
HEADER = ("Source", "Number", "By rounding or rule", "Margin", "Verdict")


def claims_text(story: Story, kind: str) -> str:
    """Every claim with its verdict; `kind` is "table" (for reading), "csv" (a row a claim and series) or "json".

    Raises
    ------
    DataError
        Another kind, or a claim that lacks a parameter.
    """
    if kind not in _FORMATS:
        raise DataError(f"There is no format “{kind}” for the claims. Choose one of {', '.join(_FORMATS)}.")
    return _FORMATS[kind](story, check_claims(story))


def _as_csv(_story: Story, results: Sequence[ClaimResult]) -> str:
    return csv_text(claims_table(results))


def _as_table(story: Story, results: Sequence[ClaimResult]) -> str:
    rows, outside = claim_rows(results), outside_markets(results)
    lines = [*_wrapped(article_text(story), ""), *_wrapped(counts_text(rows), "")]
    for row in rows:
        lines += ["", *_claim_lines(row.result)]
    if outside:
        lines += ["", "Outside markets: the article's words, which no price or rate can check"]
    for result in outside:
        lines += _wrapped(_attributed(result), f"{result.claim.id:<5}")
    return "\n".join(lines)


def _claim_lines(result: ClaimResult) -> Iterator[str]:
    verdict = VERDICT_TITLES[result.verdict].upper()
    words = _wrapped(f"“{result.claim.words}”", f"{result.claim.id:<5}", COLUMNS - len(verdict) - 2)
    yield f"{words[0]:<{COLUMNS - len(verdict)}}{verdict}"
    yield from words[1:]
    yield from _wrapped(result.claim.statement, INDENT)
    yield from _source_lines(result)
    yield from _wrapped(result.sentence, INDENT)
    if result.needs:
        yield from _wrapped(f"Needed: {result.needs}", INDENT)


def _source_lines(result: ClaimResult) -> Iterator[str]:
    """One line a source, in columns as wide as their longest cell."""
    if not result.findings:
        return
    rows = [HEADER, *(_source_cells(result, found) for found in result.findings)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = INDENT + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        # A long name of a source leaves no room for columns; nothing is cut off.
        yield from [line] if len(line) <= COLUMNS else _wrapped("; ".join(row), INDENT)


def _source_cells(result: ClaimResult, found: SeriesFinding) -> tuple[str, ...]:
    number = found.text or "–"
    return found.label, number, interval_text(found), margin_text(result.claim, found), VERDICT_TITLES[found.verdict]


def _attributed(result: ClaimResult) -> str:
    note = f" {result.claim.note}" if result.claim.note else ""
    return f"{result.claim.statement} (“{result.claim.words}”){note}"


def _wrapped(text: str, first: str, width: int = COLUMNS) -> list[str]:
    """Lines of a text; a number stays with its unit."""
    following = " " * len(first)
    lines = textwrap.wrap(
        unbroken(text), width, initial_indent=first, subsequent_indent=following, break_on_hyphens=False
    )
    return [line.replace(NO_BREAK, " ") for line in lines]


def _as_json(story: Story, results: Sequence[ClaimResult]) -> str:
    report = {
        "story": story.file.id,
        "article": story.file.article.model_dump(mode="json"),
        "data_hash": story.data_hash,
        "claims": [_claim_tree(story, result) for result in results],
    }
    return json.dumps(report, ensure_ascii=False, allow_nan=False, indent=2)


def _claim_tree(story: Story, result: ClaimResult) -> dict[str, Any]:
    tree: dict[str, Any] = {
        **result.claim.model_dump(mode="json"),
        "verdict": result.verdict,
        "sentence": result.sentence,
        "needs": result.needs,
        "findings": [_finding_tree(found) for found in result.findings],
        "published": [_statement_tree(said) for said in result.statements],
        "bounds": _plain(asdict(result.bounds)) if result.bounds else None,
        "sensitivity": [_plain({**asdict(row), "changed": row.changed}) for row in sensitivity(story, result.claim)],
    }
    return tree


def _finding_tree(found: SeriesFinding) -> dict[str, Any]:
    tree: dict[str, Any] = _plain(asdict(found))
    return tree


def _statement_tree(said: Statement) -> dict[str, Any]:
    tree: dict[str, Any] = _plain(asdict(said))
    return tree


def _plain(value: Any) -> Any:
    """What JSON can hold: days as text, and no number where there is none or no end to it."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        # Beyond the ninth decimal are only the arithmetic's own digits.
        return round(value, 9) + 0.0 if math.isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else value


_FORMATS: Mapping[str, Callable[[Story, Sequence[ClaimResult]], str]] = {
    "table": _as_table,
    "csv": _as_csv,
    "json": _as_json,
}
