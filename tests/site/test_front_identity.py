"""What a browser sends to a real front server never passes for the front server's own word (S34, S36)."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gallery.site.front_config import print_for
from gallery.site.site_server import open_site
from tests.site.front_servers import authorization, free_port, run_apache, run_nginx
from tests.web.servers import FRONT_SECRET, site_config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.site.config import SiteConfig
    from tests.site.conftest import Site

SECRET_LINES = {
    "nginx": f'proxy_set_header X-Shoebox-Front "{FRONT_SECRET}";\n',
    "apache": f'RequestHeader set X-Shoebox-Front "{FRONT_SECRET}"\n',
}


class Front:
    """A front server before a site on a port: it has the secret, and knows people by their passwords."""

    def __init__(self, port: int, behind: int) -> None:
        self.port, self.behind = port, behind

    def ask(self, *lines: bytes, port: int = 0) -> tuple[int, str | None]:
        """Ask for the page with these lines of a header; return the status, and who the page is for."""
        head = [b"GET / HTTP/1.1", f"Host: 127.0.0.1:{self.port}".encode(), b"Connection: close", *lines, b"", b""]
        with socket.create_connection(("127.0.0.1", port or self.port), 30) as connection:
            connection.sendall(b"\r\n".join(head))
            answer = b""
            while more := connection.recv(65536):
                answer += more
        found = re.search(r'<meta name="gallery-site" content="([^"]*)"', answer.decode("latin-1"))
        return int(answer.split(b" ", 2)[1]), found and json.loads(html.unescape(found[1]))["user"]


@contextmanager
def run_front(kind: str, config: SiteConfig, port: int) -> Iterator[None]:
    """Run a front server as printed; only its port and its places are put in."""
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)  # Apache's own account reads the passwords
        folder = Path(place)
        (folder / "secret").write_text(SECRET_LINES[kind], encoding="utf-8")
        printed = print_for(kind, config, [], folder / "site.toml", folder / "data")
        assert FRONT_SECRET not in printed
        places = {f"/etc/{'apache2' if kind == 'apache' else 'nginx'}/shoebox-secret.conf": str(folder / "secret")}
        with {"nginx": run_nginx, "apache": run_apache}[kind](folder, printed, port, places):
            yield


@pytest.fixture(scope="module", params=["nginx", "apache"])
def front(site: Site, request: pytest.FixtureRequest) -> Iterator[Front]:
    """Each of the two; the file of the site names anna and ben."""
    port, behind = free_port(), free_port()
    config = replace(
        site_config(behind), address=f"http://127.0.0.1:{port}", links=None, users={"anna": None, "ben": ("photos",)}
    )
    with open_site(site.harness.parts, config, lambda: None), run_front(request.param, config, port):
        yield Front(port, behind)


BEN = f"Authorization: {authorization('ben')}".encode()


def test_each_is_who_has_the_password(front: Front) -> None:
    assert front.ask(BEN) == (200, "ben")
    assert front.ask(f"Authorization: {authorization('anna')}".encode()) == (200, "anna")


def test_nobody_without_a_password_reaches_the_site(front: Front) -> None:
    for lines in (
        (),
        (b"Remote-User: anna",),
        (b"Authorization: Basic YW5uYTp4",),
        (b"Authorization: Basic YW5uYTo=",),
    ):
        assert front.ask(*lines) == (401, None)


LINES: dict[str, tuple[bytes, ...]] = {
    "the header": (b"Remote-User: anna",),
    "in small letters": (b"remote-user: anna",),
    "in capitals": (b"REMOTE-USER: anna",),
    "without a blank": (b"Remote-User:anna",),
    "with blanks behind": (b"Remote-User: anna \t ",),
    "twice": (b"Remote-User: anna", b"Remote-User: anna"),
    "empty": (b"Remote-User:",),
    "an underscore": (b"Remote_User: anna",),
    "an underscore in capitals": (b"REMOTE_USER: anna",),
    "both": (b"Remote_User: anna", b"Remote-User: anna"),
    "the environment's": (b"HTTP_REMOTE_USER: anna",),
    "a dot": (b"Remote.User: anna",),
    "a blank before the colon": (b"Remote-User : anna",),
    "a line folded": (b"X-A: b", b" Remote-User: anna"),
    "a bare line feed": (b"X-A: b\nRemote-User: anna",),
    "a bare carriage return": (b"X-A: b\rRemote-User: anna",),
    "named as a hop's": (b"Connection: Remote-User", b"Remote-User: anna"),
    "the secret named as a hop's": (b"Connection: X-Shoebox-Front",),
    "both named as a hop's": (b"Connection: close, Remote-User, X-Shoebox-Front", b"Remote_User: anna"),
    "a secret": (b"X-Shoebox-Front: guess",),
    "a secret with an underscore": (b"X_Shoebox_Front: guess", b"X-Shoebox_Front: guess"),
    "forwarded": (b"X-Forwarded-User: anna", b"X-Remote-User: anna", b"X-Forwarded-For: 127.0.0.1"),
}


@pytest.mark.parametrize("case", LINES)
def test_no_spelling_of_the_header_makes_somebody_another(front: Front, case: str) -> None:
    """Either it makes no difference, or there is no page."""
    status, user = front.ask(BEN, *LINES[case])
    assert user in ("ben", None)
    assert (status == 200) == (user == "ben")
    assert status in (200, 400, 401, 403), status


@pytest.mark.parametrize("case", ["the header", "in small letters", "twice", "an underscore", "a secret", "forwarded"])
def test_what_browsers_may_send_makes_no_difference(front: Front, case: str) -> None:
    assert front.ask(BEN, *LINES[case]) == (200, "ben")


def test_the_port_behind_it_is_of_no_use_to_other_accounts(front: Front) -> None:
    for lines in ((BEN,), (b"Remote-User: anna",), (b"Remote-User: anna", b"X-Shoebox-Front: guess")):
        assert front.ask(*lines, port=front.behind) == (403, None)
