"""What a story holds: a table of its series for the Data tab, and a text of all of it for `check`. Pure."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from dashboard.model import Bond, Event, Story
from dashboard.panel_text import date_text

WIDTH = 100
"""Columns of the terminal that the text is made for."""


def story_summary(story: Story) -> pd.DataFrame:
    """One series a row, in the order of datapackage.json.

    Columns: `series`, `title`, `publisher`, `unit`, `frequency`, `rows`, `first` and `last` (days), `missing`
    (weekdays between the two without a row, or months for a monthly series), `flagged` (such as "stale 13",
    empty without a flag).
    """
    rows = [
        {
            "series": name,
            "title": info.title,
            "publisher": info.publisher,
            "unit": info.unit,
            "frequency": info.frequency,
            "rows": len(frame),
            "first": frame.index[0].date(),
            "last": frame.index[-1].date(),
            "missing": missing_periods(frame.index, info.frequency),
            "flagged": _flags(frame["flag"]),
        }
        for name, info in story.info.items()
        for frame in (story.observations[name],)
    ]
    return pd.DataFrame(rows)


def story_text(story: Story) -> str:
    """What a story holds, for a terminal of `WIDTH` columns: series, flaws, bonds, events and claims.

    Only a story that breaks no rule can be read at all, so the text says that none is broken.
    """
    parts = (_head(story), _series(story), _flaws(story), _bonds(story), _events(story), _claims(story))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _head(story: Story) -> list[str]:
    article = story.file.article
    return [
        *_wrapped(story.file.title),
        *_wrapped(f"Article: {article.publisher}, “{article.headline}”, {date_text(article.published)}"),
        f"Folder: {story.folder}",
        f"Periods: {', '.join(period.id for period in story.file.periods)}",
        f"Live sources: {_live_counts(story)}",
        f"Data: SHA-256 {story.data_hash}",
        "No rule is broken.",
    ]


def _live_counts(story: Story) -> str:
    counts = Counter(source.source for source in story.live)
    return ", ".join(f"{count} from {source}" for source, count in counts.items()) or "none"


def _series(story: Story) -> list[str]:
    table = story_summary(story)
    columns = {
        "series": table["series"],
        "first": table["first"].map(str),
        "last": table["last"].map(str),
        "rows": table["rows"].map("{:,}".format),
        "missing": table["missing"].map(str),
        "flagged": table["flagged"].replace("", "–"),
    }
    note = "Missing: weekdays between first and last without a row, holidays among them; months of a monthly series."
    title = f"Series: {len(table)}, {table['rows'].sum():,} rows"
    return [
        title,
        *aligned([list(columns), *zip(*columns.values(), strict=True)], right=(3, 4)),
        *_wrapped(note, "  "),
    ]


def _flaws(story: Story) -> list[str]:
    known = {info.name: info.known_flaws for info in story.info.values() if info.known_flaws}
    lines = [line for name, flaws in known.items() for line in (f"  {name}", *_bullets(flaws))]
    return ["Known flaws", *lines] if known else []


def _bonds(story: Story) -> list[str]:
    if not story.bonds:
        return []
    heads = ("id", "bond", "isin", "amount", "statements", "valuations")
    rows = [(b.id, b.label, b.isin, f"{b.currency} {b.amount_m:,.0f} m", *_evidence(story, b)) for b in _by_id(story)]
    groups = len(story.reports) - int(story.reports["bond"].isin(list(story.bonds)).sum())
    more = f"{groups} more {'statement is' if groups == 1 else 'statements are'}"
    note = [f"  {more} about several bonds or an index of them."] if groups else []
    return [f"Bonds: {len(story.bonds)}", *aligned([heads, *rows], right=(3, 4, 5)), *note]


def _by_id(story: Story) -> list[Bond]:
    return [story.bonds[name] for name in sorted(story.bonds)]


def _evidence(story: Story, bond: Bond) -> tuple[str, str]:
    """Numbers of published statements and of funds' valuations of one bond."""
    return str((story.reports["bond"] == bond.id).sum()), str((story.marks["bond"] == bond.id).sum())


def _events(story: Story) -> list[str]:
    events = story.events
    counts = ", ".join(f"{basis} {count}" for basis, count in Counter(e.basis for e in events).most_common())
    rows = [(str(n), e.id, _days(e), e.basis, e.label) for n, e in enumerate(events, 1)]
    around = [f"  {len(story.context)} more around it, from other sources."] if story.context else []
    title = f"Events of the article: {len(events)}" + (f", dates {counts}" if counts else "")
    return [title, *aligned([("no", "id", "days", "date", "label"), *rows], right=(0,)), *around]


def _days(event: Event) -> str:
    days = [day.isoformat() if day else "…" for day in (event.start, event.last)]
    return days[0] if days[0] == days[1] else " to ".join(days)


def _claims(story: Story) -> list[str]:
    claims = story.file.claims
    lines = [
        line
        for claim in claims
        for line in _wrapped(f"{claim.id}  {claim.statement} ({claim.kind.replace('_', ' ')})", "  ", " " * 7)
    ]
    return [f"Claims: {len(claims)}", *lines]


def aligned(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Rows of cells as lines with aligned columns; the columns in `right` end at one edge."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    to_right = set(right)
    return [_line(row, widths, to_right)[:WIDTH].rstrip() for row in rows]


def _line(row: Sequence[str], widths: Sequence[int], right: set[int]) -> str:
    pairs = enumerate(zip(row, widths, strict=True))
    return "  " + "  ".join(cell.rjust(width) if i in right else cell.ljust(width) for i, (cell, width) in pairs)


def _bullets(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _wrapped(f"- {text}", "    ", "      ")


def _wrapped(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent if hanging is None else hanging)


def missing_periods(days: pd.Index, frequency: str) -> int:
    """Weekdays, or months of a monthly series, between the first and last day that have no observation.

    Holidays of a market count as missing: which days it keeps is not known here.
    """
    index = pd.DatetimeIndex(days)
    if frequency == "monthly":
        return len(pd.period_range(index[0], index[-1], freq="M")) - index.to_period("M").nunique()
    return len(pd.bdate_range(index[0], index[-1]).difference(index))


def _flags(flags: pd.Series[str]) -> str:
    counts = flags[flags != ""].value_counts().sort_index()
    return ", ".join(f"{flag} {count}" for flag, count in counts.items())
