"""The data tab: its table of series, rows under a hand in a real browser, and the files a reader takes away."""

from __future__ import annotations

import base64
import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from dash import no_update
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard import rows_box as rows
from dashboard.bundle import story_bundle
from dashboard.citation import series_citation
from dashboard.data_tab import answer, content, next_order, rows_file, zip_file
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.rows_table import SHOWN
from dashboard.state import OWN, default_state
from dashboard.summary import story_summary
from tests import crowns
from tests.browser import Watch
from tests.conftest import FICTIONAL
from tests.test_about_tab import words

FIRST = dict(rows.FIRST_ORDER)
ROW = "#data-body tr"


def given(story: Story, **changes: Any) -> dict[str, Any]:
    """Values of the controls: the first series over all days unless changed."""
    usual = {
        "series": [next(iter(story.info))], "period": "all", "start": "", "end": "", "flagged": [],
        "filters": dict.fromkeys(SHOWN, ""),
    }  # fmt: skip
    return {**usual, **changes}


@pytest.fixture(scope="module")
def fictional() -> Story:
    return load_story(FICTIONAL)


def shown(story: Story, **changes: Any) -> str:
    return words(content(replace(story, **changes), default_state(story), 1000))


def test_every_series_is_told_with_what_its_file_says(story: Story) -> None:
    text = shown(story)
    for row in story_summary(story).to_dict("records"):
        info = story.info[row["series"]]
        figures = f"{row['rows']} {row['missing']} {row['flagged'].replace('_', ' ') or 'none'} {info.unit}"
        assert f"{figures} {info.dated_by} {info.terms} 24 Nov 2026" in text
        assert series_citation(story, info.name) in text
        assert all(flaw in text for flaw in info.known_flaws)
    assert "24 Dec 2019 – 31 Dec 2021 529 0 stale 13 BYN per USD" in text


def test_the_invented_story_works_too(fictional: Story) -> None:
    text = shown(fictional)
    # 119 and 120 rows; March 2021 has 23 weekdays, and its one flag is on the 18th.
    assert "2 series, 239 rows" in text
    assert "23 rows, 1 flagged" in text
    assert "Besides the series it holds 4 events of the article, 2 events around it and 2 claims." in text


def test_a_story_without_series_says_so() -> None:
    some = crowns.story({"crowns": crowns.frame({"2019-01-02": 2.0})})
    none = replace(some, info={}, observations={})
    assert "has no series" in words(content(none, default_state(some), 1000))


CLICKS = [
    (None, {"column": "date", "descending": False, "page": 1}),
    (f"{rows.SORT}date", {"column": "date", "descending": True, "page": 1}),
    (f"{rows.SORT}value", {"column": "value", "descending": False, "page": 1}),
    (rows.ON, {"column": "date", "descending": False, "page": 4}),
    (rows.BACK, {"column": "date", "descending": False, "page": 2}),
    (rows.SERIES, {"column": "date", "descending": False, "page": 1}),
    (f"{rows.FILTER}value", {"column": "date", "descending": False, "page": 1}),
]


@pytest.mark.parametrize(("cause", "order"), CLICKS)
def test_a_click_gives_order_and_page(cause: str | None, order: dict[str, Any]) -> None:
    assert next_order({"column": "date", "descending": False, "page": 3}, cause) == order


def test_pages_hold_100_rows_and_end_where_the_rows_end(fictional: Story) -> None:
    second = answer(fictional, given(fictional), FIRST, rows.ON)
    # 119 rows: the second page holds 19.
    assert len(second["body"]) == 19
    assert (second["place"], second["back"], second["on"]) == ("Page 2 of 2", False, True)
    assert second["count"] == "119 rows, 1 flagged, rows 101 to 119 are shown"
    beyond = answer(fictional, given(fictional), second["order"], rows.ON)
    assert beyond["order"]["page"] == 2


def test_only_the_sorted_column_says_so(fictional: Story) -> None:
    sorts = answer(fictional, given(fictional), FIRST, f"{rows.SORT}value")["sorts"]
    assert sorts == {**dict.fromkeys(SHOWN, "none"), "value": "ascending"}


def test_a_mistake_is_told_and_leaves_the_rows_as_they_were(fictional: Story) -> None:
    filters = {**dict.fromkeys(SHOWN, ""), "value": ">four"}
    told = answer(fictional, given(fictional, filters=filters), FIRST, None)
    assert "“four” is not a number" in told["problem"]
    assert told["body"] is no_update
    assert set(told["sorts"].values()) == {no_update}
    assert answer(fictional, given(fictional), FIRST, None)["problem"] == ""


