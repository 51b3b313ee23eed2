"""An event study read out: its sentences, its figures by name, and what a reader must know of them. Pure."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator

from dashboard.abnormal_move import DEFAULT_METHOD, AbnormalMove
from dashboard.changes import CHANGE_UNITS
from dashboard.event_study import EventStudy
from dashboard.model import Panel, Story
from dashboard.panel_text import date_text
from dashboard.study import Occasion, Settings, eve_day, short_benchmarks
from dashboard.study_words import (
    NO_FIGURE,
    change_and_percent,
    change_text,
    interval_text,
    offset_text,
    p_text,
    rank_text,
    series_text,
    size_text,
    span_of_days,
)
from dashboard.wording import days_text, listed, plain, sentence

NO_MOVE = "no abnormal move: "
OBSTACLES = ("the event has no date", "no observations around", "incomplete window", NO_MOVE)
"""How the notes begin that say why a figure is missing, the plainest first."""
UNUSUAL = 0.05
"""Two-sided p-value up to which a move is called unusual."""
CLOSES_APART = "Their closes differ by hours, so part of a shared move may fall on a neighbouring day."
NEARLY_UNIFORM = (
    "P-values are only nearly uniform: in 3,000 simulations without any event, p up to 0.05 came in 7.5 % and p up to "
    "0.01 in 3 %."
)
HOW_TO_READ = (
    "A rate, price or index moves in log percent: 100 times the logarithm of the ratio of two levels. A rise and the "
    "fall that undoes it are then equally large. A yield moves in basis points (bp).",
    "The adjusted move (in textbooks, the abnormal move) is what the benchmarks and the usual drift leave of the "
    "change from day −1 to the last day of the window. Their coefficients come from the last "
    f"{DEFAULT_METHOD.estimation} observations before the window that lie in no other event’s window.",
    "A comparable window is the same window moved to another place in that sample, adjusted by a model that has not "
    "seen it. The p-value is the share of windows, the event’s included, that moved at least as much, up or down. "
    "Windows that share days tell little more than those that share none.",
    f"The interval comes from {DEFAULT_METHOD.draws:,} draws of a block bootstrap. Meant to hold the event’s effect "
    f"in {DEFAULT_METHOD.coverage * 100:.0f} % of cases, it held it in 91 to 92 % of simulations.",
    "An event of several days is studied from its first day. Events that share their first observation share all "
    "figures: daily data can’t tell them apart.",
)
"""What stands behind the figures, in the order a reader asks; the rates are those of `abnormal_move`."""


def reading(story: Story, settings: Settings, occasion: Occasion, study: EventStudy) -> str:
    """The study in plain sentences, or why there is none."""
    eve = eve_day(story, settings, study)
    if eve is None or study.last is None:
        return f"No change can be given. {obstacle(occasion, study)}"
    info = story.info[settings.series]
    said = f"{series_text(info)} {_moved(study)} from {days_text(eve, study.last)}{_meaning(story, settings, study)}."
    return f"{said} {_adjusted(story, settings, occasion, study)}"


def notes(story: Story, settings: Settings, occasion: Occasion, study: EventStudy) -> tuple[str, ...]:
    """What a reader must know of this study alone, as sentences."""
    found = [occasion.remark, *study.notes[1:]] if occasion.remark else list(study.notes)
    return (*[readable(note) for note in found], *_advice(story, settings, study))


def shared_notes(story: Story, settings: Settings) -> tuple[str, ...]:
    """What a reader must know of every study of these settings, as sentences."""
    if not settings.benchmarks:
        return (NEARLY_UNIFORM,)
    joined = [story.info[name] for name in (settings.series, *settings.benchmarks)]
    apart = len({info.dated_by for info in joined}) > 1
    return (
        f"{listed([info.short for info in joined])} are joined on days when all were observed.",
        *([CLOSES_APART] if apart else []),
        NEARLY_UNIFORM,
    )


def obstacle(occasion: Occasion, study: EventStudy) -> str:
    """Why a study lacks its move, as a sentence; "" where it has one."""
    if occasion.remark:
        return sentence(occasion.remark)
    found = (note for start in OBSTACLES for note in study.notes if note.startswith(start))
    note = next(found, "")
    return readable(note) if note else ""


def readable(note: str) -> str:
    """A note of the statistics as a sentence of the page: its days and terms written as everywhere else."""
    days = re.sub(r"\d{4}-\d\d-\d\d", lambda found: date_text(dt.date.fromisoformat(found[0])), note)
    return sentence(days.replace("abnormal", "adjusted"))


def figures(story: Story, settings: Settings, study: EventStudy) -> tuple[tuple[str, str], ...]:
    """Names and texts of all figures of a study; the names are the same for every study of these settings."""
    move, window, unit = study.abnormal, settings.window, study.unit
    spanned = "" if study.days_spanned is None else f"{study.days_spanned} ({span_of_days(study.first, study.last)})"
    return (
        ("First observation that could react", date_text(study.day0) if study.day0 else NO_FIGURE),
        (f"Before: day {offset_text(-window.before)} to −1", change_and_percent(study.before, unit)),
        (f"After: day −1 to {offset_text(window.after)}", change_and_percent(study.after, unit)),
        ("Calendar days spanned", spanned or NO_FIGURE),
        ("Adjusted move", change_text(move.change, unit) if move else NO_FIGURE),
        ("95 % interval", interval_text(move, unit)),
        ("Rank by size", rank_text(move)),
        ("Two-sided p-value", p_text(move)),
        *_model(story, settings, move, unit),
    )


def _moved(study: EventStudy) -> str:
    if study.after == 0:
        return "did not change"
    return f"{'rose' if study.after > 0 else 'fell'} {size_text(study.after, study.unit)}"


def _meaning(story: Story, settings: Settings, study: EventStudy) -> str:
    panel = panel_of(story, settings.series)
    if panel is None or study.after == 0:
        return ""
    return f": {panel.rise_means if study.after > 0 else panel.fall_means}"


def panel_of(story: Story, series: str) -> Panel | None:
    """The panel whose words fit the series: the one that draws it; for a bond's yield, that of its bond."""
    info = story.info[series]
    bond = info.bond if info.quantity == "yield" else None
    return next((p for p in story.file.panels if series in p.series or (bond and p.bond == bond)), None)


