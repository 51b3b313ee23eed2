"""The command line. The only place that prints and exits."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import io
import logging
import sys
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

# What start-up makes stays: to look for garbage in it would take a tenth of the time until the page first answers.
gc.disable()

import click
from click.core import ParameterSource

from dashboard import __version__
from dashboard.errors import DashboardError, DataError, ExportError
from dashboard.model import Story
from dashboard.picture import SIZES, Size
from dashboard.state import State, default_state
from dashboard.story_questions import QUESTIONS, Question

HOME = Path(__file__).resolve().parent.parent / "data"
DEFAULT_PORT = 8050
IN_MEMORY_BYTES = 100_000_000
"""Requests and answers up to this size never touch a disk: a reader's own file must not, not even for a moment.

Larger requests are refused.
"""


class DefaultToServe(click.Group):
    """`python -m dashboard` alone, or with options only, opens the page."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        asks_for_help = any(arg in ("--help", "--version") for arg in args[:1])
        if not asks_for_help and (not args or args[0].startswith("-")):
            args = ["serve", *args]
        return super().parse_args(ctx, args)


def story_option(command: Callable[..., Any], default: str = "the first") -> Callable[..., Any]:
    """The --story option of every command."""
    return click.option(
        "--story",
        "folder",
        metavar="STORY",
        help=f"Folder of a story, or its name in data/. [default: {default} in data/]",
        type=click.Path(path_type=Path),
    )(command)


