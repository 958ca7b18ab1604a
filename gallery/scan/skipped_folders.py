"""Folders that are left out by name or place: hidden ones, bins, and what other programs made of photos elsewhere."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.imaging.left_out_kinds import BIN, EDITED, HIDDEN_FOLDER, NOT_TOLD, PREVIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping

SEP = os.fsencode(os.sep)

_KINDS_BY_NAME: Mapping[bytes, str] = MappingProxyType(
    dict.fromkeys((b"@eadir", b".thumbnails", b".@__thumb", b"@__thumb", b"#snapshot"), PREVIEWS)
    | dict.fromkeys((b".xvpics", b".wdmc", b"ipod photo cache", b"apple tv photo cache"), PREVIEWS)
    | dict.fromkeys((b"#recycle", b"@recycle", b"$recycle.bin", b".trash", b".trashes", b".dtrash"), BIN)
    | dict.fromkeys((b"system volume information", b"lost+found"), NOT_TOLD)
    | dict.fromkeys((b".spotlight-v100", b".fseventsd", b".documentrevisions-v100", b".temporaryitems"), NOT_TOLD)
)
"""By the name in lower case: Synology, freedesktop, QNAP, XV, Western Digital, iTunes, digiKam, Windows, macOS."""
_PREVIEW_SUFFIX = b".lrdata"
"""Lightroom's `… Previews.lrdata` and `… Smart Previews.lrdata`, beside its catalog."""
_CAPTURE_ONE, _CAPTURE_ONE_SUFFIX = b"captureone", b".cocatalog"
"""Where Capture One has its folder `Cache`: beside the photos of a session, and in a catalog."""
_LIBRARY_SUFFIXES = (b".photoslibrary", b".photolibrary", b".migratedphotolibrary", b".aplibrary", b"iphoto library")
"""Folders that Photos, iPhoto and Aperture show as one file; the older iPhoto calls its own `iPhoto Library`."""
_KINDS_IN_LIBRARY: Mapping[bytes, str] = MappingProxyType(
    dict.fromkeys((b"resources/derivatives", b"resources/proxies", b"resources/modelresources"), PREVIEWS)
    | dict.fromkeys((b"resources/media/face", b"resources/caches", b"private", b"previews", b"thumbnails"), PREVIEWS)
    | dict.fromkeys((b"data", b"data.noindex", b"caches"), PREVIEWS)
    | dict.fromkeys((b"resources/renders", b"modified"), EDITED)
)
"""Folders inside of these that hold copies: previews, thumbnails, faces, and what the programs made of edited photos.
The photos lie in `originals`, `Masters` or `Originals`, shared ones in `scopes`, which has `resources` of its own."""
_SHARED, _RESOURCES = b"scopes/", b"/resources/"


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
    if lower.endswith(_PREVIEW_SUFFIX) or (lower == b"cache" and _is_of_capture_one(above)):
        return PREVIEWS
    return _kind_in_library(above, lower)


def _is_of_capture_one(folder: bytes) -> bool:
    name = os.path.basename(folder).lower()
    return name == _CAPTURE_ONE or name.endswith(_CAPTURE_ONE_SUFFIX)


def _kind_in_library(above: bytes, lower: bytes) -> str | None:
    """Return the kind of a folder that holds copies inside a library of Photos, iPhoto or Aperture; None of others."""
    place = above.lower()
    if b"library" not in place:  # asked for every folder there is
        return None
    inside = [lower]
    for part in reversed(place.split(SEP)):
        if part.endswith(_LIBRARY_SUFFIXES):
            return _KINDS_IN_LIBRARY.get(_without_scope(b"/".join(reversed(inside))))
        inside.append(part)
    return None


def _without_scope(inside: bytes) -> bytes:
    """Return the path inside a library, or inside that part of it which holds what was shared, from `resources` on."""
    if inside.startswith(_SHARED) and (at := inside.find(_RESOURCES)) > 0:
        return inside[at + 1 :]
    return inside


def passes_skipped(root: bytes, relative: bytes) -> bool:
    """Return whether a folder at this path below a root, or one above it in there, is left out by its name."""
    place = root
    for name in relative.split(SEP) if relative else ():
        if skipped_kind(place, name) is not None:
            return True
        place = os.path.join(place, name)
    return False
