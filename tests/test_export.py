"""Pictures from a real Chromium, read back with other programs; browsers that are missing, fail or hang; bad targets.

Chromium starts in two fixtures and four tests only: it takes a second or two each time.
"""

from __future__ import annotations

import errno
import io
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import plotly.graph_objects as go
import pytest
from kaleido import PageGenerator
from PIL import Image

from dashboard import export
from dashboard.errors import ExportError
from dashboard.export import Job, export_figures
from dashboard.picture import SIZES, Provenance, Size, inspect_bytes, print_size

PROVENANCE = Provenance(
    story="somewhere-2020",
    title="Złoty & the vote",
    sources=("Bank A, retrieved 2026-01-02",),
    period="2020",
    data_hash="9f86d081",
    command="python -m dashboard export overview",
    software="plotly",
)
WIDTHS = range(200, 440, 10)
TWINS = ("a.svg", "b.SVG", "c.svg", "d.svg", "e.svg", "f.svg")
SMALL = Size("small", 300, 200, 1, 96)
ROOT = Path(__file__).parent.parent


def chart(title: str = "Złoty & the vote") -> go.Figure:
    """Two panels on one time axis, as the dashboard draws them."""
    days = ["2020-08-07", "2020-08-10", "2020-08-11"]
    figure = go.Figure([go.Scatter(x=days, y=[2.44, 2.46, 2.47]), go.Bar(x=days, y=[7.1, 7.3, 7.6], yaxis="y2")])
    return figure.update_layout(title=title, yaxis={"domain": [0, 0.45]}, yaxis2={"domain": [0.55, 1]})


def job(path: Path, size: Size = SMALL, figure: go.Figure | None = None) -> Job:
    """A picture of the two panels."""
    return Job(figure or chart(), size, path, PROVENANCE)


@dataclass(frozen=True)
class Batch:
    """Pictures of one batch, their paths in the order they were reported, what was asked of the network, and output."""

    folder: Path
    reported: list[Path]
    asked: list[str]
    printed: str

    def __getitem__(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A local web server: its address and the paths asked of it."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """One browser's work: 24 widths, the named sizes, vectors, a figure that asks the network for a picture."""
    folder = tmp_path_factory.mktemp("pictures")
    with listening() as (address, asked), printed() as words:
        curious = chart("$x^2$").add_layout_image(source=f"{address}/logo.png", x=0, y=1, sizex=1, sizey=1)
        jobs = [
            *(job(folder / f"{w}.png", Size("w", w, 150, 1, 96), chart(f"Width {w}")) for w in WIDTHS),
            *(job(folder / f"{name}.png", size) for name, size in SIZES.items()),
            job(folder / "narrow.png", print_size(80.3)),
            *(job(folder / name) for name in ("a.png", "a.pdf", *TWINS)),
            job(folder / "other.svg", figure=chart("Another")),
            job(folder / "curious.png", figure=curious),
        ]
        reported: list[Path] = []
        export_figures(jobs, reported.append)
    assert reported == [j.path for j in jobs]
    return Batch(folder, reported, asked, words())


@contextmanager
def printed() -> Iterator[Callable[[], str]]:
    """What this process and its children write to standard output and error, at the level of the system."""
    with tempfile.TemporaryFile() as file:
        kept = [os.dup(1), os.dup(2)]
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        said: list[str] = []
        try:
            yield lambda: said[0]
        finally:
            for number, copy in enumerate(kept, 1):
                os.dup2(copy, number)
                os.close(copy)
            file.seek(0)
            said.append(file.read().decode())


def shown(data: bytes) -> Image.Image:
    """The picture as Pillow reads it, to its end."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(("name", "pixels"), [(n, s.pixels) for n, s in SIZES.items()] + [("narrow", (948, 1314))])
def test_a_picture_has_the_pixels_asked_for(batch: Batch, name: str, pixels: tuple[int, int]) -> None:
    assert shown(batch[f"{name}.png"]).size == pixels


def test_print_says_300_dpi_and_where_it_comes_from(batch: Batch) -> None:
    image = shown(batch["print.png"])
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert b"pHYs" + (11811).to_bytes(4, "big") * 2 in batch["print.png"]
    assert image.info["Title"] == "Złoty & the vote"
    assert image.info["Command"] == "python -m dashboard export overview"
    assert inspect_bytes(batch["print.png"])["Source"] == "Bank A, retrieved 2026-01-02"


def test_each_of_a_batch_is_its_own_picture(batch: Batch) -> None:
    # Kaleido's server handed callers each other's pictures: 16 to 24 of 24 were mixed up.
    assert [shown(batch[f"{w}.png"]).size for w in WIDTHS] == [(w, 150) for w in WIDTHS]


def test_a_picture_shows_the_figure(batch: Batch) -> None:
    colours = {colour for _, colour in shown(batch["screen.png"]).convert("RGB").getcolors(10**7) or ()}
    assert {(0x63, 0x6E, 0xFA), (0xEF, 0x55, 0x3B)} <= colours  # the first two colours of plotly's template


def test_svg_is_drawn_in_css_pixels_with_its_provenance(batch: Batch) -> None:
    root = ET.fromstring(batch["a.svg"])
    assert (root.get("width"), root.get("height")) == ("300", "200")
    assert "Złoty & the vote" in [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert inspect_bytes(batch["a.svg"])["Data-Hash"] == "9f86d081"


def test_the_same_figure_gives_the_same_svg_and_another_one_other_ids(batch: Batch) -> None:
    # Six, because the order in which Chromium writes attributes changes while its page gets warm.
    assert len({batch[name] for name in TWINS}) == 1
    ids = [set(re.findall(rb'id="([^"]+)"', batch[name])) for name in ("a.svg", "other.svg")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_pdf_is_one_page_of_the_size_on_paper(batch: Batch) -> None:
    data = batch["a.pdf"]
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", data)
    assert [[round(float(x)) for x in box] for box in boxes] == [[225, 150]]  # 300 x 200 CSS pixels in points


def test_drawing_asks_no_host_and_prints_nothing(batch: Batch) -> None:
    assert batch.asked == []
    assert batch.printed == ""


def test_kaleidos_page_loads_files_only() -> None:
    page = PageGenerator(mathjax=False).generate_index()
    assert len(re.findall(r'src="file://', page)) == 2
    assert "http" not in page


def test_nothing_but_the_pictures_is_left(batch: Batch) -> None:
    assert sorted(batch.folder.iterdir()) == sorted(batch.reported)
    assert {p.stat().st_mode & 0o777 for p in batch.reported} == {0o666 & ~umask()}


def umask() -> int:
    """The rights that new files of this process go without."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def commands() -> dict[int, str]:
    """Command lines of the living processes; an ended one that nobody has waited for has none."""
    if Path("/proc/self/cmdline").exists():
        found = {}
        for file in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                found[int(file.parent.name)] = file.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return found
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True)
    return {int(pid): args for pid, args in (line.split(None, 1) for line in listed.stdout.splitlines())}


