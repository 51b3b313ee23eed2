"""A refresh in the background: one at a time, its steps, its end, and what goes wrong in it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from dashboard import refresher as refresher_module
from dashboard.errors import DataError
from dashboard.refresh import Outcome, Progress
from dashboard.refresher import Refresher, Status
from dashboard.sources.answer import Answer
from dashboard.store import keep, live_folder, stored
from tests.live_stories import live_source, observations, story_of

STORY = story_of(live_source("nbrb", "USD"))
CAME = Outcome("nbrb_usd", "The rate", "updated", 2, None, None, "The rate: it came.")
ASKING = Progress("nbrb_usd", "The rate", 1, 1, "Asking the bank.")
ENDED = Progress("nbrb_usd", "The rate", 1, 1, CAME.sentence, CAME)


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path))


def until(right: Callable[[], bool]) -> None:
    """Wait for a thread, ten seconds at most."""
    end = time.monotonic() + 10
    while not right():
        assert time.monotonic() < end
        time.sleep(0.005)


class Refresh:
    """Stands in for `refresh`: it tells a step, then waits until the test lets it go on."""

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.go = threading.Event()

    def __call__(self, _story: Any, wanted: Any, progress: Callable[[Progress], None]) -> list[Outcome]:
        self.calls.append(wanted)
        progress(ASKING)
        self.go.wait(10)
        progress(ENDED)
        return [CAME]


@pytest.fixture
def fetching(monkeypatch: pytest.MonkeyPatch) -> Refresh:
    fetching = Refresh()
    monkeypatch.setattr(refresher_module, "refresh", fetching)
    return fetching


def test_it_tells_the_step_and_then_what_came(fetching: Refresh) -> None:
    refresher = Refresher(STORY)
    assert refresher.status == Status()
    refresher.start(["nbrb_usd"])
    until(lambda: refresher.status.step == ASKING)
    assert refresher.status == Status(running=True, step=ASKING)
    fetching.go.set()
    until(lambda: not refresher.status.running)
    assert refresher.status == Status(outcomes=(CAME,))
    assert fetching.calls == [["nbrb_usd"]]


def test_a_second_one_waits_for_nobody_and_does_not_start(fetching: Refresh) -> None:
    refresher = Refresher(STORY)
    refresher.start()
    until(lambda: bool(fetching.calls))
    refresher.start()
    refresher.remove()
    assert refresher.status.running
    fetching.go.set()
    until(lambda: not refresher.status.running)
    assert fetching.calls == [None]
    refresher.start()
    until(lambda: len(fetching.calls) == 2)


@pytest.mark.parametrize(
    ("error", "says"), [(DataError("no such series"), "no such series"), (KeyError("x"), "The program failed here")]
)
def test_a_failure_ends_it_with_a_sentence(monkeypatch: pytest.MonkeyPatch, error: Exception, says: str) -> None:
    def failing(*_: Any, **__: Any) -> list[Outcome]:
        raise error

    monkeypatch.setattr(refresher_module, "refresh", failing)
    refresher = Refresher(STORY)
    refresher.start()
    until(lambda: not refresher.status.running)
    assert refresher.status.problem.startswith(says)


def test_removing_names_what_was_stored() -> None:
    frame = observations({"2022-03-07": 3.0})
    keep(STORY, STORY.live[0], Answer(frame, "https://example.org"), dt.datetime(2022, 3, 8, tzinfo=dt.UTC))
    refresher = Refresher(STORY)
    refresher.remove()
    assert refresher.status == Status(removed=("nbrb_usd",))
    assert stored(STORY) == {}
    refresher.remove()
    assert refresher.status == Status(removed=())


def test_a_folder_that_can_not_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    live_folder(STORY).mkdir(parents=True)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pathlib.Path.mkdir", full)
    refresher = Refresher(STORY)
    refresher.remove()
    assert "Read-only file system" in refresher.status.problem
