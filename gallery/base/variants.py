"""Which of the pictures of one file is meant: the photo itself, the RAW file developed, or another page of a document.

A variant has derived pictures of its own, in the sizes of the viewer. It is part of what they are kept under, and of
their addresses; the photo itself is no variant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_PAGES = 1000
"""So many pages of a document are counted and shown."""
_DEVELOPED = "developed"
_DEVELOPMENT = 1
"""Raise it when pictures are developed otherwise: what was kept before is then found no more."""
_PAGE = re.compile(r"page-([1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Variant:
    """Another picture of a file than the one that the grid shows. Make it with `parse_variant`."""

    name: str
    """As addresses have it: developed, or page-2 for the second page."""

    @property
    def is_developed(self) -> bool:
        """Whether the picture is developed from what the sensor measured."""
        return self.name == _DEVELOPED

    @property
    def page(self) -> int:
        """The page, counted from 1; of what is no page 1."""
        found = _PAGE.fullmatch(self.name)
        return int(found[1]) if found else 1

    def key(self, recipe: str) -> str:
        """Return what its picture of a recipe is kept under: the recipe stands last, as it ends in its version."""
        return f"{self.name}-{_DEVELOPMENT}/{recipe}" if self.is_developed else f"{self.name}/{recipe}"


DEVELOPED = Variant(_DEVELOPED)


def parse_variant(name: str) -> Variant | None:
    """Return the variant of a name; None if there is none of this name. The first page is the photo itself."""
    found = _PAGE.fullmatch(name)
    if name != _DEVELOPED and (found is None or not 1 < int(found[1]) <= MAX_PAGES):
        return None
    return Variant(name)
