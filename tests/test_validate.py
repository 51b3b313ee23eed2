"""Every damage to a story is told with file, line, what was found, the rule and what to do; nothing else is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.errors import DataError
from dashboard.load import load_story


def refusal(folder: Path) -> str:
    """The whole message of the DataError that loading raises."""
    with pytest.raises(DataError) as caught:
        load_story(folder)
    return str(caught.value)


def damage(folder: Path, file: str, old: str, new: str) -> int:
    """Replace a text that stands once in a file; the line on which it stood."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def breaches(message: str) -> int:
    """Number of breaches that a message prints in full."""
    return message.count("\n  do:    ")


OBSERVATIONS = [
    ("16,4.12", "16,n/a", ", column value\n  found: 'n/a'\n", "finite number with a decimal point"),
    ("16,4.12", "16,nan", ", column value\n  found: 'nan'\n", "a day without a value has no row"),
    ("16,4.12", "16,inf", ", column value\n  found: 'inf'\n", "finite number with a decimal point"),
    ("16,4.12", "16,4_12", ", column value\n  found: '4_12'\n", "finite number with a decimal point"),
    ("16,4.12", "16,", ", column value\n  found: an empty cell\n", "a day without a value has no row"),
    ("16,4.12", "16,4,12", "\n  found: 3 cells: 2021-03-16,4,12\n", "decimals take a point, not a comma"),
    ("16,4.12", "16", "\n  found: 1 cell: 2021-03-16\n", "each row has 2 cells"),
    ("2021-03-16", "16.03.2021", ", column date\n  found: '16.03.2021'\n", "year-month-day, such as 2020-08-09"),
    ("2021-03-16", "2021-02-30", ", column date\n  found: '2021-02-30'\n", "year-month-day, such as 2020-08-09"),
    ("2021-03-16", "20210316", ", column date\n  found: '20210316'\n", "year-month-day, such as 2020-08-09"),
    ("2021-03-16", "2021-03-15", "\n  found: 2021-03-15 twice\n", "each day stands once"),
    ("2021-03-16", "2021-03-02", "\n  found: 2021-03-02 after 2021-03-15\n", "days ascend"),
    ("2021-06-18", "2202-06-18", "\n  found: 2202-06-18\n", "no day lies after 2026-11-24, by when it was retrieved"),
    ("16,4.12", "16,41200", "\n  found: 41200 on 2021-03-16\n", "stated range 1 to 20 XAC per USD"),
    ("16,4.12", "16,0.24", "\n  found: 0.24 on 2021-03-16\n", "check the unit, the direction of the quote"),
    ("date,value", "day,value", "columns missing: date; unknown: day\n", "the first line names the columns date,value"),
    ("date,value", "date,value,value", "columns repeated: value\n", "the first line names the columns date,value"),
]


@pytest.mark.parametrize(("old", "new", "told", "said"), OBSERVATIONS)
def test_a_faulty_observation(fictional_folder: Path, old: str, new: str, told: str, said: str) -> None:
    line = damage(fictional_folder, "crown_market.csv", old, new)
    message = refusal(fictional_folder)
    assert f"\ncrown_market.csv, line {line}" in message
    assert told in message
    assert said in message
    assert breaches(message) == 1


def test_a_quote_that_never_ends(fictional_folder: Path) -> None:
    damage(fictional_folder, "crown_market.csv", "16,4.12", '16,"4.12')
    message = refusal(fictional_folder)
    assert "quotes that don't match" in message
    assert breaches(message) == 1


