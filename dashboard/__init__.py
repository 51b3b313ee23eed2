"""A local dashboard that plots a market story against the dates of the article that told it."""

__version__ = "0.1.0"
