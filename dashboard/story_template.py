"""The files of a new story as text, every field of story.toml explained by what stands in the models. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from dashboard.model import Article, Card, Claim, Event, Panel, Period, StoryFile
from dashboard.story_questions import Answers
from dashboard.story_schema import field_docs
from dashboard.wording import day_text, pair_text

MOST_DECIMALS = 8
AROUND = dt.timedelta(days=30)
WIDTH = 118
EXAMPLES: Mapping[str, object] = {
    "start": dt.date(2020, 8, 9),
    "end": dt.date(2020, 8, 27),
    "base": dt.date(2019, 12, 31),
    "default_base": dt.date(2020, 8, 7),
    "value": 0,
    "tolerance": 0.1,
    "flat_below_pct": 0.05,
    "relation": ">",
    "others": (),
    "reference": (),
    "urls": ("https://example.org/other",),
    "benchmarks": (),
}
"""What a field that is not used yet might hold; a text otherwise."""


@dataclass(frozen=True)
class Figures:
    """Days and values of the first series, ascending."""

    dates: Sequence[dt.date]
    values: Sequence[float]

    @property
    def decimals(self) -> int:
        """The most decimals that a value has."""
        return max(len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]) for value in self.values)

    @property
    def text(self) -> str:
        """The figures as the CSV of a story."""
        rows = zip(self.dates, self.values, strict=True)
        return "date,value\n" + "".join(f"{day},{repr(value).removesuffix('.0')}\n" for day, value in rows)

    @property
    def frequency(self) -> str:
        """How often there is a value, by the middle gap between two of them."""
        gaps = sorted((b - a).days for a, b in zip(self.dates, self.dates[1:], strict=False))
        middle = gaps[len(gaps) // 2] if gaps else 1
        return "daily" if middle <= 4 else "weekly" if middle <= 10 else "monthly"


def series_name(answers: Answers) -> str:
    """Name of the first series, made from its unit: CHF per EUR becomes chf_per_eur."""
    return re.sub(r"[^a-z0-9]+", "_", answers["unit"].lower()).strip("_") or "series"


def story_text(name: str, answers: Answers, figures: Figures, schema: str) -> str:
    """story.toml of a story called `name`; `schema` is the path to the JSON Schema for editors, "" for none."""
    top, article, panel, periods, event = _entries(name, answers, figures)
    claim, card = _examples(answers)
    parts = [
        f"#:schema {schema}" if schema else "",
        "# A story. Above each field stands what it is for; a field after a # is not used, and may be left out.",
        _fields(StoryFile, top, tables=("article", "panels", "periods", "cards", "events", "claims")),
        _table("[article]", Article, article),
        _table("[[panels]]", Panel, panel),
        *[_table("[[periods]]", Period, period) for period in periods],
        _table("[[events]]", Event, event),
        "# A claim, and a figure above the chart that rests on it, look like this. Write what the article says, and "
        "take\n# the first # off each line.",
        _unused(_table("[[claims]]", Claim, claim)),
        _unused(_table("[[cards]]", Card, card)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _entries(name: str, answers: Answers, figures: Figures) -> tuple[Any, ...]:
    day = dt.date.fromisoformat(answers["date"])
    pair, series = pair_text(answers["unit"]), series_name(answers)
    is_near = any(day - AROUND <= found <= day + AROUND for found in figures.dates)
    before = [found for found in figures.dates if found < day]
    article = f"“{answers['headline']}”, {answers['publisher']}, {day_text(day)}"
    top = {
        "id": name,
        "title": answers["title"],
        "place": answers["place"],
        "summary": f"{pair} beside the dated statements of one article: {article}.",
        "headline": f"{pair} around {day_text(day)}",
        "limits": f"The figures are {figures.frequency} values. What happened between two of them is not shown.",
        "default_period": "around" if is_near else "all",
        **({"default_base": before[-1]} if before else {}),
    }
    thing = answers["noun"].removeprefix("the ")
    is_rate = answers["quantity"] == "exchange_rate"
    rise, fall = (f"{word} {thing}" for word in (("a weaker", "a stronger") if is_rate else ("a higher", "a lower")))
    panel = {
        "id": answers["quantity"].replace("exchange_", ""),
        "kind": "series",
        "title": answers["unit"] if is_rate else f"{thing[:1].upper()}{thing[1:]}, {answers['unit']}",
        "axis": answers["unit"],
        "series": (series,),
        "noun": answers["noun"],
        "rise_means": rise,
        "fall_means": fall,
        "explain": f"A rising line is {rise}, a falling line {fall}.",
    }
    around = {"id": "around", "label": "Around the article", "start": day - AROUND, "end": day + AROUND}
    every = {"id": "all", "label": "All"}
    event = {
        "id": "E01",
        "label": "Article published",
        "what": f"{answers['publisher']} publishes “{answers['headline']}”.",
        "start": day,
        "precision": "day",
        "basis": "stated",
        "kind": "article",
        "reason": "The article bears this date.",
    }
    periods = [around, every] if is_near else [every]
    return top, {**{k: answers[k] for k in ("publisher", "headline", "url")}, "published": day}, panel, periods, event


def _examples(answers: Answers) -> tuple[dict[str, object], dict[str, object]]:
    """A claim and a card that name the series and the day of the article, and claim nothing yet."""
    claim = {
        "id": "C01",
        "statement": "What the article claims, in a sentence.",
        "words": "the article’s own words",
        "kind": "change_on_day",
        "series": (series_name(answers),),
        "day": dt.date.fromisoformat(answers["date"]),
        "relation": ">",
        "value": 0,
        "unit": "bp" if answers["quantity"] == "yield" else "%",
    }
    return claim, {"title": "Change on the day", "claims": ("C01",)}


def _table(header: str, model: type[BaseModel], values: Mapping[str, object]) -> str:
    about = (model.__doc__ or "").splitlines()[0]
    return f"# {about}\n{header}\n{_fields(model, values)}"


def _fields(model: type[BaseModel], values: Mapping[str, object], tables: Sequence[str] = ()) -> str:
    """Each field of a model below its explanation, those without a value after a #."""
    docs = field_docs(model)
    lines: list[str] = []
    for field in model.model_fields:
        if field in tables:
            continue
        lines += textwrap.wrap(docs[field], WIDTH, initial_indent="# ", subsequent_indent="# ")
        used = field in values
        lines.append(f"{'' if used else '# '}{field} = {_toml(values[field] if used else EXAMPLES.get(field, ''))}")
    return "\n".join(lines)


