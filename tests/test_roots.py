"""Which folders can be roots, and what is said of those that cannot."""

from __future__ import annotations

import ntpath
import os
from typing import TYPE_CHECKING

import pytest

from gallery import roots
from gallery.errors import UsageError
from gallery.roots import check_folder, relative

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="names and links of POSIX")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def test_a_folder_is_taken_by_text_and_by_bytes(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Übung").mkdir()
    monkeypatch.chdir(tmp_path)
    whole = os.fsencode(tmp_path / "Übung")
    assert check_folder("Übung", data) == check_folder(whole, data) == check_folder(whole + b"/.", data) == whole


@posix
def test_bytes_that_are_no_text_are_a_name_too(tmp_path: Path, data: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9\n"
    os.mkdir(folder)
    assert check_folder(folder, data) == check_folder(os.fsdecode(folder), data) == folder


@posix
def test_a_link_counts_as_what_it_leads_to(tmp_path: Path, data: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert check_folder(str(tmp_path / "link"), data) == os.fsencode(tmp_path / "real")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("nothing", r"^There is no folder .+nothing$"),
        ("nothing/below", r"^There is no folder "),
        ("file.jpg", r"^This is not a folder: .+file\.jpg$"),
        ("file.jpg/below", r"^There is no folder "),
        ("x" * 300, r"^There is no folder "),
        ("a\0b", r"^There is no folder a"),
        ("", r"no name"),
        ("~nobody-has-this-name/x", r"^There is no folder "),
        ("data", r"belongs to Shoebox itself\.$"),
        ("data/logs", r"belongs to Shoebox itself\.$"),
    ],
)
def test_a_sentence_says_why_not(
    tmp_path: Path, data: Path, path: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file.jpg").touch()
    (data / "logs").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=says):
        check_folder(path, data)


@posix
def test_a_ring_of_links_is_no_folder(tmp_path: Path, data: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(UsageError):
        check_folder(str(tmp_path / "a"), data)


@posix
def test_what_others_may_not_open_is_said(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(roots.os, "scandir", refuse)  # modes do not bind root
    with pytest.raises(UsageError, match=r"not allowed to open .+: Permission denied\."):
        check_folder(str(tmp_path), data)


def test_the_data_folder_may_lie_inside_a_root(tmp_path: Path, data: Path) -> None:
    assert check_folder(str(tmp_path), data) == os.fsencode(tmp_path.resolve())


def test_a_name_that_begins_with_a_tilde_is_a_name(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "~old").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert check_folder("~old", data) == os.fsencode(tmp_path / "~old")
    assert check_folder("~", data) == os.fsencode(tmp_path)


@posix
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
    ],
)
def test_how_folders_lie_in_each_other(outer: bytes, path: bytes, inside: bytes | None) -> None:
    assert relative(outer, path) == inside


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
def test_how_they_lie_on_windows(
    monkeypatch: pytest.MonkeyPatch, outer: bytes, path: bytes, inside: bytes | None
) -> None:
    monkeypatch.setattr(roots.os, "sep", "\\")
    monkeypatch.setattr(roots.os.path, "normcase", lambda name: ntpath.normcase(name).lower())
    found = relative(outer, path)
    monkeypatch.undo()
    assert found == inside
