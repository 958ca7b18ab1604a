"""The data folder: where it lies, that it is private, and what is said when it cannot be had."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from gallery.base import paths
from gallery.base.errors import DataFolderError
from gallery.base.paths import DataFolder, display, open_data_folder
from gallery.program_files import program_folder

posix = pytest.mark.skipif(os.name != "posix", reason="modes and sockets of POSIX")


def test_the_option_beats_the_variable_beats_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(tmp_path / "default"))
    monkeypatch.delenv("SHOEBOX_DATA", raising=False)
    assert open_data_folder(None).path == tmp_path / "default"
    monkeypatch.setenv("SHOEBOX_DATA", str(tmp_path / "variable"))
    assert open_data_folder(None).path == tmp_path / "variable"
    assert open_data_folder(str(tmp_path / "a" / "option")).path == tmp_path / "a" / "option"


def test_a_relative_folder_and_one_below_home_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert open_data_folder("here").path == tmp_path / "here"
    assert open_data_folder("~/data").path == tmp_path / "home" / "data"


def test_a_home_that_nobody_has_is_a_name_like_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_data_folder("~nobody-has-this-name").path == tmp_path / "~nobody-has-this-name"


@posix
def test_it_is_private_also_when_it_was_not(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir(mode=0o755)
    (old / "settings.json").touch()
    for folder in (old, tmp_path / "new"):
        assert open_data_folder(str(folder)).path.stat().st_mode & 0o777 == 0o700


@posix
def test_it_is_never_open_to_others_not_even_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opened it in that moment could list it for ever."""
    asked: list[int] = []
    real = os.mkdir

    def mkdir(path: Path, mode: int = 0o777, **options: Any) -> None:
        asked.append(mode)
        real(path, mode, **options)

    monkeypatch.setattr(os, "mkdir", mkdir)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir(mode=0o700)
    asked.clear()
    _ = open_data_folder(str(tmp_path / "data")).handover
    _ = DataFolder(tmp_path / ("a" * 120)).handover
    assert asked == [0o700, 0o700]


@posix
@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o722, 0o777])
def test_whatever_others_may_do_they_may_no_longer(tmp_path: Path, mode: int) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(mode)
    assert open_data_folder(str(data)).path.stat().st_mode & 0o7777 == 0o700


@posix
def test_a_folder_that_others_use_is_left_alone(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "of somebody").touch()
    with pytest.raises(DataFolderError, match="holds other things"):
        open_data_folder(str(shared))
    assert shared.stat().st_mode & 0o7777 == 0o1777


@posix
def test_two_names_of_one_folder_are_one_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert open_data_folder(str(tmp_path / "link")) == open_data_folder(str(tmp_path / "x" / ".." / "real"))


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_the_way_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderError, match=r"cannot be written: .+\. Choose another with --data-dir\."):
        open_data_folder(str(tmp_path / name))


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)  # modes do not bind root
    with pytest.raises(DataFolderError, match="Permission denied"):
        open_data_folder(str(tmp_path / "data"))


def test_trying_leaves_nothing_behind(tmp_path: Path) -> None:
    assert list(open_data_folder(str(tmp_path / "data")).path.iterdir()) == []


def test_the_stores_have_their_names(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    names = [place.name for place in (data.settings, data.index, data.cache, data.lock, data.logs)]
    assert names == ["settings.json", "index.db", "cache.db", "instance.lock", "logs"]


@posix
@pytest.mark.parametrize("temp", ["t", "t" * 90])
def test_a_long_path_still_gives_an_address_with_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temp: str
) -> None:
    (tmp_path / temp).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / temp))
    one, other = (DataFolder(tmp_path / (letter * 120)).handover for letter in "ab")
    assert one != other
    assert len(os.fsencode(one)) < 104
    assert Path(one).parent.stat().st_mode & 0o777 == 0o700
    assert DataFolder(tmp_path / ("a" * 120)).handover == one


@posix
def test_a_temporary_folder_of_another_account_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000 + os.getpid(), raising=False)
    folder = Path(f"/tmp/shoebox-{4_000_000_000 + os.getpid()}")
    with pytest.raises(DataFolderError, match="another account"):
        _ = DataFolder(tmp_path / ("a" * 120)).handover
    folder.rmdir()


def short_temp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the folder of sockets in a temporary folder of our own."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(paths, "MAX_SOCKET_PATH_BYTES", 2 * len(os.fsencode(tmp_path)) + 2)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path / f"shoebox-{os.getuid()}"


@posix
@pytest.mark.parametrize("mode", [0o701, 0o710, 0o702, 0o755, 0o777])
def test_a_folder_of_sockets_that_others_may_use_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    folder = short_temp(monkeypatch, tmp_path)
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(DataFolderError, match="another account"):
        _ = DataFolder(tmp_path / ("a" * 200)).handover


@posix
def test_a_link_in_the_place_of_the_folder_of_sockets_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one to a private folder of our own: whoever set it can set another."""
    folder = short_temp(monkeypatch, tmp_path)
    (tmp_path / "real").mkdir(mode=0o700)
    folder.symlink_to("real")
    with pytest.raises(DataFolderError, match="another account"):
        _ = DataFolder(tmp_path / ("a" * 200)).handover


@posix
def test_what_is_no_folder_is_refused_though_only_we_may_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links have modes of their own on macOS."""
    folder = short_temp(monkeypatch, tmp_path)
    folder.mkdir(mode=0o700)
    seen = list(folder.lstat())
    seen[0] = stat.S_IFLNK | 0o700
    monkeypatch.setattr(Path, "lstat", lambda _: os.stat_result(seen))
    with pytest.raises(DataFolderError, match="another account"):
        _ = DataFolder(tmp_path / ("a" * 200)).handover


@posix
def test_a_folder_of_sockets_of_our_own_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = short_temp(monkeypatch, tmp_path)
    addresses = {DataFolder(tmp_path / ("a" * 200)).handover for _ in range(2)}
    assert [Path(address).parent for address in addresses] == [folder]


def test_windows_has_pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    address = DataFolder(tmp_path).handover
    monkeypatch.undo()
    assert address.startswith("\\\\.\\pipe\\shoebox-")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [(b"a.jpg", "a.jpg"), ("Übung".encode(), "Übung"), (b"caf\xe9", "caf\ufffd"), (b"\xff\xfe", "\ufffd\ufffd"),
     (b"\xed\xb3\xa9", "\ufffd\ufffd\ufffd"), (b"a\nb", "a\nb"), (b"", "")],
)  # fmt: skip
def test_bytes_that_are_no_text_can_be_shown(raw: bytes, shown: str) -> None:
    assert display(raw) == shown
    json.dumps(display(raw)).encode()


def test_the_page_is_found() -> None:
    assert (program_folder("ui") / "js").is_dir()


@posix
def test_a_home_folder_that_nobody_names_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    paths.name_home_folder()
    assert os.path.isabs(os.environ["HOME"])
    monkeypatch.setenv("HOME", "/somewhere")
    paths.name_home_folder()
    assert os.environ["HOME"] == "/somewhere"


@posix
@pytest.mark.parametrize("given", [None, ""])
def test_a_user_whom_the_system_does_not_know_has_no_home_folder(
    monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    """As in containers."""
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    monkeypatch.delenv("HOME", raising=False)
    if given is not None:
        monkeypatch.setenv("HOME", given)
    monkeypatch.delenv("SHOEBOX_DATA", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    paths.name_home_folder()
    assert "HOME" not in os.environ
    with pytest.raises(DataFolderError, match="--data-dir"):
        paths.data_folder_path(None)