def _toml(value: object) -> str:
    """A value as TOML writes it; JSON's texts, numbers and lists are TOML's too."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _unused(block: str) -> str:
    return "\n".join(f"# {line}" for line in block.splitlines())


def package_text(name: str, answers: Answers, figures: Figures) -> str:
    """datapackage.json with the first series."""
    resource = _resource(answers, figures)
    package = {
        "name": name.lower(),
        "profile": "tabular-data-package",
        "title": answers["title"],
        "version": "1.0.0",
        "sources": [{"title": f"{answers['publisher']}, {answers['date']}", "path": answers["url"]}],
        "resources": [resource],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def _resource(answers: Answers, figures: Figures) -> dict[str, object]:
    low, high = _limits(figures.values)
    day = {"name": "date", "type": "date", "format": "default", "constraints": {"required": True, "unique": True}}
    limits = {"required": True, "minimum": low, "maximum": high}
    value = {"name": "value", "type": "number", "title": answers["unit"], "constraints": limits}
    return {
        "name": series_name(answers),
        "profile": "tabular-data-resource",
        "path": f"{series_name(answers)}.csv",
        "title": answers["series"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "sources": [{"title": answers["source"], "path": answers["source_url"]}],
        "schema": {"fields": [day, value], "missingValues": [""], "primaryKey": "date"},
        "dashboard": {
            "short": answers["source"],
            "unit": answers["unit"],
            "quantity": answers["quantity"],
            "role": "market",
            "frequency": figures.frequency,
            "decimals": figures.decimals,
            "dated_by": "day as the publisher gives it",
            "quote_lag_days": 0,
            "read_from": answers["csv"],
            "terms": answers["terms"],
            "retrieved": answers["retrieved"],
            "known_flaws": [],
        },
    }


def _limits(values: Sequence[float]) -> tuple[float, float]:
    """Bounds that a slip of the unit or of the decimal point would break: a whole range of values to either side."""
    low, high = min(values), max(values)
    if low > 0:
        return float(f"{low / 2:.2g}"), float(f"{high * 2:.2g}")
    room = (high - low) or 1.0
    return float(f"{low - room:.2g}"), float(f"{high + room:.2g}")
