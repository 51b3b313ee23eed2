"""Series from outside a story's folder, set among its own: live ones, and those of the reader. Pure.

They are drawn, compared and studied like the embedded ones; nothing of the story's files changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.model import Panel, SeriesInfo, Story

Series = tuple[SeriesInfo, pd.DataFrame]


@dataclass(frozen=True)
class Addition:
    """Series by name with their observations (see `Story`), and a sentence for each that had to be left out."""

    series: Mapping[str, Series] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def with_series(story: Story, added: Mapping[str, Series]) -> Story:
    """The story with further series; one whose name is taken already is left as it is.

    A series joins the panel whose first series has its quantity and unit. One of the reader's own that fits none gets
    a panel below the others; yields and prices of a bond belong to the panel of their bond.
    """
    new = {name: series for name, series in added.items() if name not in story.info}
    if not new:
        return story
    infos = {name: info for name, (info, _) in new.items()}
    return replace(
        story,
        file=story.file.model_copy(update={"panels": _panels(story, infos)}),
        info={**story.info, **infos},
        observations={**story.observations, **{name: frame for name, (_, frame) in new.items()}},
        data_hash=_hash(story.data_hash, new),
    )


def without_live(story: Story) -> Story:
    """The story without its live series: the same one where it has none."""
    live = {name for name, info in story.info.items() if info.role == "live"}
    if not live:
        return story
    panels = tuple(
        panel.model_copy(update={"series": tuple(name for name in panel.series if name not in live)})
        for panel in story.file.panels
    )
    return replace(
        story,
        file=story.file.model_copy(update={"panels": panels}),
        info={name: info for name, info in story.info.items() if name not in live},
        observations={name: frame for name, frame in story.observations.items() if name not in live},
    )


def _panels(story: Story, added: Mapping[str, SeriesInfo]) -> tuple[Panel, ...]:
    panels = list(story.file.panels)
    bonds = {panel.bond for panel in panels}
    for info in added.values():
        if info.bond in bonds and info.bond is not None:
            continue
        place = next((i for i, panel in enumerate(panels) if _fits(story, added, panel, info)), None)
        if place is not None:
            panels[place] = panels[place].model_copy(update={"series": (*panels[place].series, info.name)})
        elif info.role == "own":
            panels.append(Panel(id=info.name, kind="series", title=info.title, axis=info.unit, series=(info.name,)))
    return tuple(panels)


def _fits(story: Story, added: Mapping[str, SeriesInfo], panel: Panel, info: SeriesInfo) -> bool:
    if not panel.series:
        return False
    first = story.info.get(panel.series[0]) or added[panel.series[0]]
    return (first.quantity, first.unit) == (info.quantity, info.unit)


def _hash(own: str, added: Mapping[str, Series]) -> str:
    """SHA-256 of the story's own hash with the names and values added: pictures must not claim the plain story."""
    digest = hashlib.sha256(own.encode())
    for name, (_, frame) in sorted(added.items()):
        digest.update(f"\0{name}\0{frame.to_csv()}".encode())
    return digest.hexdigest()
