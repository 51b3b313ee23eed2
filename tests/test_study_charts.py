"""Figures of the event study: what lies over what, whether texts overlap, scales, themes and words inside pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import Heading
from dashboard.lane import text_px
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.picture import print_size
from dashboard.saving import export_figure, fitted_size
from dashboard.state import default_state
from dashboard.study import Paths, Settings, occasion_named, paths_around, study_rows, usual_settings
from dashboard.study_charts import Fan, PathLine, PathsPanel, paths_chart
from dashboard.study_frame import Sheet, spread
from dashboard.study_moves import Move, MoveRow, moves_chart, moves_height
from dashboard.study_titles import MOVES_KEY, moves_title
from dashboard.study_views import moves_figure, paths_figure
from dashboard.themes import DARK, LIGHT, THEMES
from dashboard.views import charts_of
from tests.conftest import FICTIONAL

SIZES = [(1200, 675), (1010, 420), (720, 720), (358, 420), (302, 640)]


@pytest.fixture(scope="module")
def fictional() -> Story:
    return load_story(FICTIONAL)


@pytest.fixture
def usual(story: Story) -> Settings:
    return usual_settings(story, default_state(story))


def around(story: Story, settings: Settings, *keys: str) -> list[Paths]:
    return [paths_around(story, settings, occasion_named(story, settings, key)) for key in keys]


@dataclass(frozen=True)
class Box:
    """Place of a text in pixels from the upper left corner of the figure, estimated on the safe side."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Box) -> bool:
        across = self.left < other.right - 0.5 and other.left < self.right - 0.5
        return across and self.top < other.bottom - 0.5 and other.top < self.bottom - 0.5


def boxes(figure: go.Figure) -> list[Box]:
    """Boxes of all annotations of a figure drawn at its own size."""
    layout: Any = figure.layout
    margin = layout.margin
    plot = layout.width - margin.l - margin.r, layout.height - margin.t - margin.b
    found = []
    for a in layout.annotations:
        lines = a.text.split("<br>")
        # Widths are estimated with room for wider fonts, which the system of a test need not have.
        width = max(text_px(line, a.font.size) for line in lines) / 1.12
        height = 1.25 * a.font.size * len(lines)
        x = margin.l + plot[0] * place(layout, a.xref, a.x) + (a.xshift or 0)
        y = margin.t + plot[1] * (1 - place(layout, a.yref, a.y)) - (a.yshift or 0)
        left = x - {"left": 0, "center": width / 2, "right": width}[a.xanchor]
        top = y - {"top": 0, "middle": height / 2, None: height / 2, "auto": height / 2, "bottom": height}[a.yanchor]
        found.append(Box(a.text, left, left + width, top, top + height))
    return found


def place(layout: Any, ref: str, value: float) -> float:
    """Part of the paper, from left or bottom, at which a coordinate lies."""
    if ref == "paper":
        return value
    name = ref.removesuffix(" domain")
    axis = layout[f"{name[0]}axis{name[1:]}"]
    low, high = axis.domain or (0, 1)
    share = value if ref.endswith(" domain") else (value - axis.range[0]) / (axis.range[1] - axis.range[0])
    return float(low + share * (high - low))


def assert_apart(figure: go.Figure) -> None:
    found = boxes(figure)
    assert found
    for first, second in combinations(found, 2):
        assert not first.meets(second), (first, second)
    layout: Any = figure.layout
    for box in found:
        assert box.left >= -0.5, box
        assert box.right <= layout.width + 0.5, box
        assert box.top >= -0.5, box
        assert box.bottom <= layout.height + 0.5, box
        # Under the plot stand the days or numbers of the axis, then the notes.
        under = box.bottom > layout.height - layout.margin.b + 1
        assert not under or box.top >= layout.height - layout.margin.b + 30, box


