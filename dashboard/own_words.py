"""What was recognised in a reader's file, and what was kept, as text for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from dashboard.errors import DataError
from dashboard.model import SeriesInfo
from dashboard.own_units import OTHER
from dashboard.wording import days_text

if TYPE_CHECKING:
    from dashboard.own_guess import Guess
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


def refuse_open(found: Recognised, unit_name: str) -> None:
    """Raise a DataError for what the file leaves open, with the options that settle it."""
    asked = [f"{guess.label}: {guess.why}. Give {_options(guess)}." for guess in found.open]
    if found.chosen("unit") == OTHER and not unit_name:
        asked.append("What the values are: something else, without a unit. Give its name with --unit-name.")
    if asked:
        raise DataError(f"{found.table.file} leaves something open, so nothing was kept. {' '.join(asked)}")


def _options(guess: Guess) -> str:
    """The options that settle a guess, each with what it means where it does not say so itself."""
    offered = {key: guess.options[key] for key in guess.likely or guess.options}
    named = {key: f'--{guess.key} "{key}"' if " " in key else f"--{guess.key} {key}" for key in offered}
    texts = [named[key] if label == key else f"{named[key]} ({label})" for key, label in offered.items()]
    return f"{', '.join(texts[:-1])} or {texts[-1]}" if texts[1:] else texts[0]


def series_line(own: OwnSeries) -> str:
    """Rows, days and unit of a series in one line."""
    days = pd.DatetimeIndex(own.frame.index)
    span = days_text(days[0].date(), days[-1].date())
    return f"{_rows(len(days))}, {span}, {own.info.unit}"


def _rows(number: int) -> str:
    return f"{number:,} {'row' if number == 1 else 'rows'}"


def list_text(kept: Iterable[Listed]) -> str:
    """The series of a library, one a line; a sentence where there is none."""
    lines = list(_lines(kept))
    return "\n".join(lines) if lines else "No series of your own is kept for this story. `import FILE` adds one."


def _lines(kept: Iterable[Listed]) -> Iterator[str]:
    for entry in kept:
        info = entry.info
        yield f"{info.name}: {info.short}, {_rows(entry.rows)}, {info.unit}, from {info.read_from}, {info.retrieved}"
