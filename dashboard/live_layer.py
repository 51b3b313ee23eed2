"""The stored live series of a story as a layer over it: read anew when the store has changed, never fetched here."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dashboard.additions import Addition
from dashboard.manifest import version
from dashboard.model import LiveSource, Story
from dashboard.store import live_folder, load_live


class LiveLayer:
    """What is stored of the live series that a story names; see `current.Layer`."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def version(self) -> Hashable:
        """Changes with the store, whichever process wrote it."""
        return version(live_folder(self._story))

    def added(self) -> Addition:
        """The stored series, and a sentence on what of them can't be shown."""
        return _loaded(_moment(self._story))


def left_out(story: Story) -> tuple[str, ...]:
    """Sentences on what is stored of a story's live series but can't be shown."""
    return _loaded(_moment(story)).notes


@dataclass(frozen=True)
class _Moment:
    """A state of a store; the story asks for it, with whatever lies over it, and is no part of its identity."""

    folder: Path
    version: Hashable
    live: tuple[LiveSource, ...]
    story: Story = field(compare=False)


def _moment(story: Story) -> _Moment:
    folder = live_folder(story)
    return _Moment(folder, version(folder), story.live, story)


@lru_cache(maxsize=8)
def _loaded(moment: _Moment) -> Addition:
    return load_live(moment.story)
