"""What every answer carries, whatever it is: written out here, so that a change of the constants is seen (S13)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from flask import Response

from gallery.site.shared_answers import SharedAnswers, _Slot
from gallery.web.picture_response import IMMUTABLE, REVALIDATE
from gallery.web.security_headers import IMAGE_POLICY, PAGE_POLICY, SECURITY_HEADERS, add_security_headers
from tests.web.routes import example_address
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from tests.web.client import ApiClient
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), serial=(), clipboard-read=()",
}
PAGE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'none'",
    "worker-src": "'none'",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def boom(*_: object, **__: object) -> Any:
    raise RuntimeError("/home/user/secret/path.jpg")


def test_the_headers_are_these() -> None:
    assert SECURITY_HEADERS == ALWAYS
    assert dict(part.strip().split(" ", 1) for part in PAGE_POLICY.split(";")) == PAGE
    assert IMAGE_POLICY == "default-src 'none'; sandbox; frame-ancestors 'none'"


def test_no_answer_has_others_of_its_own() -> None:
    answer = add_security_headers(Response(headers=dict.fromkeys(ALWAYS, "*")))
    assert {name: answer.headers.getlist(name) for name in ALWAYS} == {name: [value] for name, value in ALWAYS.items()}


def test_every_route_carries_them(server: TestedServer, client: ApiClient) -> None:
    for rule in server.rules():  # at the stream test_feed.py looks
        for cookie in (None, client.headers()["Cookie"]):
            answer = client.ask(example_address(str(rule)), Cookie=cookie)  # the client holds every answer to HEADERS
            image = str(rule).startswith("/media/") and answer.status == 200
            assert answer.headers["Content-Security-Policy"] == (IMAGE_POLICY if image else PAGE_POLICY)
            assert answer.headers["Content-Type"]
            assert "Server" not in answer.headers


@pytest.mark.parametrize(
    ("target", "changed", "status"),
    [
        ("/", {"Host": "x"}, 403),
        ("/nothing", {}, 404),
        ("/api/photos/999", {}, 404),
        ("/media/KEY/thumb/999", {}, 404),
        ("/api/WRITE", {}, 405),
        ("/media/KEY/thumb/1?s=321", {}, 400),
        ("/media/KEY/original/1", {"Range": "bytes=99999999-"}, 416),
        ("/media/KEY/original/1", {"If_Match": '"other"'}, 412),
    ],
)
def test_every_refusal_carries_them_and_one_shape(
    server: TestedServer, client: ApiClient, target: str, changed: dict[str, str], status: int
) -> None:
    answer = client.ask(target.replace("/api/WRITE", server.write), **changed)
    assert answer.status == status
    assert answer.code
    assert answer.headers["Content-Security-Policy"] == PAGE_POLICY
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(answer.body))


@pytest.mark.parametrize(
    "target", ["/favicon.ico", "/ui/js/main.js", "/api/timeline.bin", "/media/KEY/thumb/1", "/media/KEY/original/1"]
)
def test_not_modified_carries_them_too(client: ApiClient, target: str) -> None:
    tag = client.ask(target).headers["ETag"]
    answer = client.ask(target, If_None_Match=tag)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_nothing_may_be_kept_by_a_cache_that_others_share(server: TestedServer, client: ApiClient) -> None:
    """`private` where it may be kept at all, and no other word."""
    for rule in server.rules():
        cached = client.ask(example_address(str(rule))).headers["Cache-Control"]
        assert cached in ("no-store", "private, no-cache"), rule
    version = client.ask("/api/labels?ids=1").json()["labels"][0].get("version")
    for kind in ("thumb", "screen", "original"):
        for query in ("", f"?v={version}", "?v=1", "?v=99999"):
            cached = client.ask(f"/media/KEY/{kind}/1{query}").headers["Cache-Control"]
            assert cached in ("private, no-cache", "private, max-age=31536000, immutable")
    assert (IMMUTABLE, REVALIDATE) == ("private, max-age=31536000, immutable", "private, no-cache")


def test_a_method_that_does_not_fit_names_those_that_do(server: TestedServer, client: ApiClient) -> None:
    answer = client.ask(server.write)
    assert (answer.status, answer.code) == (405, "method")
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("target", "controller", "methods"),
    [("/api/status", "status", ("read", "read_within")), ("/media/KEY/thumb/1", "pictures", ("derived",))],
)
def test_a_failure_inside_tells_nothing(
    home: Home,
    client: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    target: str,
    controller: str,
    methods: tuple[str, ...],
) -> None:
    monkeypatch.setattr(SharedAnswers, "_find", lambda *_: _Slot())  # a site has no answer in hand
    for method in methods:
        monkeypatch.setattr(getattr(home.harness.library, controller), method, boom)
    answer = client.ask(target)
    assert (answer.status, answer.code) == (500, "failed")
    assert b"secret" not in answer.body
    assert client.key not in "".join(record.getMessage() for record in caplog.records)


TYPES = {
    "/": "text/html; charset=utf-8",
    "/ui/js/main.js": "text/javascript; charset=utf-8",
    "/ui/css/tokens.css": "text/css; charset=utf-8",
    "/ui/icons.svg": "image/svg+xml",
    "/favicon.ico": "image/png",
}


@pytest.mark.parametrize("target", TYPES)
def test_the_types_of_the_page_are_written_down(client: ApiClient, target: str) -> None:
    answer = client.ask(target)
    assert (answer.status, answer.headers["Content-Type"]) == (200, TYPES[target])


@desktop_only("the page of a site holds its key and is not kept at all")
def test_the_page_is_asked_for_again_each_time(client: ApiClient) -> None:
    answer = client.ask("/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert client.ask("/", If_None_Match=f"W/{answer.headers['ETag']}").status == 304
    assert client.ask("/", If_None_Match='"other"').body == answer.body


def test_all_modules_are_in_the_one_that_the_page_names(client: ApiClient) -> None:
    document, module = client.ask("/").body.decode(), client.ask("/ui/js/main.js").body.decode()
    assert re.findall(r'<script[^>]* src="([^"]+)"', document) == ["/ui/js/main.js"]
    assert not re.search(r"^(?:import|export)\b", module, re.MULTILINE)
    assert client.ask("/ui/js/core/api.js").status == 404
