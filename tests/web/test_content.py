"""What hides behind the name of a picture: pages, archives, links, pipes (S14, S16, S17 through the server)."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from gallery.web.security_headers import IMAGE_POLICY
from tests.pictures import encoded, picture
from tests.waiting import wait_for
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

HTML = b"<!doctype html><script>alert(1)</script>"
ACTIVE = {
    "html": HTML,
    "html-late": b"\n" * 40 + HTML,
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "xml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "zip": b"PK\x03\x04" + bytes(60),
    "swf": b"FWS\x06" + bytes(60),
    "script": b"alert(1)" + bytes(60),
    "elf": b"\x7fELF" + bytes(60),
    "avi": b"RIFF\x00\x00\x00\x00AVI " + bytes(60),
    "mp4": b"\x00\x00\x00\x18ftypisom" + bytes(60),
    "half a head": b"\xff\xd8",
    "gif": b"GIF87",
    "empty": b"",
}
KINDS = ("thumb", "screen", "original")


@pytest.mark.parametrize("content", ACTIVE)
def test_what_is_no_picture_is_never_sent(
    home: Home, client: ApiClient, folder: Callable[..., Path], content: str
) -> None:
    folder({"evil.jpg": ACTIVE[content]})
    photo = home.harness.names().get("evil.jpg")
    if photo is None:  # not even a cell
        return
    for kind in KINDS:
        answer = client.ask(f"/media/KEY/{kind}/{photo}")
        assert (answer.status, answer.code) == (404, "not_found")


@pytest.mark.parametrize("content", ACTIVE)
def test_a_picture_that_became_something_else_is_never_sent(
    home: Home, client: ApiClient, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    path = folder({"turned.jpg": encoded(image=picture(hue=9))}) / "turned.jpg"
    photo = home.id("turned.jpg")
    monkeypatch.setattr(home.harness.parts.indexer, "check_folders", lambda *_: None)
    path.write_bytes(ACTIVE[content])
    answer = client.ask(f"/media/KEY/original/{photo}")
    assert answer.status == 503, "its folder is looked at first"
    assert answer.code == "busy"


@desktop_only("no server is asked")
@pytest.mark.parametrize("name", ["evil.svg", "evil.svgz", "evil.html", "evil.pdf", "evil.xml"])
def test_such_files_are_not_even_listed(home: Home, folder: Callable[..., Path], name: str) -> None:
    folder({name: HTML})
    assert name not in home.harness.names()


@pytest.mark.parametrize("tail", [HTML, b"PK\x05\x06" + bytes(18), b"%PDF-1.7"], ids=["html", "zip", "pdf"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_picture_that_is_something_else_too_is_a_picture_only(
    home: Home, client: ApiClient, folder: Callable[..., Path], kind: str, tail: bytes
) -> None:
    data = encoded(kind, comment=HTML) if kind != "PNG" else encoded(kind)
    folder({"both.jpg": data + tail})
    answer = client.ask(f"/media/KEY/original/{home.id('both.jpg')}", Sec_Fetch_Dest="document")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"image/{kind.lower()}"
    assert answer.headers["Content-Security-Policy"] == IMAGE_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    made = client.ask(f"/media/KEY/screen/{home.id('both.jpg')}")
    assert made.headers["Content-Type"] == "image/jpeg"
    assert b"<script>" not in made.body


def as_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def as_pipe(path: Path) -> None:
    os.mkfifo(path)


def as_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights on Windows")
@pytest.mark.parametrize("become", [as_link, as_pipe, as_folder])
def test_a_photo_replaced_by_something_special_is_not_found(
    home: Home,
    client: ApiClient,
    folder: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    become: Callable[[Path], None],
) -> None:
    shown = folder({"special.jpg": encoded(image=picture(hue=77)), "beside.jpg": encoded()})
    photo = home.id("special.jpg")
    monkeypatch.setattr(home.harness.parts.indexer, "check_folders", lambda *_: None)
    (shown / "special.jpg").unlink()
    become(shown / "special.jpg")
    answers = [client.ask(f"/media/KEY/{kind}/{photo}") for kind in ("original", "screen")]
    assert [(answer.status, answer.code) for answer in answers] == [(404, "not_found")] * 2
    assert all(str(shown).encode() not in answer.body for answer in answers)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_folder_replaced_by_a_link_is_not_followed(
    home: Home, client: ApiClient, folder: Callable[..., Path], tmp_path: Path
) -> None:
    shown = folder({"top.jpg": encoded()})
    (shown / "sub").mkdir()
    (shown / "sub" / "deep.jpg").write_bytes(encoded(image=picture(hue=5)))
    home.harness.library.roots.rescan()
    wait_for(lambda: "deep.jpg" in home.harness.names())
    photo = home.id("deep.jpg")
    (shown / "sub").rename(tmp_path / "elsewhere")
    (shown / "sub").symlink_to(tmp_path / "elsewhere")
    assert client.ask(f"/media/KEY/original/{photo}").status == 404


def test_a_file_that_grows_is_sent_as_long_as_promised(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    path = folder({"growing.jpg": encoded(image=picture(hue=44)) + bytes(4 << 20)}) / "growing.jpg"
    size = path.stat().st_size
    ended = threading.Event()

    def grow() -> None:
        with path.open("ab") as file:
            while not ended.is_set():
                file.write(bytes(4096))
                file.flush()
                time.sleep(0.001)

    thread = threading.Thread(target=grow)
    photo = home.id("growing.jpg")
    thread.start()
    try:
        answer = client.ask(f"/media/KEY/original/{photo}")
    finally:
        ended.set()
        thread.join()
    assert answer.status == 200
    assert len(answer.body) == int(answer.headers["Content-Length"]) >= size


def test_a_cut_file_is_sent_as_the_picture_that_is_shown_of_it(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    whole = encoded(image=picture(640, 400))
    folder({"cut.jpg": whole[: len(whole) // 2]})
    photo = home.id("cut.jpg")
    wait_for(lambda: client.ask(f"/api/photos/{photo}").json()["problem"])
    answer = client.ask(f"/media/KEY/original/{photo}")
    assert (answer.status, answer.body[:3]) == (200, b"\xff\xd8\xff")
    assert whole[:64] != answer.body[:64]
    assert answer.body.endswith(b"\xff\xd9")
