"""What the page leaves out of Dash's scripts, and that Dash's scripts do without it."""

from __future__ import annotations

import re
from pathlib import Path

import dash
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.model import Story
from dashboard.page_scripts import used_scripts

BUNDLES = Path(dash.__file__).parent
AWAITED_STEP = re.compile(
    r"regeneratorRuntime\.mark\(function (\w)\(\)\{return regeneratorRuntime\.wrap\(function\(\1\)\{for\(;;\)"
    r"switch\(\1\.prev=\1\.next\)\{case 0:return \1\.next=2,\w\(!0\);case 2:\w\.isReady=!0;"
    r'case 3:case"end":return \1\.stop\(\)\}\},\1\)\}\)'
)
"""The only use that `first.js` provides for."""


@pytest.fixture(scope="module")
def client(story: Story) -> FlaskClient:
    client: FlaskClient = create_app(story).server.test_client()
    return client


def test_what_the_page_does_not_use_is_not_sent(client: FlaskClient) -> None:
    sent = re.findall(r'src="([^"]+)"', client.get("/").text)
    for part in ("react@", "react-dom@", "dash_renderer", "dash_core_components", "dash_html_components"):
        assert any(part in address for address in sent), part
    assert not [address for address in sent if "polyfill" in address or "dash_table" in address]


def test_every_other_script_stays_in_its_place() -> None:
    tags = [f'<script src="/x/{name}.js"></script>' for name in ("deps/react@18", "deps/polyfill@7", "dash/dcc/a")]
    assert used_scripts("\n".join(tags)) == f"{tags[0]}\n{tags[2]}"


@pytest.mark.parametrize("name", ["dash-renderer/build/dash_renderer.min.js", "dcc/dash_core_components.js"])
def test_dashs_scripts_need_no_more_of_the_runtime_than_the_page_gives(name: str) -> None:
    text = (BUNDLES / name).read_text(encoding="utf-8")
    assert text.count("regeneratorRuntime") == 2 * len(AWAITED_STEP.findall(text)) == 2


@pytest.mark.parametrize("name", ["dash-renderer/build", "dcc", "html"])
def test_no_other_script_asks_for_the_runtime(name: str) -> None:
    known = {"dash_renderer.min.js", "dash_core_components.js"}
    asking = [
        p.name
        for p in (BUNDLES / name).glob("*.js")
        if "dev" not in p.name and "regeneratorRuntime" in p.read_text("utf-8")
    ]
    assert set(asking) <= known
