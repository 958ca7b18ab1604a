"""Bytes of pictures over the real server: types, lengths, what may be kept, parts of files."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from gallery.web.picture_response import IMMUTABLE, REVALIDATE
from tests.corpus import corpus_folder
from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.library.pictures import Picture
    from tests.web.client import ApiClient
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer

INLINE = {
    "p0.jpg": "image/jpeg",
    "a.png": "image/png",
    "a.gif": "image/gif",
    "a.webp": "image/webp",
    "a.avif": "image/avif",
}
CONVERTED = ("a.bmp", "a.tiff")
KINDS = ("thumb", "screen", "original")


def version(client: ApiClient, photo: int) -> int:
    return int(client.ask(f"/api/photos/{photo}").json()["version"])


@pytest.mark.parametrize("name", INLINE)
def test_what_browsers_show_is_sent_as_it_lies(home: Home, client: ApiClient, name: str) -> None:
    answer = client.ask(f"/media/KEY/original/{home.id(name)}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, INLINE[name])
    assert answer.body == (home.photos / name).read_bytes()


@pytest.mark.parametrize("name", CONVERTED)
def test_what_browsers_do_not_show_is_sent_as_jpeg(home: Home, client: ApiClient, name: str) -> None:
    answer = client.ask(f"/media/KEY/original/{home.id(name)}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.body.startswith(b"\xff\xd8\xff")


@pytest.mark.corpus
def test_heic_is_sent_as_jpeg(home: Home, client: ApiClient, folder: Callable[..., Path]) -> None:
    """Nothing here can write HEIC, so that the file has to come from elsewhere."""
    found = [path for path in corpus_folder().rglob("*.heic") if path.stat().st_size > 10_000]
    folder({"phone.heic": min(found, key=lambda path: path.stat().st_size).read_bytes()})
    answer = client.ask(f"/media/KEY/original/{home.id('phone.heic')}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")


def test_leading_bytes_decide_not_the_name(home: Home, client: ApiClient, folder: Callable[..., Path]) -> None:
    folder({"png.jpg": encoded("PNG")})
    answer = client.ask(f"/media/KEY/original/{home.id('png.jpg')}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_whole_and_says_what_it_is(home: Home, client: ApiClient, kind: str) -> None:
    target = f"/media/KEY/{kind}/{home.id('p0.jpg')}"
    answer = client.ask(target)
    assert answer.status == 200
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["ETag"].startswith('"')
    assert answer.headers["Last-Modified"] == formatdate((home.photos / "p0.jpg").stat().st_mtime // 1, usegmt=True)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Vary"] == "Cookie"
    head = client.ask(target, "HEAD")
    assert (head.status, head.body) == (200, b"")
    same = ("Content-Length", "Content-Type", "ETag", "Last-Modified", "Cache-Control")
    assert [head.headers[name] for name in same] == [answer.headers[name] for name in same]


@pytest.mark.parametrize("kind", KINDS)
def test_it_may_be_kept_for_good_only_under_its_version(home: Home, client: ApiClient, kind: str) -> None:
    photo = home.id("p0.jpg")
    target = f"/media/KEY/{kind}/{photo}"
    now = version(client, photo)
    assert client.ask(f"{target}?v={now}").headers["Cache-Control"] == IMMUTABLE
    for other in ("", "?v=", f"?v={now + 1}", f"?v=0{now}", "?v=0", "?v=None", "?v=x"):
        assert client.ask(target + other).headers["Cache-Control"] == REVALIDATE, other


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_not_sent_twice(home: Home, client: ApiClient, kind: str) -> None:
    target = f"/media/KEY/{kind}/{home.id('p0.jpg')}"
    first = client.ask(target)
    for condition in ({"If_None_Match": first.headers["ETag"]}, {"If_Modified_Since": first.headers["Last-Modified"]}):
        again = client.ask(target, **condition)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert "Content-Length" not in again.headers
    assert client.ask(target, If_None_Match='"other"').body == first.body
    assert client.ask(target, If_None_Match=first.headers["ETag"], Cookie=None).status == 401


def test_each_size_has_its_own_tag(home: Home, client: ApiClient) -> None:
    photo = home.id("p0.jpg")
    targets = (f"thumb/{photo}", f"thumb/{photo}?s=512", f"screen/{photo}", f"original/{photo}")
    assert len({client.ask(f"/media/KEY/{target}").headers["ETag"] for target in targets}) == 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=7-7", slice(7, 8)),
    ],
)
def test_a_part_is_that_part(home: Home, client: ApiClient, kind: str, wanted: str, part: slice) -> None:
    target = f"/media/KEY/{kind}/{home.id('p0.jpg')}"
    whole = client.ask(target).body
    answer = client.ask(target, Range=wanted)
    start, stop, _ = part.indices(len(whole))
    assert (answer.status, answer.body) == (206, whole[part])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole)}"
    assert answer.headers["Content-Length"] == str(len(answer.body))
    head = client.ask(target, "HEAD", Range=wanted)
    assert (head.status, head.headers["Content-Length"]) == (200, str(len(whole)))


def test_several_parts_are_answered_with_the_whole(home: Home, client: ApiClient) -> None:
    target = f"/media/KEY/original/{home.id('p0.jpg')}"
    assert client.ask(target, Range="bytes=0-0,5-9").body == client.ask(target).body


def test_a_part_that_is_not_there_is_said_to(home: Home, client: ApiClient) -> None:
    answer = client.ask(f"/media/KEY/original/{home.id('p0.jpg')}?v=1", Range="bytes=99999999-")
    assert (answer.status, answer.code) == (416, "range")
    assert answer.headers["Content-Range"] == f"bytes */{(home.photos / 'p0.jpg').stat().st_size}"


def test_a_part_of_another_file_is_not_glued_on(home: Home, client: ApiClient) -> None:
    target = f"/media/KEY/original/{home.id('p0.jpg')}"
    first = client.ask(target)
    good = (first.headers["ETag"], first.headers["Last-Modified"])
    assert [client.ask(target, Range="bytes=1-", If_Range=mark).status for mark in good] == [206, 206]
    bad = (f"W/{first.headers['ETag']}", '"x"', "Mon, 01 Jan 2001 00:00:00 GMT", "soon")
    assert [client.ask(target, Range="bytes=1-", If_Range=mark).status for mark in bad] == [200] * 4


def test_several_pictures_come_over_one_connection(home: Home, client: ApiClient) -> None:
    photo = home.id("p0.jpg")
    whole = (home.photos / "p0.jpg").read_bytes()
    lines = "".join(f"{name}: {value}\r\n" for name, value in client.headers().items())
    ranges = ("0-9", "10-19", "20-")
    with client.connect(f"/media/KEY/original/{photo}", "HEAD") as connection:
        for part in ranges:
            connection.sendall(
                f"GET /media/{client.key}/original/{photo} HTTP/1.1\r\n{lines}Range: bytes={part}\r\n\r\n".encode()
            )
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    bodies = [part.partition(b"\r\n\r\n")[2] for part in received.split(b"HTTP/1.1 ")[2:5]]
    assert bodies == [whole[0:10], whole[10:20], whole[20:]]


def test_a_file_that_changed_since_it_was_read_is_not_kept(
    home: Home, client: ApiClient, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(home.harness.library.pictures, "_check_folder_of", seen.append)
    path = folder({"changing.jpg": encoded()}) / "changing.jpg"
    target = f"/media/KEY/original/{home.id('changing.jpg')}"
    # the watcher is faster than this test
    monkeypatch.setattr(home.harness.parts.indexer, "check_folders", lambda *_: None)
    before = client.ask(f"{target}?v=1")
    other = encoded(image=picture(600, 500, 90))
    path.write_bytes(other)
    for number in ("0", "1", "2", "None"):
        after = client.ask(f"{target}?v={number}", If_None_Match=before.headers["ETag"])
        assert (after.status, after.body, after.headers["Cache-Control"]) == (200, other, REVALIDATE), number
    assert after.headers["Content-Length"] == str(len(other))
    assert seen, "the indexer is told to look"


def test_a_file_that_is_gone_is_not_found(
    home: Home, client: ApiClient, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder({"gone.jpg": encoded()}) / "gone.jpg"
    photo = home.id("gone.jpg")
    monkeypatch.setattr(home.harness.parts.indexer, "check_folders", lambda *_: None)
    path.unlink()
    answer = client.ask(f"/media/KEY/original/{photo}")
    assert (answer.status, answer.code) == (404, "not_found")
    assert os.fsencode(path.parent) not in answer.body
    assert client.ask(f"/media/KEY/thumb/{photo}").status == 200, "what was made of it is still there"


def test_a_root_that_is_away_says_so(
    home: Home, server: TestedServer, client: ApiClient, folder: Callable[..., Path]
) -> None:
    hue = {"desktop": 33, "site": 34}[server.name]  # of the same content the pictures are made already
    path = folder({"away.jpg": encoded(image=picture(hue=hue))}, "drive")
    photo = home.id("away.jpg")
    assert client.ask(f"/media/KEY/thumb/{photo}").status == 200
    hidden = path.rename(path.with_name("unplugged"))
    try:
        answer = client.ask(f"/media/KEY/original/{photo}")
        assert (answer.status, answer.code) == (409, "root_offline"), "before anybody has noticed"
        home.harness.library.roots.rescan()
        wait_for(lambda: "offline" in [root["state"] for root in client.ask("/api/status").json()["roots"]])
        assert client.ask(f"/media/KEY/original/{photo}").status == 409
        assert client.ask(f"/media/KEY/thumb/{photo}").status == 200, "made before"
        never_made = client.ask(f"/media/KEY/screen/{photo}")
        assert (never_made.status, never_made.code) == (409, "root_offline")
    finally:
        hidden.rename(path)
    home.harness.library.roots.rescan()
    home.harness.wait_until_idle()
    assert client.ask(f"/media/KEY/screen/{photo}").status == 200


@pytest.mark.parametrize("seconds", [-1, 0, 253_402_300_799, 253_402_300_800, 9_000_000_000_000])
def test_no_time_of_change_is_too_strange(
    home: Home, client: ApiClient, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    library = home.harness.library
    real = library.pictures.original

    def odd(*asked: Any, **more: Any) -> object:
        return replace(real(*asked, **more), mtime_ns=seconds * 1_000_000_000)

    monkeypatch.setattr(library.pictures, "original", odd)
    answer = client.ask(
        f"/media/KEY/original/{home.id('p0.jpg')}", If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT", Range="bytes=0-3"
    )
    assert answer.status in (206, 304)


@pytest.mark.parametrize(
    ("method", "changed", "status"),
    [
        ("GET", {"If_Match": '"other"'}, 412),
        ("GET", {"Range": "bytes=99999999-"}, 416),
        ("GET", {"If_None_Match": "*"}, 304),
        ("HEAD", {}, 200),
        ("GET", {}, 200),
    ],
)
def test_its_file_is_closed_whatever_is_answered(
    home: Home,
    client: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    changed: dict[str, str],
    status: int,
) -> None:
    """Held here, so that no garbage collector closes it."""
    library, opened = home.harness.library, []
    real = library.pictures.original

    def remember(*asked: Any, **more: Any) -> Picture:
        opened.append(real(*asked, **more))
        return opened[-1]

    monkeypatch.setattr(library.pictures, "original", remember)
    answer = client.ask(f"/media/KEY/original/{home.id('p0.jpg')}", method, **changed)
    assert answer.status == status
    wait_for(lambda: [picture.file.closed for picture in opened] == [True])


def test_a_file_that_shrinks_while_it_is_sent_ends_the_connection(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    """The server would otherwise wait for the missing bytes for ten seconds, and its loop turn at full speed."""
    path = folder({"shrinking.jpg": encoded() + bytes(20 << 20)}) / "shrinking.jpg"
    with client.connect(f"/media/KEY/original/{home.id('shrinking.jpg')}", buffer=4096) as connection:
        connection.recv(1000)
        os.truncate(path, 5000)
        start = time.process_time()
        received = 1000
        while chunk := connection.recv(1 << 20):
            received += len(chunk)
        spent = time.process_time() - start
    assert received < 20 << 20
    assert spent < 3, "processor time, which a busy machine does not stretch"
    assert client.ask("/api/status").status == 200