def view_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that describe a view, the same as the controls of the page."""
    options = [
        click.option("--period", metavar="NAME", help="A period of the story, such as “election” or “all”."),
        click.option("--from", "start", metavar="DAY", help="First day shown, as 2020-07-01. Needs --to."),
        click.option("--to", "end", metavar="DAY", help="Last day shown. Needs --from."),
        click.option("--source", metavar="SERIES", help="Which of the panel's series is drawn."),
        click.option("--unit", type=click.Choice(["level", "change"]), help="Levels, or change since a day."),
        click.option("--since", metavar="DAY", help="The day changes are counted from."),
        click.option("--event", metavar="ID", help="Event to highlight, such as A04."),
        click.option("--theme", type=click.Choice(["light", "dark"]), help="Colours."),
        click.option("--context", is_flag=True, default=None, help="Show the second layer of events."),
        click.option("--others/--no-others", default=None, help="Show the other bonds as a quiet layer."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=DefaultToServe, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dashboard")
def cli() -> None:
    """A market story against the dates of the article that told it.

    Without a command, the page opens in the browser.
    """


@cli.command(short_help="Serve the page here and open it in the browser.")
@partial(story_option, default="all")
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65_535), help="Port to try first."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def serve(folder: Path | None, port: int, no_browser: bool) -> None:
    """Serve the page on this machine, and open it in the browser."""
    from waitress import create_server  # noqa: PLC0415

    from dashboard.ports import HOST, free_port  # noqa: PLC0415
    from dashboard.shelf import story_folder  # noqa: PLC0415
    from dashboard.stories import Stories  # noqa: PLC0415

    _started()
    stories = Stories(story_folder(folder, HOME) if folder else HOME)
    chosen = free_port(port)
    if chosen != port:
        click.echo(f"Port {port} is taken by another program, so this page uses {chosen}.")
    # That a request waits for a moment is nothing for the reader's terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    memory = dict.fromkeys(("inbuf_overflow", "outbuf_overflow", "max_request_body_size"), IN_MEMORY_BYTES)
    server = create_server(stories, host=HOST, port=chosen, threads=6, ident=None, **memory)
    address = f"http://{HOST}:{chosen}/"
    for title in stories.titles:
        click.echo(title)
    click.echo(f"Open {address} (stop with Ctrl-C)")
    if not no_browser:
        webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    click.echo("Stopped.")


@cli.command(short_help="Write charts as PNG, SVG or PDF.")
@click.argument("chart", required=False)
@story_option
@view_options
@click.option("--all", "everything", is_flag=True, help="Every chart for every period of the story.")
@click.option(
    "--size", default="screen", show_default=True, type=click.Choice(list(SIZES)), help="Size of the picture."
)
@click.option("--width-mm", type=float, default=180, show_default=True, help="Width on paper, for --size print.")
@click.option(
    "--format", "kind", type=click.Choice(["png", "svg", "pdf"]), help="Where -o names no file. [default: png]"
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File to write; with --all, a folder.")
def export(folder: Path | None, chart: str | None, everything: bool, size: str, width_mm: float, kind: str | None,
           out: Path | None, **view: Any) -> None:  # fmt: skip
    """Write charts as pictures, drawn by a Chrome or Chromium on this machine.

    One chart goes to the file named with -o, whose ending (png, svg or pdf) gives the format. --all writes one file
    for each chart and period into a folder, with one browser for all.
    """
    from dashboard.export import export_figures  # noqa: PLC0415
    from dashboard.saving import export_name, size_named  # noqa: PLC0415
    from dashboard.views import charts_of  # noqa: PLC0415

    _require_sense(size, kind, everything, out)
    story, drawn = _whole_story(folder), size_named(size, width_mm)
    if everything == bool(chart):
        raise click.UsageError(f"Name one chart ({', '.join(charts_of(story))}), or give --all.")
    state = view_state(story, **view)
    if everything:
        target = out or Path("pictures")
        _make_folder(target)
        jobs = [
            _job(story, c, s, drawn, target / export_name(story, c, s, drawn, kind or "png"))
            for c, s in _all(story, state)
        ]
    else:
        name = known_chart(story, str(chart))
        jobs = [_job(story, name, state, drawn, out or Path(export_name(story, name, state, drawn, kind or "png")))]
    with click.progressbar(length=len(jobs), label="Drawing", file=sys.stderr, hidden=not everything) as bar:
        export_figures(jobs, progress=lambda _: bar.update(1))
    for job in jobs:
        click.echo(job.path)


def _require_sense(size: str, kind: str | None, everything: bool, out: Path | None) -> None:
    """Refuse options that would say nothing."""
    typed = click.get_current_context().get_parameter_source("width_mm") == ParameterSource.COMMANDLINE
    if typed and size != "print":
        raise click.UsageError("--width-mm is a width on paper: give --size print as well, or leave it out.")
    if kind and out and not everything and out.suffix.lower() != f".{kind}":
        raise click.UsageError(f"--format {kind} and -o {out} disagree: the ending of the name gives the format.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = "it is a file" if folder.is_file() else error.strerror
        raise ExportError(f"{folder} can't be a folder of pictures ({reason}). Name another with -o.") from None


def _all(story: Story, state: State) -> list[tuple[str, State]]:
    """Every chart for every period, once where the period changes nothing."""
    from dashboard.views import charts_of  # noqa: PLC0415

    return [
        (chart, replace(state, period=p.id, start=None, end=None))
        for chart, view in charts_of(story).items()
        for p in story.file.periods[: None if view.of_period else 1]
    ]


def _job(story: Story, chart: str, state: State, size: Size, path: Path) -> Any:
    from dashboard.export import Job  # noqa: PLC0415
    from dashboard.saving import export_figure, fitted_size, provenance  # noqa: PLC0415

    fitted = fitted_size(story, chart, state, size)
    return Job(export_figure(story, chart, state, fitted), fitted, path, provenance(story, chart, state, fitted))


@cli.command(short_help="Write the whole story as a zip.")
@story_option
@click.option(
    "-o", "--out", default="story.zip", show_default=True, type=click.Path(path_type=Path), help="File to write."
)
@click.option("--pictures", is_flag=True, help="With each chart as a PNG, drawn by a Chrome or Chromium here.")
def bundle(folder: Path | None, out: Path, pictures: bool) -> None:
    """Write the whole story as a zip: its data package, checked claims, citations and terms."""
    from dashboard.bundle import story_bundle  # noqa: PLC0415

    story = _story(folder)
    write_whole(out, story_bundle(story, _pictures(story) if pictures else {}))
    click.echo(out)


def _pictures(story: Story) -> dict[str, bytes]:
    """Each chart once, as it is first shown, by file name."""
    from dashboard.export import draw_figures  # noqa: PLC0415
    from dashboard.saving import size_named  # noqa: PLC0415
    from dashboard.views import charts_of  # noqa: PLC0415

    state, size = default_state(story), size_named("screen")
    jobs = [_job(story, chart, state, size, Path(f"{chart}.png")) for chart in charts_of(story)]
    return {job.path.name: data for job, data in zip(jobs, draw_figures(jobs), strict=True)}


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or as it was before."""
    from dashboard.cache import write  # noqa: PLC0415

    try:
        write(path, data)
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"{path}: can't be written ({reason}). Choose another place with -o.") from None


