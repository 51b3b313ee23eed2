"""Changes and levels: what a claim about a move or a value measures on one source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.claim_measured import DECIMALS, Gap, Measured, Reading, asked, doubt_of, required, when
from dashboard.claim_sources import Point, Source
from dashboard.errors import DataError
from dashboard.measures import (
    change_bp,
    change_pct,
    change_points,
    day_before,
    day_until,
    loss_of_value,
    rounding_interval,
)
from dashboard.model import Claim
from dashboard.verdict import target_of
from dashboard.wording import day_text, plain, with_unit


@dataclass(frozen=True)
class Change:
    """A change between two values: how it is computed and how its formula is written."""

    compute: Callable[[float, float], float]
    symbols: str
    filled: str
    unit: str


LOSS = Change(loss_of_value, "1 − S0/S1", "1 − {0}/{1}", "%")
RISE = Change(change_pct, "S1/S0 − 1", "{1}/{0} − 1", "%")
CHANGES: Mapping[str, Change] = {
    "%": RISE,
    "% rise": RISE,
    "bp": Change(change_bp, "100 × (S1 − S0)", "100 × ({1} − {0})", "bp"),
    "points": Change(change_points, "S1 − S0", "{1} − {0}", "points"),
}


def change_on_day(source: Source, claim: Claim) -> Measured | Gap:
    """Change from the claim's base, or the observation before, to its day; small ones count as flat."""
    day = required(claim, "day")
    base = day_until(source.values, claim.base) if claim.base else day_before(source.values, day)
    return _change(source, claim, base, day, _change_of(claim))


def change_since(source: Source, claim: Claim) -> Measured | Gap:
    """Change since the last observation up to the claim's base; in percent of an exchange rate, the loss of value."""
    base = day_until(source.values, required(claim, "base"))
    loses = source.quantity == "exchange_rate" and claim.unit == "%"
    return _change(source, claim, base, required(claim, "day"), LOSS if loses else _change_of(claim))


def _change(source: Source, claim: Claim, base: dt.date | None, day: dt.date, change: Change) -> Measured | Gap:
    if not source.observed(day):
        return Gap(source.missing(day))
    if base is None or base >= day:
        return Gap(source.missing(claim.base or day - dt.timedelta(days=1)))
    points = source.point(base), source.point(day)
    values = points[0].value, points[1].value
    number = change.compute(*values)
    flat = claim.flat_below_pct if claim.kind == "change_on_day" and change.unit == "%" else 0.0
    return Measured(
        number=number,
        unit=change.unit,
        target=target_of(claim),
        asked=asked(claim),
        formula=_change_formula(source, change, points, number),
        points=points,
        says=_change_words(source, change, points, number, flat),
        doubt=doubt_of(number, rounding_interval(change.compute, values, source.step), source, change.unit, flat),
        other=_other_reading(source, change, values),
        is_loss=change is LOSS,
    )


def _change_of(claim: Claim) -> Change:
    if claim.unit not in CHANGES:
        raise DataError(
            f"Claim {claim.id}: a {claim.kind} claim can't be measured in {claim.unit!r}. "
            f"Use one of {', '.join(CHANGES)} as its unit in story.toml."
        )
    return CHANGES[claim.unit]


def _change_formula(source: Source, change: Change, points: tuple[Point, Point], number: float) -> str:
    filled = change.filled.format(*(plain(p.value, source.decimals) for p in points))
    result = with_unit(number, change.unit, DECIMALS.get(change.unit, 2))
    return f"{change.symbols} = {filled} = {result}; S in {source.unit}, S0 {when(points[0])}, S1 {when(points[1])}"


def _change_words(source: Source, change: Change, points: tuple[Point, Point], number: float, flat: float) -> str:
    size = with_unit(abs(number), change.unit, DECIMALS.get(change.unit, 2))
    since, day = day_text(points[0].day), day_text(points[1].day)
    if change is LOSS:
        return f"{source.noun} was worth {size} {'more' if number < 0 else 'less'} on {day} than on {since}"
    if not number or abs(number) < flat:
        return f"{source.figure} was flat from {since} to {day} ({with_unit(number, change.unit)})"
    verb, meaning = ("rose", source.rise_means) if number > 0 else ("fell", source.fall_means)
    return f"{source.figure} {verb} {size} from {since} to {day}, which means {meaning}"


def _other_reading(source: Source, change: Change, values: tuple[float, float]) -> tuple[Reading, ...]:
    """The other direction of an exchange rate, so that nobody takes one number for the other."""
    if source.quantity != "exchange_rate":
        return ()
    rise, loss = change_pct(*values), loss_of_value(*values)
    if change is LOSS:
        moved = f"{'rose' if rise >= 0 else 'fell'} {with_unit(abs(rise), '%')}"
        return (Reading(f"rise of {source.figure}", rise, "%", f"{source.figure} {moved}"),)
    worth = f"was worth {with_unit(abs(loss), '%')} {'less' if loss >= 0 else 'more'}"
    return (Reading("loss of value", loss, "%", f"{source.noun} {worth}"),)


def level_on_day(source: Source, claim: Claim) -> Measured | Gap:
    """Value on the claim's day, in the claim's unit."""
    day = required(claim, "day")
    if not source.observed(day):
        return Gap(source.missing(day))
    point = source.point(day)
    text = with_unit(point.value, claim.unit, source.decimals)
    return Measured(
        number=point.value,
        unit=claim.unit,
        target=target_of(claim),
        asked=asked(claim),
        formula=f"value {when(point)}: {text}",
        points=(point,),
        says=f"{source.figure} stood at {text} on {day_text(day)}",
        doubt=doubt_of(point.value, rounding_interval(float, (point.value,), source.step), source, claim.unit),
        own_decimals=source.decimals,
    )
