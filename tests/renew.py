"""Writes what is made from the program: the JSON Schemas of a story's files, options and sources in README.

After a change of models, command line or embedded figures: `python -m tests.renew`. `test_docs.py` says when
that is due.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from dashboard.__main__ import cli
from dashboard.load import load_story
from dashboard.shelf import shelf
from dashboard.story_schema import SCHEMAS, schema_text

# The command line starts without looking for garbage; a test process lives longer.
gc.enable()

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def renewed() -> dict[Path, str]:
    """What each made file has to hold, by path."""
    schemas = {ROOT / "data" / name: schema_text(model) for name, model in SCHEMAS.items()}
    text = README.read_text(encoding="utf-8")
    text = between(text, "options", (line for name in sorted(cli.commands) for line in command_lines(name)))
    return {**schemas, README: between(text, "sources", source_lines())}


def between(text: str, mark: str, lines: Iterable[str]) -> str:
    """A text with these lines between its two marks."""
    marks = re.compile(rf"(<!-- {mark}: .*? -->\n).*(<!-- /{mark} -->)", re.DOTALL)
    return marks.sub(lambda found: "\n".join([found[1], *lines, found[2]]), text)


def source_lines() -> Iterator[str]:
    """Each publisher of figures in the embedded stories with its series and terms as Markdown."""
    series: dict[tuple[str, str, str], list[str]] = {}
    for one in shelf(ROOT / "data"):
        for info in load_story(one.folder).info.values():
            series.setdefault((info.publisher, info.address, info.terms), []).append(info.short)
    yield from ("| source | series | terms |", "|---|---|---|")
    for (publisher, address, terms), names in series.items():
        yield f"| [{cell(publisher)}]({address}) | {cell(', '.join(names))} | {cell(terms)} |"
    yield ""


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
