"""What each kind of claim measures on one source: the number, its formula filled in, the days used, what is left open.

| kind | parameters | number |
|---|---|---|
| change_on_day | day, base (else the observation before), unit %, bp or points | change from base to day |
| change_since | base, day, unit %, bp or points | change from base to day; of a rate in %: loss of value, 1 - S0/S1 |
| level_on_day | day | value of the day |
| losing_streak | day | losing days in a row up to the day |
| extreme_within | base, start, end, day | extreme of start to end, against the rest of base to day |
| partial_recovery | base, start, end, day | share of the way from base to the extreme that is undone on day |

The unit "% rise" asks for S1/S0 - 1 of an exchange rate instead of the loss. A missing day gives a `Gap`, no number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.claim_changes import change_on_day, change_since, level_on_day
from dashboard.claim_extremes import extreme_within, partial_recovery
from dashboard.claim_measured import Gap, Measured
from dashboard.claim_sources import Source
from dashboard.claim_streaks import streak_on_day
from dashboard.model import Claim, ClaimKind

MEASURES: Mapping[ClaimKind, Callable[[Source, Claim], Measured | Gap]] = {
    "change_on_day": change_on_day,
    "change_since": change_since,
    "level_on_day": level_on_day,
    "losing_streak": streak_on_day,
    "extreme_within": extreme_within,
    "partial_recovery": partial_recovery,
}


def measure(source: Source, claim: Claim) -> Measured | Gap:
    """Number that a source gives for a claim about markets, or why it gives none.

    Raises
    ------
    DataError
        A claim whose kind lacks a parameter or has a unit it can't be measured in.
    """
    return MEASURES[claim.kind](source, claim)
