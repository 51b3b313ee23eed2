"""What the page says while the server is at work: nothing for a moment, then that it loads, and that it is gone."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import open_page

ANSWERS = re.compile("_dash-update-component")
WATCH = """() => {
  window.said = [];
  const mark = document.querySelector('.loading'), start = performance.now();
  const note = () => window.said.push([performance.now() - start, mark.textContent,
                                       document.getElementById('content').getAttribute('aria-busy')]);
  new MutationObserver(note).observe(mark, { childList: true });
}"""


def choose_source(page: Page) -> None:
    page.evaluate(WATCH)
    page.locator("#source label", has_text="ICE close").click()
    expect(page.locator("#cards .big").first).to_have_text("−21.05 %")


def test_a_slow_answer_is_said_to_load_after_200_ms(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)

    def late(route: Route) -> None:
        time.sleep(0.6)
        route.continue_()

    page.route(ANSWERS, late)
    choose_source(page)
    page.wait_for_function("() => window.said.length >= 2")
    shown, hidden = page.evaluate("window.said")[:2]
    assert shown[0] >= 200
    assert shown[1:] == ["Loading …", "true"]
    assert hidden[0] - shown[0] >= 299
    assert hidden[1:] == ["", "false"]


def test_a_quick_answer_shows_nothing(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.route(ANSWERS, lambda route: route.fulfill(status=204))
    page.evaluate(WATCH)
    page.locator("#source label", has_text="ICE close").click()
    page.wait_for_timeout(700)
    assert page.evaluate("window.said") == []


def test_a_server_that_is_gone_is_said_to_be(chromium: Browser, address: str) -> None:
    session = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = open_page(session, address)
    page.route(ANSWERS, lambda route: route.abort())
    page.locator("#source label", has_text="ICE close").click()
    expect(page.locator("#message")).to_contain_text("does not answer")
    # What needs no server still works.
    page.locator("#period label", has_text="2020").click()
    page.wait_for_function("() => location.search.includes('period=2020')")
    page.unroute(ANSWERS)
    page.locator("#source label", has_text="NBU cross").click()
    expect(page.locator("#message")).to_be_empty()
    session.close()


def test_reduced_motion_stops_the_wheel(chromium: Browser, address: str) -> None:
    session = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = open_page(session, address)
    names = page.evaluate("getComputedStyle(document.querySelector('.loading'), '::before').animationName")
    assert names == "none"
    assert page.evaluate("[...document.querySelectorAll('*')].filter(e => "
                         "getComputedStyle(e).transitionDuration.split(', ').some(t => parseFloat(t) > 0))"
                         ".map(e => e.outerHTML.slice(0, 80))") == []  # fmt: skip
    session.close()


SHIFTS = """new PerformanceObserver(list => {
  for (const shift of list.getEntries()) window.shifted = (window.shifted || 0) + shift.value;
}).observe({ type: 'layout-shift', buffered: true });"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("tab", "ready"),
    [("events", ".event-radios .when"), ("data", "#own-upload input[aria-label]"), ("overview", "#chart .main-svg")],
)
def test_nothing_jumps_while_a_tab_arrives(
    context: BrowserContext, address: str, width: int, tab: str, ready: str
) -> None:
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{address}?tab={tab}")
    page.wait_for_selector(ready, state="attached")
    page.wait_for_load_state("networkidle")
    # A shift is told of with the frame after it.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.shifted || 0") < 0.01
