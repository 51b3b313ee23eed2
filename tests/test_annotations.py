"""How the lane is drawn: where badges, labels and brackets stand, and what tells chosen and doubtful ones apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dashboard.annotations import LaneEvent, day_number, draw_lane, lane_meta
from dashboard.themes import LIGHT

# A window of 100 days from 1 January 2020, 1,000 pixels wide: a day is 10 pixels, a pixel 2.4 hours.
START = (dt.date(2020, 1, 1) - dt.date(1970, 1, 1)).days
WINDOW = (float(START), float(START + 100))


def event(number: int, start: str, end: str = "", **changes: Any) -> LaneEvent:
    """An event with a short label."""
    first = dt.date.fromisoformat(start)
    last = dt.date.fromisoformat(end) if end else first
    return LaneEvent(number, f"E{number}", f"Event {number}", first, last, f"about {number}", **changes)


def drawn(*events: LaneEvent, rows: int = 2) -> tuple[list[Any], list[Any]]:
    """Texts and shapes of the lane over the window."""
    return draw_lane(lane_meta(events, rows, LIGHT), WINDOW, 1000)


def badge_of(*events: LaneEvent) -> Any:
    """The first badge of the lane."""
    return drawn(*events)[0][0]


def test_a_day_is_a_badge_a_label_and_a_rule_over_the_panels() -> None:
    texts, shapes = drawn(event(1, "2020-01-31"))
    badge, label = texts
    # 30 days from the left edge, and the label 4 pixels right of a badge that is 20 wide: 14 pixels are 1.4 days.
    assert (badge["text"], badge["x"], badge["xanchor"]) == ("<b>1</b>", "2020-01-31 00:00:00.000", "center")
    assert (label["text"], label["x"], label["xanchor"]) == ("Event 1", "2020-02-01 09:36:00.000", "left")
    # With its border and padding the badge is as wide as its place in the lane.
    assert badge["width"] + 2 * (badge["borderwidth"] + badge["borderpad"]) == 20
    (rule,) = shapes
    assert (rule["type"], rule["x0"], rule["x1"], rule["y0"], rule["y1"]) == (
        "line", "2020-01-31 00:00:00.000", "2020-01-31 00:00:00.000", 0, 1,
    )  # fmt: skip


def test_a_label_without_room_to_the_right_ends_before_the_badge() -> None:
    _, label = drawn(event(1, "2020-04-08"))[0]
    # 98 days from the left, the badge's left edge at 970 pixels, the label's right edge at 966: 96.6 days.
    assert (label["xanchor"], label["x"]) == ("right", "2020-04-06 14:24:00.000")


def test_days_share_one_rule_and_events_one_badge_with_all_their_hover_texts() -> None:
    texts, shapes = drawn(event(1, "2020-01-31"), event(2, "2020-01-31"), event(3, "2020-02-01"))
    (badge,) = texts
    assert badge["text"] == "<b>1–3</b>"
    assert badge["hovertext"] == "about 1<br>about 2<br>about 3"
    assert [shape["x0"][:10] for shape in shapes] == ["2020-01-31", "2020-02-01"]


def test_an_interval_is_a_bracket_in_the_lane_and_no_band_over_the_panels() -> None:
    texts, shapes = drawn(event(1, "2020-01-11", "2020-01-31"))
    (bracket,) = shapes
    # The first row of brackets lies 21 to 42 pixels over the panels; the bracket's feet point down.
    assert bracket["path"] == (
        "M 2020-01-11_00:00:00.000,27.5 L 2020-01-11_00:00:00.000,33.5 "
        "L 2020-01-31_00:00:00.000,33.5 L 2020-01-31_00:00:00.000,27.5"
    )
    assert (bracket["yref"], bracket["ysizemode"], bracket["yanchor"]) == ("paper", "pixel", 1)
    assert {text["yshift"] for text in texts} == {33.5}


def test_a_bracket_hidden_by_its_badge_is_not_drawn() -> None:
    assert drawn(event(1, "2020-01-11", "2020-01-12"))[1] == []


def test_the_chosen_interval_is_a_band_over_the_panels_and_its_badge_inverted() -> None:
    texts, shapes = drawn(event(1, "2020-01-11", "2020-01-31", chosen=True))
    band = next(shape for shape in shapes if shape["type"] == "rect")
    assert (band["x0"][:10], band["x1"][:10], band["y0"], band["y1"]) == ("2020-01-11", "2020-01-31", 0, 1)
    assert (texts[0]["bgcolor"], texts[0]["font"]["color"]) == (LIGHT.ink, LIGHT.paper)


def test_a_badge_is_inverted_if_any_of_its_events_is_chosen() -> None:
    assert badge_of(event(1, "2020-01-31"), event(2, "2020-01-31", chosen=True))["bgcolor"] == LIGHT.ink
    assert badge_of(event(1, "2020-01-31"), event(2, "2020-01-31"))["bgcolor"] == LIGHT.paper


def test_a_date_from_outside_the_article_has_a_paler_badge() -> None:
    assert badge_of(event(1, "2020-01-31", doubtful=True))["bordercolor"] == LIGHT.muted
    assert badge_of(event(1, "2020-01-31"))["bordercolor"] == LIGHT.ink
    both = badge_of(event(1, "2020-01-31", doubtful=True), event(2, "2020-01-31"))
    assert both["bordercolor"] == LIGHT.ink


def test_an_event_of_the_second_layer_is_marked_only_when_chosen() -> None:
    assert drawn(event(0, "2020-01-31")) == ([], [])
    texts, shapes = drawn(event(0, "2020-01-31", chosen=True))
    assert texts == []
    assert [shape["x0"][:10] for shape in shapes] == ["2020-01-31"]


@pytest.mark.parametrize("start", ["2019-12-31", "2020-04-11"])
def test_nothing_is_drawn_for_a_day_outside_the_window(start: str) -> None:
    assert drawn(event(1, start, chosen=True)) == ([], [])


def test_the_browser_gets_all_that_the_lane_needs() -> None:
    meta = lane_meta([event(4, "2020-01-11", "2020-01-31", doubtful=True)], 3, LIGHT)
    (sent,) = meta["events"]
    assert meta["rows"] == 3
    assert (sent["start"], sent["end"], sent["doubtful"], sent["chosen"]) == (START + 10, START + 30, True, False)
    assert day_number(dt.date(1970, 1, 2)) == 1
