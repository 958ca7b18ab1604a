"""Very large pictures in the viewer: tiles in place of the original, pixel by pixel where they belong."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.large_picture import SIDE, WIDTH, drag, look_closely, shade_of
from tests.browser.real_page import WINDOW, cell, ready
from tests.browser.waits import finish_animations, next_frames, wait_until
from tests.pictures import encoded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPage
    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def expected(x: int, y: int) -> int:
    """The shade of a pixel of the picture."""
    return 255 if (x + y) % 2 else shade_of(x // SIDE, y // SIDE)


def shown(viewer: Viewer, clip: tuple[int, int, int, int]) -> Image.Image:
    """What is on the screen in a rectangle (left, top, width, height), CSS px, once all that is seen is there."""
    wait_until(
        viewer.page,
        "[...document.querySelectorAll('.stage__picture img')].slice(1).every((image) => image.complete)",
    )
    next_frames(viewer.page)
    box = dict(zip(("x", "y", "width", "height"), clip, strict=True))
    return Image.open(io.BytesIO(viewer.page.screenshot(clip=box))).convert("L")  # type: ignore[arg-type]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("viewer", [{"device_scale_factor": 1}, {"device_scale_factor": 1.5}, {"device_scale_factor": 2}], indirect=True,
                         ids=["dpr1", "dpr1.5", "dpr2"])  # fmt: skip
@pytest.mark.parametrize("corner", [(1, 1), (-1, -1), (1, -1), (-1, 1)], ids=["first", "last", "below", "right"])
def test_at_100_percent_each_pixel_of_a_corner_is_one_of_the_screen(viewer: Viewer, corner: tuple[int, int]) -> None:
    look_closely(viewer)
    drag(viewer, 900 * corner[0], 500 * corner[1], 12)
    box = viewer.box()
    stage = viewer.page.locator(".stage").bounding_box()
    assert stage is not None
    ratio = viewer.page.evaluate("devicePixelRatio")
    left = stage["x"] if corner[0] > 0 else stage["x"] + stage["width"] - 200
    top = stage["y"] if corner[1] > 0 else stage["y"] + stage["height"] - 200
    clip = round(left), round(top), 200, 150
    x0, y0 = (round((clip[side] - box[("left", "top")[side]]) * ratio) for side in (0, 1))
    name = f"0-{(x0 + 50) // SIDE}-{(y0 + 50) // SIDE}"
    wait_until(
        viewer.page, f"[...document.querySelectorAll('.stage__picture img')].some((i) => i.src.endsWith('tile={name}'))"
    )
    shot = shown(viewer, clip)
    pixels = shot.load()
    assert pixels is not None
    wrong = [
        (x, y) for y in range(0, shot.height, 7) for x in range(shot.width) if pixels[x, y] != expected(x0 + x, y0 + y)
    ]
    assert wrong == []


@pytest.mark.usefixtures("large")
def test_no_more_is_loaded_than_is_seen_and_the_original_never(viewer: Viewer) -> None:
    look_closely(viewer)
    drag(viewer, -600, -400, 6)
    next_frames(viewer.page)
    wait_until(viewer.page, "document.querySelectorAll('.stage__picture img').length <= 10")
    assert viewer.stub.asked("/original/1") == []
    viewer.page.keyboard.press("-")
    viewer.page.keyboard.press("-")
    expect(viewer.page.locator(".zoom output")).to_have_text("50%")
    wait_until(
        viewer.page,
        "[...document.querySelectorAll('.stage__picture img')].slice(1).every((i) => /tile=1-/.test(i.src))",
    )


@pytest.mark.usefixtures("large")
def test_tiles_lie_over_the_rendition_and_leave_no_frame_empty(viewer: Viewer) -> None:
    """Each frame has a picture in it while the photo is opened, looked at closely and left, and is come back to."""
    viewer.open(1)
    viewer.page.evaluate("""() => {
      window.empty = 0; window.frames_seen = 0;
      const look = () => {
        const images = [...document.querySelectorAll('.stage__picture img')];
        window.frames_seen += 1;
        if (!images.some((image) => image.complete && image.naturalWidth)) window.empty += 1;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }""")
    viewer.page.keyboard.press("Control+1")
    viewer.wait("tiles")
    viewer.wait_for_rendition(2)  # the neighbour is loaded ahead
    viewer.page.keyboard.press("PageDown")
    expect(viewer.page).to_have_url(re.compile("photo=2|/2"))
    viewer.wait("screen")
    viewer.page.keyboard.press("PageUp")
    viewer.wait("screen")
    next_frames(viewer.page)
    assert viewer.page.evaluate("window.frames_seen") > 3
    assert viewer.page.evaluate("window.empty") == 0


def test_where_there_are_no_tiles_the_browser_shows_the_file_itself(viewer: Viewer, large: Item) -> None:
    """The server may have less memory than a picture takes which a browser still shows."""
    large.tile = None
    viewer.expect_complaint("404")
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")


@pytest.mark.usefixtures("large")
def test_a_very_large_picture_is_zoomed_without_gliding(viewer: Viewer) -> None:
    """The engine paints all of what glides at the larger zoom."""
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    expect(viewer.page.locator(".zoom output")).to_have_text("100%")
    assert viewer.page.evaluate("document.querySelector('.stage__picture').getAnimations().length") == 0
    assert abs(viewer.box()["width"] - WIDTH) < 0.01


def test_a_strip_is_looked_at_in_full_height(viewer: Viewer, viewer_items: list[Item]) -> None:
    """Its rendition is as wide as the strip."""
    item = viewer_items[0]
    before = item.image
    item.image, item.facts, item.version = Image.new("RGB", (1, 800)), {"width": 1, "height": 20_000}, item.version + 1
    try:
        viewer.open(1)
        viewer.page.keyboard.press("Control+1")
        viewer.wait("original")
    finally:
        item.image, item.facts, item.version = before, {}, item.version + 1


def test_a_large_picture_of_the_library_is_shown_in_tiles_at_100_percent(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    """The real server makes them; corners and seams have the colours of the file."""
    folder = tmp_path / "Pictures"
    folder.mkdir()
    image = Image.new("RGB", (8200, 6400), (90, 120, 200))
    image.paste((220, 40, 30), (8192, 6144, 8200, 6400))  # what is behind the last seam
    (folder / "large.jpg").write_bytes(encoded("JPEG", image, quality=90, subsampling="4:4:4"))
    page = ready(open_page(serve(folder)), 1)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    cell(page, 0).click()
    picture_box = page.locator(".stage__picture")
    expect(picture_box).to_have_attribute("data-layer", "screen")
    page.keyboard.press("Control+1")
    expect(picture_box).to_have_attribute("data-layer", "tiles", timeout=90_000)
    assert not any("/original/" in url for url in asked)
    page.mouse.move(900, 600)
    for _ in range(14):
        page.mouse.move(1100, 650)
        page.mouse.down()
        page.mouse.move(200, 150)
        page.mouse.up()
    finish_animations(page)
    wait_until(page, "[...document.querySelectorAll('.stage__picture img')].some((i) => i.src.endsWith('tile=0-8-6'))")
    next_frames(page)
    box = picture_box.bounding_box()
    assert box is not None
    right = round(box["x"] + box["width"])
    assert right <= WINDOW["width"]
    shot = Image.open(io.BytesIO(page.screenshot(clip={"x": right - 16, "y": 600, "width": 16, "height": 1}))).convert(
        "RGB"
    )
    colours = [shot.getpixel((x, 0)) for x in range(16)]
    assert all(max(abs(a - b) for a, b in zip(colour, (90, 120, 200), strict=True)) < 12 for colour in colours[:8])  # type: ignore[arg-type]
    assert all(max(abs(a - b) for a, b in zip(colour, (220, 40, 30), strict=True)) < 12 for colour in colours[8:])  # type: ignore[arg-type]
