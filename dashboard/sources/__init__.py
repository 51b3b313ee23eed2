"""Readers of live sources and of a user's own files: the only network code of the package."""
