"""Folders that are left out by their names: hidden ones, bins, and what other programs made of photos elsewhere."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.imaging.left_out_kinds import BIN, HIDDEN_FOLDER, NOT_TOLD, PREVIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping

SEP = os.fsencode(os.sep)

_KINDS_BY_NAME: Mapping[bytes, str] = MappingProxyType(
    dict.fromkeys((b"@eadir", b".thumbnails", b".@__thumb", b"#snapshot"), PREVIEWS)
    | dict.fromkeys((b"#recycle", b"@recycle", b"$recycle.bin", b".trash", b".trashes"), BIN)
    | dict.fromkeys((b"system volume information", b"lost+found"), NOT_TOLD)
    | dict.fromkeys((b".spotlight-v100", b".fseventsd", b".documentrevisions-v100", b".temporaryitems"), NOT_TOLD)
)
"""By the name in lower case: Synology, freedesktop, QNAP, Windows, macOS."""
_PREVIEW_SUFFIX = b".lrdata"
"""Lightroom's `… Previews.lrdata` and `… Smart Previews.lrdata`, beside its catalog."""
_LIBRARY_SUFFIXES = (b".photoslibrary", b".photolibrary", b".migratedphotolibrary", b".aplibrary", b"iphoto library")
"""Folders that Photos, iPhoto and Aperture show as one file; the older iPhoto calls its own `iPhoto Library`."""
_PREVIEWS_IN_LIBRARY = frozenset(
    (
        *(b"resources/derivatives", b"resources/proxies", b"resources/modelresources", b"resources/media/face"),
        *(b"resources/caches", b"private", b"previews", b"thumbnails", b"data", b"data.noindex", b"caches"),
    )
)
"""Folders inside of these that hold copies: previews, thumbnails, faces. The photos lie in `originals`, `Masters` or
`Originals`, those that were edited in `resources/renders` or `Modified`, shared ones in `scopes`."""


def skipped_kind(above: bytes, name: bytes) -> str | None:
    """Return the kind of a folder that is left out wherever it is met, or NOT_TOLD; None: it is not left out.

    Args:
        above: path of the folder in which it lies, from the root of the disk on.
        name: its name.
    """
    lower = name.lower()
    kind = _KINDS_BY_NAME.get(lower)
    if kind is not None:
        return kind
    if name.startswith(b"."):
        return BIN if lower.startswith(b".trash-") else HIDDEN_FOLDER
    return PREVIEWS if lower.endswith(_PREVIEW_SUFFIX) or _is_preview_in_library(above, lower) else None


def _is_preview_in_library(above: bytes, lower: bytes) -> bool:
    """Return whether a folder is one of the copies inside a library of Photos, iPhoto or Aperture."""
    place = above.lower()
    if b"library" not in place:  # asked for every folder there is
        return False
    inside = [lower]
    for part in reversed(place.split(SEP)):
        if part.endswith(_LIBRARY_SUFFIXES):
            return b"/".join(reversed(inside)) in _PREVIEWS_IN_LIBRARY
        inside.append(part)
    return False


def passes_skipped(root: bytes, relative: bytes) -> bool:
    """Return whether a folder at this path below a root, or one above it in there, is left out by its name."""
    place = root
    for name in relative.split(SEP) if relative else ():
        if skipped_kind(place, name) is not None:
            return True
        place = os.path.join(place, name)
    return False
