"""Small stories with live sources, built without a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.model import Article, LiveSource, Panel, Period, SeriesInfo, Story, StoryFile

ARTICLE = Article(publisher="A paper", headline="It fell", published=dt.date(2020, 8, 27), url="https://example.org")


def live_source(source: str = "yahoo", symbol: str = "BYN=X", **fields: Any) -> LiveSource:
    """A live series of BYN per USD between 1 and 10, unless said otherwise."""
    usual = {
        "title": f"{symbol} of {source}",
        "unit": "BYN per USD",
        "quantity": "exchange_rate",
        "minimum": 1,
        "maximum": 10,
        "terms": "test only",
        "date_convention": "day of the quote",
    }
    return LiveSource.model_validate({**usual, **fields, "source": source, "symbol": symbol})


def observations(rows: Mapping[str, float]) -> pd.DataFrame:
    """Unflagged observations by ISO date."""
    index = pd.DatetimeIndex(list(rows), name="date").as_unit("us")
    return pd.DataFrame({"value": list(rows.values()), "flag": "", "reason": ""}, index=index)


def series_info(name: str, quote_lag_days: int = 0) -> SeriesInfo:
    """Facts about an embedded series of BYN per USD."""
    return SeriesInfo(
        name=name,
        path=f"{name}.csv",
        title=f"Embedded {name}",
        short=name,
        unit="BYN per USD",
        quantity="exchange_rate",
        role="official",
        frequency="daily",
        minimum=1,
        maximum=10,
        decimals=4,
        dated_by="day in force",
        quote_lag_days=quote_lag_days,
        publisher="A bank",
        address="https://example.org",
        read_from="a test",
        terms="test only",
        retrieved=dt.date(2022, 1, 1),
    )


def story_of(
    *live: LiveSource, embedded: Mapping[str, pd.DataFrame] | None = None, lags: Mapping[str, int] | None = None
) -> Story:
    """A story with these live sources and embedded series; `lags` gives the latter's quote_lag_days."""
    frames = dict(embedded or {})
    file = StoryFile(
        id="somewhere-2020",
        title="A story",
        place="Somewhere",
        summary="What happened.",
        headline="It fell.",
        limits="What can't be shown.",
        article=ARTICLE,
        panels=(Panel(id="rate", kind="series", title="Rate", axis="BYN per USD"),),
        periods=(Period(id="all", label="All"),),
        default_period="all",
    )
    return Story(
        folder=Path("somewhere"),
        file=file,
        context=(),
        info={name: series_info(name, (lags or {}).get(name, 0)) for name in frames},
        live=live,
        observations=frames,
        bonds={},
        reports=pd.DataFrame(),
        marks=pd.DataFrame(),
        data_hash="0" * 64,
    )
