"""A local dashboard that plots a market story against the dates of the article that told it."""
