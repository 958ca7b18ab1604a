"""The evaluation of a query: from its tree of nodes (nodes.py) to the bitmap of the photos that match it."""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypeVar, cast

from gallery.base.calendar import DAY_MS, date_of_day
from gallery.catalog.folders import IN_TIMELINE
from gallery.imaging.video_formats import VIDEO_FORMATS
from gallery.search import records
from gallery.search.album_search import photos_in_albums
from gallery.search.coded_values import with_code
from gallery.search.columns import Column
from gallery.search.folder_search import visible_folders
from gallery.search.inexact_dates import InexactDates
from gallery.search.member_folding import MemberFolding, read_members
from gallery.search.nodes import AllOf, AnyOf, Days, FilePath, Glob, InAlbum, Month, Near, Not, Number, Tag, Trait, Word
from gallery.search.place_search import PlaceSearch
from gallery.search.text_search import TextSearch
from gallery.search.trait_search import TraitSearch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from gallery.catalog.visible_folders import Within
    from gallery.search.index_snapshot import IndexSnapshot
    from gallery.search.nodes import Leaf, Node

_NUMBER_CODES = {"iso": Column.ISO, "f": Column.F, "focal": Column.FOCAL, "exposure": Column.EXPOSURE}
_INTEGERS = {
    "size": (Column.SIZE, 5), "width": (Column.WIDTH, 3), "height": (Column.HEIGHT, 3),
    "duration": (Column.DURATION, 4),
}  # fmt: skip
Bound = TypeVar("Bound", int, float)
_TAKEN_BEFORE = f"SELECT id, taken_ms FROM photos WHERE {IN_TIMELINE} AND taken_ms < ?"
"""Photos of the timeline, of which the index by time holds all that is asked, taken before the time that is given."""
MAX_SEPARATE_LEAVES = 4
"""Up to this many leaves of one sort are evaluated one by one, so that the cache has each when the user types on."""