@cli.command(short_help="Print what a saved picture says about itself.")
@click.argument("file", type=click.Path(path_type=Path))
def inspect(file: Path) -> None:
    """Print what a saved picture says about itself: sources, period, data, and the command that draws it again."""
    from dashboard.picture import inspect_bytes  # noqa: PLC0415

    try:
        data = file.read_bytes()
    except OSError as error:
        raise ExportError(f"{file}: can't be read ({error.strerror}). Give the path of a saved PNG or SVG.") from None
    try:
        found = inspect_bytes(data)
    except DataError as error:
        raise DataError(f"{file}: {error}") from None
    for key, text in found.items():
        click.echo(f"{click.style(key, bold=True)}: {text}")


@cli.command(short_help="Check a story, and print what it holds.")
@click.argument("checked", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@story_option
def check(checked: Path | None, folder: Path | None) -> None:
    """Check the story in FOLDER and print what it holds, or every rule that it breaks."""
    from dashboard.summary import story_text  # noqa: PLC0415

    if checked and folder:
        raise click.UsageError("FOLDER and --story both name the story: give one of them.")
    click.echo(story_text(_story(checked or folder)))


def question_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """An option for each question about a new story."""
    for question in reversed(QUESTIONS):
        command = click.option(question.option, metavar="TEXT", help=question.told)(command)
    return command


@cli.command(short_help="Write a new story from an article and a CSV.")
@click.argument("folder", type=click.Path(path_type=Path))
@question_options
@click.option("--yes", is_flag=True, help="Ask nothing: take what is usual where an option is missing.")
def new(folder: Path, yes: bool, **given: str | None) -> None:
    """Write a new story into FOLDER, with your article and your figures; nothing is made up.

    What no option tells is asked. Every field of the story.toml written is explained in it.
    """
    from dashboard.new_story import free_folder, new_story, read_figures  # noqa: PLC0415

    _started()
    free_folder(folder)
    answers = answered(given, yes)
    story = new_story(folder, answers, read_figures(Path(answers["csv"])))
    click.echo(f"{story.file.title}\nWritten to {folder}: add events and claims in {folder / 'story.toml'}, then")
    click.echo(f"python -m dashboard check {folder}\npython -m dashboard serve --story {folder}")


def answered(given: Mapping[str, str | None], yes: bool) -> dict[str, str]:
    """An answer to each question: from its option, else what is usual or what the user says."""
    missing = [question.option for question in QUESTIONS if not question.usual and given[question.name] is None]
    if yes and missing:
        raise click.UsageError(f"--yes asks nothing, so give {', '.join(missing)} as well.")
    answers = {"today": f"{dt.datetime.now():%Y-%m-%d}"}  # noqa: DTZ005 (the day on the user's calendar)
    # Options first: nobody should answer ten questions and hear then that an option was wrong.
    answers |= {q.name: read_answer(q, text) for q in QUESTIONS if (text := given[q.name]) is not None}
    for question in QUESTIONS:
        if question.name in answers:
            continue
        read, usual = partial(read_answer, question), question.usual(answers) if question.usual else None
        if yes and usual:
            answers[question.name] = read(usual)
        else:
            answers[question.name] = click.prompt(question.asks, default=usual, value_proc=read)
    return answers


def read_answer(question: Question, text: str) -> str:
    """A checked answer; the CSV is read at once, so that what is wrong with it is said before the next question."""
    from dashboard.new_story import read_figures  # noqa: PLC0415

    try:
        answer = question.read(text)
        if question.name == "csv":
            read_figures(Path(answer))
    except (ValueError, DashboardError) as error:
        raise click.UsageError(f"{question.option}: {error}") from None
    return answer


@cli.command(short_help="Check every claim of the article.")
@story_option
@click.option(
    "--format",
    "kind",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="For people, spreadsheets or programs.",
)
def claims(folder: Path | None, kind: str) -> None:
    """Check every claim of the article against every series, and print number, margin and verdict."""
    from dashboard.claim_report import claims_text  # noqa: PLC0415

    click.echo(claims_text(_whole_story(folder), kind), nl=kind != "csv")


def option_day(text: str) -> dt.date:
    """The day that an option names; a usage error for anything else."""
    from dashboard.tables import as_day  # noqa: PLC0415

    try:
        return as_day(text)
    except ValueError:
        raise click.BadParameter(f"“{text}” is no day. Write year-month-day, such as 2020-08-27.") from None


@cli.command(short_help="Fetch live series into your cache folder.")
@click.argument("series", nargs=-1)
@story_option
@click.option(
    "--from", "start", type=option_day, metavar="DAY", help="First day asked for. [default: the story's first]"
)
@click.option("--to", "end", type=option_day, metavar="DAY", help="Last day asked for. [default: today]")
@click.option("--clear", "clearing", is_flag=True, help="Remove every stored live series instead, and say which.")
def refresh(folder: Path | None, series: tuple[str, ...], start: dt.date | None, end: dt.date | None,
            clearing: bool) -> int:  # fmt: skip
    """Fetch the live SERIES of the story from their publishers, all of them unless some are named.

    What comes is checked and kept in your cache folder, never in the story's. A series that fails leaves what was
    stored before, and the exit code is 1 then.
    """
    from dashboard.refresh import refresh as fetch  # noqa: PLC0415
    from dashboard.refresh_report import cleared_text, outcomes_text, step_line  # noqa: PLC0415
    from dashboard.store import clear  # noqa: PLC0415

    story = _story(folder)
    if clearing:
        if series or start or end:
            raise click.UsageError("--clear removes every stored series: give it alone.")
        click.echo(cleared_text(clear(story)))
        return 0
    if not story.live:
        raise DataError(
            f"The story in {story.folder} names no live series. List them under “live” in datapackage.json."
        )
    outcomes = fetch(story, series or None, start, end, lambda step: click.echo(step_line(step), err=True))
    click.echo(outcomes_text(outcomes))
    return int(any(outcome.status == "failed" for outcome in outcomes))


@cli.command("import", short_help="Keep a series of your own on this machine.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@story_option
@click.option("--as", "name", metavar="NAME", help="Name of the series, such as bond_price. [default: the file's]")
@click.option("--label", default="", metavar="TEXT", help="What charts call it. [default: from the name]")
@click.option("--value", metavar="COLUMN", help="Column of values, by its heading or number.")
@click.option("--date", metavar="COLUMN", help="Column of dates, by its heading or number.")
@click.option("--order", type=click.Choice(["ymd", "dmy", "mdy"]), help="Order of day, month and year.")
@click.option("--decimal", type=click.Choice(["point", "comma"]), help="Decimal mark.")
@click.option("--unit", metavar="UNIT", help="What the values are: yield, price, other, or a unit of the story.")
@click.option("--unit-name", default="", metavar="TEXT", help="With --unit other: the unit's name.")
@click.option("--bond", metavar="ID", help="The bond that yields or prices belong to.")
@click.option("--sheet", metavar="NAME", help="Sheet of a workbook.")
@click.option("--separator", metavar="MARK", help="Comma, semicolon, tab or bar.")
@click.option("--encoding", metavar="NAME", help="utf-8, utf-16, cp1252 or cp1251.")
@click.option("--list", "listing", is_flag=True, help="List the series that are kept, and stop.")
@click.option("--remove", "removed", metavar="NAME", help="Remove a series that is kept, and stop.")
def import_own(folder: Path | None, file: Path | None, name: str | None, label: str, unit_name: str, listing: bool,
               removed: str | None, **given: str | None) -> None:  # fmt: skip
    """Keep a series of your own on this machine, from a CSV or XLSX file.

    What the file holds is recognised and printed; an option overrides each guess. Nothing is asked: where the file
    leaves something open, such as 03/04/2020, nothing is kept until an option settles it. Page, claims and pictures
    then show the series beside the story's own.
    """
    from dashboard import library  # noqa: PLC0415
    from dashboard.own_words import list_text  # noqa: PLC0415

    story = _story(folder)
    if [bool(file), listing, bool(removed)].count(True) != 1:
        raise click.UsageError("Give a FILE, or --list, or --remove NAME.")
    if listing:
        click.echo(list_text(library.kept_series(story).values()))
    elif removed:
        library.remove(story, removed)
        click.echo(f"Removed {removed}.")
    elif file:
        _import(story, file, name, (label, unit_name), {key: text for key, text in given.items() if text})


def _import(story: Story, file: Path, name: str | None, words: tuple[str, str], given: dict[str, str]) -> None:
    from dashboard import library  # noqa: PLC0415
    from dashboard.own_recognition import recognise, refuse_unknown  # noqa: PLC0415
    from dashboard.own_series import naming_as, naming_for, own_series  # noqa: PLC0415
    from dashboard.own_words import recognised_text, refuse_open, series_line  # noqa: PLC0415

    label, unit = words
    naming = naming_as(story, name, label, unit) if name else naming_for(story, label or file.stem, unit)
    found = recognise(story, file.name, _own_bytes(file), given, f"{naming.name} {label}")
    refuse_unknown(found, given)
    click.echo(f"{file.name}, as it was recognised (an option overrides each line, see --help):")
    click.echo(recognised_text(found))
    refuse_open(found, unit)
    own = own_series(story, found, naming, dt.date.today())  # noqa: DTZ011 (the reader's own day)
    replaced = library.keep(story, own)
    for text in (series_line(own), *own.remarks):
        click.echo(text)
    kept = f"Kept as {own.info.name} in {library.library_folder(story)}"
    click.echo(f"{kept}{', in place of what had that name' if replaced else ''}.")


def _own_bytes(file: Path) -> bytes:
    """What is in a reader's file, as far as it counts: one byte too many is enough to refuse it."""
    from dashboard.own_table import MOST_BYTES  # noqa: PLC0415

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise DataError(f"{file}: can't be read ({error.strerror}). Give the path of a CSV or XLSX file.") from None


def _whole_story(folder: Path | None) -> Story:
    """The story asked for with live series and the reader's own that are kept on this machine, as the page shows it."""
    from dashboard.additions import with_series  # noqa: PLC0415
    from dashboard.library import read_library  # noqa: PLC0415
    from dashboard.store import load_live  # noqa: PLC0415

    story = whole = _story(folder)
    for added in (load_live(story), read_library(story)):
        for note in added.notes:
            click.echo(f"Note: {note}", err=True)
        whole = with_series(whole, added.series)
    return whole


def _story(named: Path | None) -> Story:
    """The story asked for; without a name, the first in data/."""
    from dashboard.load import load_story  # noqa: PLC0415
    from dashboard.shelf import shelf, story_folder  # noqa: PLC0415

    _started()
    return load_story(story_folder(named, HOME) if named else shelf(HOME)[0].folder)


def _started() -> None:
    """All that start-up imports is there by now, so garbage is collected from here on."""
    gc.freeze()
    gc.enable()


def known_chart(story: Story, name: str) -> str:
    """The name of a chart, or an error that lists them."""
    from dashboard.views import charts_of  # noqa: PLC0415

    if name not in charts_of(story):
        raise ExportError(f"There is no chart “{name}”. Choose one of {', '.join(charts_of(story))}.")
    return name


def view_state(story: Story, *, start: str | None, end: str | None, **chosen: Any) -> State:
    """The view that the options describe; what is not given is as on the page."""
    if (start is None) != (end is None):
        raise click.UsageError("--from and --to belong together: give both, or --period.")
    if start and chosen.get("period"):
        raise click.UsageError("--period and --from both choose the days: give one of them.")
    from dashboard.asked_view import asked_view  # noqa: PLC0415

    return asked_view(story, {"from": start, "to": end, **chosen})


def _speak_every_letter() -> None:
    """Files and pipes get UTF-8, which Windows would not choose; a terminal shows “?” for a letter that it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def main() -> int:
    """Run the command line; every error that can be explained is one message and exit code 1."""
    _speak_every_letter()
    try:
        result = cli.main(standalone_mode=False)
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except DashboardError as error:
        click.echo(f"Error: {error}", err=True)
        return 1
    except Exception as error:  # noqa: BLE001 - the last border: no traceback reaches a user
        click.echo(f"Error: this should not have happened ({type(error).__name__}: {error}).", err=True)
        click.echo("Nothing was half-written. Please report it with the command that you gave.", err=True)
        return 1
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
