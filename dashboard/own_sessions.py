"""Series of a reader's own in the memory of this server, one set for each browser's session; never on a disk.

A session is known by a random number in a cookie that scripts can't read and other sites don't send. It ends with the
browser's session, with this process, or when nothing was asked of it for `IDLE_S`.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import flask

from dashboard.additions import Addition
from dashboard.errors import DataError

if TYPE_CHECKING:
    from dashboard.own_look import Held
    from dashboard.own_series import OwnSeries

MOST_SESSIONS = 32
MOST_BYTES = 30_000_000
"""Bytes that one session may hold: the file being looked at and the series."""
IDLE_S = 12 * 3600.0
EXTENSION = "own-sessions"


@dataclass
class _Session:
    key: str
    used: float
    revision: int = 0
    held: Held | None = None
    series: dict[str, OwnSeries] = field(default_factory=dict)

    @property
    def size(self) -> int:
        frames = sum(int(own.frame.memory_usage(deep=True).sum()) for own in self.series.values())
        return frames + (len(self.held.data) if self.held else 0)


class Sessions:
    """All sessions of a server; what it gives and takes belongs to the request being answered.

    It is a `dashboard.current.Layer`. `path` is where the story stands on its server, as each has its own; on a
    `public` one readers are of other machines. Once `MOST_SESSIONS` are open, a new one takes the place of that left
    alone longest.
    """

    def __init__(self, path: str = "/", *, public: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self.public = public
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._open: dict[str, _Session] = {}

    def version(self) -> Hashable:
        """The session and its state; None for a browser without one."""
        with self._lock:
            found = self._found()
            return (found.key, found.revision) if found and found.series else None

    def added(self) -> Addition:
        """The series of the request's session."""
        return Addition({own.info.name: (own.info, own.frame) for own in self.series()})

    def series(self) -> tuple[OwnSeries, ...]:
        """The series of the request's session, in the order they were added."""
        with self._lock:
            found = self._found()
            return tuple(found.series.values()) if found else ()

    def held(self) -> Held | None:
        """The file that is being looked at."""
        with self._lock:
            found = self._found()
            return found.held if found else None

    def hold(self, held: Held | None) -> None:
        """Look at a file in place of the one before; None puts it away. DataError where there is no room."""
        with self._lock:
            session = self._found() or (self._begun() if held else None)
            if session is None:
                return
            before, session.held = session.held, held
            if session.size > MOST_BYTES:
                session.held = before
                raise _full()

    def rechoose(self, before: Held, after: Held) -> None:
        """Put new choices in the place of those before, unless the file was added or put away in the meantime."""
        with self._lock:
            session = self._found()
            if session and session.held is before:
                session.held = after

    def add(self, own: OwnSeries) -> None:
        """Put a series into the session and the file away. DataError where there is no room."""
        with self._lock:
            session = self._found() or self._begun()
            before = session.held, dict(session.series)
            session.held, session.series[own.info.name] = None, own
            if session.size > MOST_BYTES:
                session.held, session.series = before
                raise _full()
            session.revision += 1

    def remove(self, name: str) -> None:
        """Take a series out of the session; one that is gone already is no fault."""
        with self._lock:
            session = self._found()
            if session and session.series.pop(name, None):
                session.revision += 1

    def _found(self) -> _Session | None:
        """The session of the request's cookie; a number that this server did not give out opens none."""
        now = self._clock()
        self._open = {key: session for key, session in self._open.items() if now - session.used < IDLE_S}
        found = self._open.get(flask.request.cookies.get(self._cookie(), "")) if flask.has_request_context() else None
        if found:
            found.used = now
        return found

    def _begun(self) -> _Session:
        if len(self._open) >= MOST_SESSIONS:
            del self._open[min(self._open, key=lambda key: self._open[key].used)]
        session = _Session(secrets.token_urlsafe(32), self._clock())
        self._open[session.key] = session
        name = self._cookie()

        @flask.after_this_request
        def _give(response: flask.Response) -> flask.Response:
            encrypted = flask.request.is_secure
            response.set_cookie(name, session.key, httponly=True, samesite="Strict", path=self._path, secure=encrypted)
            return response

        return session

    def _cookie(self) -> str:
        """Name of the cookie: browsers share cookies between the ports of a host, and send those of / everywhere."""
        place = hashlib.sha256(self._path.encode()).hexdigest()[:8]
        return f"own-{flask.request.environ['SERVER_PORT']}-{place}"


def _full() -> DataError:
    return DataError(
        f"There is no room for this file: one browser holds at most {MOST_BYTES / 1e6:.0f} MB here. Remove a series of "
        "your own, or keep only the columns you need, and add the file again."
    )


def install(server: flask.Flask, path: str = "/", *, public: bool = False) -> Sessions:
    """The sessions of the story at a path, from now on found by `here`."""
    sessions = Sessions(path, public=public)
    server.extensions[EXTENSION] = sessions
    return sessions


def here() -> Sessions:
    """The sessions of the server that answers; outside of a request there are none."""
    if not flask.has_request_context():
        return Sessions()
    found: Sessions = flask.current_app.extensions[EXTENSION]
    return found