STORY = [
    ('id = "fictional"\n', "", ("field id", "this field is required", "add it")),
    ('basis = "stated"', 'basis = "guess"', ("event E01, field basis", "one of 'stated', 'weekday'", "choose one")),
    ('kind = "protest"', 'kind = ""', ("event E04, field kind", "at least 1 character", "correct it")),
    ("start = 2021-03-14", 'start = "14 March"', ("event E04, field start", "year-month-day", "correct it")),
    ('"https://example.org/march"', '"javascript:x"', ("event E04, field urls[1]", "http:// or https://", "correct")),
    ('"https://example.org/article"', '"ftp://a"', ("field article.url", "http:// or https://", "correct it")),
    ("end = 2021-03-19", "end = 2021-03-12", ("event E02", "end 2021-03-12 before start 2021-03-15", "correct one")),
    ("end = 2021-03-31", "end = 2021-02-28", ("period march", "end 2021-02-28 before start 2021-03-01", "correct one")),
    ("start = 2021-03-14\n", "", ("event E04", 'precision "day" with start missing', 'use precision "interval"')),
    ('same_as = "K01"', 'same_as = "K77"', ("event E01", "context event 'K77'", "use one of K01, K02")),
    ('id = "E04"', 'id = "E02"', ("id E02 again", "an id is used once", "give one of them another id")),
    ('id = "E04"', 'id = "E 4"', ("event E 4, field id", "letters, digits", "correct it")),
    ('id = "F02"', 'id = "F01"', ("id F01 again", "an id is used once", "give one of them another id")),
    ('claims = ["F01"]', 'claims = ["F09"]', ('card "Crown this year"', "claim 'F09'", "use one of F01, F02")),
    ("lost {F01} by", "lost {F09} by", ("headline", "claim 'F09'", "use one of F01, F02")),
    ('period = "march"', 'period = "april"', ("default_period", "period 'april'", "use one of all, march")),
    ('["neighbour_market"]', '["oil"]', ("benchmarks", "series 'oil'", "use one of crown_market, neighbour_market")),
    ('["crown_market"]\ntitle', '["crown"]\ntitle', ("panel crown", "series 'crown'", "use one of crown_market")),
    ('["crown_market"]\nbase', '["crown"]\nbase', ("claim F01", "series 'crown'", "use one of crown_market")),
    ('["crown_market"]\nday', "[]\nday", ("claim F02", "no series or bond", "add what is missing")),
    ("base = 2021-01-04\n", "", ("claim F01", "no base", "add what is missing")),
    ("value = 9\n", 'value = "nine"\n', ("claim F01, field value", "valid number", "correct it")),
    ('kind = "series"', 'kind = "bond"', ("panel crown", 'kind "bond" without bond', "add bond")),
    ('place = "Arcadia', 'place = Arcadia"', ("story.toml, line 5\n", "Invalid value", "correct this line")),
]


@pytest.mark.parametrize(("old", "new", "told"), STORY)
def test_a_fault_in_the_story_file(fictional_folder: Path, old: str, new: str, told: tuple[str, ...]) -> None:
    damage(fictional_folder, "story.toml", old, new)
    message = refusal(fictional_folder)
    assert "\nstory.toml" in message
    for part in told:
        assert part in message
    assert breaches(message) == 1


def test_a_misspelt_field_is_told_with_the_one_that_was_meant(fictional_folder: Path) -> None:
    line = damage(fictional_folder, "story.toml", 'label = "Rate decision"', 'lable = "Rate decision"')
    message = refusal(fictional_folder)
    assert f"story.toml, line {line}, event E01, field lable\n  found: a field that nothing reads\n" in message
    assert "did you mean label?" in message
    assert "event E01, field label\n  found: nothing\n" in message


def test_a_fault_in_the_story_file_is_told_with_its_line(fictional_folder: Path) -> None:
    line = damage(fictional_folder, "story.toml", "end = 2021-03-19", "end = 2021-03-12")
    assert f"story.toml, line {line}, event E02\n" in refusal(fictional_folder)


PACKAGE = [
    ('"maximum": 20', '"maxmum": 20', "resource crown_market, field maximum", "constraints of the schema's field"),
    ('"short": "Neighbour"', '"short": ""', "resource neighbour_market, field short", 'its "dashboard" object'),
    ('"unit": "XNB per USD"', '"unit": 3', "resource neighbour_market, field unit", 'its "dashboard" object'),
]


