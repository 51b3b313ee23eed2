"""The event study tab: its parts, its answers, its pictures, and what it does under a hand in a real browser."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest
from dash import no_update
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard import study_controls as controls
from dashboard.errors import ExportError
from dashboard.events_tab import answer, content, saved
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.picture import inspect_bytes
from dashboard.state import OWN, default_state
from dashboard.study import occasions, study_of, usual_settings
from dashboard.study_words import change_text, interval_text, p_text, rank_text
from tests import crowns
from tests.browser import Watch, open_page
from tests.conftest import FICTIONAL

READY = "#events-paths-graph .main-svg"
MESSAGES = {"day_message", "window_message"}


@pytest.fixture(scope="module")
def fictional() -> Story:
    return load_story(FICTIONAL)


def asked(story: Story, **changes: Any) -> dict[str, Any]:
    """The controls as the tab shows them first, but for the changes."""
    settings = usual_settings(story, default_state(story))
    usual = {
        "event": "A04", "day": "", "series": settings.series, "benchmarks": list(settings.benchmarks), "before": "5",
        "after": "10", "compare": "", "show": "raw",
    }  # fmt: skip
    return {**usual, **changes}


def parts(component: Any) -> Iterator[Any]:
    """A component and all inside it."""
    if isinstance(component, list | tuple):
        for item in component:
            yield from parts(item)
    elif component is not None:
        yield component
        yield from parts(getattr(component, "children", None))


def words(component: Any) -> str:
    """All that a part of the page says."""
    return " ".join(str(p) for p in parts(component) if isinstance(p, str | int | float))


def by_id(found: Any, component_id: str) -> Any:
    return next(p for p in parts(found) if getattr(p, "id", None) == component_id)


# Parts


def test_every_event_can_be_chosen_and_an_own_day(story: Story) -> None:
    radios = by_id(content(story, default_state(story), 1010), controls.EVENT)
    assert [option["value"] for option in radios.options] == [o.key for o in occasions(story)] + [OWN]
    assert radios.value == "A04"
    assert words(radios.options[5]["label"]) == "6 Presidential election 9 Aug 2020"


def test_the_event_of_a_link_is_chosen_a_context_one_too(story: Story) -> None:
    assert by_id(content(story, replace(default_state(story), event="A15"), 1010), controls.EVENT).value == "A15"
    around = next(e for e in story.context if e.id not in {x.same_as for x in story.events})
    radios = by_id(content(story, replace(default_state(story), event=around.id), 1010), controls.EVENT)
    assert radios.value == around.id
    assert len(radios.options) == 28


def test_benchmarks_and_days_to_compare_with_are_the_storys(story: Story, fictional: Story) -> None:
    found = content(story, default_state(story), 1010)
    assert by_id(found, controls.BENCHMARKS).value == list(story.file.benchmarks)
    labels = [option["label"] for option in by_id(found, controls.COMPARE).options]
    assert labels[:4] == ["None", "4 · 31 Dec", "5 · 1 Aug", "6–12 · 9 Aug"]
    found = content(fictional, default_state(fictional), 358)
    assert [option["value"] for option in by_id(found, controls.BENCHMARKS).options] == ["neighbour_market"]


def test_both_charts_have_a_name_a_summary_and_a_table(story: Story) -> None:
    found = content(story, default_state(story), 1010)
    for chart, rows in (("paths", 16), ("events", 26)):
        figure = by_id(found, f"events-{chart}")
        assert getattr(figure, "aria-label")
        assert words(by_id(figure, f"events-{chart}-summary")).endswith(".")
        body = next(p for p in parts(by_id(figure, f"events-{chart}-table")) if type(p).__name__ == "Tbody")
        assert len(body.children) == rows


def test_controls_are_folded_on_a_phone(story: Story) -> None:
    for width, opened in ((1010, True), (358, False)):
        folds = [p for p in parts(content(story, default_state(story), width)) if getattr(p, "className", "") == "fold"]
        assert [fold.open for fold in folds] == [opened, opened]


def test_a_story_without_a_daily_series_says_so() -> None:
    monthly = crowns.info(frequency="monthly")
    made = crowns.story({crowns.RATE: crowns.frame({"2019-01-31": 1.0, "2019-02-28": 1.1})}, infos=[monthly])
    assert "needs a daily series" in words(content(made, default_state(made), 1010))


# Answers


def test_what_the_tab_says_is_what_the_study_found(story: Story) -> None:
    settings = usual_settings(story, default_state(story))
    for occasion in occasions(story):
        study = study_of(story, settings, occasion.day)
        said = words(answer(story, asked(story, event=occasion.key), "light", 1010)["result"])
        for figure in (
            change_text(study.before, study.unit),
            change_text(study.after, study.unit),
            interval_text(study.abnormal, study.unit),
            rank_text(study.abnormal),
            p_text(study.abnormal),
        ):
            assert figure in said, (occasion.key, figure)


def test_another_window_series_and_benchmark_change_the_figures(story: Story) -> None:
    def adjusted(**changes: Any) -> str:
        rows = [
            p
            for p in parts(answer(story, asked(story, **changes), "light", 1010)["result"])
            if type(p).__name__ == "Tr"
        ]
        return next(words(row) for row in rows if words(row).startswith("Adjusted move"))

    found = [adjusted(), adjusted(after="3"), adjusted(series="usd_byn_ice_close"), adjusted(benchmarks=["brent_spot"])]
    assert len(set(found)) == 4


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"before": "0"}, "window_message", "at least 1 observation before"),
        ({"after": "many"}, "window_message", "“many” is not a whole number"),
        ({"event": OWN, "day": "2020-02-30"}, "day_message", "“2020-02-30” is not a date"),
        ({"event": OWN, "day": "1990-01-01"}, "day_message", "is outside. Choose a day in between"),
    ],
)
def test_a_wrong_field_is_answered_beside_it_and_nothing_else_moves(
    story: Story, changes: dict[str, str], field: str, says: str
) -> None:
    found = answer(story, asked(story, **changes), "light", 1010)
    assert says in found[field]
    assert all(found[name] is no_update for name in found if name not in MESSAGES)
    assert all(found[name] == "" for name in MESSAGES - {field})


def test_two_events_stand_side_by_side(story: Story) -> None:
    found = answer(story, asked(story, compare="A01"), "light", 1010)
    assert words(found["reading"]).count("comparable windows") == 2
    assert found["paths_figure"].layout.xaxis2.domain[0] > found["paths_figure"].layout.xaxis.domain[1]
    assert words(found["paths_table"]).count("Middle 95 % of windows") == 2
    # Compared with itself, an event stands alone.
    alone = answer(story, asked(story, compare="A04"), "light", 1010)
    assert words(alone["reading"]).count("comparable windows") == 1


def test_a_story_without_enough_days_gives_an_answer_everywhere(fictional: Story) -> None:
    for key in [o.key for o in occasions(fictional)]:
        found = answer(fictional, asked(fictional, event=key, benchmarks=[]), "dark", 358)
        assert words(found["reading"])
        assert isinstance(found["paths_figure"], go.Figure)
        assert "4 events have no adjusted move" in words(found["events_summary"])


# Pictures


def test_a_picture_is_the_chart_on_screen(story: Story) -> None:
    picture = saved(story, "paths", asked(story, after="3"), "dark", ["square", "as shown", "png"], copied=False)
    assert (picture["width"], picture["height"]) == (720, 720)
    assert picture["name"] == "belarus-2020_paths-A04_2020-08-03_2020-08-13_square_dark.png"
    figure = go.Figure(picture["figure"])
    assert list(figure.data[-1].x) == list(range(-5, 4))
    assert figure.layout.paper_bgcolor == "#14181d"
    assert "5 observations before to 3 after" in " ".join(a.text for a in figure.layout.annotations)


def test_the_command_of_a_picture_stands_only_where_it_draws_the_same(story: Story) -> None:
    usual = saved(story, "paths", asked(story, event="A15"), "light", ["screen", "light", "svg"], copied=False)
    assert "export paths" in usual["metadata"]
    assert "--event A15" in usual["metadata"]
    other = saved(story, "events", asked(story, before="3"), "light", ["screen", "light", "svg"], copied=False)
    assert "none: set on the page to 3 observations before to 10 after" in other["metadata"]
    assert base64.b64decode(other["chunks"])


def test_a_picture_of_a_wrong_field_is_refused_with_the_reason(story: Story) -> None:
    with pytest.raises(ExportError, match="at least 1 observation"):
        saved(story, "paths", asked(story, before="0"), "light", ["screen", "as shown", "png"], copied=False)


# Under a hand


def study_page(context: BrowserContext, address: str, query: str = "") -> Page:
    return open_page(context, f"{address}?tab=events{query}", READY)


def test_choosing_an_event_shows_it_and_its_address(context: BrowserContext, address: str) -> None:
    page = study_page(context, address)
    page.locator("#events-event label", has_text="Ruble down a seventh day").click()
    expect(page.locator("#events-reading")).to_contain_text("22 · Ruble down a seventh day, 27 Aug 2020.")
    expect(page.locator("#events-paths-graph")).to_contain_text("22 · Ruble down a seventh day")
    assert "event=A15" in page.url


def test_a_link_opens_its_event_in_view(context: BrowserContext, address: str) -> None:
    page = study_page(context, address, "&event=A26")
    chosen = page.locator("#events-event label:has(input:checked)")
    expect(chosen).to_contain_text("EU keeps names secret")
    expect(chosen).to_be_in_viewport()
    assert page.url.endswith("?tab=events&event=A26")


def test_back_brings_the_event_before(context: BrowserContext, address: str) -> None:
    page = study_page(context, address, "&event=A10")
    page.locator("#events-event label", has_text="Ruble down a seventh day").click()
    expect(page.locator("#events-reading")).to_contain_text("22 · ")
    page.go_back()
    expect(page.locator("#events-reading")).to_contain_text("13 · EU list of 15 to 20 names")
    assert page.url.endswith("?tab=events&event=A10")


def test_the_theme_redraws_both_charts_and_keeps_the_event(context: BrowserContext, address: str) -> None:
    page = study_page(context, address, "&event=A15")
    page.click("#theme-button")
    for chart in ("paths", "events"):
        plot = f"document.querySelector('#events-{chart}-graph .js-plotly-plot')"
        page.wait_for_function(f"() => {plot}.layout.paper_bgcolor === '#14181d'")
    expect(page.locator("#events-reading")).to_contain_text("22 · ")
    assert "event=A15" in page.url


def test_arrow_keys_step_through_the_events(context: BrowserContext, address: str) -> None:
    page = study_page(context, address)
    page.locator("#events-event input:checked").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#events-reading")).to_contain_text("5 · Yields at a record")


def test_a_day_that_is_typed_is_studied_or_answered(context: BrowserContext, address: str) -> None:
    page = study_page(context, address)
    page.fill("#events-day", "27 August")
    page.press("#events-day", "Enter")
    expect(page.locator("#events-day-message")).to_contain_text("“27 August” is not a date")
    expect(page.locator("#events-reading")).to_contain_text("Presidential election")
    page.fill("#events-day", "2020-09-23")
    page.press("#events-day", "Enter")
    expect(page.locator("#events-reading")).to_contain_text("Own date, 23 Sep 2020.")
    expect(page.locator("#events-day-message")).to_be_empty()
    expect(page.locator("#events-event input:checked")).to_have_value(OWN)


def test_a_window_is_checked_beside_its_fields(context: BrowserContext, address: str) -> None:
    page = study_page(context, address)
    page.fill("#events-after", "99")
    page.press("#events-after", "Enter")
    expect(page.locator("#events-window-message")).to_contain_text("at most 60 together")
    page.fill("#events-after", "2")
    page.press("#events-after", "Enter")
    expect(page.locator("#events-window-message")).to_be_empty()
    expect(page.locator("#events-result")).to_contain_text("After: day −1 to +2")


def test_the_picture_that_is_saved_is_the_one_on_screen(context: BrowserContext, address: str) -> None:
    page = study_page(context, address)
    page.locator("#events-compare label", has_text="17–25").click()
    expect(page.locator("#events-reading")).to_contain_text("17 · ")
    page.locator(".save summary").first.click()
    with page.expect_download() as download:
        page.click("#events-paths-save")
    assert download.value.suggested_filename == "belarus-2020_paths-A04-A01_2020-08-03_2020-09-10_screen_light.png"
    data = download.value.path().read_bytes()
    assert Image.open(io.BytesIO(data)).size == (2400, 1350)
    assert inspect_bytes(data)["Period"] == "2020-08-03 to 2020-09-10"
    expect(page.locator("#events-paths-saved")).to_contain_text("Saved")


def test_a_narrower_window_gets_figures_of_its_width(context: BrowserContext, address: str) -> None:
    page = study_page(context, address)
    ticks = "document.querySelector('#events-paths-graph .js-plotly-plot').layout.xaxis.tickvals"
    assert page.evaluate(f"{ticks}.length") == 16
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(f"() => {ticks}.length === 4")
    assert page.evaluate(ticks) == [-5, 0, 5, 10]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_small_screens_hold_the_tab_without_scrolling_sideways(
    chromium: Browser, address: str, width: int, height: int, scheme: Any
) -> None:
    small = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    watch = Watch(small)
    page = study_page(small, address)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.evaluate("document.querySelector('#events-paths-graph .js-plotly-plot').layout.paper_bgcolor")
    assert paper == {"light": "#ffffff", "dark": "#14181d"}[scheme]
    if width < 600:
        heights = page.evaluate(
            "[...document.querySelectorAll('.study .fold label, .study summary, .study button')]"
            ".map((e) => e.getBoundingClientRect().height).filter((h) => h)"
        )
        assert min(heights) >= 44
    small.close()
    watch.check()
