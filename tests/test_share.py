"""A link carries the view to another browser, and the view is reset with one press."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser import Watch, open_page

VIEW = "?period=own&from=2020-07-01&to=2020-09-30&source=usd_byn_ice_close&unit=change&event=A04&theme=dark"


def test_a_copied_link_opens_the_same_view_elsewhere(chromium: Browser, address: str) -> None:
    here = chromium.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = open_page(here, address)
    page.locator("#source label", has_text="ICE close").click()
    page.click("[data-event=A16]")
    page.wait_for_function("() => location.search.includes('event=A16') && location.search.includes('ice_close')")
    page.click("[data-act=link]")
    expect(page.locator("#link-said")).to_have_text("Copied")
    expect(page.locator("#chart-summary")).to_contain_text("chosen: ")
    link = page.evaluate("navigator.clipboard.readText()")
    summary = page.inner_text("#chart-summary")
    here.close()
    there = chromium.new_context(viewport={"width": 1440, "height": 900})
    watch = Watch(there)
    copy = open_page(there, link)
    expect(copy.locator("[data-event=A16]")).to_have_attribute("aria-expanded", "true")
    assert copy.inner_text("#chart-summary") == summary
    there.close()
    watch.check()


def test_a_refused_clipboard_says_where_the_link_is(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.click("[data-act=link]")
    expect(page.locator("#link-said")).to_contain_text("address bar")


def test_reset_brings_the_first_view_and_keeps_the_colours(context: BrowserContext, address: str) -> None:
    page = open_page(context, address + VIEW)
    for _ in range(2):
        page.click("[data-act=reset]")
        page.wait_for_function("() => location.search === '?theme=dark'")
        expect(page.locator("#period input:checked")).to_have_value("election")
        expect(page.locator("#unit input:checked")).to_have_value("level")
        expect(page.locator(".event[aria-expanded=true]")).to_have_count(0)
        page.wait_for_selector("#chart .main-svg")
        # A second time, from a view that was changed since.
        page.locator("#period label", has_text="2020").click()
        page.wait_for_function("() => location.search.includes('period=2020')")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_reset_stays_on_the_open_tab(context: BrowserContext, address: str) -> None:
    page = open_page(context, address + "?tab=ruble&unit=change")
    page.click("[data-act=reset]")
    expect(page.locator("#unit input:checked")).to_have_value("level")
    assert page.evaluate("location.search") == "?tab=ruble"
