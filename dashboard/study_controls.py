"""Controls of the event study: the list of events, series, benchmarks, window, comparison, and saving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.lane import number_text
from dashboard.layout import attributes, checks, choice
from dashboard.model import Story
from dashboard.state import OWN
from dashboard.study import Occasion, Settings, occasions, offered_benchmarks, studied_series, study_rows
from dashboard.study_input import ADJUSTED, RAW
from dashboard.study_words import left_out
from dashboard.views import event_dates

EVENT, DAY, DAY_MESSAGE = "events-event", "events-day", "events-day-message"
SERIES, BENCHMARKS, SERIES_NOTE = "events-series", "events-benchmarks", "events-series-note"
BEFORE, AFTER, WINDOW_MESSAGE = "events-before", "events-after", "events-window-message"
COMPARE, SHOW = "events-compare", "events-show"
FIELDS = {
    "event": EVENT,
    "day": DAY,
    "series": SERIES,
    "benchmarks": BENCHMARKS,
    "before": BEFORE,
    "after": AFTER,
    "compare": COMPARE,
    "show": SHOW,
}
"""Ids of the controls by the names that `study_input` reads them under."""


def event_list(story: Story, chosen: Occasion, *, wide: bool) -> Any:
    """All events of the article as one choice, with a day of the reader's own as the last."""
    dates = {event.id: event_dates(event) for event in (*story.events, *story.context)}
    found = [*occasions(story)]
    if chosen.key not in (OWN, *(o.key for o in found)):
        found.append(chosen)
    options = [{"value": o.key, "label": _event_label(o, dates[o.key])} for o in found]
    options.append({"value": OWN, "label": _event_label(Occasion(OWN, 0, "Own date", None), "")})
    radios = dcc.RadioItems(id=EVENT, options=options, value=chosen.key, className="event-radios")
    events = html.Fieldset([html.Legend("Event", className="unseen"), radios])
    own = html.Div([_field("Day", DAY, "", "date", "YYYY-MM-DD", 10), _message(DAY_MESSAGE)], className="own-day")
    fold = html.Details([html.Summary("Choose an event"), events, own], open=wide, className="fold")
    return html.Aside([html.H2("Events of the article"), fold], className="events", **attributes(aria_label="Events"))


def settings_bar(story: Story, settings: Settings, save: Any, *, wide: bool) -> Any:
    """Series, benchmarks, window, kind of paths and comparison; `save` is the sheet that saves the picture."""
    series = {name: story.info[name].short for name in studied_series(story)}
    benchmarks = {name: story.info[name].short for name in offered_benchmarks(story, settings.series)}
    fields = [
        choice("Series", SERIES, series, settings.series),
        checks("Adjust for", BENCHMARKS, benchmarks, settings.benchmarks),
        _window(settings),
        choice("Paths", SHOW, {RAW: "As observed", ADJUSTED: "Adjusted"}, RAW),
        choice("Compare with", COMPARE, {"": "None", **_comparable(story, settings)}, ""),
        html.P(left_out(story, settings.series), id=SERIES_NOTE, className="quiet-note"),
        save,
    ]
    return html.Details(
        [html.Summary("Series, benchmarks and window"), html.Div(fields, className="controls labelled")],
        open=wide,
        className="fold",
    )


def _window(settings: Settings) -> Any:
    """Two numbers, their message beside them."""
    fields = [
        _field("observations before", BEFORE, str(settings.window.before), "date count", "5", 3),
        _field("after", AFTER, str(settings.window.after), "date count", "10", 3),
    ]
    row = html.Div([*fields, _message(WINDOW_MESSAGE)], className="dates")
    return html.Fieldset([html.Legend("Window"), row])


def _field(label: str, component_id: str, value: str, kind: str, hint: str, most: int) -> Any:
    entry = dcc.Input(
        id=component_id,
        value=value,
        debounce=True,
        placeholder=hint,
        maxLength=most,
        className=kind,
        inputMode="numeric",
    )
    return html.Label([html.Span(label), entry])


def _message(component_id: str) -> Any:
    return html.P("", id=component_id, className="problem", role="status")


def _event_label(occasion: Occasion, dates: str) -> list[Any]:
    return [
        html.Span(str(occasion.number) if occasion.number else "◇", className="badge"),
        html.Span(occasion.label, className="label"),
        html.Span(dates, className="when"),
    ]


def _comparable(story: Story, settings: Settings) -> dict[str, str]:
    """The days on which something can be compared, in order: numbers and day by the id of the first event."""
    rows = [row for row in study_rows(story, settings) if row.study.day0 is not None]
    rows.sort(key=lambda row: row.occasions[0].number)
    return {row.occasions[0].key: _numbers_and_day(row.occasions) for row in rows}


def _numbers_and_day(found: Sequence[Occasion]) -> str:
    numbers, day = number_text([occasion.number for occasion in found]), found[0].day
    return f"{numbers} · {day.day} {day:%b}" if day else numbers
