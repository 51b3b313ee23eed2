"""What a reader's own file seems to hold, with the other possibilities of each guess. Pure.

A guess that the file leaves open stays open: the reader is asked and nothing is taken silently.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.own_cells import DECIMALS, ORDERS, Cell, as_day, as_number, day_orders, decimal_marks, is_day, is_number
from dashboard.own_csv import ENCODINGS, SEPARATORS
from dashboard.own_file import read_own
from dashboard.own_guess import Guess, make_guess, option_named
from dashboard.own_layout import Layout, cell_at, find_layout, heading
from dashboard.own_table import OwnTable
from dashboard.own_units import OTHER, Unit, likely_units, older_unit, units_of, usual_bond
from dashboard.wording import day_text, listed


@dataclass(frozen=True)
class Recognised:
    """A file as it was understood. `units` are those offered, by id."""

    table: OwnTable
    layout: Layout
    guesses: Mapping[str, Guess]
    units: Mapping[str, Unit] = field(default_factory=dict)

    @property
    def open(self) -> list[Guess]:
        """Guesses that the reader must settle."""
        return [guess for guess in self.guesses.values() if guess.chosen is None]

    def chosen(self, key: str) -> str:
        """What was chosen, "" where nothing was or needed to be."""
        guess = self.guesses.get(key)
        return (guess.chosen or "") if guess else ""

    def column(self, key: str) -> int:
        """Index of a column that was chosen."""
        return int(self.chosen(key)) - 1

    @property
    def unit(self) -> Unit:
        """What the values are, once it was chosen."""
        return self.units[self.chosen("unit")]

    @property
    def value_heading(self) -> str:
        """Heading of the column of values, "" while none is chosen."""
        return heading(self.table, self.layout.header, self.column("value")) if self.chosen("value") else ""


def recognise(
    story: Story, file: str, data: bytes, given: Mapping[str, str] | None = None, hint: str = ""
) -> Recognised:
    """What a file seems to hold; what the reader has `given` by key of `LABELS` is taken where it is possible.

    `hint` is a name for the series, which may say what it is. DataError for a file without a table to find.
    """
    given = {key: value for key, value in (given or {}).items() if value}
    table = read_own(file, data, given)
    layout = _layout(table, given)
    date, value = _date(table, layout, given), _value(table, layout, given)
    guesses = [*form_guesses(table, given), date, *_order(_cells(table, layout, date), given), value]
    words = f"{hint} {value.options[value.chosen]}" if value.chosen else hint
    bond = _bond(story, f"{words} {file} {_around(table, layout)}", given)
    units = units_of(story, bond.chosen or "" if bond else "")
    if value.chosen:
        guesses += _reading(_cells(table, layout, value), units, (words, file), given)
        unit = units.get(guesses[-1].chosen or "")
        guesses += [bond] if bond and unit and unit.of_bond else []
    return Recognised(table, layout, {guess.key: guess for guess in guesses}, units)


def refuse_unknown(found: Recognised, given: Mapping[str, str]) -> None:
    """Raise a DataError for a choice that this file does not offer; on the page only offered ones can be made."""
    for key, asked in given.items():
        guess = found.guesses.get(key)
        if asked and guess is None:
            raise DataError(f"{found.table.file} leaves no choice of {key}, so “{asked}” says nothing. Leave it out.")
        if asked and guess and guess.chosen != option_named(guess.options, asked):
            names = ", ".join(v if v == label else f"{v} ({label})" for v, label in guess.options.items())
            raise DataError(f"{guess.label}: there is no “{asked}” in {found.table.file}. Choose one of {names}.")


def _layout(table: OwnTable, given: Mapping[str, str]) -> Layout:
    """Where the table lies, by the reader's column of dates where one was named."""
    layout = find_layout(table)
    chosen = _date(table, layout, given).chosen if "date" in given else None
    return find_layout(table, int(chosen) - 1) if chosen else layout


def _cells(table: OwnTable, layout: Layout, column: Guess) -> list[Cell]:
    place = int(column.chosen or 1) - 1
    return [cell_at(row, place) for row in table.rows[layout.first : layout.last + 1]]


def form_guesses(table: OwnTable, given: Mapping[str, str]) -> list[Guess]:
    """How the rows of a file were told apart: its sheet, or its encoding and separator."""
    if table.sheet:
        options = {name: name for name in table.sheets}
        return [make_guess("sheet", options, [table.sheet], "the first with most dated rows", given)] if options else []
    return [
        make_guess("encoding", ENCODINGS, [table.encoding], "by its bytes", given),
        make_guess("separator", SEPARATORS, [table.separator], "gives most rows with a date and a number", given),
    ]


def _date(table: OwnTable, layout: Layout, given: Mapping[str, str]) -> Guess:
    options = _columns(table, layout, layout.dates)
    return make_guess("date", options, list(options)[:1], "has the most dates", given)


def _columns(table: OwnTable, layout: Layout, places: Iterable[int]) -> dict[str, str]:
    """Headings of columns by their number, counted from 1."""
    return {str(c + 1): heading(table, layout.header, c) for c in places}


