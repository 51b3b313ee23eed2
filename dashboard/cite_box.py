"""A text to cite with a button that copies it. The copying itself is in assets/data.js."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.layout import attributes


def cite_box(text: str, what: str) -> Any:
    """A citation of `what`, such as "the whole story", with its button and a line that says what became of the copy."""
    return html.Div(
        [
            html.P(text, className="cited"),
            html.Button(
                "Copy", className="quiet", **attributes(data_copy="", aria_label=f"Copy the citation of {what}")
            ),
            html.Span(className="copied", role="status"),
        ],
        className="cite",
    )
