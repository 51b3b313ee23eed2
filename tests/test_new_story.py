"""`new` from end to end: a CSV becomes a story that holds, opens and can be drawn, or nothing is left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from frictionless import validate as validate_package
from playwright.sync_api import BrowserContext, expect
from waitress import create_server

from dashboard.app import create_app
from dashboard.errors import DataError
from dashboard.load import find_stories, load_story
from dashboard.new_story import free_folder, new_story, read_figures
from dashboard.stories import Stories
from tests.conftest import FICTIONAL, ROOT
from tests.test_app import figure_of, page
from tests.test_cli import run
from tests.test_story_schema import faults, parsed
from tests.test_story_template import ANSWERS

OPTIONS = {
    "--place": "Arcadia",
    "--publisher": "Fictional Times",
    "--headline": "Crown Tumbles After Decision That Never Was",
    "--date": "2021-03-19",
    "--url": "https://example.org/article",
    "--csv": "crown.csv",
    "--unit": "XAC per USD",
    "--source": "Bank of Arcadia",
    "--source-url": "https://example.org/bank",
    "--terms": "CC0",
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder of a user's with a CSV in it."""
    shutil.copy(FICTIONAL / "crown_market.csv", tmp_path / "crown.csv")
    return tmp_path


def options(**changed: str | None) -> list[str]:
    """The options on the command line, with some changed or left out."""
    chosen = {**OPTIONS, **{f"--{name.replace('_', '-')}": text for name, text in changed.items()}}
    return [word for pair in chosen.items() if pair[1] is not None for word in pair if word is not None]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_options_and_a_csv_make_a_story_that_holds_opens_and_is_drawn(here: Path) -> None:
    made = run("new", "arcadia", "--yes", *options(), cwd=here)
    assert made.returncode == 0, made.stderr
    assert "serve --story arcadia" in made.stdout
    assert left(here) == ["arcadia", "crown.csv"]
    checked = run("check", "arcadia", cwd=here)
    assert "No rule is broken." in checked.stdout
    story = load_story(here / "arcadia")
    assert (story.values("xac_per_usd") == load_story(FICTIONAL).values("crown_market")).all()
    client = create_app(story).server.test_client()
    assert figure_of(page(client))["data"]
    for tab in ("rate", "events", "claims", "data", "about"):
        assert page(client, f"?tab={tab}")
    drawn = run("export", "overview", "--story", "arcadia", "-o", "overview.png", cwd=here)
    assert drawn.returncode == 0, drawn.stderr
    assert (here / "overview.png").read_bytes().startswith(b"\x89PNG")


def test_a_story_without_benchmarks_offers_no_empty_choice(here: Path, context: BrowserContext) -> None:
    run("new", "arcadia", "--yes", *options(), cwd=here)
    server = create_server(Stories(here / "arcadia"), host="127.0.0.1", port=0, threads=6)
    threading.Thread(target=server.run, daemon=True).start()
    shown = context.new_page()
    shown.goto(f"http://127.0.0.1:{server.effective_port}/?tab=events")
    expect(shown.locator("legend:text-is('Series')")).to_be_visible()
    expect(shown.locator("legend:text-is('Adjust for')")).to_be_hidden()
    shown.goto(f"http://127.0.0.1:{server.effective_port}/?tab=data")
    expect(shown.locator("input[placeholder='>=2021-02-17']")).to_be_visible()
    server.close()


def test_what_it_writes_is_valid_for_other_tools_and_names_its_schema(here: Path) -> None:
    run("new", "arcadia", "--yes", *options(), cwd=here)
    assert validate_package(str(here / "arcadia" / "datapackage.json")).valid
    assert faults(parsed(here / "arcadia" / "story.toml")) == []
    first = (here / "arcadia" / "story.toml").read_text(encoding="utf-8").splitlines()[0]
    named = here / "arcadia" / first.removeprefix("#:schema ")
    assert named.resolve() == ROOT / "data" / "story.schema.json"


