"""A story from the texts of its files, or every breach in them. Pure: `load.py` reads the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

import pandas as pd

from dashboard import references, validate
from dashboard.breaches import Breach, Spot, refuse
from dashboard.draft import BONDS, CONTEXT, FLAWS, MARKS, PACKAGE, REPORTS, REQUIRED, STORY, Draft
from dashboard.frames import mark_frame, observation_frame, report_frame
from dashboard.model import Card, Claim, Event, Panel, Period, SeriesInfo, Story, StoryFile
from dashboard.references import Known

FORCE_LAG = dt.timedelta(days=7)
"""A rate dated by the day it is in force may be dated a long weekend after it was retrieved."""


def assemble(folder: Path, texts: Mapping[str, str], data_hash: str, unread: Sequence[Breach] = ()) -> Story:
    """Story of the files in `texts` (name to text); DataError with every breach, those of `unread` files included."""
    draft = Draft(texts, unread)
    breaches = [*draft.breaches, *_files(draft), *_series(draft), *_tables(draft), *_story(draft)]
    refuse(f"The story in {folder}", [draft.located(breach) for breach in breaches])
    return Story(
        folder=folder,
        file=_with_article(cast(StoryFile, draft.file)),
        context=tuple(row.event() for _, row in draft.context),
        info={info.name: info for info in draft.info},
        live=draft.package.live if draft.package else (),
        observations={info.name: _frame(draft, info) for info in draft.info},
        bonds={bond.id: bond for _, bond in draft.bonds},
        reports=report_frame([report for _, report in draft.reports]),
        marks=mark_frame([mark for _, mark in draft.marks]),
        data_hash=data_hash,
    )


def _with_article(file: StoryFile) -> StoryFile:
    """An event without publisher and links of its own rests on the article."""
    article = {"publisher": file.article.publisher, "urls": (file.article.url,)}
    events = [event if event.urls else event.model_copy(update=article) for event in file.events]
    return file.model_copy(update={"events": tuple(events)})


def _frame(draft: Draft, info: SeriesInfo) -> pd.DataFrame:
    found = draft.observations[info.name]
    flaws = {flaw.date: flaw for _, flaw in draft.flaws if flaw.series == info.name}
    return observation_frame(found.dates, found.values, flaws) if found else pd.DataFrame()


def _files(draft: Draft) -> Iterator[Breach]:
    """Files that are missing, and tables that the package does not describe."""
    paths = draft.package.paths if draft.package else frozenset()
    for name in sorted(name for name in {*REQUIRED, *paths} - draft.texts.keys() if not draft.faulty(name)):
        rule = "a story holds story.toml, datapackage.json and every file that the latter names"
        yield Breach(Spot(name), "no such file", rule, "add the file, or remove it from datapackage.json")
    for name in sorted(draft.texts.keys() - paths) if draft.package else ():
        if name.endswith(".csv"):
            rule, remedy = "datapackage.json describes every CSV", "describe it with a resource, or remove the file"
            yield Breach(Spot(name), "a table without a description", rule, remedy)


def _series(draft: Draft) -> Iterator[Breach]:
    """Days and values of each series, and the flags on them."""
    for info in draft.info:
        latest = info.retrieved + (FORCE_LAG if info.quote_lag_days else dt.timedelta(0))
        found = draft.observations[info.name]
        if found and (found.dates or not draft.faulty(info.path)):
            limits = (info.minimum, info.maximum, info.unit)
            yield from validate.observation_breaches(info.path, found, limits, latest)
    if draft.package:
        yield from validate.flaw_breaches(draft.flaws, FLAWS, partial(_days, draft), draft.package.names)


def _days(draft: Draft, series: str) -> set[dt.date] | None:
    found = draft.observations.get(series)
    return set(found.dates) if found and not draft.faulty(draft.paths[series]) else None


def _tables(draft: Draft) -> Iterator[Breach]:
    """Bonds, statements, valuations and context events."""
    known = _known(draft)
    yield from validate.bond_breaches(draft.bonds, BONDS)
    yield from validate.repeated_ids(BONDS, "bonds", draft.bond_ids())
    yield from references.report_references(draft.reports, REPORTS, known)
    yield from references.mark_references(draft.marks, MARKS, known)
    events = [row.event() for _, row in draft.context]
    yield from validate.event_breaches(enumerate(events), CONTEXT, context=None)
    yield from validate.repeated_ids(CONTEXT, "events", [event.id for event in events])


def _story(draft: Draft) -> Iterator[Breach]:
    """Entries of story.toml by themselves and the names in them, and those of the live sources."""
    known, claims = _known(draft), draft.items(Claim, "claims")
    context = None if draft.faulty(CONTEXT) else frozenset(row.id for _, row in draft.context)
    yield from validate.event_breaches(draft.items(Event, "events"), STORY, context)
    yield from validate.claim_breaches(claims, STORY)
    yield from validate.period_breaches(draft.items(Period, "periods"), STORY)
    for key in ("panels", "periods", "events", "claims"):
        yield from validate.repeated_ids(STORY, key, draft.ids(key))
    yield from references.panel_references(draft.items(Panel, "panels"), STORY, known)
    yield from references.claim_references(claims, STORY, known)
    yield from references.card_references(draft.items(Card, "cards"), STORY, known)
    yield from references.top_references(draft.raw or {}, STORY, known)
    if draft.package:
        yield from references.series_references(draft.info, PACKAGE, known)
        yield from references.live_references(draft.package.live, PACKAGE, known)


def _known(draft: Draft) -> Known:
    return Known(
        series=draft.package.names if draft.package else None,
        bonds=frozenset(draft.bond_ids()) if draft.raw_bonds or not draft.faulty(BONDS) else None,
        claims=frozenset(draft.ids("claims")),
        periods=frozenset(draft.ids("periods")),
    )
