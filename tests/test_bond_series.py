"""Daily yields and prices of a bond in its panels: against the bond mathematics and hand calculations."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.additions import with_series
from dashboard.bond_panels import price_panel, spread_panel
from dashboard.bond_series import bond_levels_by_day, bond_series
from dashboard.bonds import clean_price, yield_to_maturity_pct
from dashboard.chart_entries import chart_entries
from dashboard.citation import chart_citation
from dashboard.claim_cards import headline
from dashboard.claims import check_claims
from dashboard.load import load_story
from dashboard.model import Panel, Quantity, SeriesInfo, Story
from dashboard.panel_summary import panel_summary
from dashboard.panels import drawn_series, tab_drawings
from dashboard.state import State, coverage, default_state
from dashboard.views import overview, source_notes
from dashboard.yield_panel import yield_panel
from tests.own_files import BOND_DAYS, BOND_PRICES

LAST = dt.date(2020, 8, 27)


def of_bond(story: Story, quantity: Quantity = "price", values: list[float] = BOND_PRICES, flag: str = "") -> Story:
    """The story with a daily series of its bond."""
    unit = "% of face" if quantity == "price" else "% a year"
    info = SeriesInfo(
        name="terminal", path="terminal.csv", title="Terminal", short="Terminal", quantity=quantity, unit=unit,
        role="own", frequency="daily", minimum=0, maximum=200, decimals=2, dated_by="close", publisher="Own data",
        read_from="a file", terms="own", retrieved=LAST, bond="2031",
    )  # fmt: skip
    index = pd.DatetimeIndex(pd.to_datetime(BOND_DAYS), name="date")
    frame = pd.DataFrame({"value": values, "flag": "", "reason": ""}, index=index)
    frame.iloc[-1, 1:] = [flag, "typed twice" if flag else ""]
    return with_series(story, {"terminal": (info, frame)})


def bond_panel(story: Story) -> Panel:
    return next(panel for panel in story.file.panels if panel.bond)


def state(story: Story, **changes: object) -> State:
    return replace(default_state(story), **changes)  # type: ignore[arg-type]


def test_prices_are_drawn_as_yields_that_say_so(story: Story) -> None:
    whole = of_bond(story)
    (line,) = yield_panel(whole, bond_panel(whole), state(whole)).lines
    expected = yield_to_maturity_pct(story.bonds["2031"], LAST, 93.29)
    assert (line.name, line.x[-1]) == ("Terminal, computed", "2020-08-27")
    assert line.y[-1] == pytest.approx(expected, abs=1e-6)
    assert line.hover[-1] == f"<b>{expected:.2f} %</b> · Terminal, computed from its prices"


def test_prices_are_drawn_as_they_are_in_the_panel_of_prices(story: Story) -> None:
    whole = of_bond(story)
    (line,) = price_panel(whole, bond_panel(whole), state(whole)).lines
    assert (line.name, line.y[-1], line.hover[-1]) == ("Terminal", 93.29, "<b>93.29 per 100 of face</b> · Terminal")


def test_yields_are_drawn_as_prices_that_say_so(story: Story) -> None:
    whole = of_bond(story, "yield", [7.3] * len(BOND_DAYS))
    (line,) = price_panel(whole, bond_panel(whole), state(whole)).lines
    assert line.y[-1] == pytest.approx(clean_price(story.bonds["2031"], LAST, 7.3), abs=1e-6)
    assert line.hover[-1].endswith("Terminal, computed from its yields")


def test_a_spread_is_taken_over_the_treasury_yield_of_the_day(story: Story) -> None:
    whole = of_bond(story, "yield", [7.3] * len(BOND_DAYS))
    drawn = spread_panel(whole, bond_panel(whole), state(whole))
    assert drawn is not None
    treasury = float(story.values(str(story.file.treasury))[pd.Timestamp(LAST)])
    assert drawn.lines[0].y[-1] == pytest.approx(100 * (7.3 - treasury))


def test_changes_count_from_the_last_value_up_to_the_day(story: Story) -> None:
    whole = of_bond(story)
    drawn = price_panel(whole, bond_panel(whole), state(whole, unit="change", since=dt.date(2020, 8, 9)))
    # 97.40 on Friday 7 August 2020, 93.29 on 27 August.
    assert drawn.lines[0].y[-1] == pytest.approx(-4.11)
    assert drawn.lines[0].hover[-1].startswith("<b>−4.11 points</b> (93.29 per 100 of face)")


def test_a_record_without_a_base_takes_that_of_the_series(story: Story) -> None:
    since = dt.date(2020, 8, 3)
    silent = of_bond(story, "yield", [6.6, *[7.3] * (len(BOND_DAYS) - 1)])
    empty = replace(silent, reports=story.reports.iloc[:0], marks=story.marks.iloc[:0])
    drawn = yield_panel(empty, bond_panel(empty), state(empty, unit="change", since=since))
    assert "change in bp since 3 Aug 2020 (6.60 %)" in drawn.heading
    assert drawn.lines[0].y[-1] == pytest.approx(70)


def test_the_published_record_stays_beside_the_line(story: Story) -> None:
    whole = of_bond(story)
    plain, more = (yield_panel(s, bond_panel(s), state(s)) for s in (story, whole))
    assert [p.name for p in more.points] == [p.name for p in plain.points]
    assert "2020-08-19" in plain.silent
    assert "2020-08-19" not in more.silent


def test_a_flagged_value_has_a_marker_with_its_reason(story: Story) -> None:
    whole = of_bond(story, flag="suspect")
    flagged = next(p for p in price_panel(whole, bond_panel(whole), state(whole)).points if "flagged" in p.name)
    assert list(flagged.x) == ["2020-08-27"]
    assert "suspect: typed twice" in flagged.hover[0]


def test_days_that_the_terms_do_not_cover_are_not_converted(story: Story) -> None:
    whole = of_bond(story)
    days = [pd.Timestamp(day) - pd.Timedelta(days=60) for day in BOND_DAYS]
    early = whole.observations["terminal"].set_axis(pd.DatetimeIndex(days, name="date"), axis="index")
    moved = replace(whole, observations={**whole.observations, "terminal": early})
    (levels,) = bond_levels_by_day(moved, "2031", "yield")
    # Interest runs from 24 June 2020, two weekdays after the first trade; the file from 4 to 28 June.
    assert bond_levels_by_day(moved, "2031", "price")[0].frame.index[0] == pd.Timestamp("2020-06-04")
    assert levels.frame.index.min() >= pd.Timestamp("2020-06-22")


def test_sources_coverage_and_words_name_the_series(story: Story) -> None:
    whole = of_bond(story)
    assert bond_series(whole, "2031") == ["terminal"]
    assert drawn_series(whole, bond_panel(whole))[0] == "terminal"
    assert coverage(whole)[1] >= LAST
    assert "Terminal by Own data" in chart_citation(whole, "overview", state(whole))
    figure = overview(whole, state(whole), 960, 700, with_words=True)
    assert any("Terminal: Own data" in a.text for a in figure.layout.annotations)
    # 90.20 on 18 August is the lowest price, 98.10 on 3 August the highest.
    words = panel_summary(whole, bond_panel(whole))
    assert "Terminal, 19 daily yields computed" not in words
    assert "Terminal, 19 daily yields, computed from its prices: lowest 6.63 % (3 Aug 2020), highest" in words
    assert "(18 Aug 2020)." in words


def test_a_series_of_a_bond_in_the_storys_folder_is_drawn_too(belarus_folder: Path) -> None:
    package = belarus_folder / "datapackage.json"
    raw = json.loads(package.read_text(encoding="utf-8"))
    template = next(r for r in raw["resources"] if r["name"] == "us_10y_yield")
    mine = json.loads(json.dumps(template).replace("us_10y_yield", "mine"))
    mine["dashboard"] |= {"bond": "2031", "role": "own", "short": "Mine"}
    package.write_text(json.dumps({**raw, "resources": [*raw["resources"], mine]}), encoding="utf-8")
    (belarus_folder / "mine.csv").write_text("date,value\n2020-08-26,7.61\n2020-08-27,7.30\n", encoding="utf-8")
    story = load_story(belarus_folder)
    (line,) = yield_panel(story, bond_panel(story), state(story)).lines
    assert (line.name, list(line.y)) == ("Mine", [7.61, 7.30])


@pytest.mark.parametrize("unit", ["level", "change"])
def test_the_table_behind_the_chart_has_every_value_of_the_lines(story: Story, unit: str) -> None:
    whole = of_bond(story)
    seen = state(whole, unit=unit, tab="bond")
    panels = tab_drawings(whole, bond_panel(whole), seen)
    drawn = [
        (x, y) for panel in panels for line in panel.lines for x, y in zip(line.x, line.y, strict=True) if y is not None
    ]
    entries = [e for e in chart_entries(whole, seen) if e.publisher == "Own data"]
    assert sorted((e.start.isoformat(), e.low) for e in entries) == sorted(drawn)
    last = {e.about: e for e in entries if e.start == LAST}
    assert set(last) == {"Terminal, yield", "Terminal, clean price", "Terminal, spread over 10-year Treasury"}
    assert last["Terminal, yield"].how == "Computed from its prices."
    assert (last["Terminal, clean price"].kind, last["Terminal, yield"].kind) == ("", "computed")
    if unit == "change":
        # 97.40 on 7 August 2020, the story's base day.
        assert last["Terminal, clean price"].figure == "−4.11 points (93.29 per 100 of face)"


def test_a_flagged_value_says_why_in_the_table(story: Story) -> None:
    whole = of_bond(story, flag="suspect")
    entries = [e for e in chart_entries(whole, state(whole)) if e.publisher == "Own data"]
    assert (entries[-1].kind, entries[-1].how, entries[-1].level) == (
        "suspect", "Computed from its prices. Typed twice.", False,
    )  # fmt: skip


@pytest.mark.parametrize("tab", ["overview", "bond"])
def test_a_tab_that_draws_the_series_names_its_source(story: Story, tab: str) -> None:
    assert "Terminal: Own data, retrieved 27 Aug 2020" in " ".join(source_notes(of_bond(story), tab))


def test_the_headline_reads_with_a_peak_of_ones_own_as_with_bounds(story: Story) -> None:
    info = of_bond(story, "yield").info["terminal"]
    days = pd.DatetimeIndex(["2020-06-25", "2020-08-14", "2020-08-26", "2020-08-27"], name="date")
    frame = pd.DataFrame({"value": [6.4, 7.91, 7.61, 7.3], "flag": "", "reason": ""}, index=days)
    whole = with_series(story, {"terminal": (info, frame)})
    assert headline(story, check_claims(story)).endswith("had peaked at between 7.84 and 8.35 %")
    assert headline(whole, check_claims(whole)).endswith("had peaked at 7.9 %")
