"""The claims as text, CSV and JSON: the same numbers, complete, and computed each time."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.claim_report import COLUMNS, claims_text
from dashboard.claims import check_claims, claims_table
from dashboard.errors import DataError
from dashboard.load import load_story
from dashboard.model import Story
from tests.conftest import FICTIONAL
from tests.crowns import RATE, claim, day, frame, info, with_series
from tests.crowns import story as crowns


def rows_of(story: Story) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(claims_text(story, "csv"), newline=""), strict=True))


def tree_of(story: Story) -> dict[str, Any]:
    return {claim["id"]: claim for claim in json.loads(claims_text(story, "json"))["claims"]}


def section(text: str, claim_id: str) -> str:
    """The lines of one claim in the table, joined, so that a line's end hides nothing."""
    part = text.split(f"\n{claim_id} ")[1].partition("\n\n")[0]
    return " ".join(part.split())


def test_the_table_has_the_known_answers(story: Story) -> None:
    text = claims_text(story, "table")
    year = section(text, "C09")
    assert "DEPENDS" in year
    assert "ICE close 21.05 % 20.72 to 21.39 % met by 0.05 percentage points Depends" in year
    assert "NBU cross 21.14 % – met by 0.14 percentage points Supported" in year
    assert "Market quote 20.79 % – missed by 0.21 percentage points Contradicted" in year
    streak = section(text, "C08")
    assert "ICE close 7 days – met exactly Supported" in streak
    assert "NBU cross 4 to 6 days 4 to 6 days missed by 1 to 3 days Contradicted" in streak
    assert "Market quote 0 to 5 days 0 to 5 days missed by 2 to 7 days Contradicted" in streak
    assert "7.61 % on 26 August 2020 is derived, not published" in section(text, "C01")
    assert "CANNOT BE CHECKED" in section(text, "C02")


def test_the_table_fits_a_terminal_and_keeps_every_claim(story: Story) -> None:
    lines = claims_text(story, "table").splitlines()
    assert max(map(len, lines)) <= COLUMNS == 100
    begun = [line[:3] for line in lines if line[:1] in "CN" and line[1:3].isdigit()]
    assert begun == [c.id for c in story.file.claims]
    assert not any(line.lstrip().startswith(("%", "bp")) for line in lines)


def test_a_long_name_of_a_source_is_wrapped_and_not_cut() -> None:
    name = "A very long name of a source that leaves no room at all for columns beside it, whatever one does"
    long = crowns({RATE: frame({"2019-05-09": 2.0, "2019-05-10": 2.5})}, infos=[info(short=name)],
                  claims=[claim("change_since", base=day("2019-05-09"), value=10)])  # fmt: skip
    text = claims_text(long, "table")
    assert max(map(len, text.splitlines())) <= COLUMNS
    assert f"{name}; 20.00 %;" in " ".join(text.split())


def test_the_csv_holds_the_numbers_of_the_claims_table(story: Story) -> None:
    expected, rows = claims_table(check_claims(story)), rows_of(story)
    assert list(rows[0]) == list(expected.columns)
    assert len(rows) == len(expected)
    for name in ("number", "margin", "low", "high", "claimed", "tolerance"):
        found = [float(row[name]) if row[name] else math.nan for row in rows]
        assert pd.Series(found).equals(expected[name].reset_index(drop=True).rename(None)), name
    assert {row["claim"]: row["relation"] for row in rows}["C01"] == "'="


def test_the_csv_has_one_row_a_claim_and_source(story: Story) -> None:
    loss = {row["series"]: float(row["number"]) for row in rows_of(story) if row["claim"] == "C09"}
    assert loss["usd_byn_ice_close"] == pytest.approx(100 * (1 - 2.10 / 2.66), abs=1e-9)
    assert loss["usd_byn_nbu_cross"] == pytest.approx(100 * (1 - 2.104 / 2.668108), abs=1e-9)
    assert loss["usd_byn_market"] == pytest.approx(100 * (1 - 2.109097 / 2.662566), abs=1e-9)


def test_the_json_is_structured(story: Story) -> None:
    tree = tree_of(story)
    assert list(tree) == [c.id for c in story.file.claims]
    ice = tree["C09"]["findings"][0]
    assert (ice["series"], ice["verdict"], ice["text"]) == ("usd_byn_ice_close", "depends", "21.05 %")
    assert (round(ice["low"], 2), round(ice["high"], 2)) == (20.72, 21.39)
    assert [point["day"] for point in ice["points"]] == ["2019-12-31", "2020-08-27"]
    assert [round(reading["number"], 2) for reading in ice["other"]] == [26.67]
    derived = [said for said in tree["C01"]["published"] if said["derived"]]
    assert [(said["low"], said["start"]) for said in derived] == [(7.61, "2020-08-26")]
    assert tree["C05"]["bounds"]["low"] == 7.84
    assert any(row["changed"] for row in tree["C09"]["sensitivity"])
    assert tree["N01"]["findings"] == []


def test_the_json_has_null_where_nothing_ends() -> None:
    # Rounding to whole crowns could have made the whole loss, so the share recovered may be anything.
    share = claim("partial_recovery", base=day("2019-05-06"), start=day("2019-05-06"), end=day("2019-05-09"), unit="")
    values = frame({"2019-05-06": 2.0, "2019-05-08": 3.0, "2019-05-10": 2.5})
    open_share = crowns({RATE: values}, infos=[info(rounding_step=1.0)], claims=[share])
    (found,) = tree_of(open_share)["X1"]["findings"]
    assert (found["number"], found["low"], found["high"]) == (0.5, None, None)


def test_a_changed_value_changes_every_format(story: Story) -> None:
    changed = story.observations["usd_byn_ice_close"].copy()
    changed.loc["2020-08-27", "value"] = 2.70
    other = replace(story, observations={**story.observations, "usd_byn_ice_close": changed})
    loss = 100 * (1 - 2.10 / 2.70)
    assert "ICE close 22.22 % 21.89 to 22.55 % met by 1.22 percentage points" in section(
        claims_text(other, "table"), "C09"
    )
    assert tree_of(other)["C09"]["findings"][0]["number"] == pytest.approx(loss, abs=1e-9)
    assert [float(r["number"]) for r in rows_of(other) if r["series"] == "usd_byn_ice_close"][-2] == pytest.approx(loss)


def test_a_story_without_bonds_and_without_outside_claims() -> None:
    text = claims_text(load_story(FICTIONAL), "table")
    assert "Outside markets" not in text
    assert "2 claims about markets: 1 supported and 1 contradicted." in text


def test_a_series_that_cannot_say_stays_in_the_table() -> None:
    base = crowns({RATE: frame({"2019-05-09": 2.0, "2019-05-10": 2.5})},
                  claims=[claim("change_since", base=day("2019-05-09"), value=10)])  # fmt: skip
    late = with_series(base, info("late", short="Late", role="own"), frame({"2019-06-03": 2.0}))
    assert "Late – – – Cannot be checked" in section(claims_text(late, "table"), "X1")
    assert [row["series"] for row in rows_of(late)] == [RATE, "late"]


def test_an_unknown_format_is_explained(story: Story) -> None:
    with pytest.raises(DataError, match=r"no format “xml”.*table, csv, json"):
        claims_text(story, "xml")
