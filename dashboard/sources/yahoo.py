"""Daily closes from Yahoo Finance through yfinance, with the library's known traps closed.

Its defaults hide exceptions, adjust prices, keep failed answers in memory and caches in the home folder, log to the
terminal, and drop what the server said about waiting. yfinance is imported with the first question, never at start-up.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import threading
import time
import warnings
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from curl_cffi import CurlECode
from curl_cffi.requests import Response, Session
from curl_cffi.requests import exceptions as faults

from dashboard.cache import cache_folder
from dashboard.errors import SourceError
from dashboard.sources.answer import Answer, Question, Row, checked, not_ahead, of_finished_days
from dashboard.sources.http import Patience, network_error, parsed, patiently, status_error

HOST = "query2.finance.yahoo.com"
CHART = "/v8/finance/chart/"
# Cookies are a courtesy, charts come without them; some networks swallow those questions, so they get little time.
COOKIE_SHARE = 0.1
# yfinance shares one session, one cookie and one configuration between all callers of a process.
_ALONE = threading.Lock()


def observe(question: Question, patience: Patience) -> Answer:
    """Unadjusted daily closes of `live.symbol`, by the calendar day of its exchange.

    Days for which Yahoo has a row without a close (holidays, mostly) are no observations and are absent.
    """
    asked = of_finished_days(question)
    rows = patiently(patience, lambda: _closes(asked, patience))
    return Answer(checked(asked, rows), f"https://{HOST}{CHART}{quote(asked.live.symbol)}")


class _Recorder(Session[Response]):
    """yfinance's HTTP session, which keeps the last chart answer and one time limit for all that one question takes.

    yfinance raises its own errors without status, Retry-After and text, and asks for cookies with limits of its own.
    """

    chart: Response | None = None
    answer_s = 0.0
    deadline = 0.0

    def begin(self, answer_s: float) -> None:
        """Start the time of one question."""
        self.chart, self.answer_s, self.deadline = None, answer_s, time.monotonic() + answer_s

    def request(self, method: Any, url: str, *args: Any, **kwargs: Any) -> Response:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise faults.Timeout("the time for this question is used up", CurlECode.OPERATION_TIMEDOUT)
        limit = left if CHART in url else min(left, COOKIE_SHARE * self.answer_s)
        reply = super().request(method, url, *args, **{**kwargs, "timeout": limit})
        if CHART in url:
            self.chart = reply
        return reply


@cache
def _recorder() -> _Recorder:
    """One session for all questions: Yahoo's cookie and crumb belong together and are asked for once."""
    return _Recorder(impersonate="chrome")


def _closes(asked: Question, patience: Patience) -> list[Row]:
    with _ALONE, _silence():
        session = _recorder()
        session.begin(patience.answer_s)
        try:
            frame = _history(session, asked.live.symbol, asked.start, asked.end)
        except Exception as error:
            raise _explained(session.chart, error, patience) from error
        _sound(session.chart, asked.today)
    days = pd.DatetimeIndex(frame.index).tz_localize(None)
    return [(day.date(), close) for day, close in zip(days, frame["Close"].tolist(), strict=True)]


def _history(session: _Recorder, symbol: str, start: dt.date, end: dt.date) -> pd.DataFrame:
    """Rows that yfinance makes of Yahoo's chart; `end` is included here and excluded in its call."""
    import yfinance  # noqa: PLC0415 (start-up time)
    from yfinance.data import YfData  # noqa: PLC0415

    _keep_caches_in(cache_folder() / "yfinance")
    # It also keeps failed answers of past periods, so that trying again would repeat the failure.
    YfData.cache_get.cache_clear()
    hidden, yfinance.config.debug.hide_exceptions = yfinance.config.debug.hide_exceptions, False
    try:
        history: pd.DataFrame = yfinance.Ticker(symbol, session=session).history(
            start=start,
            end=end + dt.timedelta(days=1),
            interval="1d",
            auto_adjust=False,
            actions=False,
            keepna=True,
        )
    finally:
        yfinance.config.debug.hide_exceptions = hidden
    return history


@cache
def _keep_caches_in(folder: Path) -> None:
    """Once for a folder, as each call makes yfinance drop its open database."""
    import yfinance  # noqa: PLC0415

    yfinance.set_tz_cache_location(str(folder))


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """No log line and no warning of yfinance reaches the terminal: what matters of them is in our own sentence."""
    loud = [logging.getLogger(name) for name in ("yfinance", "peewee")]
    before = [logger.disabled for logger in loud]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Its import puts a filter of its own before ours, which lets its warnings through again.
        import yfinance  # noqa: F401, PLC0415

        warnings.simplefilter("ignore")
        for logger in loud:
            logger.disabled = True
        try:
            yield
        finally:
            for logger, disabled in zip(loud, before, strict=True):
                logger.disabled = disabled


def _explained(chart: Response | None, error: Exception, patience: Patience) -> SourceError:
    """What went wrong, from the answer itself: yfinance's own words guess ("possibly delisted")."""
    if isinstance(error, faults.RequestException):
        return network_error(HOST, error, patience)
    if chart is not None and chart.status_code >= 400:
        return status_error(HOST, chart.status_code, chart.headers.get("Retry-After"), patience)
    try:
        return _shape_error(parsed(HOST, chart.text if chart is not None else ""))
    except SourceError as unreadable:
        return unreadable


def _shape_error(answer: Any) -> SourceError:
    """What is missing in a readable answer that yfinance could not use."""
    try:
        result = answer["chart"]["result"][0]
        quote = result["indicators"]["quote"][0]
    except (KeyError, IndexError, TypeError):
        return SourceError(
            f"{HOST} has no prices under this symbol for these days. Check the symbol, or ask for other days."
        )
    if not result.get("timestamp") or not quote:
        return SourceError(f"{HOST} sent no prices for these days. Ask for other days.")
    if "close" not in quote:
        return SourceError(f'{HOST} answered without the column "close". The service may have changed: report it.')
    return SourceError(
        f"{HOST} answered with prices that yfinance could not read. The service may have changed: report it."
    )


def _sound(chart: Response | None, today: dt.date) -> None:
    """Yahoo's own time stamps rise and end by now. yfinance sorts them and drops repeats and a last one too many.

    The last may repeat the day before it: while a market trades, Yahoo appends its latest price as a row of its own.
    """
    stamps = chart.json()["chart"]["result"][0]["timestamp"] if chart is not None else []
    not_ahead(_day(max(stamps, default=0)), today)
    for before, stamp in pairwise(stamps[:-1]):
        if stamp <= before:
            raise SourceError(
                f"the answer is damaged: its rows for {_day(stamp)} are repeated or out of order. Try again later."
            )


def _day(stamp: float) -> dt.date:
    return dt.datetime.fromtimestamp(stamp, dt.UTC).date()
