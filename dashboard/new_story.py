"""A new story on the disk: whole and checked, or not there at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dashboard.breaches import refuse
from dashboard.draft import PACKAGE, STORY
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.parse import parse_observations
from dashboard.story_questions import Answers
from dashboard.story_template import Figures, package_text, series_name, story_text
from dashboard.validate import observation_breaches

SCHEMA = Path(__file__).resolve().parent.parent / "data" / "story.schema.json"
ANY_VALUE = (float("-inf"), float("inf"), "")
"""Limits of values of which nothing is known yet."""


def free_folder(folder: Path) -> Path:
    """The folder, where a story can be put there.

    Raises
    ------
    DataError
        It holds something already, its name can't be an id, or there is no folder to put it into.
    """
    name = folder.absolute().name
    if not (name.isascii() and name.replace("-", "").replace("_", "").isalnum() and name[0].isalnum()):
        raise DataError(f"“{name}” can't name a story: use letters, digits, - and _, with a letter or digit first.")
    if folder.is_dir() and any(folder.iterdir()):
        raise DataError(f"{folder} holds something already, so no story is written there. Name another folder.")
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file. Name another folder.")
    if not folder.absolute().parent.is_dir():
        raise DataError(f"There is no folder {folder.absolute().parent}. Make it first, or name another.")
    return folder


def read_figures(path: Path) -> Figures:
    """Days and values of a CSV with the columns date and value, put into the order of their days.

    Raises
    ------
    DataError
        The file can't be read or breaks a rule of observations; each line at fault is named.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"{path} can't be read ({error.strerror}). Give the path of a CSV file.") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is not UTF-8 text. Save it again as UTF-8.") from None
    found, breaches = parse_observations(path.name, text)
    order = sorted(range(len(found.dates)), key=found.dates.__getitem__)
    for part in ("dates", "values", "lines"):
        setattr(found, part, [getattr(found, part)[i] for i in order])
    refuse(str(path), [*breaches, *observation_breaches(path.name, found, ANY_VALUE)])
    return Figures(found.dates, found.values)


def new_story(folder: Path, answers: Answers, figures: Figures) -> Story:
    """Write the story into a free folder and read it back.

    It is written beside the folder, checked, and only then given its name.

    Raises
    ------
    DataError
        The folder is not free, the answers break a rule, or the disk refuses.
    """
    target = free_folder(folder).absolute()
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        aside.mkdir()
        for name, text in _files(target, answers, figures).items():
            (aside / name).write_text(text, encoding="utf-8", newline="\n")
        _check(aside, target)
        if target.exists():
            target.rmdir()
        aside.rename(target)
    except OSError as error:
        raise DataError(f"{folder} can't be written ({error.strerror or error}). Nothing was left behind.") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return load_story(folder)


def _files(target: Path, answers: Answers, figures: Figures) -> dict[str, str]:
    """Text of each file of the story by name."""
    return {
        STORY: story_text(target.name, answers, figures, _schema_seen_from(target)),
        PACKAGE: package_text(target.name, answers, figures),
        f"{series_name(answers)}.csv": figures.text,
    }


def _schema_seen_from(target: Path) -> str:
    """Path from the story to the JSON Schema; "" where they are on different drives."""
    try:
        return Path(os.path.relpath(SCHEMA, target)).as_posix()
    except ValueError:
        return ""


def _check(aside: Path, target: Path) -> None:
    try:
        load_story(aside)
    except DataError as error:
        raise DataError(str(error).replace(str(aside), str(target))) from None
