"""A picture of 63 megapixels in tiles, for the stub of the viewer: made up tile by tile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from tests.browser.viewer_page import Viewer

WIDTH, HEIGHT = 9001, 7002
"""Sides that are no multiples of a tile's: 63 megapixels."""
SIDE = 1024
LARGE = {"width": WIDTH, "height": HEIGHT}


def shade_of(column: int, row: int) -> int:
    """The shade of the dark pixels of a tile; the others are white."""
    return 8 * ((7 * column + 3 * row) % 24)


def tile(name: str) -> Image.Image:
    """Pixel by pixel white and a shade of the tile's own at level 0; plain at the others."""
    level, column, row = map(int, name.split("-"))
    full = -(-WIDTH // 2**level), -(-HEIGHT // 2**level)
    size = min(SIDE, full[0] - column * SIDE), min(SIDE, full[1] - row * SIDE)
    if level:
        return Image.new("L", size, 40 * level)
    cells = Image.new("L", (2, 2), 255)
    for place in ((0, 0), (1, 1)):
        cells.putpixel(place, shade_of(column, row))
    whole = Image.new("L", (SIDE, SIDE))
    line = Image.new("L", (SIDE, 2))
    for x in range(0, SIDE, 2):
        line.paste(cells, (x, 0))
    for y in range(0, SIDE, 2):
        whole.paste(line, (0, y))
    return whole.crop((0, 0, *size))


def look_closely(viewer: Viewer) -> None:
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("tiles")
    assert viewer.percent == "100%"


def drag(viewer: Viewer, dx: int, dy: int, times: int) -> None:
    for _ in range(times):
        viewer.page.mouse.move(640 - dx // 2, 400 - dy // 2)
        viewer.page.mouse.down()
        viewer.page.mouse.move(640 + dx // 2, 400 + dy // 2)
        viewer.page.mouse.up()
