"""Lists one folder, and compares a listing with the index. Only the listing itself touches the disk."""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.files import clamp, is_link
from gallery.catalog.file_stats import FileStat
from gallery.imaging.formats import is_candidate
from gallery.imaging.left_out_kinds import HIDDEN, HIDDEN_FOLDER, LINK, NOT_TOLD, OTHER, count_kinds, is_hidden_picture
from gallery.scan.sidecar_listing import find_sidecars
from gallery.scan.sidecar_names import match_sounds
from gallery.scan.skipped_folders import SEP, skipped_kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gallery.catalog.file_stats import KnownFile

WINDOWS = os.name == "nt"
NOMEDIA = b".nomedia"
"""Name of the file by which the owner of a folder asks galleries to stay out (as on Android)."""
MIN_NS, MAX_NS = -(1 << 63), (1 << 63) - 1
"""The times that SQLite holds."""
MAX_INODE = (1 << 63) - 1
"""SQLite's integers are signed, and ReFS has file ids of 128 bits: the lower 63 tell files apart."""
HIDDEN_ATTRIBUTE = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)


@dataclass(slots=True)
class Listing:
    """What lies in one folder.

    Attributes:
        files: (size in bytes, mtime_ns, ctime_ns) of each file that may be a picture, by name.
        folders: Names of the folders inside.
        inodes: Inode of each file, or file id on Windows, where it is known. Not part of the hash: some file systems
            number their files anew each time they are mounted.
        left_out: How many files and folders inside are not shown, by kind (left_out_kinds.py).
        asks_to_stay_out: Whether the folder has a file .nomedia.
        by_inode: Whether another inode makes a file doubtful that is else the same. Not in a scan: where inodes are not
            stable all files would be read again and again.
        sidecars: Of each file that has sidecars, what they are like (FileStat.sidecars), by name.
        mounted: root_status.identity_of() the folder if a drive is mounted on it, else None.
        problem: Sentence for people that says why the folder could not be listed; nothing is known of its content then.
        hash: Hash of `files`, `folders`, `left_out` and `sidecars`, set by set_hash(); None where the folder could not
            be listed.
        unchanged: Whether the index is known to agree with this listing, set by set_hash().
    """

    files: dict[bytes, tuple[int, int, int]] = field(default_factory=dict)
    folders: list[bytes] = field(default_factory=list)
    inodes: dict[bytes, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    sidecars: dict[bytes, str] = field(default_factory=dict)
    asks_to_stay_out: bool = False
    by_inode: bool = True
    problem: str | None = None
    hash: bytes | None = None
    unchanged: bool = False
    mounted: str | None = None


@dataclass(slots=True)
class Diff:
    """Differences between a folder's listing and its rows in the index.

    Attributes:
        new: (name, stat) of files without a row.
        changed: (photo id, stat) of files whose row has another size or time.
        doubtful: (photo id, stat) of files of the known size and time with another ctime or inode: they were renamed
            over each other or had their time set back, or it was only their rights or links that changed. And of files
            whose sidecars came, went or changed.
        untold: (photo id, stat) of unchanged files whose row does not have ctime or inode yet.
        gone: Ids of photos whose file is not there any more.
    """

    new: list[tuple[bytes, FileStat]] = field(default_factory=list)
    changed: list[tuple[int, FileStat]] = field(default_factory=list)
    doubtful: list[tuple[int, FileStat]] = field(default_factory=list)
    untold: list[tuple[int, FileStat]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def list_folder(path: bytes, skip: Collection[bytes] = ()) -> Listing | None:
    """Return what lies in one folder, None when there is no such folder. Blocks while the drive is slow.

    Args:
        path: absolute path of the folder.
        skip: absolute paths of folders to leave out.
    """
    listing = Listing()
    others: list[os.DirEntry[bytes]] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                kind = _add_entry(entry, listing, skip, others)
                if kind:
                    listing.left_out[kind] = listing.left_out.get(kind, 0) + 1
        listing.sidecars = find_sidecars(listing.files, others)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        return Listing(problem="You are not allowed to open this folder.")
    except OSError as error:
        return Listing(problem=f"This folder cannot be listed: {error.strerror or error}.")
    names = [entry.name for entry in others]
    sounds = match_sounds(listing.files, names)
    for kind, number in count_kinds([name for name in names if name not in sounds]).items():
        listing.left_out[kind] = listing.left_out.get(kind, 0) + number
    return listing


def ask_inodes(path: bytes, listing: Listing) -> None:
    """Ask for the inodes that listing does not tell (Windows): slow, a call for each file."""
    for name in listing.files.keys() - listing.inodes.keys():
        with suppress(OSError):  # it went away, or may not be asked
            listing.inodes[name] = os.lstat(os.path.join(path, name)).st_ino & MAX_INODE


def asks_to_stay_out(path: bytes) -> bool:
    """Return whether a folder has a file .nomedia."""
    return os.path.lexists(os.path.join(path, NOMEDIA))


def _add_entry(
    entry: os.DirEntry[bytes], listing: Listing, skip: Collection[bytes], others: list[os.DirEntry[bytes]]
) -> str | None:
    """Add an entry of a folder to its listing, or to the `others`: files whose names promise no picture.

    Return its kind (left_out_kinds.py) if it is left out, and not for its suffix.
    """
    name = entry.name
    try:
        if name.startswith(b"."):
            return _add_hidden(entry, listing, skip)
        if entry.is_dir(follow_symlinks=False):
            return _add_folder(entry, listing, skip)
        if is_candidate(name):
            found = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(found.st_mode) or (WINDOWS and is_link(found)):
                return LINK if is_link(found) else OTHER
            # Windows: st_ctime is the time of birth, which a name keeps for 15 s when another file takes it
            mtime_ns, ctime_ns = found.st_mtime_ns, found.st_ctime_ns
            if not (MIN_NS <= mtime_ns <= MAX_NS and MIN_NS <= ctime_ns <= MAX_NS):  # no call for each file
                mtime_ns, ctime_ns = clamp(mtime_ns), clamp(ctime_ns)
            listing.files[name] = (found.st_size, mtime_ns, ctime_ns)
            if found.st_ino:
                listing.inodes[name] = found.st_ino & MAX_INODE
        elif entry.is_symlink():
            return LINK
        else:
            others.append(entry)
    except FileNotFoundError:
        return None  # it went away meanwhile
    except OSError:
        # it is there, but its size cannot be read: reading its header will say why
        listing.files[name] = (-1, -1, -1)
    return None


def _add_hidden(entry: os.DirEntry[bytes], listing: Listing, skip: Collection[bytes]) -> str | None:
    """Add an entry whose name begins with a dot. Return its kind, or NOT_TOLD."""
    listing.asks_to_stay_out |= entry.name == NOMEDIA
    if entry.name.startswith(b"._") or entry.path in skip:
        return NOT_TOLD  # macOS puts a `._` beside each file on foreign drives
    with suppress(OSError):  # where the file system does not say it, and does not let it be asked
        if entry.is_dir(follow_symlinks=False):
            return skipped_kind(os.path.dirname(entry.path), entry.name)
    return HIDDEN if is_hidden_picture(entry.name) else NOT_TOLD


def _add_folder(entry: os.DirEntry[bytes], listing: Listing, skip: Collection[bytes]) -> str | None:
    """Add a folder, unless it is left out. Return its kind then, or NOT_TOLD."""
    kind = skipped_kind(os.path.dirname(entry.path), entry.name)
    if kind is None and WINDOWS:  # elsewhere is_dir() has answered for links, the leading dot for hidden ones
        found = entry.stat(follow_symlinks=False)
        hidden = getattr(found, "st_file_attributes", 0) & HIDDEN_ATTRIBUTE
        kind = LINK if is_link(found) else HIDDEN_FOLDER if hidden else None
    if kind is None and entry.path not in skip:
        listing.folders.append(entry.name)
    return kind


def set_hash(listing: Listing, known: bytes | None) -> None:
    """Set a listing's `hash`, and `unchanged` when that is the hash `known` of the index."""
    if listing.problem is None:
        content = marshal.dumps((listing.files, listing.folders), 2)  # 2: the same bytes for equal values
        if listing.left_out:  # else as before there was such a thing: such folders need no comparison after an update
            content += marshal.dumps(sorted(listing.left_out.items()), 2)
        if listing.sidecars:
            content += marshal.dumps(listing.sidecars, 2)
        listing.hash = hashlib.blake2b(content, digest_size=16).digest()
        listing.unchanged = listing.hash == known


def is_skipped(root: bytes, relative: bytes, skip: Collection[bytes]) -> bool:
    """Return whether a folder below a root is left out of the index. Asks the disk about the folder and its parents.

    It is left out for its own or a parent's name, for a link or a file .nomedia on the way, or as one of `skip`. A
    .nomedia in the root itself counts as little as its name: the user chose it.
    """
    path = root
    for name in relative.split(SEP) if relative else ():
        if skipped_kind(path, name) is not None or (path != root and asks_to_stay_out(path)):
            return True
        path = os.path.join(path, name)
        if path in skip or os.path.islink(path):
            return True
    return False


def compare(listing: Listing, known: Mapping[bytes, KnownFile], gone_state: int) -> Diff:
    """Return what changed between the index and the disk.

    Args:
        listing: the files of a folder.
        known: rows of the same folder in the index, by name.
        gone_state: state of rows whose file is not there; one whose file is there again counts as changed.
    """
    diff = Diff()
    for name, (size, mtime_ns, ctime_ns) in listing.files.items():
        row, inode = known.get(name), listing.inodes.get(name)
        stat_ = FileStat(size, mtime_ns, ctime_ns, inode, listing.sidecars.get(name))
        if row is None:
            diff.new.append((name, stat_))
        elif row.state == gone_state or (row.size, row.mtime_ns) != (size, mtime_ns):
            diff.changed.append((row.id, stat_))
        elif _is_doubtful(row, stat_, by_inode=listing.by_inode):
            diff.doubtful.append((row.id, stat_))
        elif row.ctime_ns is None or (row.inode is None and inode is not None):
            diff.untold.append((row.id, stat_))
    diff.gone = [row.id for name, row in known.items() if name not in listing.files and row.state != gone_state]
    return diff


def _is_doubtful(row: KnownFile, stat_: FileStat, *, by_inode: bool) -> bool:
    """Return whether a file of the known size and time may be another one, or has other sidecars."""
    other_inode = by_inode and None not in (row.inode, stat_.inode) and row.inode != stat_.inode
    return other_inode or row.ctime_ns not in (None, stat_.ctime_ns) or row.sidecars != stat_.sidecars