def _adjusted(story: Story, settings: Settings, occasion: Occasion, study: EventStudy) -> str:
    move = study.abnormal
    if move is None:
        why = obstacle(occasion, study).removeprefix("No adjusted move: ")
        return f"It could not be adjusted: {why[0].lower()}{why[1:]}"
    what = listed([story.info[name].short for name in settings.benchmarks]) or "the usual drift alone"
    left = f"Adjusted for {what}, {change_text(move.change, study.unit)} is left."
    if move.rank is None:
        return f"{left} There is no window to compare it with."
    found = f"Moves this large occurred in {move.rank - 1} of {move.placebos} comparable windows"
    return f"{left} {found} (p {p_text(move)}): {'unusual' if move.p_value <= UNUSUAL else 'it does not stand out'}."


def _advice(story: Story, settings: Settings, study: EventStudy) -> Iterator[str]:
    for name in short_benchmarks(story, settings, study):
        days = story.observations[name].index
        covered = span_of_days(days[0].date(), days[-1].date())
        yield f"{story.info[name].short} runs from {covered}: leave it out to adjust for the others."
    move = study.abnormal
    if move is not None and move.separate < move.placebos:
        apart = f"Only {move.separate} of the {move.placebos} comparable windows share no day"
        yield f"{apart}: a p-value below {1 / (move.separate + 1):.2f} is weaker than it looks."


def _model(story: Story, settings: Settings, move: AbnormalMove | None, unit: str) -> Iterator[tuple[str, str]]:
    for name in settings.benchmarks:
        per = CHANGE_UNITS[story.info[name].quantity]
        what = f"Coefficient of {story.info[name].short}" + ("" if per == unit else f", {unit} per {per}")
        yield what, plain(move.coefficients[name], 3) if move else NO_FIGURE
    yield f"Drift, {unit} an observation", plain(move.coefficients["constant"], 3) if move else NO_FIGURE
    yield "R²", NO_FIGURE if move is None or math.isnan(move.r_squared) else plain(move.r_squared)
    yield "Estimation sample", _sample(move) if move else NO_FIGURE


def _sample(move: AbnormalMove) -> str:
    first, last = move.sample_days[[0, -1]].astype("datetime64[D]").tolist()
    return f"{len(move.sample_days)} observations, {span_of_days(first, last)}"
