"""A machine that has only what a test gives it: a PATH of stand-ins that write down how they were called.

The scripts themselves, bash and the coreutils are the real ones. A stand-in for Python answers `-c` with the real
interpreter under a made-up version, and records `-m` instead of running it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
SCRIPTS = (".ci/run", "dashboard/open.sh", "dashboard/setup.sh", "tests/run.sh")
TOOLS = ("bash", "cat", "dirname", "env", "flock", "rm", "tail")

PYTHON = """
import os, shlex, shutil, sys, types
from pathlib import Path

machine, (myself, minor), args = Path(__file__).parent, sys.argv[1:3], sys.argv[3:]
sys.version_info, sys.version = (3, int(minor), 0), f"3.{minor}.0 (stand-in)"
if args == ["-V"]:
    print(f"Python 3.{minor}.0")
elif "-c" in args:
    if not (machine / f"python3.{minor}-venv").exists():
        sys.modules["ensurepip"] = None
    kaleido = types.ModuleType("choreographer")
    kaleido.Chromium = types.SimpleNamespace(find_browser=lambda skip_local: shutil.which("chromium"))
    sys.modules.update({name: kaleido for name in (
        "choreographer", "choreographer.browsers", "choreographer.browsers.chromium")})
    code = args[args.index("-c") + 1]
    sys.argv = args[args.index("-c") + 1:]
    exec(code)
else:
    module, *rest = args[args.index("-m") + 1:]
    with (machine / "calls").open("a") as calls:
        calls.write(shlex.join([module, *rest]) + "\\n")
    if module == "venv":
        Path(rest[-1], "bin").mkdir(parents=True, exist_ok=True)
        shutil.copy(myself, Path(rest[-1], "bin", "python"))
    if module in ("dashboard", "pytest"):
        print(os.getcwd(), os.environ.get("PYTHONPATH"), os.environ.get("BROWSER_PATH"), sep="\\n")
    sys.exit((machine / f"{module} {rest[0] if rest else ''} fails").exists())
"""


class FakeMachine:
    """A fresh copy of the scripts under a folder with a space in its name, and a PATH to fill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "my project"
        self.bin = folder / "bin"
        self.bin.mkdir()
        for script in SCRIPTS:
            target = self.project / script
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / script, target)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.project / name).write_text("pandas==1\n", encoding="utf-8")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        (folder / "python.py").write_text(PYTHON, encoding="utf-8")
        self.set_user(1000)
        self.set_ubuntu(False)

    def add(self, name: str, body: str) -> None:
        """Put a shell program on the PATH."""
        program = self.bin / name
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)

    def add_python(self, name: str, minor: int, *, venv: bool = True) -> None:
        """Put a Python 3.`minor` on the PATH, with or without what makes a .venv."""
        self.add(name, f'exec "{sys.executable}" -ISB "{self.folder}/python.py" "$0" {minor} "$@"')
        if venv:
            (self.folder / f"python3.{minor}-venv").touch()

    def add_apt_get(self, *, lists: bool = True) -> None:
        """Put an apt-get on the PATH; without `lists` it finds no package before an update."""
        ready = self.folder / "lists"
        if lists:
            ready.touch()
        self.add(
            "apt-get",
            f"""cd "{self.folder}" && touch_() {{ : >"$1"; }}
case "$*" in
  *update*) echo "apt-get update" >>calls; touch_ lists ;;
  *) for package; do :; done
     echo "apt-get install $package" >>calls
     [ -f lists ] || {{ echo "E: Unable to locate package" >&2; exit 100; }}
     case "$*" in *" chromium "*) printf '#!/bin/sh\\n' >bin/chromium; /bin/chmod +x bin/chromium ;; esac
     touch_ "$package" ;;
esac""",
        )

    def add_sudo(self) -> None:
        """Put a sudo on the PATH that asks for no password."""
        self.add("sudo", f'echo sudo >>"{self.folder}/calls"; exec "$@"')

    def set_user(self, number: int) -> None:
        """Be root (0) or not."""
        self.add("id", f"echo {number}")

    def set_ubuntu(self, yes: bool) -> None:
        """Answer whether /etc/os-release names Ubuntu, all that the scripts use grep for."""
        self.add("grep", f"exit {0 if yes else 1}")

    def let_fail(self, call: str) -> Path:
        """Let a Python module, named with its first argument, end with exit code 1; delete the path to mend it."""
        switch = self.folder / f"{call} fails"
        switch.touch()
        return switch

    @staticmethod
    def refuse(python: Path, module: str) -> None:
        """Let this one Python have no `module` that `-m` could run."""
        whole = python.read_text(encoding="utf-8")
        python.write_text(f'#!/bin/sh\n[ "$2" != {module} ] || exit 1\n{whole}', encoding="utf-8")

    def start(self, script: str, *args: str, **env: str) -> subprocess.Popen[str]:
        """Start a script from another folder, with nothing of this process's environment."""
        return subprocess.Popen(
            [str(self.bin / "bash"), str(self.project / script), *args],
            cwd=self.folder,
            env={"PATH": str(self.bin), "HOME": str(self.folder), **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *args: str, **env: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of a script."""
        process = self.start(script, *args, **env)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    @property
    def calls(self) -> list[str]:
        """What the stand-ins were asked, in order."""
        record = self.folder / "calls"
        return record.read_text(encoding="utf-8").splitlines() if record.exists() else []
