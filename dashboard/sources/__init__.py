"""The only network code: one module a publisher, each with `observe`, which returns a checked series or a SourceError.

An adapter may know its institution; which series a story asks for stands in its datapackage.json. Nothing here is
called at page load, and the client libraries are imported with the first question: they cost start-up time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from dashboard.errors import SourceError
from dashboard.model import LiveSource

if TYPE_CHECKING:
    from dashboard.sources.answer import Answer, Question
    from dashboard.sources.http import Patience


@dataclass(frozen=True)
class Source:
    """A publisher: its name, an address for people, and what was never confirmed about it (empty: nothing)."""

    publisher: str
    home: str
    unverified: str = ""


SOURCES: Mapping[str, Source] = {
    "yahoo": Source("Yahoo Finance", "https://finance.yahoo.com"),
    "nbrb": Source("National Bank of the Republic of Belarus", "https://www.nbrb.by/engl/statistics/rates"),
    "deutsche_boerse": Source(
        "Deutsche Börse (Frankfurt)",
        "https://live.deutsche-boerse.com",
        unverified="written from public code and never run against the real service, so whether it carries this "
        "series is unverified until a refresh of yours succeeds",
    ),
}
"""By the word that `source` of a live entry in datapackage.json holds; each is the name of a module beside this one."""


def source_of(live: LiveSource) -> Source:
    """The publisher of a live series; SourceError for a word that no module here answers to."""
    if live.source not in SOURCES:
        known = ", ".join(sorted(SOURCES))
        raise SourceError(
            f'there is no source "{live.source}"; datapackage.json may name one of {known}. Correct it there.'
        )
    return SOURCES[live.source]


def name_of(live: LiveSource) -> str:
    """Name of a live series: source and symbol in small letters, e.g. yahoo and BZ=F give yahoo_bz_f."""
    return f"{live.source}_{re.sub(r'[^a-z0-9]+', '_', live.symbol.lower()).strip('_')}"


def observe(question: Question, patience: Patience) -> Answer:
    """Checked observations of one live series, from its publisher.

    Raises
    ------
    SourceError
        No usable answer: what was found, the rule, what to do.
    """
    source_of(question.live)
    answer: Answer = import_module(f"{__name__}.{question.live.source}").observe(question, patience)
    return answer
