"""What one series says to a claim: the number with its formula, margin and doubt, its verdict and a plain sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.claim_kinds import measure
from dashboard.claim_measured import Gap, Measured, Reading
from dashboard.claim_sources import Point, Source
from dashboard.model import Claim
from dashboard.verdict import Verdict, combine, judge
from dashboard.wording import sentence, span_text, with_unit

POINTS_OF: Mapping[str, str] = {"%": "percentage points"}
"""What differences are counted in, where not in the unit itself."""


@dataclass(frozen=True)
class SeriesFinding:
    """What one series says to a claim.

    `number` is None where the series can't say, and `sentence` tells why. `margin` is the distance to the nearer end of
    what fulfils the claim, above 0 where it is fulfilled. `low` to `high` is where the number may lie by rounding or by
    a rule, and `left_open` says so in words. `rules` are the counts under each rule, `other` readings that are only
    shown. `points` are the values used.
    """

    series: str
    label: str
    verdict: Verdict
    sentence: str
    number: float | None = None
    unit: str = ""
    text: str = ""
    formula: str = ""
    margin: float | None = None
    low: float | None = None
    high: float | None = None
    left_open: str = ""
    points: tuple[Point, ...] = ()
    rules: tuple[Reading, ...] = ()
    other: tuple[Reading, ...] = ()
    is_loss: bool = False
    decimals: int = 2
    is_level: bool = False

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Quote days of the values used."""
        return tuple(point.day for point in self.points)


def finding(source: Source, claim: Claim) -> SeriesFinding:
    """What one source says to a claim about markets."""
    measured = measure(source, claim)
    if isinstance(measured, Gap):
        words = sentence(f"Cannot be checked: {measured.reason}")
        return SeriesFinding(source.name, source.label, "cannot be checked", words, left_open=measured.reason)
    verdict = verdict_of(measured)
    doubt = measured.doubt
    label = f"{source.label}, {source.remark}" if source.remark else source.label
    return SeriesFinding(
        series=source.name,
        label=label,
        verdict=verdict,
        sentence=sentence(f"{label}: {measured.says}; {_clause(measured, verdict, claim)}"),
        number=measured.number,
        unit=measured.unit,
        text=text_of(measured),
        formula=measured.formula,
        margin=measured.target.margin(measured.number),
        low=doubt.low if doubt else None,
        high=doubt.high if doubt else None,
        left_open=doubt.reason if doubt else "",
        points=measured.points,
        rules=measured.rules,
        other=measured.other,
        is_loss=measured.is_loss,
        decimals=measured.decimals,
        is_level=measured.own_decimals is not None,
    )


def verdict_of(measured: Measured) -> Verdict:
    """Verdict on a measured number; one with several rules needs all of them to agree."""
    if measured.rules:
        return combine(judge(rule.number, measured.target) for rule in measured.rules)
    return judge(measured.number, measured.target, measured.doubt)


def text_of(measured: Measured) -> str:
    """The number with its unit; the span of the counts where rules of counting differ."""
    if measured.rules:
        counts = [rule.number for rule in measured.rules]
        return span_text(min(counts), max(counts), measured.unit, measured.decimals)
    return with_unit(measured.number, measured.unit, measured.decimals)


def _clause(measured: Measured, verdict: Verdict, claim: Claim) -> str:
    asked, margin = f"“{measured.asked}”", abs(measured.target.margin(measured.number))
    if verdict == "supported":
        return f"this supports {asked}"
    if verdict == "depends":
        return f"{measured.doubt.reason if measured.doubt else 'its rules disagree'}, so {asked} is open"
    if measured.rules:
        return f"this contradicts {asked}"
    by = with_unit(margin, POINTS_OF.get(measured.unit, measured.unit), measured.decimals)
    return f"this contradicts {asked}, by {by}{_near(margin, claim)}"


def _near(margin: float, claim: Claim) -> str:
    """The tolerance of a threshold, said without a vote; that of a value claimed as such is in the target already."""
    tolerance = claim.tolerance if claim.relation in (">", ">=", "<", "<=") else None
    return f", within the tolerance of {tolerance:g}" if tolerance and margin <= tolerance else ""
