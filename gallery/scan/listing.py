"""What lies in a folder, and how that differs from what we knew. Listing touches the disk; the rest are sums."""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.files import clamp, is_link
from gallery.imaging.formats import is_candidate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gallery.catalog.photos import KnownFile

# Folders that other programs fill with copies: Synology, freedesktop, Windows, QNAP, Apple.
SKIPPED = frozenset(
    {
        b"@eadir",
        b".thumbnails",
        b"#recycle",
        b"#snapshot",
        b"$recycle.bin",
        b"system volume information",
        b"@recycle",
        b"lost+found",
    }
)
SEP = os.fsencode(os.sep)
WINDOWS = os.name == "nt"
HIDDEN = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)


@dataclass(slots=True)
class Listing:
    """A folder's candidates, (size, mtime_ns) by name, and the folders in it."""

    files: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    folders: list[bytes] = field(default_factory=list)
    problem: str | None = None
    """Why the folder could not be listed (then nothing about its content is known)."""
    mark: bytes | None = None
    """A hash of files and folders, for marked()."""
    same: bool = False
    """Whether the index is known to agree."""


@dataclass(slots=True)
class Diff:
    new: list[tuple[bytes, int, int]] = field(default_factory=list)
    """(name, size, mtime_ns)"""
    changed: list[tuple[int, int, int]] = field(default_factory=list)
    """(id, size, mtime_ns)"""
    gone: list[int] = field(default_factory=list)


def list_folder(path: bytes, skip: Collection[bytes] = ()) -> Listing | None:
    """List one folder; None when it is not there any more. `skip`: absolute paths of folders to leave out."""
    listing = Listing()
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                _take(entry, listing, skip)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        return Listing(problem="You are not allowed to open this folder.")
    except OSError as error:
        return Listing(problem=f"This folder cannot be listed: {error.strerror or error}.")
    # .nomedia: the owner asks galleries to stay out (Android's convention)
    return Listing() if os.path.lexists(os.path.join(path, b".nomedia")) else listing


def _take(entry: os.DirEntry[bytes], listing: Listing, skip: Collection[bytes]) -> None:
    name = entry.name
    if name.startswith(b"."):
        return
    try:
        if entry.is_dir(follow_symlinks=False):
            if not skipped_name(name) and entry.path not in skip and not _hidden_or_link(entry):
                listing.folders.append(name)
        elif is_candidate(name):
            seen = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(seen.st_mode) and not (WINDOWS and is_link(seen)):
                listing.files[name] = (seen.st_size, clamp(seen.st_mtime_ns))
    except FileNotFoundError:
        return  # went away while we looked
    except OSError:
        # it is there, but cannot be looked at: let the header pass say why
        listing.files[name] = (-1, -1)


def _hidden_or_link(entry: os.DirEntry[bytes]) -> bool:
    if not WINDOWS:
        return False  # is_dir() has answered for links, the leading dot for hidden ones
    seen = entry.stat(follow_symlinks=False)
    return is_link(seen) or bool(getattr(seen, "st_file_attributes", 0) & HIDDEN)


def marked(listing: Listing, known: bytes | None) -> Listing:
    """The listing with its mark, and whether that is the known one. A folder that cannot be listed has none."""
    if listing.problem is None:
        content = marshal.dumps((listing.files, listing.folders), 2)  # 2: the same bytes for equal values
        listing.mark = hashlib.blake2b(content, digest_size=16).digest()
        listing.same = listing.mark == known
    return listing


def skipped_name(name: bytes) -> bool:
    """Whether a folder of this name is left out wherever it lies."""
    return name.startswith(b".") or name.lower() in SKIPPED


def skipped(root: bytes, relative: bytes, skip: Collection[bytes]) -> bool:
    """Whether a folder below a root is left out because of its own or a parent's name, place or .nomedia."""
    path = root
    for name in relative.split(SEP) if relative else ():
        if skipped_name(name) or os.path.lexists(os.path.join(path, b".nomedia")):
            return True
        path = os.path.join(path, name)
        if path in skip or os.path.islink(path):
            return True
    return False


def compare(files: Mapping[bytes, tuple[int, int]], known: Mapping[bytes, KnownFile], gone_state: int) -> Diff:
    """What changed between the index and the disk. A row in `gone_state` whose name is there again has changed."""
    diff = Diff()
    for name, (size, mtime_ns) in files.items():
        row = known.get(name)
        if row is None:
            diff.new.append((name, size, mtime_ns))
        elif row.state == gone_state or (row.size, row.mtime_ns) != (size, mtime_ns):
            diff.changed.append((row.id, size, mtime_ns))
    diff.gone = [row.id for name, row in known.items() if name not in files and row.state != gone_state]
    return diff