def test_the_saved_csv_holds_all_pages_in_the_order_shown(fictional: Story) -> None:
    made = rows_file(fictional, given(fictional), {"column": "value", "descending": True, "page": 2})
    assert made["filename"] == "fictional_crown_market_2021-01-04_2021-06-18.csv"
    read = list(csv.DictReader(io.StringIO(made["content"].removeprefix("\ufeff"), newline="")))
    with (FICTIONAL / "crown_market.csv").open(encoding="utf-8", newline="") as file:
        kept = {row["date"]: float(row["value"]) for row in csv.DictReader(file)}
    assert {row["date"]: float(row["value"]) for row in read} == kept
    assert [float(row["value"]) for row in read] == sorted(kept.values(), reverse=True)
    assert [(row["date"], row["reason"]) for row in read if row["flag"]] == [("2021-03-18", "same as 2021-03-17")]


def test_the_saved_zip_is_the_bundle(story: Story) -> None:
    made = zip_file(story)
    assert made["filename"] == "belarus-2020.zip"
    assert base64.b64decode(made["content"]) == story_bundle(story)


def open_tab(session: BrowserContext, address: str, query: str = "") -> Page:
    page = session.new_page()
    page.goto(f"{address}?tab=data{query}")
    page.wait_for_selector(ROW)
    return page


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"{ROW} > :nth-child({number})").all_inner_texts()


def test_headings_sort_and_say_how(context: BrowserContext, address: str) -> None:
    page = open_tab(context, address)
    heading = page.locator("#data-heading-value")
    expect(heading).to_have_attribute("aria-sort", "none")
    page.click("#data-sort-value")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#data-heading-date")).to_have_attribute("aria-sort", "none")
    values = [float(text) for text in column(page, 3)]
    assert values == sorted(values)
    # The button keeps the focus, so that the keyboard turns the order round.
    page.keyboard.press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")
    # The market quote was highest on 28 August 2020, with 2.670290.
    expect(page.locator(f"{ROW} th").first).to_have_text("28 Aug 2020")


def test_filters_narrow_and_mistakes_are_said(context: BrowserContext, address: str) -> None:
    page = open_tab(context, address)
    page.fill("#data-filter-value", ">2.6")
    # Above 2.6 on the last five weekdays of August 2020 from the 25th on.
    expect(page.locator("#data-count")).to_have_text("5 of 21 rows, none flagged")
    page.fill("#data-filter-value", ">lots")
    expect(page.locator("#data-problem")).to_contain_text("“lots” is not a number")
    page.click("#data-clear")
    expect(page.locator("#data-count")).to_have_text("21 rows, 1 flagged")
    expect(page.locator("#data-problem")).to_be_empty()
    expect(page.locator("#data-filter-value")).to_have_value("")
    page.locator("#data-flagged label").click()
    expect(page.locator(ROW)).to_have_count(1)
    expect(page.locator(ROW)).to_contain_text("stale")
    page.fill("#data-filter-unit", "per EUR")
    expect(page.locator("#data-empty")).to_have_text("None of the 21 rows matches. Change or clear the filters.")


def test_several_series_and_pages(context: BrowserContext, address: str) -> None:
    page = open_tab(context, address)
    page.locator("#data-series label", has_text="Brent").click()
    expect(page.locator("#data-count")).to_contain_text("41 rows")
    page.locator("#data-period label", has_text="All").click()
    expect(page.locator("#data-place")).to_contain_text("Page 1 of 11")
    expect(page.locator("#data-back")).to_be_disabled()
    page.click("#data-on")
    expect(page.locator("#data-place")).to_have_text("Page 2 of 11")
    expect(page.locator(ROW)).to_have_count(100)
    expect(page.locator("#data-back")).to_be_enabled()


def test_the_period_is_in_the_address_and_back_returns(context: BrowserContext, address: str) -> None:
    page = open_tab(context, address)
    page.locator("#data-period label", has_text="Seven-day slide").click()
    # 17 to 28 August 2020 are ten weekdays.
    expect(page.locator("#data-count")).to_have_text("10 rows, 1 flagged")
    page.wait_for_function("() => location.search === '?tab=data&period=slide'")
    page.locator("summary", has_text="Overview").click()
    expect(page.locator("#data-citations .cited").first).to_contain_text("17 Aug 2020 to 28 Aug 2020")
    page.go_back()
    expect(page.locator("#data-count")).to_have_text("21 rows, 1 flagged")
    expect(page.locator("#data-period input:checked")).to_have_value("election")


