"""One thing that was recognised in a reader's file, with its other possibilities. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.wording import listed

LABELS = {
    "sheet": "Sheet",
    "encoding": "Encoding",
    "separator": "Separator",
    "date": "Column of dates",
    "order": "Order of the date",
    "value": "Column of values",
    "decimal": "Decimal mark",
    "unit": "What the values are",
    "bond": "Bond",
}
"""What can be recognised, in the order in which one rests on the other."""


@dataclass(frozen=True)
class Guess:
    """One thing that was recognised: its options (label by value), the chosen one or None for a question, and why."""

    key: str
    options: Mapping[str, str]
    chosen: str | None
    why: str
    likely: Sequence[str] = ()

    @property
    def label(self) -> str:
        """Name of what was recognised."""
        return LABELS[self.key]

    @property
    def question(self) -> str:
        """What the reader is asked where nothing was chosen."""
        names = [f"“{self.options[key]}”" for key in self.likely or self.options]
        return f"{self.label}: {self.why}. Choose {listed(names).replace(' and ', ' or ')}."


def option_named(options: Mapping[str, str], asked: str) -> str:
    """The value of an option that a reader names by its value or by its label; "" for none."""
    by_label = {label.casefold(): value for value, label in options.items()}
    return asked if asked in options else by_label.get(asked.casefold(), "")


def make_guess(
    key: str, options: Mapping[str, str], likely: Sequence[str], why: str, given: Mapping[str, str]
) -> Guess:
    """The reader's choice, else the only likely option, else a question."""
    if asked := option_named(options, given.get(key, "")):
        return Guess(key, options, asked, "as you chose", likely)
    return Guess(key, options, likely[0] if len(likely) == 1 else None, why, likely)
