"""The Dash app of one story: the frame that answers at once, the page behind it, and the rules its server keeps."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from threading import Lock, Thread
from typing import Any

import flask
from dash import Dash, set_props

from dashboard import joined_assets
from dashboard.current import Layer, layered
from dashboard.errors import DashboardError
from dashboard.library import Library
from dashboard.live_layer import LiveLayer
from dashboard.model import Story
from dashboard.own_sessions import install
from dashboard.page_scripts import used_scripts
from dashboard.place import ALONE, Place

HOSTS = ["127.0.0.1", "localhost", "[::1]"]
"""Names this server answers to: any other Host header may be another site's page reaching in."""
MOST_REQUEST_BYTES = 20_000_000
"""The largest file of a reader's own in base 64, which is a third longer, with what is sent beside it."""
PLAIN_TABS = {"claims", "data", "about"}
"""Tabs that open without a chart."""
PLOTLY = "_dash-component-suites/plotly/package_data/plotly.min.js"


class _LeanDash(Dash):
    """Dash, sending only what the page uses; it gives each part of the frame by its name.

    Plotly comes first where a chart does: run later, it would hold up a page that can already be read.
    """

    def interpolate_index(self, **parts: Any) -> Any:  # type: ignore[override]
        plain = flask.request.args.get("tab") in PLAIN_TABS
        first = "" if plain else f'<script src="{self.config.requests_pathname_prefix}{PLOTLY}"></script>\n'
        parts["scripts"] = first + used_scripts(parts["scripts"])
        return super().interpolate_index(**parts)  # type: ignore[no-untyped-call]


def create_app(story: Story, place: Place = ALONE) -> Dash:
    """The dashboard of one story, ready to be served where `place` says.

    Its frame needs none of the modules that draw and compute. They are loaded once that has been sent, while the
    browser reads its scripts.
    """
    app = _LeanDash(
        "dashboard",
        assets_folder=str(joined_assets.FOLDER),
        include_assets_files=False,
        index_string=joined_assets.index_page(place.path),
        routes_pathname_prefix="/",
        requests_pathname_prefix=place.path,
        title=story.file.title,
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
        health_endpoint="health",
        enable_mcp=False,
        add_log_handler=False,
        hooks={"layout_pre": "() => window.storyScripts()"},
        on_error=_explain,
    )

    kept: list[Layer] = [] if place.public else [LiveLayer(story), Library(story)]
    current = layered(story, [*kept, install(app.server, place.path, public=place.public)])

    def register() -> None:
        from dashboard import page  # noqa: PLC0415

        page.register(app, story, current, place)

    def drawn() -> Any:
        # Dash also draws the layout to learn its components, which is not needed here.
        if not _asked_for("_dash-layout"):
            return []
        from dashboard import page  # noqa: PLC0415

        return page.page(current(), place)

    _before_it_is_needed(app.server, register)
    app.layout = drawn
    joined_assets.add_routes(app.server)
    _guard(app, place.hosts)
    return app


def _before_it_is_needed(server: flask.Flask, register: Callable[[], None]) -> None:
    """Has the page registered once: when the frame has been sent, or by the first request that needs it."""
    lock, done = Lock(), False

    def once() -> None:
        nonlocal done
        with lock:
            if not done:
                register()
                done = True

    def begin() -> None:
        if _asked_for("_dash-layout", "_dash-dependencies", "_dash-update-component"):
            once()
        elif _asked_for("") and not done:
            flask.after_this_request(begin_when_sent)

    def begin_when_sent(response: flask.Response) -> flask.Response:
        response.call_on_close(Thread(target=once, daemon=True).start)
        return response

    server.before_request(begin)


def _asked_for(*names: str) -> bool:
    """Whether a request is being answered, and for one of these."""
    return flask.has_request_context() and flask.request.path.rpartition("/")[2] in names


def _explain(error: Exception) -> None:
    """Says on the page that one part failed, and lets the rest live."""
    logging.getLogger("dashboard").error("A part of the page failed.", exc_info=error)
    text = (
        str(error)
        if isinstance(error, DashboardError)
        else f"This part could not be drawn ({type(error).__name__}: {error})."
    )
    set_props("message", {"children": f"{text} The rest of the page still works; the log has the details."})


def _guard(app: Dash, hosts: Sequence[str]) -> None:
    """Rules for the browser: nothing from another host, nothing inline but what Dash itself writes."""
    server = app.server
    server.config["TRUSTED_HOSTS"] = [*HOSTS, *hosts]
    server.config["MAX_CONTENT_LENGTH"] = MOST_REQUEST_BYTES
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {joined_assets.first_hash()} {' '.join(app.csp_hashes())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' blob: data:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )

    def add_headers(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    server.after_request(add_headers)
