"""A refresh as a reader meets it: what came, what failed and why, and that a failure never costs what was there."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import refresh as refresh_module
from dashboard.errors import DataError
from dashboard.model import LiveSource, Story
from dashboard.refresh import Outcome, Progress, refresh
from dashboard.sources import name_of, observe
from dashboard.store import live_folder, load_live, stored
from tests.live_stories import live_source, observations, story_of
from tests.publishers import Chart, Currency, Row
from tests.servers import Fault, Market, Network, Waits, market, network, waits

__all__ = ["market", "network", "waits"]
pytestmark = pytest.mark.usefixtures("network")

TODAY = dt.date(2022, 3, 20)
FIRST, LAST = dt.date(2022, 3, 7), dt.date(2022, 3, 10)
YAHOO, BANK = live_source("yahoo", "BYN=X"), live_source("nbrb", "USD")
BOND = live_source("deutsche_boerse", "XFRA:XS2120882183", unit="% of face", quantity="price", minimum=20, maximum=200)
PUBLISHERS = {"yahoo": YAHOO, "nbrb": BANK, "deutsche_boerse": BOND}
CLOSE = {"yahoo": "close", "nbrb": "Cur_OfficialRate", "deutsche_boerse": "c"}


def days(*values: float | None) -> list[Row]:
    """One row a day from FIRST on."""
    return [(FIRST + dt.timedelta(days=number), value) for number, value in enumerate(values)]


def publish(market: Market, live: LiveSource, rows: list[Row]) -> None:
    """Let a publisher have these rows."""
    market.currencies = [Currency(431, "USD", "2021-07-09", "2050-01-01")]
    match live.source:
        case "yahoo":
            market.charts[live.symbol] = Chart(rows)
        case "nbrb":
            market.rates[431] = rows
        case _:
            market.bars[live.symbol] = rows


def normal(live: LiveSource) -> list[Row]:
    return days(87.0, 87.1, 87.2, 87.3) if live is BOND else days(3.0, 3.1, 3.2, 3.3)


def run(story: Story, waits: Waits, *wanted: str, answer_s: float = 5.0, attempts: int = 3) -> list[Outcome]:
    patience = waits.patience(answer_s, attempts)
    return refresh(story, wanted or None, FIRST, LAST, patience=patience, today=TODAY)


def files(story: Story) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in live_folder(story).iterdir() if path.name != ".lock"}


def without(answer: Any, key: str) -> Any:
    """An answer in which a key is missing everywhere."""
    if isinstance(answer, dict):
        return {name: without(part, key) for name, part in answer.items() if name != key}
    return [without(part, key) for part in answer] if isinstance(answer, list) else answer


Break = Callable[[Market, Network, LiveSource], None]


def way(state: str) -> Break:
    return lambda _market, network, _live: setattr(network, "state", state)


def fault(kind: str, status: int = 200, **headers: str) -> Break:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda market, _network, _live: setattr(market, "fault", Fault(kind, status, named))


def rows(*rows: Row) -> Break:
    def change(market: Market, _network: Network, live: LiveSource) -> None:
        market.whole = True
        publish(market, live, list(rows))

    return change


def missing_column(market: Market, _network: Network, live: LiveSource) -> None:
    market.altered = lambda answer: without(answer, CLOSE[live.source])


D7, D8, D9 = (FIRST + dt.timedelta(days=number) for number in range(3))
FAULTS: dict[str, tuple[Break, str]] = {
    "no DNS": (way("no DNS"), r"the name \S+ was not found\. Check that this computer is on the internet"),
    "refused": (way("refused"), "could not be reached"),
    "slow": (fault("slow"), r"did not answer in full within 0\.3 seconds"),
    "a drip": (fault("drip"), r"did not answer in full within 0\.3 seconds"),
    "401": (fault("status", 401), r"refused access \(HTTP 401\)"),
    "403": (fault("status", 403), r"refused access \(HTTP 403\)"),
    "429": (fault("status", 429, Retry_After="30"), r"asked too often \(HTTP 429\)\. Try again after \S+ \S+ UTC"),
    "429 for long": (fault("status", 429, Retry_After="9999"), r"asked too often \(HTTP 429\)\. Try again after"),
    "500": (fault("status", 500), r"a fault of its own \(HTTP 500\)\. Try again later"),
    "HTML": (fault("html"), "answered with a web page instead of figures"),
    "cut-off JSON": (fault("cut"), "broke off in the middle of its answer"),
    "half a response": (fault("half"), "broke off in the middle of its answer"),
    "nothing": (fault("empty"), "sent an empty answer"),
    "empty frame": (rows(), r"(no rows for|no rate of) \S+ from 2022-03-07 to 2022-03-10"),
    "all NaN": (rows((D7, None), (D8, None)), "2 rows but not one value"),
    "missing column": (missing_column, r'("close"|"c"|Cur_OfficialRate)'),
    "repeated dates": (rows((D7, 87), (D7, 88), (D8, 88)), "the answer is damaged: .*2022-03-07"),
    "unsorted dates": (rows((D8, 87), (D7, 88), (D9, 88)), "the answer is damaged: .*2022-03-07"),
    "a date in the future": (rows((D7, 87), (dt.date(2032, 3, 7), 87)), "2032-03-07, after today"),
    "old money": (rows((D7, 20053), (D8, 20100)), r"2 of 2 values lie outside \d+ to \d+ .*20053 on 2022-03-07"),
    "words for a number": (rows((D7, "n/a"), (D8, "n/a")), "(number|yfinance could not read)"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("source", PUBLISHERS)
@pytest.mark.parametrize("name", FAULTS)
def test_after_any_fault_the_old_data_stay_and_one_sentence_says_why(
    *,
    name: str,
    source: str,
    market: Market,
    network: Network,
    waits: Waits,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    live, (break_it, words) = PUBLISHERS[source], FAULTS[name]
    story = story_of(live)
    publish(market, live, normal(live))
    assert [outcome.status for outcome in run(story, waits)] == ["updated"]
    before = files(story)
    break_it(market, network, live)
    impatient = name in {"slow", "a drip"}
    with caplog.at_level(logging.INFO):
        outcome = run(story, waits, answer_s=0.3 if impatient else 5.0, attempts=1 if impatient else 3)[0]

    assert files(story) == before
    assert (outcome.status, outcome.rows, outcome.first, outcome.last) == ("failed", 4, FIRST, LAST)
    assert re.search(words, outcome.sentence), outcome.sentence
    assert outcome.sentence.startswith(f"{live.title}: ")
    assert outcome.sentence.endswith(" What was stored before stays: 4 days to 2022-03-10.")
    assert not re.search(r"\n|Traceback|Error|curl|<|None|delisted", outcome.sentence), outcome.sentence
    assert capfd.readouterr() == ("", "")
    assert caplog.record_tuples == []


@pytest.mark.parametrize("source", PUBLISHERS)
def test_a_good_answer_is_stored_with_its_provenance(source: str, market: Market, waits: Waits) -> None:
    live = PUBLISHERS[source]
    story = story_of(live)
    publish(market, live, normal(live))
    outcome = run(story, waits)[0]
    assert (outcome.status, outcome.rows, outcome.first, outcome.last) == ("updated", 4, FIRST, LAST)
    assert outcome.sentence.endswith("4 days from 2022-03-07 to 2022-03-10 are stored, 4 of them new or changed.")
    frame = load_live(story).series[name_of(live)][1]
    assert list(zip(pd.DatetimeIndex(frame.index).date, frame["value"], strict=True)) == normal(live)
    entry = stored(story)[name_of(live)]
    assert entry.address.startswith("https://")
    assert abs(entry.retrieved - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_the_same_answer_again_is_no_change(market: Market, waits: Waits) -> None:
    story = story_of(YAHOO)
    publish(market, YAHOO, normal(YAHOO))
    run(story, waits)
    outcome = run(story, waits)[0]
    assert (outcome.status, outcome.rows) == ("unchanged", 4)
    assert outcome.sentence.endswith("are stored, none of them new.")


def test_other_days_are_added_to_those_stored(market: Market, waits: Waits) -> None:
    story = story_of(YAHOO)
    publish(market, YAHOO, days(3.0, 3.1, 3.2, 3.3))
    refresh(story, None, D7, D8, patience=waits.patience(), today=TODAY)
    publish(market, YAHOO, days(3.0, 3.15, 3.2, 3.3))
    outcome = refresh(story, None, D8, D9, patience=waits.patience(), today=TODAY)[0]
    frame = load_live(story).series["yahoo_byn_x"][1]
    assert frame["value"].tolist() == [3.0, 3.15, 3.2]
    assert "3 days from 2022-03-07 to 2022-03-09 are stored, 2 of them new or changed" in outcome.sentence


def test_one_failure_does_not_stop_the_others(market: Market, waits: Waits) -> None:
    unknown = live_source("yahoo", "NONE=X")
    story = story_of(unknown, BANK, live_source("oracle", "USD"), BOND)
    publish(market, BANK, normal(BANK))
    publish(market, BOND, normal(BOND))
    outcomes = run(story, waits)
    assert [outcome.status for outcome in outcomes] == ["failed", "updated", "failed", "updated"]
    assert outcomes[0].sentence.endswith("Nothing of it is stored.")
    assert (outcomes[0].rows, outcomes[0].first, outcomes[0].last) == (0, None, None)
    assert sorted(stored(story)) == ["deutsche_boerse_xfra_xs2120882183", "nbrb_usd"]


def test_a_fault_of_the_program_itself_is_kept_to_its_series(
    market: Market, waits: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(question: Any, patience: Any) -> Any:
        return 1 / 0 if question.live is YAHOO else observe(question, patience)

    monkeypatch.setattr(refresh_module, "observe", failing)
    publish(market, BANK, normal(BANK))
    outcomes = run(story_of(YAHOO, BANK), waits)
    assert [outcome.status for outcome in outcomes] == ["failed", "updated"]
    assert "ZeroDivisionError" in outcomes[0].sentence
    assert "Please report it." in outcomes[0].sentence


def test_series_may_be_chosen_by_name_or_symbol_in_any_case(market: Market, waits: Waits) -> None:
    story = story_of(YAHOO, BANK, BOND)
    for live in (YAHOO, BANK, BOND):
        publish(market, live, normal(live))
    assert [outcome.series for outcome in run(story, waits, "USD", "byn=x")] == ["yahoo_byn_x", "nbrb_usd"]
    assert [outcome.series for outcome in run(story, waits, "NBRB_usd")] == ["nbrb_usd"]


@pytest.mark.parametrize(
    ("wanted", "start", "end", "words"),
    [
        (["nothing"], None, None, "nothing: no live series .* Choose from: yahoo_byn_x"),
        (None, None, dt.date(2022, 3, 21), r"2022-03-21, after today \(2022-03-20\)"),
        (None, dt.date(2022, 3, 2), dt.date(2022, 3, 1), "2022-03-02, after the last, 2022-03-01"),
    ],
)
def test_what_no_answer_can_meet_is_refused_before_anyone_is_asked(
    market: Market, wanted: list[str] | None, start: dt.date | None, end: dt.date | None, words: str
) -> None:
    with pytest.raises(DataError, match=words):
        refresh(story_of(YAHOO), wanted, start, end, today=TODAY)
    assert market.asked == []


def test_by_default_the_whole_time_of_the_story_is_asked_for(market: Market, waits: Waits) -> None:
    story = story_of(BANK, embedded={"official": observations({"2022-03-08": 3.0, "2022-03-09": 3.1})})
    publish(market, BANK, normal(BANK))
    refresh(story, patience=waits.patience(), today=LAST)
    assert market.asked[-1] == "/exrates/rates/dynamics/431?startdate=2022-03-08&enddate=2022-03-10"


def test_a_value_a_third_off_the_official_rate_is_stored_and_warned_about(market: Market, waits: Waits) -> None:
    vendor = live_source("yahoo", "BYN=X", compare_with="official", tolerance_pct=5)
    bank = live_source("nbrb", "USD", continues="official")
    story = story_of(vendor, bank, embedded={"official": observations({"2021-12-31": 2.55})})
    publish(market, vendor, days(2.93, 3.93))
    publish(market, bank, days(2.93, 2.93))
    outcomes = run(story, waits)
    assert [outcome.status for outcome in outcomes] == ["updated", "updated"]
    assert load_live(story).series["yahoo_byn_x"][1]["value"].tolist() == [2.93, 3.93]
    assert len(outcomes[0].warnings) == 1
    assert "34.1 % above" in outcomes[0].warnings[0]
    assert outcomes[1].warnings == ()


def test_progress_tells_what_is_asked_what_is_waited_for_and_what_came(market: Market, waits: Waits) -> None:
    publish(market, BANK, normal(BANK))
    publish(market, BOND, normal(BOND))
    market.fault = Fault("status", 500, times=1)
    steps: list[Progress] = []
    refresh(story_of(BANK, BOND), None, FIRST, LAST, steps.append, patience=waits.patience(), today=TODAY)
    assert [(step.series, step.number, step.of) for step in steps] == [
        *[("nbrb_usd", 1, 2)] * 3,
        *[("deutsche_boerse_xfra_xs2120882183", 2, 2)] * 2,
    ]
    assert [step.outcome.status if step.outcome else "" for step in steps] == ["", "", "updated", "", "updated"]
    told = [step.sentence for step in steps]
    assert told[0] == "Asking National Bank of the Republic of Belarus for 2022-03-07 to 2022-03-10."
    assert re.fullmatch(r"api.nbrb.by has a fault of its own \(HTTP 500\)\. Trying again in \d s\.", told[1])
    assert told[2].endswith("are stored, 4 of them new or changed.")


def test_a_source_never_run_for_real_says_so_until_it_has_answered(market: Market, waits: Waits) -> None:
    publish(market, BOND, normal(BOND))
    story, steps = story_of(BOND), list[Progress]()
    for _ in range(2):
        refresh(story, None, FIRST, LAST, steps.append, patience=waits.patience(), today=TODAY)
    asking = [step.sentence for step in steps if step.sentence.startswith("Asking")]
    assert ["unverified" in sentence for sentence in asking] == [True, False]
    assert stored(story)[name_of(BOND)].verified


def test_a_full_disk_is_a_failure_like_any_other(market: Market, waits: Waits, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(market, YAHOO, normal(YAHOO))
    publish(market, BANK, normal(BANK))
    story = story_of(YAHOO, BANK)

    def full(_path: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    outcomes = run(story, waits)
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert "No space left on device" in outcomes[0].sentence


def test_the_story_is_not_changed_by_a_refresh(market: Market, waits: Waits) -> None:
    embedded = {"official": observations({"2022-03-08": 3.0})}
    story = story_of(live_source("yahoo", "BYN=X", compare_with="official", tolerance_pct=5), embedded=embedded)
    publish(market, YAHOO, normal(YAHOO))
    run(story, waits)
    assert list(story.observations) == ["official"]
    pd.testing.assert_frame_equal(story.observations["official"], observations({"2022-03-08": 3.0}))
