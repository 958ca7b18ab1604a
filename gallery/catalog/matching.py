"""From the tree of a query to the set of photos that fit it."""

from __future__ import annotations

import math
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from gallery.catalog import cards
from gallery.catalog.cards import OTHER, Plane
from gallery.catalog.hues import HUES
from gallery.catalog.planes import CAPTIONS, NAMES, TITLES
from gallery.catalog.tree import All, Days, Either, Month, Not, Number, Trait, Word

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from gallery.catalog.masks import Shelf
    from gallery.catalog.tree import Leaf, Node

_FLAGS = {
    ("has", "gps"): cards.GPS,
    ("has", "title"): cards.TITLE,
    ("has", "caption"): cards.CAPTION,
    ("has", "problem"): cards.PROBLEM,
    ("is", "broken"): cards.IS_BROKEN,
    ("is", "animated"): cards.ANIMATED,
}
_ASPECTS = {"portrait": cards.PORTRAIT, "landscape": cards.LANDSCAPE, "square": cards.SQUARE}
_WITH = {"camera": Plane.CAMERA, "lens": Plane.LENS}
_CODED = {"iso": Plane.ISO, "f": Plane.F, "focal": Plane.FOCAL, "exposure": Plane.EXPOSURE}
_COUNTED = {"size": (Plane.SIZE, 5), "width": (Plane.WIDTH, 3), "height": (Plane.HEIGHT, 3)}
_LONGEST_WORD = 500


class Matcher:
    """Answers for one state of the index."""

    def __init__(self, conn: sqlite3.Connection, shelf: Shelf) -> None:
        self._conn = conn
        self._shelf = shelf
        self._live: int | None = None

    @property
    def live(self) -> int:
        """All photos in the timeline."""
        if self._live is None:
            self._live = self._flag(cards.LIVE)
        return self._live

    def fits(self, node: Node) -> int:
        """The mask of the photos in the timeline that fit."""
        match node:
            case Not(inner):
                return self.live & ~self.fits(inner)
            case All(nodes):
                return self._all(nodes)
            case Either(nodes):
                return reduce(or_, map(self.fits, nodes), 0)
            case _:
                return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> int:
        """Remembered: who types on asks for the same words again."""
        return self._shelf.kept(leaf, lambda: self._fresh(leaf))

    def _fresh(self, leaf: Leaf) -> int:
        match leaf:
            case Word():
                return self._word(leaf)
            case Number():
                return self._number(leaf)
            case Days(first, after):
                return self._days(first, after)
            case Month(number):
                return self._shelf.picked(Plane.MONTH, (number,))
            case Trait():
                return self._trait(leaf)

    def _all(self, nodes: tuple[Node, ...]) -> int:
        found = self.live if not nodes else None
        for node in nodes:
            found = self.fits(node) if found is None else found & self.fits(node)
            if not found:
                return 0
        return found or 0

    def _word(self, word: Word) -> int:
        needle = word.text[:_LONGEST_WORD]
        readers: dict[str, Callable[[str], int]] = {
            "name": self._name,
            "folder": self._folder,
            "camera": lambda text: self._coded_text(Plane.CAMERA, text),
            "lens": lambda text: self._coded_text(Plane.LENS, text),
            "title": lambda text: self._shelf.texts_with(TITLES, text.encode()),
            "caption": lambda text: self._shelf.texts_with(CAPTIONS, text.encode()),
        }
        asked = (readers[word.field],) if word.field else readers.values()
        return reduce(or_, (reader(needle) for reader in asked), 0)

    def _name(self, needle: str) -> int:
        """Without digits the shapes of the names tell it all; with digits, which names are to be read."""
        outline = cards.shape(needle)
        shaped = self._coded_text(Plane.SHAPE, outline) if outline != "\n" else None
        if shaped is not None:
            others = self._shelf.coded(Plane.SHAPE, (OTHER,))
            if outline == needle:
                return shaped | (others and self._shelf.texts_with(NAMES, needle.encode(), others) & others)
            shaped |= others
        return self._shelf.texts_with(NAMES, needle.encode(), shaped)

    def _coded_text(self, kind: Plane, needle: str) -> int:
        codes = self._shelf.codes_where(kind, "instr(folded, ?) > 0", (needle,), lambda text, _: needle in text)
        return self._shelf.coded(kind, codes)

    def _folder(self, needle: str) -> int:
        return self._shelf.in_folders(folders_called(self._conn, needle))

    def _number(self, number: Number) -> int:
        if number.field == "rating":
            first, last = max(0, math.ceil(max(number.low, -1))), math.floor(min(number.high, 254))
            return self._shelf.picked(Plane.RATING, range(first + 1, last + 2))
        if number.field in _CODED:
            kind = _CODED[number.field]
            codes = self._shelf.codes_where(
                kind,
                "value BETWEEN ? AND ?",
                (number.low, number.high),
                lambda _, value: number.low <= value <= number.high,
            )
            return self._shelf.coded(kind, codes)
        plane, length = _COUNTED[number.field]
        most = 256**length - 1
        least = 0 if number.field == "size" else 1  # a file may be empty; zero pixels are unknown
        low = max(least, math.ceil(max(number.low, 0))) if number.low < most else most
        after = math.floor(max(number.high, -1)) + 1 if number.high < most else most
        edges = low.to_bytes(length), after.to_bytes(length)
        found = self._shelf.between(plane, *edges, least=bytes(length))
        return found if low else found & self.live  # nothing stands in slots without a photo

    def _days(self, first: int, after: int) -> int:
        edges = cards.date_bytes(first), cards.date_bytes(after)
        return self._shelf.between(Plane.YEAR, *edges, least=b"\0\0\1\1")

    def _trait(self, trait: Trait) -> int:
        if (trait.field, trait.value) in _FLAGS:
            return self._flag(_FLAGS[trait.field, trait.value])
        if trait.field == "is":
            return self._shelf.picked(Plane.LOOK, (16 * _ASPECTS[trait.value] + hue for hue in range(16)))
        if trait.field == "color":
            return self._shelf.picked(Plane.LOOK, (16 * aspect + HUES.index(trait.value) for aspect in range(4)))
        if trait.field == "type":
            codes = self._shelf.codes_where(Plane.TYPE, "text = ?", (trait.value,), lambda text, _: text == trait.value)
            return self._shelf.picked(Plane.TYPE, codes) if codes else 0
        if trait.value == "rating":
            return self._shelf.picked(Plane.RATING, range(1, 256))
        kind = _WITH[trait.value]
        return self._shelf.picked(kind, range(1, 256)) | self._shelf.picked(kind + 1, range(1, 256))

    def _flag(self, flag: int) -> int:
        return self._shelf.picked(Plane.FLAGS, (value for value in range(256) if value & flag))


def folders_called(conn: sqlite3.Connection, needle: str) -> set[int]:
    """The folders with these letters in their own name or in that of one above them."""
    return {row[0] for row in conn.execute(_CALLED, (needle,))}


# `plain` calls back into Python, which is slow: only for names of more than ASCII words with one space between them
_CALLED = (
    "WITH RECURSIVE inside (id) AS (SELECT id FROM folders WHERE gone = 0 AND"
    " instr(iif(label GLOB '*[^ -~]*' OR instr(label, '  ') > 0, plain(label), lower(label)), ?) > 0"
    " UNION SELECT folders.id FROM folders JOIN inside ON parent = inside.id) SELECT id FROM inside"
)
