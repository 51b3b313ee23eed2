"""Asking one address with patience, and a plain sentence for each way in which that can fail.

curl_cffi rather than requests: yfinance brings and uses it, so one set of exceptions covers all sources; its time limit
is for the whole answer, where requests' starts anew with each byte of a slow one; and it notices half an answer.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from curl_cffi import requests
from curl_cffi.requests import exceptions as faults
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from dashboard.errors import SourceError

T = TypeVar("T")


def _ignore(sentence: str) -> None:
    """Nobody wants to hear about waits."""


@dataclass(frozen=True)
class Patience:
    """How often to ask, and how long to wait; times in seconds.

    `answer_s` bounds one whole answer. Waits double from about one second, with up to a second of chance added so that
    many readers do not return together. A publisher that wants a longer wait than `longest_wait_s` is not asked again.
    """

    attempts: int = 3
    answer_s: float = 20.0
    longest_wait_s: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    waiting: Callable[[str], None] = _ignore


class PassingError(SourceError):
    """A failure that may be gone in a moment; `wait_s` is the wait the publisher asked for."""

    def __init__(self, found: str, advice: str = "Try again later.", wait_s: float | None = None) -> None:
        super().__init__(f"{found} {advice}")
        self.found = found
        self.wait_s = wait_s


def patiently(patience: Patience, ask: Callable[[], T]) -> T:
    """Answer of `ask`, which is called again after a PassingError, at most `patience.attempts` times."""
    backing_off = wait_exponential_jitter(max=patience.longest_wait_s)

    def wait(state: RetryCallState) -> float:
        wanted = _failure(state).wait_s
        return backing_off(state) if wanted is None else wanted

    def tell(state: RetryCallState) -> None:
        patience.waiting(f"{_failure(state).found} Trying again in {state.upcoming_sleep:.0f} s.")

    return Retrying(
        retry=retry_if_exception_type(PassingError),
        stop=stop_after_attempt(patience.attempts),
        wait=wait,
        sleep=patience.sleep,
        before_sleep=tell,
        reraise=True,
    )(ask)


def _failure(state: RetryCallState) -> PassingError:
    return cast(PassingError, state.outcome.exception() if state.outcome else None)


def get_json(
    session: requests.Session[Any],
    url: str,
    params: Mapping[str, str],
    patience: Patience,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """JSON behind an address.

    Raises
    ------
    SourceError
        No network, no answer in time, a status of 400 or more, or an answer that is not whole JSON.
    """
    host = urlsplit(url).hostname or url

    def ask() -> Any:
        try:
            reply = session.get(url, params=dict(params), headers=dict(headers or {}), timeout=patience.answer_s)
        except faults.RequestException as error:
            raise network_error(host, error, patience) from error
        if reply.status_code >= 400:
            raise status_error(host, reply.status_code, reply.headers.get("Retry-After"), patience)
        return parsed(host, reply.text)

    return patiently(patience, ask)


def network_error(host: str, error: faults.RequestException, patience: Patience) -> SourceError:
    """What a failed connection means, in words."""
    match error:
        case faults.DNSError():
            return SourceError(f"the name {host} was not found. Check that this computer is on the internet.")
        case faults.Timeout():
            return PassingError(f"{host} did not answer in full within {patience.answer_s:g} seconds.")
        case faults.IncompleteRead():
            return PassingError(f"{host} broke off in the middle of its answer.")
        case faults.SSLError():
            return SourceError(
                f"no safe connection to {host}: its certificate was not accepted. The network may inspect traffic; "
                "ask whoever runs it, or use another network."
            )
        case faults.ProxyError():
            return SourceError(f"the proxy set on this computer gave no way to {host}. Check the proxy's settings.")
        case _:
            return PassingError(f"{host} could not be reached or closed the connection.")


def status_error(host: str, status: int, retry_after: str | None, patience: Patience) -> SourceError:
    """What a status of 400 or more means, in words."""
    if status == 429 or (status == 503 and retry_after):
        return _busy_error(host, status, retry_after, patience)
    if status in {401, 403, 451}:
        return SourceError(
            f"{host} refused access (HTTP {status}). It may block programs or this network: "
            "see whether its page opens in a browser here, or try another network."
        )
    if status in {404, 410}:
        return SourceError(f"{host} has nothing under this symbol (HTTP {status}). It may have been withdrawn.")
    if status >= 500:
        return PassingError(f"{host} has a fault of its own (HTTP {status}).")
    return SourceError(
        f"{host} did not accept the question (HTTP {status}). It may have no figures for these days: ask for others."
    )


def _busy_error(host: str, status: int, retry_after: str | None, patience: Patience) -> SourceError:
    found = f"{host} {'is asked too often' if status == 429 else 'is busy'} (HTTP {status})."
    wait_s = _seconds(retry_after)
    if wait_s is None:
        return PassingError(found, "Try again in an hour.")
    then = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=wait_s)
    advice = f"Try again after {then:%Y-%m-%d %H:%M} UTC."
    return (
        PassingError(found, advice, wait_s) if wait_s <= patience.longest_wait_s else SourceError(f"{found} {advice}")
    )


def _seconds(retry_after: str | None) -> float | None:
    """Seconds that a Retry-After header asks for, given as a number or as a date; None where it can't be read."""
    text = (retry_after or "").strip()
    if text.isdecimal():
        return min(float(text), 10 * 365 * 86_400.0)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - dt.datetime.now(dt.UTC)).total_seconds())


def parsed(host: str, text: str) -> Any:
    """JSON in an answer's text."""
    try:
        return json.loads(text)
    except ValueError as error:
        if text.lstrip().startswith("<"):
            raise SourceError(
                f"{host} answered with a web page instead of figures. It may be a sign-in page of this network, or the "
                "service has changed: open its page in a browser."
            ) from error
        found = "broke off in the middle of its answer" if text.strip() else "sent an empty answer"
        raise PassingError(f"{host} {found}.") from error
