"""Stories that tests read: the embedded one, and a copy of the fictional one that a test may damage."""

from __future__ import annotations

import shutil
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
