"""EXIF of photos with a time and a place, and where the page says both."""

from __future__ import annotations

from PIL import Image

HEADINGS = ".day h2"


def exif(taken: str, where: tuple[float, float] | None) -> Image.Exif:
    """Return EXIF with a time and, where one is given, a position."""
    made = Image.Exif()
    made.get_ifd(0x8769)[36867] = taken
    if where:
        north, east = where
        made.get_ifd(0x8825).update(
            {
                1: "N" if north >= 0 else "S",
                2: (abs(north), 0.0, 0.0),
                3: "E" if east >= 0 else "W",
                4: (abs(east), 0.0, 0.0),
            }
        )
    return made
