"""A photo that another one replaces while a front server sends it, or between our look at it and the server's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.library.pictures import Picture
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

SIZE = 24 << 20
"""Bytes: more than all the buffers between the file and a client that does not read."""


def content(letter: bytes) -> bytes:
    """Return a picture with so much of a letter behind it."""
    return encoded(image=picture(300, 200, hue=letter[0])).ljust(SIZE, letter)


@pytest.fixture
def anna(front: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return front.visitor("anna").enter()


@pytest.fixture
def photo(front: Site, anna: Visitor, new_photo: Callable[[str], Path]) -> Path:
    """A photo full of the letter A, which is in the index."""
    file = new_photo("fresh.jpg")
    file.write_bytes(content(b"A"))
    wait_for(lambda: "fresh.jpg" in anna.ids(), 60)
    front.harness.wait_until_idle()
    return file


def replace(photo: Path, *, keep_time: bool = False) -> None:
    """Put another photo, full of the letter B, into the place of this one: what copying and saving programs do."""
    other = photo.with_suffix(".part")
    other.write_bytes(content(b"B"))
    seen = photo.stat()
    os.utime(other, ns=(seen.st_atime_ns, seen.st_mtime_ns - (0 if keep_time else 5_000_000_000)))
    os.replace(other, photo)


def overwrite(photo: Path) -> None:
    """Write other bytes into this file."""
    with photo.open("r+b") as file:
        file.write(content(b"B"))


def cut(photo: Path) -> None:
    """Make this file shorter."""
    os.truncate(photo, 5000)


def read_while(visitor: Visitor, address: str, change: Callable[[], None]) -> tuple[bytes, bytes]:
    """Return head and body of an answer; the change comes when the first bytes have been read."""
    with visitor.start(address.encode()) as connection:
        received = bytearray(connection.recv(1000))
        change()
        try:
            while chunk := connection.recv(1 << 20):
                received += chunk
        except ConnectionResetError:
            pass
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    return head, body


def check_the_old_tag(visitor: Visitor, address: str, tag: str, new: bytes) -> None:
    """Look whether the tag of the old bytes is none of the new ones."""
    for headers in ({}, {"If_None_Match": tag}, {"If_Range": tag, "Range": "bytes=1000-"}):
        answer = visitor.ask(address, "GET", None, **headers)
        assert (answer.status, answer.body == new) == (200, True), headers
        assert answer.headers["ETag"] != tag
    assert visitor.ask(address, If_Match=tag).status == 412


@pytest.mark.parametrize("keep_time", [False, True])
def test_what_was_begun_is_sent_to_its_end(anna: Visitor, photo: Path, *, keep_time: bool) -> None:
    address, old = anna.original("fresh.jpg"), content(b"A")
    tag = anna.ask(address, "HEAD").headers["ETag"]
    head, body = read_while(anna, address, lambda: replace(photo, keep_time=keep_time))
    assert tag.encode() in head
    assert body == old
    check_the_old_tag(anna, address, tag, content(b"B"))


def test_what_was_cut_ends_the_connection_and_nothing_else(front: Site, anna: Visitor, photo: Path) -> None:
    address = anna.original("fresh.jpg")
    tag = anna.ask(address, "HEAD").headers["ETag"]
    head, body = read_while(anna, address, lambda: cut(photo))
    assert f"content-length: {SIZE}".encode() in head.lower()
    assert len(body) < SIZE, "the client sees that it is not whole"
    check_the_old_tag(anna, address, tag, content(b"A")[:5000])
    log = front.folder / ("nginx/error.log" if front.is_nginx else "error.log")
    assert "exit signal" not in log.read_text(encoding="utf-8")
    assert "exited on signal" not in log.read_text(encoding="utf-8")


def test_what_was_written_over_is_mixed_but_its_tag_is_good_no_more(anna: Visitor, photo: Path) -> None:
    """No server can help it that sends a file which somebody writes to; docs/serving-images.md names the pitfall."""
    address = anna.original("fresh.jpg")
    tag = anna.ask(address, "HEAD").headers["ETag"]
    _, body = read_while(anna, address, lambda: overwrite(photo))
    assert len(body) == SIZE
    assert body[-1:] == b"B", "what was read late"
    assert content(b"A").startswith(body[:500]), "what was read before"
    check_the_old_tag(anna, address, tag, content(b"B"))


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=1000-1999"}, {"If_Range": "TAG", "Range": "bytes=1000-"}])
def test_what_is_replaced_after_we_looked(
    front: Site, anna: Visitor, photo: Path, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nginx puts our tag on no other file. Apache does: docs/serving-images.md names the pitfall."""
    address, new = anna.original("fresh.jpg"), content(b"B")
    tag = anna.ask(address, "HEAD").headers["ETag"]
    pictures = front.harness.parts.library.pictures
    original = pictures.original

    def look_then_replace(*question: Any) -> Picture:
        found = original(*question)
        replace(photo)
        return found

    sent = {name: value.replace("TAG", tag) for name, value in headers.items()}
    with monkeypatch.context() as patch:
        patch.setattr(pictures, "original", look_then_replace)
        answer = anna.ask(address, "GET", None, **sent)
    if front.is_nginx:
        assert "ETag" not in answer.headers
        whole = "If_Range" in headers or not headers
        assert (answer.status, answer.body == (new if whole else new[1000:2000])) == (200 if whole else 206, True)
    else:
        assert answer.headers["ETag"] == tag
        assert answer.body in (new, new[1000:2000], new[1000:])
    check_the_old_tag(anna, address, tag, new)
