"""Which story a request is about: the one of the folder, with what lies over it at that moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Protocol

from dashboard.additions import Addition, with_series
from dashboard.model import Story

Current = Callable[[], Story]
"""Gives the story of the request being answered."""
REMEMBERED = 16
"""Combinations of layers kept in memory; what was computed from one is found again by the same `Story`."""


class Layer(Protocol):
    """Series that lie over a story: live ones, a library, those of one browser's session."""

    def version(self) -> Hashable:
        """A value that differs whenever `added` would; asked at each request, so it must be quick."""

    def added(self) -> Addition:
        """The series of the layer for the request being answered."""


def layered(story: Story, layers: Sequence[Layer]) -> Current:
    """The story with the series of all layers, made anew only when one of them has changed."""

    @lru_cache(maxsize=REMEMBERED)
    def combined(versions: tuple[Hashable, ...]) -> Story:  # noqa: ARG001 (the key)
        whole = story
        for layer in layers:
            whole = with_series(whole, layer.added().series)
        return whole

    return lambda: combined(tuple(layer.version() for layer in layers))
