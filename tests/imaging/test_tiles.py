"""Tiles of very large pictures: which there are, that they are the picture, and how they are kept."""

from __future__ import annotations

import io
import re
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from gallery.base.models import Problem, Recipe, Rendered, Source
from gallery.base.variants import DEVELOPED
from gallery.imaging import tiles, write_buffer
from gallery.imaging.thumbnails import ThumbnailStore
from tests.imaging.pools import WAIT_S
from tests.imaging.rendering import RED, colour_at, four_colours, max_difference, rendered
from tests.imaging.store_scene import ManualPool, never, source
from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tests.imaging.files import Put
    from tests.imaging.store_scene import StoreScene

MADE = {"0-0-0": b"one", "0-1-0": b"two", "1-0-0": b"half"}


def opened(packed: bytes) -> dict[str, Image.Image]:
    return {name: Image.open(io.BytesIO(jpeg)) for name, jpeg in tiles.unpack(packed)}


def joined(parts: dict[str, Image.Image], level: int, size: tuple[int, int]) -> Image.Image:
    whole = Image.new("RGB", size)
    for name, part in parts.items():
        at, column, row = map(int, name.split("-"))
        if at == level:
            whole.paste(part, (column * tiles.TILE_SIDE, row * tiles.TILE_SIDE))
    return whole


def difference(one: Image.Image, other: Image.Image) -> int:
    """The largest mean difference in a square of 50 pixels; noise of JPEG is none."""
    worst = ImageChops.difference(one, other).reduce(50).convert("L").getextrema()[1]
    assert isinstance(worst, int)
    return worst


def test_tiles_come_out_as_they_were_packed() -> None:
    packed = tiles.pack(MADE)
    assert dict(tiles.unpack(packed)) == MADE
    listed = tiles.list_only(packed)
    assert tiles.lists(listed, "1-0-0")
    assert not tiles.lists(listed, "1-1-0")
    assert b"one" not in listed


@pytest.mark.parametrize("size", [(16384, 12288), (16385, 12289), (2000, 30_000), (1, 20_000), (2561, 2561)])
def test_the_tiles_of_each_level_cover_it_and_no_more(size: tuple[int, int]) -> None:
    levels = tiles.level_sizes(size)
    assert levels[0] == size
    assert max(levels[-1]) > tiles.SMALLEST_SIDE or len(levels) == 1
    for width, height in levels:
        boxes = [box for _, box in tiles.tile_boxes((width, height))]
        assert sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) == width * height
        assert max(right for _, _, right, _ in boxes) == width
        assert max(bottom for _, _, _, bottom in boxes) == height


def test_page_and_server_know_the_same_tiles() -> None:
    """Side of a tile and the smallest level are written down apart."""
    script = (Path(__file__).parents[2] / "ui/js/pure/viewer/tiles.js").read_text(encoding="utf-8")
    known = dict(re.findall(r"^const (\w+) = (\d+);", script, re.MULTILINE))
    assert int(known["TILE_SIDE"]) == tiles.TILE_SIDE
    assert int(known["SMALLEST_SIDE"]) == tiles.SMALLEST_SIDE


@pytest.mark.parametrize("kind", ["jpeg", "png", "tiff"])
def test_joined_they_are_every_pixel_of_the_picture(put: Put, kind: str) -> None:
    size = (3001, 2050)
    image = picture(*size)
    parts = opened(rendered(put(f"a.{kind}", encoded(kind.upper(), image)), Recipe.TILES).jpeg)
    assert set(parts) == {f"0-{column}-{row}" for column in range(3) for row in range(3)}
    assert parts["0-2-2"].size == (3001 - 2048, 2050 - 2048)
    assert difference(joined(parts, 0, size), image) < 8


def test_a_level_is_half_of_the_one_before(put: Put) -> None:
    parts = opened(rendered(put("a.png", encoded("PNG", four_colours(6000, 4000))), Recipe.TILES).jpeg)
    assert {name[0] for name in parts} == {"0", "1"}
    half = joined(parts, 1, (3000, 2000))
    whole = joined(parts, 0, (6000, 4000)).resize((3000, 2000), Image.Resampling.BOX)
    assert difference(half, whole) < 12


def test_they_are_upright(put: Put) -> None:
    turned = Image.Exif()
    turned[0x112] = 3
    data = encoded("JPEG", four_colours(1500, 1200), exif=turned)
    parts = opened(rendered(put("a.jpg", data), Recipe.TILES).jpeg)
    assert parts["0-1-1"].size == (1500 - 1024, 1200 - 1024)
    assert max_difference(colour_at(parts["0-1-1"], (470, 170)), RED) < 30


def get(scene: StoreScene, one: Source, tile: str) -> Future[bytes | Problem | None]:
    return scene.threads.submit(scene.store.get, one, Recipe.TILES, timeout=10, client_gone=never, tile=tile)


