"""What was recognised in a reader's file, and what was kept, as text for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from dashboard.model import SeriesInfo
from dashboard.wording import days_text

if TYPE_CHECKING:
    from dashboard.own_recognition import Recognised
    from dashboard.own_series import OwnSeries


class Listed(Protocol):
    """A series that is kept, as a list tells it."""

    @property
    def info(self) -> SeriesInfo: ...
    @property
    def rows(self) -> int: ...


def recognised_text(found: Recognised) -> str:
    """Each thing that was recognised, and why; an open one with its question."""
    width = max(len(guess.label) for guess in found.guesses.values())
    return "\n".join(
        f"  {guess.label:<{width}}  {guess.options[guess.chosen]}, {guess.why}"
        if guess.chosen is not None
        else f"  {guess.label:<{width}}  ? {guess.why}"
        for guess in found.guesses.values()
    )


def series_line(own: OwnSeries) -> str:
    """Rows, days and unit of a series in one line."""
    days = pd.DatetimeIndex(own.frame.index)
    span = days_text(days[0].date(), days[-1].date())
    return f"{len(days):,} {'row' if len(days) == 1 else 'rows'}, {span}, {own.info.unit}"


def list_text(kept: Iterable[Listed]) -> str:
    """The series of a library, one a line; a sentence where there is none."""
    lines = list(_lines(kept))
    return "\n".join(lines) if lines else "No series of your own is kept for this story. `import FILE` adds one."


def _lines(kept: Iterable[Listed]) -> Iterator[str]:
    for entry in kept:
        info = entry.info
        yield f"{info.name}: {info.short}, {entry.rows:,} rows, {info.unit}, from {info.read_from}, {info.retrieved}"