# Paths


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("A04",), ("A04", "A15")])
def test_no_text_of_the_paths_overlaps(
    story: Story, usual: Settings, size: tuple[int, int], keys: Sequence[str]
) -> None:
    height = size[1] if len(keys) == 1 or size[0] >= 600 else 680
    assert_apart(paths_figure(story, usual, around(story, usual, *keys), "light", (size[0], height)))


@pytest.mark.parametrize("size", [(1200, 675), (1280, 720), (720, 720)])
@pytest.mark.parametrize("chart", ["paths", "events"])
def test_no_text_of_a_picture_overlaps(story: Story, size: tuple[int, int], chart: str) -> None:
    assert_apart(charts_of(story)[chart].draw(story, default_state(story), *size, True))


def test_the_range_lies_under_the_lines_and_the_studied_series_on_top(story: Story, usual: Settings) -> None:
    figure = paths_figure(story, usual, around(story, usual, "A04"), "light", (1010, 420))
    kinds = ["range" if t.fill or t.line.width == 0 else "line" for t in figure.data]
    assert kinds == ["range"] * 4 + ["line"] * 4
    assert figure.data[-1].name == "Market quote"
    assert figure.data[-1].line.width > max(t.line.width for t in figure.data[:-1])


def test_the_wide_range_holds_the_narrow_one_and_both_start_at_0(story: Story, usual: Settings) -> None:
    wide_low, wide_high, low, high = (
        t.y for t in paths_figure(story, usual, around(story, usual, "A04"), "light", (1010, 420)).data[:4]
    )
    assert all(a <= b <= c <= d for a, b, c, d in zip(wide_low, low, high, wide_high, strict=True))
    assert (wide_low[4], low[4], high[4], wide_high[4]) == (0, 0, 0, 0)


def test_lines_hold_the_changes_of_the_paths(story: Story, usual: Settings) -> None:
    paths = around(story, usual, "A04")
    line = paths_figure(story, usual, paths, "light", (1010, 420)).data[-1]
    assert list(line.x) == list(range(-5, 11))
    assert list(line.y) == pytest.approx(paths[0].own["change"].to_list(), abs=1e-4)
    assert line.customdata[5] == "<b>+0.48 log %</b> · Market quote · 10 Aug 2020"


def test_benchmarks_differ_without_colour_and_keep_their_line_in_every_panel(story: Story, usual: Settings) -> None:
    drawn = around(story, usual, "A04", "A15")
    # As when the first benchmark has no value around the second event.
    del drawn[1].benchmarks["usd_rub_ecb"]
    figure = paths_figure(story, usual, drawn, "light", (1010, 420))
    dashes = {(t.yaxis, t.name): t.line.dash for t in figure.data if t.line.width}
    first = [dashes["y", name] for name in ("USD/RUB (ECB)", "Brent", "EM dollar index", "Market quote")]
    assert len(set(first)) == 4
    assert dashes["y2", "Brent"] == dashes["y", "Brent"]


def test_labels_stand_at_the_ends_of_their_lines_from_top_to_bottom(story: Story, usual: Settings) -> None:
    figure = paths_figure(story, usual, around(story, usual, "A15"), "light", (1010, 420))
    ends = {t.name: t.y[-1] for t in figure.data if t.line.width}
    labels = sorted((b for b in boxes(figure) if b.text in ends), key=lambda b: b.top)
    assert [b.text for b in labels] == sorted(ends, key=lambda name: -ends[name])


def test_the_heading_names_the_unit_and_what_a_rise_means(story: Story, usual: Settings) -> None:
    texts = [
        a.text for a in paths_figure(story, usual, around(story, usual, "A04"), "light", (1010, 420)).layout.annotations
    ]
    assert "Change since day −1, log % · ↑ a weaker ruble" in texts
    assert any("middle 95 % and 50 % of 106 comparable windows" in text for text in texts)
    adjusted = paths_around(story, usual, occasion_named(story, usual, "A04"), adjusted=True)
    texts = [a.text for a in paths_figure(story, usual, [adjusted], "light", (1010, 420)).layout.annotations]
    assert "Adjusted change since day −1, log % · ↑ a weaker ruble" in texts


