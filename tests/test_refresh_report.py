"""What `refresh` prints, to the letter, from outcomes made by hand."""

from __future__ import annotations

import datetime as dt

from dashboard.refresh import Outcome, Progress
from dashboard.refresh_report import cleared_text, outcomes_text, step_line

FIRST, LAST = dt.date(2020, 1, 2), dt.date(2026, 11, 23)
CAME = Outcome("nbrb_usd", "Official rate", "updated", 2532, FIRST, LAST, "Official rate: all is well.")
OFF = Outcome("yahoo_byn_x", "A quote", "unchanged", 9, FIRST, LAST, "A quote: as before.", ("A quote is 34 % off.",))
LOST = Outcome("yahoo_emb", "A fund", "failed", 0, None, None, f"A fund: {'no network here ' * 8}")


def test_the_table_has_a_row_for_each_series() -> None:
    assert outcomes_text([CAME, OFF]).splitlines()[:3] == [
        "  series       status      rows  first       last",
        "  nbrb_usd     updated    2,532  2020-01-02  2026-11-23",
        "  yahoo_byn_x  unchanged      9  2020-01-02  2026-11-23",
    ]


def test_a_series_without_rows_has_no_days() -> None:
    assert outcomes_text([LOST]).splitlines()[1] == "  yahoo_emb  failed     0  –      –"


def test_failures_and_warnings_are_told_below_it_and_fit_the_terminal() -> None:
    table, failed, warned = outcomes_text([CAME, OFF, LOST]).split("\n\n")
    assert failed.startswith("Failed:\n- A fund: no network here")
    assert warned == "Stored, but check before use:\n- A quote is 34 % off."
    assert max(len(line) for line in f"{table}\n{failed}".splitlines()) <= 100
    assert "Official rate: all is well." not in outcomes_text([CAME])


def test_a_step_says_which_of_how_many_and_ends_with_the_status() -> None:
    asking = Progress("yahoo_emb", "A fund", 2, 3, "Asking the publisher.")
    assert step_line(asking) == "2 of 3  yahoo_emb: Asking the publisher."
    assert step_line(Progress("yahoo_emb", "A fund", 2, 3, LOST.sentence, LOST)) == "2 of 3  yahoo_emb: failed"


def test_what_was_removed_is_named() -> None:
    assert cleared_text(("a", "b")) == "Removed: a, b."
    assert cleared_text(()) == "Nothing was stored, so nothing was removed."
