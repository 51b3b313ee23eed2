"""When a number supports what was claimed: the four verdicts and the rule behind each.

The words of a claim are its threshold. A threshold within what rounding (or another stated doubt) leaves open is
neither met nor missed. Whatever can't be computed can't be checked, and is never a contradiction.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dashboard.errors import DataError
from dashboard.model import Claim

Verdict = Literal["supported", "contradicted", "depends", "cannot be checked"]

RELATION_WORDS = {">": "more than", "<": "less than", ">=": "at least", "<=": "at most", "=": "", "about": "about"}

_EDGE = 1e-9
"""Differences below this are the arithmetic's own: 2.655 has no exact binary form."""


@dataclass(frozen=True)
class Target:
    """Numbers that fulfil a claim: from `lower` to `upper`, the ends included where `closed`."""

    lower: float
    upper: float
    closed: bool = False

    def holds(self, number: float) -> bool:
        """Whether a number fulfils the claim."""
        edge = _EDGE if self.closed else -_EDGE
        return self.lower - edge <= number <= self.upper + edge

    def margin(self, number: float) -> float:
        """Distance to the nearer end, in the number's unit: above 0 inside, below 0 outside."""
        return min(number - self.lower, self.upper - number)


@dataclass(frozen=True)
class Doubt:
    """What is left open about a number: it may lie anywhere from `low` to `high`; `reason` says why, as a clause.

    `by_rounding` where it is the rounding of the values alone.
    """

    low: float
    high: float
    reason: str
    by_rounding: bool = False


def target_of(claim: Claim) -> Target:
    """Numbers that fulfil a claim's relation to its value.

    "=", "about" and no relation accept `tolerance` on either side, the ends included; for the others the words are the
    threshold.

    Raises
    ------
    DataError
        A claim without a value.
    """
    if claim.value is None:
        raise DataError(
            f"Claim {claim.id}: a {claim.kind} claim needs a value to be compared with, and there is none. "
            "Add the value to the claim in story.toml."
        )
    tolerance = claim.tolerance or 0.0
    sides = {
        ">": Target(claim.value, math.inf),
        ">=": Target(claim.value, math.inf, closed=True),
        "<": Target(-math.inf, claim.value),
        "<=": Target(-math.inf, claim.value, closed=True),
    }
    around = Target(claim.value - tolerance, claim.value + tolerance, closed=True)
    return sides.get(claim.relation or "=", around)


def judge(number: float, target: Target, doubt: Doubt | None = None) -> Verdict:
    """Verdict on one number: "depends" where the doubt reaches over an end of the target."""
    if doubt is not None and any(doubt.low + _EDGE < end < doubt.high - _EDGE for end in (target.lower, target.upper)):
        return "depends"
    return "supported" if target.holds(number) else "contradicted"


def combine(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict from several: what they agree on, else "depends". Those that can't be checked have no vote."""
    votes = {v for v in verdicts if v != "cannot be checked"}
    if not votes:
        return "cannot be checked"
    return votes.pop() if len(votes) == 1 else "depends"
