"""What Google's camera, and those that follow it, say by XMP: the video behind the picture, and the burst it is of.

Motion Photo format 1.0 and Micro Video, its forerunner, of which both the names stand in files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

_CAMERA = "{http://ns.google.com/photos/1.0/camera/}"
_CONTAINER_ITEM = "{http://ns.google.com/photos/1.0/container/}Item"
_ITEM = "{http://ns.google.com/photos/1.0/container/item/}"
_MAX_ITEMS = 32
_MAX_BYTES = 1 << 40
_MAX_ID_CHARACTERS = 100


class EndPart(NamedTuple):
    """A part of a file: how many bytes before the end it starts, and its length."""

    from_end: int
    length: int


def find_motion(root: Element, properties: Mapping[str, str]) -> EndPart | None:
    """Return where an XMP document says that the video of a motion photo stands; None: of none.

    Args:
        root: The document.
        properties: Its simple properties by name.
    """
    if properties.get(_CAMERA + "MotionPhoto") == "1" and (found := _of_container(root)):
        return found
    if properties.get(_CAMERA + "MicroVideo") == "1":
        offset = _number(properties.get(_CAMERA + "MicroVideoOffset"))
        return EndPart(offset, offset) if offset else None
    return None


def _of_container(root: Element) -> EndPart | None:
    """Return the place of the video among what follows the picture, in the order in which it follows."""
    after, items = 0, [_values(item) for item in root.iter(_CONTAINER_ITEM)][:_MAX_ITEMS]
    for item in reversed(items):
        length = _number(item.get("Length"))
        if item.get("Semantic") == "MotionPhoto":
            return EndPart(after + length, length) if length else None
        after += length + _number(item.get("Padding"))
    return None


def _values(item: Element) -> dict[str, str]:
    """Return what an item says, by attributes or by elements."""
    found = {child.tag: (child.text or "").strip() for child in item} | item.attrib
    return {name.removeprefix(_ITEM): value for name, value in found.items() if name.startswith(_ITEM)}


def find_burst(properties: Mapping[str, str]) -> tuple[str | None, bool]:
    """Return the identifier of the burst that a photo is of (None: of none), and whether it stands for it."""
    burst = properties.get(_CAMERA + "BurstID", "")[:_MAX_ID_CHARACTERS] or None
    return burst, burst is not None and properties.get(_CAMERA + "BurstPrimary") == "1"


def _number(text: str | None) -> int:
    """Return a count of bytes; 0 where there is none that makes sense."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 13):
        return 0
    return min(int(text), _MAX_BYTES)
