"""The table behind a chart on the page: asked for when opened, following the view, a page at a time."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from dashboard.chart_entries import chart_entries
from dashboard.model import Story
from dashboard.state import default_state
from tests.browser import open_page


def test_nothing_is_asked_before_the_fold_is_opened(context: BrowserContext, address: str, story: Story) -> None:
    page = open_page(context, address)
    expect(page.locator("#table")).to_be_empty()
    page.click("#table-open")
    expect(page.locator("#table-body tr")).to_have_count(len(chart_entries(story, default_state(story))))
    expect(page.locator("#table-count")).to_contain_text("oldest first")


def test_the_open_table_follows_period_source_and_unit(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.click("#table-open")
    page.locator("#source label", has_text="ICE close").click()
    expect(page.locator("#table-body")).to_contain_text("2.66 BYN per USD")
    page.locator("#unit label", has_text="Change").click()
    expect(page.locator("#table-body")).to_contain_text("+9.02 % (2.66 BYN per USD)")
    expect(page.locator("#chart-summary")).to_contain_text("highest +9.02 %")
    page.locator("#period label", has_text="2020").click()
    expect(page.locator("#table-place")).to_have_text("Page 1 of 3")
    page.click("#table-on")
    expect(page.locator("#table-place")).to_have_text("Page 2 of 3")
    page.click("[data-event=A16]")
    expect(page.locator("#table-count")).to_contain_text("9 Aug 2020 to 6 Sep 2020")


def test_the_table_is_saved_as_a_file(context: BrowserContext, address: str) -> None:
    page = open_page(context, address + "?tab=ruble")
    page.click("#table-open")
    page.wait_for_selector("#table-csv")
    with page.expect_download() as waiting:
        page.click("#table-csv")
    assert waiting.value.suggested_filename == "belarus-2020_ruble_2020-08-01_2020-08-31.csv"


def test_every_chart_has_a_name_words_and_a_table(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    for tab in ("overview", "bond", "ruble", "events", "claims"):
        page.evaluate("() => { document.querySelector('#content > *').dataset.old = 'yes'; }")
        page.click(f".tabs a[data-tab={tab}]")
        page.wait_for_selector("#content > [data-old]", state="detached")
        if tab == "claims":
            page.locator(".claims-table .open").nth(5).click()
        page.wait_for_selector(".graph .main-svg")
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('.graph')].filter((graph) => {
              const place = graph.closest('[role=img], [role=application]');
              const told = document.getElementById(place?.getAttribute('aria-describedby'));
              const words = told ? told.textContent : place?.getAttribute('aria-label');
              const behind = graph.closest('figure, section')?.querySelector('details table, .chart-table');
              return !place?.getAttribute('aria-label') || (words || '').length < 40 || !behind;
            }).map((graph) => graph.id)"""
        )
        assert nameless == [], tab
