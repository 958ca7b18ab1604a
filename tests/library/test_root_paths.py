"""Which folders can be roots, and what is said of those that cannot."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import UsageError
from gallery.library.root_paths import check_folder, contained_roots, containing_root
from gallery.settings.settings import RootPath
from tests.byte_names import make_named

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
    make_named(folder)
    assert check_folder(folder, data) == check_folder(os.fsdecode(folder), data) == folder


@posix
def test_a_link_counts_as_what_it_leads_to(tmp_path: Path, data: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert check_folder(str(tmp_path / "link"), data) == os.fsencode(tmp_path / "real")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("nothing", r"^There is no folder .+nothing\.$"),
        ("nothing/below", r"^There is no folder "),
        ("file.jpg", r"^.+file\.jpg is not a folder\.$"),
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

    monkeypatch.setattr(os, "scandir", refuse)  # modes do not bind root
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
    ("inside", "says"),
    [
        (".hidden", r"\.hidden is hidden, and is left out of .+, which you have added\.$"),
        (".hidden/below", r"\.hidden is hidden"),
        ("a/@eaDir/b", r"@eaDir holds what other programs put there, and is left out"),
        ("stop", r"stop has a file \.nomedia in it, which asks galleries to stay out\.$"),
        ("stop/below", r"stop has a file \.nomedia"),
    ],
)
def test_what_a_scan_leaves_out_is_refused_with_the_reason(tmp_path: Path, inside: str, says: str) -> None:
    (tmp_path / inside).mkdir(parents=True)
    (tmp_path / "stop").mkdir(exist_ok=True)
    (tmp_path / "stop" / ".nomedia").touch()
    known, path = RootPath(1, os.fsencode(tmp_path)), os.fsencode(tmp_path / inside)
    with pytest.raises(UsageError, match=says):
        containing_root([known], path)
    own = RootPath(2, path)
    assert containing_root([known, own], path) == (own, b"")
    assert contained_roots([own], known.path) == []


@posix
def test_what_a_scan_comes_to_is_part_of_its_root(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    known, path = RootPath(1, os.fsencode(tmp_path)), os.fsencode(tmp_path / "a" / "b")
    assert containing_root([known], path) == (known, b"a/b")
    assert containing_root([known], b"/elsewhere") is None
    assert contained_roots([RootPath(2, path), RootPath(3, b"/elsewhere")], known.path) == [(RootPath(2, path), b"a/b")]


def test_a_nomedia_in_the_root_itself_leaves_nothing_out(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / ".nomedia").touch()
    known, path = RootPath(1, os.fsencode(tmp_path)), os.fsencode(tmp_path / "inner")
    assert containing_root([known], path) == (known, b"inner")
    assert contained_roots([RootPath(2, path)], known.path) == [(RootPath(2, path), b"inner")]
