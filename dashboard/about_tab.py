"""The about tab: the article, the story's limits, how to read it, its sources, and whom to tell of a wrong figure."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from dash import Dash, html

from dashboard import __version__
from dashboard.citation import story_citation
from dashboard.cite_box import cite_box
from dashboard.claim_rows import VERDICT_MEANINGS, VERDICT_TITLES
from dashboard.current import Current
from dashboard.draft import FLAWS
from dashboard.layout import attributes, link
from dashboard.model import Basis, Panel, Story
from dashboard.panel_text import date_text
from dashboard.state import State
from dashboard.wording import MINUS

BASES: Mapping[Basis, str] = {
    "stated": "the article gives the day itself",
    "weekday": "the article names a weekday, which its day of publication makes a date",
    "relative": "the article counts from its own day, as in “this year” or “last weekend”",
    "inferred": "no word gives the day; its place follows from the context, and the list says how",
    "external": "the day comes from a source outside the article, which the list names",
}
"""How the date of an event is known, by its basis."""
KEYS = (
    ("Tab, Shift + Tab", "to the next or the previous control"),
    ("Enter or Space", "presses a button, opens an event or a fold"),
    ("Arrow keys", "move within a group of choices, such as the periods"),
    ("?", "opens the list of keys from anywhere but a field"),
    ("← →", "on a chart over time: to the figures of the day before or after, which are shown and read out"),
    ("Home, End", "on that chart: to the first or the last day in view"),
    ("↑ ↓", "on that chart: to the event before or after, as in the list"),
    ("Escape", "on that chart: puts away the day, then the chosen event; closes the list of keys"),
)
"""Every key of the page with what it does, for this tab and for the dialog that `?` opens."""
FORMATS = (
    ("Days", "Calendar days at the source, without a time zone; what closes when stands in the table of series."),
    ("Dates", "27 Aug 2020 where you read them, 2020-08-27 where you type them and in files."),
    ("Numbers", f"A point marks decimals, a comma thousands, and {MINUS} a number below zero."),
    ("Changes", "Rates and prices change in percent, yields in basis points (bp): 100 bp are one percentage point."),
)
PRIVACY = (
    "This page runs on your own machine and asks nothing of another host: no fonts, no maps, no counters, no cloud. "
    "Nothing that you choose or type leaves the machine. Only the refresh of live figures, which you start yourself, "
    "asks their publishers for them. Two small cookies for this address alone keep the colours and the width of the "
    "chart; a third tells your browser from others once you add data of your own. A link to a source opens that "
    "source, as any link does."
)
PROGRAMS = ("dash", "plotly", "pandas", "QuantLib")


def content(story: Story, state: State, width: int) -> list[Any]:  # noqa: ARG001
    """What the tab shows; it is the same for every state and width."""
    return [
        html.Div(
            [
                _section("What this is", _article(story)),
                _section("What this can’t show", [html.P(story.file.limits)]),
                _section("How to read the signs", [_signs(panel) for panel in story.file.panels]),
                _section("How events are dated", _dating(story)),
                _section("How a verdict comes about", _verdicts()),
                _section("Days and numbers", [_terms(FORMATS)]),
                _section("Keyboard", [keys_table(KEYS)]),
                _section("Found a wrong figure?", wrong_figure(story)),
                _section("Privacy", [html.P(PRIVACY)]),
                _section("Versions", [_terms(versions(story))]),
                _section("Sources and terms", _sources(story), wide=True),
                _section("How to cite", [cite_box(story_citation(story), "the whole story")], wide=True),
            ],
            className="about",
        )
    ]


def register(app: Dash, current: Current) -> None:
    """The tab has no callbacks: it only tells."""


def _section(heading: str, parts: Sequence[Any], *, wide: bool = False) -> Any:
    return html.Section(
        [html.H2(heading), *parts],
        className="data-box wide" if wide else "data-box",
        **attributes(aria_label=heading),
    )


def _terms(pairs: Sequence[tuple[Any, Any]]) -> Any:
    """Names with what is said about each."""
    return html.Dl([part for name, text in pairs for part in (html.Dt(name), html.Dd(text))])


def _article(story: Story) -> list[Any]:
    article = story.file.article
    article_link = link(f"“{article.headline}”", article.url)
    return [
        html.P(story.file.summary),
        html.P(["The article: ", article_link, f", {article.publisher}, {date_text(article.published)}."]),
        html.P(
            "Each statement with a date is an event on the time axis, and each one that figures can check is checked. "
            "A market that moves on a day shows what happened then, not why."
        ),
    ]


def _signs(panel: Panel) -> Any:
    """What a rise and a fall mean in a panel."""
    return html.Div(
        [
            html.H3(panel.title),
            html.P(f"↑ {panel.rise_means}, ↓ {panel.fall_means}. Unit: {panel.axis}."),
            html.P(panel.explain) if panel.explain else None,
        ]
    )


def _dating(story: Story) -> list[Any]:
    counts = Counter(event.basis for event in story.events)
    bases = [(f"{basis.capitalize()} ({counts[basis]})", text) for basis, text in BASES.items() if counts[basis]]
    return [
        html.P(f"The {len(story.events)} events of the article are numbered by their start. Their dates are known by:"),
        _terms(bases),
        html.P(
            f"{len(story.context)} more events around it come from other sources, have no number and are off until you "
            "switch them on."
        )
        if story.context
        else None,
    ]


def _verdicts() -> list[Any]:
    return [
        html.P("Each claim is computed from every series that can speak to it. The article’s words are the threshold."),
        _terms([(title, VERDICT_MEANINGS[verdict]) for verdict, title in VERDICT_TITLES.items()]),
    ]


def keys_table(rows: Sequence[tuple[str, str]]) -> Any:
    """Keys with what each does, as a table."""
    body = [html.Tr([html.Th(html.Kbd(key), scope="row"), html.Td(does)]) for key, does in rows]
    return html.Table([html.Caption("Keys of this page"), html.Tbody(body)], className="keys")


def wrong_figure(story: Story) -> list[Any]:
    """Whom to tell, and how to correct a figure in the story's own files."""
    folder = f"data/{story.folder.name}"
    tell = [html.P(["Tell ", _address(story.file.report_to), ", with the series, the day and a source."])]
    steps: list[list[Any]] = [
        ["Figures are in ", html.Code(f"{folder}/"), ", one CSV a series and one row a day; correct the row there."],
        ["Is the figure as published, but doubtful? Leave it, and flag it in ", html.Code(f"{folder}/{FLAWS}"), "."],
        ["Run ", html.Code(f"python -m dashboard check {folder}"), ": it names every rule that a change breaks."],
        ["Start the dashboard again: charts, claims and the data’s fingerprint follow."],
    ]
    return [*(tell if story.file.report_to else []), html.Ol([html.Li(step) for step in steps])]


