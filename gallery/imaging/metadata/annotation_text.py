"""Which titles and captions somebody wrote, and which a camera or a program wrote by itself."""

from __future__ import annotations

import re

_DEFAULTS = frozenset(
    (
        # cameras
        *("digital camera", "olympus digital camera", "minolta digital camera", "konica minolta digital camera"),
        *("kodak digital still camera", "samsung camera pictures", "samsung digital camera", "sony dsc"),
        *("exif_jpeg_picture", "exif_jpeg_422", "exif_jpeg_t422", "jpeg_picture", "dcim"),
        # Huawei and Honor: the mode of the camera
        *("oznor", "ozedf", "oznorwo", "ozmde", "edf", "mde", "cof", "dav", "hdr", "rhdr", "ptr", "btf", "rbtf"),
        *("rptr", "sdr", "hdrpl", "bty", "rbsha", "hdrplus", "burst", "maker", "nor", "fptbty", "ptfbty", "ptroznor"),
        *("binary comment", "image description", "default", "untitled", "screenshot", "my beautiful picture"),
    )
)
_PATTERNS = re.compile(
    r"dcim[\\/].*"  # DJI: the path on its card
    r"|<(?=[^<>]* / )[^<>]*>"  # Samsung's Digimax and Kenox: the names of the model
    r"|[^\s\\/]+\.(?:jpe?g|png|tiff?|heic|webp|gif|bmp|dng)"  # scanners: the name of a file
    r"|lead technologies inc\..*"
    r"|processed with (?:vsco|snapseed|moldiv|rookie|mytubo)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_MAX_LENGTH = 200
"""Cameras and programs write no longer texts into every file."""


def written_by_people(text: str | None) -> str | None:
    """Return a title or a caption; None if it is known to be of a camera or a program, which put it into every file."""
    plain = " ".join((text or "").lower().split())
    if len(plain) > _MAX_LENGTH:
        return text
    return None if not plain or plain in _DEFAULTS or _PATTERNS.fullmatch(plain) else text
