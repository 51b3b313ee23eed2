"""Where a story's page stands among those of one server: its path, and the links to all of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class StoryLink:
    """One entry of the story picker. `is_broken` is what is known so far: a story is read when it is first needed."""

    title: str
    path: str
    is_shown: bool = False
    is_broken: bool = False


Links = Callable[[bool], Sequence[StoryLink]]
"""Gives the entries of the picker; with True, every story is read first, so that `is_broken` is sure."""


@dataclass(frozen=True)
class Place:
    """A path that ends with a slash, the links, and host names to be answered beside those of this machine.

    On a `public` server readers of other machines must not see what its owner keeps on this one.
    """

    path: str = "/"
    links: Links = lambda _: ()
    hosts: Sequence[str] = ()
    public: bool = False


ALONE = Place()
"""One story, served at the root of this machine."""
