"""Files of the data folder: replaced whole and onto the disk, and moved aside when something else stands there."""

from __future__ import annotations

import errno
import logging
import os
import stat
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)
_FOLDERS_CANNOT_BE_SYNCED = (
    *(errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.EACCES),
    *(errno.EPERM, errno.ENOSYS, errno.ENOTTY),
)
"""What file systems answer that know no fsync of a folder."""
_WINDOWS_TRIES = 20
_WINDOWS_PAUSE_S = 0.05


def replace_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put a file with these bytes in the place of `path`: whoever reads it finds the old one or the new one, whole.

    Mode 0600. A link at `path` is replaced, not followed.

    Args:
        path: of the file.
        data: all of its bytes.
        durable: return only when the new file is on the disk, so that a loss of power leaves it there, too.

    Raises:
        OSError: the disk is full, read-only or broken, or a folder is in the way. The old file is there still, unless
            only the last step failed: whether the disk keeps the new name.
    """
    temporary = path.with_name(f"{path.name}.new")
    try:
        with os.fdopen(_create(temporary), "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                sync_descriptor(file.fileno())
        _replace(temporary, path)
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell
            temporary.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def rename_durably(made: Path, target: Path) -> None:
    """Put a file that is finished in the place of `target`; on return the disk has its bytes and its name.

    Raises:
        OSError: it cannot be renamed, or the disk reports an error.
    """
    with made.open("rb+") as file:  # Windows syncs only what may be written
        sync_descriptor(file.fileno())
    _replace(made, target)
    _sync_folder(target.parent)


def set_aside(path: Path, why: str) -> Path:
    """Rename whatever stands at `path`, and return its new path: `settings.json` becomes `settings.WHY-TIME.json`.

    Nothing is ever overwritten.

    Raises:
        OSError: it cannot be renamed.
    """
    now = time.time_ns() // 1_000_000
    aside = path.with_name(f"{path.stem}.{why}-{now}{path.suffix}")
    while os.path.lexists(aside):
        now += 1
        aside = path.with_name(f"{path.stem}.{why}-{now}{path.suffix}")
    path.rename(aside)
    return aside


def obstacle(path: Path) -> str | None:
    """Return what stands at `path` that can be no file of ours, for a sentence; None: nothing, or a regular file.

    A link that leads to a regular file is as good as that file.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return "a link that leads nowhere" if path.is_symlink() else None
    if stat.S_ISREG(mode):
        return None
    return "a folder" if stat.S_ISDIR(mode) else "something that is no file"


def take_file(path: Path) -> bytes | None:
    """Return what is in a file of our own that serves once, and remove it; None: there is none, or it cannot be had.

    What is no file is left where it is.
    """
    if obstacle(path):
        return None
    try:
        content = path.read_bytes()
        path.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("%s cannot be read: %s", path.name, error)
        return None
    return content


def make_accessible(path: Path) -> None:
    """Give a file of ours the mode 0600 where its mode keeps even us out. Another account's file stays as it is."""
    with suppress(OSError):
        if not os.access(path, os.R_OK | os.W_OK):
            path.chmod(0o600)


def _create(path: Path) -> int:
    """Make an empty file and return its descriptor. What an earlier write has left there is deleted.

    Raises:
        OSError: it cannot be made.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags, 0o600)
    except FileExistsError:
        if stat.S_ISREG(path.lstat().st_mode):
            path.unlink()  # of a process that was killed
        else:
            set_aside(path, "other")
        return os.open(path, flags, 0o600)


if sys.platform == "win32":

    def _replace(source: Path, target: Path) -> None:
        """Rename, and wait a moment where a virus scanner or an indexer holds the file open.

        Raises:
            OSError: it cannot be renamed.
        """
        for left in reversed(range(_WINDOWS_TRIES)):
            try:
                source.replace(target)
            except PermissionError:
                if left == 0 or target.is_dir():
                    raise
                time.sleep(_WINDOWS_PAUSE_S)
            else:
                return

else:

    def _replace(source: Path, target: Path) -> None:
        """Rename.

        Raises:
            OSError: it cannot be renamed.
        """
        source.replace(target)


if sys.platform == "darwin":
    import fcntl

    def sync_descriptor(descriptor: int) -> None:
        """Wait until a file is on the disk: on macOS fsync leaves it in the drive's own memory.

        Raises:
            OSError: the disk reports an error.
        """
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:  # a network drive knows no such call
            os.fsync(descriptor)

else:

    def sync_descriptor(descriptor: int) -> None:
        """Wait until a file is on the disk.

        Raises:
            OSError: the disk reports an error.
        """
        os.fsync(descriptor)


def _sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk. Windows keeps them by itself, and offers no way to ask.

    Raises:
        OSError: the disk reports an error.
    """
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        if error.errno not in _FOLDERS_CANNOT_BE_SYNCED:
            raise
        return
    try:
        sync_folder_descriptor(descriptor)
    finally:
        os.close(descriptor)


def sync_folder_descriptor(descriptor: int) -> None:
    """Wait until the names in an open folder are on the disk. File systems that know no such call are passed over.

    Raises:
        OSError: the disk reports an error.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _FOLDERS_CANNOT_BE_SYNCED:
            raise
