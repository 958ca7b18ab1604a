"""Paths below a folder, compared name by name as the system compares them."""

from __future__ import annotations

import ntpath
import os

import pytest

from gallery.base.paths import relative_to


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX")
@pytest.mark.parametrize(
    ("outer", "path", "inside"),
    [
        (b"/a", b"/a", b""),
        (b"/a", b"/a/b", b"b"),
        (b"/a", b"/a/b/\xff\n", b"b/\xff\n"),
        (b"/a", b"/ab", None),
        (b"/a/b", b"/a", None),
        (b"/a", b"/A/b", None),
        (b"/", b"/", b""),
        (b"/", b"/a/b", b"a/b"),
        (b"/a/", b"/a", b""),
        (b"/a", b"/b/a", None),
        (b"/a", b"/", None),
        (b"/a", b"/a/b/c.jpg", b"b/c.jpg"),
    ],
)
def test_how_folders_lie_in_each_other(outer: bytes, path: bytes, inside: bytes | None) -> None:
    assert relative_to(outer, path) == inside


@pytest.mark.parametrize(
    ("outer", "path", "inside"),
    [
        (b"C:\\Users\\Ann", b"c:\\users\\ann\\Pictures", b"Pictures"),
        (b"C:\\", b"C:\\Photos\\2019", b"Photos\\2019"),
        (b"C:\\", b"c:\\", b""),
        (b"C:\\Photos", b"D:\\Photos", None),
        (b"C:\\Photos", b"C:\\Photos2", None),
        (b"\\\\NAS\\share", b"\\\\nas\\share\\A", b"A"),
    ],
)
def test_how_folders_lie_in_each_other_on_windows(
    monkeypatch: pytest.MonkeyPatch, outer: bytes, path: bytes, inside: bytes | None
) -> None:
    monkeypatch.setattr(os, "sep", "\\")
    monkeypatch.setattr(os.path, "normcase", lambda name: ntpath.normcase(name).lower())
    found = relative_to(outer, path)
    monkeypatch.undo()
    assert found == inside
