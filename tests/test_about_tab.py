"""The about tab tells what the story and the program say of themselves, for any story."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import pandas as pd
import plotly
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from dashboard import __version__
from dashboard.about_tab import content, keys_table, versions, wrong_figure
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.state import default_state
from tests.browser import Watch
from tests.conftest import FICTIONAL


def texts(component: Any) -> Iterator[str]:
    """Every piece of text of a component, in order."""
    if isinstance(component, str):
        yield component
    elif isinstance(component, list | tuple):
        for item in component:
            yield from texts(item)
    elif component is not None:
        yield from texts(getattr(component, "children", None))


def words(component: Any) -> str:
    return " ".join(" ".join(texts(component)).split())


def about(story: Story) -> str:
    return words(content(story, default_state(story), 1000))


@pytest.fixture(scope="module")
def fictional() -> Story:
    return load_story(FICTIONAL)


def test_it_tells_article_limits_and_signs(story: Story) -> None:
    text = about(story)
    assert story.file.limits in text
    assert story.file.summary in text
    assert "“Putin Steps Up Support for Belarus With Pledge of Police” , Bloomberg, 27 Aug 2020." in text
    for panel in story.file.panels:
        assert f"{panel.title} ↑ {panel.rise_means}, ↓ {panel.fall_means}. Unit: {panel.axis}. {panel.explain}" in text


def test_bases_are_counted_from_the_events(story: Story, fictional: Story) -> None:
    # Counted by hand in the fictional story.toml: one event of each of these, none with an external date.
    text = about(fictional)
    assert "The 4 events of the article" in text
    for basis in ("Stated (1)", "Weekday (1)", "Relative (1)", "Inferred (1)"):
        assert basis in text
    assert "External" not in text
    assert "2 more events around it" in text
    lone = replace(fictional, context=())
    assert "more events around it" not in about(lone)
    assert "The 26 events of the article" in about(story)
    assert "External (4)" in about(story)


def test_all_four_verdicts_are_explained(story: Story) -> None:
    text = about(story)
    for verdict in ("Supported", "Contradicted", "Depends", "Cannot be checked"):
        assert f" {verdict} " in text


def test_sources_stand_with_their_terms(story: Story, fictional: Story) -> None:
    text = about(story)
    for info in story.info.values():
        assert f"{info.publisher} {info.title} {info.terms}" in text
    for live in story.live:
        assert live.title in text
        assert f"Terms: {live.terms}" in text
    assert "Live figures, fetched when you ask for it" not in about(fictional)


def test_a_wrong_figure_goes_to_whoever_the_story_names(fictional: Story) -> None:
    def told(where: str) -> Any:
        return wrong_figure(replace(fictional, file=fictional.file.model_copy(update={"report_to": where})))

    assert "Tell" not in words(told(""))
    assert words(told("desk@gazette.example")).startswith("Tell desk@gazette.example , with the series")
    page = told("https://gazette.example/corrections")
    links = [part for part in page[0].children if getattr(part, "href", None)]
    assert [link.href for link in links] == ["https://gazette.example/corrections"]
    for text in ("data/fictional/", "data/fictional/flaws.csv", "python -m dashboard check data/fictional"):
        assert text in words(told(""))


def test_versions_are_those_that_run(story: Story) -> None:
    named = dict(versions(story))
    assert named["dashboard"] == __version__
    assert named["Python"] == platform.python_version()
    assert named["pandas"] == pd.__version__
    assert named["plotly"] == plotly.__version__
    assert named["dash"] == version("dash")
    assert named["data, SHA-256"] == story.data_hash


def test_the_table_of_keys_says_what_each_does() -> None:
    table = keys_table([("?", "lists the keys"), ("←", "steps back")])
    rows = [[words(cell) for cell in row.children] for row in table.children[1].children]
    assert rows == [["?", "lists the keys"], ["←", "steps back"]]


SCREENS = [(1440, "light"), (768, "dark"), (390, "light")]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_it_reads_well_on_every_screen(chromium: Browser, address: str, width: int, scheme: Any) -> None:
    session = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watch = Watch(session)
    page = session.new_page()
    page.goto(f"{address}?tab=about")
    expect(page.locator(".about h2").first).to_have_text("What this is")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    session.close()
    watch.check()
