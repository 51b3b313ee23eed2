"""The command line as a user meets it: a process, its output, its exit code."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from dashboard.__main__ import cli
from dashboard.own_table import MOST_BYTES
from dashboard.picture import inspect_bytes
from tests.conftest import BELARUS, FICTIONAL, ROOT


def run(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """A finished run of the program."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "dashboard", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


def commands() -> list[str]:
    """The names of all commands, as --help lists them."""
    listing = run("--help").stdout.split("Commands:")[1]
    return re.findall(r"^  ([a-z]+)", listing, re.MULTILINE)


@pytest.mark.parametrize("name", commands())
def test_help_of_each_command_reads_well(name: str) -> None:
    shown = run(name, "--help")
    assert shown.returncode == 0
    assert shown.stdout.startswith(f"Usage: python -m dashboard {name}")
    assert max(len(line) for line in shown.stdout.splitlines()) <= 100


def test_check_prints_what_a_story_holds() -> None:
    shown = run("check", BELARUS)
    assert shown.returncode == 0
    for part in ("usd_byn_market", "529", "2019-12-24", "2021-12-31", "26", "72"):
        assert part in shown.stdout, part


@pytest.mark.parametrize("name", ["swiss-franc-2015", "belarus-2020"])
def test_a_story_goes_by_its_name_from_anywhere(tmp_path: Path, name: str) -> None:
    shown = run("check", name, cwd=tmp_path)
    assert shown.returncode == 0
    assert f"{name}\n" in shown.stdout
    assert run("claims", "--story", name, "--format", "csv", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_redirected_words_are_utf_8_where_the_system_would_choose_less(encoding: str) -> None:
    """Windows writes into files and pipes in a code page without the minus sign."""
    shown = run("claims", PYTHONIOENCODING=encoding)
    assert shown.returncode == 0, shown.stderr
    assert "−31 bp" in shown.stdout
    assert "“nowhere”" in run("check", "nowhere", PYTHONIOENCODING=encoding).stderr


def test_check_prints_every_breach(fictional_folder: Path) -> None:
    table = next(fictional_folder.glob("*.csv"))
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[1], lines[2] = lines[1].split(",")[0] + ",many", "yesterday," + lines[2].split(",")[1]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shown = run("check", fictional_folder)
    assert shown.returncode == 1
    assert shown.stderr.startswith("Error:")
    assert "many" in shown.stderr
    assert "yesterday" in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("check", "nowhere"), 1, "no folder “nowhere”"),
        (("claims", "--story", "nowhere"), 1, "Known there: belarus-2020, swiss-franc-2015"),
        (("serve", "--no-browser", "--story", "nowhere"), 1, "Known there: belarus-2020"),
        (("export",), 2, "Name one chart"),
        (("export", "portrait"), 1, "There is no chart “portrait”. Choose one of overview"),
        (("export", "overview", "--from", "2020-08-01"), 2, "--from and --to belong together"),
        (("export", "overview", "--from", "2020-08-31", "--to", "2020-08-01"), 1, "is not before --to"),
        (("export", "overview", "--period", "yesterday"), 1, "Choose one of election, slide"),
        (
            ("export", "overview", "--period", "2020", "--from", "2020-08-01", "--to", "2020-08-31"),
            2,
            "give one of them",
        ),
        (("export", "overview", "--width-mm", "90"), 2, "give --size print as well"),
        (("export", "overview", "--format", "svg", "-o", "x.png"), 2, "the ending of the name gives the format"),
        (("export", "--all", "-o", "README.md"), 1, "README.md can't be a folder of pictures (it is a file)"),
        (("export", "--all", "-o", "README.md/x"), 1, "README.md/x can't be a folder of pictures (Not a directory)"),
        (("check", "belarus-2020", "--story", "swiss-franc-2015"), 2, "give one of them"),
        (("export", "overview", "--size", "print", "--width-mm", "5"), 1, "between 80 and 420 mm"),
        (("export", "overview", "-o", "no/such/folder/x.png"), 1, "there is no folder"),
        (("export", "overview", "-o", "x.gif"), 1, "unknown format .gif"),
        (("inspect", "missing.png"), 1, "missing.png"),
        (("inspect", "README.md"), 1, "README.md: Neither a PNG nor an SVG"),
        (("dance",), 2, "No such command"),
    ],
)
def test_a_mistake_is_one_clear_message(arguments: tuple[str, ...], code: int, says: str) -> None:
    shown = run(*arguments)
    assert shown.returncode == code
    assert says in shown.stderr
    assert "Traceback" not in shown.stderr


