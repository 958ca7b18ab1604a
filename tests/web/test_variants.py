"""The other pictures of one photo over the real server: pages of a document, and a RAW file developed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.web.picture_response import IMMUTABLE, REVALIDATE
from tests.imaging.bayer_files import dng_of
from tests.imaging.raw_files import RED, jpeg
from tests.imaging.rendering import colour_at, four_colours, max_difference
from tests.imaging.tiff_files import DEFLATE, TiffWriter, join_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.client import Answer, ApiClient
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer

SIZE = (120, 80)


def document(*, damaged: int | None = None, cut: int = 0) -> bytes:
    """Return a document of three pages; the pixels of one may be damaged, or missing at the end of the file."""
    pages = [
        TiffWriter(
            lambda x, y, _, level=level: level - 40 * (x < 4 and y < 4),  # type: ignore[misc]
            *(*SIZE, 1),
            compression=DEFLATE if number == damaged else 1,
            rows=80,
            directory_first=True,
        )
        for number, level in enumerate((200, 150, 100), 1)
    ]
    data = bytearray(join_pages(*pages))
    if damaged:
        packed = data.index(b"\x78\x9c")
        data[packed : packed + 20] = bytes(20)
    return bytes(data[: len(data) - cut])


def image_of(answer: Answer) -> Image.Image:
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    return Image.open(io.BytesIO(answer.body)).convert("RGB")


def level_of(answer: Answer) -> int:
    image = image_of(answer)
    return colour_at(image, (image.width - 3, image.height - 3))[0]


@pytest.fixture
def pages(home: Home, folder: Callable[..., Path]) -> int:
    """Return the id of a document of three pages."""
    folder({"pages.tif": document()})
    return home.id("pages.tif")


def test_a_page_has_its_own_picture_tag_and_address(client: ApiClient, pages: int) -> None:
    details = client.ask(f"/api/photos/{pages}").json()
    assert details["pages"] == [[*SIZE]] * 3
    tags = set()
    for kind in ("screen", "original"):
        for variant, level in (("", 200), ("&variant=page-2", 150), ("&variant=page-3", 100)):
            target = f"/media/KEY/{kind}/{pages}?v={details['version']}{variant}"
            answer = client.ask(target)
            assert abs(level_of(answer) - level) < 4
            assert answer.headers["Cache-Control"] == IMMUTABLE
            assert client.ask(target, If_None_Match=answer.headers["ETag"]).status == 304
            tags.add(answer.headers["ETag"])
    assert len(tags) == 6
    assert client.ask(f"/media/KEY/screen/{pages}?variant=page-2").headers["Cache-Control"] == REVALIDATE


@pytest.mark.parametrize("name", ["page-1", "page-0", "page-1001", "x", "", "page-2%20"])
def test_no_other_names_are_taken(client: ApiClient, pages: int, name: str) -> None:
    for target in (f"/media/KEY/screen/{pages}", f"/media/KEY/original/{pages}", f"/api/photos/{pages}/problem"):
        answer = client.ask(f"{target}?variant={name}")
        assert (answer.status, answer.code) == (400, "bad_request")
    assert client.ask(f"/api/photos/{pages}/problem").status == 400


def test_a_page_that_is_not_there_is_not_found(client: ApiClient, pages: int) -> None:
    assert client.ask(f"/media/KEY/screen/{pages}?variant=page-4").status == 404
    assert client.ask("/media/KEY/screen/999999?variant=page-2").status == 404
    assert client.ask("/api/photos/999999/problem?variant=page-2").status == 404


def test_a_damaged_page_is_a_problem_of_that_page_alone(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    folder({"damaged.tif": document(damaged=2)})
    photo = home.id("damaged.tif")
    for _ in range(2):
        answer = client.ask(f"/media/KEY/screen/{photo}?variant=page-2")
        assert answer.status == 404
    problem = client.ask(f"/api/photos/{photo}/problem?variant=page-2").json()["problem"]
    assert (problem["code"], problem["message"]) == ("damaged", answer.json()["error"]["message"])
    assert abs(level_of(client.ask(f"/media/KEY/screen/{photo}?variant=page-3")) - 100) < 4
    assert client.ask(f"/api/photos/{photo}/problem?variant=page-3").json() == {"problem": None}
    home.harness.wait_until_idle()
    details = client.ask(f"/api/photos/{photo}").json()
    assert (details["problem"], details["broken"]) == (None, False)


def test_a_page_of_which_a_part_is_missing_is_shown_with_its_problem(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    folder({"cut.tif": document(cut=SIZE[0] * SIZE[1] // 2)})
    photo = home.id("cut.tif")
    version = client.ask(f"/api/photos/{photo}").json()["version"]
    target = f"/media/KEY/screen/{photo}?v={version}&variant=page-3"
    answer = client.ask(target)
    assert image_of(answer).size == SIZE
    assert answer.headers["Cache-Control"] == REVALIDATE, "or after the next start nothing would say what is wrong"
    assert client.ask(target, If_None_Match=answer.headers["ETag"]).status == 304
    problem = client.ask(f"/api/photos/{photo}/problem?variant=page-3").json()["problem"]
    assert problem["code"] == "truncated"
    home.harness.wait_until_idle()
    assert client.ask(f"/api/photos/{photo}").json()["problem"] is None


def test_a_raw_file_is_developed_for_its_owner_only(
    home: Home, client: ApiClient, server: TestedServer, folder: Callable[..., Path]
) -> None:
    folder({"shot.dng": dng_of(four_colours(600, 400), preview=jpeg(RED, (600, 400)))})
    photo = home.id("shot.dng")
    assert client.ask(f"/api/photos/{photo}").json()["raw"]
    shown = image_of(client.ask(f"/media/KEY/screen/{photo}"))
    assert max_difference(colour_at(shown, (590, 390)), RED) < 14
    for kind in ("screen", "original"):
        answer = client.ask(f"/media/KEY/{kind}/{photo}?variant=developed")
        if server.name == "site":
            assert (answer.status, answer.code) == (400, "bad_request")
        else:
            assert min(colour_at(image_of(answer), (590, 390))) > 220


def test_thumbnails_are_of_the_photo_itself(client: ApiClient, pages: int) -> None:
    answer = client.ask(f"/media/KEY/thumb/{pages}?s=320&variant=page-2")
    assert abs(level_of(answer) - 200) < 4
