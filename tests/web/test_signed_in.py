"""Who is the page is decided from the header alone, before a body is read or a connection kept (S20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.servers import desktop_only
from tests.web.waitress_internals import waitress_server

if TYPE_CHECKING:
    from tests.web.client import ApiClient
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer


@desktop_only("of a site the front server is no stranger: tests/site/test_site_gate.py")
def test_only_both_secrets_make_a_connection_the_pages(home: Home) -> None:
    client, gate = home.enter(), home.local.gate
    cookie = f"{client.cookie_name}={client.cookie}"
    right = {"COOKIE": cookie, "X_GALLERY_KEY": client.key}
    assert gate.is_signed_in("/api/status", right)
    assert gate.is_signed_in("//api/status", {**right, "COOKIE": f"a=1; {cookie}; b"})
    assert gate.is_signed_in(f"/media/{client.key}/thumb/1", {"COOKIE": cookie})
    assert gate.is_signed_in(f"/feed/{client.key}", {"COOKIE": cookie})
    wrong: list[tuple[str, dict[str, str]]] = [
        ("/api/status", {}),
        ("/api/status", {"COOKIE": cookie}),
        ("/api/status", {"X_GALLERY_KEY": client.key}),
        ("/api/status", {**right, "COOKIE": f"{cookie}x"}),
        ("/api/status", {**right, "COOKIE": f"{cookie}; {cookie}"}),
        ("/api/status", {**right, "COOKIE": f"shoebox_1={client.cookie}"}),
        ("/api/status", {**right, "X_GALLERY_KEY": client.cookie}),
        ("/media/x/thumb/1", right),
        ("/feed/x", right),
        ("/", right),
        ("/ui/js/main.js", right),
        ("/boot/x", right),
        (f"/x/{client.key}", right),
    ]
    assert [case for case in wrong if gate.is_signed_in(*case)] == []
    home.enter()
    assert not gate.is_signed_in("/api/status", right), "another page has signed in since"


def test_the_real_server_knows_the_page(server: TestedServer, client: ApiClient) -> None:
    changed = next(iter(server.strangers.values()))
    with client.connect("/api/status") as page, client.connect("/api/status", changed=changed) as other:
        assert page.recv(100).startswith(b"HTTP/1.1 200")
        assert other.recv(100).startswith(f"HTTP/1.1 {server.stranger_refused[0]}".encode())
        waitress = waitress_server(server.server)
        channels = {channel.addr[1]: channel for channel in list(waitress.active_channels.values())}
        assert not channels[page.getsockname()[1]].stranger
        assert channels[other.getsockname()[1]].stranger