def test_own_dates_are_checked_and_carried_to_other_tabs(context: BrowserContext, address: str) -> None:
    page = open_tab(context, address)
    expect(page.locator("#data-dates")).to_be_hidden()
    page.locator("#data-period label", has_text="Own dates").click()
    page.fill("#data-from", "31.8.2020")
    page.press("#data-from", "Enter")
    expect(page.locator("#data-problem")).to_contain_text("“31.8.2020” is not a date")
    page.fill("#data-from", "2020-08-20")
    page.press("#data-from", "Enter")
    expect(page.locator("#data-problem")).to_be_empty()
    page.fill("#data-to", "2020-08-21")
    page.press("#data-to", "Enter")
    expect(page.locator("#data-count")).to_have_text("2 rows, 1 flagged")
    page.wait_for_function("() => location.search.includes('from=2020-08-20&to=2020-08-21')")
    page.click("[data-tab=overview]")
    page.wait_for_selector("#chart .main-svg")
    expect(page.locator("#from")).to_have_value("2020-08-20")
    expect(page.locator("#to")).to_have_value("2020-08-21")


def test_a_link_opens_the_rows_of_its_period_and_source(context: BrowserContext, address: str) -> None:
    page = open_tab(context, address, f"&period={OWN}&from=2020-08-27&to=2020-08-28&source=usd_byn_ice_close")
    assert column(page, 1) == ["27 Aug 2020", "28 Aug 2020"]
    assert column(page, 2) == ["ICE close", "ICE close"]
    page.locator("summary", has_text="Overview").click()
    expect(page.locator("#data-citations .cited").first).to_contain_text("ICE close by ICE Data")


def test_what_is_shown_is_saved(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = open_tab(context, address)
    page.fill("#data-filter-date", ">2020-08-26")
    expect(page.locator("#data-count")).to_have_text("3 of 21 rows, none flagged")
    with page.expect_download() as waiting:
        page.click("#data-csv")
    assert waiting.value.suggested_filename == "belarus-2020_usd_byn_market_2020-08-01_2020-08-31.csv"
    waiting.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        read = [(row["date"], row["value"], row["publisher"]) for row in csv.DictReader(file)]
    assert [date for date, _, _ in read] == ["2020-08-27", "2020-08-28", "2020-08-31"]
    assert [f"{float(value):.6f}" for _, value, _ in read] == column(page, 3)
    assert {publisher for _, _, publisher in read} == {"Open Exchange Rates"}


def test_the_whole_story_is_saved(context: BrowserContext, address: str, tmp_path: Path, story: Story) -> None:
    page = open_tab(context, address)
    with page.expect_download() as waiting:
        page.click("#data-zip")
    waiting.value.save_as(tmp_path / "story.zip")
    with zipfile.ZipFile(tmp_path / "story.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    assert load_story(tmp_path / "unpacked").data_hash == story.data_hash


def test_a_citation_is_copied_by_its_button(chromium: Browser, address: str, story: Story) -> None:
    session = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    watch = Watch(session)
    page = open_tab(session, address)
    page.locator(".more-row summary").first.click()
    button = page.get_by_role("button", name="Copy the citation of USD/BYN, market quote")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".copied").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == series_citation(story, "usd_byn_market")
    session.close()
    watch.check()


def test_where_copying_is_not_allowed_the_text_is_selected(context: BrowserContext, address: str, story: Story) -> None:
    page = open_tab(context, address)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator(".more-row summary").first.click()
    page.locator("[data-copy]").first.click()
    expect(page.locator(".copied").first).to_contain_text("The text is selected")
    assert page.evaluate("getSelection().toString()").strip() == series_citation(story, "usd_byn_market")


SCREENS = [(1440, "light"), (1440, "dark"), (768, "dark"), (390, "light")]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_it_is_accessible_on_every_screen(chromium: Browser, address: str, width: int, scheme: Any) -> None:
    session = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watch = Watch(session)
    page = open_tab(session, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("() => { for (const fold of document.querySelectorAll('#content details')) fold.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    if width < 600:
        small = page.evaluate(
            "[...document.querySelectorAll('#content :is(button, summary, .pills label, .dash-input)')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"
        )
        assert small == []
    session.close()
    watch.check()
