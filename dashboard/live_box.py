"""Live figures on the data tab: what could be had, what is stored, and a refresh that leaves the page usable.

Opening the page asks nobody anything; only the Refresh button does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Given

from dashboard import layout as ids
from dashboard import rows_box
from dashboard.charts import NARROW
from dashboard.current import Current
from dashboard.errors import SourceError
from dashboard.layout import attributes, link
from dashboard.live_layer import left_out
from dashboard.live_words import (
    LiveRow,
    count_text,
    ended_text,
    live_rows,
    publisher_terms,
    publishers,
    series_of,
    stored_disagreements,
)
from dashboard.manifest import Entry
from dashboard.model import Story
from dashboard.refresh import Outcome
from dashboard.refresher import Refresher, Status
from dashboard.series_table_box import EVERY, series_box
from dashboard.store import stored
from dashboard.wording import listed

REFRESH, REMOVE, FROM_WHOM, STATUS, TICK = (
    "live-refresh", "live-remove", "live-publishers", "live-status", "live-tick",
)  # fmt: skip
NOTES, COUNT, LIST, SEEN = "live-notes", "live-count", "live-list", "live-seen"
"""`SEEN` keeps the hash of the data that the page's tables show."""
HEADINGS = ("Live series", "What it is", "Dated by", "Terms", "Stored")
TICK_MS = 400
INTRO = (
    "Figures up to today from the publishers themselves. Nothing is fetched until you press Refresh. What comes is "
    "checked, kept in your own cache folder, and drawn beside the story’s series as lines of their own, marked “live”. "
    "Headline, cards and the story’s files stay as they are; claims about a bond are checked against live prices too."
)
NO_PUBLISHER = "No publisher is chosen. Choose one or more above."
STATUSES = {"updated": "Updated", "unchanged": "Unchanged", "failed": "Failed"}


def content(story: Story) -> list[Any]:
    """The section; nothing for a story that names no live series."""
    if not story.live:
        return []
    shown = _listing(story)
    return [
        html.Section(
            [
                html.H2("Live figures"),
                html.P(INTRO),
                html.Div([_asked(story), _buttons(story)], className="live-controls"),
                html.Div(shown["notes"], id=NOTES),
                html.Div(id=STATUS, className="live-status", role="status"),
                html.Details([html.Summary(shown["count"], id=COUNT), html.Div(shown["list"], id=LIST)]),
                dcc.Interval(id=TICK, interval=TICK_MS, disabled=True),
                dcc.Store(id=SEEN, data=story.data_hash),
            ],
            className="data-box live",
            **attributes(aria_label="Live figures"),
        )
    ]


def _asked(story: Story) -> Any:
    whom = [{"label": publisher, "value": source} for source, publisher in publishers(story).items()]
    checks = dcc.Checklist(whom, [*publishers(story)], id=FROM_WHOM, className="pills checks", inline=True)
    return html.Fieldset([html.Legend("Ask"), checks])


def _buttons(story: Story) -> Any:
    refresh = html.Button("Refresh", id=REFRESH, className="main", **attributes(aria_disabled="false"))
    remove = html.Button("Remove what is stored", id=REMOVE, className="quiet", disabled=not _entries(story))
    return html.Div([refresh, remove], className="buttons")


def _listing(story: Story) -> dict[str, Any]:
    """Every live series with what is stored of it, how many these are, and what must be known before use."""
    entries = _entries(story)
    warnings = [*left_out(story), *(found.sentence for found in stored_disagreements(story))]
    notes = [html.P(publisher_terms(story, entries), className="note")]
    rows = live_rows(story, entries)
    head = html.Tr([html.Th(text, scope="col", role="columnheader") for text in HEADINGS], role="row")
    table = html.Table(
        [
            html.Caption("Live series with their publisher, terms and what is stored"),
            html.Thead(head, role="rowgroup"),
            html.Tbody([_row(row) for row in rows], role="rowgroup"),
        ],
        className="live-table",
        role="table",
    )
    notes += [html.P(text, className="problem") for text in warnings]
    return {"notes": notes, "count": count_text(rows), "list": table}


def _entries(story: Story) -> Mapping[str, Entry]:
    """What is stored; nothing where the list of it can't be read, which `left_out` says."""
    try:
        return stored(story)
    except SourceError:
        return {}