@pytest.mark.parametrize(("old", "new", "where", "place"), PACKAGE)
def test_a_fault_in_a_resource_says_where_the_field_stands(
    fictional_folder: Path, old: str, new: str, where: str, place: str
) -> None:
    damage(fictional_folder, "datapackage.json", old, new)
    message = refusal(fictional_folder)
    assert where in message
    assert place in message


def test_json_that_breaks_off_is_told_once_with_its_line(fictional_folder: Path) -> None:
    line = damage(fictional_folder, "datapackage.json", '"name": "fictional",', '"name": "fictional"')
    message = refusal(fictional_folder)
    assert f"datapackage.json, line {line + 1}\n" in message
    assert breaches(message) == 1


def test_two_resources_of_one_name(fictional_folder: Path) -> None:
    damage(fictional_folder, "datapackage.json", '"name": "flaws"', '"name": "context_events"')
    assert "found: 2 resources context_events" in refusal(fictional_folder)


@pytest.mark.parametrize("file", ["story.toml", "datapackage.json", "crown_market.csv", "flaws.csv"])
def test_a_missing_file_is_told_once(fictional_folder: Path, file: str) -> None:
    (fictional_folder / file).unlink()
    message = refusal(fictional_folder)
    assert f"\n{file}\n  found: no such file\n" in message
    assert breaches(message) == 1


@pytest.mark.parametrize("file", ["story.toml", "datapackage.json", "crown_market.csv", "context_events.csv"])
def test_a_file_that_is_not_utf_8_is_told_once_with_its_line(fictional_folder: Path, file: str) -> None:
    path = fictional_folder / file
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first + b"\n\xe9" + rest)
    message = refusal(fictional_folder)
    assert f"{file}, line 2\n  found: byte 0xe9, which is not UTF-8\n" in message
    assert breaches(message) == 1


def test_a_table_that_nobody_describes(fictional_folder: Path) -> None:
    (fictional_folder / "gold.csv").write_text("date,value\n2021-01-04,1\n")
    assert "gold.csv\n  found: a table without a description\n" in refusal(fictional_folder)


def test_a_series_without_rows(fictional_folder: Path) -> None:
    (fictional_folder / "neighbour_market.csv").write_text("date,value\n")
    assert "neighbour_market.csv\n  found: no row\n" in refusal(fictional_folder)


def test_an_empty_file(fictional_folder: Path) -> None:
    (fictional_folder / "neighbour_market.csv").write_text("")
    assert "neighbour_market.csv, line 1\n  found: an empty file\n" in refusal(fictional_folder)


FLAWS = [
    ("crown_market,2021-03-18", "crown,2021-03-18", "series 'crown'"),
    ("2021-03-18", "2021-03-20", "2021-03-20 for crown_market"),
    ("stale,", "stael,", "'stael'"),
    ("same as 2021-03-17\n", "same\ncrown_market,2021-03-18,held,same\n", "crown_market on 2021-03-18 twice"),
]


@pytest.mark.parametrize(("old", "new", "found"), FLAWS)
def test_a_faulty_flag(fictional_folder: Path, old: str, new: str, found: str) -> None:
    damage(fictional_folder, "flaws.csv", old, new)
    message = refusal(fictional_folder)
    assert f"\n  found: {found}\n" in message
    assert breaches(message) == 1


CONTEXT = [
    ("K02,2021-04-01,2021-04-30", "K02,2021-04-01,2021-03-30", 3, "end 2021-03-30 before start 2021-04-01"),
    ("K02,2021-04-01,", "K02,,", 3, "nothing"),
    ("K02,", "K01,", 3, "id K01 again"),
    ("https://example.org/bank-2", "www.example.org", 2, "'www.example.org'"),
]


@pytest.mark.parametrize(("old", "new", "line", "found"), CONTEXT)
def test_a_faulty_context_event(fictional_folder: Path, old: str, new: str, line: int, found: str) -> None:
    damage(fictional_folder, "context_events.csv", old, new)
    message = refusal(fictional_folder)
    assert f"context_events.csv, line {line}" in message
    assert f"\n  found: {found}\n" in message
    assert breaches(message) == 1


