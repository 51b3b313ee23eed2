"""The server's rules, and how the page answers addresses and faults, without a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.additions import with_series
from dashboard.app import create_app
from dashboard.load import load_story
from dashboard.model import Story
from tests.conftest import BELARUS, FICTIONAL, ROOT

LAYOUT = "/_dash-layout"


@pytest.fixture(scope="module")
def client(story: Story) -> FlaskClient:
    client: FlaskClient = create_app(story).server.test_client()
    return client


def texts(node: Any) -> list[str]:
    """All words of a page's tree."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return [text for part in node for text in texts(part)]
    if isinstance(node, dict) and "props" in node:
        return texts(node["props"].get("children"))
    return []


def page(client: FlaskClient, query: str = "", **cookies: str) -> Any:
    """The page that the server sends for an address."""
    for name, value in cookies.items():
        client.set_cookie(name, value)
    answer = client.get(LAYOUT, headers={"Referer": f"http://127.0.0.1:8050/{query}"})
    for name in cookies:
        client.delete_cookie(name)
    assert answer.status_code == 200
    return json.loads(answer.data)


def figure_of(node: Any) -> Any:
    """The figure in a page's tree."""
    if isinstance(node, list):
        return next((f for part in node if (f := figure_of(part))), None)
    if isinstance(node, dict) and "props" in node:
        return node["props"].get("figure") or figure_of(node["props"].get("children"))
    return None


