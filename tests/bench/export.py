"""Ten pictures in one batch of `export_figures` against ten calls of `fig.write_image`, the way plotly documents it.

Run `python tests/bench/export.py [ROUNDS]`.
Each round times both, so that a busy machine slows both; what counts is the ratio, to be at most 0.15.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from random import Random

import plotly
import plotly.graph_objects as go

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # A script's own folder is on the path, the project's is not.

from dashboard.export import Job, export_figures  # noqa: E402
from dashboard.picture import SIZES, Provenance  # noqa: E402

PICTURES = 10
LIMIT = 0.15
SIZE = SIZES["slide"]
PROVENANCE = Provenance(
    story="bench", title="Two panels", sources=("none",), period="2020", data_hash="0", command="none", software="none"
)


def two_panels(seed: int) -> go.Figure:
    """Two panels on one time axis: a random walk of 500 days above, 60 points below, 20 numbered lines over both."""
    random = Random(seed)
    days = [f"{2020 + month // 12}-{month % 12 + 1:02d}-{day:02d}" for month in range(20) for day in range(1, 26)]
    walk = list(accumulate(random.gauss(0, 0.01) for _ in days))
    figure = go.Figure([go.Scatter(x=days, y=walk, yaxis="y2"), go.Scatter(x=days[::8], y=walk[::8], mode="markers")])
    figure.update_layout(title=f"Walk {seed}", yaxis={"domain": [0, 0.45]}, yaxis2={"domain": [0.55, 1]})
    for number, day in enumerate(days[::25], 1):
        figure.add_shape(type="line", x0=day, x1=day, y0=0, y1=1, yref="paper")
        figure.add_annotation(x=day, y=1.03, yref="paper", text=str(number), showarrow=False)
    return figure


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds that the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def one_batch(figures: list[go.Figure], folder: Path) -> None:
    """All figures through one browser."""
    export_figures([Job(f, SIZE, folder / f"batch-{n}.png", PROVENANCE) for n, f in enumerate(figures)])


def call_by_call(figures: list[go.Figure], folder: Path) -> None:
    """Each figure by a call of its own, which starts a browser."""
    for n, figure in enumerate(figures):
        figure.write_image(folder / f"call-{n}.png", width=SIZE.width_px, height=SIZE.height_px, scale=SIZE.scale)


def main(rounds: int) -> int:
    """Print the seconds of each round and the ratio of the medians; 1 where it misses the limit."""
    figures = [two_panels(seed) for seed in range(PICTURES)]
    times: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(1, rounds + 1):
            batch = seconds(lambda: one_batch(figures, folder))
            calls = seconds(lambda: call_by_call(figures, folder))
            times.append((batch, calls))
            print(f"round {number}: batch {batch:6.2f} s, calls {calls:6.2f} s, ratio {batch / calls:.3f}")
    batch, calls = (statistics.median(column) for column in zip(*times, strict=True))
    width, height = SIZE.pixels
    print(
        f"{PICTURES} PNGs of {width} x {height} pixels, medians of {rounds} rounds: batch {batch:.2f} s, "
        f"calls of fig.write_image {calls:.2f} s, ratio {batch / calls:.3f} (at most {LIMIT})\n"
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, "
        f"plotly {plotly.__version__}"
    )
    return int(batch / calls > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
