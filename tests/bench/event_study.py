"""Time of the event page's statistics, next to loops over pandas, on the embedded story.

Run `python tests/bench/event_study.py`. With `--simulate N` it also repeats the simulations that the docstrings of
`abnormal_move` quote: how often intervals hold the truth, and how often white noise gets a small p-value.
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # A script's own folder is on the path, the project's is not.

from dashboard.abnormal_move import DEFAULT_METHOD  # noqa: E402
from dashboard.event_study import study_event, study_events  # noqa: E402
from dashboard.event_window import DEFAULT_WINDOW  # noqa: E402
from dashboard.load import load_story  # noqa: E402
from dashboard.market_model import Daily  # noqa: E402
from dashboard.model import Story  # noqa: E402
from tests.event_reference import obvious_study  # noqa: E402

RUNS = 11
TARGET_SECONDS, TARGET_RATIO = 0.5, 20


def daily_series(story: Story) -> dict[str, Daily]:
    """The story's daily series without flagged points."""
    return {
        name: (story.observations[name].query("flag == ''")["value"], info.quantity)
        for name, info in story.info.items()
        if info.frequency == "daily"
    }


def drawable(story: Story, series: dict[str, Daily]) -> dict[str, dt.date]:
    """The article's events that begin inside the data."""
    first = min(values.index[0] for values, _ in series.values()).date()
    last = max(values.index[-1] for values, _ in series.values()).date()
    return {event.id: event.start for event in story.events if event.start and first <= event.start <= last}


def compare_speed(every: int) -> None:
    story = load_story(ROOT / "data" / "belarus-2020")
    series = daily_series(story)
    events = drawable(story, series)
    benchmarks = {name: series[name] for name in story.file.benchmarks}
    times = []
    for _ in range(1 + RUNS):
        start = time.perf_counter()
        table = study_events(events, series, benchmarks=benchmarks)
        times.append(time.perf_counter() - start)
    part = table.iloc[::every]
    start = time.perf_counter()
    loops = [
        obvious_study(
            series[name],
            events[event],
            window=DEFAULT_WINDOW,
            benchmarks={key: benchmark for key, benchmark in benchmarks.items() if key != name},
            others=set(events.values()) - {events[event]},
            method=DEFAULT_METHOD,
        )
        for event, name in zip(part["event"], part["series"], strict=True)
    ]
    slow = (time.perf_counter() - start) * len(table) / len(part)
    report_speed(
        f"{len(events)} events x {len(series)} daily series", times, slow, f"{len(part)} of {len(table)} studies"
    )
    report_agreement(part, pd.DataFrame(loops, index=part.index))


def report_speed(what: str, times: list[float], slow: float, part: str) -> None:
    first, usual = times[0], median(times[1:])
    reached = first <= TARGET_SECONDS and slow >= TARGET_RATIO * usual
    print(f"{what}, {DEFAULT_METHOD.draws} draws")
    print(f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}\n")
    print(f"{'':46}{'seconds':>9}")
    print(f"{'study_events, first call':46}{first:9.3f}")
    print(f"{f'study_events, median of {RUNS}':46}{usual:9.3f}   {min(times[1:]):.3f} to {max(times[1:]):.3f}")
    print(f"{f'loops over pandas ({part}, scaled)':46}{slow:9.1f}   {slow / usual:.0f} times as long")
    print(f"{f'to reach: {TARGET_SECONDS} s, {TARGET_RATIO} times':46}{'reached' if reached else 'missed':>9}\n")


def report_agreement(table: pd.DataFrame, loops: pd.DataFrame) -> None:
    exact = [name for name in loops if name not in {"low", "high"}]
    apart = np.abs(table[exact].to_numpy(float) - loops[exact].to_numpy(float))
    width = (table["high"] - table["low"]) / (loops["high"] - loops["low"])
    print(f"moves, ranks and coefficients differ by at most {np.nanmax(apart):.1e}")
    print(f"widths of intervals, each with its own draws: {width.min():.2f} to {width.max():.2f} of the loops'")


def simulate(count: int, correlation: float) -> None:
    """Coverage of 0 by the interval and shares of small p-values for simulated changes without an event."""
    covered, p_values = 0, []
    for seed in range(count):
        noise = np.random.default_rng(seed).standard_normal((150, 2))
        for day in range(1, len(noise)):
            noise[day, 0] += correlation * noise[day - 1, 0]
        levels = pd.DataFrame(noise.cumsum(axis=0) / 100, pd.bdate_range("2020-01-01", periods=len(noise)))
        benchmark: Daily = (levels[1], "yield")
        move = study_event(levels[0], "yield", levels.index[135].date(), benchmarks={"market": benchmark}).abnormal
        if move is not None:
            covered += move.low <= 0 <= move.high
            p_values.append(move.p_value)
    small = [float(np.mean(np.array(p_values) <= level)) for level in (0.01, 0.05, 0.1)]
    print(
        f"autocorrelation {correlation}: interval holds the truth in {covered / len(p_values):.1%}; p at most ", end=""
    )
    print(f"0.01 in {small[0]:.1%}, 0.05 in {small[1]:.1%}, 0.10 in {small[2]:.1%} of {len(p_values)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulate", type=int, metavar="N", default=0, help="simulations of each kind")
    parser.add_argument("--every", type=int, metavar="K", default=8, help="loops do every K-th study (default 8)")
    chosen = parser.parse_args()
    compare_speed(chosen.every)
    if chosen.simulate:
        simulate(chosen.simulate, 0.0)
        simulate(chosen.simulate, 0.2)
