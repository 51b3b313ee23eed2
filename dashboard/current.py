"""Which story a request is about."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.model import Story

Current = Callable[[], Story]
"""Gives the story of the request being answered."""
