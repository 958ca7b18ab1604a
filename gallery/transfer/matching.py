"""Finds the photos that a source speaks of, without guessing: by place, then by content, by name and size, by path.

1. The place: below a root of the same path; or the same path below exactly one other root, with the same size or
   content where these are known (the library is on another computer, or its drive has another name).
2. The content: one file has the fingerprint; or several, of which one has the name, or lies in folders called alike.
3. The name and size: one file has both; or several, of which one has the time, or lies in folders called alike.
4. Where no size is known and the path is no absolute one: exactly one file lies at such a path in any folder.

What is found by none of these is missing; what could be several is ambiguous. Neither is taken over.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.paths import relative_to
from gallery.catalog.file_search import PlaceFinder, find_files
from gallery.transfer.entries import Notes, merge, show_path

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from gallery.catalog.file_search import FoundFile
    from gallery.transfer.entries import Entry

SEP = os.fsencode(os.sep)


class Matches(NamedTuple):
    """Which photos a source speaks of."""

    said: dict[int, dict[str, Any]]
    """What is said, by photo and kind."""
    missing: Notes
    ambiguous: Notes
    twice: Notes
    """Values that do not count, since another one is said of the same photo: the first, of its place before others."""


def match(conn: sqlite3.Connection, entries: Sequence[Entry]) -> Matches:
    """Find the photos of entries.

    Args:
        conn: a connection to the index, in a transaction.
        entries: of one source. Where two are of one photo, `merge` says what counts.
    """
    places = PlaceFinder(conn)
    found: dict[int, list[Entry]] = defaultdict(list)
    left: list[Entry] = []
    for entry in entries:
        photo = entry.photo if entry.photo is not None else _at_place(places, entry)
        if photo is None:
            left.append(entry)
        else:
            found[photo].append(entry)
    missing, ambiguous = Notes(), Notes()
    told: set[str] = set()
    by_name, by_mark = _look_for(conn, left)
    for entry in left:
        candidates, path = _candidates(entry, by_name, by_mark), show_path(entry)
        if len(candidates) == 1:
            found[candidates[0].photo].append(entry)
        elif path not in told:  # lines of a table may be about one photo
            (ambiguous if candidates else missing).add(path)
            told.add(path)
    twice = Notes()
    said = {photo: merge(several, twice) for photo, several in found.items()}
    return Matches(said, missing, ambiguous, twice)


def _at_place(places: PlaceFinder, entry: Entry) -> int | None:
    """Return the photo at the place that an entry names; None where its file is not there any more."""
    if entry.is_gone:
        return None
    whole = entry.path if entry.root is None else os.path.join(entry.root, entry.path)
    for root in places.roots:
        inside = relative_to(root, whole) if os.path.isabs(whole) else None
        if inside and (photo := places.find(root, inside)) is not None:
            return photo
    return None


_ByKey = dict[bytes, list["FoundFile"]]


def _look_for(conn: sqlite3.Connection, entries: Sequence[Entry]) -> tuple[_ByKey, _ByKey]:
    """Return the files that have a name of an entry, and those that have its content, by these."""
    names = {os.path.basename(entry.path) for entry in entries}
    marks = {entry.fingerprint for entry in entries if entry.fingerprint}
    by_name: _ByKey = defaultdict(list)
    by_mark: _ByKey = defaultdict(list)
    for file in find_files(conn, names, marks) if entries else ():
        by_name[file.name].append(file)
        if file.fingerprint in marks and file.fingerprint:
            by_mark[file.fingerprint].append(file)
    return by_name, by_mark


def _candidates(entry: Entry, by_name: _ByKey, by_mark: _ByKey) -> list[FoundFile]:
    """Return the files that an entry may be about, by the first rule that knows any."""
    name = os.path.basename(entry.path)
    named = [file for file in by_name.get(name, ()) if not _is_other_content(entry, file)]
    if entry.root is not None or not os.path.isabs(entry.path):
        known = entry.size is not None or entry.fingerprint is not None
        moved = [file for file in named if file.relative == entry.path and (_is_like(entry, file) or not known)]
        if len(moved) == 1:
            return moved
    if entry.fingerprint and (same := by_mark.get(entry.fingerprint, [])):
        return _narrow(same, entry, lambda file: file.name == name)
    if entry.size is not None:
        alike = [file for file in named if file.size == entry.size]
        return _narrow(alike, entry, lambda file: file.mtime_ns == entry.mtime_ns)
    return [] if os.path.isabs(entry.path) or entry.root is not None else [f for f in named if _ends_in(f, entry.path)]


def _is_like(entry: Entry, file: FoundFile) -> bool:
    return file.size == entry.size or (entry.fingerprint is not None and file.fingerprint == entry.fingerprint)


def _is_other_content(entry: Entry, file: FoundFile) -> bool:
    """Return whether both contents are known, by the same kind of hash, and differ."""
    mine, other = entry.fingerprint, file.fingerprint
    return mine is not None and other is not None and len(mine) == len(other) and mine != other


def _narrow(files: list[FoundFile], entry: Entry, sign: Callable[[FoundFile], bool]) -> list[FoundFile]:
    """Return those of several files that have a sign, if any has; and of these the one in folders called alike."""
    files = [file for file in files if sign(file)] or files
    if len(files) < 2:
        return files
    wanted = entry.path.split(SEP)
    alike = [(_common_end(file.relative.split(SEP), wanted), file) for file in files]
    most = max(count for count, _ in alike)
    best = [file for count, file in alike if count == most]
    return best if most > 1 and len(best) == 1 else files


def _common_end(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """Return how many last names of two paths are the same."""
    pairs: Iterable[tuple[bytes, bytes]] = zip(reversed(one), reversed(other), strict=False)
    count = 0
    for mine, theirs in pairs:
        if mine != theirs:
            break
        count += 1
    return count


def _ends_in(file: FoundFile, path: bytes) -> bool:
    whole = os.path.join(file.root, file.relative)
    return whole.endswith(SEP + path.lstrip(SEP))
