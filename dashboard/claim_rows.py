"""Claims as rows that a reader takes in at a glance: verdict, best number, margin and one sentence. Pure text.

The page, the picture and the command line show these same words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.claim_evidence import Statement
from dashboard.claim_findings import POINTS_OF, SeriesFinding
from dashboard.claims import ClaimResult
from dashboard.model import Claim, Story
from dashboard.panel_text import date_text
from dashboard.verdict import Verdict, target_of
from dashboard.wording import listed, plain, sentence, span_text, with_unit

VERDICT_TITLES: Mapping[Verdict, str] = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "depends": "Depends",
    "cannot be checked": "Cannot be checked",
}
VERDICT_MEANINGS: Mapping[Verdict, str] = {
    "supported": "every source that can say agrees with the words",
    "contradicted": "every source that can say disagrees with the words",
    "depends": "the source, rounding or a stated rule decides",
    "cannot be checked": "nothing here measures it independently of the article",
}
NOTHING = "–"
"""Stands where there is no number."""

NO_BREAK = "\u00a0"


@dataclass(frozen=True)
class ClaimRow:
    """A claim about markets in a few words; `number` is that of the best `source`, both with `NOTHING` for none."""

    result: ClaimResult
    number: str
    source: str
    margin: str

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.result.claim

    @property
    def sentence(self) -> str:
        """The overall sentence as it stands beside the verdict, which it need not repeat."""
        words = self.result.sentence
        for title in VERDICT_TITLES.values():
            words = words.removeprefix(f"{title}: ")
        return sentence(words)


def claim_rows(results: Sequence[ClaimResult]) -> tuple[ClaimRow, ...]:
    """The claims that market data could check, in the order of the story."""
    return tuple(_row(result) for result in results if result.claim.kind != "outside_markets")


def outside_markets(results: Sequence[ClaimResult]) -> tuple[ClaimResult, ...]:
    """The claims that no price or rate measures: they are told as the article's own words."""
    return tuple(result for result in results if result.claim.kind == "outside_markets")


def _row(result: ClaimResult) -> ClaimRow:
    best = next((found for found in result.findings if found.number is not None), None)
    if best:
        return ClaimRow(result, best.text, best.label, margin_text(result.claim, best))
    if result.bounds:
        ends = f"{plain(result.bounds.low)} to below {plain(result.bounds.high)} %"
        return ClaimRow(result, ends, "bounds from later reports", NOTHING)
    said = next((said for said in result.statements if _is_figure(said, result.claim)), None)
    if said is None:
        return ClaimRow(result, NOTHING, "", NOTHING)
    return ClaimRow(result, said.text, "the article alone" if said.own else said.publisher, NOTHING)


def _is_figure(said: Statement, claim: Claim) -> bool:
    """Whether a published figure is the very number that the claim is about."""
    return not said.derived and said.unit == claim.unit and said.start == said.end == claim.day


def margin_text(claim: Claim, found: SeriesFinding) -> str:
    """By how much the number meets or misses the claim's words; `NOTHING` without a number.

    Where rules of counting differ, the margins of all of them: missed by 1 to 3 days.
    """
    if found.margin is None:
        return NOTHING
    margins = [target_of(claim).margin(rule.number) for rule in found.rules] or [found.margin]
    sizes = sorted(abs(margin) for margin in margins)
    decimals = found.decimals
    unit = POINTS_OF.get(found.unit, found.unit)
    if max(sizes) == 0:
        return "met exactly"
    met = [margin >= 0 for margin in margins]
    if any(met) and not all(met):
        return "met or missed, by rule"
    size = span_text(sizes[0], sizes[-1], unit, decimals) if len(sizes) > 1 else with_unit(sizes[0], unit, decimals)
    return f"{'met' if all(met) else 'missed'} by {size}"


def interval_text(found: SeriesFinding) -> str:
    """Where the number may lie by rounding or by a rule: 20.72 to 21.39 %; `NOTHING` where nothing is left open."""
    if found.low is None or found.high is None:
        return NOTHING
    if not math.isfinite(found.high - found.low):
        return "anything"
    return span_text(found.low, found.high, found.unit, found.decimals)


def days_used(found: SeriesFinding) -> str:
    """First and last day of the values used, and how many lie between; `NOTHING` without any."""
    if not found.days:
        return NOTHING
    first, last = min(found.days), max(found.days)
    if first == last:
        return date_text(first)
    ends = f"{date_text(first)} to {date_text(last)}"
    return f"{ends}, {len(found.days)} values" if len(found.days) > 2 else ends


def counts_text(rows: Sequence[ClaimRow]) -> str:
    """How many claims got which verdict: 8 claims about markets: 3 depend on the source or a rule, ..."""
    counts = {v: sum(row.result.verdict == v for row in rows) for v in VERDICT_TITLES}
    words = {
        "supported": "supported",
        "contradicted": "contradicted",
        "depends": "depending on the source or a rule",
        "cannot be checked": "that cannot be checked with the data at hand",
    }
    parts = [f"{count} {words[verdict]}" for verdict, count in counts.items() if count]
    total = f"{len(rows)} {'claim' if len(rows) == 1 else 'claims'} about markets"
    return f"{total}: {listed(parts)}." if parts else f"{total}."


def unbroken(text: str) -> str:
    """Text in which a line can't end between a number and its unit."""
    return text.replace(" %", f"{NO_BREAK}%").replace(" bp", f"{NO_BREAK}bp")


def article_text(story: Story) -> str:
    """The article that makes the claims: publisher, headline and day."""
    article = story.file.article
    return f"{article.publisher}, “{article.headline}”, {date_text(article.published)}"
