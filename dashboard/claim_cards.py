"""The story's headline with its computed figures, and the figures of its cards.

A card shows the number of the chosen source and the other sources' beside it. Where no series gives one, it shows what
was published and says whose it is. Nothing here is typed but the words between the numbers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.claim_evidence import Statement
from dashboard.claim_findings import SeriesFinding
from dashboard.claims import ClaimResult
from dashboard.errors import DataError
from dashboard.model import Card, Story
from dashboard.verdict import Verdict
from dashboard.wording import day_text, listed, plain, span_text, with_unit

NO_FIGURE = "no figure"
_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_-]+)(\.day)?\}")


@dataclass(frozen=True)
class CardFigure:
    """A card's figures as text: the big number, the lines below it, its days, sources and the first claim's verdict."""

    title: str
    big: str
    lines: tuple[str, ...]
    days: tuple[dt.date, ...]
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    verdict: Verdict
    verdict_sentence: str
    explain: str


def headline(story: Story, results: Sequence[ClaimResult]) -> str:
    """The story's headline; {claim} becomes the figure over all its sources, {claim.day} the claim's day.

    A range over sources is written with one decimal, each end rounded to the nearest; a level with the decimals of its
    series. A claim without any figure reads "no figure".

    Raises
    ------
    DataError
        The headline names a claim that the story does not have.
    """
    known = {result.claim.id: result for result in results}

    def figure(found: re.Match[str]) -> str:
        result = _known(known, found[1], "headline")
        return _day_of(result) if found[2] else _figure_over_sources(result)

    return _PLACEHOLDER.sub(figure, story.file.headline)


def card_figures(story: Story, results: Sequence[ClaimResult], source: str | None = None) -> tuple[CardFigure, ...]:
    """Figures for each card of the story, in its order; `source` is the series that gives the big number.

    Where `source` says nothing to a card's first claim, the best series that does is taken.

    Raises
    ------
    DataError
        A card names a claim that the story does not have.
    """
    known = {result.claim.id: result for result in results}
    return tuple(
        _card(card, [_known(known, name, card.title) for name in card.claims], source) for card in story.file.cards
    )


def _known(known: Mapping[str, ClaimResult], claim_id: str, place: str) -> ClaimResult:
    if claim_id not in known:
        raise DataError(
            f"{place}: the claim {claim_id} is not among the story's ({', '.join(known) or 'it has none'}). "
            "Correct it in story.toml."
        )
    return known[claim_id]


def _day_of(result: ClaimResult) -> str:
    day = result.claim.day or result.claim.end
    return day_text(day) if day else NO_FIGURE


def _figure_over_sources(result: ClaimResult) -> str:
    spoken = [f for f in result.findings if f.number is not None]
    numbers = [n for f in spoken for n in ([rule.number for rule in f.rules] or [f.number or 0.0])]
    if numbers:
        unit = spoken[0].unit
        decimals = spoken[0].decimals if spoken[0].is_level else 0 if unit == "days" else 1
        return span_text(min(numbers), max(numbers), unit, decimals)
    if result.bounds:
        return f"between {plain(result.bounds.low)} and {plain(result.bounds.high)} %"
    return next((s.text for s in result.statements if not s.derived), NO_FIGURE)


def _card(card: Card, results: Sequence[ClaimResult], source: str | None) -> CardFigure:
    first = results[0]
    spoken = [f for f in first.findings if f.number is not None]
    chosen = next((f for f in spoken if f.series == source), spoken[0] if spoken else None)
    shown = _of_series(chosen, spoken) if chosen else _of_publications(first)
    further = [line for result in results[1:] for line in _further_lines(result, source)]
    return CardFigure(
        title=card.title,
        big=shown.big,
        lines=(*shown.lines, *further),
        days=shown.days,
        sources=shown.sources,
        claims=card.claims,
        verdict=first.verdict,
        verdict_sentence=first.sentence,
        explain=card.explain,
    )


@dataclass(frozen=True)
class _Shown:
    big: str
    lines: tuple[str, ...]
    days: tuple[dt.date, ...]
    sources: tuple[str, ...]


def _of_series(chosen: SeriesFinding, spoken: Sequence[SeriesFinding]) -> _Shown:
    others = [f for f in spoken if f is not chosen]
    beside = "; ".join(f"{f.label} {_signed(f)}" for f in others)
    lines = (
        "; ".join([chosen.label, *(reading.says for reading in chosen.other)]),
        *_open_lines(chosen),
        *([beside] if beside else []),
    )
    days = chosen.days[:1] + chosen.days[-1:] if len(chosen.days) > 1 else chosen.days
    return _Shown(_signed(chosen), lines, days, (chosen.label, *(f.label for f in others)))


def _signed(found: SeriesFinding) -> str:
    """The number as a change of value: a loss of 21.05 % is −21.05 %."""
    return with_unit(-found.number, found.unit) if found.is_loss and found.number is not None else found.text


def _open_lines(found: SeriesFinding) -> list[str]:
    if found.rules:
        agree = len({rule.number for rule in found.rules}) == 1
        return ["under every rule of counting"] if agree else [listed([rule.says for rule in found.rules])]
    return [found.left_open] if found.left_open else []


def _of_publications(result: ClaimResult) -> _Shown:
    """Published bounds or the first published figure; whose it is stands below it."""
    stated = [s for s in result.statements if not s.derived]
    sources = tuple(dict.fromkeys(s.publisher for s in result.statements))
    if result.bounds:
        bounds = result.bounds
        big = f"{plain(bounds.low)} to below {plain(bounds.high)} %"
        words = "bounds derived from later reports; the day is not known"
        return _Shown(big, (words,), (bounds.start, bounds.end), sources)
    if not stated:
        return _Shown(NO_FIGURE, (), (), sources)
    lines = (_attributed(stated[0]), *_derived_lines(result))
    return _Shown(stated[0].text, lines, (stated[0].start,), sources)


def _attributed(statement: Statement) -> str:
    alone = ", on the article's word alone" if statement.own else ""
    return f"{statement.publisher}, {day_text(statement.start)}{alone}"


def _further_lines(result: ClaimResult, source: str | None) -> list[str]:
    """A further claim of the same card: its number of the source chosen, or what was published."""
    spoken = [f for f in result.findings if f.number is not None]
    chosen = next((f for f in spoken if f.series == source), spoken[0] if spoken else None)
    if chosen:
        return [f"{_signed(chosen)} ({chosen.label})"]
    stated = [s for s in result.statements if not s.derived]
    moves = [f"{s.text} on the day" if s.start == s.end == result.claim.day else s.dated for s in stated]
    return ["; ".join([*moves, *_derived_lines(result)])] if moves else []


def _derived_lines(result: ClaimResult) -> list[str]:
    return [f"{s.dated} is derived" for s in result.statements if s.derived and not s.bound]
