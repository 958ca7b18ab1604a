"""Originals as each front server sends them: every name as itself, and the HTTP of parts and conditions around it."""

from __future__ import annotations

import email
import os
import re
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from gallery.base.paths import display
from tests.site.conftest import ODD_NAMES

if TYPE_CHECKING:
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor
    from tests.web.client import Answer

OLD, ANOTHER = formatdate(0, usegmt=True), '"another"'
CONDITIONS = [
    ({"If_None_Match": "TAG"}, 304),
    ({"If_None_Match": "W/TAG"}, 304),
    ({"If_None_Match": f"{ANOTHER}, TAG"}, 304),
    ({"If_None_Match": "*"}, 304),
    ({"If_None_Match": "TAG", "Range": "bytes=0-9"}, 304),
    ({"If_None_Match": ANOTHER}, 200),
    ({"If_None_Match": ANOTHER, "If_Modified_Since": "TIME"}, 200),
    ({"If_Modified_Since": "TIME"}, 304),
    ({"If_Modified_Since": OLD}, 200),
    ({"If_Unmodified_Since": "TIME"}, 200),
    ({"If_Unmodified_Since": OLD}, 412),
    ({"If_Match": "TAG"}, 200),
    ({"If_Match": "*"}, 200),
    ({"If_Match": ANOTHER}, 412),
    ({"If_Match": "W/TAG"}, 412),
    ({"If_Match": "TAG", "Range": "bytes=0-9"}, 206),
    ({"If_Range": "TAG", "Range": "bytes=0-9"}, 206),
    ({"If_Range": "TIME", "Range": "bytes=0-9"}, 206),
    ({"If_Range": ANOTHER, "Range": "bytes=0-9"}, 200),
    ({"If_Range": "W/TAG", "Range": "bytes=0-9"}, 200),
    ({"If_Range": OLD, "Range": "bytes=0-9"}, 200),
    ({"If_Range": "TAG"}, 200),
]
PARTS = [
    ("bytes=10-19", slice(10, 20)),
    ("bytes=10-", slice(10, None)),
    ("bytes=0-0", slice(0, 1)),
    ("bytes=-5", slice(-5, None)),
    ("bytes=-99999999", slice(0, None)),
    ("bytes=10-99999999", slice(10, None)),
]


@pytest.fixture
def anna(front: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return front.visitor("anna").enter()


@pytest.mark.parametrize("name", ODD_NAMES, ids=repr)
def test_every_name_arrives_as_its_own_file(front: Site, anna: Visitor, name: bytes) -> None:
    answer = anna.ask(anna.original(display(name)))
    with open(os.path.join(os.fsencode(front.photos), name), "rb") as file:
        assert (answer.status, answer.body) == (200, file.read())
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "X-Sendfile" not in answer.headers
    assert "X-Accel-Redirect" not in answer.headers
    if front.is_nginx:
        assert answer.headers["X-Sent-By"] == "nginx", "not by us"


@pytest.mark.parametrize("name", [*ODD_NAMES, b"Private/old.tif"], ids=repr)
def test_a_download_is_the_file_itself_under_its_own_name(front: Site, anna: Visitor, name: bytes) -> None:
    shown = display(os.path.basename(name))
    answer = anna.ask(f"/media/{anna.key}/file/{anna.ids()[shown]}")
    with open(os.path.join(os.fsencode(front.photos), name), "rb") as file:
        assert (answer.status, answer.body) == (200, file.read())
    kind, _, encoded = (answer.headers["Content-Disposition"] or "").partition("; filename*=UTF-8''")
    assert (kind, unquote(encoded)) == ("attachment", shown)
    assert answer.headers["Content-Type"] in ("image/jpeg", "application/octet-stream")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"


def test_the_answer_is_as_we_decided_it(front: Site, anna: Visitor) -> None:
    answer = anna.ask(anna.original("h0.jpg"))
    for name, value in {
        "Content-Disposition": "inline; filename*=UTF-8''h0.jpg",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
        "Vary": "Cookie",
        "Last-Modified": formatdate(int((front.photos / "Holidays" / "h0.jpg").stat().st_mtime), usegmt=True),
    }.items():
        assert answer.headers.get_all(name) == [value]
    assert len(answer.headers.get_all("ETag") or ()) == 1


@pytest.mark.parametrize(("wanted", "part"), PARTS)
def test_a_part_is_that_part(anna: Visitor, wanted: str, part: slice) -> None:
    target = anna.original("h0.jpg")
    whole = anna.ask(target)
    answer = anna.ask(target, Range=wanted)
    start, stop, _ = part.indices(len(whole.body))
    assert (answer.status, answer.body) == (206, whole.body[part])
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(whole.body)}"
    assert answer.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("wanted", ["bytes={size}-", "bytes={size}-99999999", "bytes=-0"])
