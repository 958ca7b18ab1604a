"""Tiny pictures of many photos at once: those of their thumbnails, and none of any other content."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from gallery.imaging.tiny_file import is_whole
from gallery.web.query_arguments import MAX_TINY
from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

pytestmark = pytest.mark.usefixtures("server")


def tinies(client: ApiClient, photos: Sequence[int]) -> list[bytes]:
    """Ask for the tiny pictures of photos, and unpack the answer."""
    answer = client.ask(f"/api/tiny?ids={','.join(map(str, photos))}")
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    lengths = struct.unpack_from(f"<{len(photos)}H", answer.body)
    at, found = 2 * len(photos), []
    for length in lengths:
        found.append(answer.body[at : at + length])
        at += length
    assert at == len(answer.body)
    return found


def test_each_photo_has_that_of_its_thumbnail(home: Home, client: ApiClient) -> None:
    photos = [home.id(name) for name in ("p2.jpg", "a.png", "p0.jpg")]
    found = tinies(client, photos)
    assert all(is_whole(tiny) for tiny in found)
    assert len(set(found)) == 3
    assert tinies(client, photos[::-1]) == found[::-1]


def test_what_has_none_is_empty(home: Home, client: ApiClient) -> None:
    visited, unknown = 3_221_225_472, 4_000_000_000
    photos = [unknown, home.id("p1.jpg"), home.id("wrong.jpg"), visited, home.id("p1.jpg")]
    found = tinies(client, photos)
    assert [bool(tiny) for tiny in found] == [False, True, bool(found[2]), False, True]
    assert found[1] == found[4]


def test_a_file_that_is_replaced_is_not_shown_as_before(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    home.harness.library.tiny.begin()
    place = folder({"changing.jpg": encoded(image=picture(400, 300, hue=11))})
    photo = home.id("changing.jpg")
    before = wait_for(lambda: tinies(client, [photo])[0])
    fingerprints = dict(home.harness.library.photos.fingerprints([photo], None))
    (place / "changing.jpg").write_bytes(encoded(image=picture(300, 400, hue=200)))
    home.harness.library.roots.rescan()
    wait_for(lambda: dict(home.harness.library.photos.fingerprints([photo], None)) != fingerprints)
    after = wait_for(lambda: tinies(client, [photo])[0])
    assert after[:2] == before[:2][::-1], "upright now"


def test_a_copy_gets_one_when_it_is_missed(home: Home, client: ApiClient, folder: Callable[..., Path]) -> None:
    same = encoded(image=picture(420, 310, hue=77))
    folder({"one.jpg": same, "two.jpg": same})
    photos = [home.id("one.jpg"), home.id("two.jpg")]
    home.harness.library.tiny.begin()
    wait_for(lambda: all(tinies(client, photos)))
    assert len({tiny[:2] for tiny in tinies(client, photos)}) == 1


def test_as_many_as_the_page_asks_for(home: Home, client: ApiClient) -> None:
    ids = [home.id("p0.jpg"), *range(4_000_000_000, 4_000_000_000 + MAX_TINY - 1)]
    assert [bool(tiny) for tiny in tinies(client, ids)] == [True] + [False] * (MAX_TINY - 1)
    assert client.ask(f"/api/tiny?ids={','.join(map(str, [*ids, 1]))}").status == 400