def made(problem: Problem | None = None) -> Rendered:
    return Rendered(tiles.pack(MADE), 2048, 1024, 1, problem)


def test_all_tiles_are_made_at_once_and_kept_each_by_itself(scene: StoreScene) -> None:
    one, other = get(scene, source(1), "0-0-0"), get(scene, source(1), "0-1-0")
    scene.wait_for_callers(2)
    scene.pool.answer(result=made())
    assert (one.result(WAIT_S), other.result(WAIT_S)) == (b"one", b"two")
    assert get(scene, source(1), "1-0-0").result(WAIT_S) == b"half"
    wait_for(lambda: len(scene.made) == 1)
    again = ThumbnailStore(scene.blobs, ManualPool())
    assert again.get(source(1), Recipe.TILES, timeout=1, client_gone=never, tile="0-1-0") == b"two"
    assert len(scene.pool.jobs) == 1


def test_a_tile_that_there_is_not_costs_no_decode(scene: StoreScene) -> None:
    first = get(scene, source(1), "0-0-0")
    scene.wait_for_jobs(1)
    scene.pool.answer(result=made())
    assert first.result(WAIT_S) == b"one"
    answer = get(scene, source(1), "9-9-9").result(WAIT_S)
    assert isinstance(answer, Problem)
    assert len(scene.pool.jobs) == 1


def test_a_tile_that_was_evicted_is_made_again(scene: StoreScene) -> None:
    scene.blobs.stored[source(1).fingerprint, Recipe.TILES.value] = tiles.list_only(tiles.pack(MADE))
    answer = get(scene, source(1), "0-1-0")
    scene.wait_for_jobs(1)
    scene.pool.answer(result=made())
    assert answer.result(WAIT_S) == b"two"


def test_tiles_that_cannot_be_made_are_tried_once(scene: StoreScene) -> None:
    answer = get(scene, source(1), "0-0-0")
    scene.wait_for_jobs(1)
    scene.pool.answer(result=Problem("out_of_memory", "Too large."))
    assert isinstance(answer.result(WAIT_S), Problem)
    assert isinstance(get(scene, source(1), "0-1-0").result(WAIT_S), Problem)
    assert len(scene.pool.jobs) == 1


def test_tiles_are_shown_while_the_disk_is_full(scene: StoreScene) -> None:
    scene.blobs.full = True
    answer = get(scene, source(1), "0-1-0")
    scene.wait_for_jobs(1)
    scene.pool.answer(result=made())
    assert answer.result(WAIT_S) == b"two"


def test_a_tile_that_was_given_up_while_the_disk_is_full_is_made_again(
    scene: StoreScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of all tiles takes less room than they do, and was kept the longest."""
    monkeypatch.setattr(write_buffer, "_MAX_PENDING_BYTES", 60)
    scene.blobs.full = True
    small = scene.get(2)
    scene.wait_for_jobs(1)
    scene.pool.answer()
    assert small.result(WAIT_S) == b"jpeg"
    large = Rendered(tiles.pack({"0-0-0": bytes(50), "0-1-0": b"1" * 50}), 2048, 1024, 1)
    for number, name in enumerate(("0-1-0", "0-0-0"), 2):
        answer = get(scene, source(1), name)
        scene.wait_for_jobs(number)
        scene.pool.answer(result=large)
        assert answer.result(WAIT_S) == (bytes(50), b"1" * 50)[name == "0-1-0"]


def test_one_tile_is_found_without_a_copy_of_the_others() -> None:
    """All callers that waited for tiles of one picture look for theirs at once."""
    packed = tiles.pack({"0-0-0": bytes(1 << 20), "0-1-0": b"two", "0-2-0": bytes(1 << 20)})
    tracemalloc.start()
    try:
        assert tiles.find(packed, "0-1-0") == b"two"
        assert tracemalloc.get_traced_memory()[1] < 1 << 19
    finally:
        tracemalloc.stop()
    assert tiles.find(packed, "0-3-0") is None
    assert tiles.find(tiles.list_only(packed), "0-1-0") is None


def test_tiles_of_a_damaged_variant_are_kept_on_the_disk(scene: StoreScene) -> None:
    """Eight of its other pictures are kept in memory, which tiles would fill."""
    developed = Source(1, source(1).fingerprint, source(1).file, DEVELOPED)
    answer = get(scene, developed, "0-1-0")
    scene.wait_for_jobs(1)
    scene.pool.answer(result=made(Problem("damaged", "In part.")))
    assert answer.result(WAIT_S) == b"two"
    wait_for(lambda: (developed.fingerprint, "developed-1/0-1-0/tiles-1") in scene.blobs.stored)
    assert not scene.store._partial