@pytest.mark.parametrize(("width", "beside"), [(1010, True), (358, False)])
def test_two_events_share_one_scale_in_panels_of_their_own(
    story: Story, usual: Settings, width: int, beside: bool
) -> None:
    layout = paths_figure(story, usual, around(story, usual, "A04", "A15"), "light", (width, 680)).layout
    assert layout.yaxis.range == layout.yaxis2.range
    apart = (layout.xaxis, layout.xaxis2) if beside else (layout.yaxis2, layout.yaxis)
    assert apart[0].domain[1] < apart[1].domain[0]
    same = (layout.yaxis, layout.yaxis2) if beside else (layout.xaxis, layout.xaxis2)
    assert same[0].domain == same[1].domain


@pytest.mark.parametrize("width", [1200, 720, 358])
def test_days_under_the_axis_have_room_and_name_day_0(story: Story, usual: Settings, width: int) -> None:
    layout = paths_figure(story, usual, around(story, usual, "A04"), "light", (width, 420)).layout
    plot = width - layout.margin.l - layout.margin.r
    each = plot / (layout.xaxis.range[1] - layout.xaxis.range[0])
    steps = [b - a for a, b in pairwise(layout.xaxis.tickvals)]
    assert min(steps) * each >= text_px("10 Aug", 11)
    assert dict(zip(layout.xaxis.tickvals, layout.xaxis.ticktext, strict=True))[0] == "0<br>10 Aug"


def test_an_event_without_a_day_is_a_panel_that_says_why(story: Story, usual: Settings) -> None:
    figure = paths_figure(story, usual, around(story, usual, "A19"), "light", (1010, 420))
    assert len(figure.data) == 0
    assert "Its first day is not known." in [a.text for a in figure.layout.annotations]
    assert figure.layout.xaxis.visible is False
    assert_apart(figure)


def test_without_comparable_windows_there_is_no_range_and_it_is_said(fictional: Story) -> None:
    settings = usual_settings(fictional, default_state(fictional))
    figure = paths_figure(fictional, settings, around(fictional, settings, "E04"), "light", (1010, 420))
    assert [t.name for t in figure.data] == ["Neighbour", "Crown market"]
    assert any("no shaded range" in a.text for a in figure.layout.annotations)
    alone = replace(settings, benchmarks=())
    figure = paths_figure(fictional, alone, around(fictional, alone, "E04"), "light", (1010, 420))
    assert [t.name for t in figure.data] == ["Crown market"]


def test_a_day_without_a_value_is_a_gap() -> None:
    panel = PathsPanel("Event", [-1, 0, 1], ["−1", "0", "+1"], [PathLine("Rate", [0.0, None, 2.0], ["", "", ""], 0)])
    line = paths_chart([panel], "Change", "Key", Sheet(600, 400, LIGHT)).data[0]
    assert list(line.y) == [0.0, None, 2.0]
    assert line.connectgaps is False


def test_the_axis_holds_lines_and_range() -> None:
    line, fan = PathLine("Rate", [0.0, 3.0], ["", ""], 0), Fan("Range", [0.0, -9.0], [0.0, 5.0], ["", ""])
    panel = PathsPanel("Event", [-1, 0], ["−1", "0"], [line], [fan])
    low, high = paths_chart([panel], "Change", "Key", Sheet(600, 400, LIGHT)).layout.yaxis.range
    assert low < -9.0
    assert high > 5.0


# Moves


@pytest.mark.parametrize("width", [1200, 1010, 718, 358, 302])
def test_no_text_of_the_moves_overlaps(story: Story, usual: Settings, width: int) -> None:
    height = moves_height(len(study_rows(story, usual)), moves_title(story, usual), MOVES_KEY, width)
    figure = moves_figure(story, usual, "A04", "light", (width, height))
    assert_apart(figure)
    # On the page the height follows the rows, so that no word becomes smaller.
    assert {a.font.size for a in figure.layout.annotations} == {12, 13}


