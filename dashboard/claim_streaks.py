"""Losing days in a row: the count on one source under each rule of counting."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pandas as pd

from dashboard.claim_measured import Gap, Measured, Reading, asked, required, when
from dashboard.claim_sources import Point, Source
from dashboard.measures import Run, day_before, losing_streak
from dashboard.model import Claim
from dashboard.verdict import Doubt, target_of
from dashboard.wording import day_text, listed, plain, with_unit


def streak_on_day(source: Source, claim: Claim) -> Measured | Gap:
    """Losing days in a row up to the claim's day: the strict count as the number, the other rules as readings."""
    day = required(claim, "day")
    runs = _runs_by_rule(source, claim, day)
    if not runs:
        return Gap(source.missing(day))
    readings = tuple(Reading(label, float(run.length), "days", f"{run.length} {label}") for label, run in runs.items())
    counts = [r.number for r in readings]
    points = _points_of_runs(source, list(runs.values()), day)
    spread = Doubt(min(counts), max(counts), "the rules of counting disagree") if min(counts) < max(counts) else None
    return Measured(
        number=counts[0],
        unit="days",
        target=target_of(claim),
        asked=f"{asked(claim)} in a row",
        formula=f"{_chain(source, points)}; {source.unit}, first {when(points[0])}, last {when(points[-1])}",
        points=points,
        says=_says(source, readings, day),
        doubt=spread,
        rules=readings,
    )


def _runs_by_rule(source: Source, claim: Claim, day: dt.date) -> dict[str, Run]:
    """Runs under every rule, the strict one first; empty where the day has no value."""
    rise, flat = source.losing_is_rise, claim.flat_below_pct
    strict = losing_streak(source.values, day, 0.0, rise)
    found = {"strictly": strict}
    if flat:
        found[f"with changes below {flat:g} % skipped"] = losing_streak(source.values, day, flat, rise)
    found["with flagged days left out too"] = losing_streak(source.without_flagged().values, day, flat, rise)
    if source.step:
        rounded = losing_streak(source.values, day, 0.0, rise, flat_extends=True)
        found[f"with days flat by rounding to {source.step:g} counted in"] = rounded
    return {label: run for label, run in found.items() if run is not None} if strict else {}


def _points_of_runs(source: Source, runs: list[Run], day: dt.date) -> tuple[Point, ...]:
    """Values from the step that broke the longest run up to the day."""
    broken = [run.broken_by for run in runs]
    first = min(b or source.values.index[0].date() for b in broken)
    before = day_before(source.values, first)
    days = source.values.loc[pd.Timestamp(before or first) : pd.Timestamp(day)].index
    return tuple(source.point(d.date()) for d in days)


def _chain(source: Source, points: tuple[Point, ...]) -> str:
    """Values in their order with what each step was: 2.45 < 2.46 = 2.46 (held)."""
    text = plain(points[0].value, source.decimals)
    for earlier, later in pairwise(points):
        sign = "<" if later.value > earlier.value else ">" if later.value < earlier.value else "="
        text += f" {sign} {plain(later.value, source.decimals)}{f' ({later.flag})' if later.flag else ''}"
    return text


def _says(source: Source, readings: tuple[Reading, ...], day: dt.date) -> str:
    moved = f"{source.figure} {'rose' if source.losing_is_rise else 'fell'}"
    if len({r.number for r in readings}) == 1:
        count = with_unit(readings[0].number, "days", 0)
        return f"{moved} on {count} in a row up to {day_text(day)}, under every rule of counting"
    return f"days in a row on which {moved}, up to {day_text(day)}: {listed([r.says for r in readings])}"
