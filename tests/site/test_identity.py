"""Who somebody is: the one header of the front server, in whatever shape it comes (S34, S36)."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gallery.site.config import Login
from gallery.site.person_name import MAX_CHARACTERS, is_name, read_name
from gallery.site.site_server import open_site
from tests.site.front_servers import free_port
from tests.web.servers import FRONT_SECRET, SiteClient, site_config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.conftest import Site

NAMES: dict[str, None] = dict.fromkeys(("anna", "Jörg", "ben@example.org", "O'Neil", "a b"))


class At:
    """A site on a port, asked in bytes: no library may tidy the headers."""

    def __init__(self, port: int) -> None:
        self.client = SiteClient(port)
        self.port = port

    def status(self, *lines: bytes, target: str = "/") -> int:
        """Return the status of an answer to a request with these lines besides Host and the secret."""
        head = [f"GET {target} HTTP/1.1".encode(), f"Host: {self.client.host}".encode(), *lines, b"", b""]
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.sendall(b"\r\n".join(head))
            return int(connection.recv(4096).split(b" ", 2)[1])


FRONT = f"X-Shoebox-Front: {FRONT_SECRET}".encode()


@pytest.fixture(scope="module")
def at(site: Site) -> Iterator[At]:
    """A site whose file names some people."""
    port = free_port()
    config = replace(site_config(port), users=NAMES)
    with open_site(site.harness.parts, config, lambda: None):
        yield At(port)


@pytest.mark.parametrize("name", NAMES)
def test_those_whom_the_file_names_are_let_in(at: At, name: str) -> None:
    assert at.status(FRONT, b"Remote-User: " + name.encode()) == 200
    assert at.status(FRONT, b"remote-USER:\t " + name.encode() + b" \t") == 200, "blanks around it are HTTP's"


NOBODY: dict[str, tuple[bytes, ...]] = {
    "none": (),
    "empty": (b"Remote-User: ",),
    "blanks": (b"Remote-User:  \t ",),
    "not invited": (b"Remote-User: eve",),
    "other capitals": (b"Remote-User: Anna",),
    "twice": (b"Remote-User: anna", b"Remote-User: anna"),
    "twice, another": (b"Remote-User: anna", b"Remote-User: eve"),
    "twice, the first empty": (b"Remote-User:", b"Remote-User: anna"),
    "twice, the last empty": (b"Remote-User: anna", b"Remote-User:"),
    "a comma": (b"Remote-User: anna,eve",),
    "a comma at the end": (b"Remote-User: anna,",),
    "latin-1": ("Remote-User: Jörg".encode("latin-1"),),
    "decomposed": ("Remote-User: Jo\u0308rg".encode(),),
    "no UTF-8": (b"Remote-User: anna\xff",),
    "a blank of Unicode": ("Remote-User: anna\u00a0".encode(),),
    "an invisible letter": ("Remote-User: anna\u200b".encode(),),
    "a letter of another script": ("Remote-User: \u0430nna".encode(),),
    "10 KB": (b"Remote-User: " + b"a" * 10_000,),
    "in quotes": (b'Remote-User: "anna"',),
    "as an address": (b"Remote-User: %61nna",),
    "an underscore": (b"Remote_User: anna",),
    "an underscore, capitals": (b"REMOTE_USER: anna",),
    "an underscore before": (b"Remote_User: anna", b"Remote-User: eve"),
    "an underscore behind": (b"Remote-User: eve", b"Remote_User: anna"),
    "the environment's name": (b"HTTP_REMOTE_USER: anna",),
    "another header": (b"X-Remote-User: anna",),
    "basic authentication": (b"Authorization: Basic YW5uYTp4",),
    "a cookie": (b"Cookie: Remote-User=anna",),
}


@pytest.mark.parametrize("case", NOBODY)
@pytest.mark.parametrize("target", ["/", "/api/status", "/ui/js/main.js", "/nothing"])
def test_anything_else_is_nobody(at: At, case: str, target: str) -> None:
    assert at.status(FRONT, *NOBODY[case], target=target) == 401


@pytest.mark.parametrize(
    "line",
    [b"Remote-User : anna", b" Remote-User: anna", b"Remote-User: anna\nX: y", b"Remote-User: an\x00na",
     b"Remote-User: anna\r\n eve"],
)  # fmt: skip
def test_a_line_that_servers_read_differently_is_refused(at: At, line: bytes) -> None:
    assert at.status(FRONT, line) == 400


def test_an_underscore_takes_nothing_from_the_name(at: At) -> None:
    assert at.status(FRONT, b"Remote-User: anna", b"Remote_User: eve") == 200


@pytest.mark.parametrize(
    "lines",
    [(), (b"X-Shoebox-Front:",), (b"X-Shoebox-Front: x",), (FRONT + b"x",), (FRONT[:-1],), (FRONT.swapcase(),),
     (FRONT, FRONT), (FRONT, b"X-Shoebox-Front:"), (FRONT.replace(b"-", b"_", 2),), (FRONT[:-1] + b"\xff",)],
    ids=repr,
)  # fmt: skip
def test_without_the_secret_once_nobody_is_believed(at: At, lines: tuple[bytes, ...]) -> None:
    """As another account of the computer would ask, which reaches the port."""
    for target in ("/", "/api/status", "/nothing", f"/picture/thumb-320-3/{'0' * 32}.jpg"):
        assert at.status(*lines, b"Remote-User: anna", target=target) == 403


@pytest.mark.parametrize(
    "line", [b"X-Forwarded-User: anna", b"X-Forwarded-For: 127.0.0.1", b"X-Forwarded-Host: photos.example.org",
             b"Forwarded: for=127.0.0.1;host=photos.example.org", b"X-Real-IP: 127.0.0.1"]
)  # fmt: skip
def test_no_forwarded_header_says_anything(at: At, line: bytes) -> None:
    assert at.status(FRONT, line) == 401
    assert at.status(FRONT, b"Remote-User: anna", line) == 200
    assert at.status(b"Remote-User: anna", line) == 403


def test_the_header_is_the_one_that_the_file_names(site: Site) -> None:
    port = free_port()
    config = replace(site_config(port), login=Login("X-Forwarded-User", FRONT_SECRET, 3600, None))
    with open_site(site.harness.parts, config, lambda: None):
        at = At(port)
        assert at.status(FRONT, b"X-Forwarded-User: anna") == 200
        assert at.status(FRONT, b"Remote-User: anna") == 401


def test_without_people_in_the_file_everybody_is_let_in_who_has_a_name(site: Site) -> None:
    port = free_port()
    with open_site(site.harness.parts, replace(site_config(port), users=None), lambda: None):
        at = At(port)
        assert at.status(FRONT, b"Remote-User: whoever") == 200
        for case in ("none", "empty", "blanks", "a comma", "twice", "10 KB", "no UTF-8", "an underscore"):
            assert at.status(FRONT, *NOBODY[case]) == 401, case


@pytest.mark.parametrize("name", ["a", "a" * MAX_CHARACTERS, "Jörg", "a b", "李"])
def test_what_is_a_name(name: str) -> None:
    assert is_name(name)
    assert read_name(name.encode().decode("latin-1")) == name


@pytest.mark.parametrize("text", ["", "a" * (MAX_CHARACTERS + 1), "a,b", " a", "a ", "a\n", "a\x7f", "\u202ea"])
def test_what_is_none(text: str) -> None:
    assert not is_name(text)
    assert read_name(text.encode().decode("latin-1")) is None


def test_the_longest_name_is_this_long() -> None:
    assert MAX_CHARACTERS == 256


def test_a_value_that_is_no_text_of_bytes_is_no_name() -> None:
    assert read_name("\u0430nna") is None