class Evaluator:
    """Evaluates queries over one snapshot of the index. One thread uses it, in the transaction of the snapshot.

    With `within` (catalog/visible_folders.py) there are no photos but those below these top folders.
    """

    def __init__(self, conn: sqlite3.Connection, snapshot: IndexSnapshot, within: Within | None = None) -> None:
        self._conn = conn
        self._snapshot = snapshot
        self._within = within
        self._visible = None if within is None else snapshot.cached(("within", within), self._visible_photos)
        self._texts = TextSearch(conn, snapshot, within)
        self._traits = TraitSearch(snapshot)
        self._in_timeline: int | None = None
        self._folding: MemberFolding | None = None

    def _visible_photos(self) -> int:
        return self._snapshot.in_folders(visible_folders(self._conn, self._within or ()))

    @property
    def in_timeline(self) -> int:
        """The bitmap of all photos in the timeline: without members of groups, which have no tile."""
        if self._in_timeline is None:
            self._in_timeline = self._keep_visible(self._traits.tiles())
        return self._in_timeline

    @property
    def _members(self) -> MemberFolding:
        if self._folding is None:
            self._folding = read_members(self._conn, self._snapshot)
        return self._folding

    def _keep_visible(self, found: int) -> int:
        return found if self._visible is None else found & self._visible

    def evaluate(self, node: Node, among: int | None = None) -> int:
        """Return the bitmap of the photos in the timeline that match the node.

        Args:
            node: the node.
            among: the photos that are asked for; what is returned of others means nothing. None: all.
        """
        match node:
            case Not(inner):
                return self.in_timeline & ~self.evaluate(inner, among)
            case AllOf(nodes):
                return self._all(nodes, among)
            case AnyOf():
                return self._any(node, among)
            case _:
                return self._leaves((node,), among)

    def _all(self, nodes: tuple[Node, ...], among: int | None) -> int:
        """Intersect the included nodes, and stop when nothing is left; the excluded nodes come last, in one union.

        Nodes that look at every name come after the others: then only the names of what is left need be looked at.
        """
        excluded = tuple(node.node for node in nodes if isinstance(node, Not))
        found = among
        for node in sorted((node for node in nodes if not isinstance(node, Not)), key=_scans_names):
            found = self.evaluate(node, found) if found is None else found & self.evaluate(node, found)
            if not found:
                return 0
        whole = self.in_timeline if found is None else found
        return whole & ~self.evaluate(AnyOf(excluded), found) if excluded else whole

    def _any(self, any_of: AnyOf, among: int | None) -> int:
        """Unite the nodes. Many of one sort are searched for in one pass: one by one, 64 words would take seconds."""
        sorts: dict[object, list[Node]] = {}
        for node in _flatten(any_of):
            sorts.setdefault(_sort(node), []).append(node)
        found = 0
        for sort, nodes in sorts.items():
            if sort is None or len(nodes) <= MAX_SEPARATE_LEAVES:
                found |= reduce(or_, (self.evaluate(node, among) for node in nodes))
            else:
                found |= self._leaves(cast("tuple[Leaf, ...]", tuple(nodes)), among)
        return found

    def _leaves(self, leaves: tuple[Leaf, ...], among: int | None) -> int:
        """Return the photos that match any of these leaves; those of all blocks are kept for the next search.

        It is to be within the same folders. A user who types on asks for the same words again. Where few blocks are
        asked for, the texts of the others are not searched, unless an earlier search did so.
        """
        among = self._members.unfold(among) if among is not None and _scans_names(leaves[0]) else None
        if among is None or not self._snapshot.is_in_few_blocks(among):
            return self._snapshot.cached((self._within, leaves), lambda: self._find_leaves(leaves, None))
        kept = self._snapshot.get_cached((self._within, leaves))
        return self._find_leaves(leaves, among) if kept is None else kept

    def _find_leaves(self, leaves: Sequence[Leaf], among: int | None) -> int:
        """Return the photos in the timeline that match, themselves or by a file of their group."""
        found = self._keep_visible(self._evaluate_leaves(leaves, among))
        return found & self.in_timeline if _is_of_tile(leaves[0]) else self._members.fold(found)

    def _evaluate_leaves(self, leaves: Sequence[Leaf], among: int | None) -> int:
        """Return the photos that match any of these leaves, which are of one sort (`_sort`). See `evaluate`."""
        match leaves[0]:
            case Number(field):
                return self._numbers(field, [number for number in leaves if isinstance(number, Number)])
            case Days():
                return self._days([days for days in leaves if isinstance(days, Days)])
            case Month():
                return self._months([month for month in leaves if isinstance(month, Month)])
            case Word(_, field):
                words = [word.text for word in leaves if isinstance(word, Word)]
                return self._texts.words(field, words, among)
            case leaf:
                return self._evaluate_alone(leaf, among)

    def _evaluate_alone(self, leaf: Leaf, among: int | None) -> int:
        """Return the photos that match a leaf of a sort that is evaluated one by one."""
        match leaf:
            case InAlbum() | Trait("has", "album"):
                return photos_in_albums(self._conn, self._snapshot, leaf) & self._traits.photos()
            case Trait() as trait:
                return self._traits.find(trait)
            case Glob(pattern, field):
                return self._texts.glob(pattern, field, among)
            case Tag() as tag:
                return self._texts.tag(tag, among)
            case FilePath(parts):
                return self._texts.path(parts)
            case Near() as near:
                return PlaceSearch(self._conn, self._snapshot).near(near)
        raise AssertionError(f"a leaf of an unknown sort: {leaf}")

    def _numbers(self, field: str, numbers: list[Number]) -> int:
        spans = _merge_spans((number.low, number.high) for number in numbers)
        if field == "rating":
            return self._ratings(spans)
        if field not in _NUMBER_CODES:
            return self._integers(field, spans)
        lows = [low for low, _ in spans]

        def matches(value: float) -> bool:
            at = bisect_right(lows, value) - 1
            return at >= 0 and value <= spans[at][1]

        kind = _NUMBER_CODES[field]
        return with_code(self._conn, self._snapshot, kind, self._snapshot.codes_of_numbers(kind, matches), matches)

    def _ratings(self, spans: list[tuple[float, float]]) -> int:
        values: set[int] = set()
        for low, high in spans:
            first, last = max(0, math.ceil(max(low, -1))), math.floor(min(high, 254))
            values.update(range(first + 1, last + 2))
        return self._snapshot.with_bytes(Column.RATING, values)

    def _integers(self, field: str, spans: list[tuple[float, float]]) -> int:
        column, length = _INTEGERS[field]
        largest = 256**length - 1
        smallest = 0 if field == "size" else 1  # a file may be empty; zero pixels, or a duration of zero, are unknown
        ranges = []
        for low, high in spans:
            first = max(smallest, math.ceil(max(low, 0))) if low < largest else largest
            after = math.floor(max(high, -1)) + 1 if high < largest else largest
            ranges.append((first.to_bytes(length), max(first, after).to_bytes(length)))
        found = self._snapshot.in_ranges(column, ranges, minimum=bytes(length))
        return found if any(ranges[0][0]) else found & self._traits.photos()  # slots without a photo have zeros

    def _days(self, spans: list[Days]) -> int:
        joined = _merge_spans((days.first, days.after) for days in spans)
        ranges = [(records.encode_day(first), records.encode_day(after)) for first, after in joined]
        found = self._snapshot.in_ranges(Column.YEAR, ranges, minimum=b"\0\0\1\1")
        inexact = InexactDates(self._conn, self._snapshot)
        return found & ~inexact.all | inexact.within(joined)

    def _months(self, months: list[Month]) -> int:
        """Find photos by month, or day of it. Days before FIRST_DAY have none in their records: their rows tell it."""
        numbers = {month.number for month in months if not month.day}
        inexact = InexactDates(self._conn, self._snapshot)
        found = self._snapshot.with_bytes(Column.MONTH, numbers) & ~inexact.all | inexact.of_months(numbers)
        for month in months:
            if month.day:
                here = self._snapshot.with_bytes(Column.MONTH, (month.number,))
                found |= here & self._snapshot.with_bytes(Column.DAY, (month.day,))
        early = self._conn.execute(_TAKEN_BEFORE, (records.FIRST_DAY * DAY_MS,)).fetchall()
        if not early:
            return found
        wanted = {(month.number, month.day) for month in months}
        matching = (
            photo
            for photo, taken in early
            for _, month, day in (date_of_day(taken // DAY_MS),)
            if {(month, 0), (month, day)} & wanted
        )
        return found & ~self._snapshot.of_photos(photo for photo, _ in early) | self._snapshot.of_photos(matching)


def _is_of_tile(node: Node) -> bool:
    """Return whether a leaf asks for what is shown, not for the other files of its group.

    Timelines have the date of the photo that is shown; and the motion of a photo makes it no video.
    """
    match node:
        case Days() | Month() | Number("duration"):
            return True
        case Trait("type", value):
            return value == "video" or value in VIDEO_FORMATS
        case _:
            return False


def _flatten(any_of: AnyOf) -> Iterator[Node]:
    for node in any_of.nodes:
        if isinstance(node, AnyOf):
            yield from _flatten(node)
        else:
            yield node


def _sort(node: Node) -> object:
    """Return what nodes must share to be evaluated in one pass; None: the node is evaluated alone."""
    if isinstance(node, Word | Number):
        return type(node), node.field
    return type(node) if isinstance(node, Days | Month) else None


def _scans_names(node: Node) -> bool:
    """Return whether the names of all photos may have to be looked at, not only their patterns."""
    match node:
        case Word(text):
            return any(letter.isdigit() for letter in text)
        case Glob() | FilePath():
            return True
        case AllOf(nodes) | AnyOf(nodes):
            return any(map(_scans_names, nodes))
        case _:
            return False


def _merge_spans(spans: Iterable[tuple[Bound, Bound]]) -> list[tuple[Bound, Bound]]:
    """Sort [low, high] spans, and merge those that touch or overlap."""
    found: list[tuple[Bound, Bound]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found
