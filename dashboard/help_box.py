"""The dialog that lists the keys of the page; its rows are asked for when it is first opened."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, no_update

from dashboard import layout as ids
from dashboard.about_tab import KEYS, keys_table


def register(app: Dash) -> None:
    """Adds the callback that fills the dialog to the app."""

    @app.callback(Output(ids.HELP_KEYS, "children"), Input(ids.HELP_BUTTON, "n_clicks"), prevent_initial_call=True)
    def fill(clicks: int | None) -> Any:
        return keys_table(KEYS) if clicks == 1 else no_update
