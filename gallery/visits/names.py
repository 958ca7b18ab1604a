"""Names of files in a visited folder: which may be shown, their order, and which lie likely beside one. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gallery.base.paths import display
from gallery.catalog.collation import natural
from gallery.imaging.formats import has_known_suffix, is_candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST_NUMBER = re.compile(rb"([0-9]{1,18})([^0-9]*)\Z")
_REACH = 2
"""How many numbers before and behind that of a name are looked for."""


def order_key(name: bytes) -> tuple[str, bytes]:
    """Return what files are sorted by: the order of names that the library has; equal ones by their bytes."""
    return natural(display(name)), name


def promises_picture(name: bytes) -> bool:
    """Return whether the name of a file promises a picture, so that it is shown without a look into it."""
    return has_known_suffix(name) and not name.startswith(b".")


def needs_look(name: bytes) -> bool:
    """Return whether only the leading bytes of a file tell whether it is a picture: its name has no suffix."""
    return is_candidate(name) and not has_known_suffix(name)


def likely_neighbours(name: bytes) -> Iterator[bytes]:
    """Yield names that may lie beside `name`, the nearest first: cameras count in the last number before the suffix.

    >>> list(likely_neighbours(b"IMG_0010.JPG"))
    [b'IMG_0011.JPG', b'IMG_0009.JPG', b'IMG_0012.JPG', b'IMG_0008.JPG']
    """
    stem, dot, suffix = name.rpartition(b".") if b"." in name[1:] else (name, b"", b"")
    found = _LAST_NUMBER.search(stem)
    if found is None:
        return
    digits, behind = found.groups()
    for distance in range(1, _REACH + 1):
        for number in (int(digits) + distance, int(digits) - distance):
            if number >= 0:
                yield stem[: found.start()] + b"%0*d" % (len(digits), number) + behind + dot + suffix
