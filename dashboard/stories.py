"""All stories of a folder behind one WSGI application: the first at the root, each other one under its own name.

Each is a Dash app of its own, made when it is first asked for, so that many stories start as fast as one. A story that
breaks a rule takes none of the others along: its own page says what is wrong, and it is read again at each request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

import flask

from dashboard.app import HOSTS, create_app
from dashboard.broken_story import broken_server
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.place import Place, StoryLink
from dashboard.shelf import Shelved, shelf

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class _Served:
    """One story: read and made into an app when that is first needed."""

    def __init__(self, shelved: Shelved, path: str, *, public: bool) -> None:
        self.folder, self.title, self.path = shelved.folder, shelved.title, path
        self.is_broken = False
        self._public = public
        self._lock = Lock()
        self._story: Story | None = None
        self._server: flask.Flask | None = None

    def story(self) -> Story:
        """The story; DataError where it breaks a rule."""
        with self._lock:
            return self._read()

    def server(self, place: Place) -> flask.Flask:
        """The app of the story, or one that says why there is none."""
        with self._lock:
            if self._server is None:
                try:
                    self._server = create_app(self._read(), place).server
                except DataError as error:
                    # Where this machine keeps its folders is no business of a reader elsewhere.
                    reason = str(error).replace(str(self.folder), self.folder.name)
                    return broken_server(self.title, reason, place, [*HOSTS, *place.hosts])
            return self._server

    def _read(self) -> Story:
        if self._story is None:
            self.is_broken = True
            story = load_story(self.folder)
            self._story = replace(story, live=()) if self._public else story
            self.is_broken = False
        return self._story


class Stories:
    """A WSGI application that answers for every story of a folder, or for the one that the folder is.

    Parameters
    ----------
    root : folder of a story, or a folder that holds folders of stories
    hosts : names of this server beside those of the machine itself; any other Host header is refused
    public : whether readers are of other machines: they see no live figures and none of the series imported here

    Raises
    ------
    DataError
        No story is there, or the only one breaks a rule.
    """

    def __init__(self, root: Path | str, hosts: Sequence[str] = (), *, public: bool = False) -> None:
        first, *others = shelf(root)
        self.hosts, self.public = tuple(hosts), public
        self.first = _Served(first, "/", public=public)
        self.others = {one.folder.name: _Served(one, f"/{quote(one.folder.name)}/", public=public) for one in others}
        self.first_name = first.folder.name
        if not self.others:
            self.first.story()

    @property
    def titles(self) -> list[str]:
        """What the stories are called, the first one first."""
        return [served.title for served in (self.first, *self.others.values())]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request by the story that the first part of its path names."""
        first, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        # WSGI gives the bytes of a path as Latin-1.
        name = first.encode("latin-1").decode(errors="replace")
        served = self.others.get(name)
        if (served and not slash) or (name == self.first_name and not rest):
            return _moved(served.path if served else "/", environ, start_response)
        if served is None:
            return self._answer(self.first, environ, start_response)
        inner = {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + f"/{first}", "PATH_INFO": f"/{rest}"}
        return self._answer(served, inner, start_response)

    def _answer(self, served: _Served, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        place = Place(served.path, lambda check: self._links(served, check), self.hosts, self.public)
        answer: Iterable[bytes] = served.server(place)(environ, start_response)
        return answer

    def _links(self, shown: _Served, check: bool) -> list[StoryLink]:
        every = [self.first, *self.others.values()]
        for served in every if check else []:
            _tried(served)
        return [StoryLink(one.title, one.path, one is shown, one.is_broken) for one in every]


def _tried(served: _Served) -> None:
    try:
        served.story()
    except DataError:
        return  # The story itself remembers that it is broken.


def _moved(path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    query = environ.get("QUERY_STRING", "")
    start_response("308 Permanent Redirect", [("Location", path + (f"?{query}" if query else ""))])
    return [b""]


def create_server(folder: str | Path, hosts: Sequence[str] = ()) -> Stories:
    """The dashboard as a WSGI application, for a server of the reader's choice; see `Stories`.

    It has no live figures: some publishers allow personal use only, and any reader could let it ask them. Series that
    were imported on this machine stay with whoever imported them.
    """
    return Stories(folder, hosts, public=True)
