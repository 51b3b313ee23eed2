"""What becomes of a verdict under another source, quote direction, base, rule of counting, day or rounding.

One thing is varied at a time; each row stands beside the verdict that the same source gives to the claim as stated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dashboard.claim_findings import text_of, verdict_of
from dashboard.claim_kinds import measure
from dashboard.claim_measured import Gap, Measured
from dashboard.claim_sources import Source, sources_of
from dashboard.measures import day_after, day_before
from dashboard.model import Claim, Story
from dashboard.verdict import Verdict, judge
from dashboard.wording import day_text, with_unit

AS_STATED = "as stated"

Varied = tuple[str, Source, Claim]


@dataclass(frozen=True)
class SensitivityRow:
    """A verdict with one thing varied, `setting`; `as_stated` is the same source's verdict without it."""

    series: str
    label: str
    setting: str
    text: str
    verdict: Verdict
    as_stated: Verdict

    @property
    def changed(self) -> bool:
        """Whether the setting changes the verdict."""
        return self.verdict != self.as_stated


def sensitivity(story: Story, claim: Claim) -> tuple[SensitivityRow, ...]:
    """Rows by source: the claim as stated first, then each thing that can be varied on it. None without a source."""
    return tuple(row for source in sources_of(story, claim) for row in _of_source(source, claim))


def _of_source(source: Source, claim: Claim) -> Iterator[SensitivityRow]:
    plain = measure(source, claim)
    stated = _verdict(plain)

    def row(setting: str, text: str, verdict: Verdict) -> SensitivityRow:
        return SensitivityRow(source.name, source.label, setting, text, verdict, stated)

    yield row(AS_STATED, _text(plain), stated)
    if isinstance(plain, Measured):
        for setting, text, verdict in (*_by_rule(plain), *_by_rounding(plain)):
            yield row(setting, text, verdict)
    for vary in VARIATIONS:
        for setting, varied_source, varied_claim in vary(source, claim):
            found = measure(varied_source, varied_claim)
            yield row(setting, _text(found), _verdict(found))


def _verdict(found: Measured | Gap) -> Verdict:
    return "cannot be checked" if isinstance(found, Gap) else verdict_of(found)


def _text(found: Measured | Gap) -> str:
    return found.reason if isinstance(found, Gap) else text_of(found)


def _by_rule(found: Measured) -> Iterator[tuple[str, str, Verdict]]:
    for rule in found.rules:
        yield f"counted {rule.label}", with_unit(rule.number, rule.unit, 0), judge(rule.number, found.target)


def _by_rounding(found: Measured) -> Iterator[tuple[str, str, Verdict]]:
    doubt = found.doubt
    if doubt is None or not doubt.by_rounding or not math.isfinite(doubt.high - doubt.low):
        return
    for word, side, end in (("lowest", "above", doubt.low), ("highest", "below", doubt.high)):
        # The end itself would already be rounded to another value, so a number a hair inside is judged.
        within = end + (found.number - end) * 1e-6
        text = f"just {side} {with_unit(end, found.unit, found.decimals)}"
        yield f"the {word} number that rounding allows", text, judge(within, found.target)


def _by_direction(source: Source, claim: Claim) -> Iterator[Varied]:
    """The loss of the counted currency and the rise of the rate are two numbers; the words rarely say which."""
    if claim.kind == "change_since" and source.quantity == "exchange_rate" and claim.unit in ("%", "% rise"):
        as_rise = claim.unit == "%"
        setting = (
            f"rise of {source.figure} instead of the loss of value" if as_rise else "loss of value instead of the rise"
        )
        yield setting, source, claim.model_copy(update={"unit": "% rise" if as_rise else "%"})


def _by_base(source: Source, claim: Claim) -> Iterator[Varied]:
    """The observation before the base and the one after it, held and stale values passed over."""
    if claim.base is None or claim.kind not in ("change_since", "partial_recovery"):
        return
    observed = source.without_flagged().values
    for base in (day_before(observed, claim.base), day_after(observed, claim.base)):
        if base is not None:
            yield f"base {day_text(base)}", source, claim.model_copy(update={"base": base})


def _by_flat(source: Source, claim: Claim) -> Iterator[Varied]:
    if claim.kind == "change_on_day" and claim.unit == "%" and claim.flat_below_pct:
        setting = f"changes below {claim.flat_below_pct:g} % taken with their sign"
        yield setting, source, claim.model_copy(update={"flat_below_pct": 0.0})


def _by_flag(source: Source, claim: Claim) -> Iterator[Varied]:
    if claim.kind != "losing_streak" and (source.points["flag"] != "").any():
        yield "stale, held and mistaken values left out", source.without_flagged(), claim


def _by_date(source: Source, claim: Claim) -> Iterator[Varied]:
    if source.lag_days:
        yield "by the date the publisher gives instead of the day of the quote", source.by_date_given(), claim


VARIATIONS: tuple[Callable[[Source, Claim], Iterator[Varied]], ...] = (
    _by_direction,
    _by_base,
    _by_flat,
    _by_flag,
    _by_date,
)
