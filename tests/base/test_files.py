"""open_below: no way out of the root, no link, regular files only (S16, S17)."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base import files
from gallery.base.errors import UnsafePathError
from gallery.base.files import is_linked, open_below
from tests.byte_names import write_named
from tests.leaks import TIMES, count_standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights on Windows")
OUTSIDE = b"outside: /etc/shadow"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.jpg").write_bytes(OUTSIDE)
    root = tmp_path / "root"
    (root / "trip").mkdir(parents=True)
    (root / "a.jpg").write_bytes(b"inside")
    (root / "trip" / "a.jpg").write_bytes(b"inside")
    return root


def read(root: Path, relative: str | bytes) -> bytes:
    with open_below(os.fsencode(root), os.fsencode(relative)) as file:
        return file.read()


@pytest.mark.parametrize("relative", ["a.jpg", os.path.join("trip", "a.jpg")])
def test_files_below_the_root_are_opened(root: Path, relative: str) -> None:
    assert read(root, relative) == b"inside"


@posix
@pytest.mark.parametrize(
    "name", [b"\xff\xfe.jpg", b"new\nline.jpg", b" ", b"...", b"..a", b"-rf", b"a\\b", b"\xf0\x9f\x8f\x94.jpg"]
)
def test_a_name_is_bytes(root: Path, name: bytes) -> None:
    write_named(os.path.join(os.fsencode(root), name), b"named")
    assert read(root, name) == b"named"


@pytest.mark.parametrize(
    "relative",
    [
        "",
        ".",
        "..",
        "../outside/a.jpg",
        "trip/../a.jpg",
        "trip/../../outside/a.jpg",
        "./a.jpg",
        "trip//a.jpg",
        "trip/",
        "/etc/passwd",
        "//etc/passwd",
        "a.jpg/",
        "a.jpg\0",
        "\0",
        "trip/\0/a.jpg",
    ],
)
def test_a_path_that_climbs_is_refused(root: Path, relative: str) -> None:
    with pytest.raises(UnsafePathError) as refused:
        read(root, relative.replace("/", os.sep))
    assert str(root) not in str(refused.value)


@pytest.mark.parametrize("relative", ["missing.jpg", os.path.join("missing", "a.jpg")])
def test_what_is_not_there_is_an_os_error(root: Path, relative: str) -> None:
    with pytest.raises(FileNotFoundError):
        read(root, relative)


def link_file(root: Path) -> None:
    (root / "x.jpg").symlink_to(root.parent / "outside" / "a.jpg")


def link_inside(root: Path) -> None:
    (root / "x.jpg").symlink_to(root / "a.jpg")


def link_to_itself(root: Path) -> None:
    (root / "x.jpg").symlink_to("x.jpg")


def link_to_nothing(root: Path) -> None:
    (root / "x.jpg").symlink_to("nothing")


def pipe(root: Path) -> None:
    os.mkfifo(root / "x.jpg")


def folder(root: Path) -> None:
    (root / "x.jpg").mkdir()


def unix_socket(root: Path) -> None:
    here = os.getcwd()
    os.chdir(root)  # the length of a socket's path is limited
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("x.jpg")
    finally:
        os.chdir(here)


def device(root: Path) -> None:
    try:
        os.mknod(root / "x.jpg", 0o666 | 0o020000, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("devices are made by root only")


@posix
@pytest.mark.parametrize(
    "make", [link_file, link_inside, link_to_itself, link_to_nothing, pipe, folder, unix_socket, device]
)
def test_only_regular_files_are_opened_and_none_makes_it_wait(root: Path, make: Callable[[Path], None]) -> None:
    make(root)
    start = time.monotonic()
    with pytest.raises(UnsafePathError):
        read(root, "x.jpg")
    assert time.monotonic() - start < 1


@posix
@pytest.mark.parametrize("target", ["../outside", "trip", ".", "..", "link"])
def test_no_folder_on_the_way_may_be_a_link(root: Path, target: str) -> None:
    (root / "link").symlink_to(target, target_is_directory=True)
    with pytest.raises(UnsafePathError):
        read(root, "link/a.jpg")


@posix
def test_a_file_on_the_way_is_no_folder(root: Path) -> None:
    with pytest.raises(UnsafePathError):
        read(root, "a.jpg/b.jpg")


@posix
def test_a_pipe_on_the_way_is_no_folder_and_makes_nobody_wait(root: Path) -> None:
    os.mkfifo(root / "pipe")
    outcomes: list[str] = []

    def go_through() -> None:
        try:
            read(root, "pipe/a.jpg")
        except UnsafePathError:
            outcomes.append("refused")

    thread = threading.Thread(target=go_through, daemon=True)
    thread.start()
    thread.join(30)
    if thread.is_alive():
        os.close(os.open(root / "pipe", os.O_WRONLY | os.O_NONBLOCK))  # lets it go on
        thread.join()
        outcomes.append("waited for a writer")
    assert outcomes == ["refused"]


@posix
@pytest.mark.parametrize("above", ["", "above"])
def test_a_root_that_is_reached_through_a_link_by_now_is_not_followed(root: Path, above: str) -> None:
    """A link that the user names is resolved when it is added: one that is there later is somebody else's."""
    place = root.parent / "place" / above / "root"
    place.parent.mkdir(parents=True)
    root.rename(place)
    assert read(place, "a.jpg") == b"inside"
    assert not is_linked(os.fsencode(place))
    swapped = place.parent if above else place
    swapped.rename(root.parent / "real")
    swapped.symlink_to(root.parent / "real")
    assert (place / "a.jpg").read_bytes() == b"inside"
    assert is_linked(os.fsencode(place))
    for relative in ("a.jpg", "trip/a.jpg"):
        with pytest.raises(UnsafePathError):
            read(place, relative)


