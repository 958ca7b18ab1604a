"""The version of the readers of headers."""

from __future__ import annotations

READER_VERSION = 5
"""Raise it when any reader finds more, or something else, in files: then those of all libraries are read again, in the
background, and what could not be read or decoded is tried once more (`catalog/reprocessing.py`). Once for a release."""
