"""From the tree of a query to the set of photos that fit it."""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar, cast

from gallery.catalog.change_log import json_ids
from gallery.catalog.collation import plain
from gallery.catalog.folders import IN_TIMELINE
from gallery.search import records
from gallery.search.colour_names import COLOUR_NAMES
from gallery.search.column_index import CAPTION_LINES, NAME_LINES, TITLE_LINES
from gallery.search.nodes import AllOf, AnyOf, Days, Month, Not, Number, Trait, Word
from gallery.search.records import Column

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gallery.search.bitmaps import IndexSnapshot
    from gallery.search.nodes import Leaf, Node

_FLAGS = {
    ("has", "gps"): records.GPS,
    ("has", "title"): records.TITLE,
    ("has", "caption"): records.CAPTION,
    ("has", "problem"): records.PROBLEM,
    ("is", "broken"): records.IS_BROKEN,
    ("is", "animated"): records.ANIMATED,
}
_ASPECTS = {"portrait": records.PORTRAIT, "landscape": records.LANDSCAPE, "square": records.SQUARE}
_WITH = {"camera": Column.CAMERA, "lens": Column.LENS}
_CODED = {"iso": Column.ISO, "f": Column.F, "focal": Column.FOCAL, "exposure": Column.EXPOSURE}
_COUNTED = {"size": (Column.SIZE, 5), "width": (Column.WIDTH, 3), "height": (Column.HEIGHT, 3)}
Edge = TypeVar("Edge", int, float)
_ROWS = {
    Column.CAMERA: "make, model", Column.LENS: "NULL, lens", Column.ISO: "NULL, iso", Column.F: "NULL, f_number",
    Column.FOCAL: "NULL, focal_mm", Column.EXPOSURE: "NULL, exposure_s",
}  # fmt: skip
_EARLY = f"SELECT id, taken_ms FROM photos WHERE {IN_TIMELINE} AND taken_ms < ?"
_LONGEST_WORD = 500
MAX_SEPARATE_LEAVES = 4
"""So many of one sort are looked for alone: they are remembered for who types on."""