@posix
def test_a_root_that_is_not_there_is_no_link(tmp_path: Path) -> None:
    assert not is_linked(os.fsencode(tmp_path / "missing" / "root"))
    assert not is_linked(b"/")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "missing" / "root", "a.jpg")


@posix
def test_folders_that_may_only_be_passed_are_passed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that lets nobody list /home: told by a fake, because root may read all."""
    real = os.open

    def refuse_to_list(name: bytes, flags: int, **where: Any) -> int:
        if name == os.fsencode(root.parent.name) and not flags & files._SEARCH:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(name, flags, **where)

    if files._SEARCH == os.O_RDONLY:
        pytest.skip("this system knows no such descriptors")
    monkeypatch.setattr(os, "open", refuse_to_list)
    assert read(root, "trip/a.jpg") == b"inside"


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="modes do not bind root")
def test_folders_above_the_root_need_not_be_readable(root: Path) -> None:
    above = root.parent
    above.chmod(0o311)
    try:
        assert read(root, "trip/a.jpg") == b"inside"
    finally:
        above.chmod(0o755)


@posix
def test_a_hard_link_is_the_users_own_file(root: Path) -> None:
    os.link(root / "a.jpg", root / "hard.jpg")
    assert read(root, "hard.jpg") == b"inside"


def test_a_huge_sparse_file_is_opened_not_read(root: Path) -> None:
    with (root / "sparse.jpg").open("wb") as file:
        file.truncate(1 << 40)
    with open_below(os.fsencode(root), b"sparse.jpg") as opened:
        assert len(opened.read(16)) == 16
    (root / "sparse.jpg").unlink()


@pytest.fixture
def swapping(root: Path) -> Iterator[None]:
    """A folder that is exchanged for a link to the outside, and back, all the time."""
    if sys.platform == "win32":
        pytest.skip("links need rights on Windows")
    ended = threading.Event()
    (root / "link").symlink_to(root.parent / "outside")

    def swap() -> None:
        while not ended.is_set():
            for one, two in (("trip", "real"), ("link", "trip"), ("trip", "link"), ("real", "trip")):
                os.rename(root / one, root / two)

    thread = threading.Thread(target=swap)
    thread.start()
    yield
    ended.set()
    thread.join()


@pytest.mark.usefixtures("swapping")
def test_a_folder_swapped_for_a_link_never_leads_outside(root: Path) -> None:
    outcomes = {"inside": 0, "refused": 0, "missing": 0}
    before = count_standing()
    for _ in range(20_000):
        try:
            found = read(root, "trip/a.jpg")
        except UnsafePathError:
            outcomes["refused"] += 1
        except FileNotFoundError:
            outcomes["missing"] += 1
        else:
            assert found == b"inside"
            outcomes["inside"] += 1
    assert all(outcomes.values()), f"the race did not happen: {outcomes}"
    assert not before.has_grown(count_standing(), TIMES), f"of some outcome: {outcomes}"


@posix
def test_nothing_stays_open_when_it_is_refused(root: Path) -> None:
    link_file(root)
    pipe_before = os.pipe()
    for descriptor in pipe_before:
        os.close(descriptor)
    for relative in ("x.jpg", "missing", "trip", "../x", "a.jpg/b"):
        for _ in range(20):
            with suppress(UnsafePathError, OSError):
                read(root, relative)
    after = os.pipe()
    for descriptor in after:
        os.close(descriptor)
    assert after == pipe_before
