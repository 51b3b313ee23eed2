"""Records and recoveries: an extreme within a window, and how much of a move was undone since."""

from __future__ import annotations

import math

import pandas as pd

from dashboard.claim_measured import Gap, Measured, doubt_of, required, when
from dashboard.claim_sources import Point, Source
from dashboard.measures import day_until, extreme_day, recovered_share, rounding_interval
from dashboard.model import Claim
from dashboard.verdict import Doubt, Target
from dashboard.wording import day_text, plain, with_unit

COMPLETE_WITHIN_DAYS = 7
"""A history that begins later than this many days after the first day asked for is not the whole history."""


def extreme_within(source: Source, claim: Claim) -> Measured | Gap:
    """Highest value from start to end (lowest with relation "<"), to be beyond every other one from base to the day.

    Without a base the history is what the source has.
    """
    start, end = required(claim, "start"), required(claim, "end")
    if source.points.empty:
        return Gap(source.missing(end))
    if claim.base is None:
        claim = claim.model_copy(update={"base": pd.Timestamp(str(source.points.index[0])).date()})
    life = source.values.loc[pd.Timestamp(required(claim, "base")) : pd.Timestamp(claim.day or end)]
    inside = life.loc[pd.Timestamp(start) : pd.Timestamp(end)]
    outside = life.drop(inside.index)
    if inside.empty or outside.empty:
        return Gap(f"{source.label} has no values {'in' if inside.empty else 'outside'} the window to compare")
    highest = claim.relation != "<"
    peak, rival = (source.point(extreme_day(part, highest)) for part in (inside, outside))
    return _late_start(source, claim, life, peak, rival) or _extreme(source, claim, peak, rival)


def _late_start(source: Source, claim: Claim, life: pd.Series[float], peak: Point, rival: Point) -> Gap | None:
    """A history that begins too late may miss a rival; but a rival found in it is enough to contradict."""
    first, base = pd.Timestamp(str(life.index[0])).date(), required(claim, "base")
    beaten = not _beyond(claim, rival).holds(peak.value)
    if beaten or (first - base).days <= COMPLETE_WITHIN_DAYS:
        return None
    return Gap(f"{source.label} begins on {day_text(first)}, so whether it is a record since {day_text(base)} is open")


def _beyond(claim: Claim, rival: Point) -> Target:
    return Target(-math.inf, rival.value) if claim.relation == "<" else Target(rival.value, math.inf)


def _extreme(source: Source, claim: Claim, peak: Point, rival: Point) -> Measured:
    word = "lowest" if claim.relation == "<" else "highest"
    since, ties = day_text(required(claim, "base")), claim.tolerance or 0.0
    window = f"from {day_text(required(claim, 'start'))} to {day_text(required(claim, 'end'))}"
    return Measured(
        number=peak.value,
        unit=claim.unit,
        target=_beyond(claim, rival),
        asked=f"the {word} since {since}",
        formula=f"{word} {window}: {_level(source, claim, peak)}; on the other days since {since}: "
        f"{_level(source, claim, rival)}",
        points=(rival, peak),
        says=f"{source.noun} was {word} at {_level(source, claim, peak)}; outside the window the {word} was "
        f"{_level(source, claim, rival)}",
        doubt=Doubt(peak.value - ties, peak.value + ties, f"levels within {ties:g} of each other count as a tie")
        if ties
        else None,
    )


def _level(source: Source, claim: Claim, point: Point) -> str:
    return f"{with_unit(point.value, claim.unit, source.decimals)} {when(point)}"


def partial_recovery(source: Source, claim: Claim) -> Measured | Gap:
    """Share of the loss from base to the worst day of start to end that was made good by the day; between 0 and 1."""
    start, end, day = (required(claim, name) for name in ("start", "end", "day"))
    base = day_until(source.values, required(claim, "base"))
    window = source.values.loc[pd.Timestamp(start) : pd.Timestamp(end)]
    if base is None or window.empty or not source.observed(day):
        return Gap(f"{source.label} lacks a value for the base, for the window or for {day_text(day)}")
    worst = extreme_day(window, source.losing_is_rise)
    points = source.point(base), source.point(worst), source.point(day)
    lost = (points[1].value - points[0].value) * (1 if source.losing_is_rise else -1)
    share = recovered_share(points[0].value, points[1].value, points[2].value)
    if share is None or lost < 0:
        return Gap(
            f"{source.noun} was never worse than on {day_text(base)} ({source.label}), so nothing was to recover"
        )
    return _recovery(source, points, share)


def _recovery(source: Source, points: tuple[Point, Point, Point], share: float) -> Measured:
    base, worst, last = points
    values = base.value, worst.value, last.value
    filled = "({1} − {2}) / ({1} − {0})".format(*(plain(v, source.decimals) for v in values))
    return Measured(
        number=share,
        unit="of the loss",
        target=Target(0.0, 1.0),
        asked="a part: more than 0, less than 1",
        formula=f"(Sx − S1) / (Sx − S0) = {filled} = {plain(share)}; S in {source.unit}, S0 {when(base)}, "
        f"worst Sx {when(worst)}, S1 {when(last)}",
        points=points,
        says=f"by {day_text(last.day)} {plain(100 * share, 0)} % of what was lost from {day_text(base.day)} to "
        f"{day_text(worst.day)} was made good",
        doubt=_share_doubt(source, values, share),
    )


def _share_doubt(source: Source, values: tuple[float, float, float], share: float) -> Doubt | None:
    """What rounding leaves open of a share: anything where it alone could have made the whole loss."""
    step = source.step
    if step and abs(values[1] - values[0]) <= step:
        return Doubt(-math.inf, math.inf, f"rounding to {step:g} alone could have made the whole loss")
    return doubt_of(share, rounding_interval(lambda s0, sx, s1: (sx - s1) / (sx - s0), values, step), source, "")
