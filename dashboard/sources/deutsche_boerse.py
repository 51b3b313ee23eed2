"""Daily closes from the chart history of Deutsche Börse, which speaks TradingView's UDF protocol.

Form of the question and of the answer are known from public code only. Prices of bonds are clean, in percent of face;
`bonds.py` makes yields of them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from curl_cffi import requests

from dashboard.errors import SourceError
from dashboard.sources.answer import Answer, Question, Row, checked, of_finished_days
from dashboard.sources.http import Patience, get_json

BASE = "https://api.live.deutsche-boerse.com"
PATH = "/v1/tradingview/history"
# The service is made for its own chart page; public clients report that it wants a browser's name.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
# The protocol stamps a day with its midnight, but whose is not seen. In the exchange's own zone both readings give the
# same day: 00:00 UTC is 01:00 or 02:00 in Frankfurt, while Frankfurt's midnight is still the evening before in UTC.
ZONE = ZoneInfo("Europe/Berlin")


def observe(question: Question, patience: Patience) -> Answer:
    """Daily closes of `live.symbol` (market and ISIN, such as XFRA:XS2120882183), by the exchange's calendar day."""
    asked = of_finished_days(question)
    symbol = asked.live.symbol
    params = {
        "symbol": symbol,
        "resolution": "1D",
        "from": str(_midnight(asked.start)),
        "to": str(_midnight(asked.end + dt.timedelta(days=1)) - 1),
    }
    with requests.Session() as session:
        answer = get_json(session, BASE + PATH, params, patience, {"User-Agent": BROWSER})
    return Answer(checked(asked, _rows(symbol, answer)), BASE + PATH)


def _midnight(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), ZONE).timestamp())


def _rows(symbol: str, answer: Any) -> list[Row]:
    host = urlsplit(BASE).hostname
    if not isinstance(answer, dict) or answer.get("s") not in {"ok", "no_data"}:
        said = answer.get("errmsg") or answer.get("s") if isinstance(answer, dict) else type(answer).__name__
        raise SourceError(f'{host} says "{str(said)[:80]}" about {symbol}. Check the symbol in datapackage.json.')
    if answer["s"] == "no_data":
        return []
    stamps, closes = answer.get("t"), answer.get("c")
    if not isinstance(stamps, list) or not isinstance(closes, list) or len(stamps) != len(closes):
        raise SourceError(
            f'{host} answered without times "t" and closes "c" of one length. The service may have changed: report it.'
        )
    return [(_day(stamp), close) for stamp, close in zip(stamps, closes, strict=True)]


def _day(stamp: object) -> dt.date:
    try:
        return dt.datetime.fromtimestamp(stamp, ZONE).date()  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise SourceError(f'the answer has "{stamp}" where seconds since 1970 belong. Report it.') from error
