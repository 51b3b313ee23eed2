"""A breach of a stated rule, and the one error that lists all breaches of a story.

Pure: whoever finds a breach describes it here, so that every message has the same four parts in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.errors import DataError

Path = tuple[int | str, ...]
"""Way to a value in parsed TOML or JSON, such as ("events", 3, "end")."""

SHOWN_OF_A_KIND = 5
"""A column in the wrong unit breaks one rule on every line; five examples and the count say it all."""


@dataclass(frozen=True)
class Spot:
    """Where something stands: file, line (from 1) or the path that leads to one, and words for a reader."""

    file: str
    line: int | None = None
    where: str = ""
    path: Path = ()

    def __str__(self) -> str:
        """File, line and part of the file, as far as they are known."""
        parts = [self.file, f"line {self.line}" if self.line else "", self.where]
        return ", ".join(part for part in parts if part)

    def at(self, *path: int | str) -> Spot:
        """Another place in the same part of the file."""
        return replace(self, path=path)


@dataclass(frozen=True)
class Breach:
    """One broken rule: where, what was found, the rule with its unit, what to do."""

    spot: Spot
    found: str
    rule: str
    remedy: str

    @property
    def kind(self) -> tuple[str, str]:
        """File and rule: breaches of one kind are counted together."""
        return self.spot.file, self.rule

    def __str__(self) -> str:
        """Four lines for a terminal."""
        return f"{self.spot}\n  found: {self.found}\n  rule:  {self.rule}\n  do:    {self.remedy}"


def describe(breaches: Sequence[Breach]) -> str:
    """Breaches by file and line; of one kind the first five are printed and the others counted."""
    ordered = sorted(breaches, key=lambda breach: (breach.spot.file, breach.spot.line or 0))
    total = Counter(breach.kind for breach in ordered)
    met: Counter[tuple[str, str]] = Counter()
    blocks = []
    for breach in ordered:
        met[breach.kind] += 1
        if met[breach.kind] <= SHOWN_OF_A_KIND:
            blocks.append(str(breach))
        elif met[breach.kind] == total[breach.kind]:
            blocks.append(_rest(breach, total[breach.kind] - SHOWN_OF_A_KIND))
    return "\n".join(blocks)


def _rest(last: Breach, count: int) -> str:
    upto = f", the last on line {last.spot.line}" if last.spot.line else ""
    return f"{last.spot.file}: {count} more of this kind{upto}\n  rule:  {last.rule}"


def refuse(what: str, breaches: Sequence[Breach]) -> None:
    """Raise a DataError that lists every breach of `what`; return if there is none."""
    if breaches:
        rules = "1 rule" if len(breaches) == 1 else f"{len(breaches)} rules"
        raise DataError(f"{what} can't be used: it breaks {rules}.\n{describe(breaches)}")
