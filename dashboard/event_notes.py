"""What a reader must know of one event's figures, in words that stand beside them."""

from __future__ import annotations

import numpy as np

from dashboard.abnormal_move import AbnormalMove, Method
from dashboard.event_window import Days, EventWindow, Placement, covered, day0_positions

NO_WINDOW = "no abnormal move: the days on which all series were observed do not hold the window"
NO_MODEL = "no abnormal move: the benchmarks do not vary independently in the estimation sample"

_FEW_PLACEBOS = 19
"""The fewest with which a p-value can reach 0.05."""


def too_few(sample: int, method: Method) -> str:
    """Why a sample of that many observations gives no abnormal move."""
    return (
        f"no abnormal move: only {sample} observations before the window lie outside the windows of other events; "
        f"at least {method.minimum} are needed"
    )


def overlap(placement: Placement, others: Days, window: EventWindow) -> tuple[str, ...]:
    """Other dates whose windows share an observation with this one."""
    if placement.day0 is None:
        return ()
    dates = covered(placement.days, others)
    near = dates[np.abs(day0_positions(placement.days, dates) - placement.day0) <= window.steps]
    if not len(near):
        return ()
    span = f"{near[0]}" if len(near) == 1 else f"{len(near)} dates from {near[0]} to {near[-1]}"
    return (f"overlaps the windows of events on {span}: the effects can't be told apart",)


def other_days(placement: Placement, move: AbnormalMove | None, window: EventWindow) -> tuple[str, ...]:
    """Days of the abnormal move where they are not those of the raw change."""
    if move is None:
        return ()
    first, last = np.datetime_as_string(move.days[[0, -1]], "D")
    if (first, last) == (f"{placement.date(-window.before)}", f"{placement.date(window.after)}"):
        return ()
    return (f"the abnormal move's window runs from {first} to {last}, counted on days when all series were observed",)


def sample_notes(move: AbnormalMove, method: Method) -> tuple[str, ...]:
    """Weaknesses of the estimation sample and of the placebos."""
    sample, notes = len(move.sample_days), []
    if sample < method.estimation:
        notes.append(f"small sample: {sample} of {method.estimation} observations to estimate from")
    if len(move.coefficients) == 1:
        notes.append("no benchmark: adjusted for the mean change only")
    if not move.placebos:
        notes.append("no placebo: the sample holds no unbroken window, so there is no p-value")
    elif move.placebos < _FEW_PLACEBOS:
        notes.append(f"few placebos: {move.placebos}, so the p-value can't fall below {1 / (move.placebos + 1):.2f}")
    return tuple(notes)
