"""The claims tab as a reader meets it: a table whose rows open, all of it computed from the story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from dash import dcc, html

from dashboard import claims_tab, layout
from dashboard.app import create_app
from dashboard.claim_report import claims_text
from dashboard.claim_rows import NOTHING, ClaimRow, claim_rows
from dashboard.claims import check_claims
from dashboard.csv_safe import SPREADSHEET_MARK
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.state import default_state
from dashboard.themes import DARK
from dashboard.verdict import Verdict
from tests.conftest import FICTIONAL
from tests.crowns import ARTICLE, BOND, RATE, bond_claim, claim, day, frame, info, report, with_series
from tests.crowns import story as crowns


def parts(component: Any) -> Iterator[Any]:
    """A component and all that stands in it, in reading order."""
    if isinstance(component, list | tuple):
        for item in component:
            yield from parts(item)
        return
    if component is None:
        return
    yield component
    yield from parts(getattr(component, "children", None))


def all_of(component: Any, kind: type) -> list[Any]:
    return [part for part in parts(component) if isinstance(part, kind)]


def class_of(component: Any) -> str:
    return getattr(component, "className", "")


def words(component: Any) -> str:
    """All text of a component, with plain spaces."""
    texts = [str(p) for p in parts(component) if isinstance(p, str | int | float)]
    return " ".join(" ".join(texts).replace("\u00a0", " ").split())


def tab(story: Story) -> list[Any]:
    return claims_tab.content(story, default_state(story), 960)


def opened(story: Story, claim_id: str, theme: str = "light") -> list[Any]:
    return claims_tab.opened(story, claim_id, theme, is_open=True)[0]


def rows(story: Story) -> dict[str, ClaimRow]:
    return {row.claim.id: row for row in claim_rows(check_claims(story))}


def table_rows(component: Any, caption: str) -> list[str]:
    """Text of each row of the table with a caption, cells apart."""
    table = next(t for t in parts(component) if isinstance(t, html.Table) and caption in words(t.children[0]))
    found = all_of(table, html.Tr)
    return [" | ".join(words(cell) for cell in row.children) for row in found]


def test_the_table_has_one_row_a_claim_about_markets(story: Story) -> None:
    (table,) = all_of(tab(story), html.Table)
    head, *found = [p for p in parts(table) if isinstance(p, html.Tr) and class_of(p) != "more"]
    assert [words(cell) for cell in head.children] == list(claims_tab.HEADINGS)
    assert [words(row.children[0]) for row in found] == ["C01", "C02", "C04", "C05", "C06", "C07", "C08", "C09", "C10"]


@pytest.mark.parametrize(
    ("claim_id", "number", "source", "margin", "verdict"),
    [
        ("C01", "−31 bp", "the article alone", NOTHING, "cannot be checked"),
        ("C02", "7.30 %", "the article alone", NOTHING, "cannot be checked"),
        ("C04", NOTHING, "", NOTHING, "cannot be checked"),
        ("C05", "7.84 to below 8.35 %", "bounds from later reports", NOTHING, "cannot be checked"),
        ("C06", NOTHING, "", NOTHING, "cannot be checked"),
        ("C07", "0.38 %", "ICE close", "met by 0.38 percentage points", "depends"),
        ("C08", "7 days", "ICE close", "met exactly", "depends"),
        ("C09", "21.05 %", "ICE close", "met by 0.05 percentage points", "depends"),
    ],
)
def test_a_row_has_the_number_of_the_best_source(
    story: Story, claim_id: str, number: str, source: str, margin: str, verdict: Verdict
) -> None:
    row = rows(story)[claim_id]
    assert (row.number, row.source, row.margin, row.result.verdict) == (number, source, margin, verdict)
    shown = words(tab(story))
    assert f"{number} {source}".strip() in shown


def test_verdicts_are_told_by_word_and_shape(story: Story) -> None:
    marks = [p for p in parts(tab(story)) if class_of(p) == "verdict"]
    shapes = {words(mark): mark.children[0].className for mark in marks}
    assert shapes == {"Cannot be checked": "mark unchecked", "Depends": "mark depends"}
    fictional = [p for p in parts(tab(load_story(FICTIONAL))) if class_of(p) == "verdict"]
    assert {words(m): m.children[0].className for m in fictional} == {
        "Supported": "mark supported",
        "Contradicted": "mark contradicted",
    }


def test_no_chart_is_drawn_before_a_row_opens(story: Story) -> None:
    shown = list(parts(tab(story)))
    assert not [p for p in shown if isinstance(p, dcc.Graph)]
    hidden = [row for row in all_of(shown[:1], html.Tr) if class_of(row) == "more"]
    assert len(hidden) == 9 and all(row.hidden for row in hidden)
    assert "2.10/2.66" not in words(shown[0])


def test_the_buttons_name_the_row_they_open(story: Story) -> None:
    shown = list(parts(tab(story)))
    buttons = [b.to_plotly_json()["props"] for b in all_of(tab(story), html.Button) if isinstance(b.id, dict)]
    known = {p.id for p in shown if isinstance(getattr(p, "id", None), str)}
    assert [b["aria-expanded"] for b in buttons] == ["false"] * 9
    assert all(b["aria-controls"] in known for b in buttons)


def test_a_row_opens_and_closes(story: Story) -> None:
    inside, hidden, expanded = claims_tab.opened(story, "C09", "light", is_open=True)
    assert inside and (hidden, expanded) == (False, "true")
    assert claims_tab.opened(story, "C09", "light", is_open=False) == ([], True, "false")


def test_the_years_loss_opens_to_all_its_numbers(story: Story) -> None:
    box = opened(story, "C09")
    assert table_rows(box, "Numbers by source")[1:] == [
        "ICE close | 21.05 % | 20.72 to 21.39 % | 31 Dec 2019 to 27 Aug 2020 | met by 0.05 percentage points | Depends",
        "NBU cross | 21.14 % | – | 31 Dec 2019 to 27 Aug 2020 | met by 0.14 percentage points | Supported",
        "Market quote | 20.79 % | – | 31 Dec 2019 to 27 Aug 2020 | missed by 0.21 percentage points | Contradicted",
    ]
    said = words(box)
    assert "1 − S0/S1 = 1 − 2.10/2.66 = 21.05 %" in said
    assert "The other reading: USD/BYN rose 26.67 %" in said
    assert "Tolerance 0.3 %: Vendors differ" in said


def test_the_what_ifs_say_which_change_the_verdict(story: Story) -> None:
    box = opened(story, "C09")
    found = table_rows(box, "Verdict with one thing changed")
    assert "ICE close | rise of USD/BYN instead of the loss of value | 26.67 % | Supported changed" in found
    assert "ICE close | the lowest number that rounding allows | just above 20.72 % | Contradicted changed" in found
    assert "Market quote | as stated | 20.79 % | Contradicted" in found
    changed = sum(row.endswith("changed") for row in found)
    assert f"{changed} of {len(found) - 1 - 3} variations change" in words(box)


def test_a_streak_opens_to_its_rules(story: Story) -> None:
    box = opened(story, "C08")
    assert [row.split(" | ")[:3] for row in table_rows(box, "Numbers by source")[1:]] == [
        ["ICE close", "7 days", "–"],
        ["NBU cross", "4 to 6 days", "4 to 6 days"],
        ["Market quote", "0 to 5 days", "0 to 5 days"],
    ]
    assert "Counted: 0 strictly, 3 with changes below 0.05 % skipped, 5 with flagged days left out too." in words(box)
    assert "2.46 > 2.45 < 2.46 < 2.49 < 2.53 < 2.56 < 2.61 < 2.65 < 2.66" in words(box)


def test_what_rests_on_the_article_says_so(story: Story) -> None:
    box = opened(story, "C01")
    published = table_rows(box, "Published figures")
    derived, stated = published[1:]
    assert derived.startswith("7.61 % | 26 Aug 2020 | Derived: 7.30 − (−0.31) = 7.61 %.")
    assert stated.startswith("−31 bp | 27 Aug 2020 | As published.")
    assert stated.endswith("no, the article itself")
    assert "What would be needed Daily yields or clean prices of the bond" in words(box)
    assert not all_of(box, dcc.Graph)


def test_a_second_publisher_counts_as_a_check() -> None:
    asked = bond_claim("level_on_day", relation="=", value=6, tolerance=0.1)
    said = [report("yield", 6.05, "2019-05-10"), report("yield", 6.0, "2019-05-10", urls=(ARTICLE.url,))]
    checked = crowns({RATE: frame({"2019-05-10": 2.0})}, claims=[asked], reports=said, with_bond=True)
    votes = [row.rsplit(" | ", 1)[1] for row in table_rows(opened(checked, "X1"), "Published figures")[1:]]
    assert sorted(votes) == ["Supported", "no, the article itself"]
    assert rows(checked)["X1"].source in ("The Ledger", "the article alone")


def test_an_own_series_of_a_bond_is_checked_and_drawn() -> None:
    asked = bond_claim("change_on_day", relation="=", value=-20, tolerance=2, unit="bp")
    base = crowns({RATE: frame({"2019-05-10": 2.0})}, claims=[asked], with_bond=True)
    mine = info("mine", short="Mine", quantity="yield", unit="% a year", role="own", bond=BOND.id)
    own = with_series(base, mine, frame({"2019-05-09": 6.25, "2019-05-10": 6.05}))
    row = rows(own)["X1"]
    assert (row.number, row.source, row.margin) == ("−20.0 bp", "Mine", "met by 2.0 bp")
    (graph,) = all_of(opened(own, "X1"), dcc.Graph)
    assert list(graph.figure.data[1].y) == [6.25, 6.05]


def test_each_chart_has_a_name_a_summary_and_a_table(story: Story) -> None:
    box = opened(story, "C08")
    figures = all_of(box, html.Figure)
    assert len(figures) == 3
    for figure in figures:
        held = figure.children[1].to_plotly_json()["props"]
        assert held["role"] == "img" and "losing days" in held["aria-label"]
        assert held["aria-label"] in words(figure)
        assert figure.children[1].children.config == layout.GRAPH_CONFIG
        # Eight days below a header.
        assert len(all_of(figure, html.Tr)) == 9


def test_the_charts_follow_the_theme(story: Story) -> None:
    graphs = [graph.id for claim_id in ("C08", "C09") for graph in all_of(opened(story, claim_id), dcc.Graph)]
    drawn = claims_tab.figures(story, graphs, "dark")
    assert len(drawn) == 6
    assert {figure.layout.paper_bgcolor for figure in drawn} == {DARK.paper}
    (first, *_) = all_of(opened(story, "C08"), dcc.Graph)
    assert list(drawn[0].data[0].y) == list(first.figure.data[0].y)
    assert claims_tab.figures(story, [], "dark") == []


def test_claims_outside_markets_are_the_articles_words(story: Story) -> None:
    outside = next(p for p in parts(tab(story)) if class_of(p) == "outside")
    quotes = [words(p) for p in parts(outside) if isinstance(p, html.Q)]
    assert quotes == [c.words for c in story.file.claims if c.kind == "outside_markets"]
    links = [link.href for link in all_of(outside, html.A)]
    assert links == [story.file.article.url]
    assert "Other counts: 3 (Interior Ministry)" in words(outside)


def test_a_changed_value_changes_the_page(story: Story) -> None:
    changed = story.observations["usd_byn_ice_close"].copy()
    changed.loc["2020-08-27", "value"] = 2.64
    other = replace(story, observations={**story.observations, "usd_byn_ice_close": changed})
    # 1 - 2.10/2.64 = 20.45 %, and the last day is no longer a loss, so the strict run is 0.
    assert "20.45 %" in words(tab(other)) and "21.05 %" not in words(tab(other))
    assert rows(other)["C08"].margin == "missed by 7 days"
    assert "1 − 2.10/2.64 = 20.45 %" in words(opened(other, "C09"))


def test_the_fictional_story_renders() -> None:
    fictional = load_story(FICTIONAL)
    shown = tab(fictional)
    assert "9.09 % Crown market" in words(shown)
    assert "missed by 1 day" in words(shown)
    assert not [p for p in parts(shown) if class_of(p) == "outside"]
    assert all_of(opened(fictional, "F02"), dcc.Graph)


def test_a_story_without_claims_says_so() -> None:
    bare = crowns({RATE: frame({"2019-05-10": 2.0})})
    assert "makes no claim" in words(tab(bare))


def test_a_margin_that_rules_disagree_on_says_so() -> None:
    # Strictly 1 losing day; with the flat day passed over 3.
    asked = claim("losing_streak", relation=">=", value=2, unit="days")
    values = {"2019-05-06": 2.0, "2019-05-07": 2.1, "2019-05-08": 2.2, "2019-05-09": 2.2, "2019-05-10": 2.3}
    assert rows(crowns({RATE: frame(values)}, claims=[asked]))["X1"].margin == "met or missed, by rule"


def test_the_saved_table_is_that_of_the_command_line(story: Story) -> None:
    saved = claims_tab.table_file(story)
    assert saved["filename"] == "belarus-2020_claims.csv"
    assert saved["content"] == SPREADSHEET_MARK + claims_text(story, "csv")


def test_the_app_takes_the_tabs_callbacks(story: Story) -> None:
    outputs = create_app(story).server.test_client().get("/_dash-dependencies").text
    for name in (claims_tab.MORE, claims_tab.ROW, claims_tab.OPEN, claims_tab.DOWNLOAD, claims_tab.PICTURE):
        assert name in outputs


def test_a_single_day_is_written_once() -> None:
    level = claim("level_on_day", relation="=", value=2.0, unit="")
    box = opened(crowns({RATE: frame({"2019-05-10": 2.0})}, claims=[level]), "X1")
    assert "Bank rate | 2.00 | – | 10 May 2019 | met exactly | Supported" in table_rows(box, "Numbers by source")
    assert day("2019-05-10").isoformat() not in words(box)
