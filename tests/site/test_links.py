"""Signed links, checked by nginx alone or by us behind Apache: for one browser, for a time, for one picture."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import pytest
from flask.globals import request_ctx

from gallery.site.gate import SiteGate
from gallery.site.links import PICTURE_COOKIE
from tests.site.link_parts import changed, query_of, sign, spell

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Request

    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

REFUSED = (403, 410)
LATER = "9999999999"


@pytest.fixture
def anna(front: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return front.visitor("anna").enter()


@pytest.fixture
def ben(front: Site) -> Visitor:
    """Somebody who sees one folder, with the page open."""
    return front.visitor("ben").enter()


@pytest.fixture
def proof(front: Site) -> str:
    """The name of the argument that signs a link."""
    return "md5" if front.is_nginx else "signature"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Whatever comes to us from now on."""
    seen: list[Request] = []
    check = SiteGate.check

    def noted(gate: SiteGate, request: Request) -> object:
        seen.append(request_ctx.request)
        return check(gate, request)

    monkeypatch.setattr(SiteGate, "check", noted)
    return seen


@pytest.mark.parametrize("size", ["320", "512", "screen"])
def test_a_link_leads_to_the_picture(anna: Visitor, size: str) -> None:
    answer = anna.ask(anna.link("h0.jpg", size))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.body.startswith(b"\xff\xd8")


def test_links_are_the_same_for_a_while_and_name_one_address_for_everybody(anna: Visitor, ben: Visitor) -> None:
    assert anna.link("h0.jpg") == anna.link("h0.jpg")
    assert anna.link("h0.jpg").partition("?")[0] == ben.link("h0.jpg").partition("?")[0]
    assert anna.link("h0.jpg") != ben.link("h0.jpg")


def test_a_link_is_good_in_one_browser_only(front: Site, anna: Visitor, ben: Visitor) -> None:
    annas = anna.link("h1.jpg")
    assert anna.ask(annas).status == 200
    assert ben.ask(annas).status == 403
    assert front.visitor(None).ask(annas).status == 403
    assert front.visitor("anna").enter().ask(annas).status == 403, "another browser of hers"
    for cookies in ("", f"{PICTURE_COOKIE}=", f"{PICTURE_COOKIE}=x; {PICTURE_COOKIE}={anna.cookies[PICTURE_COOKIE]}"):
        assert front.visitor(None).ask(annas, Cookie=cookies).status == 403


def test_a_link_needs_no_log_in(front: Site, anna: Visitor) -> None:
    """The browser has its cookie; what another origin or a CDN asks for has no password with it."""
    browser = front.visitor(None)
    browser.cookies = anna.cookies
    assert browser.ask(anna.link("h1.jpg")).status == 200


