"""The errors of pictures that may well be whole, but that no decoder here decodes."""

from __future__ import annotations


class RareVariantError(Exception):
    """A picture uses what is not decoded; the argument names that, in words that follow "it uses"."""


class TooLargeError(Exception):
    """A picture has parts of more bytes than are decoded; the argument says so in a sentence for people."""


class CutShortError(Exception):
    """A file ends before anything of its picture came."""


class MissingDecoderError(Exception):
    """There is no decoder of the format for this computer."""
