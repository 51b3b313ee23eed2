"""Line of a TOML or JSON text on which a value stands. Pure.

The parsers of the standard library give values without lines; what is needed is the line to show beside a fault, so
these look for headers and keys and answer None rather than guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.breaches import Path


def toml_line(text: str, path: Path) -> int | None:
    """Line of a path such as ("events", 3, "start"): that of the key, else of its table's header, else None."""
    lines = text.splitlines()
    if not path:
        return None
    if len(path) == 1:
        return _key_line(lines, 0, str(path[0]))
    number = path[1] if isinstance(path[1], int) else 0
    key = path[2:3] if isinstance(path[1], int) else path[1:2]
    header = _header_line(lines, str(path[0]), number)
    if header is None or not key:
        return header
    return _key_line(lines, header, str(key[0])) or header


def _header_line(lines: Sequence[str], table: str, number: int) -> int | None:
    """Line of the header [table], or of the [[table]] with this number from 0."""
    found = [i for i, line in enumerate(lines, 1) if re.match(rf"\s*\[\[?{re.escape(table)}]", line)]
    return found[number] if number < len(found) else None


def _key_line(lines: Sequence[str], after: int, key: str) -> int | None:
    """Line of a key after a header and before the next one."""
    for i, line in enumerate(lines[after:], after + 1):
        if re.match(rf"\s*{re.escape(key)}\s*=", line):
            return i
        if line.startswith("["):
            return None
    return None


def json_line(text: str, name: str) -> int | None:
    """First line on which a name, symbol or path stands as a text of its own."""
    needle = f'"{name}"'
    return next((i for i, line in enumerate(text.splitlines(), 1) if needle in line), None)