def processes(folder: Path) -> list[int]:
    """Those whose command line names the folder: the child that draws and its browser."""
    return [pid for pid, args in commands().items() if f"{folder}/picture-" in args]


def until(condition: Callable[[], object], seconds: float = 20) -> bool:
    """Whether the condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that temporary files go to, where processes and leftovers can be told from those of others."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes BROWSER_PATH a program with this Python text, which Kaleido takes for Chromium."""

    def made(text: str) -> Path:
        path, program = tmp_path / "browser", tmp_path / "browser.py"
        program.write_text(f"import os, sys, time\n{text}\n")
        # Through a shell, since the first line of a script can't name a Python whose path has a space.
        path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(program))} "$@"\n')
        path.chmod(0o755)
        monkeypatch.setenv("BROWSER_PATH", str(path))
        return path

    return made


def test_a_browser_that_hangs_while_drawing_is_ended(batch: Batch, work: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    second.write_bytes(b"as before")

    def freeze(_path: Path) -> None:
        running = processes(work)
        assert len(running) > 2
        for pid in running:
            os.kill(pid, signal.SIGSTOP)

    with pytest.raises(ExportError, match=r"Drawing second.png took more than 5 s.*BROWSER_PATH"):
        export_figures([job(first), job(second)], freeze, timeout_s=5)
    assert until(lambda: not processes(work))
    assert list(work.iterdir()) == []
    assert second.read_bytes() == b"as before"
    assert first.read_bytes() == batch["a.png"]  # another browser, another place in the batch


def test_an_error_between_pictures_ends_the_browser_at_once(work: Path, tmp_path: Path) -> None:
    def fail(_path: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_figures([job(tmp_path / "a.png"), job(tmp_path / "b.png")], fail)
    assert until(lambda: not processes(work))
    assert list(work.iterdir()) == []
    assert not (tmp_path / "b.png").exists()


def test_a_picture_too_large_for_the_browser_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="0 x 0 of 90000 x 60000 pixels"):
        export_figures([job(tmp_path / "a.png", Size("huge", 300, 200, 300, 300))])
    assert list(tmp_path.iterdir()) == []


def test_a_figure_the_browser_can_not_draw_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(go.Figure, "to_json", lambda _self: '{"data": [], "layout": {"xaxis": 4}}')
    with pytest.raises(ExportError, match=r"Drawing a.png failed: KaleidoError: .*Nothing was written for it"):
        export_figures([job(tmp_path / "a.png")])


@pytest.mark.parametrize(
    "text",
    [
        "time.sleep(1000)",
        "os.write(4, os.urandom(5000)); time.sleep(1000)",
        "os.close(3); os.close(4); time.sleep(1000)",
    ],
    ids=["silent", "garbage", "deaf"],
)
def test_a_browser_that_never_answers_is_ended(
    text: str, browser: Callable[[str], Path], work: Path, tmp_path: Path
) -> None:
    browser(text)
    with pytest.raises(ExportError, match="Starting the browser took more than 1 s"):
        export_figures([job(tmp_path / "a.png")], start_timeout_s=1)
    assert until(lambda: not processes(work))
    assert list(work.iterdir()) == []
    assert not (tmp_path / "a.png").exists()


def test_a_browser_that_ends_at_once_is_quoted(browser: Callable[[str], Path], tmp_path: Path) -> None:
    browser("sys.exit('libnss3.so: cannot open shared object file')")
    with pytest.raises(ExportError, match=r"could not be started: libnss3.so: cannot open .*apt install chromium"):
        export_figures([job(tmp_path / "a.png")])


def test_chromium_is_started_offline_and_with_its_sandbox_unless_root(
    browser: Callable[[str], Path], tmp_path: Path
) -> None:
    browser(f"open({str(tmp_path / 'called')!r}, 'a').write(' '.join(sys.argv) + '\\n'); sys.exit(1)")
    with pytest.raises(ExportError):
        export_figures([job(tmp_path / "a.png")])
    calls = (tmp_path / "called").read_text().splitlines()
    assert ["--no-sandbox" in call for call in calls] == ([True] if os.geteuid() == 0 else [False, True])
    assert all("--host-resolver-rules=MAP * ~NOTFOUND" in call for call in calls)


def test_no_browser_is_one_message_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    with pytest.raises(ExportError) as caught:
        export_figures([job(tmp_path / "a.png")])
    message = str(caught.value)
    for words in ("BROWSER_PATH=/nowhere/chromium", "apt install chromium", "plotly_get_chrome", "Save button"):
        assert words in message
    assert list(tmp_path.iterdir()) == []


SCRIPT = """
import sys
from pathlib import Path
from tests.test_export import job
from dashboard.export import export_figures
export_figures([job(Path(sys.argv[1]))])
"""


@pytest.fixture
def exporting(browser: Callable[[str], Path], work: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program that exports with a browser which never answers, waiting for it."""
    fake = browser("time.sleep(1000)")
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "a.png")]
    # Not for Chromium: it has sockets in TMPDIR, and their paths must be short.
    env = {**os.environ, "TMPDIR": str(work)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True) as program:
        assert until(lambda: any(str(fake) in commands().get(pid, "") for pid in processes(work)))
        yield program
        program.kill()


def test_ctrl_c_ends_the_browser(exporting: subprocess.Popen[str], work: Path) -> None:
    exporting.send_signal(signal.SIGINT)
    assert exporting.communicate(timeout=20)[1].rstrip().endswith("KeyboardInterrupt")
    assert until(lambda: not processes(work))
    assert list(work.iterdir()) == []


def test_a_killed_program_takes_its_browser_along(exporting: subprocess.Popen[str], work: Path) -> None:
    exporting.kill()
    assert until(lambda: not processes(work))


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser would fail the test: what is wrong with a target is found before one starts."""
    monkeypatch.setattr(export, "draw_figures", None)


@pytest.mark.usefixtures("no_browser")
def test_bad_targets_are_all_named_before_anything_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file").write_text("")
    targets = ["folder.png", "missing/a.png", "file/a.png", "a.gif", "noformat", "twice.png", "twice.png"]
    with pytest.raises(ExportError) as caught:
        export_figures([job(tmp_path / target) for target in targets])
    message = str(caught.value)
    for problem in (
        "folder.png: is a folder, give a file name",
        f"missing/a.png: there is no folder {tmp_path / 'missing'}",
        f"file/a.png: there is no folder {tmp_path / 'file'}",
        "a.gif: unknown format .gif, end the name with .png, .svg or .pdf",
        "noformat: unknown format (no suffix)",
        "twice.png: named for more than one picture",
    ):
        assert message.count(problem) == 1


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize("rights", [0o555, 0o000])
def test_a_folder_without_the_right_to_write_is_named(rights: int) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(rights)
        with (
            ordinary_user(),
            pytest.raises(ExportError, match=r"a.png: nothing can be written there .Permission denied"),
        ):
            export_figures([job(Path(name) / "a.png")])


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Without the rights of root, to whom no folder is read-only."""
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if as_root:
            os.seteuid(0)


def test_a_disk_that_fills_up_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "a.png"
    target.write_bytes(b"as before")
    monkeypatch.setattr(export, "draw_figures", lambda jobs, **_: (b"x" * 5000 for _ in jobs))
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, kept[1]))
    try:
        with pytest.raises(ExportError, match=os.strerror(errno.EFBIG)):
            export_figures([job(target)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert target.read_bytes() == b"as before"
    assert list(tmp_path.iterdir()) == [target]


def test_no_jobs_need_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    reported: list[Path] = []
    export_figures([], reported.append)
    assert reported == []
