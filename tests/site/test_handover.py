"""What names a file to a front server: the bytes of its path, in the encoding that this server decodes."""

from __future__ import annotations

import hashlib
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gallery.base.models import FileRef
from gallery.site.handover import AccelRedirect, NoHandover, SendFile, choose, root_location

NAMES = st.lists(st.binary(min_size=1).map(lambda name: name.replace(b"/", b"_").replace(b"\0", b"_")), min_size=1)


def ref(relative: bytes, root: bytes = b"/srv/photos") -> FileRef:
    """Return a file of a root."""
    return FileRef(root, relative, 1, 0)


def test_each_sender_has_its_handover() -> None:
    assert isinstance(choose("x-accel-redirect", "/_originals/"), AccelRedirect)
    assert isinstance(choose("x-sendfile", "/_originals/"), SendFile)
    assert isinstance(choose("shoebox", "/_originals/"), NoHandover)
    assert NoHandover().headers(ref(b"a.jpg")) is None


def test_a_root_has_a_location_of_its_own() -> None:
    digest = hashlib.sha256(b"/srv/photos").hexdigest()
    assert root_location("/_o/", b"/srv/photos") == f"/_o/{digest[:16]}/"
    assert root_location("/_o/", b"/srv/photos2") != root_location("/_o/", b"/srv/photos")


@given(NAMES)
@example([b"Holidays", b"a%41.jpg"])
def test_nginx_decodes_what_we_encode(names: list[bytes]) -> None:
    relative = b"/".join(names)
    headers = AccelRedirect("/_o/").headers(ref(relative))
    assert headers is not None
    address = headers["X-Accel-Redirect"]
    place = root_location("/_o/", b"/srv/photos")
    assert address.startswith(place)
    assert unquote_to_bytes(address.removeprefix(place)) == relative
    assert set(address.removeprefix(place)) <= set("%/-._~") | set(map(chr, b"0123456789")) | set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )


@pytest.mark.parametrize(
    "relative", [b"a.jpg", b"a b.jpg", b"Holidays/a.jpg", b"\xff\xfe.jpg", "Ü.jpg".encode(), b"a?#.jpg", b"!~"]
)
def test_apache_takes_the_path_as_it_stands(relative: bytes) -> None:
    headers = SendFile().headers(ref(relative))
    assert headers == {"X-Sendfile": (b"/srv/photos/" + relative).decode("latin-1"), "Accept-Ranges": "bytes"}


@pytest.mark.parametrize("byte", [*range(0x01, 0x20), 0x7F, ord("%")])
def test_apache_is_not_told_what_it_could_take_for_another_path(byte: int) -> None:
    assert SendFile().headers(ref(b"a" + bytes([byte]) + b"b.jpg")) is None


@pytest.mark.parametrize("root", [b" /srv/photos", b"/srv/photos%41"])
def test_nor_of_a_root_that_it_could_take_for_another(root: bytes) -> None:
    assert SendFile().headers(ref(b"a.jpg", root)) is None


@pytest.mark.parametrize("name", [b"a.jpg ", b"a.jpg\x85", b"a.jpg\xa0"])
def test_a_header_loses_blanks_at_its_end(name: bytes) -> None:
    """Bytes of other scripts are blanks to nobody (RFC 9110, 5.6.3 names space and tab alone)."""
    assert (SendFile().headers(ref(name)) is None) == name.endswith(b" ")
