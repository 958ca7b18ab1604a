"""Replaces a small file beside the user's pictures: below its root, through no link, whole or not at all.

The counterpart of files.py for the only files that Shoebox writes there: sidecars. POSIX walks to the folder with
directory descriptors and O_NOFOLLOW, and makes, renames and removes by names in that descriptor, so that a folder
swapped for a link meanwhile leads nowhere else. Windows checks every component, as files.py does.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.durable_file import sync_descriptor, sync_folder_descriptor
from gallery.base.errors import UnsafePathError
from gallery.base.files import clamp, is_link, open_folder_below, read_below
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_MODE = 0o666
"""Of a new file, less the umask: like what other programs write beside pictures."""


class FileState(NamedTuple):
    """What tells one content of a file from the next, without reading it."""

    size: int
    """Bytes."""
    mtime_ns: int
    """Time of change, nanoseconds since 1970 UTC."""
    ctime_ns: int
    """Time of change of its rights or its content."""


class FileChangedError(Exception):
    """The file is not the one that was read: somebody else has written it meanwhile. Nothing was replaced."""


class Folder:
    """A folder below a root, held open: files in it are looked at, read and replaced. One thread at a time."""

    def __init__(self, root: bytes, relative: bytes, descriptor: int | None) -> None:
        """Take the absolute path of the root, the folder's below it, and its descriptor (None on Windows)."""
        self._root, self._relative, self._descriptor = root, relative, descriptor

    def names(self) -> list[bytes]:
        """Return the names of what is in it.

        Raises:
            OSError: it may not be read.
        """
        listed = self._path(b"") if self._descriptor is None else self._descriptor
        return [os.fsencode(name) for name in os.listdir(listed)]

    def state(self, name: bytes) -> FileState | None:
        """Return the state of a regular file; None: there is none of that name.

        Raises:
            UnsafePathError: what is there is a link, or no regular file.
            OSError: the drive does not tell.
        """
        try:
            found = self._stat(name)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(found.st_mode) or is_link(found):
            raise UnsafePathError(Sentence("error-path-replaced"))
        return FileState(found.st_size, clamp(found.st_mtime_ns), clamp(found.st_ctime_ns))

    def read(self, name: bytes, limit: int) -> bytes:
        """Return the first `limit` bytes of a file.

        Raises:
            UnsafePathError: it is a link, or no regular file.
            OSError: it is not there, or may not be read.
        """
        return read_below(self._root, os.path.join(self._relative, name), limit)

    def replace(self, name: bytes, data: bytes, expected: FileState | None) -> FileState:
        """Put a file with these bytes in the place of the one that was read. On return the disk has it.

        Whoever reads it finds the old one or the new one, whole. A new file gets the rights of the old one.

        Args:
            name: of the file.
            data: all of its bytes.
            expected: the state in which it was read; None: there was none.

        Raises:
            FileChangedError: it is another one by now.
            UnsafePathError: a link has taken its place.
            OSError: the disk is full, read-only or broken. The old file is there still.
        """
        temporary = temporary_name(name)
        try:
            with self._made(temporary) as descriptor:
                _write_all(descriptor, data)
                if expected is not None and hasattr(os, "fchmod"):
                    with suppress(OSError):  # a file system without rights
                        os.fchmod(descriptor, stat.S_IMODE(self._stat(name).st_mode) & 0o777)
                sync_descriptor(descriptor)
            if self._content(name) != (None if expected is None else expected[:2]):
                raise FileChangedError
            os.replace(self._path(temporary), self._path(name), src_dir_fd=self._descriptor,
                       dst_dir_fd=self._descriptor)  # fmt: skip
        except BaseException:
            with suppress(OSError):  # the first error is the one to tell
                os.unlink(self._path(temporary), dir_fd=self._descriptor)
            raise
        if self._descriptor is not None:
            sync_folder_descriptor(self._descriptor)
        found = self._stat(name)
        return FileState(found.st_size, clamp(found.st_mtime_ns), clamp(found.st_ctime_ns))

    def _content(self, name: bytes) -> tuple[int, int] | None:
        state = self.state(name)
        return None if state is None else state[:2]

    @contextmanager
    def _made(self, name: bytes) -> Iterator[int]:
        """Make an empty file, and close it afterwards. What an earlier write left there, which was killed, goes."""
        path = self._path(name)
        try:
            descriptor = os.open(path, _FLAGS, _MODE, dir_fd=self._descriptor)
        except FileExistsError:
            os.unlink(path, dir_fd=self._descriptor)
            descriptor = os.open(path, _FLAGS, _MODE, dir_fd=self._descriptor)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def _stat(self, name: bytes) -> os.stat_result:
        return os.stat(self._path(name), dir_fd=self._descriptor, follow_symlinks=False)

    def _path(self, name: bytes) -> bytes:
        """Return what names a file in system calls: relative to the descriptor, where there is one."""
        return name if self._descriptor is not None else os.path.join(self._root, self._relative, name)


def temporary_name(name: bytes) -> bytes:
    """Return the name under which a file is made before it takes its place: hidden, short, and one for each name."""
    return b".shoebox-" + blake2b(name, digest_size=8).hexdigest().encode() + b".tmp"


@contextmanager
def folder_below(root: bytes, relative: bytes) -> Iterator[Folder]:
    """Hold a folder below a root open for the block.

    Args:
        root: absolute path of the root.
        relative: path of the folder below it; empty for the root itself.

    Raises:
        UnsafePathError: the path leaves the root, or passes a link.
        OSError: it is not there, or may not be entered.
    """
    descriptor = open_folder_below(root, relative)
    try:
        yield Folder(root, relative, descriptor)
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
