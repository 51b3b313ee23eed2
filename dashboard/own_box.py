"""The part of the data tab that takes a reader's own file: dropped, shown as it was read, settled, and added."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import flask
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard import layout as ids
from dashboard import own_sheet_box as sheet
from dashboard.current import Current
from dashboard.errors import DataError
from dashboard.layout import attributes
from dashboard.library import read_library
from dashboard.model import Story
from dashboard.own_guess import LABELS
from dashboard.own_sessions import here
from dashboard.own_table import MOST_BYTES
from dashboard.own_words import series_line

UPLOAD, PROBLEM, ARRIVED, DRAWN = "own-upload", "own-problem", "own-arrived", "own-drawn"
REMOVE = "own-remove"
INTRO = (
    "Rates, or daily prices or yields of a bond, as a terminal or an exchange exports them. What the file holds is "
    "recognised and shown before anything is added."
)
KEPT = (
    "It stays in the memory of this program under this browser and is gone when either is closed. It is never written "
    "to a disk or sent to another machine, and a copied link can’t carry it."
)


def content(story: Story) -> Any:
    """The box with what this browser has added, and the file that is being looked at."""
    held = here().held()
    return html.Section(
        [
            html.H2("Your own data"),
            html.P([INTRO, " ", KEPT]),
            html.Div(_upload(), className="drop-place"),
            html.P("", id=PROBLEM, className="problem own-problem", role="status"),
            sheet.sheet(sheet.shown(story, held)),
            *_added(story),
            dcc.Store(id=ARRIVED),
            dcc.Store(id=DRAWN),
        ],
        className="data-box own",
        **attributes(aria_label="Your own data", data_most=str(MOST_BYTES)),
    )


def _upload() -> Any:
    return dcc.Upload(
        html.Div(["Drop a CSV or XLSX file here, or ", html.Button("choose a file", className="main")]),
        id=UPLOAD,
        className="drop",
        className_active="drop over",
        max_size=MOST_BYTES,
    )


def _added(story: Story) -> list[Any]:
    """The reader's own series: those of this browser with a button, those kept on this machine with the command."""
    mine = here().series()
    names = {own.info.name for own in mine}
    kept = [info for info in story.info.values() if info.role == "own" and info.name not in names]
    entries = [_entry(own.info.short, f"{series_line(own)}; from {own.info.read_from}.", own.remarks, own.info.name)
               for own in mine]  # fmt: skip
    for info in kept:
        how = f"Kept by the command line: python -m dashboard import --remove {info.name} takes it out."
        entries.append(_entry(info.short, f"{info.unit}; from {info.read_from}.", (how,), ""))
    notes = () if here().public else read_library(story).notes
    unread = [html.P(note, className="problem own-problem") for note in notes]
    return [html.H3("Added"), html.Ul(entries, className="own-list"), *unread] if entries else unread


def _entry(short: str, line: str, remarks: Sequence[str], removable: str) -> Any:
    button = html.Button(
        "Remove",
        id={"type": REMOVE, "name": removable},
        className="quiet",
        **attributes(aria_label=f"Remove {short}"),
    )
    about = html.Div([html.Strong(short), html.P(line), html.P(" ".join(remarks), className="note")])
    return html.Li([about, *([button] if removable else [])])


def register(app: Dash, current: Current) -> None:
    """Adds the callbacks of the box to the app; `current` gives the story of a request."""

    @app.callback(
        Output(ARRIVED, "data"),
        Output(PROBLEM, "children"),
        Input(UPLOAD, "contents"),
        State(UPLOAD, "filename"),
        prevent_initial_call=True,
    )
    def arrive(contents: str | None, file: str | None) -> Any:
        from dashboard.own_look import Held  # noqa: PLC0415 (not needed for the page to start)

        if not contents or not file:
            return no_update, no_update
        try:
            here().hold(Held(file, _bytes(contents), PurePath(file).stem.replace("_", " ")))
        except DataError as error:
            return no_update, str(error)
        return dt.datetime.now(dt.UTC).isoformat(), ""

    @app.callback(
        output=sheet.outputs(),
        inputs={
            "arrived": Input(ARRIVED, "data"),
            "chosen": {key: Input(f"{sheet.CHOICE}{key}", "value") for key in LABELS},
            "name": Input(sheet.NAME, "value"),
            "unit_name": Input(sheet.UNIT_NAME, "value"),
            "discarded": Input(sheet.DISCARD, "n_clicks"),
        },
        prevent_initial_call=True,
    )
    def settle(
        arrived: Any,  # noqa: ARG001 (its change is what counts)
        chosen: Mapping[str, str | None],
        name: str | None,
        unit_name: str | None,
        discarded: int | None,  # noqa: ARG001
    ) -> dict[str, Any]:
        if ctx.triggered_id == sheet.DISCARD:
            here().hold(None)
        held = here().held()
        key = str(ctx.triggered_id).removeprefix(sheet.CHOICE)
        if held and ctx.triggered_id != ARRIVED:
            given = {**held.given, key: chosen[key] or ""} if key in LABELS else held.given
            chosen_now = replace(held, given=given, name=name or held.name, unit_name=unit_name or "")
            here().rechoose(held, chosen_now)
            held = chosen_now
        return sheet.shown(current(), held)

    @app.callback(
        Output(ids.QUERY, "data"),
        Output(PROBLEM, "children", allow_duplicate=True),
        Input(sheet.ADD, "n_clicks"),
        Input({"type": REMOVE, "name": ALL}, "n_clicks"),
        State(sheet.NAME, "value"),
        State(sheet.UNIT_NAME, "value"),
        prevent_initial_call=True,
    )
    def change(added: int | None, removed: list[int | None], name: str | None, unit_name: str | None) -> Any:
        # Fresh buttons call this without a click.
        if ctx.triggered_id == sheet.ADD and added:
            return _add(current(), name or "", unit_name or "")
        if isinstance(ctx.triggered_id, dict) and any(removed):
            here().remove(ctx.triggered_id["name"])
            return _address(), ""
        return no_update, no_update

    app.clientside_callback(ClientsideFunction("own", "drawn"), Output(DRAWN, "data"), Input(UPLOAD, "id"))


def _add(story: Story, name: str, unit_name: str) -> tuple[Any, str]:
    """The address to draw again, as all of the page may show the series; or what is in the way."""
    from dashboard.own_look import look_at  # noqa: PLC0415 (not needed for the page to start)

    held = here().held()
    if held is None:
        return no_update, "This file is no longer held here. Choose it again."
    named = replace(held, name=name or held.name, unit_name=unit_name)
    found = look_at(story, named, dt.date.today())  # noqa: DTZ011 (the reader's own day)
    if found.own is None:
        return no_update, found.problem
    try:
        here().add(found.own)
    except DataError as error:
        return no_update, str(error)
    return _address(), ""


def _address() -> str:
    """Query of the page that asks."""
    return f"?{urlsplit(flask.request.referrer or '').query}"


def _bytes(contents: str) -> bytes:
    """The file in what the browser sends: a data address in base 64."""
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True)
    except binascii.Error as error:
        raise DataError(f"The file did not arrive whole ({error}). Choose it again.") from None
