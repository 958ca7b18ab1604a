"""Lists one folder, and compares a listing with the index. Only the listing itself touches the disk."""

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

SKIPPED_NAMES = frozenset(
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
"""Folders, in lower case, that other programs fill with copies: Synology, freedesktop, Windows, QNAP, Apple."""
SEP = os.fsencode(os.sep)
WINDOWS = os.name == "nt"
HIDDEN_ATTRIBUTE = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)


@dataclass(slots=True)
class Listing:
    """What lies in one folder.

    Attributes:
        files: (size in bytes, mtime_ns) of each file that may be a picture, by name.
        folders: Names of the folders inside.
        problem: Sentence for people that says why the folder could not be listed; nothing is known of its content then.
        hash: Hash of `files` and `folders`, set by set_hash(); None where the folder could not be listed.
        unchanged: Whether the index is known to agree with this listing, set by set_hash().
    """

    files: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    folders: list[bytes] = field(default_factory=list)
    problem: str | None = None
    hash: bytes | None = None
    unchanged: bool = False


@dataclass(slots=True)
class Diff:
    """Differences between a folder's listing and its rows in the index.

    Attributes:
        new: (name, size, mtime_ns) of files without a row.
        changed: (photo id, size, mtime_ns) of files whose row has another size or time.
        gone: Ids of photos whose file is not there any more.
    """

    new: list[tuple[bytes, int, int]] = field(default_factory=list)
    changed: list[tuple[int, int, int]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def list_folder(path: bytes, skip: Collection[bytes] = ()) -> Listing | None:
    """Return what lies in one folder, None when there is no such folder. Blocks while the drive is slow.

    Args:
        path: absolute path of the folder.
        skip: absolute paths of folders to leave out.
    """
    listing = Listing()
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                _add_entry(entry, listing, skip)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        return Listing(problem="You are not allowed to open this folder.")
    except OSError as error:
        return Listing(problem=f"This folder cannot be listed: {error.strerror or error}.")
    # .nomedia: the owner asks galleries to stay out (Android's convention)
    return Listing() if os.path.lexists(os.path.join(path, b".nomedia")) else listing


def _add_entry(entry: os.DirEntry[bytes], listing: Listing, skip: Collection[bytes]) -> None:
    name = entry.name
    if name.startswith(b"."):
        return
    try:
        if entry.is_dir(follow_symlinks=False):
            if not skipped_name(name) and entry.path not in skip and not _hidden_or_link(entry):
                listing.folders.append(name)
        elif is_candidate(name):
            found = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(found.st_mode) and not (WINDOWS and is_link(found)):
                listing.files[name] = (found.st_size, clamp(found.st_mtime_ns))
    except FileNotFoundError:
        return  # it went away meanwhile
    except OSError:
        # it is there, but its size cannot be read: reading its header will say why
        listing.files[name] = (-1, -1)


def _hidden_or_link(entry: os.DirEntry[bytes]) -> bool:
    if not WINDOWS:
        return False  # is_dir() has answered for links, the leading dot for hidden ones
    found = entry.stat(follow_symlinks=False)
    return is_link(found) or bool(getattr(found, "st_file_attributes", 0) & HIDDEN_ATTRIBUTE)


def set_hash(listing: Listing, known: bytes | None) -> None:
    """Set a listing's `hash`, and `unchanged` when that is the hash `known` of the index."""
    if listing.problem is None:
        content = marshal.dumps((listing.files, listing.folders), 2)  # 2: the same bytes for equal values
        listing.hash = hashlib.blake2b(content, digest_size=16).digest()
        listing.unchanged = listing.hash == known


def skipped_name(name: bytes) -> bool:
    """Return whether a folder of this name is left out wherever it lies."""
    return name.startswith(b".") or name.lower() in SKIPPED_NAMES


def is_skipped(root: bytes, relative: bytes, skip: Collection[bytes]) -> bool:
    """Return whether a folder below a root is left out of the index. Asks the disk about the folder and its parents.

    It is left out for its own or a parent's name, for a link or a file .nomedia on the way, or as one of `skip`.
    """
    path = root
    for name in relative.split(SEP) if relative else ():
        if skipped_name(name) or os.path.lexists(os.path.join(path, b".nomedia")):
            return True
        path = os.path.join(path, name)
        if path in skip or os.path.islink(path):
            return True
    return False


def compare(files: Mapping[bytes, tuple[int, int]], known: Mapping[bytes, KnownFile], gone_state: int) -> Diff:
    """Return what changed between the index and the disk.

    Args:
        files: (size, mtime_ns) of the files of a folder, by name.
        known: rows of the same folder in the index, by name.
        gone_state: state of rows whose file is not there; one whose file is there again counts as changed.
    """
    diff = Diff()
    for name, (size, mtime_ns) in files.items():
        row = known.get(name)
        if row is None:
            diff.new.append((name, size, mtime_ns))
        elif row.state == gone_state or (row.size, row.mtime_ns) != (size, mtime_ns):
            diff.changed.append((row.id, size, mtime_ns))
    diff.gone = [row.id for name, row in known.items() if name not in files and row.state != gone_state]
    return diff
