"""Names of colours, for the mean colour of a picture. Pure."""

from __future__ import annotations

import colorsys

COLOUR_NAMES = (
    "unknown", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "brown", "white", "grey", "black",
)  # fmt: skip
"""The place of a name is its code in the column index: add names at the end only."""
_RING = ((15, "red"), (42, "orange"), (70, "yellow"), (160, "green"), (195, "teal"), (255, "blue"), (290, "purple"),
         (345, "pink"), (361, "red"))  # fmt: skip
"""The degree of hue below which each name applies, in order."""


def colour_code(colour: int) -> int:
    """Return the place in COLOUR_NAMES of an RGB565 colour; 0, a colour that is not known, gives 0.

    >>> COLOUR_NAMES[colour_code(0x001F)], COLOUR_NAMES[colour_code(0xF800)], COLOUR_NAMES[colour_code(0xFFFF)]
    ('blue', 'red', 'white')
    """
    return COLOUR_NAMES.index(_name(colour)) if colour else 0


def _name(colour: int) -> str:
    hue, saturation, value = colorsys.rgb_to_hsv((colour >> 11) / 31, (colour >> 5 & 63) / 63, (colour & 31) / 31)
    if value < 0.16:
        return "black"
    if saturation < 0.16:  # means of whole pictures are pale: what people call blue is often at 0.2
        return "white" if value > 0.82 else "grey"
    name = next(name for edge, name in _RING if hue * 360 < edge)
    return "brown" if name in ("red", "orange") and value < 0.55 and saturation > 0.25 else name
