"""The folder for what the program keeps between runs, and changes to it that are whole or do not happen."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

import platformdirs

from dashboard.errors import SourceError

CACHE_VARIABLE = "MARKET_STORY_CACHE"
LOCK_S = 30.0


def cache_folder() -> Path:
    """Folder for everything that is kept between runs: the user's cache, or the one an environment variable names."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named).expanduser() if named else platformdirs.user_cache_path("market-story", appauthor=False)


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """The right to change a folder, for one process at a time; it ends with the process, a killed one included.

    Raises
    ------
    SourceError
        The lock was not free within LOCK_S seconds, or the disk refused: full, read-only, not allowed.
    """
    # Whoever only reads does without it, as does the start of the page.
    from filelock import FileLock, Timeout  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=LOCK_S):
            yield
    except Timeout as error:
        raise SourceError(
            f"another refresh or import has been writing to {folder} for {LOCK_S:g} seconds. Nothing was changed; "
            "wait for it to end, then try again."
        ) from error
    except OSError as error:
        raise SourceError(
            f"{folder} can't be written ({first_line(error)}). Nothing was changed; free some space or name another "
            f"folder in the environment variable {CACHE_VARIABLE}, then try again."
        ) from error


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: it is on the disk under another name before the name changes."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _sync_names(path.parent)


def _sync_names(folder: Path) -> None:
    """Make a rename last through a power cut; Windows has no such call and needs none."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, pattern: str, kept: Collection[str]) -> None:
    """Remove files of a pattern that no longer count, and what a kill left; one open elsewhere is left for later."""
    for path in [*folder.glob(pattern), *folder.glob("*.part")]:
        if path.name not in kept:
            with contextlib.suppress(OSError):
                path.unlink()


def first_line(error: Exception) -> str:
    """What an exception says, in one line."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return (text or type(error).__name__).splitlines()[0]