def _address(where: str) -> Any:
    return link(where, where) if where.startswith(("https://", "http://")) else html.Strong(where)


def versions(story: Story) -> list[tuple[str, str]]:
    """What drew this page: the program, Python, the libraries that draw and compute, and the data."""
    programs = [(name, version(name)) for name in PROGRAMS]
    python = ("Python", platform.python_version())
    return [("dashboard", __version__), python, *programs, ("data, SHA-256", story.data_hash)]


def _sources(story: Story) -> list[Any]:
    """Publishers of the embedded series and of the live ones, with the terms of each."""
    heads = html.Thead(html.Tr([html.Th(text, scope="col") for text in ("Publisher", "Series", "Terms")]))
    embedded = [
        html.Tr([html.Th(link(info.publisher, info.address), scope="row"), html.Td(info.title), html.Td(info.terms)])
        for info in story.info.values()
    ]
    table = html.Table([html.Caption("Sources and terms"), heads, html.Tbody(embedded)], className="sources")
    live: dict[str, list[str]] = {}
    for source in story.live:
        live.setdefault(source.terms, []).append(source.title)
    told = [(f"Terms: {terms}", "; ".join(titles)) for terms, titles in live.items()]
    return [table, *([html.H3("Live figures, fetched when you ask for it"), _terms(told)] if told else [])]
