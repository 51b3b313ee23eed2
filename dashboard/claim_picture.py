"""The claims table as a figure that can be saved: drawn from texts, in lines that fit, as high as it needs to be.

Every place is in CSS pixels from the upper left corner, which the hidden axes take as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import fit_lines
from dashboard.claim_rows import NOTHING, VERDICT_MEANINGS, VERDICT_TITLES, ClaimRow
from dashboard.themes import FONT, Theme
from dashboard.verdict import Verdict

MARGIN_PX, GAP_PX, PAD_PX = 24, 14, 6
FONTS_PX = (14, 13, 12, 11, 10, 9)
"""Sizes of the text, largest first: the first that fits is taken. Below the last, the figure grows instead."""
NOTE_PX = 11
WIDE_PX, TABLE_PX = 1000, 560
"""Widths from which the sentence has a column of its own, and from which the other cells have one."""
SYMBOLS: Mapping[Verdict, str] = {
    "supported": "circle",
    "contradicted": "x",
    "depends": "diamond",
    "cannot be checked": "circle-open",
}
"""Marks of the verdicts: the shapes differ, and the word stands beside each."""
VERDICT, NUMBER, SENTENCE = 2, 3, 5
COLUMNS = ("", "The article’s words", "Verdict", "Number", "Margin", "In a sentence")


@dataclass(frozen=True)
class TableWords:
    """What stands around the table: title, a line below it, notes at the foot."""

    title: str
    subtitle: str
    notes: Sequence[str]


@dataclass(frozen=True)
class _Sheet:
    """A width and a size of text, and what follows from them."""

    width: int
    font_px: int
    theme: Theme

    @property
    def line_px(self) -> float:
        return round(self.font_px * 1.36, 1)

    @property
    def room(self) -> float:
        return self.width - 2 * MARGIN_PX

    @property
    def columns(self) -> list[tuple[float, float]]:
        """Left edge and width of each column; a narrow sheet has none for the sentence, a narrower one only two."""
        shares: tuple[int, ...] = (4, 19, 15, 13, 13, 36)
        if self.width < WIDE_PX:
            shares = (7, 35, 22, 18, 18) if self.width >= TABLE_PX else (14, 86)
        edges = [MARGIN_PX + self.room * sum(shares[:n]) / 100 for n in range(len(shares))]
        return [(x, self.room * share / 100 - GAP_PX) for x, share in zip(edges, shares, strict=True)]


def claims_figure(
    rows: Sequence[ClaimRow], outside: Sequence[str], words: TableWords, theme: Theme, width: int, height: int
) -> go.Figure:
    """The claims as a table with their verdicts, then the claims `outside` markets as text.

    `layout.height` is `height`, or more where the smallest text does not fit; `layout.meta["needed_px"]` is what the
    text needs at the size drawn.
    """
    drawn = _Drawing(theme)
    for font_px in FONTS_PX:
        drawn = _draw(rows, outside, words, _Sheet(width, font_px, theme))
        if drawn.y <= height:
            break
    return drawn.figure(width, height)


class _Drawing:
    """Texts, rules and marks collected on the way down the sheet; `y` is where the next one goes."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.y = 0.0
        self.texts: list[dict[str, Any]] = []
        self.rules: list[dict[str, Any]] = []
        self.marks: list[tuple[float, float, Verdict]] = []

    def write(self, lines: Sequence[str], x: float, y: float, font: Mapping[str, Any]) -> None:
        """Lines one under another from an upper left corner."""
        if any(lines):
            self.texts.append(
                {"xref": "x", "yref": "y", "x": x, "y": y, "xanchor": "left", "yanchor": "top", "align": "left",
                 "showarrow": False, "borderpad": 0, "text": "<br>".join(lines), "font": dict(font)}
            )  # fmt: skip

    def rule(self, left: float, right: float, colour: str) -> None:
        """A thin line across at the present height."""
        self.rules.append({"type": "line", "xref": "x", "yref": "y", "x0": left, "x1": right, "y0": self.y,
                           "y1": self.y, "line": {"width": 1, "color": colour}})  # fmt: skip

    def figure(self, width: int, height: int) -> go.Figure:
        """All of it on a sheet at least `height` high."""
        high = max(height, round(self.y))
        hidden = {"visible": False, "fixedrange": True}
        layout = {
            "template": "none", "width": width, "height": high, "autosize": False, "showlegend": False,
            "margin": {"t": 0, "b": 0, "l": 0, "r": 0, "pad": 0}, "hovermode": False,
            "paper_bgcolor": self.theme.paper, "plot_bgcolor": self.theme.paper, "font": {"family": FONT},
            "xaxis": {**hidden, "range": [0, width]}, "yaxis": {**hidden, "range": [high, 0]},
            "annotations": self.texts, "shapes": self.rules, "meta": {"needed_px": round(self.y)},
        }  # fmt: skip
        return go.Figure({"data": [self._mark_trace()], "layout": layout})

    def _mark_trace(self) -> dict[str, Any]:
        colours = [verdict_colour(verdict, self.theme) for _, _, verdict in self.marks]
        return {
            "type": "scatter", "mode": "markers", "x": [x for x, _, _ in self.marks],
            "y": [y for _, y, _ in self.marks], "hoverinfo": "skip", "cliponaxis": False,
            "marker": {"size": 10, "symbol": [SYMBOLS[v] for _, _, v in self.marks], "color": colours,
                       "line": {"width": 1.5, "color": colours}},
        }  # fmt: skip