def test_every_event_has_a_row_and_the_largest_move_comes_first(story: Story, usual: Settings) -> None:
    figure = moves_figure(story, usual, "", "light", (1010, 480))
    sizes = [abs(x) for x in figure.data[0].x]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 6
    rows = sorted((b.top, b.text) for b in boxes(figure) if b.text[0].isdigit())
    starts = [text.split(" · ")[0] for _, text in rows]
    assert starts == ["13", "14", "6–12", "15–16", "17–25", "5", "1", "2", "3", "4", "26"]


def test_bars_are_the_intervals_and_bands_the_placebos(story: Story, usual: Settings) -> None:
    figure = moves_figure(story, usual, "", "light", (1010, 480))
    dots = figure.data[0]
    moves = [row.study.abnormal for row in study_rows(story, usual) if row.study.abnormal]
    assert [x + a for x, a in zip(dots.x, dots.error_x.array, strict=True)] == pytest.approx([m.high for m in moves])
    assert [x - a for x, a in zip(dots.x, dots.error_x.arrayminus, strict=True)] == pytest.approx(
        [m.low for m in moves]
    )
    bands = [s for s in figure.layout.shapes if s.xref == "x"]
    for band, move in zip(bands, moves, strict=True):
        inside = [band.x0 <= end <= band.x1 for end in move.placebo_paths[:, -1]]
        assert 0.93 <= sum(inside) / len(inside) <= 0.97


def test_a_row_without_a_move_keeps_its_reason(story: Story, usual: Settings) -> None:
    texts = [a.text for a in moves_figure(story, usual, "", "light", (1010, 480)).layout.annotations]
    assert "Its first day is not known." in texts
    assert any(text.startswith("No observations around 24 Feb 2031") for text in texts)
    assert "rank 12 of 107 · p 0.11" in texts


def test_the_chosen_event_is_marked_in_its_row(story: Story, usual: Settings) -> None:
    figure = moves_figure(story, usual, "A07", "light", (1010, 480))
    bold = [a.text for a in figure.layout.annotations if a.font.weight == 700]
    assert bold == ["6–12 · Presidential election and 6 more · 9 Aug 2020"]
    assert not [
        a for a in moves_figure(story, usual, "", "light", (1010, 480)).layout.annotations if a.font.weight == 700
    ]


def test_a_story_whose_events_have_no_move_still_has_its_rows(fictional: Story) -> None:
    settings = usual_settings(fictional, default_state(fictional))
    figure = moves_figure(fictional, settings, "E04", "dark", (720, 300))
    assert len(figure.data[0].x) == 0
    assert_apart(figure)
    assert sum(a.text.startswith("No adjusted move: only 44 observations") for a in figure.layout.annotations) == 1


def test_a_long_name_is_cut_and_kept_in_the_hover_text() -> None:
    row = MoveRow(
        "1 · " + "A very long name " * 20, "1 Jan 2020", "rank 1 of 2 · p 0.50", Move(1, 0, 2, None), "", "whole"
    )
    figure = moves_chart([row], "Move", "Key", Sheet(700, 160, LIGHT))
    assert_apart(figure)
    assert figure.layout.annotations[2].text.endswith("…")
    assert figure.data[0].customdata[0] == "whole"


def test_many_rows_in_a_small_picture_have_smaller_words() -> None:
    move = Move(1, 0, 2, (0, 1))
    rows = [MoveRow(f"{n} · Event", "1 Jan 2020", "rank 1 of 2", move if n % 2 else None, "Why", "") for n in range(40)]
    assert_apart(moves_chart(rows, "Move", "Key", Sheet(1200, 675, LIGHT)))
    assert_apart(moves_chart(rows, "Move", "Key", Sheet(360, 900, LIGHT)))


# Both


