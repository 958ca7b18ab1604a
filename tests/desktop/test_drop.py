"""Names on a drag arrive as the file system has them, byte for byte."""

from __future__ import annotations

from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.desktop.reveal import file_uri
from tests.window.needs import needs

dropped_paths = needs("gallery.desktop.drop").dropped_paths

POSIX = [
    (b"file:///home/a", [b"/home/a"]),
    (b"file:///home/a\r\nfile:///home/b\r\n", [b"/home/a", b"/home/b"]),
    (b"file:///home/a\nfile:///home/b", [b"/home/a", b"/home/b"]),
    (b"# a comment\r\nfile:///a", [b"/a"]),
    (b"file://localhost/a", [b"/a"]),
    (b"file://LOCALHOST/a", [b"/a"]),
    (b"FILE:///a", [b"/a"]),
    (b"file:/a", [b"/a"]),
    (b"file:///%C3%96rdner%20%C3%A4%20%231%20100%25%20%26%20so", "/Ördner ä #1 100% & so".encode()),
    (b"file:///latin-%E9.jpg", [b"/latin-\xe9.jpg"]),
    (b"file:///raw-\xe9.jpg", [b"/raw-\xe9.jpg"]),
    (b"file:///ein+zwei%2520.jpg", [b"/ein+zwei%20.jpg"]),
    (b"file:///A%CC%88.jpg", ["/A\u0308.jpg".encode()]),
    (b"file:///new%0Aline", [b"/new\nline"]),
    (b"file:///trailing%20", [b"/trailing "]),
    (b"file:///sloppy name.jpg", [b"/sloppy name.jpg"]),
    (b"file:///sloppy#1?.jpg", [b"/sloppy#1?.jpg"]),
    (b"file:///50%", [b"/50%"]),
    (b"file:///a%00b", []),
    (b"file://server/share/a", []),
    (b"http://127.0.0.1/a", []),
    (b"javascript:alert(1)", []),
    (b"file:relative", []),
    (b"/no/scheme", []),
    (b"", []),
]
WINDOWS = [
    (b"file:///C:/Users/a%20b/x.jpg", [rb"C:\Users\a b\x.jpg"]),
    (b"file:///c%3A/x", [rb"c:\x"]),
    (b"file:///C|/x", [rb"C:\x"]),
    (b"file:///D:/", [b"D:\\"]),
    (b"file://server/share/%C3%A4", ["\\\\server\\share\\ä".encode()]),
    (b"file://localhost/C:/x", [rb"C:\x"]),
]


@pytest.mark.parametrize(("uri_list", "paths"), POSIX)
def test_posix(uri_list: bytes, paths: list[bytes] | bytes) -> None:
    assert dropped_paths(uri_list, windows=False) == (paths if isinstance(paths, list) else [paths])


@pytest.mark.parametrize(("uri_list", "paths"), WINDOWS)
def test_windows(uri_list: bytes, paths: list[bytes]) -> None:
    assert dropped_paths(uri_list, windows=True) == paths


NAMES = st.lists(st.binary(min_size=1).filter(lambda name: b"\0" not in name), min_size=1)


@given(NAMES)
def test_every_name_there_can_be(names: list[bytes]) -> None:
    paths = [b"/" + name for name in names]
    uris = "\r\n".join("file://" + quote_from_bytes(path) for path in paths)
    assert dropped_paths(uris.encode(), windows=False) == paths
    assert dropped_paths("\r\n".join(map(file_uri, paths)).encode(), windows=False) == paths
