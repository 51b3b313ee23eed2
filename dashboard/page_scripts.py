"""The scripts of the page: those that Dash names, without the ones that this page has no use for."""

from __future__ import annotations

import re

UNUSED = ("deps/polyfill@", "dash_table/")
"""Language features that every browser able to draw this page has, and a component that it does not use.

To run them would take a twentieth of the time until the first chart. `first.js` has the one helper that Dash's own
scripts take from the former.
"""
SCRIPT = re.compile(r'<script src="([^"]+)"></script>\n?')


def used_scripts(tags: str) -> str:
    """Script elements without those of `UNUSED`."""
    return SCRIPT.sub(lambda tag: "" if any(part in tag[1] for part in UNUSED) else tag[0], tags)
