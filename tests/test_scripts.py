"""The two commands of README on machines that lack this or that."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.fake_machine import FakeMachine

OPEN = "dashboard/open.sh"
TEST = "tests/run.sh"


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    return FakeMachine(tmp_path)


def installs(machine: FakeMachine) -> list[str]:
    """The requirement files that pip was asked to install."""
    return [Path(shlex.split(call)[-1]).name for call in machine.calls if call.startswith("pip install")]


def test_opens_without_root_apt_get_or_browser(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    code, out, err = machine.run(OPEN, "export", "-o", "my picture.png")
    assert code == 0, err
    assert installs(machine) == ["requirements.txt"]
    assert machine.calls[-1] == "dashboard export -o 'my picture.png'"
    # Where the user stands and where the package is; stdout holds nothing else.
    assert out.splitlines() == [str(machine.folder), str(machine.project), "None"]
    assert "Python 3.11.0" in err


def test_second_start_asks_pip_nothing(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.run(OPEN)
    before = len(machine.calls)
    code, _, err = machine.run(OPEN)
    assert (code, err, machine.calls[before:]) == (0, "", ["dashboard"])


def test_changed_pins_are_installed(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.run(OPEN)
    (machine.project / "requirements.txt").write_text("pandas==2\n", encoding="utf-8")
    machine.run(OPEN)
    assert installs(machine) == ["requirements.txt", "requirements.txt"]
    assert sum(call.startswith("venv") for call in machine.calls) == 1


def test_python_renewed_under_a_venv_gets_its_packages(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.run(OPEN)
    machine.add_python("python3", 12)
    python = machine.project / ".venv" / "bin" / "python"
    python.write_bytes((machine.bin / "python3").read_bytes())
    machine.run(OPEN)
    assert len(installs(machine)) == 2


def test_failed_install_starts_nothing_and_is_repeated(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    switch = machine.let_fail("pip install")
    code, _, err = machine.run(OPEN)
    assert code == 1
    assert "could not be installed for Python 3.11.0" in err
    assert "dashboard" not in machine.calls
    switch.unlink()
    code, _, _ = machine.run(OPEN)
    assert code == 0
    assert installs(machine) == ["requirements.txt", "requirements.txt"]


def test_failed_renewal_forgets_the_older_install(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    pins = machine.project / "requirements.txt"
    first = pins.read_text(encoding="utf-8")
    machine.run(OPEN)
    switch = machine.let_fail("pip install")
    pins.write_text("pandas==2\n", encoding="utf-8")
    assert machine.run(OPEN)[0] == 1
    switch.unlink()
    pins.write_text(first, encoding="utf-8")
    assert machine.run(OPEN)[0] == 0
    assert len(installs(machine)) == 3


@pytest.mark.parametrize("damage", ["python does not start", "pip does not start", "too old"])
def test_broken_venv_is_made_anew(machine: FakeMachine, damage: str) -> None:
    machine.add_python("python3", 12)
    machine.run(OPEN)
    python = machine.project / ".venv" / "bin" / "python"
    if damage == "python does not start":
        python.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    elif damage == "too old":
        python.write_text(python.read_text(encoding="utf-8").replace('"$0" 12', '"$0" 10'), encoding="utf-8")
    else:
        (machine.project / "requirements.txt").write_text("pandas==2\n", encoding="utf-8")
        machine.refuse(python, "pip")
    assert machine.run(OPEN)[0] == 0
    assert sum(call.startswith("venv --clear") for call in machine.calls) == 2
    assert len(installs(machine)) == 2


def test_two_starts_at_once_build_one_venv(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    both = [machine.start(OPEN), machine.start(OPEN)]
    for process in both:
        process.communicate(timeout=60)
    assert [process.returncode for process in both] == [0, 0]
    assert len(installs(machine)) == 1


def test_old_python_is_named_with_what_to_do(machine: FakeMachine) -> None:
    machine.add_python("python3", 9)
    code, _, err = machine.run(OPEN)
    assert (code, machine.calls) == (1, [])
    assert "needs Python 3.11 or newer; found: Python 3.9.0" in err
    assert "apt-get install python3 python3-venv" in err


def test_no_python_at_all(machine: FakeMachine) -> None:
    code, _, err = machine.run(OPEN)
    assert code == 1
    assert "needs Python 3.11 or newer; found: none." in err


def test_newest_python_is_taken(machine: FakeMachine) -> None:
    for name, minor in (("python3", 9), ("python3.11", 11), ("python3.13", 13)):
        machine.add_python(name, minor)
    assert "Python 3.13.0" in machine.run(OPEN)[2]


def test_python_that_can_make_a_venv_goes_before_a_newer_one(machine: FakeMachine) -> None:
    machine.add_apt_get()
    machine.set_user(0)
    machine.add_python("python3.11", 11)
    machine.add_python("python3.13", 13, venv=False)
    assert "Python 3.11.0" in machine.run(OPEN)[2]
    assert not any(call.startswith("apt-get") for call in machine.calls)


def test_root_installs_the_venv_module(machine: FakeMachine) -> None:
    machine.add_python("python3", 11, venv=False)
    machine.add_apt_get()
    machine.set_user(0)
    code, _, err = machine.run(OPEN)
    assert code == 0, err
    assert machine.calls[0] == "apt-get install python3.11-venv"
    assert "Installing python3.11-venv with apt-get." in err.splitlines()
    assert "apt-get update" not in machine.calls


def test_package_lists_are_fetched_only_when_missing(machine: FakeMachine) -> None:
    machine.add_python("python3", 11, venv=False)
    machine.add_apt_get(lists=False)
    machine.set_user(0)
    code, _, err = machine.run(OPEN)
    assert code == 0, err
    assert machine.calls[:3] == ["apt-get install python3.11-venv", "apt-get update", "apt-get install python3.11-venv"]


def test_user_installs_the_venv_module_through_sudo(machine: FakeMachine) -> None:
    machine.add_python("python3", 11, venv=False)
    machine.add_apt_get()
    machine.add_sudo()
    assert machine.run(OPEN)[0] == 0
    assert machine.calls[:2] == ["sudo", "apt-get install python3.11-venv"]


def test_user_without_sudo_is_told_what_to_type(machine: FakeMachine) -> None:
    machine.add_python("python3", 11, venv=False)
    machine.add_apt_get()
    code, _, err = machine.run(OPEN)
    assert (code, machine.calls) == (1, [])
    assert "sudo apt-get install python3.11-venv" in err


def test_tests_run_lint_types_and_tests_with_the_browser_found(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.add("chromium", "")
    code, out, err = machine.run(TEST, "-k", "two words", PYTHONPATH="/other/packages")
    assert code == 0, err
    assert installs(machine) == ["requirements-dev.txt"]
    assert machine.calls[-3:] == ["ruff check", "mypy", "pytest -k 'two words'"]
    assert out.splitlines() == [str(machine.project), "None", str(machine.bin / "chromium")]


def test_developers_packages_serve_the_dashboard_too(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.add("chromium", "")
    machine.run(TEST)
    machine.run(OPEN)
    assert installs(machine) == ["requirements-dev.txt"]


@pytest.mark.parametrize("step", ["ruff check", "mypy "])
def test_pytest_waits_for_clean_code(machine: FakeMachine, step: str) -> None:
    machine.add_python("python3", 11)
    machine.add("chromium", "")
    machine.let_fail(step)
    code, _, _ = machine.run(TEST)
    assert code == 1
    assert "pytest" not in machine.calls


def test_ci_runs_the_test_command(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.add("chromium", "")
    assert machine.run(".ci/run")[0] == 0
    assert machine.calls[-3:] == ["ruff check", "mypy", "pytest"]


def test_root_gets_chromium_for_the_tests(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.add_apt_get()
    machine.set_user(0)
    code, out, err = machine.run(TEST)
    assert code == 0, err
    assert "Installing chromium fonts-liberation fonts-dejavu-core with apt-get." in err.splitlines()
    assert out.splitlines()[-1] == str(machine.bin / "chromium")


def test_chosen_browser_that_does_not_start_is_named(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.add_apt_get()
    machine.set_user(0)
    code, _, err = machine.run(TEST, BROWSER_PATH="/nowhere/chrome")
    assert code == 1
    assert "BROWSER_PATH is /nowhere/chrome, which does not start" in err
    assert not any(call.startswith(("apt-get", "pytest")) for call in machine.calls)


def test_ubuntu_never_takes_the_snap(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.add_apt_get()
    machine.add("chromium", "")
    machine.set_user(0)
    machine.set_ubuntu(True)
    code, _, err = machine.run(TEST)
    assert code == 1
    # The stand-in can't fetch Chrome; what counts is that it was tried, and that the reader learns what to do.
    assert "Chrome could not be fetched" in err
    assert "set BROWSER_PATH" in err
    assert not any(call.startswith("apt-get") for call in machine.calls)


def test_library_that_playwright_lacks_is_named(machine: FakeMachine) -> None:
    machine.add_python("python3", 11)
    machine.add("chromium", "")
    machine.let_fail("playwright --version")
    code, _, err = machine.run(TEST)
    assert code == 1
    assert "apt-get install libatomic1" in err
    assert "pytest" not in machine.calls
