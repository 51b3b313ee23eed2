"""The page without a mouse: the chart is walked by its days and events, the list of keys opens, a picture is saved."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.about_tab import KEYS
from dashboard.picture import inspect_bytes
from tests.browser import open_page

CROSSHAIR = "document.querySelector('.crosshair')"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_arrows_step_through_the_days_with_figures(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.focus("#chart-frame")
    said = page.locator("#chart-told")
    page.keyboard.press("Home")
    expect(said).to_have_text("Monday, 3 August 2020. 2.440265 BYN per USD · Market quote")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Tuesday, 4 August 2020")
    page.keyboard.press("End")
    expect(said).to_contain_text("Monday, 31 August 2020")
    expect(said).to_contain_text("NBRB month end")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(said).to_contain_text("Thursday, 27 August 2020")
    # One hover box tells of both panels, with kind and publisher.
    box = page.locator("#chart .hoverlayer")
    expect(box).to_contain_text("7.30 % · 2031 · stated yield")
    expect(box).to_contain_text("Bloomberg (BloombergQuint)")
    expect(box).to_contain_text("2.662566 BYN per USD · Market quote")
    assert page.evaluate(f"getComputedStyle({CROSSHAIR}).display") == "block"
    page.keyboard.press("Escape")
    expect(said).to_be_empty()
    assert page.evaluate(f"getComputedStyle({CROSSHAIR}).display") == "none"


def test_arrows_step_through_the_events(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.focus("#chart-frame")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#chart-told")).to_contain_text("4 · Ruble's loss in 2020")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-event=A12]")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#chart-summary")).to_contain_text("chosen: Yields at a record")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#chart-told")).to_contain_text("4 · Ruble's loss in 2020")
    page.keyboard.press("Escape")
    expect(page.locator(".event[aria-expanded=true]")).to_have_count(0)


def test_the_crosshair_crosses_a_panel_without_a_figure_that_day(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    upper = page.locator("#chart .nsewdrag").first.bounding_box()
    assert upper is not None
    # The 21st: the market quote has a value, of the bond nothing was published.
    page.mouse.move(upper["x"] + upper["width"] * 20.5 / 31, upper["y"] + 20)
    page.mouse.move(upper["x"] + upper["width"] * 20.5 / 31 + 2, upper["y"] + 24)
    expect(page.locator("#chart .hoverlayer")).to_contain_text("nothing published for this day")
    expect(page.locator("#chart .hoverlayer")).to_contain_text("stale: 2.4843 while two other sources")
    line = page.locator(".crosshair").bounding_box()
    assert line is not None
    assert abs(line["x"] - (upper["x"] + upper["width"] * 20.5 / 31)) < 2
    assert line["y"] <= upper["y"]
    assert line["y"] + line["height"] > upper["y"] + 2 * upper["height"]


def test_a_question_mark_lists_every_key(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.focus("#chart-frame")
    page.keyboard.press("?")
    dialog = page.locator("dialog#help")
    expect(dialog.locator("kbd")).to_have_text([key for key, _ in KEYS])
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert page.evaluate("document.activeElement.id") == "chart-frame"


def test_a_field_keeps_its_keys(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.locator("#period label", has_text="Own dates").click()
    page.fill("#from", "")
    page.keyboard.type("?")
    expect(page.locator("dialog#help")).not_to_be_visible()
    assert page.input_value("#from") == "?"


def test_keys_of_the_browser_stay_its_own(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.focus("#chart-frame")
    page.evaluate("""() => { window.taken = []; window.addEventListener('keydown',
        (key) => window.taken.push([key.key, key.defaultPrevented])); }""")
    for key in ("Control+Home", "Shift+ArrowRight", "PageDown", "Tab"):
        page.keyboard.press(key)
    assert [key for key, taken in page.evaluate("window.taken") if taken] == []


def test_a_picture_is_found_and_saved_by_keys_alone(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = open_page(context, address)
    tab_to(page, "#save-open")
    page.keyboard.press("Enter")
    page.wait_for_selector("#save")
    tab_to(page, "#save")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    target = tmp_path / "picture.png"
    waiting.value.save_as(target)
    assert Image.open(io.BytesIO(target.read_bytes())).size == (2400, 1350)
    assert "export overview" in inspect_bytes(target.read_bytes())["Command"]
    tab_to(page, "#chart-frame")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => location.search.includes('event=')")
    tab_to(page, "#table-open")
    page.keyboard.press("Enter")
    expect(page.locator("#table-body tr").first).to_be_visible()
