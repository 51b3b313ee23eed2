"""A reader's own file on the page: dropped, settled, seen everywhere by this browser alone, and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.additions import with_series
from dashboard.cache import cache_folder
from dashboard.library import keep, library_folder, read_library
from dashboard.model import Story
from dashboard.own_box import content
from dashboard.own_look import Held, look_at
from dashboard.own_sheet_box import shown
from tests.browser import Watch, open_page
from tests.own_files import TODAY, bond_csv, rates_xlsx
from tests.test_about_tab import words

READY = "#own-upload input[aria-label]"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "terminal.csv").write_bytes(bond_csv())
    (tmp_path / "rates.xlsx").write_bytes(rates_xlsx())
    (tmp_path / "unclear.csv").write_text("date,close\n03/04/2020,2.6\n03/05/2020,2.7\n", encoding="utf-8")
    (tmp_path / "broken.csv").write_text("date,close\n2020-08-26,2.6\n2020-08-26,2.7\n", encoding="utf-8")
    (tmp_path / "words.csv").write_text("a,b\nc,d\n", encoding="utf-8")
    return tmp_path


def data_tab(session: BrowserContext, address: str) -> Page:
    page = session.new_page()
    page.goto(f"{address}?tab=data")
    page.wait_for_selector(READY, state="attached")
    return page


def drop(page: Page, file: Path) -> None:
    page.set_input_files("#own-upload input", file)
    expect(page.locator("#own-title")).to_contain_text(file.name)
    expect(page.locator("#own-sheet")).to_be_visible()


def add(page: Page, file: Path, name: str) -> None:
    drop(page, file)
    page.fill("#own-name", name)
    page.click("#own-add")
    expect(page.locator(".own-list")).to_contain_text(name)


def open_tab(page: Page, name: str, ready: str) -> None:
    page.click(f"[data-tab={name}]")
    page.wait_for_selector(ready)


def test_a_story_says_what_the_box_is_for(story: Story) -> None:
    text = words(content(story))
    assert "a copied link can’t carry it" in text
    assert "Added" not in text


def test_the_sheet_tells_reasons_questions_and_problems(story: Story) -> None:
    settled = shown(story, Held("terminal.csv", bond_csv(), "terminal"))
    assert (settled["values"]["unit"], settled["whys"]["bond"], settled["disabled"]) == (
        "price", "its ISIN is in the file", False,
    )  # fmt: skip
    assert settled["form_text"] == "Text read as Unicode (UTF-8), semicolon"
    unclear = shown(story, Held("unclear.csv", b"date,close\n03/04/2020,2.6\n", "unclear"))
    assert unclear["whys"]["order"].startswith("Please choose: 03/04/2020 may be 3 April 2020")
    assert (unclear["classes"]["order"], unclear["disabled"]) == ("own-field open", True)
    assert "Choose what is marked above" in words(unclear["outcome"])
    assert settled["title"] == "terminal.csv, as it was read"
    assert shown(story, Held("letter.csv", b"Dear Sir,\nplease", "letter"))["title"] == "letter.csv"
    assert shown(story, None)["sheet"] is True


def test_what_is_kept_on_this_machine_is_listed_with_the_way_out(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))
    own = look_at(story, Held("terminal.csv", bond_csv(), "Terminal"), TODAY).own
    assert own is not None
    keep(story, own)
    whole = with_series(story, read_library(story).series)
    assert "python -m dashboard import --remove Terminal takes it out" in words(content(whole))
    next(library_folder(story).glob("*.csv")).unlink()
    assert "Your series Terminal is left out" in words(content(story))


def test_prices_of_a_bond_are_seen_everywhere_and_removed(context: BrowserContext, address: str, files: Path) -> None:
    page = data_tab(context, address)
    drop(page, files / "terminal.csv")
    expect(page.locator("#own-choice-unit input:checked")).to_have_value("price")
    expect(page.locator("#own-preview tbody tr").first).to_contain_text("27.08.2020")
    expect(page.locator("#own-outcome")).to_contain_text("19 rows, 3 to 27 August 2020, % of face.")
    add(page, files / "terminal.csv", "Terminal")
    expect(page.locator(".series-table")).to_contain_text("Terminal, % of face")
    expect(page.locator("#data-series")).to_contain_text("Terminal")
    open_tab(page, "claims", ".claims-table, #content table")
    expect(page.locator("#content")).to_contain_text("Supported by Terminal, computed from its prices (")
    open_tab(page, "bond", "#chart .main-svg")
    expect(page.locator("#chart")).to_contain_text("Terminal, computed")
    open_tab(page, "events", "#content fieldset")
    expect(page.locator("#content")).to_contain_text("Terminal")
    page.reload()
    expect(page.locator("#content")).to_contain_text("Terminal")
    open_tab(page, "data", ".own-list")
    page.get_by_role("button", name="Remove Terminal").click()
    expect(page.locator(".own-list")).to_have_count(0)
    expect(page.locator("#data-series")).not_to_contain_text("Terminal")
    assert not (cache_folder() / "own").exists()


def test_rates_of_a_workbook_are_a_source_that_no_link_carries(
    context: BrowserContext, chromium: Browser, address: str, files: Path
) -> None:
    page = data_tab(context, address)
    add(page, files / "rates.xlsx", "Bank rates")
    expect(page.locator(".own-list")).to_contain_text("BYN per USD = 1 ÷ (USD per BYN)")
    open_tab(page, "ruble", "#chart .main-svg")
    page.locator("#source label", has_text="Bank rates").click()
    page.wait_for_function("() => location.search.includes('source=Bank_rates')")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-act=link]")
    expect(page.locator("#link-said")).to_have_text("Copied, without your own series")
    other = chromium.new_context()
    watch = Watch(other)
    stranger = open_page(other, page.url)
    expect(stranger.locator("#message")).to_contain_text("No link carries a series of a reader’s own")
    expect(stranger.locator("#source")).not_to_contain_text("Bank rates")
    other.close()
    watch.check()


def test_an_unclear_date_is_asked_and_not_guessed(context: BrowserContext, address: str, files: Path) -> None:
    page = data_tab(context, address)
    drop(page, files / "unclear.csv")
    expect(page.locator("#own-add")).to_be_disabled()
    expect(page.locator("#own-why-order")).to_contain_text("3 April 2020 (day, month, year) or 4 March 2020")
    page.locator("#own-choice-order label", has_text="month, day, year").click()
    expect(page.locator("#own-outcome")).to_contain_text("2 rows, 4 to 5 March 2020, BYN per USD.")
    expect(page.locator("#own-add")).to_be_enabled()
    # Another tab and back: the file is still there, as it was settled.
    open_tab(page, "about", ".about")
    open_tab(page, "data", "#own-sheet")
    expect(page.locator("#own-choice-order input:checked")).to_have_value("mdy")
    page.click("#own-discard")
    expect(page.locator("#own-sheet")).to_be_hidden()


@pytest.mark.parametrize(
    ("file", "says"),
    [("broken.csv", "broken.csv, line 3"), ("words.csv", "no column of it holds days")],
)
def test_a_problem_stands_in_the_sheet_with_its_remedy(
    context: BrowserContext, address: str, files: Path, file: str, says: str
) -> None:
    page = data_tab(context, address)
    drop(page, files / file)
    expect(page.locator("#own-outcome")).to_contain_text(says)
    expect(page.locator("#own-add")).to_be_disabled()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    (tmp_path / "large.csv").write_bytes(b"2020-08-27,2.65\n" * 700_000)
    page = data_tab(context, address)
    page.set_input_files("#own-upload input", tmp_path / "large.csv")
    expect(page.locator("#own-problem")).to_contain_text("large.csv has 11.2 MB; a file has at most 10.0 MB.")
    expect(page.locator("#own-sheet")).to_be_hidden()


def test_a_workbook_of_the_old_kind_is_told(context: BrowserContext, address: str, tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    page = data_tab(context, address)
    drop(page, tmp_path / "old.xls")
    expect(page.locator("#own-outcome")).to_contain_text("Save it as CSV or XLSX, then add that file.")


def test_the_keyboard_alone_chooses_a_file(context: BrowserContext, address: str, files: Path) -> None:
    page = context.new_page()
    # The dialogue is caught from here on; to ask for it only when it opens is now and then too late.
    page.on("filechooser", lambda _: None)
    page.goto(f"{address}?tab=data")
    page.wait_for_selector(READY, state="attached")
    page.get_by_role("button", name="choose a file").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(files / "terminal.csv")
    expect(page.locator("#own-sheet")).to_be_visible()


SCREENS = [(1440, "light"), (1440, "dark"), (768, "light"), (390, "dark")]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_it_is_accessible_on_every_screen(
    chromium: Browser, address: str, files: Path, width: int, scheme: Any
) -> None:
    session = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watch = Watch(session)
    page = data_tab(session, address)
    add(page, files / "terminal.csv", "Terminal")
    page.wait_for_selector(READY, state="attached")
    drop(page, files / "unclear.csv")
    page.evaluate("() => { document.querySelector('#own-form').open = true; }")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 600:
        small = page.evaluate(
            "[...document.querySelectorAll('.own :is(button, summary, .pills label, .dash-input)')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))"
        )
        assert small == []
    session.close()
    watch.check()
