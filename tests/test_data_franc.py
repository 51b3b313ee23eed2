"""The embedded story of the Swiss franc against official notices, and as proof that nothing knows one country.

Expected figures are written out here on purpose: a file that changes by accident must not take its check along.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package
from frictionless import validate as validate_package

from dashboard.claim_cards import card_figures, headline
from dashboard.claims import check_claims
from dashboard.load import load_story
from dashboard.model import Story
from dashboard.saving import export_figure, size_named
from dashboard.state import default_state, tab_labels
from dashboard.study import usual_settings
from dashboard.study_reading import shared_notes
from dashboard.views import charts_of

FOLDER = Path(__file__).parent.parent / "data" / "swiss-franc-2015"


@pytest.fixture(scope="module")
def franc() -> Story:
    return load_story(FOLDER)


NOTICES = {
    # Code of the notice: dollar, yen, pound, krona and franc for a euro
    "15A03503": (1.0772, 129.36, 0.7170, 9.3790, 1.0383),
    "15A09466": (1.0600, 130.57, 0.7036, 9.2118, 1.0908),
    "15A09732": (1.0983, 132.54, 0.72600, 9.3630, 1.0771),
}
"""Reference rates of one day each as the Banca d'Italia gave them in notices of the Gazzetta Ufficiale of 2015.

