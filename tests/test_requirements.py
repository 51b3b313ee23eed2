"""The pins: exact, complete, and from no place but the package index that the reader's pip uses."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FILES = ("requirements.txt", "requirements-dev.txt")


def lines(name: str) -> list[str]:
    """What a requirements file says, without remarks."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for raw in text.splitlines() if (line := re.sub(r"(^|\s+)#.*", "", raw).strip())]


def pins(*names: str) -> dict[str, str]:
    """Version of each package that is pinned for this machine."""
    wanted = [Requirement(line) for name in names for line in lines(name) if not line.startswith("-r ")]
    here = [item for item in wanted if item.marker is None or item.marker.evaluate()]
    return {canonicalize_name(item.name): str(item.specifier).removeprefix("==") for item in here}


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_one_exact_version(name: str) -> None:
    odd = [line for line in lines(name) if not re.fullmatch(r"[A-Za-z0-9-]+==[0-9][0-9a-z.]*( ; .+)?", line)]
    assert odd == (["-r requirements.txt"] if name == "requirements-dev.txt" else [])


def test_a_package_is_pinned_in_one_file_only() -> None:
    assert not pins("requirements.txt").keys() & pins("requirements-dev.txt").keys()


@pytest.mark.parametrize("names", [FILES[:1], FILES])
def test_what_the_pinned_packages_need_is_pinned_and_fits(names: tuple[str, ...]) -> None:
    """By what the installed packages themselves declare, not by the resolver that wrote the files."""
    pinned = pins(*names)
    missing = [
        f"{package} needs {need}, pinned: {pinned.get(canonicalize_name(need.name))}"
        for package in pinned
        for need in needs(package)
        if not need.specifier.contains(pinned.get(canonicalize_name(need.name), "0"), prereleases=True)
        or canonicalize_name(need.name) not in pinned
    ]
    assert missing == []


def needs(package: str) -> list[Requirement]:
    """What an installed package declares to need here, its extras left out."""
    try:
        declared = [Requirement(line) for line in requires(package) or []]
    except PackageNotFoundError as absent:
        raise AssertionError(f"{package} is pinned and not installed: pip install -r requirements-dev.txt") from absent
    return [need for need in declared if need.marker is None or need.marker.evaluate({"extra": ""})]
