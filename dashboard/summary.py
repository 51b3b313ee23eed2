"""What a story holds, as a table for `check` and the Data tab. Pure."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from dashboard.model import Story


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
    """What a story holds, for a terminal of 100 columns: its series in a table, then bonds, events and claims."""
    article = story.file.article
    head = f"{story.file.title}\n{article.publisher}, {article.published}: {article.headline}\n"
    columns = ["series", "rows", "first", "last", "missing", "flagged", "publisher"]
    table = story_summary(story)[columns].to_string(index=False, justify="left", max_colwidth=36)
    return "\n".join([head, table, "", *_counts(story), "", "Nothing breaks a rule."])


def _counts(story: Story) -> list[str]:
    file = story.file
    drawn = sum(event.start is not None for event in file.events)
    bonds = ", ".join(story.bonds) or "none"
    return [
        f"Events  {len(file.events)} of the article ({drawn} with a start), {len(story.context)} around it",
        f"Claims  {len(file.claims)}",
        f"Bonds   {bonds}; {len(story.reports)} reports, {len(story.marks)} valuations",
        f"Periods {', '.join(period.id for period in file.periods)}",
        f"Live    {_live_counts(story)}",
        f"Data    SHA-256 {story.data_hash}",
    ]


def _live_counts(story: Story) -> str:
    counts = Counter(source.source for source in story.live)
    return ", ".join(f"{count} from {source}" for source, count in counts.items()) or "none"


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
