"""Whatever happened to settings.json, roots and searches come back, and nothing that stood there is deleted."""

from __future__ import annotations

import errno
import json
import os
import random
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base import durable_file
from gallery.base.errors import SettingsError
from gallery.settings import settings_file
from gallery.settings.settings import RootPath, Settings
from tests.settings.filled import QUERIES, ROOTS, is_whole
from tests.settings.opened import reopened

if TYPE_CHECKING:
    from collections.abc import Callable


def asides(path: Path) -> list[str]:
    names = {path.name, f"{path.name}.bak"}
    return sorted(name for name in os.listdir(path.parent) if name not in names)


@pytest.mark.parametrize("cut", [1, 2, 10, 60, 150, 300])
def test_cut_bytes_cost_nothing(filled: Path, cut: int) -> None:
    damaged = filled.read_bytes()[:-cut]
    filled.write_bytes(damaged)
    settings = reopened(filled)
    assert is_whole(settings)
    [aside] = asides(filled)
    assert (filled.parent / aside).read_bytes() == damaged
    assert settings.notice == (
        "settings.json was damaged. Your folders and saved searches are still here. It was kept as " + aside + "."
    )
    assert is_whole(reopened(filled))
    assert reopened(filled).notice is None


def test_any_flipped_bit_costs_nothing_but_what_it_hit(filled: Path) -> None:
    """A bit within a text may change that text; no other root or search is lost, and a start never fails."""
    whole = filled.read_bytes()
    chance = random.Random(11)
    for _ in range(300):
        at = chance.randrange(len(whole))
        filled.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        settings = reopened(filled)
        lost = set(ROOTS) - set(settings.roots), set(QUERIES) - {saved.query for saved in settings.searches}
        assert len(lost[0]) + len(lost[1]) <= 1, (at, lost)
        filled.write_bytes(whole)
        reopened(filled)


@pytest.mark.parametrize(
    "edited",
    [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.decode().encode("utf-16"), lambda raw: raw.replace(b"\n", b"\r\n")],
    ids=["byte order mark", "utf-16", "line ends"],
)  # fmt: skip
def test_what_an_editor_does_is_no_damage(filled: Path, edited: Callable[[bytes], bytes]) -> None:
    filled.write_bytes(edited(filled.read_bytes()))
    settings = reopened(filled)
    assert is_whole(settings)
    assert (settings.notice, asides(filled)) == (None, [])


def test_without_a_copy_what_can_be_read_is_taken(filled: Path) -> None:
    filled.with_name("settings.json.bak").unlink()
    raw = filled.read_bytes()
    filled.write_bytes(raw[: raw.index(b'"/caf')] + raw[raw.index(b'"searches"') :])
    settings = reopened(filled)
    assert settings.roots == ROOTS[:1]
    assert [saved.query for saved in settings.searches] == QUERIES
    assert settings.view.theme == "dark"
    assert "Some of your folders may be missing." in (settings.notice or "")
    assert settings.roots_lost


def test_what_is_newer_than_the_copy_counts(filled: Path) -> None:
    """Somebody added a root by hand, and forgot a comma elsewhere."""
    text = filled.read_text(encoding="utf-8")
    text = text.replace('{\n   "id": 1,', '{"id": 9, "path": "/hand"}, {\n   "id": 1,').replace('"view": {', '"view" {')
    filled.write_text(text, encoding="utf-8")
    settings = reopened(filled)
    assert set(settings.roots) == {*ROOTS, RootPath(9, b"/hand")}
    assert len(list(settings.searches)) == 3


def test_a_file_that_is_gone_comes_back_from_its_copy(filled: Path) -> None:
    filled.unlink()
    settings = reopened(filled)
    assert is_whole(settings)
    assert settings.notice == "settings.json was missing. Your folders and saved searches were taken from its copy."
    assert is_whole(reopened(filled))


def test_a_damaged_file_never_becomes_the_copy(filled: Path) -> None:
    good = filled.with_name("settings.json.bak").read_bytes()
    assert good == filled.read_bytes()
    filled.write_bytes(b"{")
    settings_file.SettingsFile(filled).read()
    assert filled.with_name("settings.json.bak").read_bytes() == good


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"text"', "17", "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "{" * 2000]
)
def test_a_damaged_file_without_a_copy_is_kept_and_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    settings = reopened(path)
    assert settings.roots == ()
    assert "was damaged. Some of your folders, saved searches and groups of files may be missing." in (
        settings.notice or ""
    )
    [aside] = path.parent.glob("settings.damaged-*.json")
    assert aside.read_text(encoding="utf-8") == text


