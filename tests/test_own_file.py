"""A reader's files to rows: encodings, separators, sheets, and what can't be read."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import pytest

from dashboard import own_table
from dashboard.errors import DataError
from dashboard.own_file import read_own
from tests.own_files import workbook

TEXT = "Дата;Курс\r\n27.08.2020;2,65\r\n28.08.2020;2,66\r\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_cyrillic_is_read_in_every_encoding(codec: str) -> None:
    table = read_own("x.csv", TEXT.encode(codec))
    assert table.rows == (("Дата", "Курс"), ("27.08.2020", "2,65"), ("28.08.2020", "2,66"))
    assert (table.lines, table.separator) == ((1, 2, 3), ";")


def test_accents_of_western_europe_are_read() -> None:
    table = read_own("x.csv", "Datum;Schlußkurs für Anleihe;Börse\n27.08.2020;93,29;Zürich\n".encode("cp1252"))
    assert (table.encoding, table.rows[0][1]) == ("cp1252", "Schlußkurs für Anleihe")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_dates_and_numbers(separator: str) -> None:
    rows = [["Date", "Close", "Note"], ["2020-08-27", "2.65", "a, b; c"], ["2020-08-28", "2.66", ""]]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    table = read_own("x.csv", text.encode())
    assert (table.separator, [list(row) for row in table.rows]) == (separator, rows)


def test_decimal_commas_do_not_part_cells_of_a_semicolon_file() -> None:
    assert read_own("x.csv", b"27.08.2020;2,65\n28.08.2020;2,66\n").separator == ";"


def test_a_choice_goes_before_what_is_recognised() -> None:
    table = read_own("x.csv", b"a;b,c\n1;2,3\n", {"separator": ",", "encoding": "cp1251"})
    assert (table.rows[0], table.encoding) == (("a;b", "c"), "cp1251")


def test_empty_lines_are_skipped_and_lines_still_count() -> None:
    table = read_own("x.csv", b'Bond\n\nDate,Close\n"2020-08-27",1\n"a\nb",2\n2020-08-28,3\n')
    assert table.lines == (1, 3, 4, 5, 7)


def test_a_workbook_gives_days_numbers_and_percentages() -> None:
    rows: list[list[Any]] = [
        ["Date", "Yield", "Close"],
        [dt.datetime.fromisoformat("2020-08-27T00:00"), 0.0728, 93],
        [dt.date(2020, 8, 28), "n/a", None],
    ]
    table = read_own("x.xlsx", workbook({"Data": rows}, {"B2": "0.00%"}))
    assert table.rows == (
        ("Date", "Yield", "Close"), (dt.date(2020, 8, 27), "7.28%", 93.0), (dt.date(2020, 8, 28), "n/a", ""),
    )  # fmt: skip


def test_the_sheet_with_dated_rows_is_taken_until_another_is_chosen() -> None:
    rates: list[list[Any]] = [["Date", "Close"], [dt.date(2020, 8, 27), 2.65]]
    data = workbook({"Cover": [["Rates", 1]], "Rates": rates})
    assert read_own("x.xlsx", data).sheet == "Rates"
    chosen = read_own("x.xlsx", data, {"sheet": "Cover"})
    assert (chosen.sheet, chosen.sheets, chosen.rows) == ("Cover", ("Cover", "Rates"), (("Rates", 1.0),))


def test_a_formula_without_a_stored_value_stays_as_its_text() -> None:
    table = read_own("x.xlsx", workbook({"Data": [[dt.date(2020, 8, 27), "=1/2.65"]]}))
    assert table.rows[0][1] == "=1/2.65"


def sized(ref: str, data: bytes) -> bytes:
    """A workbook whose sheets say that they cover other cells than they do."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(held, "w") as archive:
        for name in given.namelist():
            text = given.read(name)
            archive.writestr(name, re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{ref}"'.encode(), text))
    return held.getvalue()


@pytest.mark.parametrize("ref", ["A1", "A1:XFD1048576"])
def test_a_sheet_is_read_whole_whatever_size_it_claims(ref: str) -> None:
    rates: list[list[Any]] = [["Date", "Close"], [dt.date(2020, 8, 27), 2.65]]
    table = read_own("x.xlsx", sized(ref, workbook({"Rates": rates})))
    assert table.rows == (("Date", "Close"), (dt.date(2020, 8, 27), 2.65))


def test_a_wide_sheet_is_refused_and_an_empty_cell_far_out_is_not() -> None:
    wide: list[list[Any]] = [[1] * 101]
    with pytest.raises(DataError, match="a row has 101 cells"):
        read_own("x.xlsx", workbook({"Data": wide}))
    far = workbook({"Data": [[1], [2]]}, {"XFD1": "0.00", "XFD2": "0.00"})
    assert read_own("x.xlsx", far).rows == ((1.0,), (2.0,))


def zipped(name: str, text: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return held.getvalue()


REFUSED = [
    (b"", "it is empty"),
    (b" \n ", "it is empty"),
    (b"x" * 10_000_001, "it has 10.0 MB"),
    (b"\xd0\xcf\x11\xe0rest", "old kind (XLS) or one with a password"),
    (b"<!DOCTYPE html><table>", "a web page or XML"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "it is a PDF; CSV and XLSX can be read. Add the table that it was made from."),
    (b"\x89PNG\r\n\x1a\n", "it is a picture"),
    (b"PK\x03\x04rest", "a zip that is no workbook"),
    (zipped("report.txt", b"hello"), "a zip that is no workbook"),
    (zipped("xl/workbook.xml", b"no workbook"), "its workbook is damaged"),
    (zipped("xl/workbook.xml", b"0" * 200_000_001), "it unpacks to more than 200 MB"),
    (b"2020-08-27,1\n" * 50_001, "more than 50,000 rows"),
    (b"a," * 101, "a row has 102 cells"),
    (b"\x01\x02a\x00\x00\x00,\x00\x00\x00", "it holds bytes that are no text"),
]


@pytest.mark.parametrize(("data", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_what_can_not_be_read_says_why_and_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(DataError) as told:
        read_own("mine.dat", data)
    assert str(told.value).startswith("mine.dat can’t be read: ")
    assert says in str(told.value)
    assert str(told.value).endswith(".")


def test_a_wrong_encoding_names_the_byte() -> None:
    with pytest.raises(DataError, match=r"byte 1 is no Unicode \(UTF-8\)"):
        read_own("x.csv", "Дата".encode("cp1251"), {"encoding": "utf-8"})


def test_a_long_sheet_is_refused_as_a_long_text_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_table, "MOST_ROWS", 3)
    with pytest.raises(DataError, match="more than 3 rows"):
        read_own("x.xlsx", workbook({"Data": [[1]] * 4}))
