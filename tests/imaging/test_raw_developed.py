"""RAW files developed by LibRaw: on demand, and where the camera put no picture of its own into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.base.variants import DEVELOPED
from gallery.imaging import geometry, libraw
from gallery.imaging.decoding import raw_developer
from gallery.imaging.decoding.render import LargeError, render
from gallery.imaging.metadata.read import read
from gallery.imaging.workers.jobs import Urgency
from gallery.imaging.workers.pool import Pool
from tests.imaging.bayer_files import dng_of
from tests.imaging.raw_files import LONG, SRATIONAL, WRITERS, jpeg
from tests.imaging.raw_files import RED as PREVIEW_RED
from tests.imaging.rendering import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    colour_at,
    corner_colours,
    four_colours,
    max_difference,
    open_result,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.base.models import FileRef
    from tests.imaging.files import Put
    from tests.imaging.rendering import Colour

SIZE = (600, 400)
CORNERS = (RED, GREEN, BLUE, WHITE)


def developed(file: FileRef, recipe: Recipe = Recipe.SCREEN) -> Rendered:
    """Develop a RAW file, which must be possible."""
    result = render(file, recipe, DEVELOPED)
    assert isinstance(result, Rendered), result
    return result


def are_near(found: Sequence[Colour], wanted: Sequence[Colour]) -> bool:
    """Return whether colours are these, but for what the filters of a sensor and JPEG do to them."""
    return all(max_difference(one, other) < 14 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("recipe", [Recipe.SMALL, Recipe.SCREEN, Recipe.FULL])
def test_the_colours_are_those_that_the_sensor_saw(put: Put, recipe: Recipe) -> None:
    image = open_result(developed(put("a.dng", dng_of(four_colours(*SIZE))), recipe))
    assert image.size == ((320, 213) if recipe is Recipe.SMALL else SIZE)
    assert are_near(corner_colours(image), CORNERS)


def test_white_is_that_of_the_camera(put: Put) -> None:
    image = open_result(developed(put("a.dng", dng_of(four_colours(*SIZE), neutral=(2, 4, 3)))))
    assert are_near(corner_colours(image), CORNERS)


def test_a_dark_photo_stays_dark(put: Put) -> None:
    dark = Image.new("RGB", SIZE, (40, 40, 40))
    image = open_result(developed(put("a.dng", dng_of(dark))))
    assert are_near(corner_colours(image), [(40, 40, 40)] * 4)


@pytest.mark.parametrize(
    ("exposure", "level"), [((0, 1), 100), ((1, 1), 138), ((-1, 1), 71), ((99, 1), 255), ((1, 0), 100)]
)
def test_it_is_as_bright_as_the_file_says(put: Put, exposure: tuple[int, int], level: int) -> None:
    grey = Image.new("RGB", SIZE, (100, 100, 100))
    image = open_result(developed(put("a.dng", dng_of(grey, more={0xC62A: (SRATIONAL, exposure)}))))
    assert are_near(corner_colours(image), [(level,) * 3] * 4)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_as_the_file_says(put: Put, orientation: int) -> None:
    file = put("a.dng", dng_of(four_colours(*SIZE), orientation=orientation))
    image = open_result(developed(file))
    found = read(file)
    assert isinstance(found, Metadata)
    assert image.size == (found.width, found.height)
    upright = {
        1: CORNERS, 2: (GREEN, RED, WHITE, BLUE), 3: (WHITE, BLUE, GREEN, RED), 4: (BLUE, WHITE, RED, GREEN),
        5: (RED, BLUE, GREEN, WHITE), 6: (BLUE, RED, WHITE, GREEN), 7: (WHITE, GREEN, BLUE, RED),
        8: (GREEN, WHITE, RED, BLUE),
    }  # fmt: skip
    assert are_near(corner_colours(image), upright[orientation])


def test_the_cameras_picture_is_shown_until_it_is_asked_for(put: Put) -> None:
    file = put("a.dng", dng_of(four_colours(*SIZE), preview=jpeg(PREVIEW_RED, SIZE)))
    shown = render(file, Recipe.SCREEN)
    assert isinstance(shown, Rendered)
    assert max_difference(corner_colours(open_result(shown))[3], PREVIEW_RED) < 14
    assert are_near(corner_colours(open_result(developed(file))), CORNERS)


def test_without_a_picture_of_the_camera_grid_and_viewer_have_the_development(put: Put) -> None:
    file = put("a.dng", dng_of(four_colours(*SIZE)))
    for recipe in (Recipe.SMALL, Recipe.SCREEN):
        shown = render(file, recipe)
        assert isinstance(shown, Rendered)
        assert shown.problem is None
        assert are_near(corner_colours(open_result(shown)), CORNERS)


def test_where_the_cameras_pictures_are_broken_the_development_is_shown_and_that_is_said(put: Put) -> None:
    preview = bytearray(jpeg(PREVIEW_RED, SIZE))
    preview[len(preview) - 40 :] = b""
    scan = preview.index(b"\xff\xda")
    del preview[scan:]
    preview += b"\xff\xda\0\0" + bytes(200)
    shown = render(put("a.dng", dng_of(four_colours(*SIZE), preview=bytes(preview))), Recipe.SCREEN)
    assert isinstance(shown, Rendered), shown
    assert shown.problem is not None
    assert "developed" in shown.problem.message
    assert are_near(corner_colours(open_result(shown)), CORNERS)


@pytest.mark.parametrize("kind", WRITERS)
def test_what_cannot_be_developed_says_so_and_keeps_its_picture(put: Put, kind: str) -> None:
    file = put(f"a.{kind}", WRITERS[kind]())
    result = render(file, Recipe.SCREEN, DEVELOPED)
    assert isinstance(result, Problem)
    assert "developed" in result.message
    assert isinstance(render(file, Recipe.SCREEN), Rendered)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_what_the_sensor_saw_is_all_there_or_it_is_said(put: Put, share: float) -> None:
    data = dng_of(four_colours(*SIZE), preview=jpeg(PREVIEW_RED, SIZE))
    head = len(data) - 2 * SIZE[0] * SIZE[1]
    file = put("a.dng", data[: head + int((len(data) - head) * share)])
    result = render(file, Recipe.SCREEN, DEVELOPED)
    assert isinstance(result, Problem)
    assert (result.code, "developed" in result.message) == ("truncated", True)
    shown = render(file, Recipe.SCREEN)
    assert isinstance(shown, Rendered)
    assert max_difference(corner_colours(open_result(shown))[3], PREVIEW_RED) < 14


def test_sizes_that_the_file_does_not_announce_are_not_unpacked(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put("a.dng", dng_of(four_colours(1200, 900)))
    monkeypatch.setattr(raw_developer, "_MAX_GROWTH", 0.5)
    result = render(file, Recipe.SCREEN, DEVELOPED)
    assert isinstance(result, Problem)
    assert result.code == "too_large"


def test_more_pixels_than_are_shown_are_called_that(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put("a.dng", dng_of(four_colours(*SIZE), preview=jpeg(PREVIEW_RED, SIZE)))
    monkeypatch.setattr(geometry, "MAX_PIXELS", SIZE[0] * SIZE[1] - 1)
    monkeypatch.setattr("gallery.imaging.metadata.read.check_pixels", lambda *_: None)
    result = render(file, Recipe.SCREEN, DEVELOPED)
    assert isinstance(result, Problem)
    assert (result.code, "more pixels than Shoebox develops" in result.message) == ("too_large", True)


def test_its_memory_is_counted(put: Put) -> None:
    file = put("a.dng", dng_of(four_colours(*SIZE)))
    pixels = SIZE[0] * SIZE[1]
    for recipe, of_a_pixel in ((Recipe.FULL, 22), (Recipe.SMALL, 22)):
        with pytest.raises(LargeError) as raised:
            render(file, recipe, DEVELOPED, budget=1)
        assert raised.value.needs == of_a_pixel * pixels + file.size


def test_half_of_the_sensor_is_developed_where_that_suffices(put: Put) -> None:
    file = put("a.dng", dng_of(four_colours(1800, 1200)))
    with pytest.raises(LargeError) as raised:
        render(file, Recipe.SMALL, DEVELOPED, budget=1)
    assert raised.value.needs == 10 * 1800 * 1200 + file.size
    assert are_near(corner_colours(open_result(developed(file, Recipe.SMALL))), CORNERS)


def test_without_libraw_that_is_said(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraw, "library", lambda: None)
    file = put("a.dng", dng_of(four_colours(*SIZE), preview=jpeg(PREVIEW_RED, SIZE)))
    result = render(file, Recipe.SCREEN, DEVELOPED)
    assert isinstance(result, Problem)
    assert (result.code, "Intel" in result.message) == ("unsupported", True)


def test_other_files_have_no_development(put: Put) -> None:
    result = render(put("a.jpg", jpeg(PREVIEW_RED, SIZE)), Recipe.SCREEN, DEVELOPED)
    assert isinstance(result, Problem)
    assert result.code == "unsupported"


def test_it_is_made_in_a_decode_process_which_goes_on_afterwards(put: Put) -> None:
    file = put("a.dng", dng_of(four_colours(*SIZE), preview=jpeg(PREVIEW_RED, SIZE)))
    broken = put("b.dng", dng_of(four_colours(*SIZE))[:-5000])
    pool = Pool(1, 2 << 30)
    try:
        for _ in range(2):
            made = pool.render(file, Recipe.FULL, urgency=Urgency.VISIBLE, variant=DEVELOPED).result(120)
            assert isinstance(made, Rendered), made
            assert are_near(corner_colours(open_result(made)), CORNERS)
            problem = pool.render(broken, Recipe.FULL, urgency=Urgency.VISIBLE, variant=DEVELOPED).result(120)
            assert isinstance(problem, Problem)
            assert problem.code == "truncated"
    finally:
        pool.close()


def test_the_margins_of_the_sensor_are_cut(put: Put) -> None:
    photo = four_colours(560, 380)
    sensor = Image.new("RGB", SIZE)
    sensor.paste(photo, (20, 10))
    file = put("a.dng", dng_of(sensor, more={0xC620: (LONG, photo.size)}))
    image = open_result(developed(file, Recipe.FULL))
    assert image.size == photo.size
    w, h = photo.size
    corners = [colour_at(image, place) for place in ((3, 3), (w - 4, 3), (3, h - 4), (w - 4, h - 4))]
    assert are_near(corners, CORNERS)
    assert image.getpixel((w // 2, 0)) != (0, 0, 0)


def test_what_the_camera_cut_to_another_shape_is_cut(put: Put) -> None:
    photo = four_colours(400, 400)
    sensor = Image.new("RGB", SIZE)
    sensor.paste(photo, (100, 0))
    file = put("a.dng", dng_of(sensor, more={0xC620: (LONG, photo.size)}))
    image = open_result(developed(file, Recipe.FULL))
    assert image.size == photo.size
    assert are_near(corner_colours(image), CORNERS)
    assert colour_at(image, (3, 200)) != (0, 0, 0)
