"""Where the table lies in files as terminals write them."""

from __future__ import annotations

import pytest

from dashboard.errors import DataError
from dashboard.own_file import read_own
from dashboard.own_layout import find_layout, heading, heading_score, side_of
from dashboard.own_table import OwnTable
from tests.own_files import bond_csv


def table(text: str) -> OwnTable:
    return read_own("x.csv", text.encode())


def test_names_above_and_sources_below_the_table_are_no_rows_of_it() -> None:
    found = read_own("bond.csv", bond_csv())
    layout = find_layout(found)
    assert layout.header is not None
    assert found.rows[layout.header] == ("Datum", "Schlusskurs")
    assert found.rows[layout.first] == ("27.08.2020", "93,29")
    assert found.rows[layout.last] == ("03.08.2020", "98,10")


def test_terms_with_numbers_above_the_header_stay_above() -> None:
    layout = find_layout(table("Coupon;6.378\nMaturity;24.02.2031\nDate;Price\n27.08.2020;93.29\n28.08.2020;93.1\n"))
    assert (layout.header, layout.first, layout.last) == (2, 3, 4)


def test_a_first_row_with_a_wrong_date_is_a_row_and_no_header() -> None:
    layout = find_layout(table("Date,Close\n2020-02-31,1.5\n2020-08-27,1.6\n"))
    assert (layout.header, layout.first) == (0, 1)


def test_a_last_row_with_a_wrong_date_is_a_row_and_a_source_is_not() -> None:
    assert find_layout(table("Date,Close\n2020-08-27,1.6\n2020-09-31,1.5\nSource: bank,\n")).last == 2


def test_a_file_without_headings_counts_its_columns() -> None:
    found = table("2020-08-27,2.65\n2020-08-28,2.66\n")
    layout = find_layout(found)
    assert (layout.header, layout.first, heading(found, layout.header, 1)) == (None, 0, "column 2")


def test_the_column_with_most_dates_is_taken_until_another_is_chosen() -> None:
    found = table("Issue,Date,Close\n2020-06-24,2020-08-27,93\n,2020-08-28,94\n")
    assert find_layout(found).dates == (1, 0)
    assert find_layout(found, 0).values == (2,)


COLUMNS = [
    ("Date,Open,High,Low,Close,Adj Close,Volume", "Close"),
    ("Date,PX_BID,PX_ASK,PX_MID", "PX_MID"),
    ("Date,Volume,PX_LAST", "PX_LAST"),
    ("Date,Price,Open,High,Low,Vol.,Change %", "Price"),
    ("Datum,Schluss,Eröffnung", "Schluss"),
    ("Date,Bid,Yield to maturity", "Yield to maturity"),
]


@pytest.mark.parametrize(("header", "first"), COLUMNS)
def test_the_heading_says_which_column_holds_the_values(header: str, first: str) -> None:
    width = header.count(",")
    found = table(f"{header}\n2020-08-27{',1.5' * width}\n2020-08-28{',1.6' * width}\n")
    layout = find_layout(found)
    assert heading(found, layout.header, layout.values[0]) == first
    assert layout.scores[0] > max(layout.scores[1:])


def test_words_beside_the_market_do_not_speak_for_a_column() -> None:
    assert heading_score("Bid yield") < heading_score("Spread") < heading_score("Yield")
    assert (side_of("PX_BID"), side_of("Offer (clean)"), side_of("Forbidden")) == ("bid", "ask", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [("a,b\nc,1.5\n", "no column of it holds days"), ("Date,Note\n2020-08-27,good\n", "no column beside the dates")],
)
def test_a_file_without_a_table_says_what_was_seen(text: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        find_layout(table(text))
