"""Names the folders of this computer in which pictures often lie: the user's own, and those of cards and phones.

Which there are differs between systems; nothing here looks further than the names just below a place where drives
appear. A network drive may hold any of these calls for ever: they are made on a thread that nobody waits for.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Literal, NamedTuple

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Kind = Literal["pictures", "downloads", "card"]
CAMERA_FOLDER = "DCIM"
"""Where cameras and phones put their pictures (JEITA CP-3461, Design rule for Camera File system)."""
_MAX_NAMES = 64
"""So many drives are looked at, below each place where they appear."""


class PicturePlace(NamedTuple):
    """A folder in which pictures may lie."""

    kind: Kind
    path: Path


def own_places() -> list[PicturePlace]:
    """Return the user's folders of pictures and of downloads, as the system names them.

    On Linux a desktop without such a folder names the home folder in its place (xdg-user-dirs(1)), which is left out.
    """
    named: tuple[tuple[Kind, Path], ...] = (
        ("pictures", platformdirs.user_pictures_path()),
        ("downloads", platformdirs.user_downloads_path()),
    )
    return [PicturePlace(kind, path) for kind, path in named if path != Path.home()]


def drive_parents(platform: str, environment: Mapping[str, str], user: int) -> list[Path]:
    """Return the folders in which drives and phones appear, on a system that `sys.platform` calls by this name.

    Args:
        platform: as `sys.platform` has it.
        environment: the variables of the environment.
        user: number of the user.
    """
    if platform == "darwin":
        return [Path("/Volumes")]
    if platform == "win32":
        return []
    name = environment.get("USER") or environment.get("LOGNAME") or ""
    runtime = environment.get("XDG_RUNTIME_DIR") or f"/run/user/{user}"
    by_user = [Path("/run/media") / name, Path("/media") / name] if name else []
    return [*by_user, Path("/media"), Path("/mnt"), Path(runtime) / "gvfs"]


def drive_lists() -> list[Callable[[], list[Path]]]:
    """Return what lists the drives and phones that are connected, one for each folder in which they appear.

    Each blocks with its folder, and may do so for ever.
    """
    if sys.platform == "win32":
        import ctypes

        return [lambda: drives_of_mask(ctypes.windll.kernel32.GetLogicalDrives())]
    return [partial(_below, parent) for parent in drive_parents(sys.platform, os.environ, os.getuid())]


def drives_of_mask(mask: int) -> list[Path]:
    """Return the drives that Windows' GetLogicalDrives (fileapi.h) names by a bit each, the lowest is A."""
    return [Path(f"{letter}:/") for bit, letter in enumerate(ascii_uppercase) if mask >> bit & 1]


def camera_folders(drive: Path) -> list[PicturePlace]:
    """Return the folder DCIM of a card, or those of a phone's storages. Blocks with the drive."""
    found = [drive / name for name in _camera_names(drive)]
    if not found and drive.parent.name == "gvfs":
        found = [storage / name for storage in _below(drive) for name in _camera_names(storage)]
    return [PicturePlace("card", path) for path in found]


def _camera_names(folder: Path) -> Iterable[str]:
    return [path.name for path in _below(folder) if path.name.upper() == CAMERA_FOLDER and path.is_dir()]


def _below(folder: Path) -> list[Path]:
    """Return what is in a folder, sorted; nothing where it is not there, or may not be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry.path) for _, entry in zip(range(_MAX_NAMES), entries, strict=False))
    except OSError:
        return []
