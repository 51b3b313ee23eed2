"""A real browser and a real server for the tests that click; pages fail on any error or request to another host."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress import create_server

from dashboard.app import create_app
from dashboard.load import load_story
from dashboard.model import Story

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
QUIET = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = os.environ.get("BROWSER_PATH") or next((p for name in NAMES if (p := shutil.which(name))), None)
    if path is None:
        pytest.fail("No Chrome or Chromium found. Run tests/run.sh, which gets one, or set BROWSER_PATH.")
    # Chromium refuses its sandbox to root; a user keeps it.
    sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


@contextlib.contextmanager
def served(story: Story) -> Iterator[str]:
    """Address of a running server with a story, as `python -m dashboard` serves it."""
    server = create_server(create_app(story).server, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/"
    server.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Address of a server with the embedded story."""
    with served(load_story(ROOT / "data" / "belarus-2020")) as address:
        yield address


class Watch:
    """What went wrong on the pages of a context, and where they sent requests."""

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str] = []
        self.hosts: set[str] = set()
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        context.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(text)

    def check(self) -> None:
        """Fail if anything went wrong or left this machine."""
        assert self.problems == []
        assert self.hosts <= {"127.0.0.1", ""}


def open_page(context: BrowserContext, address: str, ready: str = "#chart .main-svg") -> Page:
    """A page of the dashboard whose chart is drawn and wired."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(ready)
    if "#chart" in ready:
        page.wait_for_selector("#chart [data-wired]", state="attached")
    return page


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh session at 1440 x 900 in light colours, watched for errors and requests to other hosts."""
    fresh = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light", accept_downloads=True)
    watch = Watch(fresh)
    yield fresh
    fresh.close()
    watch.check()
