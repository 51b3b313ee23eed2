"""Each claim of the article recomputed from each series that can speak to it, and one verdict on each claim.

Pure over a `Story`. Parameters of the kinds stand in `claim_kinds.py`, the rule of the verdicts in `verdict.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.claim_evidence import Statement, statements_on
from dashboard.claim_findings import SeriesFinding, finding
from dashboard.claim_reports import Bounds, bounds_on
from dashboard.claim_sources import sources_of
from dashboard.claim_summary import overall_sentence, unchecked_sentence
from dashboard.model import Claim, Story
from dashboard.verdict import Verdict, combine


@dataclass(frozen=True)
class ClaimResult:
    """A claim, what each series and each publication says to it, and one verdict with its sentence.

    `needs` says what would be needed where it can't be checked; `bounds` are published bounds of an extreme.
    """

    claim: Claim
    verdict: Verdict
    sentence: str
    needs: str
    findings: tuple[SeriesFinding, ...] = ()
    statements: tuple[Statement, ...] = ()
    bounds: Bounds | None = None


@lru_cache(maxsize=32)
def check_claims(story: Story) -> tuple[ClaimResult, ...]:
    """Every claim of the story, in the order of the story file."""
    return tuple(check_claim(story, claim) for claim in story.file.claims)


def check_claim(story: Story, claim: Claim) -> ClaimResult:
    """One claim against every source it can be measured on.

    Raises
    ------
    DataError
        The claim lacks a parameter of its kind, or names a series or bond that the story does not have.
    """
    findings = tuple(finding(source, claim) for source in sources_of(story, claim))
    statements = statements_on(story, claim)
    bounds = bounds_on(story, claim)
    verdict = combine([*(f.verdict for f in findings), *(s.verdict for s in statements)])
    if verdict == "cannot be checked":
        words = unchecked_sentence(claim, findings, statements, bounds)
        return ClaimResult(claim, verdict, words, claim.needs, findings, statements, bounds)
    words = overall_sentence(verdict, findings, statements)
    return ClaimResult(claim, verdict, words, "", findings, statements, bounds)


def claims_table(results: Sequence[ClaimResult]) -> pd.DataFrame:
    """Findings as rows for a CSV, JSON or a page: one a claim and series, one for a claim without series.

    Numbers are in the column `unit`; texts are ready to read. A missing number is NaN, a missing text empty.
    """
    return pd.DataFrame([_table_row(result, f) for result in results for f in result.findings or (None,)])


def _table_row(result: ClaimResult, found: SeriesFinding | None) -> dict[str, object]:
    claim = result.claim
    shown = found or SeriesFinding("", "", "cannot be checked", "")
    return {
        "claim": claim.id,
        "statement": claim.statement,
        "words": claim.words,
        "kind": claim.kind,
        "claim_verdict": result.verdict,
        "claim_sentence": result.sentence,
        "series": shown.series,
        "source": shown.label,
        "number": _cell(shown.number),
        "unit": shown.unit,
        "relation": claim.relation or "",
        "claimed": _cell(claim.value),
        "margin": _cell(shown.margin),
        "low": _cell(shown.low),
        "high": _cell(shown.high),
        "left_open": shown.left_open,
        "first_day": shown.days[0].isoformat() if shown.days else "",
        "last_day": shown.days[-1].isoformat() if shown.days else "",
        "formula": shown.formula,
        "verdict": shown.verdict,
        "sentence": shown.sentence,
        "tolerance": _cell(claim.tolerance),
        "tolerance_reason": claim.tolerance_reason,
        "published": "; ".join(f"{s.publisher}: {s.dated}" for s in result.statements),
        "needs": result.needs,
        "note": claim.note,
    }


def _cell(number: float | None) -> float:
    """A number without the last digits that are only the arithmetic's."""
    return math.nan if number is None else round(number, 9) + 0.0
