"""What a row of the claims table opens to: numbers by source, formulas, what was published, and what-ifs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import dcc, html

from dashboard.claim_chart import HEIGHT_PX, window_figure, window_words
from dashboard.claim_evidence import Statement
from dashboard.claim_findings import SeriesFinding
from dashboard.claim_rows import NOTHING, VERDICT_TITLES, days_used, interval_text, margin_text, unbroken
from dashboard.claim_sensitivity import AS_STATED, SensitivityRow, sensitivity
from dashboard.claim_window import ClaimWindow, windows_of
from dashboard.claims import ClaimResult
from dashboard.layout import GRAPH_CONFIG, attributes, links, scrolled
from dashboard.model import Claim, Story
from dashboard.panel_text import date_text
from dashboard.themes import THEMES
from dashboard.verdict import Verdict
from dashboard.wording import sentence

GRAPH = "claims-graph"
MARKS: dict[Verdict, str] = {
    "supported": "supported",
    "contradicted": "contradicted",
    "depends": "depends",
    "cannot be checked": "unchecked",
}
"""Class of the mark of a verdict: its shape is drawn by the style sheet."""
SOURCE_HEADINGS = ("Source", "Number", "By rounding or rule", "Days used", "Margin", "Verdict")


def verdict_mark(verdict: Verdict) -> Any:
    """A verdict as a shape and a word."""
    return html.Span(
        [html.Span(className=f"mark {MARKS[verdict]}", **attributes(aria_hidden="true")), VERDICT_TITLES[verdict]],
        className="verdict",
    )


def claim_box(story: Story, result: ClaimResult, theme: str) -> list[Any]:
    """All that is known about one claim; its charts are drawn here, so that a closed row costs nothing."""
    windows = windows_of(story, result)
    rows = sensitivity(story, result.claim)
    left = [*_sources(result), *_published(result.statements), *_remarks(result)]
    parts: list[Any] = [
        html.Div(left, className="known"),
        *([html.Div(_what_if(rows), className="if")] if rows else []),
    ]
    boxes = [html.Div(parts, className="claim-columns" if rows else "claim-columns one")]
    if windows:
        boxes.append(html.Div([_chart(result.claim, window, theme) for window in windows], className="windows"))
    return boxes


def graph_id(claim: str, series: str) -> dict[str, str]:
    """Id of the chart of one claim and source."""
    return {"type": GRAPH, "claim": claim, "series": series}


def _sources(result: ClaimResult) -> list[Any]:
    """The number of each source, then how each came about."""
    if not result.findings:
        return []
    rows = [_source_row(result.claim, found) for found in result.findings]
    how = [part for found in result.findings for part in _how(found)]
    return [html.H3("By source"), _table("Numbers by source", SOURCE_HEADINGS, rows), html.H3("How"), html.Dl(how)]


def _source_row(claim: Claim, found: SeriesFinding) -> list[Any]:
    number = html.Strong(found.text or NOTHING)
    return [
        found.label,
        number,
        interval_text(found),
        days_used(found),
        margin_text(claim, found),
        verdict_mark(found.verdict),
    ]


def _how(found: SeriesFinding) -> Iterable[Any]:
    """Formula with its numbers, what is left open, the counts by rule, and the other reading of a rate."""
    yield html.Dt(found.label)
    yield html.Dd(unbroken(found.formula or found.sentence), className="formula" if found.formula else "")
    if found.rules:
        yield html.Dd(f"Counted: {', '.join(rule.says for rule in found.rules)}.")
    elif found.left_open and found.formula:
        yield html.Dd(sentence(found.left_open))
    if found.other:
        yield html.Dd(f"The other reading: {'; '.join(reading.says for reading in found.other)}.")


def _published(statements: Sequence[Statement]) -> list[Any]:
    if not statements:
        return []
    rows = [_published_row(said) for said in statements]
    return [
        html.H3("Published"),
        _table("Published figures", ("Figure", "Day", "How", "Publisher", "Counts as a check"), rows),
    ]


def _published_row(said: Statement) -> list[Any]:
    one_day = said.start == said.end
    day = date_text(said.start) if one_day else f"{date_text(said.start)} to {date_text(said.end)}"
    how = [unbroken(sentence(said.how)), html.Br(), html.Q(said.says)]
    return [html.Strong(said.text), day, how, links(said.publisher, said.urls), _vote(said)]


def _vote(said: Statement) -> Any:
    """What a published figure says to the claim; the article can't confirm itself."""
    if said.verdict != "cannot be checked":
        return verdict_mark(said.verdict)
    return "no, the article itself" if said.own else "no"


