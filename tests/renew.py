"""Writes the files that are made from the program: the JSON Schemas of a story's files.

After a change of the models: `python -m tests.renew`. The tests of each say when that is due.
"""

from __future__ import annotations

from pathlib import Path

from dashboard.story_schema import SCHEMAS, schema_text

ROOT = Path(__file__).parent.parent


def renewed() -> dict[Path, str]:
    """What each made file has to hold, by path."""
    return {ROOT / "data" / name: schema_text(model) for name, model in SCHEMAS.items()}


if __name__ == "__main__":
    for path, text in renewed().items():
        path.write_text(text, encoding="utf-8")
