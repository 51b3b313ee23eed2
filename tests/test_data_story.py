"""The embedded bonds, events and claims against what their sources say; expected figures are written out on purpose."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pandas as pd

from dashboard.model import Event, Story

NATURES = {"stated", "derived", "date inferred"}


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


# Bonds


def statements(story: Story, bond: str, measure: str) -> list[tuple[str, float, float]]:
    rows = story.reports[(story.reports["bond"] == bond) & (story.reports["measure"] == measure)]
    return list(zip(rows["start"].dt.strftime("%Y-%m-%d"), rows["low"], rows["high"], strict=True))


def test_stated_yields_of_the_2031_bond(story: Story) -> None:
    assert statements(story, "2031", "yield") == [
        ("2020-08-27", 7.3, 7.3),  # Bloomberg
        ("2021-02-01", 6.0, 6.1),  # BelTA, the month
        ("2021-03-19", 7.2, 7.3),  # BelTA
        ("2021-05-14", 7.23, 7.23),  # Bloomberg
        ("2021-05-24", 7.84, 7.84),  # Ukraine Business News citing Bloomberg
        ("2021-05-25", 7.83, 7.83),  # Novye Izvestia citing RBC
        ("2021-06-21", 8.35, 8.35),  # Bloomberg, reworded copy
    ]


def test_stated_prices_of_the_2031_bond(story: Story) -> None:
    assert statements(story, "2031", "clean_price") == [
        ("2020-06-24", 100.0, 100.0),  # prospectus
        ("2020-09-01", 90.94, 90.94),  # RBC looking back, the month
        ("2021-05-25", 90.94, 90.94),  # RBC
        ("2021-06-21", 87.7, 87.7),  # Financial Times, reworded copy
    ]


def test_stated_moves_of_the_2031_yield_in_basis_points(story: Story) -> None:
    moves = [("2020-08-17", 30.0, 30.0), ("2020-08-27", -31.0, -31.0), ("2021-05-24", 60.0, 60.0)]
    assert statements(story, "2031", "yield_change") == [*moves, ("2021-06-21", 70.0, 70.0)]
    assert statements(story, "2030", "price_change")[0] == ("2020-08-14", -4.3, -4.3)
    assert statements(story, "all but 2030", "price_change") == [("2020-08-14", -2.5, -1.5)]


def test_the_peak_of_august_2020_is_bounded_in_two_derived_steps(story: Story) -> None:
    rows = story.reports[story.reports["measure"] == "peak_yield_bound"]
    assert [(row.bound, row.low, row.nature) for row in rows.itertuples()] == [
        (">=", 7.84, "derived"),
        ("<", 8.35, "derived"),
    ]
    assert set(rows["start"]) == {day("2020-08-01")}
    assert set(rows["end"]) == {day("2020-08-26")}
    assert rows["note"].str.contains("1-26 August").all()


def test_every_statement_keeps_its_nature_strength_and_publisher(story: Story) -> None:
    reports = story.reports
    assert len(reports) == 59
    assert set(reports["nature"]) == NATURES
    assert (reports["publisher"] != "").all()
    assert (reports.loc[reports["publisher"].str.contains("reworded copy"), "strength"] == "reworded copy").all()
    assert (reports["strength"] == "reworded copy").sum() == 12
    days = reports[reports["precision"] != "month"]
    assert (days["start"] == days["end"]).all()


def test_marks_of_the_2031_bond_and_two_funds_that_agree_on_the_2026(story: Story) -> None:
    marks = story.marks
    assert len(marks) == 10
    own = marks[marks["bond"] == "2031"]
    assert list(zip(own["report_date"], own["date"], own["clean_price"], strict=True)) == [
        (day("2021-05-31"), day("2021-05-28"), 90.328),
        (day("2021-09-30"), day("2021-09-30"), 88.340),
    ]
    both = marks[(marks["bond"] == "2026") & (marks["report_date"] == day("2021-09-30"))]
    assert both["fund"].nunique() == 2
    assert abs(both["clean_price"].diff().iloc[-1]) < 0.0011


def test_a_mark_is_value_over_principal(story: Story) -> None:
    marks = story.marks
    assert (marks["value"] / marks["principal"] * 100 - marks["clean_price"]).abs().max() < 0.001


BONDS = {
    "2031": ("XS2120882183", 6.378, 750, "2031-02-24"),
    "2030": ("XS1760804184", 6.2, 600, "2030-02-28"),
    "2027": ("XS1634369224", 7.625, 600, "2027-06-29"),
    "2026": ("XS2120091991", 5.875, 500, "2026-02-24"),
    "2023": ("XS1634369067", 6.875, 800, "2023-02-28"),
}


def test_terms_of_the_five_dollar_bonds(story: Story) -> None:
    found = {b.id: (b.isin, b.coupon_rate_pct, b.amount_m, str(b.maturity)) for b in story.bonds.values()}
    assert found == BONDS
    for name in ("2031", "2026"):
        bond = story.bonds[name]
        assert (bond.interest_from, bond.first_coupon) == (dt.date(2020, 6, 24), dt.date(2021, 2, 24))
        assert bond.regular_from == bond.interest_from
    assert (story.bonds["2031"].issue_price_px, story.bonds["2026"].issue_price_px) == (100.0, 98.799)


def check_digit(isin: str) -> int:
    """Last digit of an ISIN by the Luhn rule over its letters as numbers (ISO 6166)."""
    digits = "".join(str(int(sign, 36)) for sign in isin[:-1])
    doubled = [int(sign) * (2 if i % 2 == 0 else 1) for i, sign in enumerate(reversed(digits))]
    return -sum(number // 10 + number % 10 for number in doubled) % 10


def test_isins_have_the_right_check_digit(story: Story) -> None:
    for bond in story.bonds.values():
        for isin in filter(None, (bond.isin, bond.isin_144a)):
            assert check_digit(isin) == int(isin[-1]), isin


# Events and claims


def test_events_of_the_article_are_26_with_words_and_a_reason(story: Story) -> None:
    assert sorted(event.id for event in story.events) == [f"A{number:02d}" for number in range(1, 27)]
    assert all(event.words and event.reason for event in story.events)
    bases = Counter(event.basis for event in story.events)
    assert bases == {"weekday": 5, "stated": 1, "relative": 7, "inferred": 9, "external": 4}
    assert [event.id for event in story.events if event.start is None] == ["A19"]


def test_the_days_that_the_article_names(story: Story) -> None:
    events = {event.id: event for event in story.events}
    assert story.file.article.published == dt.date(2020, 8, 27)
    assert story.file.article.published.strftime("%A") == "Thursday"
    assert events["A04"].start == dt.date(2020, 8, 9)
    assert {events[name].start for name in ("A01", "A08", "A11", "A13", "A15")} == {dt.date(2020, 8, 27)}
    assert (events["A16"].start, events["A16"].end) == (dt.date(2020, 8, 19), dt.date(2020, 8, 27))


def test_context_events_are_72_in_order_and_never_the_articles(story: Story) -> None:
    assert [event.id for event in story.context] == [f"K{number:02d}" for number in range(1, 73)]
    starts = [event.start for event in story.context if event.start]
    assert len(starts) == 72
    assert starts == sorted(starts)
    assert {event.basis for event in story.context} == {"context"}


SAME = {"A01": "K39", "A04": "K11", "A08": "K40", "A24": "K32", "A25": "K33"}


def test_an_event_that_is_in_both_lists_falls_on_the_same_days(story: Story) -> None:
    events: dict[str, Event] = {event.id: event for event in (*story.events, *story.context)}
    assert {event.id: event.same_as for event in story.events if event.same_as} == SAME
    for own, other in SAME.items():
        first, second = events[own], events[other]
        assert first.start and first.last and second.start and second.last
        assert first.start <= second.last and second.start <= first.last


def test_labels_are_short_enough_to_be_drawn(story: Story) -> None:
    for event in (*story.events, *story.context):
        assert len(event.label) <= 28, event.label


CLAIMS = ["C01", "C02", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "N01", "N02", "N03", "N04", "N05", "N06"]


def test_claims_keep_the_articles_words_and_say_what_would_settle_them(story: Story) -> None:
    claims = {claim.id: claim for claim in story.file.claims}
    assert list(claims) == CLAIMS
    assert claims["C09"].words == "plunge this year to more than 21%"
    assert claims["C01"].words == "dropped 31 basis points"
    assert all(claim.needs for claim in claims.values() if claim.bond)
    assert all(claim.note for claim in claims.values() if claim.kind == "outside_markets")
    assert (claims["C09"].relation, claims["C09"].value, claims["C09"].tolerance) == (">", 21, 0.3)
    assert (claims["C01"].value, claims["C01"].tolerance, claims["C08"].value) == (-31, 2, 7)
