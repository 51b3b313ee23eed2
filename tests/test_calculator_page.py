"""The bond's tab in a real browser: typing, switching, bad input beside its field, the record, a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.model import Story
from tests.browser import Watch, open_page

FIRST = "#calculator-answer tr:first-child"


def opened(context: BrowserContext, address: str) -> Page:
    return open_page(context, f"{address}?tab=bond")


def test_it_opens_with_the_articles_quote(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    expect(page.locator(FIRST)).to_contain_text("93.29 per 100")
    expect(page.locator("#calculator-answer")).to_have_attribute("aria-live", "polite")


def test_an_answer_follows_what_is_typed(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.fill("#calculator-day", "2021-05-25")
    page.locator("#calculator-known label", has_text="Clean price").click()
    expect(page.locator("#calculator-figure-label")).to_have_text("Clean price, per 100 of face")
    page.fill("#calculator-figure", "90.94")
    expect(page.locator(FIRST)).to_contain_text("7.716 %")
    expect(page.locator("#calculator-answer")).to_contain_text("7.865 %")


def test_switching_what_is_known_keeps_the_quote(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.locator("#calculator-known label", has_text="Clean price").click()
    expect(page.locator(FIRST)).to_contain_text("7.300 %")
    assert float(page.input_value("#calculator-figure")) == pytest.approx(93.29, abs=0.005)


def test_another_bond_is_answered_for_the_same_day(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.locator("#calculator-bond label", has_text="2026").click()
    expect(page.locator(FIRST)).not_to_contain_text("93.29")
    expect(page.locator("#calculator-answer")).to_contain_text("7.300 %")


def test_bad_input_is_answered_beside_its_field_and_the_rest_lives(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    page.fill("#calculator-figure", "seven")
    expect(page.locator("#calculator-figure-problem")).to_contain_text("“seven” is not a number")
    expect(page.locator("#calculator-answer table")).to_have_count(0)
    page.fill("#calculator-day", "2020-01-01")
    expect(page.locator("#calculator-day-problem")).to_contain_text("Choose a trade date from 2020-06-22")
    page.fill("#calculator-figure", "7.30")
    page.fill("#calculator-day", "2020-08-27")
    expect(page.locator(FIRST)).to_contain_text("93.29 per 100")
    expect(page.locator("#calculator-day-problem")).to_be_empty()
    expect(page.locator("#calculator-figure-problem")).to_be_empty()


def test_the_record_opens_with_every_entry(context: BrowserContext, address: str, story: Story) -> None:
    page = opened(context, address)
    page.click(".record > summary")
    expect(page.locator(".record tbody tr").first).to_be_visible()
    assert page.locator(".record tbody tr").count() == len(story.reports) + len(story.marks)


def test_another_tab_has_neither_and_no_error(context: BrowserContext, address: str) -> None:
    page = open_page(context, f"{address}?tab=ruble")
    expect(page.locator(".calculator")).to_have_count(0)
    expect(page.locator(".summary")).to_contain_text("Largest difference between the sources")


def test_on_a_phone_nothing_scrolls_sideways_and_targets_are_large(chromium: Browser, address: str) -> None:
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True)
    watch = Watch(phone)
    page = open_page(phone, f"{address}?tab=bond")
    page.click(".record > summary")
    expect(page.locator(".record tbody tr").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for part in page.locator(".calculator .pills label, .calculator .dash-input, .calculator summary").all():
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    phone.close()
    watch.check()