def verdict_colour(verdict: Verdict, theme: Theme) -> str:
    """Colour of a verdict's mark; the shape and the word say it too."""
    return {"supported": theme.series, "contradicted": theme.bond, "depends": theme.ink}.get(verdict, theme.muted)


def _draw(rows: Sequence[ClaimRow], outside: Sequence[str], words: TableWords, sheet: _Sheet) -> _Drawing:
    drawn = _Drawing(sheet.theme)
    _heading(drawn, words, sheet)
    _header(drawn, sheet)
    for row in rows:
        _row(drawn, row, sheet)
    drawn.rule(MARGIN_PX, sheet.width - MARGIN_PX, sheet.theme.muted)
    _foot(drawn, outside, [_key(rows), *words.notes], sheet)
    return drawn


def _heading(drawn: _Drawing, words: TableWords, sheet: _Sheet) -> None:
    title = fit_lines(words.title, sheet.room, 20)
    drawn.write(title, MARGIN_PX, 16, {"size": 20, "color": sheet.theme.ink, "weight": 600})
    drawn.y = 16 + 26 * len(title)
    below = fit_lines(words.subtitle, sheet.room, 13)
    drawn.write(below, MARGIN_PX, drawn.y, {"size": 13, "color": sheet.theme.muted})
    drawn.y += 18 * len(below) + 10


def _header(drawn: _Drawing, sheet: _Sheet) -> None:
    for (x, _), name in zip(sheet.columns, COLUMNS, strict=False):
        drawn.write([name], x, drawn.y, {"size": sheet.font_px, "color": sheet.theme.muted})
    drawn.y += sheet.line_px + 4
    drawn.rule(MARGIN_PX, sheet.width - MARGIN_PX, sheet.theme.muted)


def _row(drawn: _Drawing, row: ClaimRow, sheet: _Sheet) -> None:
    """The cells of one claim: beside one another as far as there are columns, the rest below them."""
    top = drawn.y + PAD_PX
    cells: list[Sequence[str]] = [
        [row.claim.id], [f"“{row.claim.words}”"], [VERDICT_TITLES[row.result.verdict]], [row.number, row.source],
        [row.margin], [row.sentence],
    ]  # fmt: skip
    columns = sheet.columns
    ends = [_cell(drawn, row, cells[n], (n, *place, top), sheet) for n, place in enumerate(columns)]
    drawn.y = max(ends)
    for number in range(len(columns), len(cells)):
        # Where a margin has no column, it is not said that there is none.
        if any(text.strip(NOTHING) for text in cells[number]):
            left = columns[1][0]
            place = (number, left, sheet.width - MARGIN_PX - left, drawn.y)
            drawn.y = _cell(drawn, row, cells[number], place, sheet)
    drawn.y += PAD_PX
    drawn.rule(MARGIN_PX, sheet.width - MARGIN_PX, sheet.theme.grid)


def _cell(
    drawn: _Drawing, row: ClaimRow, parts: Sequence[str], place: tuple[int, float, float, float], sheet: _Sheet
) -> float:
    """Writes a cell at its `place` (number, left edge, width, upper edge); gives the height it ends at."""
    number, x, room, y = place
    if number == VERDICT:
        drawn.marks.append((x + 6, y + sheet.line_px / 2 + 0.5, row.result.verdict))
        x, room = x + sheet.font_px + 8, room - sheet.font_px - 8
    for n, part in enumerate(parts):
        strong = number in (0, VERDICT) or (number == NUMBER and n == 0)
        colour = sheet.theme.muted if n or number == SENTENCE else sheet.theme.ink
        lines = fit_lines(part, room, sheet.font_px * (1.06 if strong else 1))
        drawn.write(lines, x, y, {"size": sheet.font_px, "color": colour, "weight": 600 if strong else 400})
        y += sheet.line_px * len(lines)
    return y


def _key(rows: Sequence[ClaimRow]) -> str:
    """What the verdicts in the table mean."""
    found = [verdict for verdict in VERDICT_TITLES if any(row.result.verdict == verdict for row in rows)]
    return " ".join(f"{VERDICT_TITLES[verdict]}: {VERDICT_MEANINGS[verdict]}." for verdict in found)


def _foot(drawn: _Drawing, outside: Sequence[str], notes: Sequence[str], sheet: _Sheet) -> None:
    drawn.y += 10
    said = [f"Outside markets, in the article’s words: {'; '.join(outside)}."] if outside else []
    font_px = min(NOTE_PX, sheet.font_px)
    for text in (*said, *filter(None, notes)):
        lines = fit_lines(text, sheet.room, font_px)
        drawn.write(lines, MARGIN_PX, drawn.y, {"size": font_px, "color": sheet.theme.muted})
        drawn.y += round(1.36 * font_px) * len(lines) + 3
    drawn.y += 12
