"""What a video file says about itself, by its format. No decoder is involved."""

from __future__ import annotations

import struct
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.imaging.metadata.bounded_reader import DamagedError
from gallery.imaging.metadata.video import avi, matroska, mp4, transport_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.video.facts import VideoFacts


def parse(reader: BoundedReader, kind: str) -> VideoFacts:
    """Return what a video file says about itself.

    Args:
        reader: The file.
        kind: Its format, as `formats.sniff` names it.

    Raises:
        DamagedError: No size can be found.
        NotShownError: The file holds no picture, or was never finished.
        OSError: The file cannot be read.
    """
    try:
        facts = _PARSERS[kind](reader)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise DamagedError(str(error)) from error
    if facts.width <= 0 or facts.height <= 0:
        raise DamagedError("a video without width or height")
    return facts


_PARSERS: Mapping[str, Callable[[BoundedReader], VideoFacts]] = MappingProxyType(
    {
        "mp4": mp4.parse,
        "mov": mp4.parse,
        "3gp": mp4.parse,
        "mkv": matroska.parse,
        "webm": matroska.parse,
        "avi": avi.parse,
        "mts": transport_stream.parse,
    }
)
