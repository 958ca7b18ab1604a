"""The gate of a site, route by route from the URL map: who gets in, and that nothing can be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from gallery.site.config import Login
from gallery.site.gate import COOKIE
from gallery.site.links import PICTURE_COOKIE
from gallery.site.sessions import MAX_SESSIONS_OF_USER
from gallery.web.security_headers import SECURITY_HEADERS
from tests.site.front_client import FRONT_SECRET, Front

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.site.conftest import Site

EXAMPLES = {"<path:name>": "js/main.js", "<key>": "KEY", "<id:photo>": "1", "<recipe>": "thumb-320-3",
            "<fingerprint>": "0" * 32, "<id:root>": "1", "<id:search>": "1", "<code>": "x"}  # fmt: skip


def json_of(answer: TestResponse) -> Any:
    """Return the body, parsed."""
    return answer.json


def code_of(answer: TestResponse) -> str:
    """Return the error code."""
    return str(json_of(answer)["error"]["code"])


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Return (method, address) of every route."""
    found = []
    for rule in app.url_map.iter_rules():
        address = rule.rule
        for placeholder, value in EXAMPLES.items():
            address = address.replace(placeholder, value)
        assert "<" not in address
        found += [(method, address) for method in sorted(rule.methods or ())]
    return found


@pytest.fixture
def front(make_front: Callable[..., Front]) -> Front:
    """A front at which anna has the page open."""
    return make_front().enter("anna")


WRONG: dict[str, tuple[dict[str, Any], int]] = {
    "another peer": ({"peer": "192.0.2.1"}, 403),
    "no secret of the front server": ({"X_Shoebox_Front": None}, 403),
    "a wrong secret of the front server": ({"X_Shoebox_Front": FRONT_SECRET + "x"}, 403),
    "another host": ({"Host": "photos.example.org"}, 403),
    "another origin": ({"Origin": "https://evil.example"}, 403),
    "a frame": ({"Sec_Fetch_Dest": "iframe"}, 403),
}
NOBODY: dict[str, tuple[dict[str, Any], int]] = {
    "nobody": ({"Remote_User": None}, 401),
    "an empty name": ({"Remote_User": ""}, 401),
    "a name that is not invited": ({"Remote_User": "eve"}, 401),
    "two names": ({"Remote_User": "anna,ben"}, 401),
    "an endless name": ({"Remote_User": "a" * 5000}, 401),
}
NO_SESSION: dict[str, tuple[dict[str, Any], int]] = {
    "no cookie": ({"Cookie": None}, 401),
    "a wrong cookie": ({"Cookie": f"{COOKIE}=" + "A" * 43}, 401),
    "another person": ({"Remote_User": "ben"}, 401),
    "another site": ({"Sec_Fetch_Site": "cross-site"}, 403),
}


@pytest.mark.parametrize("wrong", [*WRONG, *NOBODY, *NO_SESSION])
def test_every_route_refuses(front: Front, wrong: str) -> None:
    headers, status = {**WRONG, **NOBODY, **NO_SESSION}[wrong]
    for method, address in addresses(front.app):
        if address.startswith("/picture/") and wrong not in WRONG:
            continue  # let in by their signature alone
        if address == "/" and wrong in NO_SESSION:
            continue  # where a session begins
        answer = front.ask(address, method, **headers)
        assert answer.status_code == status, (method, address)
        if method != "HEAD":
            assert set(json_of(answer)["error"]) - {"key", "values"} == {"code", "message"}


def test_every_route_without_its_key_refuses(front: Front) -> None:
    for method, address in addresses(front.app):
        if address.startswith(("/api", "/media")):
            wrong = address.replace("KEY", "B" * 43)
            assert front.ask(wrong, method, X_Gallery_Key="B" * 43).status_code == 401, (method, address)


def test_a_signed_picture_without_its_signature_is_refused(front: Front) -> None:
    for query in ("", "?expires=9999999999&md5=x", "?expires=&md5="):
        assert front.ask(f"/picture/thumb-320-3/{'0' * 32}/1.jpg{query}").status_code == 403


def test_the_session_ends_with_the_log_out(front: Front) -> None:
    other = Front(front.app, front.host).enter("anna")
    assert front.ask("/api/log-out", "POST", Origin=None).status_code == 403
    answer = front.ask("/api/log-out", "POST")
    assert (answer.status_code, answer.json) == (200, {"to": "/"})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert front.ask("/api/status").status_code == 401
    assert other.ask("/api/status").status_code == 200, "her other browser stays"


def test_a_session_ends_by_itself(make_front: Callable[..., Front]) -> None:
    front = make_front(login=Login("Remote-User", FRONT_SECRET, 0, None)).enter("anna")
    assert front.ask("/api/status").status_code == 401


