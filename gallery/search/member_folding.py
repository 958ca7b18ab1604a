"""What a search finds of groups of files: what matches any file of a group shows the photo that stands for it.

Each leaf of a query is evaluated over all files, and then folded: a member that matches gives way to the photo that is
shown for it. So `type:raw type:jpeg` finds pairs, and `-type:raw` leaves them out.

Most members have the number before or after that of their photo, as files are added in the order of their names. So a
bitmap is folded by few shifts of all of it; those that lie elsewhere are looked at one by one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gallery.catalog.folders import CAN_BE_SHOWN
from gallery.search.bitmaps import bitmap_of
from gallery.search.column_index import BLOCK_BITS, BLOCK_SIZE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gallery.search.index_snapshot import IndexSnapshot

MAX_SHIFTS = 8
"""A shift of a bitmap takes as long as a thousand look-ups."""
MIN_PER_SHIFT = 64
"""Fewer members at one distance are looked up."""


@dataclass(frozen=True, slots=True)
class MemberFolding:
    """Where the members of groups lie, in slots of the blocks `blocks`, and the photos that are shown for them."""

    blocks: Sequence[int]
    members: int
    """The bitmap of all members."""
    shifts: Mapping[int, int]
    """Distance from member to photo, in slots -> the bitmap of the members at that distance."""
    single: Sequence[tuple[int, int]]
    """(slot of the member, slot of the photo) of the others."""

    def fold(self, found: int) -> int:
        """Return a bitmap with, in place of each member in it, the photo that is shown for that."""
        inside = found & self.members
        if not inside:
            return found
        shown = found ^ inside
        for distance, members in self.shifts.items():
            shown |= _shifted(inside & members, distance)
        return shown | self._look_up(inside, ((member, photo) for member, photo in self.single))

    def unfold(self, shown: int) -> int:
        """Return a bitmap of photos with all members of their groups in it, too."""
        found = shown
        for distance, members in self.shifts.items():
            found |= _shifted(shown, -distance) & members
        return found | self._look_up(shown, ((photo, member) for member, photo in self.single))

    def _look_up(self, among: int, places: Iterable[tuple[int, int]]) -> int:
        """Return the bitmap of the second slots of those places whose first slot is in a bitmap."""
        if not self.single:
            return 0
        size = len(self.blocks) << BLOCK_BITS
        marks, found = among.to_bytes(size, "little"), bytearray(size)
        for first, second in places:
            if marks[first]:
                found[second] = 1
        return bitmap_of(found)


def read_members(conn: sqlite3.Connection, snapshot: IndexSnapshot) -> MemberFolding:
    """Return the members of groups as a snapshot has them.

    Of photos that are not stale it is kept with the columns: to read half a million pairs takes 0.5 s.
    """
    kept = snapshot.kept_of_stored("members", lambda: _read_all(conn, snapshot))
    if not snapshot.is_stale:
        return kept
    if snapshot.blocks[: len(kept.blocks)] != kept.blocks:  # slots have moved
        return _read_all(conn, snapshot)
    return _correct(conn, snapshot, kept)


def _read_all(conn: sqlite3.Connection, snapshot: IndexSnapshot) -> MemberFolding:
    by_distance: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for member, photo in _places(snapshot, conn.execute(_MEMBERS)):
        by_distance[photo - member].append((member, photo))
    frequent = sorted(by_distance, key=lambda distance: -len(by_distance[distance]))[:MAX_SHIFTS]
    shifts = {one: _members(snapshot, by_distance[one]) for one in frequent if len(by_distance[one]) >= MIN_PER_SHIFT}
    single = [place for distance, found in by_distance.items() if distance not in shifts for place in found]
    members = _members(snapshot, (place for found in by_distance.values() for place in found))
    return MemberFolding(snapshot.blocks, members, shifts, single)


def _correct(conn: sqlite3.Connection, snapshot: IndexSnapshot, kept: MemberFolding) -> MemberFolding:
    """Return what is kept with the stale photos as they are now."""
    stale = snapshot.of_photos(row[0] for row in conn.execute("SELECT photo FROM stale"))
    now = list(_places(snapshot, conn.execute(_STALE_MEMBERS)))
    if not now and not kept.members & stale:
        return replace(kept, blocks=snapshot.blocks)
    marks = stale.to_bytes(snapshot.size, "little")
    return MemberFolding(
        snapshot.blocks,
        (kept.members & ~stale) | _members(snapshot, now),
        {distance: members & ~stale for distance, members in kept.shifts.items()},
        [place for place in kept.single if not marks[place[0]]] + now,
    )


def _places(snapshot: IndexSnapshot, rows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the slots of pairs of ids; a photo that went away with the last transaction is in no block."""
    starts = {number: at << BLOCK_BITS for at, number in enumerate(snapshot.blocks)}
    for member, photo in rows:
        first, second = starts.get(member >> BLOCK_BITS), starts.get(photo >> BLOCK_BITS)
        if first is not None and second is not None:
            yield first | member % BLOCK_SIZE, second | photo % BLOCK_SIZE


def _members(snapshot: IndexSnapshot, places: Iterable[tuple[int, int]]) -> int:
    found = bytearray(snapshot.size)
    for member, _ in places:
        found[member] = 1
    return bitmap_of(found)


def _shifted(bitmap: int, slots: int) -> int:
    return bitmap << (8 * slots) if slots >= 0 else bitmap >> (-8 * slots)


_MEMBERS = f"SELECT id, member_of FROM photos WHERE member_of IS NOT NULL AND {CAN_BE_SHOWN}"
_STALE_MEMBERS = (
    f"SELECT id, member_of FROM stale JOIN photos ON id = photo WHERE member_of IS NOT NULL AND {CAN_BE_SHOWN}"
)
