"""What a page says about live series: what each is and continues, what is stored of it, where it disagrees. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard.disagreement import Disagreement, disagreements
from dashboard.manifest import Entry
from dashboard.model import LiveSource, Panel, Story
from dashboard.panel_text import date_text
from dashboard.refresh import Outcome
from dashboard.sources import SOURCES, Source, name_of
from dashboard.wording import listed

NOTHING = "nothing"
ALONE = "A series of its own."


@dataclass(frozen=True)
class LiveRow:
    """One live series as the page lists it; `unverified` is empty once an answer was accepted."""

    name: str
    title: str
    publisher: str
    home: str
    nature: str
    unverified: str
    dated_by: str
    terms: str
    stored: str


def live_rows(story: Story, entries: Mapping[str, Entry]) -> tuple[LiveRow, ...]:
    """The live series of a story in its order, with what is stored of each."""
    return tuple(_row(story, live, entries.get(name_of(live))) for live in story.live)


def publishers(story: Story) -> dict[str, str]:
    """Names of the publishers of a story's live series, by the word that datapackage.json has for each."""
    return {live.source: _source(live).publisher for live in story.live}


def publisher_terms(story: Story, entries: Mapping[str, Entry]) -> str:
    """The terms of each publisher, and which of them nobody has asked yet with this program."""
    answered = {entry.source for entry in entries.values()}
    said: dict[str, list[str]] = {}
    for live in story.live:
        doubt = ["unverified"] if _source(live).unverified and live.source not in answered else []
        said.setdefault(_source(live).publisher, []).extend([live.terms, *doubt])
    return " ".join(["Terms.", *(f"{name}: {'; '.join(dict.fromkeys(texts))}." for name, texts in said.items())])


def count_text(rows: Collection[LiveRow]) -> str:
    """How many live series there are, how many of them are stored, and what opens below."""
    kept = sum(row.stored != NOTHING for row in rows)
    return f"{len(rows)} live series, {kept or 'none'} stored: what each is, what it continues, its terms"


def series_of(story: Story, sources: Collection[str]) -> list[str]:
    """Names of the live series of some publishers."""
    return [name_of(live) for live in story.live if live.source in sources]


def nature_text(story: Story, live: LiveSource) -> str:
    """Which embedded series a live one continues, or why it continues none."""
    continued = story.info.get(live.continues or "")
    said = f"Continues “{continued.title}”." if continued else ALONE
    return f"{said} {live.remark}".rstrip()


def _compared(story: Story, live: LiveSource) -> str:
    other = story.info.get(live.compare_with or "")
    if other is None or live.tolerance_pct is None:
        return ""
    return f" A difference of more than {live.tolerance_pct:g} % from “{other.title}” is pointed out."


def _row(story: Story, live: LiveSource, entry: Entry | None) -> LiveRow:
    source = _source(live)
    return LiveRow(
        name=name_of(live),
        title=live.title,
        publisher=source.publisher,
        home=source.home,
        nature=f"{nature_text(story, live)}{_compared(story, live)}",
        unverified="" if entry else source.unverified,
        dated_by=live.date_convention,
        terms=live.terms,
        stored=_stored(entry) if entry else NOTHING,
    )


def _source(live: LiveSource) -> Source:
    """The publisher; a word that no module answers to stands for itself, and a refresh says what is wrong with it."""
    return SOURCES.get(live.source) or Source(live.source, "")


def _stored(entry: Entry) -> str:
    rows = "1 row" if entry.rows == 1 else f"{entry.rows:,} rows"
    when = entry.retrieved.astimezone(dt.UTC)
    days = f"{date_text(entry.first)} – {date_text(entry.last)}"
    return f"{rows}, {days}, retrieved {date_text(when)} at {when:%H:%M} UTC"


def ended_text(outcomes: Collection[Outcome]) -> str:
    """How many series a refresh brought, left as they were, and failed to get."""
    counts = {status: sum(o.status == status for o in outcomes) for status in ("updated", "unchanged", "failed")}
    return f"{listed([f'{count} {status}' for status, count in counts.items() if count])} of {len(outcomes)} series."


@lru_cache(maxsize=16)
def stored_disagreements(story: Story) -> tuple[Disagreement, ...]:
    """Live series that lie over the story and differ from another of their kind by more than it allows."""
    live = {name: story.observations[name] for name, info in story.info.items() if info.role == "live"}
    return disagreements(story, live)


def warnings_of(story: Story, panels: Collection[Panel]) -> list[str]:
    """Sentences on disagreements of the series that some panels show."""
    shown = {name for panel in panels for name in panel.series}
    return [found.sentence for found in stored_disagreements(story) if found.series in shown]


def live_lines(story: Story, panel: Panel) -> Iterator[str]:
    """What a reader must know of each live series in a panel: when it was retrieved, and what it continues."""
    for live in story.live:
        info = story.info.get(name_of(live))
        if info is not None and (info.name in panel.series or (panel.bond and info.bond == panel.bond)):
            days = story.observations[info.name].index
            covers = f"{date_text(days[0])} to {date_text(days[-1])}"
            yield f"{info.short}: {covers}, retrieved {date_text(info.retrieved)}. {nature_text(story, live)}"
