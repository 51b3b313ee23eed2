"""One event study written the obvious way: loops over pandas slices, a new fit for each window and each draw.

Slow on purpose. The tests hold the product's figures against it, the benchmark its speed.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.abnormal_move import Method
from dashboard.event_window import EventWindow
from dashboard.market_model import Daily

Array = NDArray[np.floating[Any]]


def obvious_study(
    daily: Daily,
    date: dt.date,
    *,
    window: EventWindow,
    benchmarks: Mapping[str, Daily],
    others: Iterable[dt.date],
    method: Method,
    draws: Iterable[Sequence[int]] | None = None,
) -> dict[str, float]:
    """Abnormal move, placebo rank and p-value, interval and coefficients; empty where the data do not reach.

    `draws` are positions in the sample and the days after it, one sequence a draw; by default drawn here.
    """
    changes = joined_changes(daily, benchmarks)
    day0 = position(changes, date)
    if day0 is None or day0 <= window.before or day0 + window.after >= len(changes):
        return {}
    sample = estimation_sample(changes, day0, window, others, method.estimation)
    if len(sample) < method.minimum:
        return {}
    x = design(sample)
    beta = coefficients(x, sample["own"].to_numpy())
    residuals = abnormal(sample, beta) * math.sqrt(len(x) / (len(x) - len(beta)))
    after = changes.iloc[day0 : day0 + window.after + 1]
    move = abnormal(after, beta).sum()
    placebos = placebo_moves(changes, sample, window)
    drawn = draws or drawn_positions(len(sample), len(sample) + len(after), method)
    errors = [forecast_error(x, design(after), residuals, list(draw)) for draw in drawn]
    tail = (1 - method.coverage) / 2
    rank = 1 + sum(abs(placebo) >= abs(move) for placebo in placebos)
    return {
        "abnormal": move,
        "low": move - np.quantile(errors, 1 - tail),
        "high": move - np.quantile(errors, tail),
        "rank": rank,
        "p_value": rank / (len(placebos) + 1),
        "placebos": len(placebos),
    } | {f"beta_{name}": beta[1 + place] for place, name in enumerate(benchmarks)}


def joined_changes(daily: Daily, benchmarks: Mapping[str, Daily]) -> pd.DataFrame:
    scaled = {
        name: 100 * (values.dropna() if quantity == "yield" else values.dropna().map(math.log))
        for name, (values, quantity) in {"own": daily, **benchmarks}.items()
    }
    return pd.DataFrame(scaled).dropna().diff()


def position(changes: pd.DataFrame, date: dt.date) -> int | None:
    days = [place for place, day in enumerate(changes.index) if day >= pd.Timestamp(date)]
    covered = len(changes) > 0 and changes.index[0] <= pd.Timestamp(date) <= changes.index[-1]
    return days[0] if covered else None


def estimation_sample(
    changes: pd.DataFrame, day0: int, window: EventWindow, others: Iterable[dt.date], size: int
) -> pd.DataFrame:
    sample = changes.iloc[1 : day0 - window.before]
    for other in others:
        place = position(changes, other)
        if place is not None:
            inside = changes.index[max(place - window.before + 1, 0) : place + window.after + 1]
            sample = sample.drop(sample.index.intersection(inside))
    return sample.tail(size)


def design(part: pd.DataFrame) -> Array:
    return np.column_stack([np.ones(len(part)), part.drop(columns="own")])


def coefficients(x: Array, y: Array) -> Array:
    return np.linalg.lstsq(x, y, rcond=None)[0]


def abnormal(part: pd.DataFrame, beta: Array) -> Array:
    return part["own"].to_numpy() - design(part) @ beta


def placebo_moves(changes: pd.DataFrame, sample: pd.DataFrame, window: EventWindow) -> list[float]:
    moves = []
    for start in range(len(sample) - window.steps + 1):
        part = sample.iloc[start : start + window.steps]
        span = changes.index.get_indexer(part.index[[0, -1]])
        if span[1] - span[0] == window.steps - 1:
            rest = sample.drop(part.index)
            beta = coefficients(design(rest), rest["own"].to_numpy())
            moves.append(float(abnormal(part, beta)[window.before - 1 :].sum()))
    return moves


def drawn_positions(observations: int, length: int, method: Method) -> Iterator[list[int]]:
    rng = np.random.default_rng(method.seed)
    for _ in range(method.draws):
        draw = [int(rng.integers(observations))]
        while len(draw) < length:
            begins = rng.random() <= 1 / method.block_length
            draw.append(int(rng.integers(observations)) if begins else (draw[-1] + 1) % observations)
        yield draw


def forecast_error(x: Array, x_after: Array, residuals: Array, draw: list[int]) -> float:
    """Error of a forecast for resampled residuals; the true coefficients cancel, so they are taken as 0."""
    redrawn = coefficients(x, residuals[draw[: len(x)]])
    return float((residuals[draw[len(x) :]] - x_after @ redrawn).sum())