def test_a_part_that_is_not_there_is_said_to(anna: Visitor, wanted: str) -> None:
    target = anna.original("h0.jpg")
    size = len(anna.ask(target).body)
    answer = anna.ask(target, Range=wanted.format(size=size))
    assert answer.status == 416
    assert answer.headers["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize("wanted", ["bytes=9-5", "bytes=x-5", "pieces=0-9", "bytes=", "bytes=0-9, 5"])
def test_a_range_that_is_none_harms_nothing(anna: Visitor, wanted: str) -> None:
    target = anna.original("h0.jpg")
    whole, answer = anna.ask(target), anna.ask(target, Range=wanted)
    assert (answer.status, answer.body) == (200, whole.body) or answer.status == 416


@pytest.mark.parametrize("wanted", ["bytes=0-9, 100-119", "bytes=0-9, -20", "bytes=5-8, 0-3"])
def test_several_parts_are_those_parts_or_the_whole(front: Site, anna: Visitor, wanted: str) -> None:
    target = anna.original("h0.jpg")
    whole, answer = anna.ask(target), anna.ask(target, Range=wanted)
    if answer.status == 200:
        assert not front.is_nginx
        assert answer.body == whole.body
        return
    assert answer.status == 206
    parts = parts_of(answer)
    assert len(parts) == 2
    for place, data in parts:
        found = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", place)
        assert found
        start, end, size = map(int, found.groups())
        assert data == whole.body[start : end + 1]
        assert size == len(whole.body)


def parts_of(answer: Answer) -> list[tuple[str, bytes]]:
    """Return place and bytes of each part of a multipart answer (RFC 9110, 14.6)."""
    boundary = email.message_from_string(f"Content-Type: {answer.headers['Content-Type']}\n\n").get_boundary()
    assert boundary
    found = []
    for piece in answer.body.split(f"--{boundary}".encode())[1:-1]:
        head, _, data = piece.partition(b"\r\n\r\n")
        place = re.search(rb"content-range: *([^\r]*)", head, re.IGNORECASE)
        assert place
        found.append((place[1].decode(), data.removesuffix(b"\r\n")))
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(("headers", "status"), CONDITIONS)
def test_conditions_are_those_of_the_rfc(
    front: Site, anna: Visitor, method: str, headers: dict[str, str], status: int
) -> None:
    """RFC 9110, 13.2.2; a HEAD has no parts (14.2), and a server that answers one with 206 sends no byte of it.

    Apache takes no time of the last minute for a strong validator, and then sends the whole (13.1.5 lets it).
    """
    target = anna.original("h0.jpg")
    whole = anna.ask(target)
    values = {"TAG": whole.headers["ETag"], "TIME": whole.headers["Last-Modified"]}
    sent = {name: re.sub("TAG|TIME", lambda match: values[match[0]], value) for name, value in headers.items()}
    answer = anna.ask(target, method, None, **sent)
    if headers.get("If_Range") == "TIME" and not front.is_nginx:
        status = answer.status if answer.status == 200 else status
    if method == "GET":
        assert answer.status == status
        assert answer.body == {200: whole.body, 206: whole.body[:10], 304: b""}.get(status, answer.body)
    else:
        assert answer.status in ({200, 206} if status in (200, 206) else {status})
        assert answer.body == b""
    if status in (200, 206, 304):
        assert answer.headers.get_all("ETag") == [whole.headers["ETag"]]


def test_a_head_tells_the_length(anna: Visitor) -> None:
    target = anna.original("h0.jpg")
    whole, head = anna.ask(target), anna.ask(target, "HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(whole.body)))
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_what_no_browser_paints_is_made_and_sent_by_us(anna: Visitor) -> None:
    answer = anna.ask(anna.original("old.tif"))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.body.startswith(b"\xff\xd8")
