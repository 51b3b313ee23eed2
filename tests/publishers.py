"""What the publishers of live series know in a test, and their answers in the form of their own protocols."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

Row = tuple[dt.date, float | None]


@dataclass
class Chart:
    """What Yahoo knows of a symbol: closes by day, stamped with `hour` in the exchange's zone."""

    rows: list[Row]
    zone: str = "Europe/London"
    hour: dt.time = dt.time(0)
    columns: tuple[str, ...] = ("open", "high", "low", "close", "volume")


@dataclass(frozen=True)
class Currency:
    """One number of a currency at the National Bank of Belarus."""

    number: int
    code: str
    first: str
    last: str
    scale: int = 1
    periodicity: int = 0


@dataclass
class Publishers:
    """Charts by Yahoo's symbol, currencies and rates by their number, and bars by the exchange's symbol."""

    charts: dict[str, Chart] = field(default_factory=dict)
    currencies: list[Currency] = field(default_factory=list)
    rates: dict[int, list[Row]] = field(default_factory=dict)
    bars: dict[str, list[Row]] = field(default_factory=dict)
    bar_zone: str = "Europe/Berlin"
    whole: bool = False
    """Answer with every row, whatever days were asked for."""

    def answer(self, path: str, query: Mapping[str, str]) -> tuple[int, Any]:
        """Status and JSON (or text) for a request; the keys of `query` are in small letters."""
        last = path.rsplit("/", 1)[1]
        if path.startswith("/v8/finance/chart/"):
            return self._chart(last, query)
        if path == "/v1/test/getcrumb":
            return 200, "crumb"
        if path == "/exrates/currencies":
            return 200, [_listed(currency) for currency in self.currencies]
        if path.startswith("/exrates/rates/dynamics/"):
            return self._dynamics(int(last), query)
        if path == "/v1/tradingview/history":
            return 200, self._history(query)
        return 404, {"finance": {"result": None, "error": {"code": "Not Found", "description": "No fundamentals"}}}

    def _chart(self, symbol: str, query: Mapping[str, str]) -> tuple[int, Any]:
        chart = self.charts.get(symbol)
        if chart is None:
            error = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
            return 404, {"chart": {"result": None, "error": error}}
        stamped = [(_stamp(day, chart.hour, chart.zone), value) for day, value in chart.rows]
        if "period1" in query and not self.whole:
            stamped = [row for row in stamped if int(query["period1"]) <= row[0] < int(query["period2"])]
        return 200, {"chart": {"result": [_result(symbol, chart, stamped)], "error": None}}

    def _dynamics(self, number: int, query: Mapping[str, str]) -> tuple[int, Any]:
        start, end = dt.date.fromisoformat(query["startdate"]), dt.date.fromisoformat(query["enddate"])
        if (end - start).days > 365:
            return 400, {"message": "at most 365 days"}
        rows = [row for row in self.rates.get(number, []) if self.whole or start <= row[0] <= end]
        return 200, [{"Cur_ID": number, "Date": f"{day}T00:00:00", "Cur_OfficialRate": rate} for day, rate in rows]

    def _history(self, query: Mapping[str, str]) -> Any:
        rows = self.bars.get(query["symbol"])
        if rows is None:
            return {"s": "error", "errmsg": "unknown_symbol"}
        stamped = [(_stamp(day, dt.time(0), self.bar_zone), value) for day, value in rows]
        kept = [row for row in stamped if self.whole or int(query["from"]) <= row[0] <= int(query["to"])]
        if not kept and not self.whole:
            return {"s": "no_data"}
        prices = {key: [value for _, value in kept] for key in "ohlc"}
        return {"s": "ok", "t": [stamp for stamp, _ in kept], **prices, "v": [0] * len(kept)}


def _stamp(day: dt.date, hour: dt.time, zone: str) -> int:
    return int(dt.datetime.combine(day, hour, ZoneInfo(zone)).timestamp())


def _listed(currency: Currency) -> dict[str, Any]:
    return {
        "Cur_ID": currency.number,
        "Cur_ParentID": currency.number,
        "Cur_Abbreviation": currency.code,
        "Cur_Scale": currency.scale,
        "Cur_Periodicity": currency.periodicity,
        "Cur_DateStart": f"{currency.first}T00:00:00",
        "Cur_DateEnd": f"{currency.last}T00:00:00",
    }


def _result(symbol: str, chart: Chart, stamped: list[tuple[int, float | None]]) -> dict[str, Any]:
    closes = [value for _, value in stamped]
    quote = {column: [0] * len(closes) if column == "volume" else closes for column in chart.columns}
    meta = {
        "currency": "USD",
        "symbol": symbol,
        "instrumentType": "CURRENCY" if symbol.endswith("=X") else "ETF",
        "exchangeTimezoneName": chart.zone,
        "priceHint": 4,
        "dataGranularity": "1d",
        "validRanges": ["1d", "5d", "1mo", "1y", "max"],
    }
    return {
        "meta": meta,
        "timestamp": [stamp for stamp, _ in stamped],
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": [1.5] * len(closes)}]},
    }
