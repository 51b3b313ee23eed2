"""The page on paper: headline, cards, whole charts, events and sources, in light colours, and nothing to press."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.themes import paired_colours
from tests.browser import Watch, open_page

PAPER_PX = (1040, 711)
"""What an A4 page in landscape holds between its margins of 11 mm; other papers are no narrower than 970."""
LOOK = """() => window.addEventListener('beforeprint', () => {
  window.printed = [...document.querySelectorAll('.graph')].map((graph) => {
    const zoom = Number(graph.parentElement.style.zoom);
    return { width: graph.clientWidth * zoom, height: graph.clientHeight * zoom,
             ground: graph.querySelector('.main-svg').style.backgroundColor,
             inks: [...new Set([...graph.querySelectorAll('text')].map((text) => text.style.fill))] };
  });
})"""


def printed(page: Page) -> tuple[int, list[Any]]:
    """Number of pages, and how the charts looked while they were printed."""
    page.evaluate(LOOK)
    document = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", document)), page.evaluate("window.printed")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_overview_is_two_pages_with_a_whole_light_chart(chromium: Browser, address: str, width: int) -> None:
    session = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme="dark")
    watch = Watch(session)
    page = open_page(session, address)
    pages, charts = printed(page)
    assert pages == 2
    assert charts[0]["width"] <= PAPER_PX[0]
    assert charts[0]["height"] <= 500
    assert charts[0]["ground"] == "rgb(255, 255, 255)"
    dark = {
        page.evaluate(
            "colour => { const probe = new Option(); probe.style.color = colour; return probe.style.color; }", c["dark"]
        )
        for c in paired_colours()
    }
    assert dark & set(charts[0]["inks"]) == set()
    # Afterwards the screen is dark and full again.
    assert page.evaluate("document.querySelector('#chart .main-svg').style.backgroundColor") == "rgb(20, 24, 29)"
    assert page.evaluate("document.querySelector('.graph').parentElement.style.zoom") == ""
    session.close()
    watch.check()


def test_charts_of_the_event_study_fit_the_paper(context: BrowserContext, address: str) -> None:
    page = open_page(context, address + "?tab=events", ready=".study .main-svg")
    _, charts = printed(page)
    assert len(charts) == 2
    assert all(chart["width"] <= PAPER_PX[0] and chart["height"] <= PAPER_PX[1] for chart in charts)


def test_paper_has_what_is_read_and_nothing_to_press(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.emulate_media(media="print")
    for seen in ("h1", ".headline", "#cards", "#chart", "#events li >> nth=25", ".limits .wide"):
        expect(page.locator(seen)).to_be_visible()
    for gone in ("#period", "#save-open", "#theme-button", ".tabs", "[data-act=reset]", "#table-open"):
        expect(page.locator(gone)).not_to_be_visible()
    assert page.evaluate(
        "document.querySelector('#events').scrollHeight <= document.querySelector('#events').clientHeight + 1"
    )
    expect(page.locator(".limits .wide")).to_contain_text("Open Exchange Rates, retrieved")


def test_the_hint_of_the_keys_on_a_focused_chart_stays_off_the_paper(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.keyboard.press("Tab")
    page.focus("#chart-frame")
    hint = "getComputedStyle(document.querySelector('#chart-frame'), '::after').content"
    assert "keys" in page.evaluate(hint)
    page.emulate_media(media="print")
    assert page.evaluate(hint) == "none"
