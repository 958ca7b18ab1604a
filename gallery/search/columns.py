"""The byte columns of the search's record of a photo, and what their bytes mean. Pure values."""

from __future__ import annotations

from enum import IntEnum


class Column(IntEnum):
    """The place of a byte in a record. Numbers of several bytes begin with the highest. Never renumber: it is stored.

    From NAME_PATTERN to PLACE each attribute has two bytes: the code of its value in the `ValueDictionary`. TYPE is
    such a code too, without its high byte.
    """

    FLAGS = 0
    COLOUR_AND_ASPECT = 1  # the number of the colour name, plus 16 for PORTRAIT, 32 for LANDSCAPE, 48 for SQUARE
    YEAR = 2  # two bytes, counted from records.YEAR_ZERO
    MONTH = 4
    DAY = 5  # of the month
    RATING = 6  # plus one; 0: none
    TYPE = 7
    SIZE = 8  # five bytes: bytes of the file
    WIDTH = 13  # three bytes: pixels
    HEIGHT = 16  # three bytes: pixels
    NAME_PATTERN = 19
    CAMERA = 21
    LENS = 23
    ISO = 25
    F = 27
    FOCAL = 29
    EXPOSURE = 31
    PLACE = 33  # the value is the id of the place
    LATITUDE = 35  # three bytes: records.encode_position
    LONGITUDE = 38  # three bytes
    DURATION = 41  # four bytes: milliseconds of a video


RECORD_LENGTH = 45
"""Bytes of a record."""
IS_IN_TIMELINE, GPS, TITLE, CAPTION, PROBLEM, IS_BROKEN, ANIMATED, HDR = (1 << bit for bit in range(8))
"""The bits of FLAGS. IS_IN_TIMELINE is set for every photo in the timeline. None is free."""
PORTRAIT, LANDSCAPE, SQUARE = 1, 2, 3
