"""Who is the page is decided from the header alone, before a body is read or a connection kept (S20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.waitress_internals import waitress_server

if TYPE_CHECKING:
    from tests.web.conftest import Home


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


def test_the_real_server_knows_the_page(home: Home) -> None:
    client = home.enter()
    with client.connect("/api/status") as page, client.connect("/api/status", changed={"X-Gallery-Key": "x"}) as other:
        assert page.recv(100).startswith(b"HTTP/1.1 200")
        assert other.recv(100).startswith(b"HTTP/1.1 401")
        channels = {
            channel.addr[1]: channel for channel in list(waitress_server(home.local.server).active_channels.values())
        }
        assert not channels[page.getsockname()[1]].stranger
        assert channels[other.getsockname()[1]].stranger
