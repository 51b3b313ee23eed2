"""Several stories behind one server: paths, the picker, and one that is broken beside the others."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from waitress import create_server as create_waitress
from werkzeug.test import Client

from dashboard.errors import DataError
from dashboard.stories import Stories, create_server
from tests.browser import open_page
from tests.conftest import FICTIONAL, ROOT
from tests.test_app import figure_of, texts

DATA = ROOT / "data"
SECOND = "/swiss-franc-2015/"


@pytest.fixture(scope="module")
def client() -> Client:
    """All embedded stories."""
    return Client(create_server(DATA))


def page(client: Client, path: str = "/", query: str = "") -> Any:
    """The page that the server sends for an address."""
    answer = client.get(f"{path}_dash-layout", headers={"Referer": f"http://localhost{path}{query}"})
    assert answer.status_code == 200
    return json.loads(answer.data)


def links_of(node: Any) -> list[tuple[str, bool, str]]:
    """Path, whether it is the one shown, and words of each link of the picker."""
    if isinstance(node, list):
        return [link for part in node for link in links_of(part)]
    if not isinstance(node, dict) or "props" not in node:
        return []
    props = node["props"]
    if node["type"] == "A" and str(props.get("href", "")).startswith("/"):
        return [(props["href"], props.get("aria-current") == "page", " ".join(texts(node)))]
    return links_of(props.get("children"))


def test_the_first_story_is_at_the_root_and_the_other_under_its_name(client: Client) -> None:
    assert any("Belarus" in text for text in texts(page(client)))
    assert any("Swiss franc" in text for text in texts(page(client, SECOND)))
    assert figure_of(page(client, SECOND))["data"]


def test_each_page_lists_all_stories_and_marks_its_own(client: Client) -> None:
    assert [link[:2] for link in links_of(page(client))] == [("/", True), (SECOND, False)]
    assert [link[:2] for link in links_of(page(client, SECOND))] == [("/", False), (SECOND, True)]


@pytest.mark.parametrize("path", ["/", SECOND])
def test_everything_that_a_page_names_is_found_under_its_path(client: Client, path: str) -> None:
    html = client.get(path).get_data(as_text=True)
    named = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(named) > 5
    assert all(address.startswith(path) for address in named)
    assert [a for a in named if not a.endswith(".ico") and client.get(a).status_code != 200] == []
    assert f'data-path="{path}"' in html


@pytest.mark.parametrize("path", ["/", SECOND])
def test_every_story_keeps_the_rules_of_the_server(client: Client, path: str) -> None:
    answer = client.get(path)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get(f"{path}health").data == b"OK"
    assert client.get(path, headers={"Host": "evil.example"}).status_code == 400


def test_an_address_of_the_story_reaches_it(client: Client) -> None:
    assert any("period=soon" in text for text in texts(page(client, SECOND, "?period=soon")))


@pytest.mark.parametrize(
    ("asked", "to"),
    [
        ("/swiss-franc-2015", SECOND),
        ("/swiss-franc-2015?tab=claims&theme=dark", f"{SECOND}?tab=claims&theme=dark"),
        ("/belarus-2020/", "/"),
        ("/belarus-2020?tab=bond", "/?tab=bond"),
    ],
)
def test_a_name_alone_leads_to_the_story(client: Client, asked: str, to: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, to)


def test_a_name_in_any_script_reaches_its_story(tmp_path: Path) -> None:
    for name in ("a", "Новая новость"):
        shutil.copytree(FICTIONAL, tmp_path / name)
    client = Client(create_server(tmp_path))
    (_, _, _), (path, _, _) = links_of(page(client))
    assert client.get(path[:-1]).headers["Location"] == path
    assert [shown for _, shown, _ in links_of(page(client, path))] == [False, True]


def test_a_story_alone_has_no_picker_and_no_callback_for_it() -> None:
    client = Client(create_server(FICTIONAL))
    assert links_of(page(client)) == []
    assert "stories-links" not in client.get("/_dash-dependencies").get_data(as_text=True)


def test_a_name_of_a_public_server_is_answered_on_every_story() -> None:
    client = Client(create_server(DATA, hosts=["stories.example"]))
    for path in ("/", SECOND, "/health"):
        assert client.get(path, headers={"Host": "stories.example"}).status_code == 200
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 400


def test_a_missing_story_and_a_broken_one_alone_are_explained(tmp_path: Path, fictional_folder: Path) -> None:
    with pytest.raises(DataError, match=r"story\.toml"):
        create_server(tmp_path / "nothing")
    (fictional_folder / "story.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(DataError, match=r"story\.toml, line 1"):
        create_server(fictional_folder)


# One that is broken


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Three stories; the first and the last break rules."""
    for name in ("a", "b", "c"):
        shutil.copytree(FICTIONAL, tmp_path / name)
    for name in ("a", "c"):
        story = tmp_path / name / "story.toml"
        text = story.read_text(encoding="utf-8").replace('"march"\nbenchmarks', '"<may>"\nbenchmarks')
        story.write_text(text.replace("FICTIONAL: the crown", f"{name}: the crown"), encoding="utf-8")
    return tmp_path


