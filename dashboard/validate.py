"""Rules that the parts of a story keep with each other and the days of a series among themselves. Pure.

What one entry must hold by itself (types, allowed words, links) is said by the models in `model.py` and `rows.py`.
A breach found here gives the path to its place; the lines are looked up once it is sure that there is one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

from dashboard.breaches import Breach, Spot
from dashboard.model import Bond, Claim, Event, Period
from dashboard.parse import Observations
from dashboard.rows import Flaw

NEEDED: dict[str, tuple[str, ...]] = {
    "change_on_day": ("day", "relation", "value"),
    "level_on_day": ("day", "relation", "value"),
    "losing_streak": ("day", "value"),
    "change_since": ("base", "day", "relation", "value"),
    "extreme_within": ("start", "end"),
    "partial_recovery": ("base", "start", "end", "day"),
    "outside_markets": (),
}
"""Parameters without which a claim of a kind says nothing that could be computed."""


def observation_breaches(
    file: str, found: Observations, limits: tuple[float, float, str], latest: dt.date | None = None
) -> Iterator[Breach]:
    """Days that repeat, run backwards or lie after `latest`, and values outside `limits` (minimum, maximum, unit)."""
    if not found.dates:
        yield Breach(Spot(file), "no row", "a series has at least one observation", "add rows or remove the series")
    previous: dt.date | None = None
    for day, value, line in zip(found.dates, found.values, found.lines, strict=True):
        spot = Spot(file, line)
        if previous is not None and day <= previous:
            yield _order_breach(spot, day, previous)
        if latest is not None and day > latest:
            yield Breach(spot, str(day), f"no day lies after {latest}, by when it was retrieved", "correct the date")
        if not limits[0] <= value <= limits[1]:
            yield _range_breach(spot, f"{value:.10g} on {day}", limits)
        previous = day


def _order_breach(spot: Spot, day: dt.date, previous: dt.date) -> Breach:
    if day == previous:
        return Breach(spot, f"{day} twice", "each day stands once", "keep the right one of the two rows")
    return Breach(spot, f"{day} after {previous}", "days ascend", "sort the rows by date")


def _range_breach(spot: Spot, found: str, limits: tuple[float, float, str]) -> Breach:
    minimum, maximum, unit = limits
    return Breach(
        spot,
        found,
        rule=f"values lie in the stated range {minimum:g} to {maximum:g} {unit}",
        remedy="check the unit, the direction of the quote and whether the currency is an older one; "
        "if the value is right, widen minimum and maximum in datapackage.json",
    )


def flaw_breaches(
    flaws: Iterable[tuple[int, Flaw]], file: str, days: Callable[[str], set[dt.date] | None], known: frozenset[str]
) -> Iterator[Breach]:
    """Flags of an unknown series, of a day without an observation, or given twice. `days` gives those of a series."""
    seen: set[tuple[str, dt.date]] = set()
    for line, flaw in flaws:
        spot, series, day = Spot(file, line), flaw.series, flaw.date
        if series not in known:
            yield unknown(spot, "series", series, known)
        elif (observed := days(series)) is not None and day not in observed:
            yield Breach(spot, f"{day} for {series}", "only an observed day can be flagged", "correct the date")
        if (series, day) in seen:
            yield Breach(spot, f"{series} on {day} twice", "a day has one flag", "keep one of the rows")
        seen.add((series, day))


def repeated_ids(file: str, table: str, ids: Sequence[str]) -> Iterator[Breach]:
    """Ids that stand more than once in one table."""
    for i, name in enumerate(ids):
        if name in ids[:i]:
            spot = Spot(file, path=(table, i, "id"))
            yield Breach(spot, f"id {name} again", "an id is used once", "give one of them another id")


def event_breaches(events: Iterable[tuple[int, Event]], file: str, context: frozenset[str] | None) -> Iterator[Breach]:
    """Events that end before they start, contradict their precision or equal an unknown context event."""
    for i, event in events:
        spot = Spot(file, where=f"event {event.id}")
        yield from _window_breach(spot.at("events", i, "end"), event.start, event.end)
        if event.precision == "day" and (event.start is None or event.last != event.start):
            found = f'precision "day" with start {event.start or "missing"} and end {event.end or "missing"}'
            remedy = 'give start alone, or use precision "interval"'
            yield Breach(spot.at("events", i, "precision"), found, "a day has a start and no other end", remedy)
        if event.same_as and context is not None and event.same_as not in context:
            yield unknown(spot.at("events", i, "same_as"), "context event", event.same_as, context)


def period_breaches(periods: Iterable[tuple[int, Period]], file: str) -> Iterator[Breach]:
    """Periods that end before they start."""
    for i, period in periods:
        yield from _window_breach(
            Spot(file, where=f"period {period.id}", path=("periods", i, "end")), period.start, period.end
        )


def claim_breaches(claims: Iterable[tuple[int, Claim]], file: str) -> Iterator[Breach]:
    """Claims without the parameters that their kind needs, or with a window that ends before it starts."""
    for i, claim in claims:
        spot = Spot(file, where=f"claim {claim.id}")
        yield from _window_breach(spot.at("claims", i, "end"), claim.start, claim.end)
        missing = [name for name in NEEDED[claim.kind] if getattr(claim, name) is None]
        if claim.kind != "outside_markets" and not claim.series and claim.bond is None:
            missing.append("series or bond")
        if missing:
            rule = f"a claim of kind {claim.kind} needs {', '.join(NEEDED[claim.kind])} and series or bond"
            yield Breach(spot.at("claims", i, "kind"), f"no {', no '.join(missing)}", rule, "add what is missing")


def bond_breaches(bonds: Iterable[tuple[int, Bond]], file: str) -> Iterator[Breach]:
    """Bonds whose days are out of order: interest starts, the first coupon follows, then maturity."""
    for i, bond in bonds:
        days = [day for day in (bond.interest_from, bond.first_coupon, bond.maturity) if day]
        if days != sorted(set(days)):
            spot = Spot(file, where=f"bond {bond.id}", path=("bonds", i, "maturity"))
            found = f"interest_from {bond.interest_from}, first_coupon {bond.first_coupon}, maturity {bond.maturity}"
            yield Breach(spot, found, "interest starts, the first coupon follows, then maturity", "correct the days")


def _window_breach(spot: Spot, start: dt.date | None, end: dt.date | None) -> Iterator[Breach]:
    if start and end and end < start:
        yield Breach(spot, f"end {end} before start {start}", "an end is no earlier than its start", "correct one")


def unknown(spot: Spot, what: str, name: str, known: Iterable[str]) -> Breach:
    """Breach for a name that this story does not hold, with the names it does hold (the first dozen)."""
    names = sorted(known)
    some = f"{', '.join(names[:12])}{', ...' if len(names) > 12 else ''}"
    remedy = f"use one of {some}" if names else f"add the {what}, or remove the name"
    return Breach(spot, f"{what} {name!r}", f"only a {what} of this story can be named", remedy)
