"""Series that join a story at run time: live ones and the reader's own. Pure; the story as read is never changed.

A story with the same series added is a story with the same `data_hash`; who wants the same object keeps it by that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from dashboard import bonds
from dashboard.charts import Line, Points
from dashboard.errors import BondError
from dashboard.model import Bond, Panel, Quantity, SeriesInfo, Story
from dashboard.panel_text import iso_days
from dashboard.series_lines import with_gaps
from dashboard.state import choice_panel
from dashboard.wording import plain


@dataclass(frozen=True, eq=False)
class Added:
    """A series that joins a story, and the SHA-256 of all it says, in hex."""

    info: SeriesInfo
    frame: pd.DataFrame
    sha256: str

    @property
    def bytes(self) -> int:
        """Memory that its observations take."""
        return int(self.frame.memory_usage(index=True, deep=True).sum())


def added(info: SeriesInfo, frame: pd.DataFrame) -> Added:
    """A series with its fingerprint; `frame` as in `Story.observations`."""
    digest = hashlib.sha256(info.model_dump_json().encode())
    digest.update(pd.DatetimeIndex(frame.index).as_unit("us").to_numpy().tobytes())
    digest.update(frame["value"].to_numpy(dtype=float).tobytes())
    digest.update("\0".join([*frame["flag"], *frame["reason"]]).encode())
    return Added(info, frame, digest.hexdigest())


def with_series(story: Story, series: Sequence[Added]) -> Story:
    """The story with more series, in this order; itself without any.

    A daily series that measures what the panel of the reader's choice shows joins the panel's series, one of another
    frequency its points of reference. A series of a bond is drawn by the bond's panel through `own_yield_lines`.
    """
    if not series:
        return story
    digest = hashlib.sha256(story.data_hash.encode())
    for one in series:
        digest.update(one.sha256.encode())
    panels = tuple(_with_choices(story, panel, series) for panel in story.file.panels)
    return replace(
        story,
        file=story.file.model_copy(update={"panels": panels}),
        info={**story.info, **{one.info.name: one.info for one in series}},
        observations={**story.observations, **{one.info.name: one.frame for one in series}},
        data_hash=digest.hexdigest(),
    )


def _with_choices(story: Story, panel: Panel, series: Sequence[Added]) -> Panel:
    if panel is not choice_panel(story.file.panels) or not panel.series:
        return panel
    first = story.info[panel.series[0]]
    alike = [
        s.info for s in series if not s.info.bond and (s.info.quantity, s.info.unit) == (first.quantity, first.unit)
    ]
    daily = tuple(info.name for info in alike if info.frequency == "daily")
    others = tuple(info.name for info in alike if info.frequency != "daily")
    return panel.model_copy(update={"series": panel.series + daily, "reference": panel.reference + others})


def unusable(story: Story, series: Added) -> str:
    """Why a series can't join the story, as a sentence; "" where it can."""
    bond = story.bonds.get(series.info.bond or "")
    if bond is None or series.info.quantity != "price":
        return ""
    try:
        bonds.yields_from_prices(bond, _in_life(bond, series.frame["value"]))
    except BondError as error:
        return f"{series.info.title} is left out: {str(error).splitlines()[0]}"
    return ""


def bond_series(story: Story, bond_id: str) -> tuple[str, ...]:
    """Names of the series of yields or clean prices that belong to a bond."""
    return tuple(
        name for name, info in story.info.items() if info.bond == bond_id and info.quantity in ("yield", "price")
    )


def own_yield_lines(story: Story, bond_id: str, scale: Callable[[float], float] = float) -> list[Line]:
    """Daily yields of a bond in percent a year, a line a series; prices become street yields on days of its life.

    A weekday without a value is a gap in the line. `scale` turns a yield into what stands on the axis.
    """
    return [_line(info, values, "%", scale) for info, values in _converted_series(story, bond_id, "yield")]


def own_price_lines(story: Story, bond_id: str, scale: Callable[[float], float] = float) -> list[Line]:
    """Daily clean prices of a bond per 100 of face, as `own_yield_lines`; yields become prices."""
    return [_line(info, values, "per 100", scale) for info, values in _converted_series(story, bond_id, "price")]


def own_yield_points(story: Story, bond_id: str, scale: Callable[[float], float] = float) -> list[Points]:
    """The yields that no line can show: those of a series that is not daily, and days between two gaps."""
    return _points(story, bond_id, "yield", "%", scale)


def own_price_points(story: Story, bond_id: str, scale: Callable[[float], float] = float) -> list[Points]:
    """The prices that no line can show, as `own_yield_points`."""
    return _points(story, bond_id, "price", "per 100", scale)


def _points(story: Story, bond_id: str, quantity: Quantity, unit: str, scale: Callable[[float], float]) -> list[Points]:
    drawn = []
    for info, values in _converted_series(story, bond_id, quantity):
        alone = _alone(info, values)
        if len(alone):
            y, hover = [scale(value) for value in alone], [_hover(info, value, unit) for value in alone]
            drawn.append(Points(f"{info.short}: single days", "circle", iso_days(alone.index), y, hover))
    return drawn


def _alone(info: SeriesInfo, values: pd.Series[float]) -> pd.Series[float]:
    if info.frequency != "daily":
        return values
    known = with_gaps(values, info).notna()
    alone = known & ~known.shift(1, fill_value=False) & ~known.shift(-1, fill_value=False)
    return values[alone[alone].index]


def _line(info: SeriesInfo, values: pd.Series[float], unit: str, scale: Callable[[float], float]) -> Line:
    gaps = with_gaps(values if info.frequency == "daily" else values.iloc[:0], info)
    y = [None if pd.isna(value) else scale(float(value)) for value in gaps]
    hover = [f"{info.short}: no value this day" if pd.isna(v) else _hover(info, float(v), unit) for v in gaps]
    return Line(info.short, iso_days(gaps.index), y, hover)


def _hover(info: SeriesInfo, value: float, unit: str) -> str:
    decimals = 3 if unit == "%" else 2
    computed = {"yield": "%", "price": "per 100"}[info.quantity] != unit
    how = f" · computed from its {info.quantity}s" if computed else ""
    return f"<b>{plain(value, decimals)}</b> {unit} · {info.short}{how}"


def _converted_series(story: Story, bond_id: str, quantity: Quantity) -> Iterator[tuple[SeriesInfo, pd.Series[float]]]:
    for name in bond_series(story, bond_id):
        values = _converted(story, name, quantity)
        if len(values):
            yield story.info[name], values


@lru_cache(maxsize=64)
def _converted(story: Story, name: str, quantity: Quantity) -> pd.Series[float]:
    """Values of a bond's series as yields or prices, on days of the bond's life where they are computed."""
    info, values = story.info[name], story.values(name)
    if info.quantity == quantity:
        return values
    bond = story.bonds[str(info.bond)]
    inside = _in_life(bond, values)
    if quantity == "yield":
        return bonds.yields_from_prices(bond, inside)
    days = pd.DatetimeIndex(inside.index)
    prices = [bonds.clean_price(bond, day.date(), value) for day, value in zip(days, inside, strict=True)]
    return pd.Series(prices, index=inside.index, dtype=float)


def _in_life(bond: Bond, values: pd.Series[float]) -> pd.Series[float]:
    first, last = bonds.trade_dates(bond)
    return values.loc[pd.Timestamp(first) : pd.Timestamp(last)]