@pytest.mark.parametrize("size", ["320", "512", "screen"])
def test_a_link_that_was_altered_is_refused(
    front: Site, anna: Visitor, proof: str, asked: list[Request], size: str
) -> None:
    good, other, ids = anna.link("h1.jpg", size), anna.link("h2.jpg", size), anna.ids().values()
    (path, given), (other_path, of_other) = query_of(good), query_of(other)
    assert [anna.ask(good).status, anna.ask(other).status] == [200, 200]
    asked.clear()
    signature, expires = given[proof], given["expires"]
    padded = base64.urlsafe_b64decode(signature + "==")
    wrong_signatures = [
        "", "!", signature[:-1], signature + "A", signature.swapcase(), signature[::-1],
        ("B" if signature[0] == "A" else "A") + signature[1:], f"{signature},{LATER}", f"%00{signature}", "A" * 5000,
        padded.hex(), of_other[proof],
    ]  # fmt: skip
    wrong_ends = ["", "0", "-1", str(int(expires) + 1), str(int(expires) - 1), LATER, expires + "0", f"0{expires}",
                  f"{expires}%20", f"%20{expires}", f"{expires}.0", f"{expires},{LATER}", "9" * 40, "x"]  # fmt: skip
    fingerprint, photo = path.removesuffix(".jpg").split("/")[3:]
    wrong_paths = [
        other_path, *(path.replace(query, "screen-3") for query in ("thumb-320-3", "thumb-512-3")),
        path.replace("screen-3", "full-3"), re.sub(r"thumb-\d+-3", "thumb-320-2", path).replace("screen-3", "screen-2"),
        path.replace(fingerprint, fingerprint.upper()), path.replace(fingerprint, fingerprint[:-2]),
        path.replace(fingerprint, f"{int(fingerprint, 16) ^ 1:0{len(fingerprint)}x}"), path.replace(".jpg", ".JPG"),
        path.replace(f"/{photo}.jpg", ".jpg"), path.replace(f"/{photo}.jpg", f"/0{photo}.jpg"),
        *(path.replace(f"/{photo}.jpg", f"/{wrong}.jpg") for wrong in (*ids, "0", "x", "", "%d9%a1")),
        path + "/", path.removesuffix(".jpg"), path + "%00", path + "%20", path + "x", path.upper(),
        path.replace("/picture/", "/picture/x/"),
        path.replace("/picture/", "/picture%2f%2e%2e/"), path.replace(".jpg", "%252ejpg"),
    ]  # fmt: skip
    altered = [
        *(changed(path, given, **{name: None}) for name in (proof, "expires")),
        *(changed(path, given, **{proof: wrong}) for wrong in wrong_signatures),
        *(changed(path, given, expires=wrong) for wrong in wrong_ends),
        spell(path, {proof: "A" * len(signature), "expires": given["expires"]}) + f"&{proof}={signature}",
        spell(path, given).replace("&", "&amp;"),
        path,
    ]
    elsewhere = [*(spell(wrong, given) for wrong in wrong_paths if wrong != path), good.replace("?", "%3f")]
    for one in altered:
        answer = anna.ask(one)
        assert answer.status in REFUSED, one
        assert answer.headers["Cache-Control"] == "no-store"
        assert b"\xff\xd8" not in answer.body
    assert not (front.is_nginx and asked), "Python sleeps"
    for one in elsewhere:
        answer = anna.ask(one)
        assert answer.status in (*REFUSED, 400, 401, 404), one
        assert b"\xff\xd8" not in answer.body


def test_the_order_of_the_arguments_does_not_count(anna: Visitor) -> None:
    path, given = query_of(anna.link("h1.jpg"))
    kept = anna.ask(spell(path, given))
    assert kept.status == 200
    for one in (dict(reversed(given.items())), given | {"utm": "1"}):
        answer = anna.ask(spell(path, one))
        assert (answer.status, answer.body) == (200, kept.body)


@pytest.mark.parametrize(
    "spelling", ["//picture/", "/picture//", "/picture/./", "/picture/x/../", "/picture/%2f", "/%70icture/"]
)
def test_however_it_is_spelled_it_is_this_picture_or_none(anna: Visitor, spelling: str) -> None:
    good = anna.link("h1.jpg", "512")
    kept = anna.ask(good).body
    head, _, body = anna.ask_raw(good.replace("/picture/", spelling).encode()).partition(b"\r\n\r\n")
    assert (head.split()[1] == b"200" and body == kept) or head.split()[1] in (b"403", b"404", b"401")


@pytest.mark.parametrize("seconds", [-1, -86_400, -10 * 365 * 86_400])
def test_an_old_link_is_refused(front: Site, anna: Visitor, seconds: int) -> None:
    link = anna.link("h1.jpg")
    path, _ = query_of(link)
    assert anna.ask(link).status == 200
    assert anna.ask(sign(front, anna, path, seconds)).status == (410 if front.is_nginx else 403)
    assert anna.ask(sign(front, anna, path)).status == 200, "else the test would be of nothing"


def test_a_link_to_what_is_hidden_or_other_bytes_is_as_one_to_nothing(front: Site, anna: Visitor, ben: Visitor) -> None:
    """Were somebody able to sign: what he may not see is not there for him, nor does its id tell anything."""
    own, hidden = query_of(ben.link("h1.jpg", "512"))[0], query_of(anna.link("50%.jpg", "512"))[0]
    folder, hidden_id = own.rpartition("/")[0], hidden.rpartition("/")[2]
    answers = [ben.ask(sign(front, ben, path)) for path in (hidden, f"{folder}/{hidden_id}", f"{folder}/999999.jpg")]
    assert [answer.status for answer in answers] == [404, 404, 404]
    assert len({answer.body for answer in answers}) == 1
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert anna.ask(sign(front, anna, hidden)).status == 200, "else the test would be of nothing"


