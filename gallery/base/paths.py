"""Tells where files lie: the data folder with what is in it, and the files that belong to the program."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import platformdirs

from gallery.base.errors import DataFolderError

MAX_SOCKET_PATH_BYTES = 100
"""A socket's path has 108 bytes at most (sun_path, unix(7)), 104 on macOS; a data folder's path may be longer."""
OWN_NAMES = frozenset({"settings.json", "instance.lock", "index.db", "cache.db", "library.db", "backups", "logs"})


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder that holds everything Shoebox writes. Private: mode 0700."""

    path: Path

    @property
    def settings(self) -> Path:
        """settings.json."""
        return self.path / "settings.json"

    @property
    def index(self) -> Path:
        """index.db, what is known of the photos."""
        return self.path / "index.db"

    @property
    def library(self) -> Path:
        """library.db, what the user said about photos."""
        return self.path / "library.db"

    @property
    def cache(self) -> Path:
        """cache.db, thumbnails and what the next launch needs."""
        return self.path / "cache.db"

    @property
    def tiny(self) -> Path:
        """tiny.bin, what the page shows of photos while they fly past."""
        return self.path / "tiny.bin"

    @property
    def last_picture(self) -> Path:
        """last-window.jpg, the window as it was closed, for the first moment of the next start."""
        return self.path / "last-window.jpg"

    @property
    def lock(self) -> Path:
        """The file that the running Shoebox holds locked."""
        return self.path / "instance.lock"

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.path / "logs"

    @property
    def handover(self) -> str:
        """Address (socket, or pipe on Windows) on which the running Shoebox takes folders from a second start."""
        mark = blake2b(os.fsencode(self.path), digest_size=8).hexdigest()
        if sys.platform == "win32":
            return rf"\\.\pipe\shoebox-{mark}"
        here = str(self.path / "handover")
        return here if len(os.fsencode(here)) < MAX_SOCKET_PATH_BYTES else str(_private_temp() / f"{mark}.socket")


def name_home_folder() -> None:
    """Say where the user's folder is, if nothing does: Fontconfig complains without, and keeps no list of the fonts.

    Call it before a library asks.
    """
    if os.name == "posix" and not os.environ.get("HOME"):
        os.environ.pop("HOME", None)
        listed = os.path.expanduser("~")  # as the system's list of users says; itself if the user is not in it
        if os.path.isabs(listed):
            os.environ["HOME"] = listed


def data_folder_path(chosen: str | None) -> Path:
    """Return where the data folder is, or would be: `chosen`, else SHOEBOX_DATA, else the system's place for it.

    Raises:
        DataFolderError: neither is given, and the user has no folder.
    """
    try:
        text = chosen or os.environ.get("SHOEBOX_DATA") or platformdirs.user_data_dir("Shoebox", appauthor=False)
    except RuntimeError as error:  # it asks the system's list of users
        raise DataFolderError("You have no home folder. Name a folder for Shoebox's data: --data-dir DIR.") from error
    return Path(os.path.expanduser(text)).absolute()


def open_data_folder(chosen: str | None) -> DataFolder:
    """Return the data folder (see `data_folder_path`), made when it is not there, and private.

    Raises:
        DataFolderError: it cannot be made or written.
    """
    path = data_folder_path(chosen)
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = path.resolve()  # one folder, one name: for the lock's neighbours and for what a scan leaves out
        if os.name == "posix":
            _make_private(path)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise DataFolderError(
            f"The data folder {path} cannot be written: {reason}. Choose another with --data-dir."
        ) from error
    return DataFolder(path)


def display(path: bytes) -> str:
    """Return a path or name for people: bytes that are no text become U+FFFD, so that JSON and HTML can carry it."""
    return os.fsencode(path).decode("utf-8", "replace")


def relative_to(outer: bytes, path: bytes) -> bytes | None:
    """Return `path` below the folder `outer`, or None when it lies outside.

    Args:
        outer: absolute path of a folder; a separator at its end does not matter.
        path: another absolute path.

    Returns:
        The names below `outer`, joined by the system's separator; empty when both are the same folder.
    """
    sep = os.fsencode(os.sep)
    above, names = (place.rstrip(sep).split(sep) for place in (outer, path))
    # name by name: a capital and its small letter may differ in length
    inside = [os.path.normcase(name) for name in above] == [os.path.normcase(name) for name in names[: len(above)]]
    return sep.join(names[len(above) :]) if inside else None


def _make_private(path: Path) -> None:
    """Give the folder mode 0700, but never a folder that others may use and that holds other things (`/tmp`).

    Raises:
        DataFolderError: it is such a folder.
    """
    if not path.stat().st_mode & 0o077:
        return
    names = {name.name for name in path.iterdir()}
    if names and names.isdisjoint(OWN_NAMES):
        raise DataFolderError(f"The folder {path} holds other things. Choose an empty or a new one with --data-dir.")
    path.chmod(0o700)


def _private_temp() -> Path:
    """Return a folder for sockets, of this account alone, whose path is short.

    Raises:
        DataFolderError: another account has a folder of that name.
    """
    place = tempfile.gettempdir()
    folder = Path(place if len(os.fsencode(place)) < MAX_SOCKET_PATH_BYTES // 2 else "/tmp") / f"shoebox-{os.getuid()}"  # type: ignore[attr-defined,unused-ignore]  # noqa: S108
    folder.mkdir(mode=0o700, exist_ok=True)
    seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.getuid() or seen.st_mode & 0o077:  # type: ignore[attr-defined,unused-ignore]
        raise DataFolderError(f"{folder} belongs to another account. Choose a shorter --data-dir.")
    return folder
