"""Names in a story that must lead somewhere: series, bonds, claims, periods. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dashboard.breaches import Breach, Spot
from dashboard.model import Card, Claim, LiveSource, Panel, SeriesInfo
from dashboard.rows import Mark, Report
from dashboard.validate import unknown

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

Names = frozenset[str] | None
"""Ids that may be named; None where the file that lists them could not be read, so nothing can be said."""


@dataclass(frozen=True)
class Known:
    """Ids that may be named. Those of entries with faults of their own count, so that one fault is told once."""

    series: Names
    bonds: Names
    claims: Names
    periods: Names


def panel_references(panels: Iterable[tuple[int, Panel]], file: str, known: Known) -> Iterator[Breach]:
    """Panels about unknown series or bonds, or without anything to draw."""
    for i, panel in panels:
        spot = Spot(file, where=f"panel {panel.id}")
        for key in ("series", "reference"):
            yield from _names(spot.at("panels", i, key), "series", getattr(panel, key), known.series)
        yield from _names(spot.at("panels", i, "bond"), "bond", (panel.bond,), known.bonds)
        yield from _names(spot.at("panels", i, "others"), "bond", panel.others, known.bonds)
        if not (panel.bond if panel.kind == "bond" else panel.series):
            found = f'kind "{panel.kind}" without {panel.kind}'
            yield Breach(spot.at("panels", i, "kind"), found, "a panel draws something", f"add {panel.kind}")


def claim_references(claims: Iterable[tuple[int, Claim]], file: str, known: Known) -> Iterator[Breach]:
    """Claims about unknown series or bonds."""
    for i, claim in claims:
        spot = Spot(file, where=f"claim {claim.id}")
        yield from _names(spot.at("claims", i, "series"), "series", claim.series, known.series)
        yield from _names(spot.at("claims", i, "bond"), "bond", (claim.bond,), known.bonds)


def card_references(cards: Iterable[tuple[int, Card]], file: str, known: Known) -> Iterator[Breach]:
    """Cards that name an unknown claim."""
    for i, card in cards:
        spot = Spot(file, where=f'card "{card.title}"', path=("cards", i, "claims"))
        yield from _names(spot, "claim", card.claims, known.claims)


def top_references(raw: Mapping[str, object], file: str, known: Known) -> Iterator[Breach]:
    """Headline, default period, benchmarks and Treasury yield of story.toml as parsed."""
    claims = [name.removesuffix(".day") for name in PLACEHOLDER.findall(str(raw.get("headline", "")))]
    yield from _names(Spot(file, where="headline", path=("headline",)), "claim", claims, known.claims)
    for key, what, names in (
        ("default_period", "period", known.periods),
        ("benchmarks", "series", known.series),
        ("treasury", "series", known.series),
    ):
        yield from _names(Spot(file, where=key, path=(key,)), what, _texts(raw.get(key)), names)


def _texts(value: object) -> list[str]:
    """One text or a list of texts as a list; a value of another type is told by the model."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def series_references(series: Iterable[SeriesInfo], file: str, known: Known) -> Iterator[Breach]:
    """Series of yields or prices that belong to an unknown bond."""
    for info in series:
        spot = Spot(file, where=f"resource {info.name}", path=(info.name,))
        yield from _names(spot, "bond", (info.bond,), known.bonds)


def live_references(sources: Iterable[LiveSource], file: str, known: Known) -> Iterator[Breach]:
    """Live sources that continue, compare with or belong to something the story does not hold."""
    for source in sources:
        spot = Spot(file, where=f"live source {source.symbol}", path=(source.symbol,))
        yield from _names(spot, "series", (source.continues, source.compare_with), known.series)
        yield from _names(spot, "bond", (source.bond,), known.bonds)


def report_references(reports: Iterable[tuple[int, Report]], file: str, known: Known) -> Iterator[Breach]:
    """Statements about an unknown bond. A group of bonds is named in words, so with a space."""
    for line, report in reports:
        if " " not in report.bond:
            yield from _names(Spot(file, line), "bond", (report.bond,), known.bonds)


def mark_references(marks: Iterable[tuple[int, Mark]], file: str, known: Known) -> Iterator[Breach]:
    """Valuations of an unknown bond."""
    for line, mark in marks:
        yield from _names(Spot(file, line), "bond", (mark.bond,), known.bonds)


def _names(spot: Spot, what: str, names: Iterable[str | None], known: Names) -> Iterator[Breach]:
    for name in names:
        if known is not None and name and name not in known:
            yield unknown(spot, what, name, known)
