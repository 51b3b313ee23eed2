"""A reader's file as it is being looked at: what was recognised, the first rows, and what it would become. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.own_csv import ENCODINGS
from dashboard.own_file import read_own
from dashboard.own_guess import Guess
from dashboard.own_recognition import Recognised, form_guesses, recognise
from dashboard.own_rows import Reading, preview
from dashboard.own_series import OwnSeries, naming_for, own_series
from dashboard.own_units import OTHER


@dataclass(frozen=True)
class Held:
    """A file that a reader looks at, with the choices made so far, its name for charts and the unit of something else.

    `given` holds choices by key of `own_guess.LABELS`.
    """

    file: str
    data: bytes = field(repr=False)
    name: str
    unit_name: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Look:
    """What a file holds as far as it is known: `own` once it can be added, else `problem` says what is in the way."""

    guesses: Mapping[str, Guess]
    rows: tuple[Reading, ...] = ()
    unit: str = ""
    needs_unit_name: bool = False
    own: OwnSeries | None = None
    problem: str = ""


def look_at(story: Story, held: Held, today: dt.date) -> Look:
    """What is known of a file; nothing is raised, as a reader can still choose otherwise."""
    try:
        found = recognise(story, held.file, held.data, held.given, held.name)
    except DataError as error:
        return Look(_form(held), problem=str(error))
    try:
        own = own_series(story, found, naming_for(story, held.name, held.unit_name), today)
    except DataError as error:
        return _look(found, held, None, str(error))
    return _look(found, held, own, "")


def _look(found: Recognised, held: Held, own: OwnSeries | None, problem: str) -> Look:
    other = found.chosen("unit") == OTHER
    unit = held.unit_name if other else found.unit.unit if found.chosen("unit") else ""
    return Look(found.guesses, tuple(preview(found)), unit, other, own, problem)


def _form(held: Held) -> dict[str, Guess]:
    """What can be chosen of a file in which no table was found."""
    try:
        return {guess.key: guess for guess in form_guesses(read_own(held.file, held.data, held.given), held.given)}
    except DataError:
        # Bytes that the chosen encoding does not have.
        options = {"encoding": ENCODINGS} if held.given.get("encoding") else {}
        return {key: Guess(key, names, held.given[key], "as you chose") for key, names in options.items()}
