"""The notebooks: they run from top to bottom without network, and what they show in the repository is what they give.

To renew their outputs after a wanted change: `python -m tests.test_notebooks`.
"""

from __future__ import annotations

import ast
import base64
import io
import re
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

from tests.conftest import ROOT
from tests.test_pictures import SHARE, share_different

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What a notebook says about its kernel: no version and no path of the machine it ran on."""
COLOURS = 128
"""Colours of a kept picture: a quarter of the bytes, and nothing to see of it."""
LIMIT_S, LIMIT_BYTES = 60, 300_000
PICTURE = "image/png"

OFFLINE = """
import sys


def refuse(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] != "127.0.0.1":
        raise ConnectionError(f"a notebook asked for {arguments[1]}")
    if event == "socket.getaddrinfo" and arguments[0] not in ("127.0.0.1", "localhost", None):
        raise ConnectionError(f"a notebook asked for {arguments[0]}")


sys.addaudithook(refuse)
"""
"""sitecustomize.py of the kernel and of all it starts."""


def executed(path: Path) -> Any:
    """The notebook with the outputs it gives now, run in its own folder; CellExecutionError where a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=LIMIT_S,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        # Not the kernel's remark about how it talks to this process.
        extra_arguments=["--log-level=ERROR"],
    )
    client.execute()
    return notebook


def cells(notebook: Any) -> list[Any]:
    """The code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: Any) -> list[Any]:
    """All outputs in their order."""
    return [output for cell in cells(notebook) for output in cell.outputs]


def texts(notebook: Any) -> dict[str, list[Any]]:
    """Outputs by cell without the bytes of pictures."""
    return {cell.id: [_text(output) for output in cell.outputs] for cell in cells(notebook)}


def _text(output: Any) -> dict[str, Any]:
    data = {kind: "" if kind == PICTURE else text for kind, text in output.get("data", {}).items()}
    return {**output, "data": data}


def pictures(notebook: Any) -> list[Image.Image]:
    """All pictures in their order."""
    found = [output.data[PICTURE] for output in outputs(notebook) if PICTURE in output.get("data", {})]
    return [Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB") for data in found]


def smaller(png: str) -> str:
    """A PNG in base64 with fewer colours."""
    kept = io.BytesIO()
    drawn = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return base64.b64encode(kept.getvalue()).decode("ascii")


def renew(path: Path) -> None:
    """Run a notebook and keep it with its outputs, free of what differs from run to run."""
    notebook = executed(path)
    notebook.metadata = nbformat.from_dict(METADATA)
    for output in outputs(notebook):
        if PICTURE in output.get("data", {}):
            output.data[PICTURE] = smaller(output.data[PICTURE])
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
    nbformat.write(notebook, path)


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels refuse every other host, and write nothing into the home folder."""
    (tmp_path / "sitecustomize.py").write_text(OFFLINE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


def test_there_are_four_notebooks_and_readme_lists_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\(notebooks/([^)]+\.ipynb)\)", readme) == [path.name for path in NOTEBOOKS]
    assert len(NOTEBOOKS) == 4


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_gives_what_it_shows_within_a_minute(path: Path) -> None:
    start = time.monotonic()
    now, kept = executed(path), nbformat.read(path, as_version=4)
    assert time.monotonic() - start < LIMIT_S
    assert texts(now) == texts(kept)
    for drawn, shown in zip(pictures(now), pictures(kept), strict=True):
        assert drawn.size == shown.size
        assert share_different(drawn, shown) < SHARE


@pytest.mark.usefixtures("offline")
def test_a_notebook_that_asks_another_host_fails(tmp_path: Path) -> None:
    code = "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)"
    asking = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)], metadata=METADATA)
    nbformat.write(asking, tmp_path / "asking.ipynb")
    with pytest.raises(CellExecutionError, match="a notebook asked for"):
        executed(tmp_path / "asking.ipynb")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_noise(path: Path) -> None:
    kept = nbformat.read(path, as_version=4)
    assert kept.metadata == METADATA
    assert all(re.fullmatch(r"[a-z-]+", cell.id) and cell.metadata == {} for cell in kept.cells)
    assert [cell.execution_count for cell in cells(kept)] == [*range(1, len(cells(kept)) + 1)]
    assert {output.output_type for output in outputs(kept)} <= {"display_data", "execute_result"}
    assert re.findall(r"/home/|/tmp/|/usr/|\\Users|<script| object at 0x", path.read_text(encoding="utf-8")) == []
    assert path.stat().st_size < LIMIT_BYTES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_has_pictures_no_definition_and_ends_with_its_limits(path: Path) -> None:
    kept = nbformat.read(path, as_version=4)
    trees = [ast.parse(cell.source) for cell in cells(kept)]
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert [node for tree in trees for node in ast.walk(tree) if isinstance(node, defined)] == []
    assert len(pictures(kept)) >= 2
    headings = [cell.source for cell in kept.cells if cell.cell_type == "markdown" and cell.source.startswith("## ")]
    assert headings[-1] == "## What it can’t say"


if __name__ == "__main__":
    for notebook_path in NOTEBOOKS:
        renew(notebook_path)
