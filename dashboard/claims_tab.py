"""The claims tab: what the article says against what each series says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Given

from dashboard import layout as ids
from dashboard import saving
from dashboard.claim_box import GRAPH, claim_box, verdict_mark
from dashboard.claim_chart import window_figure
from dashboard.claim_rows import (
    NOTHING,
    VERDICT_MEANINGS,
    ClaimRow,
    article_text,
    claim_rows,
    counts_text,
    outside_markets,
    unbroken,
)
from dashboard.claim_window import windows_of
from dashboard.claims import ClaimResult, check_claims, claims_table
from dashboard.csv_safe import spreadsheet_file
from dashboard.current import Current
from dashboard.layout import attributes, link
from dashboard.model import Story
from dashboard.picture import SIZES
from dashboard.state import State, default_state
from dashboard.themes import THEMES

CSV, PNG, SVG = "claims-csv", "claims-png", "claims-svg"
DOWNLOAD, PICTURE, SAVED = "claims-download", "claims-picture", "claims-saved"
OPEN, ROW, MORE = "claims-open", "claims-row", "claims-more"
"""Types of the ids of a claim's button, of the row that it opens, and of what stands in it."""
HEADINGS = ("Claim", "The article’s words", "Verdict", "Number", "Margin", "In a sentence")


def content(story: Story, state: State, width: int) -> list[Any]:  # noqa: ARG001
    """What the tab shows for a state; its small charts come when a row is opened."""
    results = check_claims(story)
    if not results:
        return [html.P("This story makes no claim that could be checked. Add claims to its story.toml.")]
    return [
        html.Section(
            [_head(story, results), _claims(claim_rows(results)), _key(results)],
            className="claims",
            **attributes(aria_label="Claims about markets"),
        ),
        *_outside(story, outside_markets(results)),
        dcc.Download(id=DOWNLOAD),
        dcc.Store(id=PICTURE),
    ]


def register(app: Dash, current: Current) -> None:
    """Adds the tab's callbacks to the app; `current` gives the story of a request."""

    @app.callback(
        Output({"type": MORE, "claim": MATCH}, "children"),
        Output({"type": ROW, "claim": MATCH}, "hidden"),
        Output({"type": OPEN, "claim": MATCH}, "aria-expanded"),
        Input({"type": OPEN, "claim": MATCH}, "n_clicks"),
        Given(ids.THEME, "data"),
        prevent_initial_call=True,
    )
    def toggle(clicks: int | None, theme: str) -> tuple[list[Any], bool, str]:
        return opened(current(), ctx.triggered_id["claim"], theme, is_open=bool((clicks or 0) % 2))

    @app.callback(
        Output({"type": GRAPH, "claim": ALL, "series": ALL}, "figure"),
        Input(ids.THEME, "data"),
        prevent_initial_call=True,
    )
    def recolour(theme: str) -> list[Any]:
        return figures(current(), [output["id"] for output in ctx.outputs_list], theme)

    @app.callback(Output(DOWNLOAD, "data"), Input(CSV, "n_clicks"), prevent_initial_call=True)
    def save_table(clicks: int | None) -> Any:
        return table_file(current()) if clicks else no_update

    _register_picture(app, current)


def opened(story: Story, claim: str, theme: str, *, is_open: bool) -> tuple[list[Any], bool, str]:
    """Contents of a claim's second row, whether it is hidden, and the state its button tells."""
    if not is_open:
        return [], True, "false"
    result = next(found for found in check_claims(story) if found.claim.id == claim)
    return claim_box(story, result, theme), False, "true"


def figures(story: Story, wanted: Sequence[dict[str, str]], theme: str) -> list[Any]:
    """Figures of the charts on the page, by the ids of their graphs."""
    shown = {graph["claim"] for graph in wanted}
    drawn = {
        (result.claim.id, window.series): window_figure(window, THEMES[theme])
        for result in check_claims(story)
        if result.claim.id in shown
        for window in windows_of(story, result)
    }
    return [drawn[graph["claim"], graph["series"]] for graph in wanted]


def table_file(story: Story) -> dict[str, Any]:
    """The table of claims and sources as a file for spreadsheets."""
    return spreadsheet_file(f"{story.file.id}_claims", claims_table(check_claims(story)))


