"""Writes what is made from the program: the JSON Schemas of a story's files, and the options in README.

After a change of the models or of the command line: `python -m tests.renew`. `test_docs.py` says when that is due.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import click

from dashboard.__main__ import cli
from dashboard.story_schema import SCHEMAS, schema_text

# The command line starts without looking for garbage; a test process lives longer.
gc.enable()

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
OPTIONS = re.compile(r"(<!-- options: .*? -->\n).*(<!-- /options -->)", re.DOTALL)


def renewed() -> dict[Path, str]:
    """What each made file has to hold, by path."""
    schemas = {ROOT / "data" / name: schema_text(model) for name, model in SCHEMAS.items()}
    return {**schemas, README: with_options(README.read_text(encoding="utf-8"))}


def with_options(text: str) -> str:
    """README with the options of every command between its two marks."""
    told = "\n".join(line for name in sorted(cli.commands) for line in command_lines(name))
    return OPTIONS.sub(lambda found: f"{found[1]}\n{told}\n{found[2]}", text)


def command_lines(name: str) -> Iterator[str]:
    """Usage and options of a command as Markdown."""
    context = click.Context(cli, info_name="python -m dashboard")
    command = cli.commands[name]
    with click.Context(command, parent=context, info_name=name) as own:
        yield f"`{' '.join([own.command_path, *command.collect_usage_pieces(own)])}`"
        yield ""
        options = [option for option in command.params if isinstance(option, click.Option)]
        yield from ("| option | meaning |", "|---|---|") if options else ()
        for option in options:
            name, meaning = option.get_help_record(own) or ("", "")
            yield f"| `{cell(name)}` | {cell(meaning)} |"
        yield ""


def cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    for path, text in renewed().items():
        path.write_text(text, encoding="utf-8")
