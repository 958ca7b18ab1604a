"""Who gets no bytes at each front server: strangers, those who guess, and those who spell an address in another way."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.site.gate import COOKIE
from gallery.site.handover import root_location

if TYPE_CHECKING:
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

KINDS = ("original", "thumb", "screen")
SPELLINGS = (
    "//media/{key}/original/{id}",
    "/media//{key}/original/{id}",
    "/media/{key}/original//{id}",
    "/media/{key}/original/{id}/",
    "/media/{key}/original/{id}//",
    "/media/{key}/original/./{id}",
    "/media/{key}/thumb/../original/{id}",
    "/media/{key}/thumb/%2e%2e/original/{id}",
    "/media/{key}/original%2f{id}",
    "/media%2f{key}%2foriginal%2f{id}",
    "/media/{key}/original/{id}%00",
    "/media/{key}/original/{id}%00.jpg",
    "/media/{key}/original/{id}%0a",
    "/media/{key}/original/{id}%20",
    "/media/{key}/original/+{id}",
    "/media/{key}/original/-{id}",
    "/media/{key}/original/{id}.0",
    "/media/{key}/original/0x{id}",
    "/media/{key}/original/{id};x",
    "/media/{key}/original/{id}#x",
    "/media/{key}/original/%d9%a{id}",
    "/MEDIA/{key}/ORIGINAL/{id}",
    "/media/{key}/original/..%2foriginal/{id}",
    "/media/{key}/original\\{id}",
    "/media/{key}/original/{id}?/../../../ui/js/main.js",
    "/ui/../media/{key}/original/{id}",
    "/ui/%2e%2e/media/{key}/original/{id}",
    "/picture/../media/{key}/original/{id}",
    "/picture/%2e%2e/media/{key}/original/{id}",
    "http://127.0.0.1/media/{key}/original/{id}",
)
"""Ways to write the address of an original, of which some mean it."""


@pytest.fixture
def anna(front: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return front.visitor("anna").enter()


@pytest.fixture
def ben(front: Site) -> Visitor:
    """Somebody who sees one folder, with the page open."""
    return front.visitor("ben").enter()


def test_without_a_password_nothing_is_told(front: Site, anna: Visitor) -> None:
    stranger = front.visitor(None)
    for cookies, key in (({}, ""), (anna.cookies, anna.key)):
        stranger.cookies, stranger.key = cookies, key
        for target in ("/", "/api/status", anna.original("h0.jpg"), "/ui/js/main.js", "/nothing", "//", "/picture/../"):
            for method in ("GET", "HEAD"):
                answer = stranger.ask(target, method)
                assert answer.status == 401, target
                assert "ETag" not in answer.headers
                assert not answer.headers.get_all("Set-Cookie")


@pytest.mark.parametrize("kind", KINDS)
def test_a_guessed_number_is_a_photo_that_does_not_exist(anna: Visitor, ben: Visitor, kind: str) -> None:
    seen, there = ben.ids().values(), anna.ids().values()
    answers = {number: ben.ask(f"/media/{ben.key}/{kind}/{number}") for number in range(max(there) + 3)}
    for number, answer in answers.items():
        assert answer.status == (200 if number in seen else 404)
    nothing = answers[max(there) + 2]
    for number in set(there) - set(seen):
        assert answers[number].body == nothing.body
        assert not {"ETag", "Last-Modified", "Content-Disposition"} & set(answers[number].headers)
        assert sorted(answers[number].headers) == sorted(nothing.headers)


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}, {"If_None_Match": "*"}, {"If_Match": "*"}])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_condition_tells_what_is_hidden(anna: Visitor, ben: Visitor, method: str, headers: dict[str, str]) -> None:
    hidden, nothing = anna.ids()["a b.jpg"], max(anna.ids().values()) + 1
    answers = [ben.ask(f"/media/{ben.key}/original/{number}", method, None, **headers) for number in (hidden, nothing)]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body == answers[1].body


def test_another_persons_session_and_key_are_worth_nothing(anna: Visitor, ben: Visitor) -> None:
    annas = anna.original("a b.jpg")
    assert ben.ask(annas).status == 401, "her key"
    assert ben.ask(annas, Cookie=f"{COOKIE}={anna.cookies[COOKIE]}").status == 401, "her session, his log-in"
    assert ben.ask(annas, Cookie=f"{COOKIE}={ben.cookies[COOKIE]}; {COOKIE}={anna.cookies[COOKIE]}").status == 401
    assert anna.ask(annas).status == 200


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_however_it_is_spelled_it_is_this_photo_or_none(
    front: Site, anna: Visitor, ben: Visitor, spelling: str
) -> None:
    hidden = anna.ids()["a b.jpg"]
    kept = (front.photos / "a b.jpg").read_bytes()
    for visitor in (anna, ben):
        target = spelling.format(key=visitor.key, id=hidden)
        head, _, body = visitor.ask_raw(target.encode()).partition(b"\r\n\r\n")
        status = int(head.split()[1])
        assert (status == 200 and body == kept and visitor is anna) or 400 <= status < 500, head
        assert os.fsencode(front.photos) not in head + body


@pytest.mark.parametrize(
    "line", [b"Remote-User: anna", b"Remote_User: anna", b"REMOTE-USER: anna", b"Remote-User : anna", b"X-User: anna"]
)
def test_what_a_browser_says_of_itself_does_not_count(front: Site, ben: Visitor, line: bytes) -> None:
    """The front server overwrites the header by which people are known."""
    answer = ben.ask_raw(b"/api/status", line)
    assert b'"photos":4' in answer.replace(b" ", b"") or answer.startswith(b"HTTP/1.1 400")
    stranger = front.visitor("anna")
    stranger.name = "ben"
    assert b'"user": "anna"' not in stranger.ask_raw(b"/", line).replace(b"&quot;", b'"')


@pytest.mark.parametrize(
    "line", [b"X-Accel-Redirect: {}", b"X-Sendfile: {}", b"X-Original-URL: {}", b"X-Rewrite-URL: {}"]
)
def test_no_header_of_a_browser_names_a_file(front: Site, ben: Visitor, line: bytes) -> None:
    root = os.fsencode(front.photos)
    for place in (root + b"/a b.jpg", root_location("/_originals/", root).encode() + b"a%20b.jpg"):
        answer = ben.ask_raw(b"/api/status", line.replace(b"{}", place))
        assert b'"photos":4' in answer.replace(b" ", b"")
        assert b"\xff\xd8" not in answer


@pytest.mark.parametrize("before", ["", "/", "/.", "/ui/..", "/picture/..", "/picture/%2e%2e", "/x/%2e%2e"])
@pytest.mark.parametrize("after", ["Holidays/h0.jpg", "Holidays//h0.jpg", "Holidays%2fh0.jpg", "../site.toml",
                                   "%2e%2e/site.toml", "..%2fsite.toml", "%2e%2e%2fsite.toml", "Holidays", "Holidays/",
                                   "", "a%20b.jpg", "a%2520b.jpg", "Holidays/h0.jpg%00"])  # fmt: skip
def test_the_internal_location_is_nobodys(front: Site, anna: Visitor, before: str, after: str) -> None:
    place = root_location("/_originals/", os.fsencode(front.photos))
    for target in (before + place + after, before + place.replace("/", "//") + after, before + place[:-1] + after):
        head, _, body = anna.ask_raw(target.encode()).partition(b"\r\n\r\n")
        assert head.split()[1] in (b"400", b"401", b"403", b"404"), target
        assert b"\xff\xd8" not in body
        assert b"secret_file" not in body
