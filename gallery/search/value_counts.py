"""How many photos have each value of an attribute: of one with codes, and of those with several values, as tags."""

from __future__ import annotations

from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING

from gallery.search.column_index import BLOCK_BITS, BLOCK_SIZE
from gallery.search.records import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from gallery.catalog.visible_folders import Within
    from gallery.search.columns import Column
    from gallery.search.index_snapshot import IndexSnapshot

    T = TypeVar("T")

_SEPARATOR = SEPARATOR.encode()


def count_codes(
    snapshot: IndexSnapshot, kind: Column, among: int | None = None, within: Within | None = None
) -> Counter[int]:
    """Return code -> number of photos that have it, of those in the bitmap `among` (None: of all).

    The counts are kept; with `among` only if it is all that is visible within the top folders `within`.
    """

    def count() -> Counter[int]:
        codes = snapshot.codes(kind)
        return Counter(codes if among is None else compress(codes, among.to_bytes(snapshot.size, "little")))

    return _kept(snapshot, kind, among, within, count)


def count_texts(
    snapshot: IndexSnapshot, column: int, among: int | None = None, within: Within | None = None
) -> Counter[str]:
    """Return folded tag or name -> number of photos that have it; arguments and what is kept as in `count_codes`.

    Args:
        snapshot: the columns.
        column: TAG_LINES or PEOPLE_LINES of `column_index`.
        among: the photos.
        within: the top folders.
    """
    if among is None:
        return _count_all(snapshot, column)

    def count() -> Counter[str]:
        wanted = among.to_bytes(snapshot.size, "little")
        places = ((at << BLOCK_BITS, text) for at, text in enumerate(snapshot.blocks_of(column)) if text)
        return _count_values(
            b"\n".join(compress(text[:-1].split(b"\n"), wanted[start : start + BLOCK_SIZE]))
            for start, text in places
            if wanted.find(1, start, start + BLOCK_SIZE) >= 0
        )

    return _kept(snapshot, column, among, within, count)


def _count_all(snapshot: IndexSnapshot, column: int) -> Counter[str]:
    """Return the counts of all photos: those of the stored blocks, which are kept, corrected by the changed blocks.

    A few photos are nearly always stale, and to count a million photos with five tags each takes two seconds.
    """
    kept = snapshot.kept_of_stored(("counts", column), lambda: _count_values(snapshot.stored_texts(column)))
    if not snapshot.is_stale:
        return kept
    before, after = zip(*snapshot.changed_texts(column), strict=True)
    counts = Counter(kept)
    counts.update(_count_values(after))
    counts.subtract(_count_values(before))
    return +counts


def _count_values(texts: Iterable[bytes]) -> Counter[str]:
    """Return value -> in how many lines it stands."""
    counts: Counter[bytes] = Counter()
    for text in texts:
        counts.update(text.replace(_SEPARATOR, b"\n").split(b"\n"))
    del counts[b""]
    return Counter({value.decode("utf-8", "replace"): number for value, number in counts.items()})


def photos_with(snapshot: IndexSnapshot, column: int, value: str, among: int | None = None) -> Iterator[int]:
    """Yield the ids of the photos that have a folded tag or name, of those in the bitmap `among` (None: of all).

    Whoever needs the first one alone has looked at no block behind it.
    """
    wanted = None if among is None else among.to_bytes(snapshot.size, "little")
    needle = value.encode("utf-8", "replace")
    for at, text in enumerate(snapshot.blocks_of(column)):
        lines = text.split(b"\n") if needle in text else []
        slots = (at << BLOCK_BITS | place for place, line in enumerate(lines) if needle in line.split(_SEPARATOR))
        yield from snapshot.ids_of_slots(slot for slot in slots if wanted is None or wanted[slot])


def _kept(snapshot: IndexSnapshot, column: int, among: int | None, within: Within | None, count: Callable[[], T]) -> T:
    if among is not None and within is None:
        return count()
    key = ("counts", column) if within is None else ("counts", column, within, snapshot.generation)
    return snapshot.kept(key, count)