BONDS = [
    ("bonds.toml", 'id = "2031"\n', 'id = "2030"\n', "id 2030 again"),
    ("bonds.toml", 'isin = "XS2120882183"', 'isin = "XS21208821"', "an ISIN has two letters"),
    ("bonds.toml", "maturity = 2031-02-24", "maturity = 2020-02-24", "maturity 2020-02-24 is not after regular_from"),
    ("bonds.toml", "first_coupon = 2021-02-24\nregular_from = 2020-06-24\nmaturity = 2031-02-24",
     "first_coupon = 2031-02-24\nregular_from = 2020-06-24\nmaturity = 2031-02-24", "interest starts, the first"),
    ("bond_reports.csv", "2027,2027,yield_change", "2072,2027,yield_change", "bond '2072'"),
    ("bond_reports.csv", "2027,2027,yield_change", "2027,2027,yield_chnge", "one of 'yield', 'yield_guidance'"),
    ("bond_reports.csv", "yield_guidance,6.625,6.875,,false,% a year,2020-06-17,2020-06-17,day,stated,first hand,"
     "guidance as the books opened,2020-06-17,Interfax-Zapad (interfax.by),"
     "https://interfax.by/news/biznes/finansy/1277730/,Guidance for both new bonds was 6.625 to 6.875 %,one range for "
     "both maturities\n", "words,,,,false,,2020-06-18,2020-06-17,day,stated,first hand,,2020-06-17,A,https://a.b,c,\n",
     "end 2020-06-17 lies before start 2020-06-18"),
    ("bond_marks.csv", "2031,2021-09-30", "2032,2021-09-30", "bond '2032'"),
    ("bond_marks.csv", "90.328", "9.328", "clean_price 9.328 lies outside its bounds"),
    ("story.toml", 'bond = "2031"\nothers', 'bond = "2013"\nothers', "bond '2013'"),
    ("datapackage.json", '"continues": "usd_byn_nbrb_month_end"', '"continues": "nbrb"', "series 'nbrb'"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BONDS)
def test_faults_in_what_is_known_of_bonds(belarus_folder: Path, file: str, old: str, new: str, said: str) -> None:
    damage(belarus_folder, file, old, new)
    message = refusal(belarus_folder)
    assert f"\n{file}" in message
    assert said in message


def test_a_bonds_file_that_breaks_off_is_no_reason_to_blame_the_names_of_bonds(belarus_folder: Path) -> None:
    damage(belarus_folder, "bonds.toml", 'isin = "XS2120882183"', "isin = XS2120882183")
    assert breaches(refusal(belarus_folder)) == 1


def test_all_breaches_of_all_files_come_in_one_error(fictional_folder: Path) -> None:
    damage(fictional_folder, "crown_market.csv", "2021-03-16,4.12", "2021-03-16,abc")
    damage(fictional_folder, "neighbour_market.csv", "2021-03-16", "2021-03-15")
    damage(fictional_folder, "story.toml", "end = 2021-03-19", "end = 2021-03-12")
    damage(fictional_folder, "story.toml", 'basis = "inferred"', 'basis = "guess"')
    damage(fictional_folder, "story.toml", 'claims = ["F01"]', 'claims = ["F09"]')
    message = refusal(fictional_folder)
    assert breaches(message) == 5
    assert "it breaks 5 rules" in message
    for said in ("'abc'", "2021-03-15 twice", "before start 2021-03-15", "'guess'", "'F09'"):
        assert said in message


def test_a_column_in_an_older_currency_is_told_by_five_examples_and_a_count(fictional_folder: Path) -> None:
    path = fictional_folder / "crown_market.csv"
    header, *rows = path.read_text().split()
    old = [f"{day},{float(value) * 10_000:.0f}" for day, value in (row.split(",") for row in rows)]
    path.write_text("\n".join([header, *old]) + "\n")
    message = refusal(fictional_folder)
    assert breaches(message) == 5
    assert "found: 40000 on 2021-01-04" in message
    assert "whether the currency is an older one" in message
    assert f"crown_market.csv: {len(rows) - 5} more of this kind, the last on line {len(rows) + 1}\n" in message
