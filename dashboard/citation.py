"""How to cite a series, a chart and the whole story: every word comes from what the story says of itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard import __version__
from dashboard.bond_series import bond_series
from dashboard.model import Panel, SeriesInfo, Story
from dashboard.panel_text import date_text
from dashboard.panels import drawn_series
from dashboard.series_panels import shown_series
from dashboard.state import State, window
from dashboard.study import usual_settings
from dashboard.views import charts_of
from dashboard.wording import sentence

HASH_CHARS = 12
"""Characters of the data's SHA-256 that a citation carries: enough to tell two versions apart."""


def series_citation(story: Story, name: str) -> str:
    """Publisher, title, unit, coverage, address, where it was read and when, and in which data it is kept."""
    info, days = story.info[name], story.observations[name].index
    return _sentences(
        info.publisher,
        info.title,
        f"{info.unit}, {date_text(days[0])} to {date_text(days[-1])}",
        info.address,
        f"Read from {info.read_from}; retrieved {date_text(info.retrieved)}",
        f"In: {_kept(story)}",
    )


def chart_citation(story: Story, chart: str, state: State) -> str:
    """Title of a chart of `charts_of(story)` as the reader has set it, its days, its sources, the article, the data."""
    title = f"{story.file.title}. Chart “{charts_of(story)[chart].title}”"
    start, end = window(story, state)
    return _sentences(
        f"{title}, {date_text(start)} to {date_text(end)}" if _panels(story, chart) else title,
        _sources_text(story.info[name] for name in chart_series(story, chart, state)),
        "Bonds: published statements and fund filings, each named in the data" if _shows_bonds(story, chart) else "",
        f"Drawn with dashboard {__version__}; {_data(story)}",
        article_text(story),
    )


def chart_series(story: Story, chart: str, state: State) -> list[str]:
    """Names of the series that a chart draws or computes with, each once."""
    if panels := _panels(story, chart):
        names = [name for panel in panels for name in _panel_series(story, panel, chart, state)]
    elif chart == "claims":
        names = [name for claim in story.file.claims for name in claim.series]
    else:
        study = usual_settings(story, state)
        names = [study.series, *study.benchmarks]
    return list(dict.fromkeys(names))


def _panels(story: Story, chart: str) -> list[Panel]:
    """Panels that a chart over time consists of; none for a chart of another kind."""
    return [panel for panel in story.file.panels if chart in (panel.id, "overview")]


def _panel_series(story: Story, panel: Panel, chart: str, state: State) -> Sequence[str]:
    if chart == panel.id:
        return drawn_series(story, panel)
    return (shown_series(panel, state), *panel.reference) if panel.series else bond_series(story, panel.bond)


def _shows_bonds(story: Story, chart: str) -> bool:
    claimed = chart == "claims" and any(claim.bond for claim in story.file.claims)
    return claimed or any(panel.bond for panel in _panels(story, chart))


def story_citation(story: Story) -> str:
    """Title, article, every publisher of a series with the day of retrieval, and the fingerprint of the data."""
    return _sentences(
        story.file.title,
        _sources_text(story.info.values()),
        f"Put together with dashboard {__version__}; data SHA-256 {story.data_hash}",
        article_text(story),
    )


def article_text(story: Story) -> str:
    """The article that the story checks, with its address."""
    article = story.file.article
    return f"Article: {article.publisher}, “{article.headline}”, {date_text(article.published)}, {article.url}"


def _sources_text(series: Iterable[SeriesInfo]) -> str:
    """Series with their publishers, and the last day that one of them was retrieved."""
    shorts: dict[str, list[str]] = {}
    days = []
    for info in series:
        shorts.setdefault(info.publisher, []).append(info.short)
        days.append(info.retrieved)
    if not shorts:
        return ""
    named = "; ".join(f"{', '.join(names)} by {publisher}" for publisher, names in shorts.items())
    return f"Sources: {named}. Retrieved {'' if len(set(days)) == 1 else 'up to '}{date_text(max(days))}"


def _kept(story: Story) -> str:
    return f"{story.file.title}, {_data(story)}"


def _data(story: Story) -> str:
    return f"data {story.data_hash[:HASH_CHARS]}"


def _sentences(*parts: str) -> str:
    """Parts as sentences; an address keeps its letters and takes no full stop, which would become part of it."""
    return " ".join(part if part.startswith("http") else _ended(part) for part in parts if part)


def _ended(part: str) -> str:
    return part if part.rsplit(" ", 1)[-1].startswith("http") else sentence(part)