def test_a_huge_file_is_not_read(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_file, "MAX_BYTES", 100)
    settings = Settings(filled)
    assert "was no file of Shoebox" in (settings.notice or "")
    settings.close()


@pytest.mark.parametrize(
    "bad", [{"id": 0, "path": "/x"}, {"id": 2}, {"id": True, "path": "/x"}, {"id": 2, "path": 5}, {"id": 2, "path": ""},
            {"id": 1, "path": "/twice"}, {"id": 2, "path": "\ud800"}, 5, None]
)  # fmt: skip
def test_roots_that_make_sense_are_kept_beside_one_that_does_not(tmp_path: Path, bad: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"roots": [{"id": 1, "path": "/good"}, bad]}), encoding="utf-8")
    settings = reopened(path)
    assert settings.roots == (RootPath(1, b"/good"),)
    assert "settings.damaged-" in (settings.notice or "")
    assert json.loads(path.read_text(encoding="utf-8"))["roots"] == [{"id": 1, "path": "/good"}]


# what stands in its place


def make_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere") / "x")


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


PLACED: dict[str, Callable[[Path], object]] = {
    "folder": lambda path: (path / "mine").mkdir(parents=True),
    "dangling link": make_link,
    "link to a folder": lambda path: path.symlink_to(path.parent),
    "ring of links": lambda path: path.symlink_to(path),
    "fifo": lambda path: os.mkfifo(path),  # noqa: PLW0108  # type: ignore[attr-defined,unused-ignore]
    "socket": make_socket,
    "empty": lambda path: path.write_bytes(b""),
    "another program's": lambda path: path.write_bytes(b"\x7fELF" + bytes(range(256)) * 40),
}


@pytest.mark.skipif(os.name != "posix", reason="links, pipes and sockets")
@pytest.mark.parametrize("store", ["settings.json", "settings.json.bak", "settings.json.new"])
@pytest.mark.parametrize("kind", PLACED)
def test_what_stands_in_its_place_is_moved_aside_and_nothing_is_lost(filled: Path, store: str, kind: str) -> None:
    place = filled.with_name(store)
    place.unlink(missing_ok=True)
    PLACED[kind](place)
    settings = Settings(filled)
    settings.searches.save("", "new")
    settings.close()
    assert settings.roots == ROOTS
    assert [saved.query for saved in reopened(filled).searches] == [*QUERIES, "new"]
    assert filled.is_file()
    if store == "settings.json":
        assert "It was kept as settings.damaged-" in (settings.notice or "")
    if kind == "folder":
        assert len(list(filled.parent.glob("settings*/mine"))) == 1


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="modes bind all but root")  # type: ignore[attr-defined,unused-ignore]
def test_a_file_whose_mode_keeps_us_out_is_opened(filled: Path) -> None:
    filled.chmod(0)
    settings = reopened(filled)
    assert is_whole(settings)
    assert settings.notice is None


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_to_a_file_is_followed_and_stays(filled: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "shoebox.json"
    real.parent.mkdir()
    filled.rename(real)
    filled.symlink_to(real)
    settings = Settings(filled)
    settings.searches.save("", "new")
    settings.close()
    assert filled.is_symlink()
    assert '"new"' in real.read_text(encoding="utf-8")


def test_no_descriptor_left_is_no_damage(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def fail(place: Path, *args: Any, **kwargs: Any) -> Any:
        if place == filled:
            raise OSError(24, "Too many open files")
        return real(place, *args, **kwargs)  # the texts, from which the sentence is made

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", fail)
        with pytest.raises(SettingsError, match="Too many open files"):
            Settings(filled)
    assert asides(filled) == []


def test_a_disk_error_while_reading_is_mended_from_the_copy(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = type(filled).open

    def fail(place: Path, *args: Any, **kwargs: Any) -> Any:
        if place.name == "settings.json":
            raise OSError(5, "Input/output error")
        return real(place, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(type(filled), "open", fail)
        settings = reopened(filled)
    assert is_whole(settings)
    assert "could not be read (Input/output error)" in (settings.notice or "")


def test_a_folder_that_cannot_be_synced_leaves_no_stray_copies(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file itself is there: the next write must not take it for somebody else's."""
    settings = Settings(filled)

    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr(durable_file, "_sync_folder", fail)
    for name in ("one", "two", "three"):
        with pytest.raises(SettingsError):
            settings.searches.save(name, name)
    assert asides(filled) == []
    settings.close()