@pytest.mark.parametrize("path", ["/", LAYOUT, "/script.js", "/style.css", "/health"])
def test_every_answer_forbids_what_is_not_ours(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost:8050"])
def test_this_machine_is_served(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_another_host_name_is_refused(client: FlaskClient) -> None:
    # A page of another site could reach in under a name that it points at this machine (DNS rebinding).
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_request_larger_than_any_file_of_a_readers_own_is_refused(client: FlaskClient) -> None:
    def status(size: int) -> int:
        data = b"[" + b" " * size
        return client.post("/_dash-update-component", data=data, content_type="application/json").status_code

    # A file has at most 10 MB; base 64 makes it a third longer.
    assert status(13_400_000) == 400
    assert status(20_000_000) == 413


def test_styles_and_scripts_come_joined_and_named_by_their_content(client: FlaskClient) -> None:
    html = client.get("/").data.decode()
    for name, part in (("style.css", ".headline"), ("script.js", "storyLane")):
        (address,) = re.findall(rf'"(/{re.escape(name)}\?[0-9a-f]{{12}})"', html)
        answer = client.get(address)
        assert part in answer.data.decode()
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_health_says_so_in_its_body(client: FlaskClient) -> None:
    assert client.get("/health").data == b"OK"


def test_the_page_has_a_language_and_no_inline_script_of_ours(client: FlaskClient) -> None:
    html = client.get("/").data.decode()
    assert '<html lang="en"' in html
    assert "dash-version.plotly.com" not in html.replace('"dash_version_url"', "").split("_dash-config")[0]


def test_theme_and_width_of_the_first_chart_come_from_the_browser(client: FlaskClient) -> None:
    figure = figure_of(page(client, theme="dark", width="700"))
    assert figure["layout"]["paper_bgcolor"] == "#14181d"
    assert figure["layout"]["meta"]["plot"]["width"] == 700


def test_panels_keep_their_height_beside_a_long_legend(story: Story) -> None:
    info = story.info["usd_byn_market"]
    bond = {"bond": "2031", "quantity": "yield", "unit": "% a year", "role": "own"}
    names = [f"Daily yields of my terminal, number {number}" for number in range(6)]
    added = {name: (info.model_copy(update={**bond, "name": name, "short": name}), story.observations[info.name])
             for name in names}  # fmt: skip
    client = create_app(with_series(story, added)).server.test_client()
    layout = figure_of(page(client, width="366"))["layout"]
    plot = layout["meta"]["plot"]
    assert (layout["height"] - plot["fixed"]) / plot["panels"] >= 89.5


@pytest.mark.parametrize("width", ["", "-5", "99999", "abc", "1e3", "²²²"])
def test_a_senseless_width_is_left_alone(client: FlaskClient, width: str) -> None:
    assert figure_of(page(client, width=width))["layout"]["meta"]["plot"]["width"] == 960


def test_an_address_decides_over_the_kept_theme(client: FlaskClient) -> None:
    assert figure_of(page(client, "?theme=light", theme="dark"))["layout"]["paper_bgcolor"] == "#ffffff"


@pytest.mark.parametrize("tab", ["overview", "bond", "ruble", "events", "claims", "data", "about"])
def test_each_tab_has_an_address(client: FlaskClient, tab: str) -> None:
    assert texts(page(client, f"?tab={tab}"))


def test_the_headline_is_computed(client: FlaskClient) -> None:
    words = texts(page(client))
    assert "The ruble had lost 20.8 to 21.1 % against the dollar by 27 August 2020; the 2031 bond's yield had peaked " \
           "at between 7.84 and 8.35 %" in words  # fmt: skip


def test_an_unknown_value_in_the_address_is_said(client: FlaskClient) -> None:
    assert any("period=soon" in text for text in texts(page(client, "?period=soon")))


def _parts(output: str) -> list[str]:
    return output.strip(".").split("...")


def _filled(dependency: Any, values: dict[str, Any]) -> Any:
    return {**dependency, "value": values[f"{dependency['id']}.{dependency['property']}"]}


def draw(client: FlaskClient, **changed: Any) -> Any:
    """The answer of the callback that redraws the chart."""
    dependencies = json.loads(client.get("/_dash-dependencies").data)
    wanted = next(d for d in dependencies if "chart.figure" in d["output"])
    values = {"source.value": "usd_byn_market", "unit.value": "level", "since.value": "2020-08-07",
              "layers.value": ["others"], "theme.data": "light", "width.data": 960, "tab.data": "overview",
              "view.data": {"event": "", "start": "2020-08-01", "end": "2020-08-31"}} | changed  # fmt: skip
    outputs = [dict(zip(("id", "property"), o.rsplit(".", 1), strict=True)) for o in _parts(wanted["output"])]
    filled = {kind: [_filled(d, values) for d in wanted[kind]] for kind in ("inputs", "state")}
    body = {"output": wanted["output"], "outputs": outputs, "changedPropIds": ["source.value"], **filled}
    return client.post("/_dash-update-component", json=body)


def test_a_redraw_answers_with_the_figure_asked_for(client: FlaskClient) -> None:
    answer = json.loads(draw(client, **{"source.value": "usd_byn_ice_close"}).data)["response"]
    names = [trace["name"] for trace in answer["chart"]["figure"]["data"]]
    assert "ICE close" in names


def test_a_wrong_base_day_leaves_the_chart_and_says_why(client: FlaskClient) -> None:
    answer = json.loads(draw(client, **{"since.value": "31.12.2019"}).data)["response"]
    assert "chart" not in answer
    assert "“31.12.2019” is not a date" in answer["since-message"]["children"]


def test_a_failed_part_says_so_and_keeps_the_server(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = draw(client, **{"source.value": "no_such_series", "view.data": {"event": None, "start": "x", "end": "y"}})
    assert answer.status_code in (200, 204)
    broken = draw(client, **{"width.data": "wide"})
    assert broken.status_code in (200, 204)
    if broken.data:
        said = json.loads(broken.data).get("sideUpdate", {}).get("message", {}).get("children", "")
        assert "could not be drawn" in said
    assert "A part of the page failed" in caplog.text
    assert client.get("/").status_code == 200


def test_a_story_without_a_bond_has_a_page() -> None:
    client = create_app(load_story(FICTIONAL)).server.test_client()
    assert figure_of(page(client))["data"]
    # None of its panels explains itself, so there is no empty box for that.
    assert "How to read it" not in texts(page(client))


def test_the_frame_is_answered_before_what_draws_and_computes_is_loaded() -> None:
    script = (
        "import sys, dashboard.stories as stories\n"
        f"server = stories.Stories({str(BELARUS.parent)!r})\n"
        "from werkzeug.test import Client\n"
        "client = Client(server)\n"
        "assert client.get('/health').status_code == 200\n"
        "print('dashboard.views' in sys.modules)\n"
        "client.get('/').close()\n"
        "answer = client.get('/_dash-dependencies')\n"
        "print('dashboard.views' in sys.modules, len(answer.get_json()) > 40)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True", "True"]