def test_export_draws_what_its_own_command_says(tmp_path: Path) -> None:
    days = ("--from", "2020-07-01", "--to", "2020-09-30")
    first = run("export", "overview", *days, "--size", "slide", "-o", tmp_path / "a.png")
    assert first.returncode == 0, first.stderr
    told = run("inspect", tmp_path / "a.png")
    command = re.search(r"Command: python -m dashboard (.*)", told.stdout)
    assert command is not None
    again = run(*command[1].split(), "-o", tmp_path / "b.png")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_export_without_a_name_names_the_file_itself(tmp_path: Path) -> None:
    shown = run("export", "overview", "--story", FICTIONAL, "--theme", "dark", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    (made,) = tmp_path.glob("*.png")
    assert made.name in shown.stdout
    assert made.name.endswith("_screen_dark.png")
    assert "overview" in inspect_bytes(made.read_bytes())["Command"]


def test_export_all_writes_a_file_for_each_chart_and_period(tmp_path: Path) -> None:
    shown = run("export", "--all", "--story", FICTIONAL, "-o", tmp_path / "out")
    assert shown.returncode == 0, shown.stderr
    made = list((tmp_path / "out").glob("*.png"))
    assert len(made) == len(shown.stdout.split()) >= 4
    assert len({inspect_bytes(path.read_bytes())["Command"] for path in made}) == len(made)
    # No two are the same picture: the event study has no period to differ in.
    assert [path.name for path in made if "_events_" in path.name] == ["fictional_events_all_screen_light.png"]


def test_bundle_writes_a_zip_that_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        shown = run("bundle", "--story", FICTIONAL, "-o", tmp_path / name)
        assert shown.returncode == 0, shown.stderr
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert any(name.endswith("results/claims.csv") for name in archive.namelist())


def test_bundle_can_carry_the_charts(tmp_path: Path) -> None:
    shown = run("bundle", "--story", FICTIONAL, "--pictures", "-o", tmp_path / "a.zip")
    assert shown.returncode == 0, shown.stderr
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
        assert pictures
        assert all("Command" in inspect_bytes(archive.read(name)) for name in pictures)


def test_a_place_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    shown = run("bundle", "--story", FICTIONAL, "-o", tmp_path / "no" / "a.zip")
    assert shown.returncode == 1
    assert "can't be written" in shown.stderr


def test_without_chrome_one_message_names_the_ways_out(tmp_path: Path) -> None:
    shown = run("export", "overview", "-o", tmp_path / "x.png", BROWSER_PATH=str(tmp_path / "none"), PATH=str(tmp_path))
    assert shown.returncode == 1
    assert "plotly_get_chrome" in shown.stderr
    assert "button" in shown.stderr
    assert list(tmp_path.glob("*.png")) == []
    assert "Traceback" not in shown.stderr


def served(*arguments: str, story: Path | None = FICTIONAL, **environment: str) -> subprocess.Popen[str]:
    """A running server, of all embedded stories where none is named."""
    named = ["--story", str(story)] if story else []
    command = [sys.executable, "-m", "dashboard", "serve", "--no-browser", *named, *arguments]
    env = {**os.environ, "PYTHONUNBUFFERED": "1", **environment}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def address_of(server: subprocess.Popen[str]) -> tuple[str, str]:
    """What a server printed up to its address, and the address."""
    printed = ""
    assert server.stdout is not None
    while not (found := re.search(r"http://\S+/", printed)):
        line = server.stdout.readline()
        assert line, printed
        printed += line
    return printed, found[0]


def test_serve_prints_its_address_and_ends_cleanly() -> None:
    # A HOST in the environment must not open the page to other machines.
    server = served("--port", "18050", HOST="0.0.0.0")
    try:
        _, address = address_of(server)
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}health", timeout=10) as answer:
            assert answer.read() == b"OK"
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=20)
        assert server.returncode == 0
        assert out.endswith("Stopped.\n")
        assert "Traceback" not in err
    finally:
        server.kill()


def test_serve_without_a_name_serves_every_embedded_story() -> None:
    server = served("--port", "18070", story=None)
    try:
        printed, address = address_of(server)
        assert "Belarus, August 2020" in printed
        assert "Swiss franc, January 2015" in printed
        for path in ("", "swiss-franc-2015/"):
            with urllib.request.urlopen(f"{address}{path}health", timeout=10) as answer:
                assert answer.read() == b"OK"
    finally:
        server.kill()
        server.communicate()


def test_a_taken_port_is_said_and_the_next_one_used() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = served("--port", str(port))
        try:
            printed, address = address_of(server)
            assert f"Port {port} is taken" in printed
            assert f":{port}/" not in address
        finally:
            server.kill()
            server.communicate()


def test_only_this_machine_is_answered() -> None:
    server = served("--port", "18060")
    try:
        _, address = address_of(server)
        port = int(address.rstrip("/").rsplit(":", 1)[1])
        own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
        for host in own:
            with socket.socket() as probe:
                probe.settimeout(2)
                assert probe.connect_ex((host, port)) != 0
    finally:
        server.kill()
        server.communicate()


def test_the_server_keeps_a_readers_file_off_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, int] = {}

    class Served:
        def run(self) -> None:
            raise KeyboardInterrupt

    def create_server(_: object, **settings: int) -> Served:
        asked.update(settings)
        return Served()

    monkeypatch.setattr("waitress.create_server", create_server)
    cli.main(["serve", "--no-browser"], standalone_mode=False)
    # A file of the largest size, in base 64.
    assert min(asked["inbuf_overflow"], asked["outbuf_overflow"], asked["max_request_body_size"]) > 4 / 3 * MOST_BYTES
    assert asked["max_request_body_size"] <= asked["inbuf_overflow"]
