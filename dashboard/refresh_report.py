"""What a refresh prints: a line for each step, then a table of what came and sentences on the rest. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from dashboard.refresh import Outcome, Progress
from dashboard.summary import WIDTH, aligned

HEADS = ("series", "status", "rows", "first", "last")


def step_line(step: Progress) -> str:
    """One step: what is asked, what is waited for, or the status that a series ended with."""
    said = step.outcome.status if step.outcome else step.sentence
    return f"{step.number} of {step.of}  {step.series}: {said}"


def outcomes_text(outcomes: Sequence[Outcome]) -> str:
    """A row for each series asked for, then what failed and why, then where figures disagree."""
    failed = [outcome.sentence for outcome in outcomes if outcome.status == "failed"]
    warned = [warning for outcome in outcomes for warning in outcome.warnings]
    table = aligned([HEADS, *(_cells(outcome) for outcome in outcomes)], right=(HEADS.index("rows"),))
    parts = ["\n".join(table), *_told("Failed", failed), *_told("Stored, but check before use", warned)]
    return "\n\n".join(parts)


def cleared_text(names: Sequence[str]) -> str:
    """What was removed from the store."""
    return f"Removed: {', '.join(names)}." if names else "Nothing was stored, so nothing was removed."


def _cells(outcome: Outcome) -> tuple[str, ...]:
    days = [day.isoformat() if day else "–" for day in (outcome.first, outcome.last)]
    return outcome.series, outcome.status, f"{outcome.rows:,}", *days


def _told(heading: str, sentences: Sequence[str]) -> list[str]:
    if not sentences:
        return []
    lines = [textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ") for text in sentences]
    return ["\n".join([f"{heading}:", *lines])]
