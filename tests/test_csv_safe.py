"""CSV that spreadsheets take as data: only text that would run as a formula is changed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math

import pandas as pd
import pytest

from dashboard.csv_safe import csv_text, safe_cell


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x.example")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "="]
)
def test_a_text_that_could_run_is_escaped(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "21.05 %", "−31 bp", "'=1", " a"])
def test_any_other_text_stays(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(-0.31, "-0.31"), (-31, "-31"), (1e-7, "1e-07"), (0.1 + 0.2, "0.30000000000000004"), ("-0.31", "-0.31")],
)
def test_numbers_stay_numbers_with_all_their_digits(number: object, text: str) -> None:
    assert safe_cell(number) == text


@pytest.mark.parametrize("missing", [math.nan, None, pd.NaT])
def test_what_is_missing_is_an_empty_cell(missing: object) -> None:
    assert safe_cell(missing) == ""


def test_a_frame_reads_back_as_it_was() -> None:
    frame = pd.DataFrame(
        {
            "words": ['so-called "calm", he said', "two\nlines", "=1+1"],
            "change": [-0.31, math.nan, 1 / 3],
            "day": [dt.date(2020, 8, 27)] * 3,
            "sure": [True, False, True],
        }
    )
    text = csv_text(frame)
    assert text.startswith("words,change,day,sure\r\n") and text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[1:] == [
        ['so-called "calm", he said', "-0.31", "2020-08-27", "True"],
        ["two\nlines", "", "2020-08-27", "False"],
        ["'=1+1", repr(1 / 3), "2020-08-27", "True"],
    ]


def test_a_frame_without_rows_is_its_header() -> None:
    assert csv_text(pd.DataFrame(columns=["a", "b"])) == "a,b\r\n"
