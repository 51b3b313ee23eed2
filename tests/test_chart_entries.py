"""The table behind the chart holds exactly what the panels draw, with days, flags and publishers."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from dashboard.additions import with_series
from dashboard.chart_entries import chart_entries, entries_frame, entry_cells
from dashboard.chart_entry import Entry
from dashboard.chart_parts import PanelDrawing
from dashboard.chart_table_box import PAGE_ROWS, content, saved_file, shown_parts
from dashboard.model import Story
from dashboard.panels import panel_drawing, tab_drawings
from dashboard.state import OWN, State, default_state, window

DATA = Path(__file__).parent.parent / "data" / "belarus-2020"


def drawings(story: Story, state: State) -> list[PanelDrawing]:
    panels = story.file.panels
    if state.tab == "overview":
        return [panel_drawing(story, panel, state) for panel in panels]
    return tab_drawings(story, next(p for p in panels if p.id == state.tab), state)


def drawn_days(drawing: PanelDrawing, first: str, last: str) -> Counter[str]:
    """Days of the single figures that a panel draws; a flagged value is drawn twice, on the line and as a marker."""
    days: set[tuple[str, str, float]] = set()
    for line in drawing.lines:
        days |= {(line.name, x, y) for x, y in zip(line.x, line.y, strict=True) if y is not None}
    on_lines = {(x, y) for _, x, y in days}
    for points in drawing.points:
        if not points.half_y:
            pairs = zip(points.x, points.y, strict=True)
            days |= {(f"{points.name}{n}", x, y) for n, (x, y) in enumerate(pairs) if (x, y) not in on_lines}
    return Counter(x for _, x, _ in days if first <= x <= last)


def single(entry: Entry) -> bool:
    return entry.start == entry.end and entry.kind not in ("move", "bound") and entry.high - entry.low < 0.03


@pytest.mark.parametrize(
    ("tab", "unit", "period"),
    [*product(("overview", "bond", "ruble"), ("level", "change"), ("election", "2020"))],
)
def test_the_table_has_what_the_panels_draw(story: Story, tab: str, unit: str, period: str) -> None:
    state = replace(default_state(story), tab=tab, unit=unit, period=period)
    first, last = (day.isoformat() for day in window(story, state))
    drawn: Counter[str] = Counter()
    for drawing in drawings(story, state):
        drawn += drawn_days(drawing, first, last)
    entries = chart_entries(story, state)
    singles = Counter(e.start.isoformat() for e in entries if single(e) and e.start.isoformat() >= first)
    ranges = [p for d in drawings(story, state) for p in d.points if p.half_y]
    if not ranges:
        assert singles == drawn
    # A narrow range of a price counts as a range of yields: there the days of the singles are those drawn at least.
    assert set(drawn) <= {e.start.isoformat() for e in entries}
    assert sum(drawn.values()) <= len(entries)


def test_values_are_those_of_the_file(story: Story) -> None:
    with (DATA / "usd_byn_ice_close.csv").open(encoding="utf-8") as file:
        known = {row["date"]: float(row["value"]) for row in csv.DictReader(file)}
    state = replace(default_state(story), source="usd_byn_ice_close")
    found = [e for e in chart_entries(story, state) if e.about == "ICE close"]
    assert [e.low for e in found] == [v for day, v in known.items() if "2020-08-01" <= day <= "2020-08-31"]
    assert {e.publisher for e in found} == {"ICE Data"}


def test_what_was_published_about_the_bond_is_there_with_its_kind(story: Story) -> None:
    cells = {entry_cells(e) for e in chart_entries(story, default_state(story))}
    bond = "6.378 % due February 2031"
    assert ("27 Aug 2020", f"{bond}, yield", "7.30 %", "stated yield", "Yield as stated.",
            "Bloomberg (BloombergQuint)") in cells  # fmt: skip
    assert ("27 Aug 2020", f"{bond}, move", "−31 bp", "move", "Move as stated, to 7.30 %.",
            "Bloomberg (BloombergQuint)") in cells  # fmt: skip
    bounds = sorted(cell[2] for cell in cells if cell[3] == "bound")
    assert bounds == ["at least 7.84 %", "below 8.35 %"]


def test_a_flagged_value_says_why(story: Story) -> None:
    flagged = [e for e in chart_entries(story, default_state(story)) if e.kind == "stale"]
    assert [e.start for e in flagged] == [dt.date(2020, 8, 21)]
    assert "two other sources" in flagged[0].how
    assert not flagged[0].level


def test_changes_name_the_level_behind_them(story: Story) -> None:
    state = replace(default_state(story), unit="change")
    figures = {(e.start, e.about): e.figure for e in chart_entries(story, state)}
    # 2.662566 over 2.451386 on 7 August is a rise of 8.615 %.
    assert figures[(dt.date(2020, 8, 27), "Market quote")] == "+8.61 % (2.662566 BYN per USD)"
    yields = [e.figure for e in chart_entries(story, state) if e.kind == "stated yield"]
    # From 6.38 % at issue, the last single figure before the base day.
    assert yields == ["+92 bp (7.30 %)"]


def test_without_the_layer_the_other_bonds_are_left_out(story: Story) -> None:
    state = replace(default_state(story), others=False)
    about = {e.about.split(",")[0] for e in chart_entries(story, state) if e.panel == "bond"}
    assert about == {"6.378 % due February 2031"}


def test_rows_come_by_date_a_page_at_a_time(story: Story) -> None:
    state = replace(default_state(story), period="all", tab="ruble")
    entries = chart_entries(story, state)
    assert [e.start for e in entries] == sorted(e.start for e in entries)
    pages = -(-len(entries) // PAGE_ROWS)
    shown = [shown_parts(story, state, number) for number in (0, 1, pages, pages + 5)]
    assert [part["number"] for part in shown] == [1, 1, pages, pages]
    assert [(part["back"], part["on"]) for part in shown] == [(True, False)] * 2 + [(False, True)] * 2
    assert len(shown[1]["body"]) == PAGE_ROWS
    assert len(shown[2]["body"]) == len(entries) - (pages - 1) * PAGE_ROWS


def test_a_period_without_figures_says_so(story: Story) -> None:
    days = {"period": OWN, "start": dt.date(1990, 1, 1), "end": dt.date(1990, 2, 1)}
    state = replace(default_state(story), **days)  # type: ignore[arg-type]
    assert "Nothing is drawn in this period" in shown_parts(story, state, 1)["count"]
    assert content(story, state)


def test_the_file_has_every_row_and_no_formula(story: Story) -> None:
    state = replace(default_state(story), unit="change")
    file = saved_file(story, state)
    assert file["filename"] == "belarus-2020_overview_2020-08-01_2020-08-31.csv"
    rows = list(csv.DictReader(file["content"].removeprefix("\ufeff").splitlines()))
    assert len(rows) == len(chart_entries(story, state))
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("+", "=", "@"))]
    assert len(entries_frame(chart_entries(story, state))) == len(rows)


@pytest.mark.parametrize("role", ["own", "live"])
def test_a_series_set_among_the_story_s_own_is_in_the_table(story: Story, role: str) -> None:
    info = story.info["usd_byn_ice_close"].model_copy(
        update={"name": "further", "short": "Further", "publisher": "Someone", "role": role}
    )
    index = pd.DatetimeIndex(["2020-08-26", "2020-08-27"], name="date")
    frame = pd.DataFrame({"value": [2.6, 2.7], "flag": "", "reason": ""}, index=index)
    whole = with_series(story, {"further": (info, frame)})
    for state in (replace(default_state(whole), tab="ruble"), replace(default_state(whole), source="further")):
        found = [entry_cells(e) for e in chart_entries(whole, state) if e.about == "Further"]
        assert [cells[:3] for cells in found] == [
            ("26 Aug 2020", "Further", "2.60 BYN per USD"),
            ("27 Aug 2020", "Further", "2.70 BYN per USD"),
        ]
        assert {cells[5] for cells in found} == {"Someone"}
