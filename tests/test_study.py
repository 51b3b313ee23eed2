"""From a story to its event studies: inputs against the CSV files, figures by hand, and words against both."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.event_study import study_event, study_events
from dashboard.event_window import EventWindow
from dashboard.load import load_story
from dashboard.market_model import Daily
from dashboard.model import Story
from dashboard.state import OWN, default_state
from dashboard.study import (
    Settings,
    daily,
    eve_day,
    occasion_named,
    occasions,
    offered_benchmarks,
    other_units,
    paths_around,
    short_benchmarks,
    studied_series,
    study_of,
    study_rows,
    usual_occasion,
    usual_settings,
)
from dashboard.study_input import MOST_STEPS, read_own_day, read_shown, read_window
from dashboard.study_reading import figures, notes, obstacle, readable, reading, shared_notes
from dashboard.study_summary import moves_summary, moves_table, paths_summary, paths_table
from dashboard.study_words import change_and_percent, change_text, left_out, p_text, percent, size_text
from tests import crowns
from tests.conftest import BELARUS, FICTIONAL

MARKET, NBU, ICE = "usd_byn_market", "usd_byn_nbu_cross", "usd_byn_ice_close"
ELECTION = dt.date(2020, 8, 9)


@pytest.fixture(scope="module")
def fictional() -> Story:
    return load_story(FICTIONAL)


@pytest.fixture
def usual(story: Story) -> Settings:
    return usual_settings(story, default_state(story))


def from_files(name: str, quantity: Any, lag: int = 0) -> Daily:
    """A series read from its CSV, without the days that flaws.csv names, by the day each value was fixed."""
    values = pd.read_csv(BELARUS / f"{name}.csv", parse_dates=["date"], index_col="date")["value"]
    flaws = pd.read_csv(BELARUS / "flaws.csv", parse_dates=["date"])
    kept = values.drop(pd.DatetimeIndex(flaws.loc[flaws["series"] == name, "date"]))
    kept.index = pd.DatetimeIndex(kept.index) - lag * pd.offsets.BDay() if lag else kept.index
    return kept, quantity


def benchmarks_from_files() -> dict[str, Daily]:
    quantities = {"usd_rub_ecb": "exchange_rate", "brent_spot": "price", "em_dollar_index": "index"}
    return {name: from_files(name, quantity) for name, quantity in quantities.items()}


def article_days(story: Story) -> list[dt.date]:
    return [e.start for e in story.events if e.start and e.precision in ("day", "interval")]


def test_the_election_by_hand(story: Story, usual: Settings) -> None:
    # The vote is on a Sunday, so day 0 is Monday the 10th and day -1 Friday the 7th at 2.451386. 21 August is stale and
    # left out, so day +10 is Tuesday the 25th at 2.610559; day -5 is Monday the 3rd at 2.440265.
    study = study_of(story, usual, ELECTION)
    assert study.day0 == dt.date(2020, 8, 10)
    assert (study.first, study.last, study.days_spanned) == (dt.date(2020, 8, 3), dt.date(2020, 8, 25), 22)
    assert study.before == pytest.approx(100 * math.log(2.451386 / 2.440265))
    assert study.after == pytest.approx(100 * math.log(2.610559 / 2.451386))
    assert study.after == pytest.approx(6.2911, abs=5e-5)
    assert eve_day(story, usual, study) == dt.date(2020, 8, 7)


@pytest.mark.parametrize(("name", "lag"), [(MARKET, 0), (ICE, 0), (NBU, 1)])
def test_figures_are_those_of_the_statistics_on_the_files(story: Story, name: str, lag: int) -> None:
    settings = Settings(name, tuple(story.file.benchmarks))
    direct = study_event(
        *from_files(name, "exchange_rate", lag),
        ELECTION,
        benchmarks=benchmarks_from_files(),
        other_events=article_days(story),
    )
    ours = study_of(story, settings, ELECTION)
    assert ours.abnormal is not None
    assert direct.abnormal is not None
    assert (ours.before, ours.after) == pytest.approx((direct.before, direct.after))
    assert (ours.abnormal.change, ours.abnormal.low, ours.abnormal.high, ours.abnormal.p_value) == pytest.approx(
        (direct.abnormal.change, direct.abnormal.low, direct.abnormal.high, direct.abnormal.p_value)
    )
    assert ours.abnormal.coefficients == pytest.approx(dict(direct.abnormal.coefficients))
    assert (ours.day0, ours.notes) == (direct.day0, direct.notes)


def test_all_rows_say_what_the_table_of_the_statistics_says(story: Story, usual: Settings) -> None:
    events = {o.key: o.day for o in occasions(story)}
    series: dict[str, Daily] = {MARKET: from_files(MARKET, "exchange_rate")}
    table = study_events(events, series, benchmarks=benchmarks_from_files()).set_index("event")
    for row in study_rows(story, usual):
        for occasion in row.occasions:
            theirs: Any = table.loc[occasion.key]
            move = row.study.abnormal
            assert pd.isna(theirs["abnormal"]) == (move is None), occasion.key
            if move is not None:
                assert move.change == pytest.approx(theirs["abnormal"]), occasion.key
                assert (move.rank, move.placebos) == (theirs["rank"], theirs["placebos"]), occasion.key


@pytest.mark.parametrize("folder", [BELARUS, FICTIONAL])
def test_no_event_is_dropped(folder: Any) -> None:
    story = load_story(folder)
    rows = study_rows(story, usual_settings(story, default_state(story)))
    assert sorted(o.number for row in rows for o in row.occasions) == list(range(1, 1 + len(story.events)))


def test_rows_go_from_the_largest_move_down_and_end_with_those_without_one(story: Story, usual: Settings) -> None:
    sizes = [abs(row.study.abnormal.change) if row.study.abnormal else -1.0 for row in study_rows(story, usual)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes.count(-1.0) == 5
    last = [row.occasions[0].number for row in study_rows(story, usual)][-5:]
    assert last == [1, 2, 3, 4, 26]


def test_events_with_one_first_observation_share_a_row(story: Story, usual: Settings) -> None:
    rows = {row.occasions[0].key: [o.number for o in row.occasions] for row in study_rows(story, usual)}
    assert rows["A04"] == [6, 7, 8, 9, 10, 11, 12]
    # A Saturday and a Sunday: both can first be seen on Monday.
    assert rows["A24"] == [15, 16]


def test_a_date_known_to_the_year_is_no_day(story: Story, usual: Settings) -> None:
    found = {o.key: o for o in occasions(story)}
    assert (found["A20"].day, found["A20"].remark) == (None, "only its year is known, not the day")
    assert (found["A19"].day, found["A19"].remark) == (None, "its first day is not known")
    assert notes(story, usual, found["A20"], study_of(story, usual, None)) == ("Only its year is known, not the day.",)


def test_flagged_values_are_left_out_and_counted(story: Story) -> None:
    values = daily(story, MARKET)[0]
    assert pd.Timestamp("2020-08-21") not in values.index
    assert len(values) == len(story.observations[MARKET]) - 13
    assert left_out(story, MARKET) == "13 flagged values of Market quote left out."


def test_an_official_rate_counts_by_the_day_it_was_fixed(story: Story) -> None:
    # In force on Tuesday 11 August, fixed on Monday the 10th: the first rate that could know of Sunday's vote.
    values, frame = daily(story, NBU)[0], story.observations[NBU]
    assert values[pd.Timestamp("2020-08-10")] == frame.loc[pd.Timestamp("2020-08-11"), "value"]
    assert "by the day a rate was fixed" in left_out(story, NBU)


def test_series_and_benchmarks_that_are_offered(story: Story, fictional: Story) -> None:
    assert studied_series(story) == (MARKET, ICE, NBU)
    assert offered_benchmarks(story, "brent_spot") == ("usd_rub_ecb", "em_dollar_index")
    assert studied_series(fictional) == ("crown_market",)
    assert usual_settings(story, replace(default_state(story), source=ICE)).series == ICE


def test_the_first_study_shown_is_of_a_single_day(story: Story, usual: Settings, fictional: Story) -> None:
    assert usual_occasion(story, usual).key == "A04"
    assert usual_occasion(fictional, usual_settings(fictional, default_state(fictional))).key == "E04"


def test_occasions_by_name(story: Story, usual: Settings) -> None:
    assert occasion_named(story, usual, "A15").number == 22
    # The context row that is the same event is studied under the article's number.
    assert occasion_named(story, usual, "K11").key == "A04"
    around = next(e for e in story.context if e.id not in {x.same_as for x in story.events})
    assert (occasion_named(story, usual, around.id).key, occasion_named(story, usual, around.id).number) == (
        around.id,
        0,
    )
    assert occasion_named(story, usual, "nothing").key == "A04"
    assert occasion_named(story, usual, OWN, ELECTION).day == ELECTION


def test_an_own_day_on_an_events_day_gives_the_events_figures(story: Story, usual: Settings) -> None:
    own = occasion_named(story, usual, OWN, dt.date(2020, 8, 27))
    assert study_of(story, usual, own.day) is study_of(story, usual, occasion_named(story, usual, "A15").day)


def test_paths_hold_the_series_the_benchmarks_and_the_range(story: Story, usual: Settings) -> None:
    paths = paths_around(story, usual, occasion_named(story, usual, "A04"))
    assert paths.own["change"][10] == pytest.approx(100 * math.log(2.610559 / 2.451386))
    brent = from_files("brent_spot", "price")[0]
    later = brent[brent.index >= pd.Timestamp(ELECTION)].iloc[10]
    eve = brent[brent.index < pd.Timestamp(ELECTION)].iloc[-1]
    assert paths.benchmarks["brent_spot"]["change"][10] == pytest.approx(100 * math.log(later / eve))
    move = paths.study.abnormal
    assert move is not None
    assert paths.fan[0.975][10] == pytest.approx(np.quantile(move.placebo_raw_paths[:, -1], 0.975))


def test_adjusted_paths_end_at_the_adjusted_move_over_adjusted_windows(story: Story, usual: Settings) -> None:
    paths = paths_around(story, usual, occasion_named(story, usual, "A04"), adjusted=True)
    move = paths.study.abnormal
    assert move is not None
    assert paths.own["change"][10] == pytest.approx(move.change)
    assert paths.fan[0.025][10] == pytest.approx(np.quantile(move.placebo_paths[:, -1], 0.025))
    assert paths.benchmarks == {}


def test_a_benchmark_in_another_unit_is_not_put_on_the_axis_of_a_yield(story: Story) -> None:
    own = crowns.info(
        "own_yield", short="My yield", role="own", quantity="yield", unit="% a year", bond="2031", title="Own"
    )
    days = story.observations["us_10y_yield"].index
    shape = 7.0 + 0.01 * np.arange(len(days))
    richer = crowns.with_series(
        story, own, pd.DataFrame({"value": shape, "flag": "", "reason": ""}, index=days).astype({"value": float})
    )
    settings = Settings("own_yield", tuple(story.file.benchmarks))
    assert "own_yield" in studied_series(richer)
    assert other_units(richer, settings) == settings.benchmarks
    occasion = occasion_named(richer, settings, "A04")
    paths = paths_around(richer, settings, occasion)
    assert (paths.unit, paths.benchmarks) == ("bp", {})
    said = reading(richer, settings, occasion, paths.study)
    # One basis point a day, from day -1 to day +10.
    assert "My yield rose 11.0 bp from 7 to 24 August 2020: a lower price" in said


def test_a_benchmark_that_ends_too_early_is_named(story: Story, usual: Settings) -> None:
    own = occasion_named(story, usual, OWN, dt.date(2021, 5, 24))
    study = study_of(story, usual, own.day)
    assert study.abnormal is None
    assert short_benchmarks(story, usual, study) == ("em_dollar_index",)
    advice = [note for note in notes(story, usual, own, study) if "leave it out" in note]
    assert advice == ["EM dollar index runs from 20 Dec 2019 to 11 Dec 2020: leave it out to adjust for the others."]
    without = replace(usual, benchmarks=("usd_rub_ecb", "brent_spot"))
    assert study_of(story, without, own.day).abnormal is not None


# Words


def test_the_reading_of_the_election(story: Story, usual: Settings) -> None:
    occasion = occasion_named(story, usual, "A04")
    move = study_of(story, usual, occasion.day).abnormal
    assert move is not None
    larger = int(np.sum(np.abs(move.placebo_paths[:, -1]) >= abs(move.change)))
    assert reading(story, usual, occasion, study_of(story, usual, occasion.day)) == (
        "USD/BYN (Market quote) rose 6.29 log % (6.49 %) from 7 to 25 August 2020: a weaker ruble. Adjusted for "
        f"USD/RUB (ECB), Brent and EM dollar index, {move.change:+.2f} log % is left. Moves this large occurred "
        f"in {larger} of {move.placebos} comparable windows (p {(larger + 1) / (move.placebos + 1):.2f}): "
        "it does not stand out."
    )


def test_a_fall_is_read_as_one(story: Story, usual: Settings) -> None:
    said = reading(story, usual, occasion_named(story, usual, "A15"), study_of(story, usual, dt.date(2020, 8, 27)))
    # 26 August 2.662593 to 10 September; a fall of 2.02 log % is one of 2.00 %.
    assert said.startswith("USD/BYN (Market quote) fell 2.02 log % (2.00 %) from 26 August to 10 September 2020")
    assert "a stronger ruble" in said


def test_a_planted_jump_is_called_unusual() -> None:
    days = pd.bdate_range("2019-01-01", periods=200)
    steps = 0.001 * np.random.default_rng(3).standard_normal(200)
    steps[150] = 0.20
    values = pd.DataFrame({"value": 10 * np.exp(steps.cumsum()), "flag": "", "reason": ""}, index=days)
    made = crowns.story({crowns.RATE: values})
    settings = Settings(crowns.RATE, ())
    own = occasion_named(made, settings, OWN, days[150].date())
    said = reading(made, settings, own, study_of(made, settings, own.day))
    assert "Adjusted for the usual drift alone" in said
    assert said.endswith("comparable windows (p 0.009): unusual.")
    assert "No benchmark: adjusted for the mean change only." in notes(
        made, settings, own, study_of(made, settings, own.day)
    )
    assert len(shared_notes(made, settings)) == 1


def test_what_stands_in_the_way_is_said(fictional: Story, story: Story, usual: Settings) -> None:
    settings = usual_settings(fictional, default_state(fictional))
    march = occasion_named(fictional, settings, "E04")
    said = reading(fictional, settings, march, study_of(fictional, settings, march.day))
    assert said.startswith("USD/XAC (Crown market) rose 9.19 log % (9.63 %) from 12 to 30 March 2021: a weaker crown.")
    assert "could not be adjusted: only 44 observations before the window" in said
    matures = occasion_named(story, usual, "A14")
    assert obstacle(matures, study_of(story, usual, matures.day)).startswith("No observations around 24 Feb 2031")
    late = occasion_named(story, usual, OWN, dt.date(2021, 12, 26))
    assert obstacle(late, study_of(story, usual, late.day)).startswith("Incomplete window: 5 of 5")


def test_p_values_are_called_nearly_uniform_only(story: Story, usual: Settings) -> None:
    assert any("only nearly uniform" in note for note in shared_notes(story, usual))
    study = study_of(story, usual, ELECTION)
    assert study.abnormal is not None
    finest = f"below {1 / (study.abnormal.separate + 1):.2f} is weaker than it looks"
    assert any(finest in note for note in notes(story, usual, occasion_named(story, usual, "A04"), study))


def test_figures_have_the_same_names_for_every_study(story: Story, usual: Settings) -> None:
    named = {tuple(name for name, _ in figures(story, usual, row.study)) for row in study_rows(story, usual)}
    assert len(named) == 1
    texts = dict(figures(story, usual, study_of(story, usual, ELECTION)))
    assert texts["After: day −1 to +10"] == "+6.29 log % (+6.49 %)"
    assert texts["Calendar days spanned"] == "22 (3 Aug 2020 to 25 Aug 2020)"
    assert texts["First observation that could react"] == "10 Aug 2020"
    assert set(dict(figures(story, usual, study_of(story, usual, None))).values()) == {"–"}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (change_text(6.2911, "log %"), "+6.29 log %"),
        (change_text(-31.0, "bp"), "−31.0 bp"),
        (change_text(math.nan, "bp"), "–"),
        (change_and_percent(-10.0, "log %"), "−10.00 log % (−9.52 %)"),
        (size_text(-10.0, "log %"), "10.00 log % (9.52 %)"),
        (size_text(-25.0, "bp"), "25.0 bp"),
        (p_text(None), "–"),
        (readable("no abnormal move: see 2020-08-09"), "No adjusted move: see 9 Aug 2020."),
    ],
)
def test_figures_are_written_in_one_way(made: str, expected: str) -> None:
    assert made == expected


def test_log_percent_in_percent() -> None:
    # ln 2 is a doubling.
    assert percent(100 * math.log(2)) == pytest.approx(100.0)


# Charts as text


def test_the_table_of_all_events_has_a_row_for_each(story: Story, usual: Settings) -> None:
    table = moves_table(story, usual)
    assert [row[0].split(" · ")[0] for row in table.rows] == [str(n) for n in range(1, 27)]
    assert table.rows[5][1:4] == ("10 Aug 2020", "+0.45 log %", "+6.29 log %")
    assert all(row[-1] for row in table.rows if row[4] == "–")


def test_the_table_of_paths_holds_each_day(story: Story, usual: Settings) -> None:
    table = paths_table(story, usual, paths_around(story, usual, occasion_named(story, usual, "A04")))
    assert [row[0] for row in table.rows][:6] == ["−5", "−4", "−3", "−2", "−1", "0"]
    assert table.rows[-1][:3] == ("+10", "25 Aug 2020", "+6.29")
    assert {len(row) for row in table.rows} == {len(table.head)}


def test_summaries_are_computed(story: Story, usual: Settings, fictional: Story) -> None:
    said = paths_summary(story, usual, paths_around(story, usual, occasion_named(story, usual, "A04")))
    assert "Market quote +6.29 log %" in said
    assert "inside the middle 95 %" in said
    assert "None of the 6 different moves has a p-value up to 0.05. 5 events have no adjusted move." in moves_summary(
        story, usual
    )
    settings = usual_settings(fictional, default_state(fictional))
    assert moves_summary(fictional, settings) == "4 events have no adjusted move."
    nothing = paths_around(fictional, settings, occasion_named(fictional, settings, "E03"))
    assert paths_summary(fictional, settings, nothing).endswith("nothing to draw. Its first day is not known.")


# What a reader types


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("0", "10", "at least 1 observation before"),
        ("five", "10", "“five” is not a whole number"),
        ("5", "", "“” is not a whole number"),
        ("5", None, "“” is not a whole number"),
        ("-3", "10", "“-3” is not a whole number"),
        ("2.5", "10", "“2.5” is not a whole number"),
        ("9999", "1", "“9999” is not a whole number"),
        ("30", "31", f"30 before and 31 after are 61 observations, at most {MOST_STEPS} together"),
    ],
)
def test_a_window_that_makes_no_sense_is_answered(before: str, after: str | None, says: str) -> None:
    window, problem = read_window(before, after)
    assert window is None
    assert says in problem


def test_a_window_is_read() -> None:
    assert read_window(" 3 ", "0") == (EventWindow(3, 0), "")
    assert read_window("30", "30") == (EventWindow(30, 30), "")


def test_an_own_day_is_read_and_checked(story: Story) -> None:
    assert read_own_day(" 2020-08-27 ", story, MARKET) == (dt.date(2020, 8, 27), "")
    assert "“2020-02-30” is not a date" in read_own_day("2020-02-30", story, MARKET)[1]
    outside = read_own_day("2022-01-01", story, MARKET)
    assert outside[0] is None
    assert "Market quote runs from 24 Dec 2019 to 31 Dec 2021; 1 Jan 2022 is outside" in outside[1]


def test_a_wrong_field_shows_nothing_but_its_message(story: Story) -> None:
    asked: dict[str, Any] = {
        "event": OWN, "day": "soon", "series": MARKET, "benchmarks": [], "before": "0", "after": "10", "compare": "",
        "show": "raw",
    }  # fmt: skip
    shown, problems = read_shown(story, asked, "light")
    assert shown is None
    assert "soon" in problems["day"]
    assert "at least 1" in problems["window"]
    assert read_shown(story, {**asked, "event": "A04", "before": "5"}, "light")[1] == {"day": "", "window": ""}


def test_nothing_is_mutated(story: Story, usual: Settings) -> None:
    kept = {name: frame.copy(deep=True) for name, frame in story.observations.items()}
    study_rows(story, usual)
    paths_around(story, usual, occasion_named(story, usual, "A04"))
    for name, frame in story.observations.items():
        pd.testing.assert_frame_equal(frame, kept[name])
