"""What a reader's file seems to hold, for confirmation: its table, days, numbers and what they measure. Pure.

Nothing is guessed in silence: what can be read in two ways is a question, what was left out or sorted is a note, and
what breaks a rule is a breach, with its line. `own_series.accept` makes a series of it once all is answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

import pandas as pd

from dashboard.breaches import Breach
from dashboard.day_forms import ORDERS, Order, needs_order, orders_of
from dashboard.errors import DataError
from dashboard.meanings import Meaning, meanings
from dashboard.model import Story
from dashboard.number_forms import MARKS, Mark, has_percent, is_absent, marks_of
from dashboard.own_fit import Change, Fit, best_fit, changes_of, likely_meaning
from dashboard.own_rows import OwnRow, cell_breaches, cell_notes, read_rows, series_of, value_breaches
from dashboard.own_table import PRICE_WORDS, YIELD_WORDS, Column, OwnTable, find_table, ranked
from dashboard.recognised import About, Choices, Question, Recognised
from dashboard.sheet import Cell, Sheet, cell_text, is_blank


def recognise(
    file: str, sheets: Sequence[Sheet], story: Story, today: dt.date, choices: Choices | None = None
) -> Recognised:
    """The reading of a file that its cells and the reader's choices give.

    Parameters
    ----------
    sheets : as `sources.files` reads them
    today : no observation can be dated later

    Raises
    ------
    DataError
        No sheet, or not the chosen one, holds a table.
    """
    choices, name = choices or Choices(), PurePath(file).name
    sheet, table = _sheet(name, sheets, choices)
    return _Reading(name, sheets, sheet, table, story, today, choices).result()


def _sheet(file: str, sheets: Sequence[Sheet], choices: Choices) -> tuple[Sheet, OwnTable]:
    """The sheet chosen, else the first with a table."""
    chosen = [sheet for sheet in sheets if sheet.name == choices.sheet] or list(sheets)
    for sheet in chosen[:-1]:
        try:
            return sheet, find_table(file, sheet)
        except DataError:
            continue
    return chosen[-1], find_table(file, chosen[-1])


@dataclass
class _Reading:
    """The steps from a table to a Recognised; each adds what it found."""

    file: str
    sheets: Sequence[Sheet]
    sheet: Sheet
    table: OwnTable
    story: Story
    today: dt.date
    choices: Choices
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def result(self) -> Recognised:
        """The whole reading."""
        self._tell_table()
        days = _chosen(self.table.days, self.choices.days)
        orders, order = self._order(self.table.cells(days.index))
        values = _chosen(ranked(self.table.values, self._wanted_words()), self.choices.values)
        cells = self.table.cells(values.index)
        marks, mark = self._mark(cells)
        rows = read_rows(self.table, days.index, values.index, order, mark)
        known = meanings(self.story)
        meaning = self._meaning(known, rows, cells, values)
        change = self._change(meaning, rows, percent=_percent(cells))
        rows = [row.changed(change or "as is") for row in rows]
        breaches: list[Breach] = []
        if order and mark:
            self.notes += cell_notes(rows)
            breaches += cell_breaches(self.file, self.sheet.name, rows, days.label, values.label)
        if not self.questions:
            breaches += value_breaches(self.file, rows, self.story, meaning, self.today)
        return Recognised(
            self.file, self.sheet.name, tuple(sheet.name for sheet in self.sheets), self.table, days, values, orders,
            order, marks, mark, known, meaning, change, self.choices.title.strip() or _stem(self.file), tuple(rows),
            tuple(self.notes), tuple(self.questions), tuple(breaches),
        )  # fmt: skip

    def _tell_table(self) -> None:
        left_out = [f"{n} {where}" for n, where in ((self.table.before, "above"), (self.table.after, "below")) if n]
        lines = f"; lines left out: {' and '.join(left_out)} the table" if left_out else ""
        self.notes.append(f"Read as {self.sheet.how}{lines}.")

    def _order(self, cells: Sequence[Cell]) -> tuple[tuple[Order, ...], Order | None]:
        if self.table.numbers:
            return (), "dmy"
        orders, reason = orders_of([cell for cell in cells if not is_blank(cell)], self.today)
        if self.choices.order in orders:
            return orders, _order_named(self.choices.order)
        if len(orders) > 1:
            example = next(cell_text(cell) for cell in cells if needs_order(cell))
            both = " or ".join(ORDERS[order] for order in orders)
            self._ask("order", f"Dates such as {example} can be read as {both}. Which is it?")
            return orders, None
        self.notes += [reason] if reason else []
        return orders, orders[0]

    def _mark(self, cells: Sequence[Cell]) -> tuple[tuple[Mark, ...], Mark | None]:
        marks = marks_of([cell for cell in cells if not is_absent(cell)])
        if self.choices.mark in marks:
            return marks, "," if self.choices.mark == "," else "."
        if len(marks) > 1:
            example = next(cell_text(cell) for cell in cells if len(marks_of([cell])) > 1)
            both = " or a ".join(MARKS[mark] for mark in marks)
            self._ask("mark", f"Is the decimal mark of numbers such as {example} a {both}?")
            return marks, None
        return marks, marks[0]

    def _wanted_words(self) -> Sequence[str]:
        meaning = meanings(self.story).get(self.choices.meaning or "")
        if meaning is None or meaning.quantity not in ("yield", "price"):
            return ()
        return YIELD_WORDS if meaning.quantity == "yield" else PRICE_WORDS

    def _meaning(
        self, known: Mapping[str, Meaning], rows: Sequence[OwnRow], cells: Sequence[Cell], column: Column
    ) -> Meaning | None:
        if self.choices.meaning in known:
            return known[str(self.choices.meaning)]
        found = likely_meaning(
            self.story, list(known.values()), series_of(rows), self.table.words, column.header, percent=_percent(cells)
        )
        if found is None:
            self._ask("meaning", "What do the values measure? The file does not say so in a way that is known here.")
        return found

    def _change(self, meaning: Meaning | None, rows: Sequence[OwnRow], *, percent: bool) -> Change | None:
        """How the numbers become the meaning's unit; a change is made on the reader's word only."""
        if meaning is None or len(changes_of(meaning)) == 1:
            return "as is"
        values = series_of(rows)
        chosen = next((change for change in changes_of(meaning) if change == self.choices.change), None)
        likely = "as is" if percent else self._likely_change(meaning, values)
        if chosen is None and likely != "as is":
            self._ask("change", _question_of_change(meaning, likely, values))
            return None
        self._compare(meaning, values, chosen or "as is")
        return chosen or "as is"

    def _likely_change(self, meaning: Meaning, values: pd.Series[float]) -> Change:
        fit = best_fit(self.story, values, [meaning])
        if fit:
            return fit.change
        return _change_by_size(meaning, values)

    def _compare(self, meaning: Meaning, values: pd.Series[float], change: Change) -> None:
        fit: Fit | None = best_fit(self.story, values, [meaning], only=change)
        self.notes += [fit.sentence(self.story)] if fit else []

    def _ask(self, about: About, text: str) -> None:
        self.questions.append(Question(about, text))


def _chosen(columns: Sequence[Column], index: int | None) -> Column:
    return next((column for column in columns if column.index == index), columns[0])


def _order_named(name: str | None) -> Order:
    return "mdy" if name == "mdy" else "dmy"


def _percent(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_absent(cell)]
    return 2 * sum(has_percent(cell) for cell in filled) > len(filled)


def _change_by_size(meaning: Meaning, values: pd.Series[float]) -> Change:
    """The change that brings values into a range that they miss as they are; a yield below 1 may be a fraction."""
    other = changes_of(meaning)[1]
    if values.empty:
        return "as is"
    if meaning.quantity == "yield":
        return other if float(values.abs().max()) < 1 else "as is"
    inside = values.between(meaning.minimum, meaning.maximum)
    turned = (1 / values if other == "inverted" else values * 100).between(meaning.minimum, meaning.maximum)
    return other if not inside.any() and turned.all() else "as is"


def _question_of_change(meaning: Meaning, change: Change, values: pd.Series[float]) -> str:
    middle = f"{float(values.median()):.4g}"
    if change == "inverted":
        return (
            f"The values look like {meaning.inverse_unit} (median {middle}), while the story counts {meaning.unit}. "
            "Turn them over (1 / value), or use them as they are?"
        )
    return (
        f"The values look like fractions (median {middle}), while the story counts {meaning.unit}. "
        "Multiply them by 100, or use them as they are?"
    )


def _stem(file: str) -> str:
    return PurePath(file).stem.strip() or "Own series"
