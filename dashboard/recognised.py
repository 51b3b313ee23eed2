"""What was recognised in a reader's file, what the reader may settle, and what is still open. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.breaches import Breach
from dashboard.day_forms import Order
from dashboard.meanings import Meaning
from dashboard.number_forms import Mark
from dashboard.own_fit import Change
from dashboard.own_rows import OwnRow
from dashboard.own_table import Column, OwnTable

About = Literal["order", "mark", "meaning", "change"]


@dataclass(frozen=True)
class Choices:
    """What the reader has settled; None is left to the file. `change` says how its numbers become the unit's."""

    sheet: str | None = None
    days: int | None = None
    values: int | None = None
    order: str | None = None
    mark: str | None = None
    meaning: str | None = None
    change: str | None = None
    title: str = ""


@dataclass(frozen=True)
class Question:
    """Something that only the reader can say."""

    about: About
    text: str


@dataclass(frozen=True)
class Recognised:
    """A reading of a file. `order`, `mark`, `meaning` and `change` are None while their question is open.

    `orders` and `marks` are the readings that the cells allow, `rows` the table's rows as read, in the order of the
    file; their values are in the unit of the meaning.
    """

    file: str
    sheet: str
    sheets: tuple[str, ...]
    table: OwnTable
    days: Column
    values: Column
    orders: tuple[Order, ...]
    order: Order | None
    marks: tuple[Mark, ...]
    mark: Mark | None
    known: Mapping[str, Meaning]
    meaning: Meaning | None
    change: Change | None
    title: str
    rows: tuple[OwnRow, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    breaches: tuple[Breach, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether it can be accepted."""
        return not self.questions and not self.breaches