Read in copies at gazzettaufficiale.biz/atti/2015, which do not show the day in what was read: it is found by the rates.
"""


@pytest.mark.parametrize("rates", NOTICES.values(), ids=NOTICES)
def test_five_rates_of_an_official_notice_stand_together_on_one_day(franc: Story, rates: tuple[float, ...]) -> None:
    names = ("usd_per_eur", "jpy_per_eur", "gbp_per_eur", "sek_per_eur", "chf_per_eur")
    together = pd.DataFrame({name: franc.values(name) for name in names})
    (day,) = together.index[(together == list(rates)).all(axis="columns")]
    assert day.year == 2015


VALUES = [
    # Around the decision
    ("chf_per_eur", "2015-01-14", 1.2010),
    ("chf_per_eur", "2015-01-15", 1.0280),
    ("chf_per_eur", "2015-01-16", 1.0128),
    # Last days of a year
    ("chf_per_eur", "2011-12-30", 1.2156),
    ("chf_per_eur", "2012-12-31", 1.2072),
    ("chf_per_eur", "2013-12-31", 1.2276),
    ("chf_per_eur", "2014-12-31", 1.2024),
    ("chf_per_eur", "2015-12-31", 1.0835),
    ("usd_per_eur", "2011-12-30", 1.2939),
    ("usd_per_eur", "2012-12-31", 1.3194),
    ("usd_per_eur", "2013-12-31", 1.3791),
    ("usd_per_eur", "2014-12-31", 1.2141),
    ("usd_per_eur", "2015-12-31", 1.0887),
    ("gbp_per_eur", "2014-12-31", 0.7789),
    ("gbp_per_eur", "2015-12-31", 0.73395),
    ("sek_per_eur", "2014-12-31", 9.393),
    ("sek_per_eur", "2015-12-31", 9.1895),
    ("jpy_per_eur", "2014-12-31", 145.23),
    ("jpy_per_eur", "2015-12-31", 131.07),
]


"""Rates written down from memory, not from a publication: they show a change of the files, and prove no figure."""


@pytest.mark.parametrize(("series", "on", "value"), VALUES)
def test_a_known_rate_stands_on_its_day(franc: Story, series: str, on: str, value: float) -> None:
    assert franc.values(series).loc[pd.Timestamp(on)] == value


def test_every_series_covers_the_same_five_years(franc: Story) -> None:
    first = franc.values("chf_per_eur").index
    assert (len(first), str(first[0].date()), str(first[-1].date())) == (1279, "2011-01-03", "2015-12-31")
    assert all(frame.index.equals(first) for frame in franc.observations.values())
    assert (pd.DatetimeIndex(first).day_of_week < 5).all()


def test_the_dollar_is_the_cross_of_two_reference_rates(franc: Story) -> None:
    cross = franc.values("chf_per_eur") / franc.values("usd_per_eur")
    assert (cross - franc.values("chf_per_usd")).abs().max() <= 0.00005 + 1e-12


def test_the_minimum_held_on_every_day_that_it_was_in_force(franc: Story) -> None:
    held = franc.values("chf_per_eur").loc["2011-09-06":"2015-01-14"]
    assert held.min() == 1.2008
    assert franc.values("chf_per_eur").loc["2015-01-15":].max() < 1.20


def test_the_euro_stood_highest_in_2014_where_the_event_starts(franc: Story) -> None:
    start = next(event.start for event in franc.events if event.id == "S05")
    year = franc.values("usd_per_eur").loc["2014-01-01":"2014-12-31"]
    assert str(pd.Timestamp(str(year.idxmax())).date()) == str(start)


def test_what_the_claims_measure(franc: Story) -> None:
    found = {r.claim.id: (r.verdict, [f.text for f in r.findings]) for r in check_claims(franc) if r.findings}
    assert found == {
        "P01": ("supported", ["1.2010 CHF per EUR"]),
        "P02": ("supported", ["1.0280 CHF per EUR"]),
        # 15 July 2014: 1.3613 dollars, 1.2142 francs; 14 January 2015: 1.1775 dollars, 1.2010 francs
        "P03": ("supported", ["−13.50 %"]),
        "P04": ("supported", ["12.56 %"]),
    }


def test_levels_keep_the_decimals_of_their_series_in_headline_and_cards(franc: Story) -> None:
    results = check_claims(franc)
    assert headline(franc, results) == (
        "The euro’s reference rate was 1.2010 CHF per EUR on 14 January 2015 and 1.0280 CHF per EUR on 15 January "
        "2015; in half a year the franc had lost 12.6 % against the dollar"
    )
    bigs = [card.big for card in card_figures(franc, results, None)]
    assert bigs == ["1.2010 CHF per EUR", "1.0280 CHF per EUR", "−13.50 %", "−12.56 %"]


def test_rates_of_one_minute_are_not_said_to_close_at_different_hours(franc: Story, story: Story) -> None:
    for told, apart in ((franc, False), (story, True)):
        notes = shared_notes(told, usual_settings(told, default_state(told)))
        assert any("closes differ" in note for note in notes) == apart


def test_every_chart_of_the_story_is_drawn(franc: Story) -> None:
    state, size = default_state(franc), size_named("screen")
    for chart in charts_of(franc):
        assert export_figure(franc, chart, state, size).data, chart
    assert set(tab_labels(franc)) >= {"franc", "dollar", "euro"}


def test_its_data_package_is_valid_for_any_tool_and_describes_every_table() -> None:
    report = validate_package(str(FOLDER / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "type", "message"])
    described = {resource.path for resource in Package(str(FOLDER / "datapackage.json")).resources}
    assert described == {path.name for path in FOLDER.glob("*.csv")}


def test_the_words_of_the_press_release_are_its_own(franc: Story) -> None:
    said = [*(event.words for event in franc.events), *(claim.words for claim in franc.file.claims)]
    assert [words for words in said if words not in PRESS_RELEASE] == []


PRESS_RELEASE = (
    "The Swiss National Bank (SNB) is discontinuing the minimum exchange rate of CHF 1.20 per euro. At the same time, "
    "it is lowering the interest rate on sight deposit account balances that exceed a given exemption threshold by 0.5 "
    "percentage points, to −0.75%. It is moving the target range for the three-month Libor further into negative "
    "territory, to between –1.25% and −0.25%, from the current range of between −0.75% and 0.25%. The minimum exchange "
    "rate was introduced during a period of exceptional overvaluation of the Swiss franc and an extremely high level "
    "of uncertainty on the financial markets. This exceptional and temporary measure protected the Swiss economy from "
    "serious harm. While the Swiss franc is still high, the overvaluation has decreased as a whole since the "
    "introduction of the minimum exchange rate. Recently, divergences between the monetary policies of the major "
    "currency areas have increased significantly – a trend that is likely to become even more pronounced. The euro "
    "has depreciated considerably against the US dollar and this, in turn, has caused the Swiss franc to weaken "
    "against the US dollar."
)
"""From the release of 15 January 2015: the sentences that the story quotes from."""
