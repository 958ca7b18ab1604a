"""Where a site listens: on 127.0.0.1, or on a Unix socket that few may open, whatever its file says (S33)."""

from __future__ import annotations

import os
import socket
import stat
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from gallery.base.errors import GalleryError
from gallery.site.config import load_config
from gallery.site.config_table import ConfigError
from gallery.site.site_server import SOCKET_MODE, open_site
from tests.site.front_servers import free_port
from tests.web.servers import FRONT_SECRET, SiteClient, site_config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.site.config import SiteConfig
    from tests.site.conftest import Site

posix = pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")
OTHER_PLACES = (
    "", "8470", ":8470", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:08470", "127.0.0.1:65536",
    "127.0.0.1:99999999", "127.0.0.1:-1", "127.0.0.1:8470 ", "127.0.0.1:8470\\n", "127.0.0.1:٣", "127.0.0.1:8470:1",
    "0.0.0.0:8470", "0:8470", "*:8470", "[::]:8470", ":::8470", "[::1]:8470", "[::ffff:127.0.0.1]:8470", "::1:8470",
    "localhost:8470", "127.0.0.1.evil.example:8470", "127.0.0.1.:8470", "127.0.0.2:8470", "127.1:8470",
    "2130706433:8470", "0x7f.0.0.1:8470", "127.000.000.001:8470", "192.168.0.1:8470", "photos.example.org:8470",
    "http://127.0.0.1:8470", "tcp:127.0.0.1:8470", "127.0.0.1:http", "fd:3", "unix:", "unix:here", "unix:./here",
    "unix:@abstract", "unix:\\u0000abstract", "/run/shoebox.sock", "UNIX:/run/s", "systemd:",
)  # fmt: skip


@pytest.mark.parametrize("place", OTHER_PLACES)
def test_it_listens_nowhere_else(tmp_path: Path, place: str) -> None:
    """Nor on IPv6's loopback: one address is enough, and nothing resolves a name."""
    (tmp_path / "secret").write_text(FRONT_SECRET, encoding="utf-8")
    (tmp_path / "secret").chmod(0o600)
    file = tmp_path / "site.toml"
    text = f'address = "https://photos.example.org"\nlisten = "{place}"\n[login]\nsecret_file = "secret"\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"`listen` is 127\.0\.0\.1:PORT or unix:/PATH"):
        load_config(file)


@pytest.mark.parametrize("port", [1, 8470, 65535])
def test_any_port_is_taken(tmp_path: Path, port: int) -> None:
    (tmp_path / "secret").write_text(FRONT_SECRET, encoding="utf-8")
    (tmp_path / "secret").chmod(0o600)
    text = f'address = "https://photos.example.org"\nlisten = "127.0.0.1:{port}"\n[login]\nsecret_file = "secret"\n'
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    assert load_config(tmp_path / "site.toml").port == port


def listening() -> set[tuple[str, int]]:
    """Return where this process listens."""
    return {
        (one.laddr.ip, one.laddr.port) for one in psutil.Process().net_connections("inet") if one.status == "LISTEN"
    }


def test_a_port_is_one_of_the_loopback_address(site: Site) -> None:
    port, before = free_port(), listening()
    with open_site(site.harness.parts, site_config(port), lambda: None):
        assert listening() - before == {("127.0.0.1", port)}
    assert listening() <= before


def test_a_port_that_is_taken_is_a_sentence(site: Site) -> None:
    port = free_port()
    with (
        open_site(site.harness.parts, site_config(port), lambda: None),
        pytest.raises(GalleryError, match=f"Port {port} on this computer is taken"),
        open_site(site.harness.parts, site_config(port), lambda: None),
    ):
        pass


@pytest.fixture
def place() -> Iterator[Path]:
    """A place for a socket, whose path may have 100 bytes."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "s"


def on_socket(place: Path, secret: str | None = None) -> SiteConfig:
    config = site_config(1)
    return replace(config, port=None, socket=str(place), login=replace(config.login, front_secret=secret))


def ask(place: Path, **changed: str | None) -> int:
    """Ask for the page through the socket, and return the status."""
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    headers = {**SiteClient(1).headers(), "Cookie": None, "Connection": "close", **named}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(place))
        connection.sendall(f"GET / HTTP/1.1\r\n{lines}\r\n".encode())
        return int(connection.recv(4096).split(b" ", 2)[1])


@posix
def test_a_socket_is_for_the_account_and_its_group(site: Site, place: Path) -> None:
    before = listening()
    with open_site(site.harness.parts, on_socket(place), lambda: None):
        assert SOCKET_MODE == 0o660
        assert stat.S_IMODE(place.stat().st_mode) == 0o660
        assert stat.S_ISSOCK(place.stat().st_mode)
        assert listening() == before, "no port besides"
        assert ask(place) == 200
        assert ask(place, X_Shoebox_Front=None) == 200, "its rights prove it"
        assert ask(place, Remote_User="eve") == 401
    assert not place.exists()


@posix
def test_a_secret_besides_is_asked_for_on_a_socket_too(site: Site, place: Path) -> None:
    with open_site(site.harness.parts, on_socket(place, FRONT_SECRET), lambda: None):
        assert ask(place) == 200
        assert ask(place, X_Shoebox_Front=None) == 403
        assert ask(place, X_Shoebox_Front="x") == 403


@posix
def test_it_is_never_open_to_others_not_even_for_a_moment(
    site: Site, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its making and its mode; the command sets this umask before anything is made."""
    seen: list[int] = []
    real = os.chmod

    def look(path: str, mode: int) -> None:
        seen.append(stat.S_IMODE(os.stat(path).st_mode) & 0o077)
        real(path, mode)

    monkeypatch.setattr(os, "chmod", look)
    umask = os.umask(0o077)
    try:
        with open_site(site.harness.parts, on_socket(place), lambda: None):
            pass
    finally:
        os.umask(umask)
    assert seen == [0]


@posix
def test_the_socket_of_a_killed_program_is_replaced(site: Site, place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(place))
    assert place.exists()
    with open_site(site.harness.parts, on_socket(place), lambda: None):
        assert ask(place) == 200


@posix
def test_a_socket_on_which_somebody_listens_is_left_alone(site: Site, place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as living:
        living.bind(str(place))
        living.listen()
        with (
            pytest.raises(GalleryError, match="Another program listens on"),
            open_site(site.harness.parts, on_socket(place), lambda: None),
        ):
            pass
        assert place.exists()


@posix
@pytest.mark.parametrize("kind", ["file", "folder", "link to a file", "link to a dead socket"])
def test_what_is_no_socket_is_left_alone(site: Site, place: Path, kind: str) -> None:
    target = place.with_name("target")
    if kind == "folder":
        place.mkdir()
    elif kind == "link to a dead socket":
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(target))
        place.symlink_to(target)
    elif kind == "link to a file":
        target.write_text("mine", encoding="utf-8")
        place.symlink_to(target)
    else:
        place.write_text("mine", encoding="utf-8")
    before = place.lstat()
    with (
        pytest.raises(GalleryError, match=r"^The socket .* cannot be made: .+\.$"),
        open_site(site.harness.parts, on_socket(place), lambda: None),
    ):
        pass
    assert place.lstat() == before


@posix
def test_a_socket_in_no_folder_is_a_sentence(site: Site, tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "s", tmp_path / ("x" * 200)):
        with (
            pytest.raises(GalleryError, match="cannot be made"),
            open_site(site.harness.parts, on_socket(path), lambda: None),
        ):
            pass
