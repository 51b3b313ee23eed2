"""Places of the numbered events above the panels, so that nothing ever overlaps.

The browser runs the same steps in `assets/lane.js` whenever the window or the zoom changes; both are held to the cases
in `tests/lane_cases.json`. Lengths are pixels from the left edge of the panels, times are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

FONT_PX = 12
GAP = 3.0
"""Least free room between two boxes of one row."""
PAD = 4.0
"""Room between a badge and its label."""

# Advance widths of Liberation Sans and Arial in em, by class of character; wider system fonts are met by WIDEN.
_WIDTHS = {**dict.fromkeys("ijlI.,:;|!'’", 0.26), **dict.fromkeys("frt()[] -/", 0.33), **dict.fromkeys("mwMW%@", 0.88)}
_WIDEN = 1.12


@dataclass(frozen=True)
class Item:
    """A numbered event: days of start and end (equal for a single day) and the width its label needs in pixels."""

    number: int
    start: float
    end: float
    label_px: float


@dataclass(frozen=True)
class Placed:
    """One box of the lane.

    `row` 0 lies on the panels and holds badges of days, rows from 1 up hold brackets of intervals. `left` and `right`
    bound the badge, `x0` and `x1` what it marks. `label` says on which side the label has room, "" for nowhere.
    """

    kind: Literal["badge", "bracket"]
    numbers: tuple[int, ...]
    text: str
    row: int
    left: float
    right: float
    x0: float
    x1: float
    label: Literal["", "left", "right"]


def text_px(text: str, font_px: float = FONT_PX) -> float:
    """Width of a text in pixels, estimated on the safe side."""
    em = sum(_WIDTHS.get(c, 0.70 if c.isupper() else 0.56) for c in text)
    return round(em * font_px * _WIDEN, 1)


def number_text(numbers: Sequence[int]) -> str:
    """Numbers of one badge: "4", "2–4", "2, 4–6"; the ends alone where more than two runs stand together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > 2:
        return f"{runs[0][0]}…{runs[-1][-1]}"
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs)


def badge_px(text: str) -> float:
    """Width of a badge in pixels."""
    return max(20.0, 8.0 * len(text) + 6.0)


def place(items: Sequence[Item], start: float, end: float, width: float, rows: int) -> list[Placed]:
    """Boxes of all events that touch the window from `start` to `end`, drawn `width` pixels wide.

    Parameters
    ----------
    items : events in any order
    start, end : days at the left and the right edge
    width : pixels between the edges
    rows : rows for brackets, at least 1; what finds no room shares a counted badge in the last one

    Returns
    -------
    list of Placed, badges of days first, each kind from left to right
    """
    scale = width / (end - start)
    marks = [(i, (i.start - start) * scale, (i.end - start) * scale) for i in items]
    days = [_Group((i,), x, x) for i, x, _ in marks if i.start == i.end and start <= i.start <= end]
    spans = [
        _Group((i,), max(0.0, x0), min(width, x1))
        for i, x0, x1 in marks
        if i.start < i.end and i.start <= end and i.end >= start
    ]
    return [*_badges(days, width), *_brackets(spans, width, rows)]


@dataclass(frozen=True)
class _Group:
    items: tuple[Item, ...]
    x0: float
    x1: float

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(i.number for i in self.items))

    @property
    def badge(self) -> float:
        return badge_px(number_text(self.numbers))

    @property
    def label_px(self) -> float:
        return self.items[0].label_px if len(self.items) == 1 else 0.0

    def join(self, other: _Group) -> _Group:
        return _Group(self.items + other.items, min(self.x0, other.x0), max(self.x1, other.x1))

    def centred(self, width: float) -> float:
        """Left edge of the badge over the middle of the marked days, kept inside the panels."""
        return max(0.0, min((self.x0 + self.x1 - self.badge) / 2, width - self.badge))

    def leading(self, width: float) -> float:
        """Left edge of the badge at the start of the bracket, kept inside the panels."""
        return max(0.0, min(self.x0, width - self.badge))


def _badges(groups: list[_Group], width: float) -> list[Placed]:
    row: list[_Group] = []
    for group in sorted(groups, key=lambda g: (g.x0, g.numbers)):
        row.append(group)
        while len(row) > 1 and row[-2].centred(width) + row[-2].badge + GAP > row[-1].centred(width):
            last = row.pop()
            row[-1] = row[-1].join(last)
    return _with_labels(row, width)


def _with_labels(row: list[_Group], width: float) -> list[Placed]:
    lefts = [g.centred(width) for g in row]
    placed = []
    used = 0.0
    for group, left, following in zip(row, lefts, [*lefts[1:], width + GAP], strict=False):
        right = left + group.badge
        need = PAD + group.label_px
        side: Literal["", "left", "right"] = ""
        if group.label_px and right + need + GAP <= following:
            side = "right"
        elif group.label_px and left - need >= used:
            side = "left"
        placed.append(
            Placed("badge", group.numbers, number_text(group.numbers), 0, left, right, group.x0, group.x1, side)
        )
        used = right + GAP + (need if side == "right" else 0.0)
    return placed


def _brackets(groups: list[_Group], width: float, rows: int) -> list[Placed]:
    same: dict[tuple[float, float], _Group] = {}
    for group in groups:
        key = (group.items[0].start, group.items[0].end)
        same[key] = same[key].join(group) if key in same else group
    lanes: list[list[_Group]] = [[] for _ in range(rows)]
    for group in sorted(same.values(), key=lambda g: (g.x0, -g.x1, g.numbers)):
        free = next((lane for lane in lanes if not lane or not _touch(lane[-1], group, width)), lanes[-1])
        free.append(group)
        while len(free) > 1 and _touch(free[-2], free[-1], width):
            last = free.pop()
            free[-1] = free[-1].join(last)
    return [_bracket(group, row, width) for row, lane in enumerate(lanes, 1) for group in lane]


def _touch(first: _Group, second: _Group, width: float) -> bool:
    right = max(first.x1, first.leading(width) + first.badge)
    return right + GAP > second.leading(width)


def _bracket(group: _Group, row: int, width: float) -> Placed:
    left = group.leading(width)
    right = left + group.badge
    side: Literal["", "right"] = "right" if 0 < group.label_px <= group.x1 - right - PAD - GAP else ""
    return Placed("bracket", group.numbers, number_text(group.numbers), row, left, right, group.x0, group.x1, side)
