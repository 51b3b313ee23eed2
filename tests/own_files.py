"""Files as terminals, exchanges and spreadsheets write them, built for tests of a reader's own data."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

TODAY = dt.date(2026, 11, 24)
BOND_DAYS = [dt.date(2020, 8, day) for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27)]
"""Weekdays of August 2020 up to the day of the article."""
BOND_PRICES = [98.10, 98.00, 97.90, 97.60, 97.40, 95.20, 93.80, 92.40, 91.20, 90.35,
               90.60, 90.20, 90.90, 91.30, 91.10, 91.50, 91.60, 91.17, 93.29]  # fmt: skip
"""Invented clean prices of the bond due 2031: the lowest on 14 August, a rally on 27 August."""


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook of rows by sheet; `formats` gives number formats by cell of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cell, text in (formats or {}).items():
        book.worksheets[0][cell].number_format = text
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def bond_csv() -> bytes:
    """Clean prices as a German terminal exports them: preamble, semicolons, decimal commas, newest first."""
    days = [f"{day:%d.%m.%Y}" for day in BOND_DAYS]
    prices = [f"{price:.2f}".replace(".", ",") for price in BOND_PRICES]
    rows = [f"{day};{price}" for day, price in zip(days, prices, strict=True)]
    head = ["Instrument;XS2120882183", "Feld;Schlusskurs", "", "Datum;Schlusskurs"]
    return "\r\n".join([*head, *reversed(rows), "", "Quelle: Terminal"]).encode("cp1252")


def rates_xlsx() -> bytes:
    """Dollars per ruble in a workbook whose first sheet is a cover."""
    days = [(day, round(1 / (2.5 + number / 100), 6)) for number, day in enumerate(BOND_DAYS)]
    return workbook({"About": [["Rates", "by the bank"]], "Rates": [["Date", "Close"], *days]})
