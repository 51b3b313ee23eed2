"""One plain sentence for a claim as a whole: who supports it, who contradicts it, or why nothing here can check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.claim_evidence import Statement
from dashboard.claim_findings import SeriesFinding
from dashboard.claim_reports import Bounds
from dashboard.model import Claim
from dashboard.verdict import Verdict
from dashboard.wording import days_text, listed, plain, sentence

VERDICT_WORDS: Mapping[Verdict, str] = {
    "supported": "supported by",
    "contradicted": "contradicted by",
    "depends": "open on",
}


def overall_sentence(verdict: Verdict, findings: Sequence[SeriesFinding], statements: Sequence[Statement]) -> str:
    """Who says what, grouped by verdict, with each one's number and what is left open about it."""
    voices = [(f.verdict, _voice(f)) for f in findings] + [(s.verdict, f"{s.publisher} ({s.text})") for s in statements]
    groups = {v: [who for vote, who in voices if vote == v] for v in VERDICT_WORDS}
    said = [f"{VERDICT_WORDS[v]} {listed(who)}" for v, who in groups.items() if who]
    silent = [f.label for f in findings if f.verdict == "cannot be checked"]
    rest = [f"{listed(silent)} can't say"] if silent else []
    lead = "Depends on the source: " if len(said) > 1 else "Depends: " if verdict == "depends" else ""
    return sentence(lead + "; ".join(said + rest))


def _voice(found: SeriesFinding) -> str:
    doubt = f"; {found.left_open}" if found.verdict == "depends" else ""
    return f"{found.label} ({found.text}{doubt})"


def unchecked_sentence(
    claim: Claim, findings: Sequence[SeriesFinding], statements: Sequence[Statement], bounds: Bounds | None
) -> str:
    """Why nothing here can check the claim, and what is known nevertheless."""
    if claim.kind == "outside_markets":
        return sentence("Cannot be checked with market data: no price or rate measures it")
    gaps = [f.left_open for f in findings]
    if not claim.bond:
        return sentence(f"Cannot be checked: {'; '.join(gaps)}")
    known = _bounds_words(bounds) if bounds else _article_alone(statements)
    return sentence(f"Cannot be checked: {'; '.join([*(gaps or ['no series here gives daily values']), known])}")


def _bounds_words(bounds: Bounds) -> str:
    return (
        f"later reports only bound the peak of {days_text(bounds.start, bounds.end)}, "
        f"at least {plain(bounds.low)} and below {plain(bounds.high)} %"
    )


def _article_alone(statements: Sequence[Statement]) -> str:
    own = [s.dated for s in statements if s.own and not s.derived]
    derived = [s.dated for s in statements if s.derived and not s.bound]
    tail = f"; {listed(derived)} is derived, not published" if derived else ""
    if not own:
        return f"no publication gives the figures either{tail}"
    return f"{listed(own)} {'rests' if len(own) == 1 else 'rest'} on the article alone{tail}"
