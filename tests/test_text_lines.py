"""Lines that fault messages point to, counted by hand in small texts."""

from __future__ import annotations

import pytest

from dashboard.breaches import Path
from dashboard.tables import read_table
from dashboard.text_lines import json_line, toml_line

TOML = """id = "x"
headline = "y"

[article]
url = "z"

[[events]]
id = "A"
end = 2021-01-01

[[events]]
id = "B"
start = 2021-01-02
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("headline",), 2),
        (("missing",), None),
        (("url",), None),  # a key of a table is none of the top
        (("article", "url"), 5),
        (("article", "headline"), 4),  # absent: the header of its table
        (("article",), None),
        (("events", 0, "end"), 9),
        (("events", 1, "id"), 12),
        (("events", 1, "end"), 11),  # absent in the second, and that of the first is not it
        (("events", 2, "id"), None),
        (("events", 1), 11),
        ((), None),
    ],
)
def test_line_of_a_path_in_toml(path: Path, line: int | None) -> None:
    assert toml_line(TOML, path) == line


def test_line_of_a_name_in_json() -> None:
    text = '{\n  "name": "oil_spot",\n  "path": "oil.csv"\n}'
    assert json_line(text, "oil.csv") == 3
    assert json_line(text, "oil") is None


def test_a_row_is_counted_from_the_line_on_which_it_starts() -> None:
    table, breaches = read_table("a.csv", 'id,note\n1,"two\nlines"\n\n2,one\n', ("id", "note"))
    assert table.lines == (2, 5)
    assert table.rows[0] == {"id": "1", "note": "two\nlines"}
    assert breaches == []