def test_a_broken_story_leaves_the_others_alone(shelf: Path) -> None:
    client = Client(Stories(shelf))
    client.set_cookie("theme", "dark")
    answer = client.get("/c/")
    told = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "This story can’t be shown" in told
    assert "&lt;may&gt;" in told
    assert "only a period of this story can be named" in told
    assert 'data-theme="dark"' in told
    assert "Traceback" not in told
    assert str(shelf) not in told
    assert '<a href="/b/">' in told
    assert '<a href="/c/">' not in told
    assert client.get("/c/style.css").status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get("/c/health").status_code == 503
    assert client.get("/c/", headers={"Host": "evil.example"}).status_code == 400
    assert figure_of(page(client, "/b/"))["data"]


def test_a_broken_first_story_does_not_keep_the_server_from_starting(shelf: Path) -> None:
    client = Client(Stories(shelf))
    assert client.get("/").status_code == 500
    assert client.get("/b/").status_code == 200


def test_a_story_that_was_mended_is_shown_without_a_new_start(shelf: Path) -> None:
    client = Client(Stories(shelf))
    assert client.get("/c/").status_code == 500
    shutil.copy(FICTIONAL / "story.toml", shelf / "c" / "story.toml")
    assert client.get("/c/").status_code == 200


def test_the_picker_says_which_stories_are_broken_once_it_is_opened(shelf: Path) -> None:
    client = Client(Stories(shelf))
    assert not any("can’t be shown" in words for _, _, words in links_of(page(client, "/b/")))
    body = {
        "output": "stories-links.children",
        "outputs": {"id": "stories-links", "property": "children"},
        "inputs": [{"id": "stories-open", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["stories-open.n_clicks"],
    }
    answer = client.post("/b/_dash-update-component", json=body)
    links = links_of(json.loads(answer.data)["response"]["stories-links"]["children"])
    assert [(path, "can’t be shown" in words) for path, _, words in links] == [
        ("/", True),
        ("/b/", False),
        ("/c/", True),
    ]


# In a browser


@pytest.fixture(scope="module")
def all_stories() -> Iterator[str]:
    """Address of a server with every embedded story."""
    server = create_waitress(create_server(DATA), host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def title_of(shown: Page) -> str:
    return shown.locator("h1").inner_text()


def test_the_picker_leads_from_story_to_story_and_keeps_the_colours(context: BrowserContext, all_stories: str) -> None:
    shown = open_page(context, all_stories)
    shown.click("#theme-button")
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")
    shown.click(".stories summary")
    shown.click(".stories a:has-text('Swiss franc')")
    shown.wait_for_url(f"{all_stories}{SECOND}*")
    shown.wait_for_selector("#chart [data-wired]", state="attached")
    assert "Swiss franc" in title_of(shown)
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")
    # Controls, tabs and addresses work below a path as at the root.
    shown.click("#period label:has-text('Half a year before')")
    shown.wait_for_url("**/swiss-franc-2015/?*period=half-year*")
    shown.click("a[data-tab=claims]")
    expect(shown.locator("#content")).to_contain_text("is discontinuing the minimum exchange rate")
    assert "/swiss-franc-2015/?" in shown.url


def test_colours_of_an_address_go_along(context: BrowserContext, all_stories: str) -> None:
    shown = open_page(context, f"{all_stories}{SECOND}?theme=dark")
    shown.click(".stories summary")
    shown.click(".stories a:has-text('Belarus')")
    shown.wait_for_url(f"{all_stories}/?theme=dark")
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_open_picker_has_no_barrier(context: BrowserContext, all_stories: str, theme: str, width: int) -> None:
    shown = open_page(context, f"{all_stories}/?theme={theme}&tab=about", ready=".about")
    shown.set_viewport_size({"width": width, "height": 844})
    shown.click(".stories summary")
    found = Axe().run(shown, ".stories").response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    boxes = [link.bounding_box() for link in shown.locator(".stories a").all()]
    assert all(box and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)


def test_the_picker_closes_like_a_menu(context: BrowserContext, all_stories: str) -> None:
    shown = open_page(context, all_stories)
    opened = shown.locator(".stories[open]")
    for by_key in (True, False):
        shown.click(".stories summary")
        expect(opened).to_have_count(1)
        shown.keyboard.press("Escape") if by_key else shown.click("h1")
        expect(opened).to_have_count(0)
