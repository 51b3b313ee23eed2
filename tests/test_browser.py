"""The page under a real hand: events, periods, zoom, theme, links, saving, at three widths."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.model import Story
from dashboard.picture import inspect_bytes
from dashboard.state import State, default_state, to_query
from dashboard.views import overview
from tests.browser import Watch, open_page

PLOT = "document.querySelector('#chart .js-plotly-plot')"


def shown(page: Page) -> list[str]:
    """First and last day of the chart's time axis."""
    days: list[str] = page.evaluate(f"{PLOT}.layout.xaxis.range.map((t, i) => new Date("
                                    "Date.parse(t.replace(' ', 'T') + 'Z') + (i ? -1 : 1) * 43200000)"
                                    ".toISOString().slice(0, 10))")  # fmt: skip
    return days


def wait_for(page: Page, *days: str) -> None:
    """Wait until the chart shows these days."""
    page.wait_for_function(
        "days => JSON.stringify(days) === JSON.stringify(" + PLOT + ".layout.xaxis.range.map((t, i) => new Date("
        "Date.parse(t.replace(' ', 'T') + 'Z') + (i ? -1 : 1) * 43200000).toISOString().slice(0, 10)))",
        arg=list(days),
    )


def test_the_first_chart_needs_no_callback(context: BrowserContext, address: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = open_page(context, address)
    assert shown(page) == ["2020-08-01", "2020-08-31"]
    assert not [url for url in asked if "_dash-update-component" in url]


def test_the_first_screen_holds_what_a_reader_needs(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    for selector in ("h1", ".headline", "#period", "#cards", "#chart", "#events"):
        box = page.locator(selector).bounding_box()
        assert box is not None, selector
        assert box["y"] < 900, selector
    chart = page.locator("#chart").bounding_box()
    assert chart is not None
    assert chart["y"] + chart["height"] <= 905


def test_choosing_an_event_in_the_list_marks_it_on_the_chart(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.click("[data-event=A16]")
    wait_for(page, "2020-08-09", "2020-09-06")
    expect(page.locator("[data-event=A16]")).to_have_attribute("aria-expanded", "true")
    chosen: list[Any] = page.evaluate(f"{PLOT}.layout.shapes.filter(s => s.type === 'rect' && s.name === 'lane')")
    assert [(s["x0"][:10], s["x1"][:10]) for s in chosen] == [("2020-08-19", "2020-08-27")]
    page.wait_for_function("() => location.search.includes('event=A16')")


def test_choosing_a_badge_opens_the_entry_of_the_list(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.locator("#chart .annotation-text-g", has_text="6").first.click()
    expect(page.locator("[data-event=A04]")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("li.chosen .reaction")).to_contain_text("Sunday")
    wait_for(page, "2020-07-30", "2020-08-19")


def test_a_badge_of_several_events_steps_through_them(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    for expected in ("A01", "A08"):
        page.locator("#chart .annotation-text-g", has_text="17–25").first.click()
        expect(page.locator(f"[data-event={expected}]")).to_have_attribute("aria-expanded", "true")


def test_a_period_moves_both_axes(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    before = page.evaluate(f"{PLOT}.layout.yaxis2.range")
    page.locator("#period label", has_text="2020").click()
    wait_for(page, "2020-01-01", "2020-12-31")
    after = page.evaluate(f"{PLOT}.layout.yaxis2.range")
    # The market quote began 2020 at 2.106684 and the year's peak was 2.670247, on 28 August.
    assert after[0] < 2.106684 < before[0]
    assert after[1] > 2.670247


def test_own_dates_are_checked_where_they_are_typed(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.locator("#period label", has_text="Own dates").click()
    page.fill("#from", "31.12.2020")
    page.press("#from", "Enter")
    expect(page.locator("#period-message")).to_contain_text("“31.12.2020” is not a date")
    page.fill("#from", "2020-09-30")
    page.press("#from", "Enter")
    expect(page.locator("#period-message")).to_contain_text("not after its start")
    page.fill("#from", "2020-08-10")
    page.press("#from", "Enter")
    expect(page.locator("#period-message")).to_be_empty()
    wait_for(page, "2020-08-10", "2020-08-31")


def test_days_without_any_figure_are_told_as_such(context: BrowserContext, address: str) -> None:
    page = open_page(context, f"{address}?period=own&from=2020-08-01&to=2030-12-31")
    page.fill("#from", "2030-01-01")
    page.press("#from", "Enter")
    expect(page.locator("#period-message")).to_have_text(
        "Nothing is known of these days: the figures run from 2019-12-20 to 2021-12-31."
    )


def test_source_and_unit_redraw_and_the_cards_follow(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.locator("#source label", has_text="ICE close").click()
    expect(page.locator("#cards .big").first).to_have_text("−21.05 %")
    expect(page.locator("#cards .big").nth(1)).to_have_text("7 days")
    page.locator("#unit label", has_text="Change").click()
    page.wait_for_function(
        "() => " + PLOT + ".layout.annotations.some(a => a.text.includes('change since 7 Aug 2020'))"
    )
    page.fill("#since", "soon")
    page.press("#since", "Enter")
    expect(page.locator("#since-message")).to_contain_text("“soon” is not a date")
    # A link would hand the mistake on.
    assert "soon" not in page.url


def test_dragging_zooms_and_back_returns(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    box = page.locator("#chart .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 45, steps=5)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('period=own')")
    zoomed = shown(page)
    assert "2020-08-14" < zoomed[0] < zoomed[1] < "2020-08-28"
    # The lane follows: the badge of the election lies outside and is gone.
    labels: list[str] = page.evaluate(f"{PLOT}.layout.annotations.filter(a => a.name === 'lane').map(a => a.text)")
    assert "<b>6</b>" not in labels
    page.go_back()
    wait_for(page, "2020-08-01", "2020-08-31")


def test_a_double_click_returns_and_the_value_axis_follows(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    whole = page.evaluate(f"{PLOT}.layout.yaxis2.range")
    box = page.locator("#chart .nsewdrag").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 45, steps=5)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('period=own')")
    near = page.evaluate(f"{PLOT}.layout.yaxis2.range")
    # Until 13 August the rate stayed below 2.47; the peak of the month was 2.67.
    assert near[1] < 2.48 < whole[1]
    page.mouse.dblclick(box["x"] + box["width"] * 0.5, box["y"] + 40)
    wait_for(page, "2020-08-01", "2020-08-31")
    assert page.evaluate(f"{PLOT}.layout.yaxis2.range") == whole
    # The days of a period are that period again, on its button and in the address.
    expect(page.locator("#period input:checked")).to_have_value("election")
    page.wait_for_function("() => location.search === ''")


def test_a_phone_goes_from_chart_to_event_and_back(chromium: Browser, address: str) -> None:
    session = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    watch = Watch(session)
    page = open_page(session, address)
    page.tap(".fold > summary")
    page.locator("#period label", has_text="Seven-day slide").tap()
    wait_for(page, "2020-08-17", "2020-08-28")
    page.locator("[data-event=A16]").tap()
    expect(page.locator("li.chosen .words")).to_be_visible()
    wait_for(page, "2020-08-09", "2020-09-06")
    page.tap("[data-act=reset]")
    wait_for(page, "2020-08-01", "2020-08-31")
    expect(page.locator(".event[aria-expanded=true]")).to_have_count(0)
    session.close()
    watch.check()


def test_a_link_brings_back_the_same_view(context: BrowserContext, address: str) -> None:
    query = "?period=own&from=2020-07-01&to=2020-09-30&source=usd_byn_ice_close&unit=change&event=A04"
    query += "&theme=dark&context=1"
    page = open_page(context, address + query)
    assert shown(page) == ["2020-07-01", "2020-09-30"]
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(page.locator("#source input:checked")).to_have_value("usd_byn_ice_close")
    expect(page.locator("[data-event=A04]")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".around")).to_be_visible()


def test_the_address_is_the_one_the_view_has(context: BrowserContext, address: str, story: Story) -> None:
    page = open_page(context, address)
    page.locator("#period label", has_text="2020").click()
    page.locator("#source label", has_text="ICE close").click()
    page.locator("#layers label", has_text="More events").click()
    page.wait_for_function("() => location.search.includes('context=1') && location.search.includes('ice_close')")
    usual = default_state(story)
    asked = to_query(replace(usual, period="2020", source="usd_byn_ice_close", context=True), usual)
    assert parse_qs(page.evaluate("location.search.slice(1)")) == parse_qs(asked)


def test_a_scroll_bar_does_not_push_the_chart_out(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.add_style_tag(content="body { padding-right: 15px; }")
    page.wait_for_function(
        "() => { const p = document.querySelector('#chart'); const s = p.querySelector('.main-svg');"
        "return Math.abs(p.getBoundingClientRect().width - s.getBoundingClientRect().width) <= 1; }"
    )


def test_on_a_phone_the_open_tab_is_in_view(chromium: Browser, address: str) -> None:
    session = chromium.new_context(viewport={"width": 390, "height": 844})
    page = open_page(session, address + "?tab=about", ready="#content h2")
    page.wait_for_function("() => document.querySelector('.tabs').scrollLeft > 0")
    box = page.locator(".tabs [aria-current=page]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    session.close()


def test_an_unknown_parameter_is_said_and_the_rest_kept(context: BrowserContext, address: str) -> None:
    page = open_page(context, address + "?source=nonsense&unit=change&utm_source=mail")
    expect(page.locator("#message")).to_contain_text("source=nonsense")
    expect(page.locator("#unit input:checked")).to_have_value("change")


def test_the_theme_follows_the_system_and_stays_chosen(chromium: Browser, address: str) -> None:
    dark = chromium.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900})
    watch = Watch(dark)
    page = open_page(dark, address)
    assert page.evaluate(f"{PLOT}.layout.paper_bgcolor") == "#14181d"
    page.click("#theme-button")
    page.wait_for_function("() => " + PLOT + ".layout.paper_bgcolor === '#ffffff'")
    page.goto(address)
    page.wait_for_selector("#chart .main-svg")
    assert page.evaluate(f"{PLOT}.layout.paper_bgcolor") == "#ffffff"
    dark.close()
    watch.check()


@pytest.mark.parametrize(("kind", "size"), [("png", "screen"), ("png", "print"), ("svg", "slide")])
def test_a_saved_picture_says_where_it_comes_from(
    context: BrowserContext, address: str, tmp_path: Path, kind: str, size: str, story: Story
) -> None:
    page = open_page(context, address)
    page.click(".save summary")
    page.locator(f"#save-size input[value={size}]").check(force=True)
    page.locator(f"#save-format input[value={kind}]").check(force=True)
    with page.expect_download() as waiting:
        page.click("#save")
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    data = target.read_bytes()
    texts = inspect_bytes(data)
    assert texts["Data-Hash"] == story.data_hash
    assert "python -m dashboard export overview" in texts["Command"]
    assert waiting.value.suggested_filename.startswith("belarus-2020_overview_2020-08-01_2020-08-31_")
    if kind == "png":
        picture = Image.open(io.BytesIO(data))
        picture.load()
        # 180 mm at 300 dpi are 2126 pixels.
        assert picture.size[0] == {"screen": 2400, "print": 2126}[size]
        assert round(picture.info["dpi"][0]) == {"screen": 192, "print": 300}[size]
    expect(page.locator("#saved")).to_contain_text("Saved belarus-2020_overview")


def test_a_wrong_print_width_is_said_beside_the_field(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.click(".save summary")
    page.locator("#save-size input[value=print]").check(force=True)
    page.fill("#save-mm", "9000")
    page.press("#save-mm", "Enter")
    page.click("#save")
    expect(page.locator("#saved")).to_contain_text("between 80 and 420 mm")


def test_copying_puts_the_picture_on_the_clipboard(chromium: Browser, address: str) -> None:
    session = chromium.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = open_page(session, address)
    page.click(".save summary")
    page.click("#copy")
    expect(page.locator("#saved")).to_contain_text("Copied, 2400 × 1350")
    kinds: list[str] = page.evaluate("navigator.clipboard.read().then(items => items.flatMap(i => i.types))")
    assert kinds == ["image/png"]
    session.close()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (768, 1024), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways(chromium: Browser, address: str, width: int, height: int, scheme: Any) -> None:
    session = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    watch = Watch(session)
    page = open_page(session, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 600:
        chart = page.locator("#chart").bounding_box()
        assert chart is not None
        assert chart["y"] < 300
        small = page.evaluate(
            "[...document.querySelectorAll('button, summary, .tabs a')].filter(e => e.offsetParent && "
            "!e.closest('.card') && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == []
    session.close()
    watch.check()


def test_the_lane_is_drawn_anew_for_a_narrower_window(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.set_viewport_size({"width": 700, "height": 900})
    page.wait_for_function("() => " + PLOT + ".layout.meta.plot.width < 700")
    overflow = page.evaluate(
        "(() => { const box = document.querySelector('#chart').getBoundingClientRect();"
        "return [...document.querySelectorAll('#chart .annotation-text-g')].filter(e => "
        "e.getBoundingClientRect().right > box.right + 1).length; })()"
    )
    assert overflow == 0


def test_labels_on_the_screen_never_cover_each_other(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    for period in ("Seven-day slide", "2020", "Since the bond", "All", "Election month"):
        page.locator("#period label", has_text=period).first.click()
        page.wait_for_timeout(250)
        boxes: list[list[float]] = page.evaluate(
            "[...document.querySelectorAll('#chart .annotation')].filter(e => "
            + PLOT
            + ".layout.annotations[+e.dataset.index]?.name === 'lane').map(e => "
            "{ const b = e.querySelector('.annotation-text-g').getBoundingClientRect();"
            "return [b.left, b.right, b.top, b.bottom]; })"
        )
        assert boxes
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                apart = a[1] <= b[0] + 0.5 or b[1] <= a[0] + 0.5 or a[3] <= b[2] + 0.5 or b[3] <= a[2] + 0.5
                assert apart, (period, a, b)


def test_no_cloud_button(context: BrowserContext, address: str) -> None:
    page = open_page(context, address)
    page.hover("#chart")
    assert page.locator(".modebar-btn[data-title*='hare'], .modebar-btn[data-title*='loud']").count() == 0


def test_screen_and_export_show_the_same(context: BrowserContext, address: str, story: Story) -> None:
    page = open_page(context, address)
    width = page.evaluate(f"{PLOT}.layout.meta.plot.width")
    on_screen = page.evaluate(f"{PLOT}.data.map(t => [t.name, t.x, t.y])")
    state: State = default_state(story)
    figure = overview(story, state, width, 548, True)
    kinds = [trace.name for trace in figure.data]
    assert set(kinds) <= {name for name, _, _ in on_screen}
    for trace in figure.data:
        twin = next(t for t in on_screen if t[0] == trace.name and t[1] == list(trace.x))
        assert twin[2] == list(trace.y)
    lane = [a.text for a in figure.layout.annotations if a.name == "lane"]
    assert lane == page.evaluate(f"{PLOT}.layout.annotations.filter(a => a.name === 'lane').map(a => a.text)")
