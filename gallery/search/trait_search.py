"""What photos have or are: the filters `has:`, `is:`, `type:`, `label:` and `color:`, as bitmaps of all files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.models import RAW_KINDS
from gallery.catalog import file_groups
from gallery.catalog.annotation_copy import LABELS, PICKS
from gallery.imaging.video_formats import VIDEO_FORMATS
from gallery.search import columns
from gallery.search.coded_values import TEXT_KINDS
from gallery.search.colour_names import COLOUR_NAMES
from gallery.search.column_index import PEOPLE_LINES, TAG_LINES
from gallery.search.columns import Column
from gallery.search.line_scan import nonempty_lines
from gallery.search.tag_columns import TagSearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.search.index_snapshot import IndexSnapshot
    from gallery.search.nodes import Trait

_FLAGS = {
    ("has", "gps"): columns.GPS,
    ("has", "title"): columns.TITLE,
    ("has", "caption"): columns.CAPTION,
    ("has", "problem"): columns.PROBLEM,
    ("is", "broken"): columns.IS_BROKEN,
    ("is", "animated"): columns.ANIMATED,
    ("is", "hdr"): columns.HDR,
}
_PICKS = {"picked": PICKS.index("picked"), "rejected": PICKS.index("rejected")}
_BADGES = {"live": file_groups.LIVE, "burst": file_groups.BURST}
_LISTS = {"tags": TAG_LINES, "people": PEOPLE_LINES}
_ASPECTS = {"portrait": columns.PORTRAIT, "landscape": columns.LANDSCAPE, "square": columns.SQUARE}
_GROUPS = {"raw": RAW_KINDS, "video": VIDEO_FORMATS}
"""The formats that a name of several stands for."""


class TraitSearch:
    """Finds photos by what they have or are, in one snapshot of the index. One thread uses it."""

    def __init__(self, snapshot: IndexSnapshot) -> None:
        self._snapshot = snapshot

    def photos(self) -> int:
        """Return all files that can be shown, members of groups, too."""
        return self._flag(columns.IS_PHOTO)

    def tiles(self) -> int:
        """Return the photos that have a tile of their own."""
        return self.photos() & ~self._with_badge(columns.IS_MEMBER)

    def find(self, trait: Trait) -> int:
        """Return the files that a leaf of a query is about."""
        if (trait.field, trait.value) in _FLAGS:
            return self._flag(_FLAGS[trait.field, trait.value])
        by_field = {"is": self._is, "color": self._of_colour, "type": self._of_type, "has": self._has,
                    "label": self._labelled}  # fmt: skip
        return by_field[trait.field](trait.value)

    def _is(self, value: str) -> int:
        if value in _BADGES:
            return self._with_badge(_BADGES[value])
        if value == "rated":
            return self._snapshot.with_bytes(Column.RATING, range(2, 256))
        if value == "favourite":
            return self._with_marks(lambda marks: marks & columns.IS_FAVOURITE)
        if value in _PICKS:
            return self._with_marks(lambda marks: marks >> columns.PICK_SHIFT & 3 == _PICKS[value])
        return self._snapshot.with_bytes(
            Column.COLOUR_AND_ASPECT, (16 * _ASPECTS[value] + colour for colour in range(16))
        )

    def _of_colour(self, name: str) -> int:
        colour = COLOUR_NAMES.index(name)
        return self._snapshot.with_bytes(Column.COLOUR_AND_ASPECT, (16 * aspect + colour for aspect in range(4)))

    def _of_type(self, name: str) -> int:
        codes = self._snapshot.codes_of_texts(Column.TYPE, _GROUPS.get(name, (name,)), exact=True)
        return self._snapshot.with_bytes(Column.TYPE, codes) if codes else 0

    def _has(self, name: str) -> int:
        """Return the photos with a rating, a label, a camera, a lens, tags or people."""
        if name == "rating":
            return self._snapshot.with_bytes(Column.RATING, range(1, 256))
        if name == "label":
            return self._with_marks(lambda marks: marks >> columns.LABEL_SHIFT)
        if name == "tags" and (tagged := TagSearch(self._snapshot).tagged()) is not None:
            return tagged
        if name in _LISTS:
            return self._snapshot.with_lines(_LISTS[name], nonempty_lines)
        kind = TEXT_KINDS[name]
        return self._snapshot.with_bytes(kind, range(1, 256)) | self._snapshot.with_bytes(kind + 1, range(1, 256))

    def _labelled(self, name: str) -> int:
        return self._with_marks(lambda marks: marks >> columns.LABEL_SHIFT == LABELS.index(name))

    def _with_marks(self, wanted: Callable[[int], int]) -> int:
        """Return the photos whose byte of MARKS is wanted; zero never is."""
        if not self._snapshot.has_values(Column.MARKS):
            return 0
        return self._snapshot.with_bytes(Column.MARKS, filter(wanted, range(1, 256)))

    def _flag(self, flag: int) -> int:
        return self._snapshot.with_bytes(Column.FLAGS, (value for value in range(256) if value & flag))

    def _with_badge(self, badge: int) -> int:
        if not self._snapshot.has_values(Column.GROUP):
            return 0
        return self._snapshot.with_bytes(Column.GROUP, (value for value in range(256) if value & badge))
