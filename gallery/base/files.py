"""Opens users' files, and is the only way to do so: below their root, through no link, regular files only.

POSIX walks the path component by component with directory descriptors and O_NOFOLLOW, so that a folder swapped for a
link between check and use cannot lead outside. Windows has no such call: every component is checked to be no reparse
point (cloud placeholders excepted), and the opened file is compared with the one that was checked.

A root's own path is walked in the same way. A link that the user names as a root is resolved when it is added; what
becomes a link later, the root or a folder above it, was not what the user named.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import BinaryIO

from gallery.base.errors import UnsafePathError
from gallery.base.paths import relative_to
from gallery.languages.sentence import Sentence

# IO_REPARSE_TAG_CLOUD and its 15 variants: files kept online, not links (Windows SDK, winnt.h).
_CLOUD_TAG, _CLOUD_MASK = 0x9000001A, 0xFFFF0FFF
LINKED_SENTENCE = "A link is in its place by now. If the link is yours, remove this folder here and add it again."
"""Says of a root that `is_linked`, and what to do."""


def open_below(root: bytes, relative: bytes) -> BinaryIO:
    """Open the regular file `root`/`relative` for reading, unbuffered.

    Raises:
        UnsafePathError: the path leaves the root, passes a link, or does not name a regular file.
        OSError: it is not there or may not be read.
    """
    parts = relative.split(os.fsencode(os.sep))
    if any(part in (b"", b".", b"..") or b"\0" in part for part in parts):
        raise UnsafePathError(Sentence("error-path-leaves"))
    descriptor = _open(root, parts)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnsafePathError(Sentence("error-path-no-file"))
        return os.fdopen(descriptor, "rb", buffering=0)
    except BaseException:
        os.close(descriptor)
        raise


def read_below(root: bytes, relative: bytes, limit: int) -> bytes:
    """Return the first `limit` bytes of a file that `open_below` opens.

    Raises:
        UnsafePathError: as `open_below`.
        OSError: as `open_below`, or it cannot be read.
    """
    with open_below(root, relative) as file:
        parts: list[bytes] = []
        while limit > 0 and (part := file.read(limit)):
            parts.append(part)
            limit -= len(part)
    return b"".join(parts)


def open_folder_below(root: bytes, relative: bytes) -> int | None:
    """Open the folder `root`/`relative`, to make and rename files in it; None on Windows, which has no such calls.

    Args:
        root: absolute path of the root.
        relative: path below it; empty for the root itself.

    Raises:
        UnsafePathError: the path leaves the root, or passes a link.
        OSError: it is not there, or may not be entered.
    """
    parts = relative.split(os.fsencode(os.sep)) if relative else []
    if any(part in (b"", b".", b"..") or b"\0" in part for part in parts):
        raise UnsafePathError(Sentence("error-path-leaves"))
    return _open_folder(root, parts)


def is_linked(root: bytes) -> bool:
    """Return whether the path of a root passes a link by now. Blocks while the drive is slow.

    A root that is not there passes none.
    """
    return relative_to(root, os.path.realpath(root)) != b""


def clamp(mtime_ns: int) -> int:
    """Return the nearest time of change that SQLite can hold: 64 bits end in the year 2262, file systems do not."""
    return max(-(1 << 63), min((1 << 63) - 1, mtime_ns))


def is_link(entry: os.stat_result) -> bool:
    """Return whether an lstat result is of a symbolic link, or on Windows of a junction or another reparse point."""
    if stat.S_ISLNK(entry.st_mode):
        return True
    tag = getattr(entry, "st_reparse_tag", 0)
    return bool(tag) and (tag & _CLOUD_MASK) != _CLOUD_TAG


if sys.platform != "win32":
    import errno

    _FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW
    # open(2), and O_EXEC in fcntl.h of macOS: a descriptor to go on from, for a folder that may be passed and not read
    _SEARCH = getattr(os, "O_PATH", 0x40000000 if sys.platform == "darwin" else os.O_RDONLY)

    def _enter(name: bytes, above: int | None) -> int:
        """Open a folder to go on from. Read where that is allowed: O_PATH alone would not have a drive mounted."""
        try:
            return os.open(name, os.O_RDONLY | _FOLDER, dir_fd=above)
        except PermissionError:
            return os.open(name, _SEARCH | _FOLDER, dir_fd=above)

    def _open_folder(root: bytes, parts: list[bytes]) -> int:
        folder = _enter(b"/", None)
        try:
            for part in [*filter(None, root.split(b"/")), *parts]:
                inner = _enter(part, folder)
                os.close(folder)
                folder = inner
        except BaseException as error:
            os.close(folder)
            if isinstance(error, OSError):
                raise _explained(error) from error
            raise
        return folder

    def _open(root: bytes, parts: list[bytes]) -> int:
        folder = _open_folder(root, parts[:-1])
        try:
            # O_NONBLOCK: opening a pipe that is called x.jpg must not wait for a writer
            return os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        except OSError as error:
            raise _explained(error) from error
        finally:
            os.close(folder)

    def _explained(error: OSError) -> Exception:
        if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO, errno.EMLINK):
            return UnsafePathError(Sentence("error-path-link-special"))
        return error

else:

    def _open_folder(root: bytes, parts: list[bytes]) -> int | None:
        _check(root, parts)
        return None

    def _check(root: bytes, parts: list[bytes]) -> tuple[str, os.stat_result]:
        """Return the path of what is below a root, and what it is."""
        if is_linked(root):
            raise UnsafePathError(Sentence("error-path-folder-link"))
        path = os.fsdecode(root)
        checked = os.lstat(path)
        for part in parts:
            name = os.fsdecode(part)
            if ":" in name or "/" in name:
                raise UnsafePathError(Sentence("error-path-stream"))
            path = os.path.join(path, name)
            checked = os.lstat(path)
            if is_link(checked):
                raise UnsafePathError(Sentence("error-path-link"))
        return path, checked

    def _open(root: bytes, parts: list[bytes]) -> int:
        path, checked = _check(root, parts)
        descriptor = os.open(path, os.O_RDONLY | os.O_BINARY)
        opened = os.fstat(descriptor)
        if (opened.st_dev, opened.st_ino) != (checked.st_dev, checked.st_ino):
            os.close(descriptor)
            raise UnsafePathError(Sentence("error-path-changed"))
        return descriptor
