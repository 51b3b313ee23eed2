"""Live prices of a bond: those that no yield gives are left out and told, as one would stop every chart. Pure."""

from __future__ import annotations

import pandas as pd

from dashboard import bonds
from dashboard.errors import BondError
from dashboard.model import Bond, LiveSource, Story
from dashboard.wording import plain


def convertible(story: Story, live: LiveSource, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Observations whose price gives a yield or lies outside the bond's life, and a sentence if others were left out.

    A series of anything but clean prices of a bond of the story stays as it is.
    """
    bond = story.bonds.get(live.bond or "")
    if bond is None or live.quantity != "price":
        return frame, []
    fine = [_is_usable(bond, day, price) for day, price in zip(_days(frame), frame["value"], strict=True)]
    wrong = frame[[not right for right in fine]]
    if wrong.empty:
        return frame, []
    limits = f"{plain(bonds.LOWEST_YIELD_PCT, 0)} to {plain(bonds.HIGHEST_YIELD_PCT, 0)} % a year"
    told = (
        f"{live.title}: {len(wrong):,} of {len(frame):,} prices are left out, as no yield within {limits} gives "
        f"them; the first is {wrong['value'].iloc[0]:g} on {_days(wrong)[0]:%Y-%m-%d}. They stay stored as published."
    )
    return frame[fine], [told]


def _days(frame: pd.DataFrame) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(frame.index)


def _is_usable(bond: Bond, day: pd.Timestamp, price: float) -> bool:
    """Whether a price has a yield, or lies on a day that none is computed for."""
    first, last = bonds.trade_dates(bond)
    if not first <= day.date() <= last:
        return True
    try:
        bonds.yield_to_maturity_pct(bond, day, price)
    except BondError:
        return False
    return True
