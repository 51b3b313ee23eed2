"""`python -m dashboard refresh` as a user meets it: a process whose requests reach a local server instead."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.load import load_story
from dashboard.model import Story
from dashboard.sources.answer import Answer
from dashboard.store import keep, live_folder, load_live
from tests.conftest import BELARUS, FICTIONAL, ROOT
from tests.live_stories import observations
from tests.publishers import Chart, Currency
from tests.servers import UNKNOWN_HOST, Fault, Market, market

__all__ = ["market"]

DAYS = ("--from", "2022-03-07", "--to", "2022-03-09")
D7, D8, D9 = (dt.date(2022, 3, day) for day in (7, 8, 9))


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path / "cache"))


def run(base: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A finished run of the program that finds the publishers at `base`."""
    command = [sys.executable, "-m", "tests.redirected", base, *map(str, arguments)]
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)


def publish(market: Market) -> None:
    market.charts["BYN=X"] = Chart([(D7, 3.1), (D8, 3.2), (D9, 3.3)])
    market.currencies = [Currency(431, "USD", "2021-07-09", "2050-01-01")]
    market.rates[431] = [(D7, 3.1), (D8, 3.2), (D9, 3.3)]


def test_what_comes_is_stored_and_printed_and_nothing_else(market: Market) -> None:
    publish(market)
    # The cookie server's failure is one of those that yfinance likes to tell of.
    market.cookie_fault = Fault("status", 500)
    done = run(market.url, "refresh", "USD", "BYN=X", *DAYS)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "  series       status   rows  first       last",
        "  yahoo_byn_x  updated     3  2022-03-07  2022-03-09",
        "  nbrb_usd     updated     3  2022-03-07  2022-03-09",
    ]
    assert done.stderr.splitlines() == [
        "1 of 2  yahoo_byn_x: Asking Yahoo Finance for 2022-03-07 to 2022-03-09.",
        "1 of 2  yahoo_byn_x: updated",
        "2 of 2  nbrb_usd: Asking National Bank of the Republic of Belarus for 2022-03-07 to 2022-03-09.",
        "2 of 2  nbrb_usd: updated",
    ]
    assert load_live(load_story(BELARUS)).series.keys() == {"yahoo_byn_x", "nbrb_usd"}


FAILURES = {
    "a web page": Fault("html"),
    "refused": Fault("status", 403),
    "a long wait": Fault("status", 429, {"Retry-After": "9999"}),
    "no symbol": Fault("status", 404),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_a_sentence_and_an_exit_code(market: Market, name: str) -> None:
    publish(market)
    assert run(market.url, "refresh", "BYN=X", *DAYS).returncode == 0
    market.fault = FAILURES[name]
    done = run(market.url, "refresh", "BYN=X", *DAYS)
    assert done.returncode == 1
    assert done.stdout.splitlines()[1] == "  yahoo_byn_x  failed     3  2022-03-07  2022-03-09"
    told = " ".join(done.stdout.split("Failed:")[1].split())
    assert told.startswith("- USD/BYN, Yahoo Finance: ")
    assert told.endswith("What was stored before stays: 3 days to 2022-03-09.")
    noise = [line for line in done.stderr.splitlines() if not line.startswith("1 of 1  yahoo_byn_x: ")]
    assert noise == []


def test_without_a_network_each_series_says_so(tmp_path: Path) -> None:
    done = run(UNKNOWN_HOST, "refresh", *DAYS)
    assert done.returncode == 1
    assert " ".join(done.stdout.split()).count("Check that this computer is on the internet.") == 11
    assert list(tmp_path.rglob("*.csv")) == []


def test_a_vendor_a_third_off_is_stored_and_warned_about(market: Market) -> None:
    publish(market)
    market.charts["BYN=X"] = Chart([(D7, 3.1), (D8, 4.2), (D9, 3.3)])
    done = run(market.url, "refresh", "USD", "BYN=X", *DAYS)
    assert done.returncode == 0
    warned = " ".join(done.stdout.split("Stored, but check before use:")[1].split())
    # A rate in force on the 9th was fixed on the 8th: 4.2 against 3.3 is 27.3 % above it.
    assert "on 1 of 2 common days" in warned
    assert "4.2 against 3.3 BYN per USD (27.3 % above)" in warned


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("USD", "nothing"), 1, "nothing: no live series of this story has that name. Choose from: yahoo_byn_x"),
        (("--from", "7.3.2022"), 2, "--from': “7.3.2022” is no day. Write year-month-day, such as"),
        (("--from", "2022-03-09", "--to", "2022-03-07"), 1, "2022-03-09, after the last, 2022-03-07"),
        (("--to", "2999-01-01"), 1, "after today"),
        (("--clear", "USD"), 2, "--clear removes every stored series: give it alone"),
        (("--story", FICTIONAL), 1, "names no live series"),
    ],
)
def test_a_mistake_is_told_before_anyone_is_asked(
    market: Market, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = run(market.url, "refresh", *arguments)
    assert (done.returncode, done.stdout, market.asked) == (code, "", [])
    assert says in done.stderr


def stored(story: Story) -> None:
    """One stored live series: the official rate on three days."""
    live = next(source for source in story.live if source.symbol == "USD")
    frame = observations({"2022-03-07": 3.1, "2022-03-08": 3.2, "2022-03-09": 3.3})
    keep(story, live, Answer(frame, "https://example.org"), dt.datetime(2022, 3, 10, tzinfo=dt.UTC))


def test_clear_removes_and_names_what_was_stored(story: Story) -> None:
    stored(story)
    assert run("http://127.0.0.1:1", "refresh", "--clear").stdout == "Removed: nbrb_usd.\n"
    assert run("http://127.0.0.1:1", "refresh", "--clear").stdout == "Nothing was stored, so nothing was removed.\n"
    assert load_live(story).series == {}


def test_a_picture_may_show_a_stored_series_and_check_is_of_the_folder_alone(story: Story, tmp_path: Path) -> None:
    plain = run("", "check").stdout
    stored(story)
    shown = run("", "export", "overview", "--source", "nbrb_usd", "--period", "all", "-o", tmp_path / "a.svg")
    assert shown.returncode == 0, shown.stderr
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "NBRB daily (live): National Bank of the Republic of Belarus, retrieved 10 Mar 2022" in drawn
    assert run("", "check").stdout == plain


def test_a_damaged_store_is_a_note_and_the_rest_works(story: Story) -> None:
    plain = run("", "claims").stdout
    stored(story)
    (live_folder(story) / "manifest.json").write_text("{", encoding="utf-8")
    done = run("", "claims")
    assert (done.returncode, done.stdout) == (0, plain)
    assert done.stderr.startswith("Note: the list of stored live series")
    assert "Traceback" not in done.stderr