def test_a_reload_keeps_the_session_and_the_next_person_gets_another(front: Front) -> None:
    again = Front(front.app, front.host)
    again.cookie = front.cookie
    assert again.enter("anna").key == front.key
    shared = Front(front.app, front.host)
    shared.cookie = front.cookie
    assert shared.enter("ben").key != front.key


def test_a_session_that_somebody_else_planted_is_not_taken_over(front: Front) -> None:
    """Whoever puts a cookie of their own into another's browser sees nothing of what that one looks at."""
    attacker = Front(front.app, front.host).enter("ben")
    victim = Front(front.app, front.host)
    victim.cookie = attacker.cookie
    assert victim.enter("anna").cookie != attacker.cookie
    assert attacker.ask("/api/status").status_code == 200, "still ben's, and of no use to anna"
    assert attacker.ask("/api/status", Remote_User="anna").status_code == 401
    for made_up in ("x" * 43, "", "anna"):
        victim.cookie = made_up
        assert victim.enter("anna").cookie != made_up


def test_another_person_at_the_same_browser_begins_anew(front: Front) -> None:
    assert front.ask("/api/status", Remote_User="ben").status_code == 401
    assert front.ask("/ui/js/main.js", Remote_User="ben").status_code == 401
    page = front.ask("/", Remote_User="ben")
    names = [cookie.partition("=")[0] for cookie in page.headers.getlist("Set-Cookie")]
    assert names == [COOKIE, PICTURE_COOKIE], "her pictures are not his either"
    assert front.key not in page.text
    again = front.ask("/", Cookie=f"{COOKIE}={front.cookie}; {PICTURE_COOKIE}=x")
    assert [cookie.partition("=")[0] for cookie in again.headers.getlist("Set-Cookie")] == [COOKIE, PICTURE_COOKIE]
    assert front.cookie in again.headers["Set-Cookie"]


@pytest.mark.parametrize("order", ["GOOD; GOOD", "GOOD; BAD", "BAD; GOOD"])
def test_two_cookies_of_the_name_begin_anew(front: Front, order: str) -> None:
    sent = order.replace("GOOD", f"{COOKIE}={front.cookie}").replace("BAD", f"{COOKIE}=bad")
    assert front.ask("/api/status", Cookie=sent).status_code == 401
    assert front.cookie not in front.ask("/", Cookie=sent).headers["Set-Cookie"]


def test_many_sessions_of_one_person_end_the_oldest(front: Front) -> None:
    ben = Front(front.app, front.host).enter("ben")
    for _ in range(MAX_SESSIONS_OF_USER):
        Front(front.app, front.host).enter("anna")
    assert front.ask("/api/status").status_code == 401
    assert ben.ask("/api/status").status_code == 200


def test_the_cookie_is_for_this_host_and_no_script(front: Front) -> None:
    cookies = front.ask("/", Cookie=None).headers.getlist("Set-Cookie")
    for cookie in cookies:
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert parts == {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}
    assert cookies[0].startswith("__Host-")


def test_a_link_of_another_site_leads_to_the_page_and_nowhere_else(front: Front) -> None:
    headers: dict[str, Any] = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "document", "Cookie": None}
    assert front.ask("/", **headers).status_code == 200
    assert front.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="image").status_code == 403
    assert front.ask("/api/status", **headers).status_code == 403


def test_every_answer_carries_the_headers(front: Front) -> None:
    for method, address in addresses(front.app):
        for person in ("anna", None):
            answer = front.ask(address, method, Remote_User=person)
            for name, value in SECURITY_HEADERS.items():
                assert answer.headers[name] == value, address
            assert "Content-Security-Policy" in answer.headers
            assert not [name for name in answer.headers if name[0].lower().startswith("access-control")]


def test_the_page_of_a_cdn_may_show_its_pictures_and_no_others(make_front: Callable[..., Front], site: Site) -> None:
    assert site.config.links
    links = replace(site.config.links, base="https://cdn.example.org")
    front = make_front(links=links).enter("anna")
    policy = front.ask("/").headers["Content-Security-Policy"]
    assert "img-src 'self' https://cdn.example.org;" in policy
    photo = json_of(front.ask("/api/search?q=h0"))["ids"][0]
    (address,) = json_of(front.ask(f"/api/links?size=320&ids={photo}"))["links"].values()
    assert address.startswith("https://cdn.example.org/picture/")
    path = address.removeprefix("https://cdn.example.org")
    answer = front.ask(path, Cookie=None, Remote_User=None, Sec_Fetch_Site="cross-site")
    assert (answer.status_code, answer.headers["Cross-Origin-Resource-Policy"]) == (200, "cross-origin")
