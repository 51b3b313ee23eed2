"""Differences between a live series and another of its kind, worked by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.disagreement import disagreements
from tests.live_stories import live_source, observations, story_of

VENDOR = live_source("yahoo", "BYN=X", compare_with="official", tolerance_pct=5)
BANK = live_source("nbrb", "USD", continues="official")


def test_a_value_a_third_off_the_official_rate_is_named() -> None:
    story = story_of(VENDOR, embedded={"official": observations({"2022-03-14": 2.90, "2022-03-15": 2.93})})
    found = disagreements(story, {"yahoo_byn_x": observations({"2022-03-14": 2.91, "2022-03-15": 3.93})})
    assert [(d.series, d.other, d.days, d.common, d.worst) for d in found] == [
        ("yahoo_byn_x", "official", 1, 2, dt.date(2022, 3, 15))
    ]
    assert round(found[0].worst_pct, 2) == 34.13  # 3.93 / 2.93 - 1
    assert "3.93 against 2.93 BYN per USD (34.1 % above)" in found[0].sentence
    assert "more than 5 % on 1 of 2 common days, most on 2022-03-15" in found[0].sentence


def test_the_largest_gap_counts_whatever_its_sign() -> None:
    story = story_of(VENDOR, embedded={"official": observations({"2022-03-14": 2.0, "2022-03-15": 2.0})})
    found = disagreements(story, {"yahoo_byn_x": observations({"2022-03-14": 2.2, "2022-03-15": 1.5})})
    assert (found[0].worst, found[0].worst_pct) == (dt.date(2022, 3, 15), -25.0)
    assert "(25.0 % below)" in found[0].sentence


def test_a_gap_within_the_tolerance_is_no_disagreement() -> None:
    story = story_of(VENDOR, embedded={"official": observations({"2022-03-15": 2.0})})
    assert disagreements(story, {"yahoo_byn_x": observations({"2022-03-15": 2.1})}) == ()


def test_a_rate_dated_by_its_day_in_force_is_compared_on_its_day_of_quote() -> None:
    # The bank's rates are the market's of the business day before; Monday's was set on Friday.
    market = observations({"2022-03-10": 2.0, "2022-03-11": 3.0, "2022-03-14": 4.0})
    official = observations({"2022-03-11": 2.0, "2022-03-14": 3.0, "2022-03-15": 4.0})
    lagged = story_of(VENDOR, embedded={"official": official}, lags={"official": 1})
    assert disagreements(lagged, {"yahoo_byn_x": market}) == ()
    same_day = disagreements(story_of(VENDOR, embedded={"official": official}), {"yahoo_byn_x": market})
    assert (same_day[0].days, same_day[0].common) == (2, 2)


def test_a_live_continuation_of_the_official_rate_is_compared_with_as_well() -> None:
    story = story_of(VENDOR, BANK, embedded={"official": observations({"2021-12-31": 2.5})})
    live = {"yahoo_byn_x": observations({"2022-03-15": 3.9}), "nbrb_usd": observations({"2022-03-15": 3.0})}
    assert [d.worst for d in disagreements(story, live)] == [dt.date(2022, 3, 15)]
    assert disagreements(story, {"yahoo_byn_x": live["yahoo_byn_x"]}) == ()


def test_another_live_series_may_be_compared_with_by_its_name() -> None:
    vendor = VENDOR.model_copy(update={"compare_with": "nbrb_usd"})
    live = {"yahoo_byn_x": observations({"2022-03-15": 3.9}), "nbrb_usd": observations({"2022-03-15": 3.0})}
    found = disagreements(story_of(vendor, BANK.model_copy(update={"continues": None})), live)
    assert found[0].sentence.startswith("BYN=X of yahoo differs from USD of nbrb by more than 5 %")


def test_flagged_values_are_not_compared() -> None:
    held = observations({"2022-03-14": 2.0, "2022-03-15": 2.0}).assign(flag=["", "held"])
    story = story_of(VENDOR, embedded={"official": held})
    live = observations({"2022-03-14": 2.0, "2022-03-15": 3.0})
    assert disagreements(story, {"yahoo_byn_x": live}) == ()


def test_without_a_stated_tolerance_or_a_counterpart_nothing_is_said() -> None:
    live = {"yahoo_byn_x": observations({"2022-03-15": 3.9})}
    loose = VENDOR.model_copy(update={"tolerance_pct": None})
    embedded = {"official": observations({"2022-03-15": 2.0})}
    assert disagreements(story_of(loose, embedded=embedded), live) == ()
    assert disagreements(story_of(VENDOR), live) == ()
    assert disagreements(story_of(VENDOR, embedded=embedded), {}) == ()


def test_the_frames_stay_as_they_were() -> None:
    official, live = observations({"2022-03-15": 2.0}), observations({"2022-03-15": 3.0})
    story = story_of(VENDOR, embedded={"official": official}, lags={"official": 1})
    disagreements(story, {"yahoo_byn_x": live})
    pd.testing.assert_frame_equal(official, observations({"2022-03-15": 2.0}))
    pd.testing.assert_frame_equal(live, observations({"2022-03-15": 3.0}))
