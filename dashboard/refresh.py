"""Fetching live series on demand: one after the other, each failure kept to its own series and told in a sentence.

The command line and the page call `refresh`; nothing calls it at page load.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dashboard.disagreement import disagreements
from dashboard.errors import DashboardError, DataError, SourceError
from dashboard.manifest import Entry
from dashboard.model import LiveSource, Story
from dashboard.sources import name_of, observe, source_of
from dashboard.sources.answer import Question
from dashboard.store import keep, load_live, stored

if TYPE_CHECKING:
    from dashboard.sources.http import Patience

Status = Literal["updated", "unchanged", "failed"]


@dataclass(frozen=True)
class Progress:
    """What is being done now: the series, its place in the row (`number` of `of`, from 1) and a sentence.

    The last step of a series carries its `outcome`, whose warnings are known only when all series are there.
    """

    series: str
    title: str
    number: int
    of: int
    sentence: str
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one series.

    `rows`, `first` and `last` describe what is stored afterwards (0 and None: nothing). `warnings` name figures that
    were stored and shown although another series of the same kind disagrees.
    """

    series: str
    title: str
    status: Status
    rows: int
    first: dt.date | None
    last: dt.date | None
    sentence: str
    warnings: tuple[str, ...] = ()


def refresh(
    story: Story,
    wanted: Sequence[str] | None = None,
    start: dt.date | None = None,
    end: dt.date | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
    *,
    patience: Patience | None = None,
    today: dt.date | None = None,
) -> list[Outcome]:
    """Ask the publishers for the live series of a story and store what passes the checks.

    Parameters
    ----------
    wanted
        Names (see `sources.name_of`) or symbols of series; None for all of them.
    start, end
        Days to ask for, both included; by default from the story's first observation to `today`.
    progress
        Called with each step, from the calling thread.
    patience
        Time limits and waits; by default those of `sources.http.Patience`.
    today
        The present day in UTC.

    Raises
    ------
    DataError
        A series that the story does not have, or days that no answer can have. Nothing was asked then.
    """
    today = today or dt.datetime.now(dt.UTC).date()
    chosen = _chosen(story, wanted)
    first, last = _days(story, start, end, today)
    outcomes = []
    for number, live in enumerate(chosen, start=1):
        tell = _teller(live, number, len(chosen), progress)
        outcome = _one(story, Question(live, first, last, today), patience, tell)
        progress(Progress(outcome.series, outcome.title, number, len(chosen), outcome.sentence, outcome))
        outcomes.append(outcome)
    return list(_warned(story, outcomes))


def _teller(live: LiveSource, number: int, of: int, progress: Callable[[Progress], None]) -> Callable[[str], None]:
    return lambda sentence: progress(Progress(name_of(live), live.title, number, of, sentence))


def _chosen(story: Story, wanted: Sequence[str] | None) -> list[LiveSource]:
    """Live sources of the story in its own order; each word may be a name or a symbol, in any case."""
    if wanted is None:
        return list(story.live)
    words = {word.lower() for word in wanted}
    known = [(live, {name_of(live), live.symbol.lower()}) for live in story.live]
    unknown = words - set().union(*(names for _, names in known))
    if unknown:
        choice = ", ".join(name_of(live) for live in story.live) or "none"
        raise DataError(
            f"{', '.join(sorted(unknown))}: no live series of this story has that name. Choose from: {choice}."
        )
    return [live for live, names in known if names & words]


def _days(story: Story, start: dt.date | None, end: dt.date | None, today: dt.date) -> tuple[dt.date, dt.date]:
    firsts = [frame.index[0].date() for frame in story.observations.values() if len(frame)]
    first, last = start or min(firsts, default=story.file.article.published), end or today
    if last > today:
        raise DataError(f"the last day asked for is {last}, after today ({today}). Give {today} or earlier.")
    if first > last:
        raise DataError(f"the first day asked for is {first}, after the last, {last}. Give an earlier first day.")
    return first, last


def _one(story: Story, question: Question, patience: Patience | None, tell: Callable[[str], None]) -> Outcome:
    live = question.live
    try:
        tell(_asking(story, question))
        answer = observe(question, _patience(patience, tell))
        entry, changed = keep(story, live, answer, dt.datetime.now(dt.UTC).replace(microsecond=0))
    except DashboardError as error:
        return _failed(story, live, str(error))
    except Exception as error:  # noqa: BLE001 (a border: a fault of ours must not stop the other series)
        return _failed(story, live, f"the program failed here ({type(error).__name__}: {error}). Please report it.")
    return _kept(live, entry, changed)


def _patience(given: Patience | None, tell: Callable[[str], None]) -> Patience:
    from dashboard.sources.http import Patience  # noqa: PLC0415 (loads the HTTP client: not in the app's start-up path)

    return replace(given or Patience(), waiting=tell)


def _asking(story: Story, question: Question) -> str:
    source = source_of(question.live)
    asking = f"Asking {source.publisher} for {question.start} to {question.end}."
    known = not source.unverified or _entry(story, question.live)
    return asking if known else f"{asking} This source was {source.unverified}."


def _kept(live: LiveSource, entry: Entry, changed: int) -> Outcome:
    stands = f"{entry.rows:,} days from {entry.first} to {entry.last} are stored"
    status: Status = "updated" if changed else "unchanged"
    news = f"{changed:,} of them new or changed" if changed else "none of them new"
    sentence = f"{live.title}: {stands}, {news}."
    return Outcome(name_of(live), live.title, status, entry.rows, entry.first, entry.last, sentence)


def _failed(story: Story, live: LiveSource, error: str) -> Outcome:
    entry = _entry(story, live)
    kept = f"What was stored before stays: {entry.rows:,} days to {entry.last}." if entry else ""
    sentence = f"{live.title}: {error} {kept or 'Nothing of it is stored.'}"
    rows, first, last = (entry.rows, entry.first, entry.last) if entry else (0, None, None)
    return Outcome(name_of(live), live.title, "failed", rows, first, last, sentence)


def _entry(story: Story, live: LiveSource) -> Entry | None:
    try:
        return stored(story).get(name_of(live))
    except SourceError:
        return None


def _warned(story: Story, outcomes: list[Outcome]) -> Iterator[Outcome]:
    added = load_live(story)
    found = disagreements(story, {name: frame for name, (_, frame) in added.series.items()})
    for outcome in outcomes:
        told = [note for note in added.notes if note.startswith(f"{outcome.title}: ")]
        yield replace(outcome, warnings=(*told, *(d.sentence for d in found if d.series == outcome.series)))
