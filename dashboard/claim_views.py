"""The claims table as a chart by name: what it shows of a story, and the words it carries."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.claim_picture import TableWords, claims_figure
from dashboard.claim_rows import article_text, claim_rows, counts_text, outside_markets
from dashboard.claims import check_claims
from dashboard.model import Story
from dashboard.panel_text import date_text
from dashboard.state import State
from dashboard.themes import THEMES

TITLE = "What the article says, and what the data say"


def claims_view(story: Story, state: State, width: int, height: int, _with_words: bool = True) -> go.Figure:
    """Every claim with its verdict; only the theme of the state counts, and the words are always inside."""
    results = check_claims(story)
    rows = claim_rows(results)
    outside = [f"“{result.claim.words}”" for result in outside_markets(results)]
    words = TableWords(TITLE, f"{article_text(story)}. {counts_text(rows)}", _notes(story))
    return claims_figure(rows, outside, words, THEMES[state.theme], width, height)


def _notes(story: Story) -> list[str]:
    """The series that claims were measured on, with their publishers and dates of retrieval."""
    names = dict.fromkeys(found.series for result in check_claims(story) for found in result.findings)
    sources = [
        f"{story.info[n].short}: {story.info[n].publisher}, retrieved {date_text(story.info[n].retrieved)}"
        for n in names
    ]
    return [f"Sources: {'; '.join(sources)}."] if sources else []
