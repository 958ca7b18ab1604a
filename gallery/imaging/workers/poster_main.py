"""The main function of the process that makes posters of videos: as a decode process, with Qt Multimedia in it.

Started by the pool with the first video. Its answers are those of decode processes (`protocol`).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import sys
from typing import TYPE_CHECKING

from gallery.base.garbage_collector import freeze_imports
from gallery.base.immortal_constants import keep_constants_alive
from gallery.base.locale_environment import prefer_utf8
from gallery.base.models import Problem, Recipe
from gallery.imaging.workers import process_main, protocol
from gallery.imaging.workers.limits import Limits
from gallery.imaging.workers.message_frames import FrameChannel

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import ModuleType

_QT_BYTES = 1 << 30
"""Address space for Qt, FFmpeg and the stacks of their threads, of which little is used (docs/imaging.md)."""
_NO_DECODER = Problem("unsupported", "Videos cannot be decoded on this computer: a library that Qt needs is missing.")
_M_ARENA_MAX = -8  # malloc.h
_ENVIRONMENT = {
    "QT_LOGGING_RULES": "qt.multimedia*=false;*.debug=false;*.warning=false",
    "QT_MEDIA_BACKEND": "ffmpeg",
    "QT_FFMPEG_DECODING_HW_DEVICE_TYPES": ",",  # no device at all; Windows has no variables that are empty
    "QT_FFMPEG_PROTOCOL_WHITELIST": "none",
}
"""Of Qt Multimedia. FFmpeg finds the format by itself, and a file can be two at once: a transport stream for us and a
session description (SDP) for FFmpeg, which then opens the sockets and addresses that the file names. No protocol is
allowed: neither sockets nor other files."""


def main(connection: Connection, limits: Limits) -> None:
    """Confine this process, then answer requests until the pipe closes. Runs on the process's main thread."""
    keep_constants_alive()
    os.environ |= _ENVIRONMENT
    prefer_utf8(os.environ)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # else each thread reserves 64 MB of address space
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
    process_main.prepare(Limits(usual=limits.large + _QT_BYTES, large=limits.large + _QT_BYTES))
    process_main.serve(FrameChannel(connection), limits, answer)


def answer(request: protocol.Request, _limits: Limits) -> list[bytes]:
    """Return the messages that answer a request for a poster.

    Raises:
        ValueError: It is another request.
    """
    if request["op"] != "render":
        raise ValueError("the poster process makes posters only")
    try:
        poster = _import_decoder()
    except ImportError:  # on Linux Qt's part for sound and video wants PulseAudio's library
        return protocol.encode_rendered(_NO_DECODER)
    from gallery.imaging.decoding import programming_errors

    try:
        result = poster.render_poster(protocol.to_file(request["file"]), Recipe(request["recipe"]))
    except poster.NoVideoError:
        return protocol.encode_rendered(protocol.MISPLACED)
    gc.collect()  # players and what they call are cycles, which hold whole frames
    return [*protocol.encode_errors(programming_errors.take()), *protocol.encode_rendered(result)]


def _import_decoder() -> ModuleType:
    """Import what makes posters, with the first request, and take it out of garbage collection."""
    is_first = "PySide6.QtMultimedia" not in sys.modules
    from gallery.imaging.decoding import poster

    if is_first:
        poster.start()
        freeze_imports()
    return poster
