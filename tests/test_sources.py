"""Each live source through its real client library, against a local server that speaks its protocol."""

from __future__ import annotations

import datetime as dt
import email.utils
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yfinance

from dashboard.errors import SourceError
from dashboard.sources import SOURCES, name_of, observe
from dashboard.sources.answer import Question
from tests.live_stories import live_source
from tests.publishers import Chart, Currency, Row
from tests.servers import Fault, Market, Network, Waits, market, network, waits

__all__ = ["market", "network", "waits"]
pytestmark = pytest.mark.usefixtures("network")

TODAY = dt.date(2022, 3, 20)
DOLLAR = [Currency(145, "USD", "1995-03-29", "2021-07-08"), Currency(431, "USD", "2021-07-09", "2050-01-01")]
BOND = "XFRA:XS2120882183"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rows_of(*rows: tuple[str, float | None]) -> list[Row]:
    return [(day(text), value) for text, value in rows]


def asked(source: str, symbol: str, start: str, end: str, **fields: Any) -> Question:
    return Question(live_source(source, symbol, **fields), day(start), day(end), TODAY)


def values(question: Question, waits: Waits) -> dict[str, float]:
    frame = observe(question, waits.patience()).frame
    return {f"{when:%Y-%m-%d}": value for when, value in frame["value"].items() if isinstance(when, dt.date)}


def test_a_name_is_made_of_source_and_symbol() -> None:
    symbols = {"BYN=X": "yahoo_byn_x", "BZ=F": "yahoo_bz_f", "^TNX": "yahoo_tnx", "EMB": "yahoo_emb"}
    assert {symbol: name_of(live_source("yahoo", symbol)) for symbol in symbols} == symbols
    assert name_of(live_source("deutsche_boerse", BOND)) == "deutsche_boerse_xfra_xs2120882183"


def test_a_source_that_nobody_wrote_is_named_with_the_ones_there_are(waits: Waits) -> None:
    with pytest.raises(SourceError, match=r'no source "oracle".*deutsche_boerse, nbrb, yahoo'):
        observe(asked("oracle", "USD", "2022-03-07", "2022-03-08"), waits.patience())
    assert set(SOURCES) == {"deutsche_boerse", "nbrb", "yahoo"}