def _register_picture(app: Dash, current: Current) -> None:
    """The server gives the picture's figure, the browser draws and saves it."""

    @app.callback(
        Output(PICTURE, "data"),
        Output(SAVED, "children"),
        Input(PNG, "n_clicks"),
        Input(SVG, "n_clicks"),
        Given(ids.THEME, "data"),
        prevent_initial_call=True,
    )
    def picture(png: int | None, svg: int | None, theme: str) -> Any:
        # A tab that has just been opened brings fresh buttons, which calls this without a click.
        if not (png or svg):
            return no_update, no_update
        kind = "svg" if ctx.triggered_id == SVG else "png"
        story = current()
        state = replace(default_state(story), theme=theme)
        return saving.browser_picture(story, "claims", state, SIZES["screen"], kind), "Drawing the picture …"

    app.clientside_callback(
        ClientsideFunction("page", "save"),
        Output(SAVED, "children", allow_duplicate=True),
        Input(PICTURE, "data"),
        prevent_initial_call=True,
    )


def _head(story: Story, results: Sequence[ClaimResult]) -> Any:
    """How the claims fared, and the buttons that take the table away."""
    words = html.Div(
        [
            html.H2("What the article says, and what the data say"),
            html.P(f"{article_text(story)}. {counts_text(claim_rows(results))}"),
        ]
    )
    buttons = [
        html.Button("Save table as CSV", id=CSV, className="quiet"),
        html.Button("Save as PNG", id=PNG, className="quiet", **attributes(aria_label="Save as picture, PNG")),
        html.Button("Save as SVG", id=SVG, className="quiet", **attributes(aria_label="Save as picture, SVG")),
        html.P("", id=SAVED, role="status", className="saved"),
    ]
    return html.Div([words, html.Div(buttons, className="buttons")], className="claims-head")


def _claims(rows: Sequence[ClaimRow]) -> Any:
    """One row a claim, each followed by one that is hidden until it is opened."""
    caption = html.Caption("The article’s claims about markets with their verdicts. A row opens to all its numbers.")
    names = [html.Th(name, scope="col", role="columnheader") for name in HEADINGS]
    head = html.Thead(html.Tr(names, role="row"), role="rowgroup")
    body = html.Tbody([part for row in rows for part in _row(row)], role="rowgroup")
    # The roles stay where a narrow screen lays the cells out as blocks, which would take them from the table.
    return html.Table([caption, head, body], role="table", className="claims-table")


def _row(row: ClaimRow) -> list[Any]:
    claim = row.claim
    more = f"claims-of-{claim.id}"
    button = html.Button(
        claim.id,
        id={"type": OPEN, "claim": claim.id},
        className="open",
        **attributes(aria_expanded="false", aria_controls=more, aria_label=f"{claim.id}: details of this claim"),
    )
    cells = [
        html.Th(button, scope="row", role="rowheader"),
        html.Td([html.Q(claim.words), html.P(claim.statement)], role="cell", className="said"),
        html.Td(verdict_mark(row.result.verdict), role="cell"),
        html.Td(
            [html.Strong(row.number), html.P(row.source)],
            role="cell",
            className="number none" if row.number == NOTHING else "number",
        ),
        html.Td(row.margin, role="cell", className="margin none" if row.margin == NOTHING else "margin"),
        html.Td(unbroken(row.sentence), role="cell", className="sentence"),
    ]
    inside = html.Div(id={"type": MORE, "claim": claim.id}, className="claim-box")
    hidden = html.Tr(
        html.Td(html.Div(inside, id=more), colSpan=len(HEADINGS), role="cell"),
        id={"type": ROW, "claim": claim.id},
        hidden=True,
        role="row",
        className="more",
    )
    return [html.Tr(cells, role="row", className="claim"), hidden]


def _key(results: Sequence[ClaimResult]) -> Any:
    """What the verdicts of the table mean."""
    found = {result.verdict for result in results}
    return html.Ul(
        [
            html.Li([verdict_mark(verdict), f": {meaning}."])
            for verdict, meaning in VERDICT_MEANINGS.items()
            if verdict in found
        ],
        className="verdict-key",
        **attributes(aria_label="What the verdicts mean"),
    )


def _outside(story: Story, results: Sequence[ClaimResult]) -> list[Any]:
    """What the article says and no market measures, as its own words, with what is known beside it."""
    if not results:
        return []
    items = [
        html.Li([html.Q(r.claim.words), html.P(r.claim.statement), *([html.P(r.claim.note)] if r.claim.note else [])])
        for r in results
    ]
    article = story.file.article
    source = link(article.publisher, article.url)
    lead = html.P(["Words of the article (", source, "). No price or rate measures them, so nothing here checks them."])
    return [html.Section([html.H2("Outside markets"), lead, html.Ul(items)], className="outside")]
