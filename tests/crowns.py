"""A story of a country that does not exist, small enough to work out by hand: crowns per dollar and one bond."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.model import Article, Bond, Card, Claim, Panel, Period, SeriesInfo, Story, StoryFile

RATE = "crowns"
BOND = Bond(
    id="2030",
    label="Bond of 2030",
    isin="XS1234567890",
    coupon_rate_pct=6.0,
    coupon_frequency=2,
    day_count="30/360",
    regular_from=dt.date(2018, 3, 1),
    maturity=dt.date(2030, 3, 1),
    currency="USD",
    amount_m=500,
    sources=("https://bonds.example/terms",),
)
ARTICLE = Article(
    publisher="The Gazette",
    headline="Crown tumbles",
    published=dt.date(2019, 5, 10),
    url="https://gazette.example/crown",
)
REPORT_COLUMNS = [
    "bond", "named_as", "measure", "low", "high", "bound", "approximate", "unit", "start", "end", "precision", "nature",
    "strength", "timing", "published", "publisher", "urls", "says", "note",
]  # fmt: skip
MARK_COLUMNS = [
    "bond", "date", "report_date", "clean_price", "low", "high", "principal", "value", "fund", "form", "url", "note",
]  # fmt: skip


def day(text: str) -> dt.date:
    """A day from its ISO text."""
    return dt.date.fromisoformat(text)


def frame(values: Mapping[str, float], flags: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Observations from values by ISO day."""
    marked = flags or {}
    return pd.DataFrame(
        {
            "value": [float(v) for v in values.values()],
            "flag": [marked.get(d, "") for d in values],
            "reason": ["as said" if d in marked else "" for d in values],
        },
        index=pd.DatetimeIndex(list(values), name="date"),
    )


def info(name: str = RATE, **changes: Any) -> SeriesInfo:
    """Metadata of a daily series of crowns per dollar unless changed."""
    fields: dict[str, Any] = {
        "name": name, "path": f"{name}.csv", "title": "Crowns per dollar", "short": "Bank rate",
        "unit": "RUR per USD", "quantity": "exchange_rate", "role": "market", "frequency": "daily", "minimum": 0.1,
        "maximum": 1000, "decimals": 2, "dated_by": "close", "publisher": "Bank", "address": "https://bank.example",
        "read_from": "its site", "terms": "free", "retrieved": day("2020-01-01"),
    }  # fmt: skip
    return SeriesInfo(**{**fields, **changes})


def claim(kind: str, **changes: Any) -> Claim:
    """A claim on the crown, 10 May 2019 unless changed."""
    fields: dict[str, Any] = {"id": "X1", "statement": "It moved.", "words": "moved", "kind": kind, "series": (RATE,)}
    return Claim(**{**fields, "day": day("2019-05-10"), "relation": ">", "value": 0, "unit": "%", **changes})


def bond_claim(kind: str, **changes: Any) -> Claim:
    """A claim on the bond of the fictional country."""
    return claim(kind, series=(), bond=BOND.id, **changes)


def story(
    observations: Mapping[str, pd.DataFrame],
    *,
    infos: Sequence[SeriesInfo] = (),
    claims: Sequence[Claim] = (),
    reports: Sequence[Mapping[str, Any]] = (),
    with_bond: bool = False,
    headline: str = "Crowns",
    cards: Sequence[Card] = (),
) -> Story:
    """A story in memory with one panel of crowns and, if asked, one of the bond."""
    known = {i.name: i for i in (infos or [info(name) for name in observations])}
    crown = Panel(
        id="crown", kind="series", title="Crowns per dollar", axis="RUR per USD", noun="the crown",
        series=tuple(n for n, i in known.items() if i.bond is None and i.role != "own"),
        rise_means="a weaker crown", fall_means="a stronger crown",
    )  # fmt: skip
    bond = Panel(
        id="bond", kind="bond", bond=BOND.id, title="Yield", axis="% a year", noun="the yield",
        rise_means="a lower price", fall_means="a higher price",
    )  # fmt: skip
    file = StoryFile(
        id="ruritania", title="Ruritania", place="Ruritania", summary="A fall.", headline=headline, limits="none",
        article=ARTICLE, panels=(bond, crown) if with_bond else (crown,), periods=(Period(id="all", label="All"),),
        default_period="all", claims=tuple(claims), cards=tuple(cards),
    )  # fmt: skip
    return Story(
        folder=Path("ruritania"),
        file=file,
        context=(),
        info=known,
        live=(),
        observations=observations,
        bonds={BOND.id: BOND} if with_bond else {},
        reports=pd.DataFrame(list(reports), columns=REPORT_COLUMNS),
        marks=pd.DataFrame(columns=MARK_COLUMNS),
        data_hash="0" * 64,
    )


def report(measure: str, low: float, on: str, **changes: Any) -> dict[str, Any]:
    """One published statement about the bond, from another publisher than the article's unless changed."""
    when = pd.Timestamp(on)
    fields: dict[str, Any] = {
        "bond": BOND.id, "named_as": "2030", "measure": measure, "low": low, "high": low, "bound": "",
        "approximate": False, "unit": "% a year", "start": when, "end": when, "precision": "day", "nature": "stated",
        "strength": "first hand", "timing": "close", "published": on, "publisher": "The Ledger",
        "urls": ("https://ledger.example/1",), "says": "as said", "note": "",
    }  # fmt: skip
    return {**fields, **changes}


def with_series(base: Story, series: SeriesInfo, observations: pd.DataFrame) -> Story:
    """The story with one more series, as when a reader adds an own one."""
    return replace(
        base,
        info={**base.info, series.name: series},
        observations={**base.observations, series.name: observations},
    )
