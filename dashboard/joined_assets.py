"""Our own styles and scripts, each kind joined into one answer.

A browser asks one server for six files at a time. Sent one by one, ten small files would stand in the way of the
scripts that the first chart waits for.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import flask

FOLDER = Path(__file__).parent / "assets"
KINDS = {"style.css": ("*.css", "text/css"), "script.js": ("*.js", "text/javascript")}
FIRST = "first.js"
"""The script that runs before anything is drawn: it stands in the page itself, so that nothing waits for it."""


def joined(pattern: str) -> str:
    """The files of a kind, in the order of their names."""
    files = sorted(path for path in FOLDER.glob(pattern) if path.name != FIRST)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def first() -> str:
    """The script in the page itself."""
    return (FOLDER / FIRST).read_text(encoding="utf-8")


def first_hash() -> str:
    """The hash by which a Content-Security-Policy lets that script run, and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(first().encode()).digest()).decode()}'"


def index_page(path: str) -> str:
    """The frame of a page at a path, which ends with a slash.

    It names each kind with a hash of its content, so that browsers may keep it for good.
    """
    page = (
        (FOLDER / "index.html").read_text(encoding="utf-8").replace(f"<!-- {FIRST} -->", f"<script>{first()}</script>")
    )
    for name, (pattern, _) in KINDS.items():
        digest = hashlib.sha256(joined(pattern).encode()).hexdigest()[:12]
        page = page.replace(f'"/{name}"', f'"{path}{name}?{digest}"')
    return page.replace('data-path="/"', f'data-path="{path}"')


def add_routes(server: flask.Flask) -> None:
    """Let the server answer with each kind."""
    for name, (pattern, mimetype) in KINDS.items():
        content = joined(pattern)

        def answer(content: str = content, mimetype: str = mimetype) -> flask.Response:
            response = flask.Response(content, mimetype=mimetype)
            response.cache_control.max_age = 31_536_000
            return response

        server.add_url_rule(f"/{name}", name, answer)
