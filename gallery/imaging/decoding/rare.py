"""The error of a picture that is whole but uses what no decoder here knows."""

from __future__ import annotations


class RareVariantError(Exception):
    """A picture uses what is not decoded; the argument names that, in words that follow "it uses"."""
