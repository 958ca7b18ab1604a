"""Where things lie: the data folder with its four stores, and the files that belong to the program."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import platformdirs

from gallery.errors import DataFolderError


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The one folder that everything Shoebox writes lies in. Private: mode 0700."""

    path: Path

    @property
    def settings(self) -> Path:
        return self.path / "settings.json"

    @property
    def index(self) -> Path:
        return self.path / "index.db"

    @property
    def cache(self) -> Path:
        return self.path / "cache.db"

    @property
    def lock(self) -> Path:
        return self.path / "instance.lock"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def handover(self) -> str:
        """Address on which the running Shoebox takes over folders from a second start."""
        mark = blake2b(os.fsencode(self.path), digest_size=8).hexdigest()
        if sys.platform == "win32":
            return rf"\\.\pipe\shoebox-{mark}"
        here = str(self.path / "handover")
        # a socket's name has room for about 100 bytes (sun_path, unix(7)), a data folder's path for more
        return here if len(os.fsencode(here)) < 100 else str(_private_temp() / f"{mark}.socket")


def open_data_folder(chosen: str | None) -> DataFolder:
    """The data folder: `--data-dir`, else SHOEBOX_DATA, else the system's place for it. Made when it is not there.

    Raises:
        DataFolderError: it cannot be made or written.
    """
    text = chosen or os.environ.get("SHOEBOX_DATA") or platformdirs.user_data_dir("Shoebox", appauthor=False)
    path = Path(text).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            path.chmod(0o700)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise DataFolderError(
            f"The data folder {path} cannot be written: {reason}. Choose another with --data-dir."
        ) from error
    return DataFolder(path)


def program_folder(name: str) -> Path:
    """`ui` or `assets`, in the checkout or in the packaged program."""
    return Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent)) / name


def display(path: bytes) -> str:
    """A path or name for people: bytes that are no text become U+FFFD, so that JSON and HTML can carry it."""
    return os.fsencode(path).decode("utf-8", "replace")


def _private_temp() -> Path:
    folder = Path(tempfile.gettempdir()) / f"shoebox-{os.getuid()}"  # type: ignore[attr-defined,unused-ignore]
    folder.mkdir(mode=0o700, exist_ok=True)
    seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.getuid() or seen.st_mode & 0o077:  # type: ignore[attr-defined,unused-ignore]
        raise DataFolderError(f"{folder} belongs to another account. Choose a shorter --data-dir.")
    return folder
