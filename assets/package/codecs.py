"""Read from a library's bytes whether it holds what must not be shipped: FFmpeg or encoders under the GPL."""

from __future__ import annotations

import re

_FFMPEG_LICENCE = re.compile(rb"lib(?:av|sw|postproc)\w* license: ([ -~]+)")
"""What `avcodec_license()` and its like answer; the whole text stands in the library."""
_FFMPEG_OPTION = re.compile(rb"--(?:enable|disable)-[\w=,-]+")
_LGPL = "LGPL version 2.1 or later"
_FORBIDDEN_OPTIONS = frozenset(
    f"--enable-{name}".encode()
    for name in (
        *("gpl", "nonfree", "version3", "libx264", "libx265", "libxvid", "libfdk-aac", "libxavs", "libxavs2"),
        *("libdavs2", "libvidstab", "librubberband", "frei0r", "libcdio", "avisynth", "libdvdnav", "libdvdread"),
    )
)
"""Options of FFmpeg's configure after which the result is under the GPL, or may not be handed on at all.

`version3` makes it the LGPL 3, which would be allowed; Qt does not use it, and a change is to be looked at.
"""
MARKS = {
    "x264": b"http://www.videolan.org/x264.html",
    "x265": b"http://x265.org",
    "Xvid": b"xvid_encore",
    "FDK AAC": b"aacEncOpen",
    "libimagequant": b"liq_attr_create",
    # not the name of a function: libedit, which is under the BSD licence, has the same ones
    "GNU Readline": b"readline_callback_read_char() called with no handler",
    "LibRaw's GPL2 pack": b"afd_interpolate_pl",
    "LibRaw's GPL3 pack": b"amaze_demosaic_RT",
    "Ghostscript": b"gsapi_new_instance",
    "MuPDF": b"fz_new_context_imp",
    "Exiv2": b"_ZN5Exiv2",
}
"""Bytes that a library under such a licence has and no other: what it writes into files, functions that it exports.

FFmpeg's decoder knows the word "x264", and Qt the names of encoders, so that names alone prove nothing.
"""


def faults(data: bytes) -> list[str]:
    """Return what is in a library that must not be shipped, as sentences; an empty list is good."""
    found = [f"holds {name}" for name, mark in MARKS.items() if mark in data]
    found += [f"FFmpeg under {licence}" for licence in ffmpeg_licences(data) if licence != _LGPL]
    found += [f"FFmpeg with {option.decode()}" for option in sorted(_FORBIDDEN_OPTIONS & set(_options(data)))]
    return found


def ffmpeg_licences(data: bytes) -> list[str]:
    """Return the licences that the parts of FFmpeg in a library state."""
    return sorted({licence.decode().strip() for licence in _FFMPEG_LICENCE.findall(data)})


def _options(data: bytes) -> list[bytes]:
    """Return the options that look as if they had configured FFmpeg."""
    return _FFMPEG_OPTION.findall(data)
