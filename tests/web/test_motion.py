"""The video of a photo that moves, over the real servers: whole and in parts, of its own file and of one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.imaging.group_files import CLIP, google_motion, live_still, live_video, shot
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

FILES = {
    "PXL_1.jpg": google_motion(behind=b"depth"), "IMG_2.JPG": live_still("ID"), "IMG_2.MOV": live_video("ID"),
    "still.jpg": shot(),
}  # fmt: skip
FILMS = {"PXL_1.jpg": CLIP, "IMG_2.JPG": FILES["IMG_2.MOV"]}


@pytest.fixture
def shown(home: Home, folder: Callable[..., Path]) -> Path:
    """Return the folder of the photos, when they are grouped."""
    found = folder(FILES)
    wait_for(lambda: "still.jpg" in home.harness.names() and "IMG_2.MOV" not in home.harness.names(), 60)
    return found


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("name", FILMS)
def test_it_is_sent_whole_and_in_parts(home: Home, client: ApiClient, name: str) -> None:
    target, film = f"/media/KEY/motion/{home.id(name)}", FILMS[name]
    whole = client.ask(target)
    assert (whole.status, whole.headers["Content-Type"], whole.body) == (200, "video/quicktime", film)
    assert (whole.headers["Accept-Ranges"], whole.headers["Content-Length"]) == ("bytes", str(len(film)))
    part = client.ask(target, Range="bytes=10-99")
    assert (part.status, part.headers["Content-Range"], part.body) == (206, f"bytes 10-99/{len(film)}", film[10:100])
    rest = client.ask(target, Range=f"bytes={len(film) - 7}-")
    assert (rest.status, rest.body) == (206, film[-7:])
    assert client.ask(target, Range=f"bytes={len(film)}-").status == 416
    again = client.ask(target, If_None_Match=whole.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    head = client.ask(target, "HEAD")
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])
    original = client.ask(f"/media/KEY/original/{home.id(name)}")
    assert original.headers["ETag"] != whole.headers["ETag"]


@pytest.mark.usefixtures("shown")
def test_it_is_kept_without_asking_only_where_the_version_is_of_its_file(home: Home, client: ApiClient) -> None:
    for name, kept in (("PXL_1.jpg", True), ("IMG_2.JPG", False)):
        photo = home.id(name)
        version = client.ask(f"/api/photos/{photo}").json()["version"]
        headers = client.ask(f"/media/KEY/motion/{photo}?v={version}").headers
        assert ("immutable" in headers["Cache-Control"]) is kept


@pytest.mark.usefixtures("shown")
def test_it_needs_cookie_and_key_and_a_photo_that_moves(home: Home, client: ApiClient) -> None:
    target = f"/media/KEY/motion/{home.id('PXL_1.jpg')}"
    assert client.ask(target, Cookie=None).status == 401
    assert client.ask(target.replace("KEY", "x")).status in (401, 403)
    for photo in (home.id("still.jpg"), 999_999):
        assert client.ask(f"/media/KEY/motion/{photo}").status == 404


def test_a_file_that_was_changed_gives_no_other_bytes(home: Home, client: ApiClient, shown: Path) -> None:
    photo = home.id("PXL_1.jpg")
    home.harness.parts.indexer.pause(True)
    try:
        (shown / "PXL_1.jpg").write_bytes(shot() + b"\0" * (len(FILES["PXL_1.jpg"]) - len(shot())))
        assert client.ask(f"/media/KEY/motion/{photo}").status == 404
    finally:
        home.harness.parts.indexer.pause(False)


@pytest.mark.usefixtures("shown")
def test_details_name_the_files_and_no_more_of_them(home: Home, client: ApiClient) -> None:
    found = client.ask(f"/api/photos/{home.id('IMG_2.JPG')}").json()
    assert [one["name"] for one in found["group"]] == ["IMG_2.JPG", "IMG_2.MOV"]
    assert found["moves"] is True
    assert set(found["group"][1]) == {"id", "name", "size", "format", "version", "width", "height", "duration"}
    member = client.ask(f"/api/photos/{found['group'][1]['id']}").json()
    assert (member["name"], member["moves"], member["group"]) == ("IMG_2.MOV", False, found["group"])
