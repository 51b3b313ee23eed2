"""How days, numbers and quote directions are written, in one way everywhere. Pure text, no story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

MINUS = "−"
THIN_UNITS = ("%", "bp")
"""Units that stay as they are; any other single word loses its plural s at 1."""


def day_text(day: dt.date) -> str:
    """A day in full: 27 August 2020."""
    return f"{day.day} {day:%B %Y}"


def days_text(start: dt.date, end: dt.date) -> str:
    """A span of days without repeating what both ends share: 1 to 26 August 2020; one day alone stands once."""
    if start == end:
        return day_text(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_text(end)}"
    first = f"{start.day} {start:%B}" if start.year == end.year else day_text(start)
    return f"{first} to {day_text(end)}"


def plain(number: float, decimals: int = 2) -> str:
    """A number with a real minus sign; one too small for `decimals` keeps its first digit: −0.001."""
    tiny = number != 0 and round(abs(number), decimals) == 0
    text = f"{number:.1g}" if tiny and abs(number) >= 1e-4 else f"{number:.{decimals}f}"
    return text.replace("-", MINUS) if float(text) else text.lstrip("-")


def with_unit(number: float, unit: str, decimals: int = 2, signed: bool = False) -> str:
    """A number and its unit: 21.05 %, +26.67 %, 7 days, 1 day."""
    sign = "+" if signed and number > 0 else ""
    return f"{sign}{plain(number, decimals)} {unit_text(unit, number)}".rstrip()


def unit_text(unit: str, number: float) -> str:
    """The unit as it follows a number: days becomes day at 1."""
    singular = abs(number) == 1 and unit not in THIN_UNITS and " " not in unit
    return unit.removesuffix("s") if singular else unit


def span_text(low: float, high: float, unit: str, decimals: int = 2) -> str:
    """A range and its unit, 20.8 to 21.1 %; one number where both ends are written alike."""
    ends = plain(low, decimals), plain(high, decimals)
    return with_unit(high, unit, decimals) if ends[0] == ends[1] else f"{ends[0]} to {ends[1]} {unit}".rstrip()


def pair_text(unit: str) -> str:
    """Name of the pair quoted in `unit`: EUR/PLN for PLN per EUR; the unit itself where it is no such quote."""
    counted, found, per = unit.partition(" per ")
    return f"{per}/{counted}" if found else unit


def listed(parts: Sequence[str]) -> str:
    """Parts as one enumeration: a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def sentence(text: str) -> str:
    """Text that starts with a capital letter and ends with one full stop."""
    body = text.strip().rstrip(".")
    return f"{body[:1].upper()}{body[1:]}."