def _row(row: LiveRow) -> Any:
    publisher = link(row.publisher, row.home, className="by")
    doubt = [html.P([html.Strong("Unverified: "), f"{row.unverified}."])] if row.unverified else []
    cells: Any = zip(HEADINGS[1:], ([row.nature, *doubt], row.dated_by, row.terms, row.stored), strict=True)
    name = html.Th([html.Span(row.title), publisher], scope="row", role="rowheader")
    return html.Tr([name, *[html.Td(c, role="cell", **attributes(data_label=h)) for h, c in cells]], role="row")


def status_parts(status: Status) -> list[Any]:
    """Where a refresh stands or how it ended, with a sentence for each series; warnings stand among the notes."""
    if status.problem:
        return [html.P(status.problem, className="problem")]
    if status.removed is not None:
        gone = listed(list(status.removed))
        return [html.P(f"Removed: {gone}." if gone else "Nothing was stored, so nothing was removed.")]
    came = [html.Ul([_came(outcome) for outcome in status.outcomes])] if status.outcomes else []
    if status.running:
        return [*_progress(status), *came]
    return [html.P(ended_text(status.outcomes)), *came] if came else []


def _progress(status: Status) -> list[Any]:
    step = status.step
    if step is None:
        return [html.Progress(**attributes(aria_label="Refresh")), html.P("Starting …")]
    bar = html.Progress(value=str(len(status.outcomes)), max=str(step.of), **attributes(aria_label="Refresh"))
    return [bar, html.P(f"{step.number} of {step.of}: {step.title}. {'' if step.outcome else step.sentence}")]


def _came(outcome: Outcome) -> Any:
    return html.Li([html.Strong(STATUSES[outcome.status]), html.Span(outcome.sentence)], className=outcome.status)


def register(app: Dash, current: Current, refresher: Refresher) -> None:
    """Adds the section's callbacks to the app; `current` gives the story of a request."""

    @app.callback(
        output={
            "status": Output(STATUS, "children"),
            "idle": Output(TICK, "disabled"),
            "busy": Output(REFRESH, "aria-disabled"),
            "no_removal": Output(REMOVE, "disabled"),
            **{name: Output(place, "children") for name, place in _TABLES.items()},
            "series": Output(rows_box.SERIES, "options"),
            "seen": Output(SEEN, "data"),
        },
        inputs={
            "clicks": [Input(REFRESH, "n_clicks"), Input(REMOVE, "n_clicks")],
            "ticks": Input(TICK, "n_intervals"),
            "sources": Given(FROM_WHOM, "value"),
            "seen": Given(SEEN, "data"),
            "width": Given(ids.WIDTH, "data"),
        },
    )
    def follow(clicks: Any, ticks: Any, sources: Sequence[str], seen: str, width: int) -> dict[str, Any]:  # noqa: ARG001
        status = _pressed(refresher, current(), ctx.triggered_id, sources)
        return {**_stand(status), **(_same(seen) if status.running else _tables(current(), seen, width))}

    # The server's own answer waits while the libraries of the sources are loaded for the first time.
    app.clientside_callback(
        ClientsideFunction("data", "starting"),
        Output(STATUS, "children", allow_duplicate=True),
        Input(REFRESH, "n_clicks"),
        Given(REFRESH, "aria-disabled"),
        prevent_initial_call=True,
    )


_TABLES = {"notes": NOTES, "count": COUNT, "list": LIST, "every": EVERY}


def _pressed(refresher: Refresher, story: Story, cause: str | None, sources: Sequence[str]) -> Status:
    """Do what a button asks for, and say where the refresh stands then."""
    if cause == REFRESH and not sources:
        return Status(problem=NO_PUBLISHER)
    if cause == REFRESH:
        refresher.start(series_of(story, sources))
    elif cause == REMOVE:
        refresher.remove()
    return refresher.status


def _stand(status: Status) -> dict[str, Any]:
    busy = {"idle": not status.running, "busy": str(status.running).lower()}
    return {**busy, "status": status_parts(status), "no_removal": status.running}


def _same(seen: str) -> dict[str, Any]:
    """The tables stay as they are, so that nothing moves under a reader while series come in."""
    return {**dict.fromkeys(_TABLES, no_update), "series": no_update, "seen": seen}


def _tables(story: Story, seen: str, width: int) -> dict[str, Any]:
    """The tables anew if the data are others than those `seen`."""
    no_removal = {"no_removal": not _entries(story)}
    if seen == story.data_hash:
        return {**_same(seen), **no_removal}
    made = {**_listing(story), "every": series_box(story, wide=width >= NARROW)}
    return {**made, **no_removal, "series": rows_box.series_options(story), "seen": story.data_hash}