def asked(here: Path, *lines: str, given: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """A run that is answered line by line, after some options."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dashboard", "new", "arcadia", *given]
    text = "\n".join(lines) + "\n"
    return subprocess.run(
        command, cwd=here, env=env, input=text, capture_output=True, text=True, timeout=60, check=False
    )


def test_without_options_it_asks_says_what_is_wrong_and_asks_again(here: Path) -> None:
    (here / "bad.csv").write_text("date,value\n2021-03-01,many\n", encoding="utf-8")
    answers = ["Arcadia", "Fictional Times", "Crown Tumbles", "19 March", "2021-03-19", "example.org",
               "https://example.org/a", "missing.csv", "bad.csv", "crown.csv", "XAC per USD", "", "the crown", "Bank",
               "https://example.org/b", "CC0", "", "", "My title"]  # fmt: skip
    made = asked(here, *answers)
    assert made.returncode == 0, made.stderr + made.stdout
    told = made.stdout + made.stderr
    for part in ("“19 March” is not a date", "begins with http", "missing.csv can't be read", "bad.csv, line 2"):
        assert part in told, part
    story = load_story(here / "arcadia")
    assert (story.file.title, story.file.panels[0].noun) == ("My title", "the crown")
    assert story.info["xac_per_usd"].quantity == "exchange_rate"


def test_a_wrong_option_is_told_before_the_first_question(here: Path) -> None:
    told = asked(here, "Arcadia", given=("--csv", "none.csv"))
    assert told.returncode == 2
    assert "--csv: none.csv can't be read" in told.stderr
    assert told.stdout == ""


def test_an_end_of_the_answers_leaves_nothing(here: Path) -> None:
    stopped = asked(here, "Arcadia", "Fictional Times")
    assert stopped.returncode == 130
    assert "Stopped." in stopped.stderr
    assert left(here) == ["crown.csv"]


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"csv": None, "terms": None}, 2, "give --csv, --terms as well"),
        ({"csv": "none.csv"}, 2, "--csv: none.csv can't be read"),
        ({"date": "2021-3-19"}, 2, "--date: “2021-3-19” is not a date"),
        ({"quantity": "rate"}, 2, "--quantity: “rate” is none of"),
        ({"retrieved": "2020-01-01"}, 1, "no day lies after 2020-01-01, by when it was retrieved"),
    ],
)
def test_a_mistake_is_said_and_leaves_nothing(here: Path, changed: dict[str, str | None], code: int, says: str) -> None:
    failed = run("new", "arcadia", "--yes", *options(**changed), cwd=here)
    assert failed.returncode == code
    assert says in failed.stderr
    assert "Traceback" not in failed.stderr
    assert left(here) == ["crown.csv"]


def test_a_folder_with_something_in_it_is_left_alone(here: Path) -> None:
    (here / "arcadia").mkdir()
    (here / "arcadia" / "notes.txt").write_text("mine", encoding="utf-8")
    failed = run("new", "arcadia", "--yes", *options(), cwd=here)
    assert failed.returncode == 1
    assert "arcadia holds something already" in failed.stderr
    assert left(here / "arcadia") == ["notes.txt"]


def test_an_empty_folder_is_filled(here: Path) -> None:
    (here / "arcadia").mkdir()
    assert run("new", "arcadia", "--yes", *options(), cwd=here).returncode == 0
    assert "story.toml" in left(here / "arcadia")


@pytest.mark.parametrize(
    ("name", "says"),
    [("crown.csv", "can't name a story"), ("Ärcadia", "can't name"), ("-a", "can't name"), ("no/such", "no folder")],
)
def test_a_place_that_can_not_hold_a_story_is_refused(here: Path, name: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        free_folder(here / name)


def test_a_file_is_no_place_for_a_story(here: Path) -> None:
    (here / "plain").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="is a file"):
        free_folder(here / "plain")


def test_a_disk_that_refuses_is_said_and_leaves_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = read_figures(here / "crown.csv")
    full = OSError(28, "No space left on device")
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(full))
    with pytest.raises(DataError, match="No space left on device"):
        new_story(here / "arcadia", ANSWERS, figures)
    assert left(here) == ["crown.csv"]


def test_a_half_written_story_is_not_offered(here: Path) -> None:
    shutil.copytree(FICTIONAL, here / ".arcadia.17.part")
    shutil.copytree(FICTIONAL, here / "whole")
    assert [path.name for path in find_stories(here)] == ["whole"]


def test_figures_are_put_into_the_order_of_their_days(here: Path) -> None:
    (here / "down.csv").write_text("value,date\n2,2021-01-05\n1.5,2021-01-04\n", encoding="utf-8")
    figures = read_figures(here / "down.csv")
    assert (list(map(str, figures.dates)), list(figures.values)) == (["2021-01-04", "2021-01-05"], [1.5, 2.0])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "an empty file"),
        ("day,close\n2021-01-04,1\n", "missing: date, value"),
        ("date,value\n", "no row"),
        ("date,value\n2021-01-04,1\n2021-01-04,2\n", "2021-01-04 twice"),
        ("date;value\n2021-01-04;1\n", "the separator is a comma"),
    ],
)
def test_a_csv_that_can_not_be_used_is_explained(here: Path, text: str, says: str) -> None:
    (here / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=says):
        read_figures(here / "bad.csv")
