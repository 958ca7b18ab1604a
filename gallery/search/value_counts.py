"""How many photos have each value of an attribute: of one with codes, and of those with several values, as tags."""

from __future__ import annotations

from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING

from gallery.search.column_index import BLOCK_BITS
from gallery.search.records import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from gallery.catalog.visible_folders import Within
    from gallery.search.columns import Column
    from gallery.search.index_snapshot import IndexSnapshot

    T = TypeVar("T")


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

    def count() -> Counter[str]:
        wanted = None if among is None else among.to_bytes(snapshot.size, "little")
        counts: Counter[bytes] = Counter()
        for at, text in enumerate(snapshot.blocks_of(column)):
            lines = text[:-1].split(b"\n") if text else []
            some = lines if wanted is None else compress(lines, wanted[at << BLOCK_BITS : (at + 1) << BLOCK_BITS])
            counts.update(b"\n".join(filter(None, some)).replace(SEPARATOR.encode(), b"\n").split(b"\n"))
        del counts[b""]
        return Counter({value.decode("utf-8", "replace"): number for value, number in counts.items()})

    return _kept(snapshot, column, among, within, count)


def _kept(snapshot: IndexSnapshot, column: int, among: int | None, within: Within | None, count: Callable[[], T]) -> T:
    if among is not None and within is None:
        return count()
    key = ("counts", column) if within is None else ("counts", column, within, snapshot.generation)
    return snapshot.kept(key, count)