def test_the_page_starts_without_any_client_library() -> None:
    program = (
        "import sys, dashboard.refresh; "
        "print([name for name in ('yfinance', 'curl_cffi', 'tenacity', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# The dollar's official rates are the National Bank's own, on both sides of the day its number changed.
def test_official_rates_are_stitched_where_the_currency_got_a_new_number(market: Market, waits: Waits) -> None:
    market.currencies = DOLLAR
    market.rates = {145: rows_of(("2021-07-08", 2.5552)), 431: rows_of(("2021-07-09", 2.5921))}
    question = asked("nbrb", "USD", "2021-07-08", "2021-07-09")
    assert values(question, waits) == {"2021-07-08": 2.5552, "2021-07-09": 2.5921}
    assert market.asked == [
        "/exrates/currencies",
        "/exrates/rates/dynamics/145?startdate=2021-07-08&enddate=2021-07-08",
        "/exrates/rates/dynamics/431?startdate=2021-07-09&enddate=2021-07-09",
    ]


def test_a_long_time_is_asked_for_in_pieces_of_365_days_without_gap_or_overlap(market: Market, waits: Waits) -> None:
    days = [day("2019-12-20") + dt.timedelta(days=n) for n in range(743)]
    market.currencies = DOLLAR
    market.rates = {145: [(d, 2.0) for d in days if d < day("2021-07-09")]}
    market.rates[431] = [(d, 3.0) for d in days if d >= day("2021-07-09")]
    found = values(asked("nbrb", "USD", "2019-12-20", "2021-12-31"), waits)
    assert list(found) == [d.isoformat() for d in days]
    assert [path.split("?")[1] for path in market.paths("/exrates/rates")] == [
        "startdate=2019-12-20&enddate=2020-12-18",
        "startdate=2020-12-19&enddate=2021-07-08",
        "startdate=2021-07-09&enddate=2021-12-31",
    ]


def test_a_rate_for_a_hundred_units_is_given_for_one(market: Market, waits: Waits) -> None:
    market.currencies = [Currency(508, "JPY", "2021-07-09", "2050-01-01", scale=100)]
    market.rates = {508: rows_of(("2021-07-09", 2.3585))}
    question = asked("nbrb", "JPY", "2021-07-09", "2021-07-09", minimum=0.01, maximum=0.1)
    assert values(question, waits) == {"2021-07-09": pytest.approx(0.023585, abs=1e-12)}


def test_a_number_with_monthly_rates_is_not_asked(market: Market, waits: Waits) -> None:
    market.currencies = [Currency(420, "BRL", "2021-07-09", "2050-01-01", periodicity=1)]
    with pytest.raises(SourceError, match=r"no daily rate of BRL.*three-letter code"):
        observe(asked("nbrb", "BRL", "2021-07-09", "2021-07-09"), waits.patience())
    assert not market.paths("/exrates/rates")


def test_a_weekend_with_fridays_rate_is_held_and_one_with_a_new_rate_is_not(market: Market, waits: Waits) -> None:
    market.currencies = DOLLAR
    fridays = [("2021-07-16", 2.5), ("2021-07-17", 2.5), ("2021-07-18", 2.6), ("2021-07-19", 2.6)]
    market.rates = {431: rows_of(*fridays)}
    frame = observe(asked("nbrb", "USD", "2021-07-16", "2021-07-19"), waits.patience()).frame
    assert frame["flag"].tolist() == ["", "held", "", ""]
    assert frame["reason"].map(bool).tolist() == [False, True, False, False]


def test_a_piece_without_rates_is_no_answer(market: Market, waits: Waits) -> None:
    market.currencies = DOLLAR
    market.rates = {431: rows_of(("2021-07-09", 2.5921))}
    with pytest.raises(SourceError, match="no rate of USD from 2021-07-01 to 2021-07-08"):
        observe(asked("nbrb", "USD", "2021-07-01", "2021-07-09"), waits.patience())


def test_official_rates_in_another_form_are_refused(market: Market, waits: Waits) -> None:
    market.currencies, market.altered = DOLLAR, lambda answer: {"rates": answer}
    with pytest.raises(SourceError, match="another form than it is known for"):
        observe(asked("nbrb", "USD", "2021-07-09", "2021-07-09"), waits.patience())


def test_a_rate_in_words_is_refused(market: Market, waits: Waits) -> None:
    market.currencies = DOLLAR
    market.rates = {431: [(day("2021-07-09"), "2.5921")]}  # type: ignore[list-item]
    with pytest.raises(SourceError, match="Cur_OfficialRate"):
        observe(asked("nbrb", "USD", "2021-07-09", "2021-07-09"), waits.patience())


def test_yahoo_gives_the_exchanges_day_and_both_ends(market: Market, waits: Waits) -> None:
    # London's midnight in summer is 23:00 UTC of the day before; New York opens at 09:30.
    rows = rows_of(("2021-07-05", 2.5), ("2021-07-06", 2.6), ("2021-07-07", 2.7), ("2021-07-08", 2.8))
    market.charts = {"BYN=X": Chart(rows), "EMB": Chart(rows, "America/New_York", dt.time(9, 30))}
    middle = {"2021-07-06": 2.6, "2021-07-07": 2.7}
    assert values(asked("yahoo", "BYN=X", "2021-07-06", "2021-07-07"), waits) == middle
    assert values(asked("yahoo", "EMB", "2021-07-06", "2021-07-07"), waits) == middle


def test_yahoos_day_survives_both_changes_of_the_clock(market: Market, waits: Waits) -> None:
    days = ["2021-03-26", "2021-03-29", "2021-10-29", "2021-11-01"]
    market.charts = {"BYN=X": Chart([(day(text), 2.5) for text in days])}
    assert list(values(asked("yahoo", "BYN=X", "2021-03-01", "2021-11-30"), waits)) == days


def test_yahoos_unfinished_bar_of_today_is_not_asked_for(market: Market, waits: Waits) -> None:
    market.charts = {"BYN=X": Chart(rows_of(("2022-03-18", 3.2), ("2022-03-20", 3.3)))}
    assert values(asked("yahoo", "BYN=X", "2022-03-18", "2022-03-20"), waits) == {"2022-03-18": 3.2}
    with pytest.raises(SourceError, match=r"2022-03-20, still trades.*2022-03-19 or earlier"):
        observe(asked("yahoo", "BYN=X", "2022-03-20", "2022-03-20"), waits.patience())


def test_a_day_that_yahoo_leaves_empty_is_absent(market: Market, waits: Waits) -> None:
    market.charts = {"BYN=X": Chart(rows_of(("2022-03-07", 3.1), ("2022-03-08", None), ("2022-03-09", 3.3)))}
    found = values(asked("yahoo", "BYN=X", "2022-03-07", "2022-03-09"), waits)
    assert found == {"2022-03-07": 3.1, "2022-03-09": 3.3}


def test_yahoos_second_row_for_the_last_day_replaces_the_first(market: Market, waits: Waits) -> None:
    rows = rows_of(("2022-03-07", 3.1), ("2022-03-08", 3.2), ("2022-03-08", 3.3))
    market.charts = {"BYN=X": Chart(rows)}
    found = values(asked("yahoo", "BYN=X", "2022-03-07", "2022-03-08"), waits)
    assert found == {"2022-03-07": 3.1, "2022-03-08": 3.3}


def test_a_figure_of_yahoos_from_the_future_is_not_dropped_in_silence(market: Market, waits: Waits) -> None:
    market.charts, market.whole = {"BYN=X": Chart(rows_of(("2022-03-07", 3.1), ("2032-03-07", 3.2)))}, True
    with pytest.raises(SourceError, match="2032-03-07, after today"):
        observe(asked("yahoo", "BYN=X", "2022-03-07", "2022-03-08"), waits.patience())


def test_a_failed_answer_of_yahoos_is_not_remembered(market: Market, waits: Waits) -> None:
    market.charts = {"BYN=X": Chart(rows_of(("2021-03-08", 2.6)))}
    # yfinance asks a second time by itself, so two faults use up one attempt.
    market.fault = Fault("status", 500, times=2)
    assert values(asked("yahoo", "BYN=X", "2021-03-08", "2021-03-08"), waits) == {"2021-03-08": 2.6}
    assert len(waits.seconds) == 1


def test_silent_cookie_servers_leave_time_for_the_chart(market: Market, waits: Waits) -> None:
    market.charts = {"BYN=X": Chart(rows_of(("2021-03-08", 2.6)))}
    market.cookie_fault = Fault("slow")
    frame = observe(asked("yahoo", "BYN=X", "2021-03-08", "2021-03-08"), waits.patience(answer_s=3, attempts=1)).frame
    assert frame["value"].tolist() == [2.6]


def test_a_symbol_unknown_to_yahoo_is_not_called_delisted(waits: Waits) -> None:
    with pytest.raises(SourceError, match="nothing under this symbol") as caught:
        observe(asked("yahoo", "NONE=X", "2021-03-08", "2021-03-08"), waits.patience())
    assert "delisted" not in str(caught.value)


def test_yfinance_leaves_no_trace_outside_our_folder(
    market: Market, waits: Waits, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    market.charts, market.cookie_fault = {"BYN=X": Chart(rows_of(("2021-03-08", 2.6)))}, Fault("status", 500)
    with caplog.at_level(logging.DEBUG, "yfinance"):
        observe(asked("yahoo", "BYN=X", "2021-03-08", "2021-03-08"), waits.patience())
    assert caplog.record_tuples == []
    assert capfd.readouterr() == ("", "")
    assert (tmp_path / "cache" / "yfinance" / "tkr-tz.db").exists()
    assert yfinance.config.debug.hide_exceptions is True
    assert logging.getLogger("yfinance").disabled is False


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_an_exchange_day_is_the_same_under_both_readings_of_its_stamp(market: Market, waits: Waits, zone: str) -> None:
    days = ["2021-03-26", "2021-03-29", "2021-06-21", "2021-10-29", "2021-11-01"]
    market.bars, market.bar_zone = {BOND: [(day(text), 87.7) for text in days]}, zone
    question = asked("deutsche_boerse", BOND, days[0], days[-1], minimum=20, maximum=200)
    assert list(values(question, waits)) == days


def test_the_exchange_is_asked_like_its_own_chart_page_asks(market: Market, waits: Waits) -> None:
    market.bars = {BOND: rows_of(("2021-06-21", 87.7))}
    values(asked("deutsche_boerse", BOND, "2021-06-21", "2021-06-21", minimum=20, maximum=200), waits)
    # 2021-06-21 00:00 in Frankfurt is 2021-06-20 22:00 UTC = 1624226400 s.
    query = f"symbol={BOND.replace(':', '%3A')}&resolution=1D&from=1624226400&to={1624226400 + 86_400 - 1}"
    assert market.asked == [f"/v1/tradingview/history?{query}"]
    assert market.agents[0].startswith("Mozilla/5.0")


def test_the_exchange_without_history_says_so(market: Market, waits: Waits) -> None:
    market.bars = {BOND: []}
    with pytest.raises(SourceError, match=f"no rows for {BOND} from 2021-06-21 to 2021-06-21"):
        observe(asked("deutsche_boerse", BOND, "2021-06-21", "2021-06-21"), waits.patience())


def test_the_exchanges_own_error_is_passed_on(waits: Waits) -> None:
    with pytest.raises(SourceError, match='says "unknown_symbol" about XFRA:NONE'):
        observe(asked("deutsche_boerse", "XFRA:NONE", "2021-06-21", "2021-06-21"), waits.patience())


def test_milliseconds_are_no_day(market: Market, waits: Waits) -> None:
    market.bars = {BOND: rows_of(("2021-06-21", 87.7))}
    market.altered = lambda answer: {**answer, "t": [stamp * 1000 for stamp in answer["t"]]}
    with pytest.raises(SourceError, match="where seconds since 1970 belong"):
        observe(asked("deutsche_boerse", BOND, "2021-06-21", "2021-06-21"), waits.patience())


def official(market: Market) -> Question:
    market.currencies, market.rates = DOLLAR, {431: rows_of(("2022-03-07", 3.1))}
    return asked("nbrb", "USD", "2022-03-07", "2022-03-07")


def test_a_fault_that_passes_is_outwaited(market: Market, waits: Waits) -> None:
    question, market.fault = official(market), Fault("status", 500, times=2)
    assert values(question, waits) == {"2022-03-07": 3.1}
    first, second = waits.seconds
    assert 1 <= first <= 2 <= second <= 3
    assert waits.sentences[0].startswith("api.nbrb.by has a fault of its own (HTTP 500). Trying again in ")


def test_waits_differ_by_chance(market: Market, waits: Waits, network: Network) -> None:
    question, network.state = official(market), "refused"
    for _ in range(4):
        with pytest.raises(SourceError):
            observe(question, waits.patience(attempts=2))
    assert len(set(waits.seconds)) > 1


def test_a_short_wait_that_the_publisher_wants_is_kept(market: Market, waits: Waits) -> None:
    question, market.fault = official(market), Fault("status", 429, {"Retry-After": "7"}, times=1)
    assert values(question, waits) == {"2022-03-07": 3.1}
    assert waits.seconds == [7.0]


def test_a_wait_may_be_given_as_a_date(market: Market, waits: Waits) -> None:
    then = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30), usegmt=True)
    question, market.fault = official(market), Fault("status", 503, {"Retry-After": then}, times=1)
    assert values(question, waits) == {"2022-03-07": 3.1}
    assert 20 < waits.seconds[0] <= 30


