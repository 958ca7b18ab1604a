"""A file is replaced whole and onto the disk, and what is moved aside overwrites nothing."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from gallery.base import durable_file
from gallery.base.durable_file import make_accessible, obstacle, replace_file, set_aside

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "settings.json"
    path.write_bytes(b"old")
    return path


def names(path: Path) -> list[str]:
    return sorted(os.listdir(path.parent))


def test_the_bytes_are_on_the_disk_before_the_name_and_the_name_before_the_return(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        assert is_folder or os.fstat(descriptor).st_size == 3
        done.append("folder" if is_folder else "file")
        fsync(descriptor)

    def noted_replace(source: Path, target: Path) -> Path:
        done.append("name")
        return replace(source, target)

    monkeypatch.setattr(durable_file, "sync_descriptor", noted_fsync)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    replace_file(path, b"new")
    assert done == (["file", "name", "folder"] if os.name == "posix" else ["file", "name"])
    done.clear()
    replace_file(path, b"new", durable=False)
    assert done == ["name"]


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_step_that_fails_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full:
        """A file that takes nothing."""

        write = flush = fileno = staticmethod(fail)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            os.close(self.descriptor)

        def __init__(self, descriptor: int, _: str) -> None:
            self.descriptor = descriptor

    where = {"open": (os, "open", fail), "write": (os, "fdopen", Full), "fsync": (durable_file, "sync_descriptor", fail),
             "replace": (Path, "replace", fail)}[step]  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(*where)
        with pytest.raises(OSError, match="No space"):
            replace_file(path, b"new")
    assert (path.read_bytes(), names(path)) == (b"old", ["settings.json"])


@pytest.mark.skipif(os.name != "posix", reason="folders are not synced elsewhere")
@pytest.mark.parametrize(("number", "raised"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_file_system_that_syncs_no_folders_is_no_error(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, raised: bool
) -> None:
    fsync = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    if raised:
        with pytest.raises(OSError, match=os.strerror(number)):
            replace_file(path, b"new")
    else:
        replace_file(path, b"new")
    assert path.read_bytes() == b"new"


def test_what_a_killed_write_has_left_is_no_obstacle(path: Path) -> None:
    path.with_name("settings.json.new").write_bytes(b"half of somethi")
    replace_file(path, b"new")
    assert (path.read_bytes(), names(path)) == (b"new", ["settings.json"])


@pytest.mark.skipif(os.name != "posix", reason="links and modes")
def test_a_link_is_replaced_not_followed_and_only_the_user_may_read(path: Path) -> None:
    target = path.rename(path.with_name("target"))
    path.symlink_to(target)
    path.with_name("settings.json.new").symlink_to(target)
    replace_file(path, b"new")
    assert target.read_bytes() == b"old"
    assert (path.is_symlink(), path.read_bytes(), path.stat().st_mode & 0o777) == (False, b"new", 0o600)


@pytest.fixture
def generous() -> Iterator[None]:
    """An account that lets everybody read and write what it makes."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="modes")
@pytest.mark.usefixtures("generous")
@pytest.mark.parametrize("left_behind", [False, True])
def test_only_the_user_may_read_whatever_the_account_gives_away(path: Path, left_behind: bool) -> None:
    path.chmod(0o666)
    if left_behind:
        path.with_name("settings.json.new").write_bytes(b"half of somethi")
    replace_file(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten_by_what_is_moved_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 5_000_000)
    asides = []
    for content in (b"1", b"2", b"3"):
        path.write_bytes(content)
        asides.append(set_aside(path, "damaged"))
    assert [aside.name for aside in asides] == [f"settings.damaged-{number}.json" for number in (5, 6, 7)]
    assert [aside.read_bytes() for aside in asides] == [b"1", b"2", b"3"]


@pytest.mark.skipif(os.name != "posix", reason="links and pipes")
def test_what_is_an_obstacle(path: Path, tmp_path: Path) -> None:
    assert (obstacle(path), obstacle(tmp_path / "nothing")) == (None, None)
    (tmp_path / "good link").symlink_to(path)
    (tmp_path / "bad link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")  # type: ignore[attr-defined,unused-ignore]
    assert obstacle(tmp_path / "good link") is None
    assert obstacle(tmp_path / "bad link") == "a link that leads nowhere"
    assert obstacle(tmp_path) == "a folder"
    assert obstacle(tmp_path / "pipe") == "something that is no file"


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_only_a_mode_that_keeps_us_out_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, _: os.stat(place).st_mode & 0o600 == 0o600)  # root may open all
    for before, after in ((0o644, 0o644), (0o400, 0o600), (0, 0o600)):
        path.chmod(before)
        make_accessible(path)
        assert path.stat().st_mode & 0o777 == after
    make_accessible(path.with_name("nothing"))
