"""Live figures on the page: what the section says, and a refresh under a hand in a real browser with local servers."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from dashboard.live_box import NO_PUBLISHER, content, status_parts
from dashboard.model import Story
from dashboard.refresh import Outcome, Progress
from dashboard.refresher import Status
from dashboard.store import stored
from tests.browser import Watch, served
from tests.live_stories import story_of
from tests.publishers import Chart, Currency, Row
from tests.servers import Fault, Market, Network, market, network
from tests.test_about_tab import words

__all__ = ["market", "network"]

ANSWERS = re.compile("_dash-update-component")
CAME = Outcome("a", "A rate", "updated", 3, None, None, "A rate: 3 days are stored.")
FAILED = Outcome("b", "B rate", "failed", 0, None, None, "B rate: no network.")
NUMBERS = [Currency(145, "USD", "1995-03-29", "2021-07-08"), Currency(431, "USD", "2021-07-09", "2050-01-01")]
# Monday to Friday of a week; one quote is 10 % off the official rate, which stands at 3.2 all the time.
QUOTES: list[Row] = [(dt.date(2024, 3, day), 3.52 if day == 6 else 3.2) for day in range(4, 9)]


def said(status: Status) -> str:
    return words(status_parts(status))


def test_a_story_without_live_series_has_no_section() -> None:
    assert content(story_of()) == []


def test_every_live_series_is_listed_with_its_terms(story: Story) -> None:
    text = words(content(story))
    for live in story.live:
        assert f"{live.date_convention} {live.terms} nothing" in text
        assert live.remark in text
    assert "Continues “USD/BYN, official rate in force at month end”." in text
    assert text.count("Unverified: written from public code and never run against the real service") == 5
    assert "Deutsche Börse (Frankfurt): not looked up; unverified." in text


def test_the_state_of_a_refresh_is_told_in_words() -> None:
    step = Progress("a", "A rate", 1, 2, "Asking the bank.")
    assert said(Status()) == ""
    assert said(Status(running=True)) == "Starting …"
    assert said(Status(running=True, step=step)) == "1 of 2: A rate. Asking the bank."
    later = Progress("a", "A rate", 1, 2, CAME.sentence, CAME)
    assert said(Status(running=True, step=later, outcomes=(CAME,))) == f"1 of 2: A rate. Updated {CAME.sentence}"
    ended = said(Status(outcomes=(CAME, FAILED)))
    assert ended == f"1 updated and 1 failed of 2 series. Updated {CAME.sentence} Failed {FAILED.sentence}"
    assert said(Status(problem="No.")) == "No."
    assert said(Status(removed=("a", "b"))) == "Removed: a and b."
    assert said(Status(removed=())) == "Nothing was stored, so nothing was removed."


@pytest.fixture
def gate(market: Market) -> threading.Event:
    """Answers with figures of two live series wait here until the gate is open."""
    market.charts["BYN=X"] = Chart(QUOTES)
    market.currencies = NUMBERS
    days = [day.date() for day in pd.date_range("2019-12-20", "now")]
    market.rates = {number.number: [(day, 3.2) for day in days] for number in NUMBERS}
    opened = threading.Event()

    def waited(answer: Any) -> Any:
        # Not the cookies, which come before and have less time.
        if "chart" in answer:
            opened.wait(20)
        return answer

    market.altered = waited
    return opened


@pytest.fixture
def live_address(story: Story, network: Network) -> Iterator[str]:  # noqa: ARG001 (the way to the local publishers)
    """A server of its own, whose publishers are the local ones and whose cache is empty."""
    with served(story) as address:
        yield address


def open_tab(session: BrowserContext, address: str) -> Page:
    page = session.new_page()
    page.goto(f"{address}?tab=data")
    page.wait_for_selector("#data-body tr")
    return page


def choose(page: Page, *publishers: str) -> None:
    """Leave only these publishers chosen."""
    for label in page.locator("#live-publishers label").all():
        if not any(name in label.inner_text() for name in publishers):
            label.click()


def test_a_click_shows_at_once_that_something_goes_on(
    context: BrowserContext, live_address: str, gate: threading.Event
) -> None:
    page, held = open_tab(context, live_address), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route(ANSWERS, hold)
    page.click("#live-refresh")
    # The server has not even been asked yet.
    expect(page.locator("#live-status")).to_have_text("Starting …")
    for route in held:
        route.continue_()
    page.unroute(ANSWERS)
    expect(page.locator("#live-status progress")).to_be_visible()
    gate.set()
    expect(page.locator("#live-status")).to_contain_text("of 11 series.", timeout=30_000)


def test_a_refresh_leaves_the_page_usable_and_brings_new_lines(
    context: BrowserContext, live_address: str, market: Market, gate: threading.Event
) -> None:
    page = open_tab(context, live_address)
    status = page.locator("#live-status")
    expect(page.locator("#live-remove")).to_be_disabled()
    assert market.asked == [], "opening the page asks nobody"

    page.click("#live-refresh")
    expect(status.locator("progress")).to_be_visible()
    expect(status).to_contain_text("1 of 11: USD/BYN, Yahoo Finance. Asking Yahoo Finance for 2019-12-20 to")
    expect(page.locator("#live-refresh")).to_have_attribute("aria-disabled", "true")
    page.click("[data-tab=ruble]")
    page.wait_for_selector("#chart .main-svg")

    gate.set()
    page.click("[data-tab=data]")
    expect(status).to_contain_text("2 updated and 9 failed of 11 series.", timeout=30_000)
    expect(status).to_contain_text("USD/BYN, Yahoo Finance: 5 days from 2024-03-04 to 2024-03-08 are stored")
    expect(status).to_contain_text("USD/RUB, Yahoo Finance: query2.finance.yahoo.com has nothing under this symbol")
    expect(page.locator("#live-notes")).to_contain_text("by more than 5 % on 1 of 5 common days")
    expect(page.locator("#live-count")).to_contain_text("11 live series, 2 stored")
    expect(page.locator("#data-every")).to_contain_text("10 series")
    page.locator("#data-series label", has_text="Yahoo BYN=X (live)").click()
    page.locator("#data-period label", has_text="All").click()
    expect(page.locator("#data-count")).to_contain_text("534 rows")

    page.click("[data-tab=ruble]")
    page.wait_for_selector("#chart .main-svg")
    expect(page.locator("#chart .legend")).to_contain_text("NBRB daily (live)")
    notice = page.locator(".live-notice")
    expect(notice).to_contain_text("NBRB daily (live): 20 Dec 2019 to")
    expect(notice).to_contain_text("Continues “USD/BYN, official rate in force at month end”.")
    expect(notice).to_contain_text("Yahoo BYN=X (live): 4 Mar 2024 to 8 Mar 2024, retrieved")
    expect(notice).to_contain_text("Both are shown as published")
    page.locator("#period label", has_text="All").click()
    page.wait_for_function("() => document.querySelector('#chart .js-plotly-plot').layout.xaxis.range[1] > '2026'")


def test_what_is_stored_can_be_removed_again(
    context: BrowserContext, live_address: str, gate: threading.Event, story: Story
) -> None:
    gate.set()
    page = open_tab(context, live_address)
    choose(page, "National Bank")
    page.click("#live-refresh")
    expect(page.locator("#live-status")).to_contain_text("1 updated of 1 series.")
    page.goto(f"{live_address}?source=nbrb_usd&period=all")
    page.wait_for_selector("#chart .main-svg")
    expect(page.locator("#source input:checked")).to_have_value("nbrb_usd")
    page.click("[data-tab=data]")
    page.click("#live-remove")
    expect(page.locator("#live-status")).to_have_text("Removed: nbrb_usd.")
    expect(page.locator("#live-remove")).to_be_disabled()
    expect(page.locator("#data-every")).to_contain_text("8 series")
    assert stored(story) == {}
    page.reload()
    expect(page.locator("#message")).to_contain_text("source=nbrb_usd")


def test_a_failure_leaves_what_was_there_and_the_page_alive(
    context: BrowserContext, live_address: str, market: Market, gate: threading.Event
) -> None:
    gate.set()
    page = open_tab(context, live_address)
    choose(page, "National Bank")
    page.click("#live-refresh")
    expect(page.locator("#live-status")).to_contain_text("1 updated of 1 series.")
    market.fault = Fault("html")
    page.click("#live-refresh")
    expect(page.locator("#live-status")).to_contain_text("answered with a web page instead of figures")
    expect(page.locator("#live-status")).to_contain_text("What was stored before stays: ")
    page.click("[data-tab=overview]")
    page.wait_for_selector("#chart .main-svg")
    expect(page.locator("#source")).to_contain_text("NBRB daily (live)")
    expect(page.locator("#message")).to_be_empty()


def test_nobody_is_asked_where_no_publisher_is_chosen(
    context: BrowserContext, live_address: str, market: Market
) -> None:
    page = open_tab(context, live_address)
    choose(page)
    page.click("#live-refresh")
    expect(page.locator("#live-status")).to_have_text(NO_PUBLISHER)
    assert market.asked == []


SCREENS = [(1440, "dark"), (390, "light")]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_with_live_series_every_tab_fits_its_screen(
    chromium: Browser, live_address: str, gate: threading.Event, width: int, scheme: Any
) -> None:
    gate.set()
    session = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    watch = Watch(session)
    page = open_tab(session, live_address)
    page.click("#live-refresh")
    expect(page.locator("#live-status")).to_contain_text("of 11 series.", timeout=30_000)
    page.locator("#live-count").click()
    expect(page.locator(".live-table")).to_be_visible()
    for tab in ("data", "overview", "ruble", "events"):
        page.click(f"[data-tab={tab}]")
        expect(page.locator(f"[data-tab={tab}]")).to_have_attribute("aria-current", "page")
        page.evaluate("() => { for (const fold of document.querySelectorAll('#content details')) fold.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
    page.click("[data-tab=data]")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    if width < 600:
        small = page.evaluate(
            "[...document.querySelectorAll('.live :is(button, summary, .pills label)')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"
        )
        assert small == []
    session.close()
    watch.check()
