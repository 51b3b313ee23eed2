"""Places of the numbered events: cases worked by hand, and that nothing ever overlaps or goes missing."""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.lane import PAD, Item, Placed, number_text, place, text_px

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "lane_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_case_worked_by_hand(case: dict[str, Any]) -> None:
    items = [Item(**item) for item in case["items"]]
    found = place(items, case["start"], case["end"], case["width"], case["rows"])
    assert [{**asdict(p), "numbers": list(p.numbers)} for p in found] == case["expected"]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([4], "4"), ([2, 3, 4], "2–4"), ([2, 4, 5], "2, 4–5"), ([9, 1, 2], "1–2, 9"), ([1, 3, 5], "1…5")],
)
def test_numbers_of_a_badge(numbers: list[int], text: str) -> None:
    assert number_text(numbers) == text


def test_widths_are_on_the_safe_side() -> None:
    # Advance widths of Liberation Sans at 12 px, from its metrics: "Minsk" 9.99 + 2.67 + 6.67 + 6 + 6 = 31.3.
    assert 31.3 <= text_px("Minsk") <= 31.3 * 1.35


days = st.integers(0, 60)
events = st.lists(st.tuples(days, st.integers(0, 40), st.floats(10, 300)), max_size=24)


def items_of(drawn: list[tuple[int, int, float]]) -> list[Item]:
    spans = [(start, start + (length if length > 20 else 0), width) for start, length, width in drawn]
    return [Item(n, float(a), float(b), w) for n, (a, b, w) in enumerate(sorted(spans), 1)]


@settings(deadline=None, max_examples=300)
@given(events, st.integers(0, 40), st.integers(1, 60), st.integers(200, 2000), st.integers(1, 5))
def test_nothing_overlaps_and_every_event_is_there_once(
    drawn: list[tuple[int, int, float]], start: int, length: int, width: int, rows: int
) -> None:
    items = items_of(drawn)
    window = start - 0.5, start + length + 0.5
    found = place(items, *window, width, rows)
    labels = {item.number: item.label_px for item in items}
    for row in range(rows + 1):
        boxes = sorted(extent(p, labels) for p in found if p.row == row)
        assert all(a[1] <= b[0] for a, b in pairwise(boxes))
        assert all(left >= -1e-9 and right <= width + 1e-9 for left, right in boxes)
    visible = sorted(i.number for i in items if i.start <= window[1] and i.end >= window[0])
    assert sorted(n for p in found for n in p.numbers) == visible


def extent(p: Placed, labels: dict[int, float]) -> tuple[float, float]:
    """From the left to the right edge of a box with its label, and of a bracket with its line."""
    need = PAD + labels[p.numbers[0]] if p.label else 0.0
    left = p.left - (need if p.label == "left" else 0.0)
    right = p.right + (need if p.label == "right" else 0.0)
    return left, max(right, p.x1) if p.kind == "bracket" else right
