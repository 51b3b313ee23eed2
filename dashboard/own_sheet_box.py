"""The sheet on which a reader settles how a file of their own is read: choices with reasons, first rows, outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import Output, dcc, html

from dashboard.layout import scrolled
from dashboard.model import Story
from dashboard.own_guess import LABELS, Guess
from dashboard.own_words import series_line
from dashboard.panel_text import date_text
from dashboard.wording import MINUS

if TYPE_CHECKING:
    from dashboard.own_look import Held, Look
    from dashboard.own_rows import Reading

SHEET, TITLE, PREVIEW, OUTCOME = "own-sheet", "own-title", "own-preview", "own-outcome"
NAME, UNIT_NAME, UNIT_FIELD, ADD, DISCARD = "own-name", "own-unit-name", "own-unit-field", "own-add", "own-discard"
CHOICE, FIELD, WHY = "own-choice-", "own-field-", "own-why-"
"""Beginnings of the ids of the radio buttons of one choice, of its place, and of the reason beside it."""
FORM, FORM_TEXT = "own-form", "own-form-text"
OF_TEXT = ("encoding", "separator")
"""Choices that seldom need one: they are folded away while a table was found."""


def shown(story: Story, held: Held | None) -> dict[str, Any]:
    """Properties of the sheet for a file, by the names of the callback's outputs."""
    # What reads files is not needed for the page to start.
    from dashboard.own_look import Look, look_at  # noqa: PLC0415

    if held is None:
        empty = {key: Guess(key, {}, None, "") for key in LABELS}
        return _parts(Look(empty), "", hidden=frozenset(LABELS)) | {"sheet": True, "name": "", "unit_name": ""}
    found = look_at(story, held, dt.date.today())  # noqa: DTZ011 (the reader's own day)
    missing = frozenset(LABELS) - found.guesses.keys()
    filled = {key: found.guesses.get(key, Guess(key, {}, None, "")) for key in LABELS}
    parts = _parts(replace(found, guesses=filled), held.file, hidden=missing)
    return parts | {"sheet": False, "name": held.name, "unit_name": held.unit_name}


def _parts(found: Look, file: str, hidden: frozenset[str]) -> dict[str, Any]:
    guesses = found.guesses
    return {
        "title": f"{file}, as it was read" if found.rows else file,
        "options": {k: [{"label": t, "value": v} for v, t in g.options.items()] for k, g in guesses.items()},
        "values": {k: g.chosen for k, g in guesses.items()},
        "whys": {k: g.why if g.chosen is not None else f"Please choose: {g.why}." for k, g in guesses.items()},
        "fields": {k: k in hidden for k in guesses},
        "classes": {k: "own-field" if g.chosen is not None else "own-field open" for k, g in guesses.items()},
        "form_text": _form_text(guesses),
        "form_open": not guesses["date"].options,
        "form_class": "own-form" if guesses["encoding"].options else "own-form none",
        "unit_field": not found.needs_unit_name,
        "preview": _preview(found),
        "outcome": _outcome(found),
        "disabled": found.own is None,
    }


def _form_text(guesses: Mapping[str, Guess]) -> str:
    read = [guesses[key].options[chosen] for key in OF_TEXT if (chosen := guesses[key].chosen)]
    return f"Text read as {', '.join(read)}" if read else "How the text is read"


def _outcome(found: Look) -> list[Any]:
    """What would be added, or what is in the way."""
    if found.own is None:
        asked = any(guess.chosen is None and guess.options for guess in found.guesses.values())
        text = "Choose what is marked above; then it can be added." if asked else found.problem
        return [html.P(text, className="problem own-problem")]
    return [html.P(" ".join([f"{series_line(found.own)}.", *found.own.remarks]))]


def _preview(found: Look) -> list[Any]:
    if not found.rows:
        return []
    heads = ("Line", "Date in the file", "read as", "Value in the file", f"read as {found.unit}".rstrip())
    table = html.Table(
        [
            html.Caption("The first rows of the file, as they are read"),
            html.Thead(html.Tr([html.Th(text, scope="col") for text in heads])),
            html.Tbody([_preview_row(row) for row in found.rows]),
        ],
        className="plain numbers",
    )
    return [scrolled(table, "First rows of the file")]


def _preview_row(row: Reading) -> Any:
    value = f"{row.value:.8g}".replace("-", MINUS)
    cells = (str(row.day_cell), date_text(row.day), str(row.value_cell), value)
    return html.Tr([html.Th(str(row.line), scope="row"), *[html.Td(text) for text in cells]])


def sheet(parts: Mapping[str, Any]) -> Any:
    """The sheet with the properties that `shown` gives."""
    fields = [_field(key, parts) for key in LABELS if key not in OF_TEXT]
    of_text = [_field(key, parts) for key in OF_TEXT]
    name = dcc.Input(parts["name"], id=NAME, debounce=True, maxLength=40, className="filter")
    unit = dcc.Input(parts["unit_name"], id=UNIT_NAME, debounce=True, maxLength=40, className="filter")
    return html.Div(
        [
            html.H3(parts["title"], id=TITLE),
            html.Div(fields),
            html.Details(
                [html.Summary(parts["form_text"], id=FORM_TEXT), *of_text],
                id=FORM,
                open=parts["form_open"],
                className=parts["form_class"],
            ),
            html.Div(
                [
                    html.Label([html.Span("Its name in charts"), name]),
                    html.Label([html.Span("Unit of the values"), unit], id=UNIT_FIELD, hidden=parts["unit_field"]),
                ],
                className="own-names",
            ),
            html.Div(parts["preview"], id=PREVIEW),
            html.Div(parts["outcome"], id=OUTCOME, className="own-outcome", role="status"),
            html.Div(
                [
                    html.Button("Add", id=ADD, className="main", disabled=parts["disabled"]),
                    html.Button("Discard", id=DISCARD, className="quiet"),
                ],
                className="buttons",
            ),
        ],
        id=SHEET,
        className="own-sheet",
        hidden=parts["sheet"],
    )


def _field(key: str, parts: Mapping[str, Any]) -> Any:
    radios = dcc.RadioItems(
        parts["options"][key], parts["values"][key], id=f"{CHOICE}{key}", className="pills", inline=True
    )
    return html.Div(
        [
            html.Fieldset([html.Legend(LABELS[key]), radios]),
            html.P(parts["whys"][key], id=f"{WHY}{key}", className="why"),
        ],
        id=f"{FIELD}{key}",
        className=parts["classes"][key],
        hidden=parts["fields"][key],
    )


def outputs() -> dict[str, Any]:
    """The callback outputs that `shown` fills."""
    return {
        "sheet": Output(SHEET, "hidden"),
        "title": Output(TITLE, "children"),
        "options": {key: Output(f"{CHOICE}{key}", "options") for key in LABELS},
        "values": {key: Output(f"{CHOICE}{key}", "value") for key in LABELS},
        "whys": {key: Output(f"{WHY}{key}", "children") for key in LABELS},
        "fields": {key: Output(f"{FIELD}{key}", "hidden") for key in LABELS},
        "classes": {key: Output(f"{FIELD}{key}", "className") for key in LABELS},
        "form_text": Output(FORM_TEXT, "children"),
        "form_open": Output(FORM, "open"),
        "form_class": Output(FORM, "className"),
        "unit_field": Output(UNIT_FIELD, "hidden"),
        "preview": Output(PREVIEW, "children"),
        "outcome": Output(OUTCOME, "children"),
        "disabled": Output(ADD, "disabled"),
        "name": Output(NAME, "value"),
        "unit_name": Output(UNIT_NAME, "value"),
    }
