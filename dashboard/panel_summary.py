"""What the chart of one panel shows, in sentences computed from its data. Pure."""

from __future__ import annotations

import math

from dashboard.bond_levels import WITH_LEVEL, price_levels, spread_levels
from dashboard.bond_record import Row, bond_record
from dashboard.bond_series import BondLevels, bond_levels_by_day
from dashboard.measures import extreme_day
from dashboard.model import Panel, Story
from dashboard.panel_text import date_text, span_text
from dashboard.source_differences import Apart, apart
from dashboard.treasury import treasury_info
from dashboard.wording import plain, with_unit


def panel_summary(story: Story, panel: Panel) -> str:
    """A few sentences on what the chart of a panel holds; "" where there is nothing to tell."""
    return " ".join(_bond(story, str(panel.bond)) if panel.kind == "bond" else _series(story, panel))


def _bond(story: Story, bond_id: str) -> list[str]:
    rows = [r for r in bond_record(story, bond_id) if r.evidence in WITH_LEVEL and not math.isnan(r.low)]
    daily = [_daily(levels) for levels in bond_levels_by_day(story, bond_id, "yield")]
    if not rows:
        return daily
    lowest, highest = min(rows, key=lambda r: r.low), max(rows, key=lambda r: r.high)
    stated = sum(r.evidence == "stated yield" for r in rows)
    return [
        f"The record holds {len(rows)} yields of this bond, {stated} of them stated, the others computed or derived.",
        f"The lowest is {with_unit(lowest.low, '%')} ({span_text(lowest)}), "
        f"the highest {with_unit(highest.high, '%')} ({span_text(highest)}).",
        *_article_day(story, bond_id, rows),
        *daily,
    ]


def _daily(levels: BondLevels) -> str:
    """Extremes of a series of yields, and whether they are computed."""
    values = levels.frame["value"]
    low, high = (with_unit(end, "%") for end in (values.min(), values.max()))
    low_day, high_day = (date_text(extreme_day(values, highest)) for highest in (False, True))
    computed = f", computed from {levels.computed}" if levels.computed else ""
    name = f"{levels.info.short}, {len(values)} {levels.info.frequency} yields{computed}"
    return f"{name}: lowest {low} ({low_day}), highest {high} ({high_day})."


def _article_day(story: Story, bond_id: str, rows: list[Row]) -> list[str]:
    """Yield, price and spread on the day of the article, as far as they are known."""
    day = story.file.article.published
    found = next((r for r in rows if r.start == r.end == day and not r.is_range), None)
    if found is None:
        return []
    prices = [p for p in price_levels(story, bond_id) if p.start == p.end == day and not p.is_range]
    spreads = [s for s in spread_levels(story, bond_id) if s.start == s.end == day and s.kind == found.evidence]
    price = f", a clean price of {plain(prices[0].low)}" if prices else ""
    info = treasury_info(story)
    spread = f", {with_unit(spreads[0].low, 'bp', 0)} over {info.short}" if spreads and info else ""
    return [f"On {date_text(day)}, the article’s day: {with_unit(found.low, '%')}{price}{spread}."]


def _series(story: Story, panel: Panel) -> list[str]:
    extremes, found = _extremes(story, panel.series[0]), apart(story, panel)
    if not found:
        return extremes
    widest = max(found, key=lambda a: abs(a.widest))
    return [
        *extremes,
        f"Largest difference between the sources: {_gap(story, widest)} on {date_text(widest.day)} "
        f"({_levels(story, widest)}), of all days on which both were quoted.",
        f"Half of the {widest.days} differences of that pair are at most {with_unit(widest.middle, widest.unit)}.",
    ]


def _extremes(story: Story, name: str) -> list[str]:
    """Lowest and highest value of a series that no flag doubts, with their first days."""
    info, frame = story.info[name], story.observations[name]
    values = frame.loc[frame["flag"] == "", "value"]
    if values.empty:
        return []
    low, high = f"{values.min():.{info.decimals}f}", f"{values.max():.{info.decimals}f}"
    low_day, high_day = (date_text(extreme_day(values, highest)) for highest in (False, True))
    return [f"{info.short}: lowest {low} {info.unit} ({low_day}), highest {high} ({high_day})."]


def _gap(story: Story, found: Apart) -> str:
    side = "above" if found.widest > 0 else "below"
    own, first = story.info[found.series].short, story.info[found.first_series].short
    return f"{own} {with_unit(abs(found.widest), found.unit)} {side} {first}"


def _levels(story: Story, found: Apart) -> str:
    own, first = story.info[found.series], story.info[found.first_series]
    return f"{found.own:.{own.decimals}f} against {found.first:.{first.decimals}f} {first.unit}"
