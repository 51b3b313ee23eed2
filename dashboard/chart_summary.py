"""What the chart of a tab shows in the visible period, in sentences computed from its figures. Pure.

They are the chart's description for those who do not see it, and follow every change of the view.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.chart_entries import chart_entries
from dashboard.chart_entry import Entry
from dashboard.model import Panel, Story
from dashboard.panel_text import date_text, span_text
from dashboard.state import State, window
from dashboard.views import is_drawn


def chart_name(story: Story, state: State) -> str:
    """What the chart of a state's tab is called."""
    panel = next((p for p in story.file.panels if p.id == state.tab), None)
    return f"Chart: {panel.title if panel else story.file.title}"


def chart_summary(story: Story, state: State) -> str:
    """Period; first, last, lowest and highest value of each series; published figures of each bond; events."""
    start, end = window(story, state)
    entries = chart_entries(story, state)
    said = [f"{date_text(start)} to {date_text(end)}."]
    for panel in story.file.panels:
        own = [e for e in entries if e.panel == panel.id]
        if state.tab in ("overview", panel.id):
            said += _bond(panel, own) if panel.kind == "bond" else _series(panel, own)
    return " ".join([*said, _events(story, state)])


def _series(panel: Panel, entries: Sequence[Entry]) -> list[str]:
    """The values of each series of a panel that no flag doubts; the flagged ones are counted."""
    names = dict.fromkeys(e.about for e in entries if e.level)
    if not names:
        return [f"{panel.title}: no value in this period."]
    return [f"{panel.title}.", *(_one_series(name, entries) for name in names)]


def _one_series(name: str, entries: Sequence[Entry]) -> str:
    known = [e for e in entries if e.about == name and e.level]
    flagged = sum(e.about == name and not e.level for e in entries)
    ends = [
        f"{word} {e.figure} on {date_text(e.start)}"
        for word, e in (
            ("first", known[0]),
            ("last", known[-1]),
            ("lowest", min(known, key=lambda e: e.low)),
            ("highest", max(known, key=lambda e: e.high)),
        )
    ]
    doubted = f", {flagged} flagged" if flagged else ""
    count = f"{len(known) + flagged} {'value' if len(known) + flagged == 1 else 'values'}{doubted}"
    return f"{name}: {', '.join(ends)}; {count}."


def _bond(panel: Panel, entries: Sequence[Entry]) -> list[str]:
    """How many figures were published about the bond itself, and which is the lowest and the highest."""
    known = [e for e in entries if e.level]
    others = f" The table has {len(entries) - len(known)} further entries of this panel." if entries else ""
    if not known:
        return [f"{panel.title}: no yield was published for this period.{others}"]
    low, high = min(known, key=lambda e: e.low), max(known, key=lambda e: e.high)
    figures = f"{len(known)} published or computed {'figure' if len(known) == 1 else 'figures'}"
    ends = f"lowest {low.figure} ({span_text(low)}), highest {high.figure} ({span_text(high)})"
    return [f"{panel.title}: {figures}, {ends}.{others}"]


def _events(story: Story, state: State) -> str:
    """How many events of the article the lane shows, and which one is chosen."""
    start, end = window(story, state)
    shown = [
        e for e in story.events if is_drawn(story, e) and e.start and e.last and e.start <= end and e.last >= start
    ]
    chosen = next((e.label for e in (*story.events, *story.context) if e.id == state.event), "")
    count = f"{len(shown)} of the {len(story.events)} events of the article are marked"
    return f"{count}; chosen: {chosen}." if chosen else f"{count}."
