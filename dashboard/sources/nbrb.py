"""Official rates of the National Bank of the Republic of Belarus, from its public JSON service.

The service gives a currency a new number when its name, code or scale changes (the dollar was 145 until 2021-07-08 and
is 431 since), so the numbers, their days and their scales are read from its own list first. A rate is dated by the day
it is in force and was set on the business day before; there is a row for each calendar day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pandas as pd
from curl_cffi import requests
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from dashboard.errors import SourceError
from dashboard.sources.answer import Answer, Question, Row, checked
from dashboard.sources.http import Patience, get_json

M = TypeVar("M")

BASE = "https://api.nbrb.by"
DAYS_PER_CALL = 365
DAILY = 0
HELD = "no rate is set on a weekend: the one before stays in force"


class _Currency(BaseModel):
    """One number of a currency and the days on which it was used."""

    number: int = Field(alias="Cur_ID")
    code: str = Field(alias="Cur_Abbreviation")
    scale: int = Field(alias="Cur_Scale", gt=0)
    periodicity: int = Field(alias="Cur_Periodicity")
    first: dt.datetime = Field(alias="Cur_DateStart")
    last: dt.datetime = Field(alias="Cur_DateEnd")


class _Rate(BaseModel):
    day: dt.datetime = Field(alias="Date")
    rate: float | None = Field(alias="Cur_OfficialRate", strict=True)


_CURRENCIES = TypeAdapter(list[_Currency])
_RATES = TypeAdapter(list[_Rate])


def observe(question: Question, patience: Patience) -> Answer:
    """Official rate of one unit of the currency whose ISO code is `live.symbol`, in Belarusian rubles, by day in force.

    A weekend's row with Friday's rate is flagged held; it is no observation of its own.
    """
    with requests.Session() as session:
        listed = _read(_CURRENCIES, get_json(session, f"{BASE}/exrates/currencies", {}, patience))
        pieces = list(_pieces(listed, question.live.symbol, question.start, question.end))
        rows = [row for piece in pieces for row in _rows(session, *piece, patience)]
    return Answer(_with_held(checked(question, rows)), f"{BASE}/exrates/rates/dynamics/{pieces[-1][0].number}")


def _pieces(
    listed: list[_Currency], code: str, start: dt.date, end: dt.date
) -> Iterator[tuple[_Currency, dt.date, dt.date]]:
    """Questions that cover the days asked for: a number, and at most DAYS_PER_CALL days of its life."""
    own = sorted((c for c in listed if c.code == code.upper() and c.periodicity == DAILY), key=lambda c: c.first)
    alive = [c for c in own if c.first.date() <= end and c.last.date() >= start]
    if not alive:
        raise SourceError(
            f"the National Bank's list has no daily rate of {code} between {start} and {end}. "
            "The symbol must be the currency's three-letter code, such as USD: correct it in datapackage.json."
        )
    for currency in alive:
        day, last = max(start, currency.first.date()), min(end, currency.last.date())
        while day <= last:
            stop = min(last, day + dt.timedelta(days=DAYS_PER_CALL - 1))
            yield currency, day, stop
            day = stop + dt.timedelta(days=1)


def _rows(
    session: requests.Session[Any], currency: _Currency, start: dt.date, end: dt.date, patience: Patience
) -> list[Row]:
    """Rates of one unit for one piece, which must hold some: a rate is in force on every day."""
    params = {"startdate": start.isoformat(), "enddate": end.isoformat()}
    url = f"{BASE}/exrates/rates/dynamics/{currency.number}"
    rates = _read(_RATES, get_json(session, url, params, patience))
    if not rates:
        raise SourceError(f"{_host()} has no rate of {currency.code} from {start} to {end}. Try again later.")
    return [(r.day.date(), None if r.rate is None else r.rate / currency.scale) for r in rates]


def _read(shape: TypeAdapter[M], answer: object) -> M:
    try:
        return shape.validate_python(answer)
    except ValidationError as error:
        first = error.errors()[0]
        where = " > ".join(str(part) for part in first["loc"]) or "the whole"
        raise SourceError(
            f"{_host()} answered in another form than it is known for: {where}: {first['msg']}. "
            "The service may have changed: report it."
        ) from error


def _host() -> str:
    return urlsplit(BASE).hostname or BASE


def _with_held(frame: pd.DataFrame) -> pd.DataFrame:
    weekend = frame.index.to_series().dt.day_of_week >= 5
    held = weekend & (frame["value"].diff() == 0)
    return frame.assign(flag=held.map({True: "held", False: ""}), reason=held.map({True: HELD, False: ""}))