def test_a_long_wait_is_told_instead_of_waited(market: Market, waits: Waits) -> None:
    question, market.fault = official(market), Fault("status", 429, {"Retry-After": "3600"})
    before = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    with pytest.raises(SourceError, match=r"asked too often \(HTTP 429\). Try again after (.*) UTC.") as caught:
        observe(question, waits.patience())
    told = str(caught.value).split("after ")[1].removesuffix(" UTC.")
    wait = dt.datetime.fromisoformat(f"{told}+00:00") - before
    assert dt.timedelta(minutes=60) <= wait <= dt.timedelta(minutes=61)
    assert waits.seconds == []
    assert len(market.asked) == 1


def test_a_wait_in_no_known_form_is_taken_for_none(market: Market, waits: Waits) -> None:
    question, market.fault = official(market), Fault("status", 429, {"Retry-After": "soon"}, times=1)
    assert values(question, waits) == {"2022-03-07": 3.1}
    assert 1 <= waits.seconds[0] <= 2


def test_a_computer_without_network_is_told_at_once(market: Market, waits: Waits, network: Network) -> None:
    question, network.state = official(market), "no DNS"
    with pytest.raises(SourceError, match=r"the name api\.nbrb\.by was not found"):
        observe(question, waits.patience())
    assert waits.seconds == []


@pytest.mark.parametrize("status", [401, 403, 404, 400])
def test_a_refusal_is_not_argued_with(market: Market, waits: Waits, status: int) -> None:
    question, market.fault = official(market), Fault("status", status)
    with pytest.raises(SourceError, match=f"HTTP {status}"):
        observe(question, waits.patience())
    assert (len(market.asked), waits.seconds) == (1, [])
