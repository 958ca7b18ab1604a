"""Whoever does not send from the page of this very origin is refused, even with both secrets (S03 to S08)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.waiting import wait_for
from tests.web.client import ApiClient, send_bytes
from tests.web.routes import example_address
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer

TARGETS = ("/", "/ui/js/main.js", "/api/status", "/media/KEY/thumb/1", "/nothing/here")
HOSTS = (
    "evil.example",
    "evil.example:PORT",
    "localhost:PORT",
    "localhost",
    "127.0.0.1",
    "127.0.0.1:1",
    "0.0.0.0:PORT",
    "127.1:PORT",
    "2130706433:PORT",
    "[::1]:PORT",
    "[::ffff:127.0.0.1]:PORT",
    "127.0.0.1.:PORT",
    "127.0.0.1:0PORT",
    "photos.example.org.",
    "PHOTOS.example.org",
    "evil.photos.example.org",
    "example.org",
    "HOST@evil.example",
    "evil.example@HOST",
    "HOST.evil.example",
    "HOST:80",
    "HOST:443",
    "HOST:",
    "HOST\xa0",
    "\x85HOST",
    "HOST, HOST",
    "HOST/",
    "http://HOST",
    "https://HOST",
    *("\xff\xfe", "a b", ""),
)
ORIGINS = (
    "https://evil.example",
    "null",
    "",
    "ORIGIN/",
    "ORIGIN:443",
    "ORIGIN.evil.example",
    "ORIGIN http://evil.example",
    "ORIGIN, ORIGIN",
    "http://photos.example.org",
    "https://PHOTOS.example.org",
    "https://evil.photos.example.org",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:PORT",
    "https://127.0.0.1:PORT",
    "HTTP://127.0.0.1:PORT",
)
FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-For": "8.8.8.8",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "host=evil.example;for=8.8.8.8",
    "X-Original-URL": "/boot/x",
    "X-Rewrite-URL": "/boot/x",
    "X-HTTP-Method-Override": "DELETE",
}


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_is_refused(client: ApiClient, host: str) -> None:
    sent = host.replace("PORT", str(client.port)).replace("HOST", client.host)
    answers = [client.ask(target, Host=sent) for target in TARGETS]
    assert [(answer.status, answer.code) for answer in answers] == [(403, "host")] * len(TARGETS)


def test_the_own_host_is_let_in(client: ApiClient) -> None:
    assert [client.ask(target).status for target in TARGETS] == [200, 200, 200, 200, 404]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("hosts", [(), ("HOST", "HOST"), ("HOST", "evil.example"), ("evil.example", "HOST")], ids=str)
def test_no_host_and_two_hosts_are_refused(client: ApiClient, version: str, hosts: tuple[str, ...]) -> None:
    lines = [f"Host: {host.replace('HOST', client.host)}" for host in hosts]
    lines += [f"{name}: {value}" for name, value in client.headers().items() if name != "Host"]
    request = "\r\n".join([f"GET /api/status HTTP/{version}", *lines, "", ""])
    answer = send_bytes(client.port, request.encode())
    assert (answer.status, answer.code) == (403, "host")


@pytest.mark.parametrize(
    "target", ["http://evil.example/ui/icons.svg", "http://evil.example:80/favicon.ico", "//evil.example/"]
)
def test_a_foreign_address_in_the_request_line_leads_nowhere_else(client: ApiClient, target: str) -> None:
    answer = client.ask(target)
    assert answer.status in (200, 404)
    assert b"evil.example" not in answer.body
    assert "Location" not in answer.headers
    assert client.ask(target, Host="evil.example").status == 403
    assert client.ask(target, Cookie=None).status == 401


@pytest.mark.parametrize("origin", ORIGINS)
def test_another_origin_is_refused(client: ApiClient, origin: str) -> None:
    sent = origin.replace("PORT", str(client.port)).replace("ORIGIN", client.origin)
    answers = [client.ask(target, Origin=sent) for target in TARGETS]
    assert [(answer.status, answer.code) for answer in answers] == [(403, "origin")] * len(TARGETS)


def test_the_own_origin_is_let_in(client: ApiClient) -> None:
    assert client.ask("/api/status", Origin=client.origin).status == 200


@pytest.mark.parametrize("name", FORWARDED)
def test_what_a_proxy_would_say_changes_nothing(client: ApiClient, name: str) -> None:
    with client.connect("/api/status", changed={name: FORWARDED[name]}) as connection:
        body = connection.recv(65536)
    assert body.startswith(b"HTTP/1.1 200")
    assert b"evil" not in body
    for host in ("evil.example", None):
        assert client.ask("/api/status", Host=host, X_Forwarded_Host=client.host).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "", "same-origin, cross-site"])
@pytest.mark.parametrize("target", TARGETS[1:])
def test_a_request_another_site_caused_is_refused(client: ApiClient, site: str, target: str) -> None:
    answer = client.ask(target, Sec_Fetch_Site=site)
    assert (answer.status, answer.code) == (403, "site")


@desktop_only("people come to a site by links: test_a_link_of_another_site_leads_to_the_page_and_nowhere_else")
@pytest.mark.parametrize(
    ("site", "status"), [("none", 200), ("same-origin", 200), (None, 200), ("cross-site", 403), ("same-site", 403)]
)
def test_only_the_page_itself_may_be_typed_in(client: ApiClient, site: str | None, status: int) -> None:
    assert client.ask("/", Sec_Fetch_Site=site).status == status


@pytest.mark.parametrize("target", TARGETS[:-1])
def test_a_browser_that_sends_no_fetch_metadata_is_let_in(client: ApiClient, target: str) -> None:
    assert client.ask(target, Sec_Fetch_Site=None).status == 200


@pytest.mark.parametrize("dest", ["iframe", "frame", "embed", "object", "serviceworker", "fencedframe"])
def test_nothing_is_served_into_a_frame(client: ApiClient, dest: str) -> None:
    assert {client.ask(target, Sec_Fetch_Dest=dest).code for target in TARGETS} == {"frame"}


@pytest.mark.parametrize("target", ["/api/roots/pick", "/", "/boot/x", "/media/KEY/thumb/1", "*"])
@pytest.mark.parametrize("secrets", [True, False])
def test_preflights_are_not_answered(client: ApiClient, target: str, secrets: bool) -> None:
    changed = {} if secrets else {"Cookie": None, "X_Gallery_Key": None}
    answer = client.ask(
        target,
        "OPTIONS",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Private_Network="true",
        **changed,
    )
    assert answer.status in (401, 403, 404, 405, 415)


WRITES = (
    ("POST", "/api/roots/pick"),
    ("DELETE", "/api/roots/1"),
    ("POST", "/api/proposals/1/add"),
    ("POST", "/api/rescan"),
    ("POST", "/api/scan"),
    ("PUT", "/api/view"),
    ("PUT", "/api/last-screen"),
    ("POST", "/api/window"),
    ("POST", "/api/photos/1/reveal"),
    ("POST", "/api/folders/1/reveal"),
    ("POST", "/api/photos/1/play"),
    ("POST", "/api/photos/1/take-apart"),
    ("POST", "/api/photos/put-together"),
    ("POST", "/api/paths"),
    ("POST", "/api/photos/sum"),
    ("POST", "/api/searches"),
    ("PUT", "/api/searches/1"),
    ("DELETE", "/api/searches/1"),
    ("POST", "/api/visits/1/keep"),
    ("POST", "/api/annotations"),
    ("POST", "/api/tags/of"),
    ("POST", "/api/tags/move"),
    ("POST", "/api/tags/remove"),
    ("POST", "/api/undo"),
    ("POST", "/api/redo"),
    ("POST", "/api/history/1/undo"),
    ("POST", "/api/history/undo"),
    ("POST", "/api/history/redo"),
    ("PUT", "/api/sidecars"),
    ("PUT", "/api/settings"),
    ("PUT", "/api/hints"),
    ("POST", "/api/hints"),
    ("POST", "/api/cache/empty"),
    ("POST", "/api/sidecars/conflicts/1"),
    ("POST", "/api/backups/x/restore"),
    ("POST", "/api/imports"),
    ("POST", "/api/imports/1/apply"),
    ("DELETE", "/api/imports"),
    ("POST", "/api/export"),
    ("POST", "/api/albums"),
    ("PUT", "/api/albums/1"),
    ("DELETE", "/api/albums/1"),
    ("POST", "/api/albums/1/add"),
    ("POST", "/api/albums/1/remove"),
    ("POST", "/api/albums/1/order"),
    ("POST", "/api/photos/dates"),
    ("POST", "/api/gone/1/give"),
    ("POST", "/api/questions/1"),
    ("POST", "/api/questions/folders/1"),
)


@desktop_only("a site has no write but the log-out: test_site_writes.py")
@pytest.mark.parametrize(("method", "target"), WRITES)
def test_a_write_needs_cookie_and_key_and_origin_and_json(client: ApiClient, method: str, target: str) -> None:
    assert client.ask(target, method, body={}, X_Gallery_Key=None).status == 401
    assert client.ask(target, method, body={}, Cookie=None).status == 401
    no_origin = client.ask(target, method, body={}, Origin=None)
    assert (no_origin.status, no_origin.code) == (403, "origin")
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "application/jsonp",
        None,
    ):
        answer = client.ask(target, method, body={}, Content_Type=kind)
        assert (answer.status, answer.code) == (415, "not_json"), kind


@desktop_only("as above")
def test_every_write_is_in_the_table_above(home: Home) -> None:
    writes = {
        (method, str(rule))
        for rule in home.app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("GET", "HEAD")
    }
    kinds = {
        "roots": "root",
        "searches": "search",
        "photos": "photo",
        "visits": "visit",
        "history": "act",
        "conflicts": "conflict",
        "albums": "album",
        "imports": "number",
        "proposals": "number",
    }
    places = {f"/{place}/1": f"/{place}/<id:{kind}>" for place, kind in kinds.items()}
    places |= {"/gone/1/": "/gone/<id:item>/", "/questions/folders/1": "/questions/folders/<id:item>"}
    places |= {"/questions/1": "/questions/<id:photo>", "/api/folders/1": "/api/folders/<id:folder>"}
    places["/backups/x/"] = "/backups/<name>/"
    table = set(WRITES)
    for known, place in places.items():
        table = {(method, target.replace(known, place)) for method, target in table}
    assert writes == table


def test_no_get_changes_the_databases(home: Home, server: TestedServer, client: ApiClient) -> None:
    def stores() -> object:
        parts = home.harness.parts
        with parts.database.read() as conn:
            return list(conn.iterdump()), parts.settings.view, parts.settings.roots, list(parts.settings.searches)

    def look_at_everything() -> None:
        for rule in server.rules():
            for query in ("", "?_method=DELETE", "?_method=PUT&ids=1"):
                client.ask(example_address(str(rule)) + query)
        home.harness.wait_until_idle()

    look_at_everything()  # what is derived from a photo may be made at the first look
    before = wait_for(lambda: [first for first in [stores()] if first == stores()])[0]
    look_at_everything()
    assert stores() == before


@desktop_only("a site has no write but the log-out: test_site_writes.py")
def test_a_method_in_the_query_is_no_method(home: Home, client: ApiClient) -> None:
    roots = client.ask("/api/status").json()["roots"]
    target = f"/api/roots/{roots[0]['id']}?_method=DELETE"
    assert client.ask(target).status == 405
    assert client.ask(target, "POST", body={"_method": "DELETE"}, X_HTTP_Method_Override="DELETE").status == 405
    assert client.ask("/api/status").json()["roots"] == roots
