"""The command `import` as a user meets it, and the page's other commands after it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.own_files import bond_csv, rates_xlsx
from tests.test_cli import run


def with_cache(files: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A finished run that keeps what it keeps beside the test's files."""
    return run(*arguments, MARKET_STORY_CACHE=str(files / "cache"))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "terminal.csv").write_bytes(bond_csv())
    (tmp_path / "rates.xlsx").write_bytes(rates_xlsx())
    (tmp_path / "odd.csv").write_text("date,close\n2020-08-27,700\n", encoding="utf-8")
    (tmp_path / "unclear.csv").write_text("date,close\n03/04/2020,2.6\n", encoding="utf-8")
    return tmp_path


def test_a_file_is_recognised_kept_listed_used_and_removed(files: Path) -> None:
    told = with_cache(files, "import", files / "terminal.csv", "--as", "bond_2031_price")
    assert told.returncode == 0, told.stderr
    for part in ("day, month, year", "decimal comma", "Clean price, % of face", "XS2120882183", "newest day first"):
        assert part in told.stdout, part
    assert "19 rows, 3 to 27 August 2020, % of face" in told.stdout
    assert f"Kept as bond_2031_price in {files / 'cache'}" in told.stdout
    assert "bond_2031_price: bond 2031 price, 19 rows" in with_cache(files, "import", "--list").stdout
    claims = {c["id"]: c for c in json.loads(with_cache(files, "claims", "--format", "json").stdout)["claims"]}
    assert claims["C06"]["verdict"] == "supported"
    again = with_cache(files, "import", files / "terminal.csv", "--as", "bond_2031_price")
    assert "in place of what had that name" in again.stdout
    assert with_cache(files, "import", "--remove", "bond_2031_price").stdout == "Removed bond_2031_price.\n"
    assert "No series of your own" in with_cache(files, "import", "--list").stdout


def test_a_workbook_needs_no_name(files: Path) -> None:
    told = with_cache(files, "import", files / "rates.xlsx")
    assert "inverted: BYN per USD = 1 ÷ (USD per BYN)" in told.stdout
    assert "Kept as rates in" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("unclear.csv",), 1, "3 April 2020 (day, month, year) or 4 March 2020"),
        (("unclear.csv",), 1, "Give --order dmy (day, month, year) or --order mdy (month, day, year)."),
        (("odd.csv",), 1, 'Give --unit "BYN per USD", --unit "USD per BYN", --unit yield (Yield, % a year), '),
        (("odd.csv", "--unit", "other"), 1, "Give its name with --unit-name."),
        (("terminal.csv", "--value", "Volume"), 1, "Column of values: there is no “Volume” in terminal.csv"),
        (("rates.xlsx", "--separator", "tab"), 1, "leaves no choice of separator"),
        (("terminal.csv", "--as", "usd_byn_market"), 1, "the story uses it already"),
        (("terminal.csv", "--as", "my bond"), 1, "such as bond_price"),
        (("missing.csv",), 1, "can't be read (No such file or directory). Give the path of a CSV or XLSX file."),
        (("terminal.csv", "--list"), 2, "Give a FILE, or --list, or --remove NAME."),
        ((), 2, "Give a FILE"),
        (("--remove", "nothing"), 1, "There is no series nothing of your own"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_kept(files: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    told = with_cache(files, "import", *(files / a if "." in a else a for a in arguments))
    assert told.returncode == code
    assert says in told.stderr
    assert "Traceback" not in told.stderr
    assert "No series of your own" in with_cache(files, "import", "--list").stdout


def test_an_option_settles_what_is_open(files: Path) -> None:
    told = with_cache(files, "import", files / "unclear.csv", "--order", "mdy")
    assert "1 row, 4 March 2020, BYN per USD" in told.stdout
    assert "month, day, year, as you chose" in told.stdout
    assert "unclear: unclear, 1 row, BYN per USD" in with_cache(files, "import", "--list").stdout


def test_a_value_that_can_not_be_kept_leaves_the_others_alone(files: Path) -> None:
    (files / "endless.csv").write_text("date,points\n2020-08-26,9e999\n2020-08-27,-2e15\n", encoding="utf-8")
    assert with_cache(files, "import", files / "rates.xlsx").returncode == 0
    told = with_cache(files, "import", files / "endless.csv", "--unit", "other", "--unit-name", "points")
    assert told.returncode == 1
    assert "breaks 2 rules" in told.stderr
    assert "values lie from -1e+15 to 1e+15" in told.stderr
    assert "rates: rates" in with_cache(files, "import", "--list").stdout