def _remarks(result: ClaimResult) -> list[Any]:
    claim = result.claim
    said = {
        "What would be needed": result.needs,
        "Tolerance": _tolerance_text(claim),
        "Note": claim.note,
    }
    return [part for title, text in said.items() if text for part in (html.H3(title), html.P(text))]


def _tolerance_text(claim: Claim) -> str:
    size = f"{claim.tolerance:g} {claim.unit.removesuffix(' rise')}".strip() if claim.tolerance is not None else ""
    reason = claim.tolerance_reason
    return f"{size}: {reason}" if size and reason else size or reason


def _what_if(rows: Sequence[SensitivityRow]) -> list[Any]:
    """What the verdict becomes when one thing is changed, by source; a changed verdict is said to be one."""
    varied = [row for row in rows if row.setting != AS_STATED]
    changed = sum(row.changed for row in varied)
    head = html.P(
        f"{changed} of {len(varied)} variations {'changes' if changed == 1 else 'change'} a source’s verdict."
    )
    cells = [_what_if_row(row) for row in rows]
    classes = ["stated" if row.setting == AS_STATED else "changed" if row.changed else "" for row in rows]
    headings = ("Source", "With", "Number", "Verdict")
    return [
        html.H3("What the verdict becomes"),
        head,
        _table("Verdict with one thing changed at a time", headings, cells, classes),
    ]


def _what_if_row(row: SensitivityRow) -> list[Any]:
    changed = [html.Span(" changed", className="change")] if row.changed else []
    return [row.label, row.setting, unbroken(row.text), [verdict_mark(row.verdict), *changed]]


def _chart(claim: Claim, window: ClaimWindow, theme: str) -> Any:
    """A small chart with its words, and the same days as a table."""
    graph = dcc.Graph(
        id=graph_id(claim.id, window.series),
        figure=window_figure(window, THEMES[theme]),
        config=GRAPH_CONFIG,
        responsive=True,
        style={"height": f"{HEIGHT_PX}px"},
        className="graph",
    )
    words = window_words(window)
    heading = "Change" if window.kind == "changes" else "Value"
    rows = [[date_text(day.day), day.text, day.mark, day.flag.replace("_", " ")] for day in window.days]
    table = _table(window.title, ("Day", heading, "Used as", "Flag"), rows)
    region = scrolled(table, window.title)
    return html.Figure(
        [
            html.Figcaption(window.title, className="title"),
            html.Div(graph, role="img", **attributes(aria_label=words)),
            html.P(words, className="words"),
            html.Details([html.Summary("As a table"), region]),
        ]
    )


def _table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[Any]], classes: Sequence[str] = ()) -> Any:
    """A table whose first column names its rows."""
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in headings]))
    marks = classes or [""] * len(rows)
    body = [
        html.Tr([html.Th(row[0], scope="row"), *[_cell(*pair) for pair in zip(headings[1:], row[1:], strict=True)]],
                className=mark)
        for row, mark in zip(rows, marks, strict=True)
    ]  # fmt: skip
    return html.Div(html.Table([html.Caption(caption), head, html.Tbody(body)]), className="scroll")


def _cell(heading: str, content: Any) -> Any:
    """A cell that knows its heading, which stands before it where there is no room for columns."""
    return html.Td(content, **attributes(data_label=heading))
