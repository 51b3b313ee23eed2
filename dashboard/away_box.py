"""What a reader takes away besides rows: the whole story as a zip, and texts to cite it and its charts."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.citation import chart_citation, story_citation
from dashboard.cite_box import cite_box
from dashboard.layout import attributes
from dashboard.model import Story
from dashboard.state import State
from dashboard.views import charts_of
from dashboard.wording import listed

ZIP, SAVE_MESSAGE, CITATIONS = "data-zip", "data-save-message", "data-citations"
IN_THE_ZIP = (
    "The zip is a Frictionless Data Package: the story’s files as they are kept, the claims as checked, and a README "
    "with citations and terms. Pictures are left out here, as this page draws them in your browser one by one; "
)
CITED = (
    "Charts over time as in the period chosen above, the event study with its usual settings. The citation of a series "
    "is in the table of series."
)


def whole_story(story: Story) -> Any:
    """What the zip holds, the button that saves it, and how to cite it."""
    command = f"python -m dashboard bundle --story data/{story.folder.name} --pictures -o {story.file.id}.zip"
    return html.Section(
        [
            html.H2("Whole story"),
            html.P([IN_THE_ZIP, html.Code(command), " makes a zip with all of them."]),
            html.P(f"Besides the series it holds {listed(_others(story))}."),
            html.Div(html.Button("Save the whole story as a zip", id=ZIP, className="quiet"), className="buttons"),
            html.P("", id=SAVE_MESSAGE, className="problem", role="status"),
            html.H2("How to cite it"),
            cite_box(story_citation(story), "the whole story"),
        ],
        className="data-box",
        **attributes(aria_label="Whole story"),
    )


def _others(story: Story) -> list[str]:
    """What a story holds besides its series, with numbers; only what is there."""
    counts = {
        "published statements about bonds": len(story.reports),
        "valuations of bonds": len(story.marks),
        "events of the article": len(story.events),
        "events around it": len(story.context),
        "claims": len(story.file.claims),
    }
    return [f"{count} {what}" for what, count in counts.items() if count] or ["the article"]


def citations(story: Story, state: State) -> Any:
    """A citation of each chart, folded away until asked for."""
    return html.Section(
        [
            html.H2("How to cite a chart"),
            html.P(CITED, className="note"),
            html.Div(chart_citations(story, state), id=CITATIONS),
        ],
        className="data-box",
        **attributes(aria_label="How to cite a chart"),
    )


def chart_citations(story: Story, state: State) -> list[Any]:
    """A citation of each chart for the days of a state."""
    return [
        html.Details(
            [html.Summary(view.title), cite_box(chart_citation(story, name, state), f"the chart {view.title}")],
        )
        for name, view in charts_of(story).items()
    ]
