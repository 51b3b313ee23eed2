"""A file that is being looked at: what can be chosen, what it would become, and what is in the way."""

from __future__ import annotations

from dataclasses import replace

from dashboard.model import Story
from dashboard.own_look import Held, look_at
from tests.own_files import TODAY, bond_csv, workbook

UNCLEAR = Held("unclear.csv", b"date,close\n03/04/2020,2.6\n", "unclear")


def test_a_settled_file_is_ready_to_be_added(story: Story) -> None:
    found = look_at(story, Held("bond.csv", bond_csv(), "My bond"), TODAY)
    assert found.own is not None
    assert (found.own.info.name, found.own.info.short, found.problem) == ("My_bond", "My bond", "")
    assert (len(found.rows), found.unit) == (6, "% of face")


def test_an_open_question_is_in_the_way_until_it_is_settled(story: Story) -> None:
    found = look_at(story, UNCLEAR, TODAY)
    assert found.own is None
    assert "may be 3 April 2020" in found.problem
    settled = look_at(story, replace(UNCLEAR, given={"order": "mdy"}), TODAY)
    assert settled.own is not None
    assert str(settled.own.frame.index[0].date()) == "2020-03-04"


def test_something_else_asks_for_its_unit(story: Story) -> None:
    held = Held("gold.csv", b"date,value\n2020-08-27,1500\n", "Gold", given={"unit": "other"})
    assert look_at(story, held, TODAY).needs_unit_name
    assert look_at(story, replace(held, unit_name="USD per ounce"), TODAY).own is not None


def test_without_a_table_the_separator_can_still_be_chosen(story: Story) -> None:
    held = Held("x.csv", b"2020-08-27;2,65\n", "x", given={"separator": "\t"})
    found = look_at(story, held, TODAY)
    assert "no column of it holds days" in found.problem or "no column beside" in found.problem
    assert list(found.guesses) == ["encoding", "separator"]


def test_a_wrong_encoding_can_be_changed_again(story: Story) -> None:
    held = Held("x.csv", "Дата;Курс\n27.08.2020;2,65\n".encode("cp1251"), "x", given={"encoding": "utf-8"})
    found = look_at(story, held, TODAY)
    assert list(found.guesses) == ["encoding"]
    assert "is no Unicode" in found.problem


def test_a_workbook_without_a_table_offers_its_sheets(story: Story) -> None:
    data = workbook({"Cover": [["hello"]], "Notes": [["world"]]})
    assert list(look_at(story, Held("x.xlsx", data, "x"), TODAY).guesses) == ["sheet"]
