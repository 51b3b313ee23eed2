"""Stories that tests read: the embedded one, and a copy of the fictional one that a test may damage."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.load import load_story
from dashboard.model import Story
from tests.browser import address, chromium, context

# A browser may run once in a process: imported here, its fixtures are the same for every test file.
__all__ = ["address", "chromium", "context"]

ROOT = Path(__file__).parent.parent
BELARUS = ROOT / "data" / "belarus-2020"
FICTIONAL = ROOT / "tests" / "fictional"


@pytest.fixture(scope="session", autouse=True)
def empty_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder of the tests' own: what is kept on this machine must not be seen by them, nor changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MARKET_STORY_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def story() -> Story:
    """The embedded story; a test must not change its frames."""
    return load_story(BELARUS)


@pytest.fixture
def fictional_folder(tmp_path: Path) -> Path:
    """A copy of the invented story."""
    return Path(shutil.copytree(FICTIONAL, tmp_path / "fictional"))


@pytest.fixture
def belarus_folder(tmp_path: Path) -> Path:
    """A copy of the embedded story, for tests of what the invented one has not: bonds, reports, marks, live sources."""
    return Path(shutil.copytree(BELARUS, tmp_path / "belarus-2020"))
