"""README and CONTRIBUTING hold: files and commands they name exist, and the picture is a tested one."""

from __future__ import annotations

import re
import shlex
from fnmatch import fnmatch
from typing import Any

import pytest
from werkzeug.test import Client

from tests.conftest import ROOT
from tests.renew import renewed
from tests.test_cli import commands, run

DOCS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")}


READ = {".py", ".md", ".toml", ".js", ".css", ".sh"}


def blocks(text: str) -> list[str]:
    """Command lines in a document's shell blocks."""
    found = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in found for line in block.splitlines() if line and not line.startswith("#")]


def test_readme_opens_with_what_it_is_a_picture_and_two_commands() -> None:
    text = DOCS["README.md"]
    picture, first, second = (text.index(part) for part in ("![", "bash dashboard/open.sh", "bash tests/run.sh"))
    assert text.index("A local page that plots") < picture < first < second < text.index("## ")


@pytest.mark.parametrize("name", DOCS)
def test_every_file_a_document_links_to_exists(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", DOCS[name]) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", DOCS)
def test_every_script_a_document_names_exists(name: str) -> None:
    scripts = re.findall(r"(?:bash|python) ((?:dashboard|tests)/[\w./]+)", DOCS[name])
    assert [script for script in scripts if not (ROOT / script).is_file()] == []


def test_the_ci_runs_the_test_command_of_the_readme() -> None:
    assert "bash tests/run.sh" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_no_other() -> None:
    table = set(re.findall(r"^\| `python -m dashboard ([a-z]+)`", DOCS["README.md"], re.MULTILINE))
    assert table == set(commands())


def test_files_made_from_the_program_are_current() -> None:
    stale = [path.name for path, text in renewed().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run python -m tests.renew"


def test_every_option_of_every_command_is_in_the_readme_and_explained() -> None:
    reference = DOCS["README.md"].split("<!-- options")[1].split("<!-- /options -->")[0]
    for name in commands():
        usage, _, rest = reference.partition(f"`python -m dashboard {name} ")[2].partition("\n")
        assert usage, name
        told = set(re.findall(r"^\| `(?:-\w, )?(--[\w-]+)", rest.split("`python -m")[0], re.MULTILINE))
        assert told == set(re.findall(r"^  (?:-\w, )?(--[\w-]+)", run(name, "--help").stdout, re.MULTILINE)) - {
            "--help"
        }
    assert re.findall(r"^\|.*\| +\|$", reference, re.MULTILINE) == []


def test_the_server_for_many_readers_starts_as_the_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.setattr("waitress.serve", lambda application, **how: served.append((application, how)))
    monkeypatch.chdir(ROOT)
    (program,) = re.findall(r"```python\n(.*?)```", DOCS["README.md"], re.DOTALL)
    exec(program, {})
    ((application, how),) = served
    assert how["threads"] > 1
    assert Client(application).get("/health", headers={"Host": "stories.example"}).data == b"OK"


def test_every_module_has_a_place_in_contributing_and_every_place_a_module() -> None:
    package = ROOT / "dashboard"
    modules = {".".join(path.relative_to(package).with_suffix("").parts) for path in package.rglob("*.py")}
    modules = {name.replace(".", "/") for name in modules if name != "__init__"}
    rows = re.findall(r"^\| [\w ,]+ \| (`.*) \|$", DOCS["CONTRIBUTING.md"].split("| area |")[1], re.MULTILINE)
    patterns = [name for row in rows for name in re.findall(r"`([\w*/]+)`", row)]
    assert [name for name in sorted(modules) if not any(fnmatch(name, p) for p in patterns)] == []
    assert [p for p in patterns if not any(fnmatch(name, p) for name in modules)] == []


def test_every_option_the_readme_shows_is_known() -> None:
    for line in blocks(DOCS["README.md"]):
        words = shlex.split(line)
        if "-m" not in words or words[words.index("-m") + 1] != "dashboard" or words[-1] == "dashboard":
            continue
        command = words[words.index("dashboard") + 1]
        told = run(command, "--help").stdout
        options = [word for word in words if word.startswith("-") and word not in {"-m"}]
        assert [option for option in options if option not in told] == [], line


def test_numbers_of_the_changelog_are_those_of_the_data() -> None:
    from dashboard.load import load_story  # noqa: PLC0415

    story = load_story(ROOT / "data" / "belarus-2020")
    text = " ".join(DOCS["CHANGELOG.md"].split())
    words = {8: "eight", 10: "ten", 5: "five"}
    assert f"{words[len(story.info)]} series, {len(story.reports)} reports and {words[len(story.marks)]} fund" in text
    assert f"terms of {words[len(story.bonds)]} bonds" in text
    assert f"{len(story.file.events)} events and {len(story.file.claims)} claims" in text
    assert f"{len(story.context)} events around it" in text


def test_no_word_of_the_workshop_is_left() -> None:
    banned = tuple("".join(parts) for parts in (("TO", "DO"), ("FIX", "ME"), ("lorem", " ipsum")))
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if not path.is_file() or parts[0].startswith(".") or path.suffix not in READ:
            continue
        text = path.read_text(encoding="utf-8")
        assert [word for word in banned if word in text] == [], path
