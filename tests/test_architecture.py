"""The two rules that keep the package readable: imports point down, and pure modules touch nothing outside."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "dashboard"
FILES = sorted(PACKAGE.rglob("*.py"))

# Modules that may read or write files, talk to a network, start a process or hold a server; all others are pure.
OUTSIDE = {
    "__main__",
    "app",
    "bundle",
    "cache",
    "export",
    "joined_assets",
    "kaleido_child",
    "library",
    "load",
    "new_story",
    "broken_story",
    "own_sessions",
    "ports",
    "refresh",
    "refresher",
    "renderer",
    "shelf",
    "store",
    "stories",
}
BANNED = {
    "asyncio",
    "curl_cffi",
    "dash",
    "flask",
    "http",
    "kaleido",
    "os",
    "requests",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "threading",
    "urllib.request",
    "waitress",
    "webbrowser",
    "yfinance",
}
BROWSER_ONLY = {"dash", "flask"}
"""What pages are built from: parts of the page may import it, and nothing below them."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """Modules that a file imports, those inside functions included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(path: Path) -> set[str]:
    """Modules of the package that a file imports."""
    known = {name_of(p) for p in FILES}
    return {name for m in imported(path) if (name := m.removeprefix("dashboard.")) in known} - {"__init__"}


def is_page(name: str) -> bool:
    """Whether a module is a part of the page."""
    return name in {"layout", "page"} or name.endswith(("_tab", "_box", "_controls", "record_table"))


def test_no_module_is_imported_in_a_circle() -> None:
    graph = {name_of(path): own(path) for path in FILES}
    done: set[str] = set()
    while left := {name for name in graph if name not in done}:
        free = {name for name in left if graph[name] <= done | {name}}
        assert free, f"these import each other in a circle: {sorted(left)}"
        done |= free


def test_only_the_top_knows_the_page() -> None:
    for path in FILES:
        name = name_of(path)
        pages = {m for m in own(path) if is_page(m) or m == "app"}
        assert not pages or is_page(name) or name in {"app", "__main__", "stories"}, f"{name} imports {pages}"


def test_nothing_imports_the_command_line() -> None:
    assert [name_of(p) for p in FILES if "__main__" in own(p)] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_pure_module_touches_nothing_outside(path: Path) -> None:
    name = name_of(path)
    if name in OUTSIDE or name.startswith("sources"):
        return
    banned = BANNED - BROWSER_ONLY if is_page(name) or name == "current" else BANNED
    assert {m for m in imported(path) if m in banned or m.split(".")[0] in banned} == set()


def test_only_the_command_line_prints() -> None:
    for path in FILES:
        calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        printing = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id in {"print", "exit", "input"}]
        assert not printing or name_of(path) in {"__main__", "kaleido_child"}, path


def test_the_code_knows_no_story() -> None:
    words = {word for folder in (ROOT / "data").iterdir() for word in folder.name.split("-") if not word.isdigit()}
    words |= {"belarus", "minsk", "lukashenko", "putin", "ruble", "byn", "bloomberg"}
    for path in [*FILES, *(PACKAGE / "assets").iterdir()]:
        text = path.read_text(encoding="utf-8").lower()
        # A source may know the institution it asks.
        if name_of(path).startswith("sources") or path.suffix not in {".py", ".js", ".css", ".html"}:
            continue
        assert words & set(re.findall(r"[a-z]+", text)) == set(), path


def test_drawing_computes_no_statistic() -> None:
    assert not {m.split(".")[0] for m in imported(PACKAGE / "charts.py")} & {"numpy", "pandas"}
