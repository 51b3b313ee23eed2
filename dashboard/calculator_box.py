"""The part of the page that holds the bond calculator: its fields, the answer beside them, and the callbacks."""

from __future__ import annotations

from typing import Any, cast

from dash import Dash, Input, Output, State, dcc, html

from dashboard.calculator import KNOWN, Answer, Asked, Figure, Known, answer, default_asked, turned
from dashboard.current import Current
from dashboard.layout import attributes, choice
from dashboard.model import Story

BOND, DAY, KIND, FIGURE = "calculator-bond", "calculator-day", "calculator-known", "calculator-figure"
DAY_PROBLEM, FIGURE_PROBLEM = "calculator-day-problem", "calculator-figure-problem"
FIGURE_LABEL, ANSWER = "calculator-figure-label", "calculator-answer"
TYPING_S = 0.3
"""Pause in typing after which an answer is worked out, in seconds."""
LABELS = {"yield": "Yield, % a year", "price": "Clean price, per 100 of face"}


def content(story: Story, bond_id: str) -> Any:
    """The calculator for the bonds of a story, filled in for one of them."""
    asked = default_asked(story, bond_id)
    found = answer(story, asked)
    return html.Section(
        [
            html.H2("Bond calculator"),
            html.P("Price from yield, or yield from price, with what follows from it.", className="small"),
            html.Div(
                [
                    html.Div(_fields(story, asked, found), className="fields"),
                    html.Div(answer_parts(found), id=ANSWER, className="answer", **attributes(aria_live="polite")),
                ],
                className="calculator-parts",
            ),
        ],
        className="calculator sheet-box",
        **attributes(aria_label="Bond calculator"),
    )


def register(app: Dash, current: Current) -> None:
    """Adds the calculator's callbacks to the app; `current` gives the story of a request."""

    @app.callback(
        Output(FIGURE, "value"),
        Output(FIGURE_LABEL, "children"),
        Input(KIND, "value"),
        State(BOND, "value"),
        State(DAY, "value"),
        State(FIGURE, "value"),
        prevent_initial_call=True,
    )
    def turn(known: str, bond: str, day: str | None, figure: str | None) -> Any:
        other = turned(current(), _asked(bond, day, known, figure), cast("Known", known))
        return other.figure, LABELS[known]

    @app.callback(
        Output(ANSWER, "children"),
        Output(DAY_PROBLEM, "children"),
        Output(FIGURE_PROBLEM, "children"),
        *[Input(name, "value") for name in (BOND, DAY, KIND, FIGURE)],
        prevent_initial_call=True,
    )
    def work_out(bond: str, day: str | None, known: str, figure: str | None) -> Any:
        found = answer(current(), _asked(bond, day, known, figure))
        return answer_parts(found), found.problems.get("day", ""), found.problems.get("figure", "")


def answer_parts(found: Answer) -> list[Any]:
    """The answer as a table, or a line that says where to look."""
    if not found.figures:
        return [html.P("No answer yet: a field needs another entry.", className="small")]
    settles, *assumed = found.notes
    details = html.Details([html.Summary("What this assumes"), html.Ul([html.Li(text) for text in assumed])])
    return [
        html.Table(html.Tbody([_row(figure) for figure in found.figures]), className="plain figures"),
        html.P(settles, className="small"),
        *([details] if assumed else []),
    ]


def _asked(bond: str, day: str | None, known: str, figure: str | None) -> Asked:
    return Asked(bond, day or "", cast("Known", known), figure or "")


def _fields(story: Story, asked: Asked, found: Answer) -> list[Any]:
    return [
        choice("Bond", BOND, {bond.id: bond.label for bond in story.bonds.values()}, asked.bond),
        _typed("Day of the trade", DAY, asked.day, DAY_PROBLEM, found.problems.get("day", "")),
        choice("Known", KIND, dict(KNOWN), asked.known),
        _typed(
            html.Span(LABELS[asked.known], id=FIGURE_LABEL),
            FIGURE,
            asked.figure,
            FIGURE_PROBLEM,
            found.problems.get("figure", ""),
        ),
    ]


def _typed(label: Any, component_id: str, value: str, problem_id: str, problem: str) -> Any:
    """A field with its label above and, beside it, what is wrong with what was typed."""
    entry = dcc.Input(id=component_id, value=value, debounce=TYPING_S, maxLength=20, className="date")
    return html.Div(
        [
            html.Label([html.Span(label, className="name"), entry]),
            html.P(problem, id=problem_id, className="problem", role="status"),
        ],
        className="typed",
    )


def _row(figure: Figure) -> Any:
    return html.Tr(
        [
            html.Th(figure.name, scope="row"),
            html.Td(figure.text),
            html.Td(figure.note, className="small"),
        ]
    )
