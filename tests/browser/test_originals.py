"""The original laid over its rendition: what a browser paints otherwise is replaced by the full rendition."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from gallery.base.models import Metadata, Recipe, Rendered
from gallery.imaging.decoding.render import render
from gallery.imaging.formats import INLINE
from gallery.imaging.metadata.read import read
from tests.browser.engine import Engine, open_engine
from tests.browser.real_page import cell, ready
from tests.imaging.apng_files import BOX, with_hidden_picture
from tests.imaging.files import reference
from tests.imaging.odd_pictures import (
    ADOBE,
    LONG,
    avif_with,
    chromaticities,
    cicp,
    exif_block,
    gamma,
    gif,
    jpeg_with,
    png_with,
    profile_chunk,
    short,
)
from tests.imaging.rendering import four_colours, swapped_profile
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

PICTURE = four_colours(600, 400)
CLEAR = picture(640, 400, mode="RGBA")
CLEAR.putalpha(128)
LONG_SIX = exif_block((LONG, 1, struct.pack("<L", 6)))
FILES = {
    "plain.jpg": encoded("JPEG", PICTURE),
    "turned.jpg": jpeg_with(exif_block(short(6)), PICTURE),
    "long.jpg": jpeg_with(LONG_SIX, PICTURE),
    "profile.jpg": encoded("JPEG", PICTURE, icc_profile=swapped_profile()),
    "inks.jpg": encoded("JPEG", PICTURE.convert("CMYK")),
    "turned.webp": encoded("WEBP", PICTURE, exif=exif_block(short(6))),
    "clear.webp": encoded("WEBP", CLEAR, lossless=True),
    "turned.avif": encoded("AVIF", PICTURE, exif=exif_block(short(7))),
    "p3.avif": avif_with(12, 13, PICTURE),
    "pq.avif": avif_with(9, 16, PICTURE),
    "hlg.avif": avif_with(9, 18, PICTURE),
    "turned.png": encoded("PNG", PICTURE, exif=exif_block(short(8))),
    "linear.png": png_with(gamma(1), PICTURE),
    "adobe.png": png_with(gamma(0.45455) + chromaticities(*ADOBE), PICTURE),
    "cicp.png": png_with(cicp(12, 13), PICTURE),
    "profile.png": png_with(profile_chunk(swapped_profile()), PICTURE),
    "clear.png": encoded("PNG", CLEAR),
    "frame.gif": gif((64, 40), [(0, 0, 160, 100)]),
    "small-frame.gif": gif((160, 100), [(30, 20, 60, 60)]),
    "hidden-picture.png": with_hidden_picture(),
    "hidden-picture-one-frame.png": with_hidden_picture(frames=1),
    "hidden-picture-small-frame.png": with_hidden_picture(BOX),
}
FULL = {
    "long.jpg",
    "inks.jpg",
    "turned.webp",
    "pq.avif",
    "hlg.avif",
    "turned.png",
    "linear.png",
    "adobe.png",
    "cicp.png",
}
"""Those that are not sent as they are."""


@pytest.fixture(scope="module")
def engine(chromium: Browser) -> Iterator[Engine]:
    with open_engine(chromium) as started:
        yield started


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_are_those_of_the_standard(
    engine: Engine, one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    """Pairs from the test data of Sharma, Wu and Dalal, 2005."""
    assert abs(engine.delta_e(one, other) - expected) < 0.0001


@pytest.mark.parametrize("name", FILES)
def test_what_is_laid_over_is_the_same_picture(engine: Engine, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    file = reference(path)
    meta, screen = read(file), render(file, Recipe.SCREEN)
    assert isinstance(meta, Metadata)
    assert isinstance(screen, Rendered)
    assert meta.inline is (name not in FULL)
    if meta.inline:
        over, kind = FILES[name], INLINE[meta.format]
    else:
        full = render(file, Recipe.FULL)
        assert isinstance(full, Rendered)
        over, kind = full.jpeg, "image/jpeg"
    painted = engine.compare(screen.jpeg, over, kind)
    assert painted is not None
    assert (painted.size, painted.turn) == ((meta.width, meta.height), 1)
    assert painted.mean <= 1.5


@pytest.mark.parametrize("name", ["p3.avif", "pq.avif", "hlg.avif", "linear.png", "adobe.png", "cicp.png", "inks.jpg"])
def test_colours_are_those_of_the_browser_also_where_the_file_is_not_sent(
    engine: Engine, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    screen = render(reference(path), Recipe.SCREEN)
    assert isinstance(screen, Rendered)
    painted = engine.compare(screen.jpeg, FILES[name], INLINE[screen_format(path)])
    assert painted is not None
    assert painted.mean <= 1.5


def screen_format(path: Path) -> str:
    """Return the format that the suffix of a name says."""
    return {".jpg": "jpeg"}.get(path.suffix, path.suffix[1:])


def zoomed(serve: Serve, open_page: OpenPage, folder: Path, name: str, data: bytes) -> Page:
    """Open the only photo, and look at it closer than it is."""
    folder.mkdir()
    (folder / name).write_bytes(data)
    page = ready(open_page(serve(folder)), 1)
    cell(page, 0).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "screen")
    page.keyboard.press("z")
    page.keyboard.press("+")
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", "original")
    return page


SIZE = "(() => { const {naturalWidth: w, naturalHeight: h} = document.querySelector('.stage__picture img'); return [w, h] })()"


def test_a_turned_webp_stays_upright_at_100_per_cent(serve: Serve, open_page: OpenPage, tmp_path: Path) -> None:
    page = zoomed(serve, open_page, tmp_path / "Pictures", "turned.webp", FILES["turned.webp"])
    assert page.evaluate(SIZE) == [400, 600]


def test_clear_parts_of_an_original_show_the_ground_of_its_rendition(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    page = zoomed(serve, open_page, tmp_path / "Pictures", "clear.png", FILES["clear.png"])
    expect(page.locator(".stage__picture img")).to_have_count(1)
    picture_box = page.locator(".stage__picture")
    assert "repeating-conic-gradient" in picture_box.evaluate("(box) => getComputedStyle(box).backgroundImage")
    assert picture_box.evaluate("(box) => getComputedStyle(box).backgroundSize") == "32px 32px"
