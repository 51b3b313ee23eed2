"""Errors that are written for the person who reads them.

Each message names the thing (file, series, date), what was found, the rule it breaks and what to do. They are caught at
three borders only: the command line, the wrapper around Dash callbacks, and the refresh of each series.
"""


class DashboardError(Exception):
    """Anything this program can explain; its text is ready to be shown to a user."""


class DataError(DashboardError):
    """A story or a series breaks a stated rule; the text lists every breach found."""


class SourceError(DashboardError):
    """A live source gave no usable answer; what was stored before is untouched."""


class BondError(DashboardError):
    """A bond figure that has no answer: a date outside the bond's life, a price no yield gives."""


class ExportError(DashboardError):
    """A picture could not be made; no file was written."""
