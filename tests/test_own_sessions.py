"""Sessions in the server's memory: each browser its own, bounded, and gone when left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import flask
import pytest

from dashboard import own_sessions
from dashboard.errors import DataError
from dashboard.model import Story
from dashboard.own_look import Held, look_at
from dashboard.own_sessions import IDLE_S, Sessions, here, install
from tests.own_files import TODAY, bond_csv

T = TypeVar("T")
HELD = Held("bond.csv", bond_csv(), "Terminal")


class Browser:
    """A browser as a server sees it: it sends the cookies it was given."""

    def __init__(self, server: flask.Flask, base: str = "http://127.0.0.1:8050") -> None:
        self.client = server.test_client()
        self.server, self.base, self.cookies = server, base, ""
        self.answer = flask.Response()

    def asks(self, action: Callable[[], T]) -> T:
        """What an action gives during a request of this browser."""
        headers = {"Cookie": self.cookies} if self.cookies else {}
        with self.server.test_request_context("/", base_url=self.base, headers=headers):
            result = action()
            self.answer = self.server.process_response(flask.Response())
        if given := self.answer.headers.get("Set-Cookie"):
            self.cookies = given.partition(";")[0]
        return result


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def server() -> flask.Flask:
    return flask.Flask("test")


@pytest.fixture
def sessions(clock: list[float]) -> Sessions:
    return Sessions(clock=lambda: clock[0])


def add(sessions: Sessions, story: Story, name: str = "Terminal") -> None:
    own = look_at(story, Held("bond.csv", bond_csv(), name), TODAY).own
    assert own is not None
    sessions.add(own)


def names(sessions: Sessions) -> list[str]:
    return list(sessions.added().series)


def test_two_browsers_do_not_see_each_others_series(server: flask.Flask, sessions: Sessions, story: Story) -> None:
    one, other = Browser(server), Browser(server)
    one.asks(lambda: add(sessions, story))
    assert one.asks(lambda: names(sessions)) == ["Terminal"]
    assert other.asks(lambda: names(sessions)) == []
    other.asks(lambda: add(sessions, story, "Mine"))
    assert (one.asks(lambda: names(sessions)), other.asks(lambda: names(sessions))) == (["Terminal"], ["Mine"])
    assert one.asks(sessions.version) != other.asks(sessions.version)


def test_the_cookie_is_kept_from_scripts_and_other_sites(server: flask.Flask, sessions: Sessions) -> None:
    browser = Browser(server)
    browser.asks(lambda: sessions.hold(HELD))
    given = browser.answer.headers["Set-Cookie"]
    assert re.match(r"own-8050-[0-9a-f]{8}=[\w-]{43}; ", given)
    assert "HttpOnly" in given
    assert "SameSite=Strict" in given
    assert "Expires" not in given
    assert "Max-Age" not in given
    assert "Secure" not in given


def test_the_cookie_of_an_encrypted_page_is_never_sent_in_the_clear(server: flask.Flask, sessions: Sessions) -> None:
    browser = Browser(server, "https://stories.example")
    browser.asks(lambda: sessions.hold(HELD))
    assert "; Secure" in browser.answer.headers["Set-Cookie"]


def test_a_browser_that_adds_nothing_gets_no_cookie(server: flask.Flask, sessions: Sessions) -> None:
    browser = Browser(server)
    assert browser.asks(sessions.version) is None
    browser.asks(lambda: sessions.hold(None))
    assert "Set-Cookie" not in browser.answer.headers


def test_a_number_that_was_not_given_out_opens_nothing(server: flask.Flask, sessions: Sessions) -> None:
    browser = Browser(server)
    browser.asks(lambda: sessions.hold(HELD))
    name = browser.cookies.partition("=")[0]
    browser.cookies = f"{name}=chosen-by-someone"
    browser.asks(lambda: sessions.hold(HELD))
    assert browser.cookies != f"{name}=chosen-by-someone"


def test_stories_of_one_server_keep_apart(server: flask.Flask, story: Story) -> None:
    first, other = Sessions("/"), Sessions("/swiss-franc-2015/")
    browser = Browser(server)
    browser.asks(lambda: add(first, story))
    kept = browser.cookies
    browser.asks(lambda: add(other, story, "Mine"))
    assert "Path=/swiss-franc-2015/" in browser.answer.headers["Set-Cookie"]
    browser.cookies = f"{kept}; {browser.cookies}"
    assert (browser.asks(lambda: names(first)), browser.asks(lambda: names(other))) == (["Terminal"], ["Mine"])


def test_a_session_left_alone_is_gone(
    server: flask.Flask, sessions: Sessions, story: Story, clock: list[float]
) -> None:
    browser = Browser(server)
    browser.asks(lambda: add(sessions, story))
    clock[0] += IDLE_S - 1
    assert browser.asks(lambda: names(sessions)) == ["Terminal"]
    clock[0] += IDLE_S
    assert browser.asks(lambda: names(sessions)) == []


def test_the_one_left_alone_longest_gives_way(
    server: flask.Flask, sessions: Sessions, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_sessions, "MOST_SESSIONS", 2)
    browsers = [Browser(server) for _ in range(3)]
    for browser in browsers[:2]:
        clock[0] += 1
        browser.asks(lambda: sessions.hold(HELD))
    clock[0] += 1
    assert browsers[0].asks(sessions.held) is HELD
    browsers[2].asks(lambda: sessions.hold(HELD))
    assert [browser.asks(sessions.held) is HELD for browser in browsers] == [True, False, True]


def test_a_full_session_says_so_and_keeps_what_it_had(
    server: flask.Flask, sessions: Sessions, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(server)
    browser.asks(lambda: add(sessions, story))
    monkeypatch.setattr(own_sessions, "MOST_BYTES", 10)
    for action in (lambda: add(sessions, story, "More"), lambda: sessions.hold(HELD)):
        with pytest.raises(DataError, match="There is no room"):
            browser.asks(action)
    assert browser.asks(lambda: names(sessions)) == ["Terminal"]
    assert browser.asks(sessions.held) is None


def test_choices_do_not_bring_back_a_file_that_was_added(server: flask.Flask, sessions: Sessions, story: Story) -> None:
    browser = Browser(server)
    browser.asks(lambda: sessions.hold(HELD))
    browser.asks(lambda: add(sessions, story))
    browser.asks(lambda: sessions.rechoose(HELD, HELD))
    assert browser.asks(sessions.held) is None


def test_what_was_removed_is_gone_and_the_story_is_made_anew(
    server: flask.Flask, sessions: Sessions, story: Story
) -> None:
    browser = Browser(server)
    browser.asks(lambda: add(sessions, story))
    browser.asks(lambda: add(sessions, story, "Other"))
    before = browser.asks(sessions.version)
    browser.asks(lambda: sessions.remove("Terminal"))
    assert browser.asks(lambda: names(sessions)) == ["Other"]
    assert browser.asks(sessions.version) != before
    browser.asks(lambda: sessions.remove("Terminal"))


def test_a_server_has_its_sessions_and_nothing_outside_a_request_has_any(server: flask.Flask) -> None:
    installed = install(server)
    with server.test_request_context("/"):
        assert here() is installed
    assert here().series() == ()