def test_a_link_makes_nothing_after_the_log_out(front: Site, anna: Visitor, fresh: Callable[[], str]) -> None:
    link, kept = fresh(), dict(anna.cookies)
    assert anna.write("/api/log-out").status == 200
    browser = front.visitor("anna")
    browser.cookies = kept
    assert browser.ask(link).status == 403
    assert front.visitor("anna").enter().ask(link).status == 403


def test_nobody_gets_links_to_what_he_does_not_see(anna: Visitor, ben: Visitor) -> None:
    hidden = anna.ids()["a b.jpg"]
    assert ben.ask(f"/api/links?size=320&ids={hidden}").json()["links"] == {}
    assert ben.ask(f"/api/links?size=320&ids={hidden},999999").json()["links"] == {}


def test_nobody_is_named_at_an_address_that_asks_for_no_log_in(
    front: Site, anna: Visitor, fresh: Callable[[], str], asked: list[Request]
) -> None:
    """Where no password is checked, who the browser says it is stands nowhere."""
    link = sign(front, anna, f"{query_of(fresh())[0].rpartition('/')[0]}/999999.jpg")
    asked.clear()
    guessed = "Basic " + base64.b64encode(b"anna:guessed").decode()
    for line in (f"Authorization: {guessed}", "Remote-User: anna"):
        assert anna.ask(link, Authorization=guessed).status == 404
        anna.ask_raw(link.encode(), line.encode())
    assert asked
    assert {each.headers.get("Remote-User", "") for each in asked} == {""}


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"Range": "bytes=5-9"}, 206),
        ("GET", {"Range": "bytes=-4"}, 206),
        ("GET", {"Range": "bytes=99999999-"}, 416),
        ("GET", {"If_None_Match": "TAG"}, 304),
        ("GET", {"If_None_Match": '"another"'}, 200),
        ("GET", {"If_Range": "TAG", "Range": "bytes=5-9"}, 206),
        ("GET", {"If_Range": '"another"', "Range": "bytes=5-9"}, 200),
        ("HEAD", {}, 200),
    ],
)
@pytest.mark.parametrize("is_kept", [False, True])
def test_parts_and_conditions(
    anna: Visitor, fresh: Callable[[], str], method: str, headers: dict[str, str], status: int, *, is_kept: bool
) -> None:
    """Of a picture that comes through nginx for the first time, and of one that it has kept."""
    link = fresh()
    tag = f'"{query_of(link)[0].split("/")[3].removesuffix(".jpg")}-{query_of(link)[0].split("/")[2]}"'
    whole = anna.ask(link) if is_kept else None
    answer = anna.ask(link, method, None, **{name: value.replace("TAG", tag) for name, value in headers.items()})
    whole = whole or anna.ask(link)
    assert (answer.status, whole.status, whole.headers["ETag"]) == (status, 200, tag)
    assert whole.body.startswith(b"\xff\xd8")
    assert whole.body.endswith(b"\xff\xd9")
    expected = {"bytes=5-9": whole.body[5:10], "bytes=-4": whole.body[-4:]}.get(headers.get("Range", ""), b"")
    assert answer.body == {200: b"" if method == "HEAD" else whole.body, 206: expected}.get(status, answer.body)
    if method == "HEAD":
        assert answer.headers["Content-Length"] == str(len(whole.body))
    if status in (200, 206, 304):
        assert answer.headers.get_all("Cache-Control") == ["private, max-age=31536000, immutable"]


@pytest.fixture
def fresh(front: Site, anna: Visitor, _asked_for: dict[Any, int]) -> Callable[[], str]:
    """Return what names a picture that nobody has asked for yet."""
    names = [name for name in sorted(anna.ids()) if name.endswith("g") and not name.startswith("h")]

    def next_link() -> str:
        number = _asked_for[front.port] = _asked_for.get(front.port, -1) + 1
        return anna.link(names[number], "screen")

    return next_link


@pytest.fixture(scope="module")
def _asked_for() -> dict[Any, int]:
    return {}
