"""A view from the options of a command; what the story does not know is an error that lists what it does. Pure.

A link is forgiving, since a reader can't mend it; who types an option can, and wants the picture of that and no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.errors import DashboardError
from dashboard.model import Story
from dashboard.state import OWN, State, choice_panel, coverage, default_state, parse_day

FIELDS = {"from": "start", "to": "end"}
DAYS = ("from", "to", "since")


def asked_view(story: Story, asked: Mapping[str, Any]) -> State:
    """The view that options describe, by name of the option; None is as on the page.

    Raises
    ------
    DashboardError
        A period, series or event that the story has not; no day, or days that show nothing of it.
    """
    given = {name: value for name, value in asked.items() if value is not None}
    for name, known in _known(story).items():
        if name in given and given[name] not in known:
            choice = f"Choose one of {', '.join(known)}." if known else "This story leaves no choice: leave it out."
            raise DashboardError(f"--{name}: there is no “{given[name]}” in this story. {choice}")
    given |= {name: _day(name, given[name]) for name in DAYS if name in given}
    if "from" in given:
        _require_shown(story, given)
        given["period"] = OWN
    return replace(default_state(story), **{FIELDS.get(name, name): value for name, value in given.items()})


def _known(story: Story) -> dict[str, list[str]]:
    """What an option may name, in the order of the story."""
    panel = choice_panel(story.file.panels)
    return {
        "period": [period.id for period in story.file.periods],
        "source": list(panel.series) if panel else [],
        "event": [event.id for event in (*story.events, *story.context)],
    }


def _day(name: str, text: str) -> Any:
    if day := parse_day(text):
        return day
    raise DashboardError(f"--{name}: “{text}” is no day. Write year-month-day, such as 2020-08-27.")


def _require_shown(story: Story, given: Mapping[str, Any]) -> None:
    first, last = coverage(story)
    if given["from"] >= given["to"]:
        raise DashboardError(f"--from {given['from']} is not before --to {given['to']}. Give a later --to.")
    if given["from"] > last or given["to"] < first:
        raise DashboardError(
            f"--from {given['from']} --to {given['to']}: nothing of the story lies there. "
            f"Its data run from {first} to {last}: choose days among them."
        )
