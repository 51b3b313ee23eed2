"""A local server that stands in for the publishers of live series and can go wrong in every way.

The real client libraries run against it: their requests to the publishers' hosts are sent here just before they leave,
and a request to any other host fails the test. libcurl opens its sockets outside Python, where pytest-socket is blind.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from curl_cffi.requests import Response, Session

from dashboard.sources import yahoo
from dashboard.sources.http import Patience
from tests.publishers import Publishers

# A label of more than 63 letters is no domain name, so the resolver refuses it without asking anyone.
UNKNOWN_HOST = f"http://{'a' * 64}.invalid"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with an answer.

    kind: status (with `status`, `headers`), html, cut (valid length, JSON ends early), half (connection ends before the
    promised length), empty, slow (nothing comes), drip (a byte now and then). `times` None means always.
    """

    kind: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None


@dataclass
class Market(Publishers):
    """The publishers behind one address, how they misbehave, and what they were asked."""

    fault: Fault | None = None
    """Applies to figures, not to Yahoo's cookies."""
    cookie_fault: Fault | None = None
    altered: Callable[[Any], Any] = lambda answer: answer
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def paths(self, start: str) -> list[str]:
        """Requests whose path starts so, in order."""
        return [path for path in self.asked if path.startswith(start)]

    def fault_for(self, path: str) -> Fault | None:
        """The fault of this answer; one with a number of times counts down."""
        if path in {"/", "/consent", "/v1/test/getcrumb"}:
            return self.cookie_fault
        fault = self.fault
        if fault is not None and fault.times is not None:
            self.fault = replace(fault, times=fault.times - 1) if fault.times > 1 else None
        return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    market: Market


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        market = self.server.market
        market.asked.append(self.path)
        market.agents.append(self.headers.get("User-Agent", ""))
        parts = urlsplit(self.path)
        query = {key.lower(): values[0] for key, values in parse_qs(parts.query).items()}
        status, answer = market.answer(unquote(parts.path), query)
        text = answer if isinstance(answer, str) else json.dumps(market.altered(answer))
        self._send(status, text.encode(), market.fault_for(parts.path))

    def _send(self, status: int, body: bytes, fault: Fault | None) -> None:
        headers = dict(fault.headers) if fault else {}
        half = body[: len(body) // 2]
        match fault.kind if fault else "none":
            case "slow":
                self.server.market.released.wait(10)
            case "drip":
                self._drip(body)
            case "status" if fault:
                self._write(fault.status, b'{"error": "fault"}', headers)
            case "html":
                self._write(200, b"<!DOCTYPE html><html><title>Sign in</title></html>", headers)
            case "cut":
                self._write(200, half, headers)
            case "half":
                self._write(200, half, headers, promised=len(body))
            case "empty":
                self._write(200, b"", headers)
            case _:
                self._write(status, body, headers)

    def _write(self, status: int, body: bytes, headers: Mapping[str, str], promised: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for letter in body:
            try:
                self.wfile.write(bytes([letter]))
            except OSError:
                return  # the client has had enough
            if self.server.market.released.wait(0.05):
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name in the base class)
        """Requests are in `Market.asked`; the terminal stays quiet."""


def publisher_host(url: str) -> str | None:
    """The host of an address if it is a publisher's."""
    host = urlsplit(url).hostname or ""
    return host if host.endswith(".yahoo.com") or host in {"api.nbrb.by", "api.live.deutsche-boerse.com"} else None


@dataclass
class Network:
    """The way to the publishers: "open", "no DNS" or "refused"."""

    market: Market
    closed_port: int
    state: str = "open"

    def way(self, url: str) -> str:
        """Where a request for a publisher's address goes."""
        host = publisher_host(url)
        if host is None:
            pytest.fail(f"a request to {url} wanted to leave this machine")
        bases = {"open": self.market.url, "no DNS": UNKNOWN_HOST, "refused": f"http://127.0.0.1:{self.closed_port}"}
        return bases[self.state] + url.split(host, 1)[1]


@pytest.fixture
def market() -> Iterator[Market]:
    """A running server with nothing in it."""
    known = Market()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.market, known.url = known, f"http://127.0.0.1:{server.server_address[1]}"
    # Polled often, as a shutdown waits for the round to end.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield known
    known.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def network(market: Market, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Network]:
    """All HTTP goes to `market`; the cache folder is the test's own, and yfinance starts afresh."""
    monkeypatch.setenv("MARKET_STORY_CACHE", str(tmp_path / "cache"))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        ways = Network(market, closed_port=unused.getsockname()[1])
    leave = Session.request

    def request(self: Session[Response], method: Any, url: str, *args: Any, **kwargs: Any) -> Response:
        return leave(self, method, ways.way(url), *args, **kwargs)

    monkeypatch.setattr(Session, "request", request)
    _forget_yfinance()
    yield ways
    _forget_yfinance()


def _forget_yfinance() -> None:
    """Drop what yfinance keeps for the life of a process: session, cookie, crumb and open databases."""
    from yfinance import cache, data  # noqa: PLC0415 (a slow import that other tests do without)

    yahoo._recorder.cache_clear()
    yahoo._keep_caches_in.cache_clear()
    data.SingletonMeta._instances.clear()
    cache._TzDBManager.close_db()
    cache._CookieDBManager.close_db()
    cache._TzCacheManager._tz_cache = None
    cache._CookieCacheManager._Cookie_cache = None


@dataclass
class Waits:
    """Waits that were asked for, none of which is waited for, and what was said about them."""

    seconds: list[float] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def patience(self, answer_s: float = 5.0, attempts: int = 3) -> Patience:
        """Patience that writes its waits down here."""
        return Patience(attempts, answer_s, sleep=self.seconds.append, waiting=self.sentences.append)


@pytest.fixture
def waits() -> Waits:
    """A record of waits."""
    return Waits()
