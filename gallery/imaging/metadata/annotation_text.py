"""Which titles and captions somebody wrote, and which a camera or a program wrote by itself."""

from __future__ import annotations

import re

_DEFAULTS = frozenset(
    (
        # cameras
        *("samsung", "samsung camera pictures", "<samsung digital camera>", "sony dsc", "minolta dsc", "dcf 1.0"),
        *("exif_jpeg_picture", "exif_jpeg_422", "exif_jpeg_t422", "exif jpeg", "jpeg_picture", "dcim"),
        # Huawei and Honor: what is no mode of the camera
        *("maker", "burst", "jpgcpy", "binaryoz"),
        # programs
        *("applemark", "created by imlib", "created with gimp", "created with the gimp"),
        *("binary comment", "image description", "default", "untitled", "screenshot", "my beautiful picture"),
    )
)
_HUAWEI_MODE = "btf|bty|cof|dav|edf|fbt|fpt|fsh|hdr|hdrpl|hdrplus|jhdr|mde|mdn|nor|norwo|ptf|ptr|rpt|sdr|bsha"
_PATTERNS = re.compile(
    r"dcim[\\/].*"  # DJI: the path on its card
    r"|<(?=[^<>]* / )[^<>]*>"  # Samsung's Digimax and Kenox: the names of the model
    r"|<[^<>,]*, samsung #[^<>]*>"
    r"|(?:(?:casio|fujifilm|kodak|(?:konica )?minolta|kyocera|nikon|olympus|panasonic|pentax|ricoh|samsung) )?"
    r"digital (?:still )?camera"
    # Huawei and Honor: modes of the camera, after r (front) or oz, before the style of its colours
    rf"|r?(?:(?:oz)?(?:{_HUAWEI_MODE})){{1,3}}(?:_(?:soft|vivid|hdrb))?"
    r"|[^\s\\/]+\.(?:jpe?g|png|tiff?|heic|webp|gif|bmp|dng)"  # scanners: the name of a file
    r"|lead technologies inc\..*"
    r"|creator: gd-jpeg .*"
    r"|file written by adobe photoshop.*"
    r"|processed by ebay with .*"
    r"|processed with (?:vsco|snapseed|moldiv|rookie|mytubo)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_MAX_LENGTH = 200
"""Cameras and programs write no longer texts into every file."""


def written_by_people(text: str | None) -> str | None:
    """Return a title or a caption; None if it is known to be of a camera or a program, which put it into every file."""
    if not text:
        return None
    plain = " ".join(text.lower().split())
    if len(plain) > _MAX_LENGTH:
        return text
    return None if not plain or plain in _DEFAULTS or _PATTERNS.fullmatch(plain) else text
