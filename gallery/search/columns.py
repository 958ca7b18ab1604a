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
    DAY = 5  # of the month; 0: the date is less exact (inexact_dates.py)
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
    GROUP = 45  # IS_MEMBER, and the bits of catalog/file_groups.py
    MARKS = 46  # IS_FAVOURITE, pick (2 bits) and label (3) of catalog/annotation_copy.py, unit of an inexact date (2)


RECORD_LENGTH = 47
"""Bytes of a record."""
IS_PHOTO, GPS, TITLE, CAPTION, PROBLEM, IS_BROKEN, ANIMATED, HDR = (1 << bit for bit in range(8))
"""The bits of FLAGS. IS_PHOTO is set for every file that can be shown. None is free."""
IS_MEMBER = 1
"""A bit of GROUP: the file has no tile of its own, that of another one stands for it."""
IS_FAVOURITE = 1
"""A bit of MARKS."""
PICK_SHIFT, LABEL_SHIFT, UNIT_SHIFT = 1, 3, 6
"""Where in MARKS the others begin. Of an inexact date the unit (base/edtf.py) minus MONTH stands there."""
PORTRAIT, LANDSCAPE, SQUARE = 1, 2, 3
