"""Numbers in, never paths: no address leads anywhere else, redirects, or makes the server stumble (S15, S21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.web.server import MAX_BODY_BYTES
from tests.web.client import send_bytes
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from tests.web.client import ApiClient

CLIMBS = (
    "../main.py",
    "../../etc/passwd",
    "..%2f..%2fetc/passwd",
    "%2e%2e/main.py",
    "%2e%2e%2fmain.py",
    "%252e%252e%252fmain.py",
    "..%5cmain.py",
    "..\\main.py",
    "%c0%ae%c0%ae/main.py",
    "%2fetc%2fpasswd",
    "/etc/passwd",
    "js/../../main.py",
    "js/./main.js",
    "js//main.js",
    "./js/main.js",
    "js/main.js/",
    "js/main.js%00",
    "js/main.js%00.css",
    "js/main.js;x",
    "js/main.js::$DATA",
    "JS/MAIN.JS",
    "js",
    "js/",
    "",
    "%ff%fe",
    "C:%5cWindows%5cwin.ini",
    "x" * 8000,
)
IDS = (
    "0",
    "01",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "0x1",
    "1_0",
    "%201",
    "1%20",
    "1%0a",
    "1%00",
    "%D9%A1",
    "1%D9%A1",
    "%EF%BC%91",
    "1%EF%BC%91",
    "%C2%B2",
    "12345678901",
    "9" * 400,
    "1/",
    "1//",
    "1/..",
    "../1",
    "%2e%2e/1",
    "1%2f",
    "1;x",
    "a.jpg",
    "..%2f..%2fetc%2fpasswd",
    "",
)
BELOW = ("/media/KEY/thumb/", "/media/KEY/screen/", "/media/KEY/original/", "/api/photos/")


@pytest.mark.parametrize("name", CLIMBS)
@pytest.mark.parametrize("folder", ["/ui/", "/boot/../ui/", "//ui/../"])
def test_no_path_climbs_out_of_the_page(client: ApiClient, folder: str, name: str) -> None:
    answer = client.ask(folder + name)
    assert (answer.status, answer.code) == (404, "not_found")
    assert client.ask(folder + name, Cookie=None).status == 401


@pytest.mark.parametrize("number", IDS)
@pytest.mark.parametrize("prefix", BELOW)
def test_only_a_number_names_a_photo(client: ApiClient, prefix: str, number: str) -> None:
    answer = client.ask(prefix + number)
    assert (answer.status, answer.code) == (404, "not_found")
    assert client.ask(prefix + number, Cookie=None).status == 401


@pytest.mark.parametrize("number", ["999", "4294967295", "9999999999"])
@pytest.mark.parametrize("prefix", BELOW)
def test_a_number_nobody_has_is_not_found(client: ApiClient, prefix: str, number: str) -> None:
    assert client.ask(prefix + number).status == 404


@pytest.mark.parametrize(
    "target",
    ["//media/KEY/thumb/1", "///media/KEY/thumb/1", "http://evil.example/media/KEY/thumb/1", "/%6dedia/KEY/thumb/1"],
)
def test_other_spellings_of_an_address_meet_the_same_checks(client: ApiClient, target: str) -> None:
    assert client.ask(target).status == 200
    assert client.ask(target, Cookie=None).status == 401
    assert client.ask(target.replace("KEY", "x")).status == 401


@pytest.mark.parametrize(
    "target",
    [
        "/media//KEY/thumb/1",
        "/media/KEY//thumb/1",
        "/./media/KEY/thumb/1",
        "/x/../media/KEY/thumb/1",
        "/MEDIA/KEY/thumb/1",
    ],
)
def test_addresses_are_not_tidied(client: ApiClient, target: str) -> None:
    assert client.ask(target).status in (401, 404)


VIEWS = (
    ("/api/timeline.bin?folder=../x", 400),
    ("/api/timeline.bin?folder=%D9%A1", 400),
    ("/api/timeline.bin?folder=1%D9%A1", 400),
    ("/api/labels?ids=1%D9%A1", 400),
    ("/api/suggest?q=abcdefghijklm&at=%D9%A1", 400),
    ("/api/suggest?q=abcdefghijklm&at=1%D9%A1", 400),
    ("/api/timeline.bin?folder=" + "9" * 400, 400),
    ("/api/timeline.bin?folder=9999999999", 404),
    ("/api/timeline.bin?order=name;drop", 400),
    ("/api/timeline.bin?order=name&order=date", 200),
    ("/api/day-places", 400),
    ("/api/day-places?days=1,x", 400),
    ("/api/day-places?days=" + ",".join(["1"] * 101), 400),
    ("/api/day-places?days=1&order=random", 400),
    ("/api/day-places?days=-1,18000&folder=999999", 404),
    ("/api/day-places?days=-1,18000", 200),
    ("/api/stretches?order=random", 400),
    ("/api/stretches?order=name&folder=999999", 404),
    ("/api/stretches?order=name", 200),
    ("/api/labels", 400),
    ("/api/left-out?folder=x", 400),
    ("/api/left-out?folder=999999999", 404),
    ("/api/left-out?sub=0", 200),
    ("/api/left-out/folders?folder=1%D9%A1", 400),
    ("/api/left-out/folders?folder=999999999", 404),
    ("/api/left-out/folders", 200),
    ("/api/labels?ids=1,x", 400),
    *(
        (f"/api/tiny{query}", 400)
        for query in ("", "?ids=", "?ids=1,x", "?ids=0", "?ids=-1", "?ids=1%D9%A1", "?ids=1,,2")
    ),
    ("/api/labels?ids=" + ",".join(["1"] * 201), 400),
    ("/api/labels?ids=9999999999", 200),
)


@pytest.mark.parametrize(("target", "status"), VIEWS)
def test_a_view_that_makes_no_sense_is_said_to(client: ApiClient, target: str, status: int) -> None:
    answer = client.ask(target)
    assert answer.status == status
    if status == 400:
        assert answer.code == "bad_request"


@pytest.mark.parametrize(
    "text",
    ['"', "'", "*", "%", "_", "\\", "a AND", "NEAR(", "%00", "%ff", "a:b", "-", "(", "^a", "%ED%A0%80", "x" * 5000],
)
def test_any_search_is_answered(client: ApiClient, text: str) -> None:
    assert client.ask(f"/api/timeline.bin?q={text.replace(' ', '+')}").status == 200


BODIES = (b"", b"{", b"null", b"[]", b'"x"', b"1", b"\xff", b"[" * 100_000, b"NaN", b'{"a":' * 50_000, b"9" * 10_000)


@desktop_only("a site has no write but the log-out: test_site_writes.py")
@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:8]))
@pytest.mark.parametrize(("method", "target"), [("PUT", "/api/view"), ("POST", "/api/scan"), ("POST", "/api/paths")])
def test_a_body_that_is_no_object_is_refused(client: ApiClient, method: str, target: str, body: bytes) -> None:
    answer = client.ask(target, method, body=body)
    assert (answer.status, answer.code) == (400, "bad_request")


WRONG: tuple[tuple[str, dict[str, object]], ...] = (
    ("/api/window", {"action": "fullscreen", "on": 1}),
    ("/api/window", {"action": "awake"}),
    ("/api/window", {"action": "awake", "on": "yes"}),
    ("/api/scan", {}),
    ("/api/scan", {"paused": 1}),
    ("/api/rescan", {"root": "1"}),
    ("/api/rescan", {"root": True}),
    ("/api/rescan", {"root": 1.5}),
    ("/api/paths", {}),
    ("/api/paths", {"ids": "1"}),
    ("/api/paths", {"ids": ["../x"]}),
    ("/api/paths", {"ids": [True]}),
    ("/api/paths", {"ids": [-1]}),
    ("/api/paths", {"ids": [1 << 70]}),
    ("/api/paths", {"ids": [1] * 100_001}),
    ("/api/window", {}),
    ("/api/window", {"action": "quit"}),
)


@desktop_only("a site has no write but the log-out: test_site_writes.py")
@pytest.mark.parametrize(("target", "body"), WRONG, ids=lambda value: str(value)[:40])
def test_a_body_that_makes_no_sense_is_refused(client: ApiClient, target: str, body: dict[str, object]) -> None:
    answer = client.ask(target, "POST", body=body)
    assert (answer.status, answer.code) == (400, "bad_request")


@desktop_only("a site has no write but the log-out: test_site_writes.py")
@pytest.mark.parametrize("size", [MAX_BODY_BYTES + 1, 3 * MAX_BODY_BYTES])
def test_a_body_that_is_too_large_is_refused(client: ApiClient, size: int) -> None:
    head = {
        **client.headers("PUT"),
        "Content-Type": "application/json",
        "Content-Length": str(size),
        "Expect": "100-continue",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    answer = send_bytes(
        client.port, f"PUT /api/view HTTP/1.1\r\n{lines}\r\n".encode() + b" " * min(size, MAX_BODY_BYTES + 1)
    )
    assert answer.status == 413


@desktop_only("a site has no write but the log-out: test_site_writes.py")
@pytest.mark.parametrize("path", ["/api/photos/1/reveal", "/api/folders/1/reveal", "/api/window", "/api/roots/pick"])
def test_without_a_window_its_actions_say_so(client: ApiClient, path: str) -> None:
    for action in ("fullscreen", "awake"):
        answer = client.ask(path, "POST", body={"action": action, "on": True})
        assert (answer.status, answer.code) == (409, "no_window")


@desktop_only("a site has no write but the log-out: test_site_writes.py")
@pytest.mark.parametrize("photo", [1, 999_999])
def test_only_videos_are_opened_in_another_program(client: ApiClient, photo: int) -> None:
    answer = client.ask(f"/api/photos/{photo}/play", "POST", body={})
    assert (answer.status, answer.code) == (404, "not_found")


@pytest.mark.parametrize(
    "data",
    [
        b"garbage\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_server_lives(client: ApiClient, data: bytes) -> None:
    assert send_bytes(client.port, data).status in (400, 403, 501)
    assert client.ask("/api/status").status == 200