class Evaluator:
    """Answers for one state of the index."""

    def __init__(self, conn: sqlite3.Connection, shelf: IndexSnapshot) -> None:
        self._conn = conn
        self._shelf = shelf
        self._live: int | None = None

    @property
    def live(self) -> int:
        """All photos in the timeline."""
        if self._live is None:
            self._live = self._flag(records.LIVE)
        return self._live

    def fits(self, node: Node) -> int:
        """The mask of the photos in the timeline that fit."""
        match node:
            case Not(inner):
                return self.live & ~self.fits(inner)
            case AllOf(nodes):
                return self._all(nodes)
            case AnyOf():
                return self._either(node)
            case _:  # remembered: who types on asks for the same words again
                return self._shelf.kept(node, partial(self._fresh, (node,)))

    def _all(self, nodes: tuple[Node, ...]) -> int:
        """What is to fit first, what is not to fit last and together."""
        excluded = tuple(node.node for node in nodes if isinstance(node, Not))
        found = None
        for node in nodes:
            if not isinstance(node, Not):
                found = self.fits(node) if found is None else found & self.fits(node)
                if not found:
                    return 0
        whole = self.live if found is None else found
        return whole & ~self.fits(AnyOf(excluded)) if excluded else whole

    def _either(self, either: AnyOf) -> int:
        """Many of one sort are looked for in one pass: each alone, 64 of them would take seconds."""
        sorts: dict[object, list[Node]] = {}
        for node in _parts(either):
            sorts.setdefault(_sort(node), []).append(node)
        found = 0
        for sort, nodes in sorts.items():
            if sort is None or len(nodes) <= MAX_SEPARATE_LEAVES:
                found |= reduce(or_, map(self.fits, nodes))
            else:
                leaves = cast("tuple[Leaf, ...]", tuple(nodes))
                found |= self._shelf.kept(leaves, partial(self._fresh, leaves))
        return found

    def _fresh(self, leaves: Sequence[Leaf]) -> int:
        """The photos that fit any of these, which are of one sort."""
        match leaves[0]:
            case Word(_, field):
                return self._words(field, [word.text[:_LONGEST_WORD] for word in leaves if isinstance(word, Word)])
            case Number(field):
                return self._numbers(field, [number for number in leaves if isinstance(number, Number)])
            case Days():
                return self._days([days for days in leaves if isinstance(days, Days)])
            case Month():
                return self._months({month.number for month in leaves if isinstance(month, Month)})
            case Trait() as trait:
                return self._trait(trait)

    def _words(self, field: str, needles: list[str]) -> int:
        readers: dict[str, Callable[[list[str]], int]] = {
            "name": self._names,
            "folder": self._folders,
            "camera": lambda texts: self._coded_texts(Column.CAMERA, texts),
            "lens": lambda texts: self._coded_texts(Column.LENS, texts),
            "title": lambda texts: self._shelf.texts_with(TITLE_LINES, texts),
            "caption": lambda texts: self._shelf.texts_with(CAPTION_LINES, texts),
        }
        asked = (readers[field],) if field else readers.values()
        return reduce(or_, (reader(needles) for reader in asked), 0)

    def _names(self, needles: list[str]) -> int:
        """Without digits the shapes of the names tell it all; with digits, which names are to be read."""
        lettered = [needle for needle in needles if records.name_shape(needle) == needle]
        numbered = [needle for needle in needles if records.name_shape(needle) != needle]
        others = self._shelf.others(Column.SHAPE)
        found = self._coded_texts(Column.SHAPE, lettered) if lettered else 0
        if lettered and others:
            found |= self._shelf.texts_with(NAME_LINES, lettered, others) & others
        if numbered:
            outlines = {records.name_shape(needle) for needle in numbered}
            among = None if "\n" in outlines else others | self._coded_texts(Column.SHAPE, list(outlines))
            found |= self._shelf.texts_with(NAME_LINES, numbered, among)
        return found

    def _folders(self, needles: list[str]) -> int:
        return self._shelf.in_folders(set().union(*(find_folders_named(self._conn, needle) for needle in needles)))

    def _coded_texts(self, kind: Column, needles: list[str]) -> int:
        codes = self._shelf.codes_with(kind, needles)
        return self._coded(kind, codes, lambda text: any(needle in text for needle in needles))

    def _coded(self, kind: Column, codes: list[int], fits: Callable[[Any], bool]) -> int:
        """The photos with these numbers, and those whose value has none, but fits."""
        found = self._shelf.coded(kind, codes)
        others = self._shelf.others(kind) if kind in _ROWS else 0
        return found | self._shelf.those(self._in_rows(kind, others, fits)) if others else found

    def _in_rows(self, kind: Column, others: int, fits: Callable[[Any], bool]) -> Iterator[int]:
        these = json_ids(self._shelf.ids(self._shelf.slots(others)))
        asked = f"SELECT photo, {_ROWS[kind]} FROM details WHERE photo IN (SELECT value FROM json_each(?))"
        for photo, make, value in self._conn.execute(asked, (these,)):
            if fits(plain(records.camera_name(make, value)) if kind in _WITH.values() else value):
                yield photo

    def _numbers(self, field: str, numbers: list[Number]) -> int:
        spans = _joined((number.low, number.high) for number in numbers)
        if field == "rating":
            return self._ratings(spans)
        if field not in _CODED:
            return self._counted(field, spans)
        lows = [low for low, _ in spans]

        def fits(value: float) -> bool:
            at = bisect_right(lows, value) - 1
            return at >= 0 and value <= spans[at][1]

        return self._coded(_CODED[field], self._shelf.codes_of(_CODED[field], fits), fits)

    def _ratings(self, spans: list[tuple[float, float]]) -> int:
        values: set[int] = set()
        for low, high in spans:
            first, last = max(0, math.ceil(max(low, -1))), math.floor(min(high, 254))
            values.update(range(first + 1, last + 2))
        return self._shelf.picked(Column.RATING, values)

    def _counted(self, field: str, spans: list[tuple[float, float]]) -> int:
        plane, length = _COUNTED[field]
        most = 256**length - 1
        least = 0 if field == "size" else 1  # a file may be empty; zero pixels are unknown
        edges = []
        for low, high in spans:
            first = max(least, math.ceil(max(low, 0))) if low < most else most
            after = math.floor(max(high, -1)) + 1 if high < most else most
            edges.append((first.to_bytes(length), max(first, after).to_bytes(length)))
        found = self._shelf.within(plane, edges, least=bytes(length))
        return found if any(edges[0][0]) else found & self.live  # nothing stands in slots without a photo

    def _days(self, spans: list[Days]) -> int:
        joined = _joined((days.first, days.after) for days in spans)
        edges = [(records.date_bytes(first), records.date_bytes(after)) for first, after in joined]
        return self._shelf.within(Column.YEAR, edges, least=b"\0\0\1\1")

    def _months(self, numbers: set[int]) -> int:
        """The cards do not tell the months of days before the first that they know: their rows do."""
        found = self._shelf.picked(Column.MONTH, numbers)
        early = self._conn.execute(_EARLY, (records.FIRST_DAY * records.DAY_MS,)).fetchall()
        if not early:
            return found
        fitting = (photo for photo, taken in early if records.civil(taken // records.DAY_MS)[1] in numbers)
        return found & ~self._shelf.those(photo for photo, _ in early) | self._shelf.those(fitting)

    def _trait(self, trait: Trait) -> int:
        if (trait.field, trait.value) in _FLAGS:
            return self._flag(_FLAGS[trait.field, trait.value])
        if trait.field == "is":
            return self._shelf.picked(Column.LOOK, (16 * _ASPECTS[trait.value] + hue for hue in range(16)))
        if trait.field == "color":
            return self._shelf.picked(
                Column.LOOK, (16 * aspect + COLOUR_NAMES.index(trait.value) for aspect in range(4))
            )
        if trait.field == "type":
            codes = self._shelf.codes_with(Column.TYPE, (trait.value,), "text = ?", str.__eq__)
            return self._shelf.picked(Column.TYPE, codes) if codes else 0
        if trait.value == "rating":
            return self._shelf.picked(Column.RATING, range(1, 256))
        kind = _WITH[trait.value]
        return self._shelf.picked(kind, range(1, 256)) | self._shelf.picked(kind + 1, range(1, 256))

    def _flag(self, flag: int) -> int:
        return self._shelf.picked(Column.FLAGS, (value for value in range(256) if value & flag))


def _parts(either: AnyOf) -> Iterator[Node]:
    for node in either.nodes:
        if isinstance(node, AnyOf):
            yield from _parts(node)
        else:
            yield node


def _sort(node: Node) -> object:
    """Nodes of one sort can be looked for together; of none, alone."""
    if isinstance(node, Word | Number):
        return type(node), node.field
    return type(node) if isinstance(node, Days | Month) else None


def _joined(spans: Iterable[tuple[Edge, Edge]]) -> list[tuple[Edge, Edge]]:
    """These, where they touch made one, in order."""
    found: list[tuple[Edge, Edge]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def find_folders_named(conn: sqlite3.Connection, needle: str) -> set[int]:
    """The folders with these letters in their own name or in that of one above them."""
    return {row[0] for row in conn.execute(_CALLED, (needle,))}


# `plain` calls back into Python, which is slow: only for names of more than ASCII words with one space between them
_CALLED = (
    "WITH RECURSIVE inside (id) AS (SELECT id FROM folders WHERE gone = 0 AND"
    " instr(iif(label GLOB '*[^ -~]*' OR instr(label, '  ') > 0, plain(label), lower(label)), ?) > 0"
    " UNION SELECT folders.id FROM folders JOIN inside ON parent = inside.id) SELECT id FROM inside"
)