@pytest.mark.parametrize("chart", ["paths", "events"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_theme(story: Story, chart: str, theme: str) -> None:
    figure = charts_of(story)[chart].draw(story, replace(default_state(story), theme=theme), 1200, 675, True)
    colours = THEMES[theme]
    assert figure.layout.paper_bgcolor == colours.paper
    assert {a.font.color for a in figure.layout.annotations} <= {colours.ink, colours.muted, colours.series}
    main = figure.data[-1]
    assert (main.line.color or main.marker.color) == colours.series


@pytest.mark.parametrize("chart", ["paths", "events"])
def test_a_picture_holds_its_words_and_the_page_does_not(story: Story, chart: str) -> None:
    draw, state = charts_of(story)[chart].draw, default_state(story)
    inside = " ".join(a.text for a in draw(story, state, 1200, 675, True).layout.annotations).replace("<br>", " ")
    for words in (
        "USD/BYN (Market quote)",
        "Open Exchange Rates, retrieved 24 Nov 2026",
        "Federal Reserve",
        "Bloomberg",
    ):
        assert words in inside, words
    assert "5 observations before to 10 after; flagged values left out" in inside
    assert "only nearly uniform" in inside
    beside = " ".join(a.text for a in draw(story, state, 1200, 675, False).layout.annotations)
    assert "retrieved" not in beside


def test_the_event_of_the_view_is_the_one_drawn(story: Story) -> None:
    figure = charts_of(story)["paths"].draw(story, replace(default_state(story), event="A10"), 1200, 675, True)
    assert figure.layout.annotations[0].text == "EU list of 15 to 20 names: USD/BYN (Market quote)"
    assert figure.data[-1].x[5] == 0


@pytest.mark.parametrize("chart", ["paths", "events"])
def test_charts_of_a_story_without_bond_and_with_few_days(fictional: Story, chart: str) -> None:
    assert_apart(charts_of(fictional)[chart].draw(fictional, default_state(fictional), 1200, 675, True))


def test_a_title_too_long_for_its_line_takes_two() -> None:
    title = "A title that is<br>too long"
    panel = PathsPanel("Event", [-1, 0], ["−1", "0"], [PathLine("Rate", [0.0, 1.0], ["", ""], 0)])
    figure = paths_chart([panel], "Change", "Key", Sheet(400, 400, DARK, Heading(title, "Subtitle", ["Note"])))
    assert_apart(figure)


@pytest.mark.parametrize("chart", ["paths", "events"])
@pytest.mark.parametrize("width_mm", [90, 180, 300])
def test_a_picture_on_paper_is_as_high_as_its_words_and_plots_need(story: Story, chart: str, width_mm: float) -> None:
    state = default_state(story)
    size = fitted_size(story, chart, state, print_size(width_mm))
    figure = export_figure(story, chart, state, size)
    assert_apart(figure)
    margin = figure.layout.margin
    rows = 11 if chart == "events" else 1
    # What a plot and a row have on the page.
    assert (
        size.height_px - margin.t - margin.b >= rows * (260 if chart == "paths" else 62 if width_mm < 150 else 40) - 1
    )


# Places of labels


@given(
    st.lists(st.floats(-50, 250), min_size=1, max_size=9),
    st.floats(1, 40),
)
def test_labels_are_moved_apart_inside_their_room(places: list[float], gap: float) -> None:
    found = spread(places, gap, 0, 200)
    assert all(-1e-9 <= y <= 200 + 1e-9 for y in found)
    room = min(gap, 200 / max(len(places) - 1, 1))
    ordered = sorted(found)
    assert all(b - a >= room - 1e-6 for a, b in pairwise(ordered))
    by_place = [y for _, y in sorted(zip(places, found, strict=True))]
    assert by_place == sorted(found)


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([100.0, 20.0, 60.0], 15, 0, 200) == [100.0, 20.0, 60.0]


def test_labels_on_one_place_go_up_from_it() -> None:
    assert spread([50.0, 50.0, 50.0], 10, 0, 200) == [50.0, 60.0, 70.0]
    assert spread([199.0, 199.0], 10, 0, 200) == [190.0, 200.0]
