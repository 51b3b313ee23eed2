"""The words of the event study's charts: titles, keys, and what an exported picture carries. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.changes import CHANGE_UNITS
from dashboard.charts import Heading, fit_lines
from dashboard.lane import number_text
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.state import OWN
from dashboard.study import Occasion, Paths, Settings, StudyRow, other_units
from dashboard.study_reading import panel_of, reading
from dashboard.study_words import offset_text, series_text, window_text
from dashboard.wording import listed

MOVES_KEY = "Dot: adjusted move. Line: 95 % interval. Grey band: middle 95 % of the comparable windows."
"""What is drawn in the chart of all moves."""


def paths_title(story: Story, settings: Settings, drawn: Sequence[Paths]) -> str:
    """The quantity of the paths and its unit, with the meaning of a rise."""
    panel = panel_of(story, settings.series)
    up = f" · ↑ {panel.rise_means}" if panel else ""
    what = "Adjusted change" if drawn[0].adjusted else "Change"
    return f"{what} since day −1, {drawn[0].unit}{up}"


def moves_title(story: Story, settings: Settings) -> str:
    """The quantity of the moves and its unit, with the meaning of a rise."""
    panel = panel_of(story, settings.series)
    up = f" · → {panel.rise_means}" if panel else ""
    info, after = story.info[settings.series], offset_text(settings.window.after)
    return f"Adjusted move of {series_text(info)}, day −1 to {after}, {CHANGE_UNITS[info.quantity]}{up}"


def paths_key(drawn: Sequence[Paths]) -> str:
    """What day 0 and the shading are."""
    counts = {paths.study.abnormal.placebos for paths in drawn if paths.study.abnormal and len(paths.fan)}
    day0 = "Day 0 is the first observation that could react."
    if not counts:
        return f"{day0} No comparable windows, so no shaded range."
    number = listed([str(count) for count in sorted(counts)])
    return f"{day0} Shaded: middle 95 % and 50 % of {number} comparable windows."


def row_name(row: StudyRow) -> str:
    """Numbers and first event of a row: 6–12 · Presidential election and 6 more."""
    numbers, more = number_text([occasion.number for occasion in row.occasions]), len(row.occasions) - 1
    return f"{numbers} · {row.occasions[0].label}" + (f" and {more} more" if more else "")


def row_days(row: StudyRow) -> str:
    """Days of the events of a row: 9 Aug 2020, 22 to 23 Aug 2020; "" where none is known."""
    days = sorted({occasion.day for occasion in row.occasions if occasion.day})
    if len(days) < 2:
        return "".join(date_text(day) for day in days)
    month = (days[0].year, days[0].month) == (days[-1].year, days[-1].month)
    return f"{days[0].day if month else date_text(days[0])} to {date_text(days[-1])}"


def paths_heading(story: Story, settings: Settings, drawn: Sequence[Paths], width: int) -> Heading:
    """Words of a picture of paths: whose they are, their reading, method and sources."""
    room = width - 24
    labels = [_label(paths.occasion) for paths in drawn]
    title = f"{' against '.join(labels)}: {series_text(story.info[settings.series])}"
    readings = [reading(story, settings, paths.occasion, paths.study) for paths in drawn]
    alone = len(drawn) == 1
    said = readings[0] if alone else " ".join(f"{a}: {b}" for a, b in zip(labels, readings, strict=True))
    apart = [story.info[name].short for name in other_units(story, settings)]
    left = [f"Not drawn, as it moves in another unit: {listed(apart)}."] if apart else []
    return _heading(title, said, _foot(story, settings, left), room)


def moves_heading(story: Story, settings: Settings, width: int) -> Heading:
    """Words of a picture of all moves: what they are adjusted for, method and sources."""
    room = width - 24
    title = f"Moves around the events: {series_text(story.info[settings.series])}"
    names = listed([story.info[name].short for name in settings.benchmarks]) or "the usual drift alone"
    what = f"Adjusted for {names}. The rank is the place by size among the comparable windows and the event’s own."
    shared = ["Events that share their first observation share a row: daily data can’t tell them apart."]
    return _heading(title, what, _foot(story, settings, shared), room)


def _label(occasion: Occasion) -> str:
    """An event by its label, a day of the reader's own by its date."""
    return date_text(occasion.day) if occasion.key == OWN and occasion.day else occasion.label


def _heading(title: str, subtitle: str, notes: Sequence[str], room: float) -> Heading:
    """Words in lines that fit."""
    lines = [line for words in notes for line in fit_lines(words, room, 11)]
    return Heading("<br>".join(fit_lines(title, room, 22)), "<br>".join(fit_lines(subtitle, room, 13)), lines)


def _foot(story: Story, settings: Settings, said: Sequence[str]) -> list[str]:
    """Method, sources with dates of retrieval, and the article."""
    used = [story.info[name] for name in (settings.series, *settings.benchmarks)]
    sources = [f"{info.short}: {info.publisher}, retrieved {date_text(info.retrieved)}" for info in used]
    article = story.file.article
    return [
        *said,
        f"Window: {window_text(settings.window)}; flagged values left out. Comparable windows: the same window at "
        "other dates before the event. P-values are only nearly uniform.",
        f"Sources: {'; '.join(sources)}. Events: {article.publisher}, {date_text(article.published)}.",
    ]
