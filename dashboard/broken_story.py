"""The page of a story that can't be shown: what is wrong with its files, and the way to the other stories."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import flask

from dashboard import joined_assets
from dashboard.place import Place, StoryLink
from dashboard.state import THEMES

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def broken_server(title: str, reason: str, place: Place, hosts: Sequence[str]) -> flask.Flask:
    """A server that answers every address with the reason, and says that it is not well."""
    server = flask.Flask("dashboard", static_folder=None)
    server.config["TRUSTED_HOSTS"] = list(hosts)
    joined_assets.add_routes(server)

    def health() -> tuple[str, int]:
        return reason, 503

    def page(address: str = "") -> tuple[str, int]:  # noqa: ARG001 (every address is answered alike)
        return page_text(title, reason, place, flask.request.cookies.get("theme", "")), 500

    def add_headers(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    server.add_url_rule("/health", "health", health)
    server.add_url_rule("/", "page", page)
    server.add_url_rule("/<path:address>", "any", page)
    server.after_request(add_headers)
    return server


def page_text(title: str, reason: str, place: Place, theme: str) -> str:
    """The page as HTML; `reason` names files and lines, so its line breaks are kept."""
    colours = f' data-theme="{theme}"' if theme in THEMES else ""
    links = "".join(f"<li>{_link(link)}</li>" for link in place.links(False) if not link.is_shown)
    others = f'<nav aria-label="Stories"><h2>Other stories</h2><ul>{links}</ul></nav>' if links else ""
    return f"""<!DOCTYPE html>
<html lang="en"{colours}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{escape(title)}</title>
    <link rel="stylesheet" href="{escape(place.path)}style.css">
  </head>
  <body>
    <div class="page">
      <header class="top"><div><h1>{escape(title)}</h1><p class="headline">This story can’t be shown.</p></div></header>
      <main class="fault"><pre>{escape(reason)}</pre><p>Correct the files, then open this page again.</p>{others}</main>
    </div>
  </body>
</html>
"""


def _link(link: StoryLink) -> str:
    return f'<a href="{escape(link.path)}">{escape(link.title)}</a>'