def _order(cells: Sequence[Cell], given: Mapping[str, str]) -> list[Guess]:
    written = [cell for cell in cells if isinstance(cell, str) and is_day(cell)]
    if not written:
        return []
    likely = day_orders(written) or _most(written)
    if len(likely) == 1:
        why = f"{written[0]} is {day_text(as_day(written[0], likely[0]))}" if is_day(written[0], likely[0]) else "most"
    else:
        readings = [f"{day_text(as_day(written[0], order))} ({ORDERS[order]})" for order in likely]
        why = f"{written[0]} may be {' or '.join(readings)}, and no date in the file settles it"
    return [make_guess("order", ORDERS, likely, why, given)]


def _most(cells: Sequence[str]) -> list[str]:
    """Order of most days, in a column that keeps to none."""
    return [max(ORDERS, key=lambda order: sum(is_day(cell, order) for cell in cells))]


def _value(table: OwnTable, layout: Layout, given: Mapping[str, str]) -> Guess:
    options = _columns(table, layout, layout.values)
    best = [str(c + 1) for c, score in zip(layout.values, layout.scores, strict=True) if score == layout.scores[0]]
    if len(options) == 1:
        return make_guess("value", options, best, "the only one with numbers", given)
    if len(best) == 1:
        return make_guess("value", options, best, f"its heading, beside {len(options) - 1} more with numbers", given)
    return make_guess(
        "value",
        options,
        best,
        f"{listed([options[b] for b in best])} all hold numbers, and none is headed as last, close or mid",
        given,
    )


def _around(table: OwnTable, layout: Layout) -> str:
    """What stands above and below the table."""
    rows = (*table.rows[: layout.first], *table.rows[layout.last + 1 :])
    return " ".join(str(cell) for row in rows[:40] for cell in row)


def _bond(story: Story, words: str, given: Mapping[str, str]) -> Guess | None:
    if not story.bonds:
        return None
    options = {bond.id: f"{bond.label} ({bond.isin})" for bond in story.bonds.values()}
    by_isin = [b.id for b in story.bonds.values() if any(i and i in words for i in (b.isin, b.isin_144a))]
    # An id may be a year, and that of a date names no bond.
    by_id = [
        b for b in story.bonds if re.search(rf"(?<![A-Za-z0-9])(?<!\d[-./]){re.escape(b)}(?![-./]?[0-9A-Za-z])", words)
    ]
    for found, why in ((by_isin, "its ISIN is in the file"), (by_id, "named in the file or its name")):
        if len(found) == 1:
            return make_guess("bond", options, found, why, given)
    return make_guess("bond", options, [usual_bond(story)], "the one that is drawn here; the file names none", given)


def _reading(
    cells: Sequence[Cell], units: Mapping[str, Unit], words: tuple[str, str], given: Mapping[str, str]
) -> list[Guess]:
    """Decimal mark and unit together: where a number can be read in two ways, one may be the only likely value."""
    marks = [given["decimal"]] if given.get("decimal") in DECIMALS else decimal_marks(cells) or _most_numbers(cells)
    fits = {mark: _fits(cells, mark, units, words) for mark in marks}
    fitting = [mark for mark in marks if fits[mark]]
    likely = fitting if len(marks) > 1 and len(fitting) == 1 else marks
    example = next((str(c) for c in cells if isinstance(c, str) and is_number(c) and ("," in c or "." in c)), "")
    found = list(dict.fromkeys(unit for mark in likely for unit in fits[mark]))
    unit = _unit(found, units, [as_number(c, likely[0]) for c in cells if is_number(c, likely[0])], given)
    if not example:
        return [unit]
    why = f"as in {example}" if len(marks) == 1 else f"{example} can be read in two ways"
    why = f"{why}, of which one is likely" if likely != marks else why
    return [make_guess("decimal", DECIMALS, likely, why, given), unit]


def _most_numbers(cells: Iterable[Cell]) -> list[str]:
    known = list(cells)
    return [max(DECIMALS, key=lambda mark: sum(is_number(cell, mark) for cell in known))]


def _fits(cells: Sequence[Cell], mark: str, units: Mapping[str, Unit], words: tuple[str, str]) -> list[str]:
    values = [as_number(cell, mark) for cell in cells if is_number(cell, mark)]
    known = [unit for unit in units.values() if unit.id != OTHER]
    by_heading = likely_units(known, values, words[0])
    return likely_units(known, values, " ".join(words)) if len(by_heading) > 1 else by_heading


def _unit(found: Sequence[str], units: Mapping[str, Unit], values: Sequence[float], given: Mapping[str, str]) -> Guess:
    options = {unit.id: unit.label for unit in units.values()}
    if len(found) == 1:
        formula = units[found[0]].formula
        why = f"by its words and size{f'; {formula}' if formula else ''}"
    elif found:
        why = "its words and size leave it open"
    else:
        middle = statistics.median(values) if values else math.nan
        older = next((text for u in units.values() if (text := older_unit(u, u.turned(middle)))), "")
        why = older or "its values fit nothing that the story shows"
    return make_guess("unit", options, found, why, given)
