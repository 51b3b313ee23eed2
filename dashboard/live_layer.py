"""The stored live series of a story as a layer over it: read anew when the store has changed, never fetched here."""

from __future__ import annotations

from collections.abc import Hashable

from dashboard.additions import Addition
from dashboard.errors import SourceError
from dashboard.model import Story
from dashboard.store import load_live, stored, version


class LiveLayer:
    """What is stored of the live series that a story names; see `current.Layer`."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def version(self) -> Hashable:
        """Changes with the store, whichever process wrote it."""
        return version(self._story)

    def added(self) -> Addition:
        """The stored series, and a sentence for each that can't be read."""
        return load_live(self._story)


def left_out(story: Story) -> tuple[str, ...]:
    """Sentences on what is stored but can't be read, for a story that its layers lie over."""
    if not story.live:
        return ()
    try:
        missing = stored(story).keys() - story.info.keys()
    except SourceError as error:
        return (str(error),)
    return load_live(story).notes if missing else ()
