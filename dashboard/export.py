"""Figures into files: PNG, SVG and PDF, each with its provenance, each written whole or not at all.

The pictures come from `renderer`: one browser for a batch, no network, a time limit. PNG and SVG carry the provenance
of `picture`. A PDF carries none: Chromium writes its document information, with the time of drawing, and adding to it
would need a PDF library.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import plotly.graph_objects as go

from dashboard import picture, png, svg
from dashboard.errors import ExportError
from dashboard.picture import Provenance, Size
from dashboard.renderer import Renderer, renderer

FORMATS = ("png", "svg", "pdf")
TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Job:
    """One picture to make: its figure, laid out for its size, and the file, whose suffix names the format."""

    figure: go.Figure
    size: Size
    path: Path
    provenance: Provenance

    @property
    def format(self) -> str:
        """png, svg or pdf, if the suffix is one of them."""
        return self.path.suffix.lower().removeprefix(".")


def export_figures(
    jobs: Sequence[Job],
    progress: Callable[[Path], None] | None = None,
    *,
    timeout_s: float = TIMEOUT_S,
    start_timeout_s: float = TIMEOUT_S,
) -> None:
    """Write the picture of each job, with one browser for all.

    Parameters
    ----------
    progress : called with the path of each file when it is complete
    timeout_s, start_timeout_s : seconds to wait for one picture, and for the browser to start

    Raises
    ------
    ExportError
        A target that can't be written, found before any browser starts; no browser; a browser that fails or hangs; a
        disk that is full. Files completed before stay; the one at fault is as it was before.
    """
    _check_targets(jobs)
    # Closed here: an error of the disk or of `progress` would hold a bare generator, and its browser, for longer.
    with closing(draw_figures(jobs, timeout_s=timeout_s, start_timeout_s=start_timeout_s)) as pictures:
        for job, data in zip(jobs, pictures, strict=True):
            _write(job.path, data)
            if progress:
                progress(job.path)


def draw_figures(
    jobs: Sequence[Job], *, timeout_s: float = TIMEOUT_S, start_timeout_s: float = TIMEOUT_S
) -> Generator[bytes, None, None]:
    """Bytes of the picture of each job in order, with their provenance; of `path` only the suffix counts."""
    if not jobs:
        return
    with renderer(start_timeout_s) as browser:
        for job in jobs:
            yield _described(job, _drawn(browser, job, timeout_s))


def _drawn(browser: Renderer, job: Job, timeout_s: float) -> bytes:
    # Pixels of a vector format are its CSS pixels: scaled, text and lines would change their size on paper.
    scale = job.size.scale if job.format == "png" else 1
    options = {"format": job.format, "width": job.size.width_px, "height": job.size.height_px, "scale": scale}
    return browser.draw(job.figure.to_json(), options, f"Drawing {job.path.name}", timeout_s)


def _described(job: Job, data: bytes) -> bytes:
    if job.format == "png":
        _check_pixels(job, data)
        return picture.add_chunks(data, picture.png_chunks(job.provenance, job.size.dpi))
    if job.format == "svg":
        return picture.add_metadata(svg.fixed_ids(svg.canonical(data.decode())), job.provenance).encode()
    return data


def _check_pixels(job: Job, data: bytes) -> None:
    # A browser answers with an empty picture, and no error, when it lacks the memory for the canvas.
    found = png.size_px(data) if data.startswith(png.SIGNATURE) else (0, 0)
    if found != job.size.pixels:
        asked = " x ".join(map(str, job.size.pixels))
        raise ExportError(
            f"{job.path.name}: the browser made {found[0]} x {found[1]} of {asked} pixels, so nothing was written. "
            "Choose a smaller size."
        )


def _check_targets(jobs: Sequence[Job]) -> None:
    paths = [job.path.resolve() for job in jobs]
    repeated = sorted({str(p) for p in paths if paths.count(p) > 1})
    problems = [f"{p}: named for more than one picture" for p in repeated]
    problems += [problem for job in jobs if (problem := _target_problem(job))]
    if problems:
        raise ExportError("No picture was drawn. " + "; ".join(problems) + ".")


def _target_problem(job: Job) -> str | None:
    path, folder = job.path, job.path.parent
    if job.format not in FORMATS:
        return f"{path}: unknown format {path.suffix or '(no suffix)'}, end the name with .png, .svg or .pdf"
    try:
        if path.is_dir():
            return f"{path}: is a folder, give a file name"
        if not folder.is_dir():
            return f"{path}: there is no folder {folder}, create it or choose another"
        _write_aside(folder, b"").unlink()
    except OSError as error:
        return f"{path}: nothing can be written there ({error.strerror or error}), choose another folder"
    return None


def _write(path: Path, data: bytes) -> None:
    try:
        aside = _write_aside(path.parent, data)
        try:
            aside.replace(path)
        except OSError:
            aside.unlink()
            raise
    except OSError as error:
        raise ExportError(
            f"{path} could not be written: {error.strerror or error}. What stood there before is unchanged. "
            "Free some space or choose another folder, and run the command again."
        ) from error


def _write_aside(folder: Path, data: bytes) -> Path:
    """A new file in `folder` with all of `data` on the disk; nothing is left where that fails."""
    path = folder / f".{secrets.token_hex(8)}.part"
    try:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
