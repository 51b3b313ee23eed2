"""A refresh in the background, so that the page stays usable: one at a time for a server, and what came of the last."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.errors import DashboardError
from dashboard.model import Story
from dashboard.refresh import Outcome, Progress, refresh
from dashboard.store import clear


@dataclass(frozen=True)
class Status:
    """Where the refresh stands, or how the last one ended.

    `step` is what is being done now, `outcomes` what has become of the series so far; `problem` is why nothing could be
    asked at all. `removed` names what the reader removed since, None where nothing was.
    """

    running: bool = False
    step: Progress | None = None
    outcomes: tuple[Outcome, ...] = ()
    problem: str = ""
    removed: tuple[str, ...] | None = None


class Refresher:
    """Refreshes the live series of one story, in a thread of its own that ends with the program."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._lock = threading.Lock()
        self._status = Status()

    @property
    def status(self) -> Status:
        """The present state, as one value that does not change under the reader."""
        return self._status

    def start(self, wanted: Sequence[str] | None = None) -> None:
        """Begin a refresh of the series named, or of all; one that runs already goes on instead."""
        with self._lock:
            if self._status.running:
                return
            self._status = Status(running=True)
        threading.Thread(target=self._run, args=(wanted,), daemon=True, name="refresh").start()

    def remove(self) -> None:
        """Remove everything stored; while a refresh runs, nothing."""
        with self._lock:
            if self._status.running:
                return
            try:
                self._status = Status(removed=clear(self._story))
            except DashboardError as error:
                self._status = Status(problem=str(error))

    def _run(self, wanted: Sequence[str] | None) -> None:
        try:
            done = Status(outcomes=tuple(refresh(self._story, wanted, progress=self._follow)))
        except DashboardError as error:
            done = Status(problem=str(error))
        except Exception as error:  # noqa: BLE001 (a border: else the page would wait for ever)
            done = Status(problem=f"The program failed here ({type(error).__name__}: {error}). Please report it.")
        self._status = done

    def _follow(self, step: Progress) -> None:
        came = (step.outcome,) if step.outcome else ()
        self._status = replace(self._status, step=step, outcomes=(*self._status.outcomes, *came))
