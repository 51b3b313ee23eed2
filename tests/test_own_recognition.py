"""What real-shaped files are recognised as, and what they leave to the reader."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dashboard.model import Story
from dashboard.own_recognition import Recognised, recognise
from tests.own_files import BOND_DAYS, bond_csv, rates_xlsx, workbook

D1, D2 = dt.date(2020, 8, 26), dt.date(2020, 8, 27)
FILES: list[tuple[str, bytes, dict[str, str | None]]] = [
    ("german terminal", bond_csv(),
     {"separator": ";", "order": "dmy", "decimal": "comma", "unit": "price", "bond": "2031"}),
    ("cover sheet, dollars per ruble", rates_xlsx(), {"sheet": "Rates", "value": "2", "unit": "USD per BYN"}),
    ("american terminal, yields", b"Date\tYLD_YTM_MID\n8/26/2020\t7.61\n8/27/2020\t7.30\n",
     {"separator": "\t", "order": "mdy", "unit": "yield", "bond": "2031"}),
    ("web site, rates", b'"Date","Price","Open"\n"Aug 27, 2020","2.6500","2.6400"\n"Aug 26, 2020","2.6400","2.61"\n',
     {"order": "ymd", "value": "2", "unit": "BYN per USD"}),
    ("russian bank", "Дата;Курс\n26.08.2020;2,6254\n27.08.2020;2,6631\n".encode("cp1251"),
     {"encoding": "cp1251", "decimal": "comma", "unit": "BYN per USD"}),
    ("three decimals, point", b"date,value\n2020-08-26,2.654\n2020-08-27,2.655\n",
     {"decimal": "point", "unit": "BYN per USD"}),
    ("three decimals, comma", b"date;value\n2020-08-26;2,654\n2020-08-27;2,655\n",
     {"decimal": "comma", "unit": "BYN per USD"}),
    ("percentages of a workbook",
     workbook({"D": [["Date", "Ytm"], [D1, 0.0761], [D2, 0.073]]}, {"B2": "0.00%", "B3": "0.0%"}), {"unit": "yield"}),
    ("fractions", b"date,close\n2020-08-26,0.0761\n2020-08-27,0.073\n", {"unit": "yield-fraction"}),
    ("another bond by its ISIN", b"ISIN,XS1760804184\nDate,Mid\n2020-08-26,93\n2020-08-27,94\n",
     {"unit": "price", "bond": "2030"}),
    ("day or month", b"date,close\n03/04/2020,2.6\n04/05/2020,2.5\n", {"order": None, "unit": "BYN per USD"}),
    ("bid and ask alone", b"date,Bid,Ask\n2020-08-27,93,94\n", {"value": None}),
    ("price and yield", b"date,PX_LAST,YLD_YTM_MID\n2020-08-27,93,7.3\n", {"value": None}),
    ("a rate or a yield", b"date,value\n2020-08-27,4.2\n", {"unit": None}),
    ("a currency before its redenomination", b"date,close\n2020-08-26,26254\n2020-08-27,26631\n", {"unit": None}),
    ("nothing that is shown", b"date,close\n2020-08-26,1500\n", {"unit": None}),
]  # fmt: skip


def chosen(found: Recognised) -> dict[str, str | None]:
    return {key: guess.chosen for key, guess in found.guesses.items()}


@pytest.mark.parametrize(("data", "expected"), [f[1:] for f in FILES], ids=[f[0] for f in FILES])
def test_files_are_recognised(story: Story, data: bytes, expected: dict[str, str | None]) -> None:
    found = recognise(story, "mine", data)
    assert {key: value for key, value in chosen(found).items() if key in expected} == expected
    assert [g.key for g in found.open] == [key for key, value in expected.items() if value is None]


def test_an_older_currency_is_told_with_its_factor(story: Story) -> None:
    (asked,) = recognise(story, "mine", b"date,close\n2020-08-26,26254\n").open
    assert "about 10,000 times off BYN per USD: an older unit of the currency" in asked.question


def test_a_question_names_both_readings(story: Story) -> None:
    (asked,) = recognise(story, "mine", b"date,close\n03/04/2020,2.6\n").open
    assert "3 April 2020 (day, month, year) or 4 March 2020 (month, day, year)" in asked.question
    assert asked.question.endswith("Choose “day, month, year” or “month, day, year”.")


def test_an_inverted_rate_is_said_with_its_formula(story: Story) -> None:
    assert "BYN per USD = 1 ÷ (USD per BYN)" in recognise(story, "r.xlsx", rates_xlsx()).guesses["unit"].why


CHOICES: list[tuple[str, str, Any]] = [
    ("order", "mdy", "mdy"), ("order", "month, day, year", "mdy"), ("decimal", "comma", "comma"),
    ("unit", "yield", "yield"), ("unit", "Clean price, % of face", "price"), ("value", "Open", "3"),
    ("value", "3", "3"), ("date", "Traded", "4"), ("separator", ",", ","),
]  # fmt: skip


@pytest.mark.parametrize(("key", "asked", "taken"), CHOICES)
def test_the_reader_corrects_each_guess_by_value_or_by_label(story: Story, key: str, asked: str, taken: str) -> None:
    data = b'Date,Close,Open,Traded\n01/02/2020,"2,654","2,654",01/02/2020\n01/03/2020,"2,655","2,655",\n'
    found = recognise(story, "mine.csv", data, {key: asked})
    assert found.guesses[key].chosen == taken
    assert found.guesses[key].why == "as you chose"


def test_a_choice_that_is_not_offered_is_not_taken(story: Story) -> None:
    assert recognise(story, "x.csv", b"date,close\n2020-08-27,2.6\n", {"unit": "acres"}).chosen("unit") == "BYN per USD"


def test_a_name_for_the_series_helps_where_the_file_is_silent(story: Story) -> None:
    data = b"date,value\n2020-08-27,4.2\n"
    assert recognise(story, "x.csv", data, hint="bond_2030_yield").chosen("unit") == "yield"
    assert recognise(story, "x.csv", data, hint="bond_2030_yield").chosen("bond") == "2030"


def test_the_year_of_a_date_names_no_bond(story: Story) -> None:
    found = recognise(story, "prices 2026-11-24.csv", b"Exported,24.11.2026\ndate,mid\n2020-08-27,93\n")
    assert (found.chosen("bond"), found.guesses["bond"].why) == (
        "2031",
        "the one that is drawn here; the file names none",
    )


def test_days_of_a_workbook_leave_no_order_open(story: Story) -> None:
    found = recognise(story, "r.xlsx", rates_xlsx())
    assert "order" not in found.guesses
    assert "decimal" not in found.guesses
    assert found.layout.last - found.layout.first + 1 == len(BOND_DAYS)
