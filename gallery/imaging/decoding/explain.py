"""Says why a picture cannot be shown, or not all of it: by the kind of error and by what the file says of itself.

The words of a library are never read: they change with its version, and speak of its own troubles.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

from gallery.base.models import RAW_KINDS, Problem
from gallery.imaging.decoding.completeness import ends_early
from gallery.imaging.decoding.decoding_errors import (
    CutShortError,
    MissingDecoderError,
    RareVariantError,
    TooLargeError,
)
from gallery.imaging.decoding.rare_variants import find_rare_part
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, read_fully

if TYPE_CHECKING:
    from collections.abc import Mapping

TRUNCATED = Problem("truncated", "This file ends too early: the picture is shown as far as it goes.")
DAMAGED_PART = Problem("damaged", "Part of this picture is damaged: it is shown as far as it can be read.")
SMALLER_PREVIEW = Problem(
    "damaged", "Part of this RAW file is damaged: a smaller picture is shown than its camera put into it."
)
CUT_PREVIEW = Problem(
    "truncated", "This RAW file ends too early: a smaller picture is shown than its camera put into it."
)
CUT_RAW = Problem(
    "truncated",
    "This RAW file ends too early: its camera's picture is shown, but what the sensor saw is not all there.",
)
NO_PREVIEW = Problem(
    "unsupported", "This RAW file carries no picture that its camera made; Shoebox does not develop RAW files yet."
)
BROKEN_PREVIEWS = Problem(
    "damaged",
    "The pictures that the camera put into this RAW file are damaged; Shoebox does not develop RAW files yet.",
)
NOTHING_LEFT = Problem("truncated", "This file ends too early: nothing of the picture can be shown.")
_DAMAGED = Problem("damaged", "This picture is damaged: nothing of it can be shown.")
_TOO_LARGE = Problem("too_large", "This picture is larger than its header says, and larger than Shoebox decodes.")
_FORMAT_NAMES: Mapping[str, str] = {
    "jpeg": "JPEG",
    "png": "PNG",
    "gif": "GIF",
    "webp": "WebP",
    "avif": "AVIF",
    "bmp": "BMP",
    "tiff": "TIFF",
    "heif": "HEIC",
    "jp2": "JPEG 2000",
    "jxl": "JPEG XL",
    "psd": "Photoshop",
    "ico": "ICO",
    "icns": "ICNS",
    "tga": "TGA",
    "qoi": "QOI",
    "dds": "DDS",
    "pnm": "Netpbm",
    "pcx": "PCX",
    **dict.fromkeys(RAW_KINDS, "RAW"),
}


class UndecodableError(Exception):
    """A picture of which nothing can be decoded; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def explain(error: Exception | None, kind: str, file: BinaryIO) -> Problem:
    """Return why nothing of a picture can be shown.

    Args:
        error: What its decoder raised.
        kind: Its format, as `formats.sniff` names it.
        file: The file.
    """
    if isinstance(error, Image.DecompressionBombError):
        return _TOO_LARGE
    if isinstance(error, CutShortError):
        return NOTHING_LEFT
    if isinstance(error, MissingDecoderError):
        return Problem(
            "unsupported",
            f"This is a {_FORMAT_NAMES[kind]} picture, which cannot be opened on this computer: "
            "there is no decoder for this system.",
        )
    if isinstance(error, TooLargeError):
        return Problem("too_large", str(error))
    rare = str(error) if isinstance(error, RareVariantError) else _rare_part(kind, file)
    if rare:
        return Problem("unsupported", f"This {_FORMAT_NAMES[kind]} picture cannot be decoded: it uses {rare}.")
    return NOTHING_LEFT if ends_early(kind, file) else _DAMAGED


def rare_preview(part: str) -> Problem:
    """Return why a picture in a RAW file is not shown.

    Args:
        part: What it uses, which is not decoded.
    """
    return Problem(
        "unsupported",
        f"The picture in this RAW file cannot be decoded: it uses {part}. Shoebox does not develop RAW files yet.",
    )


def explain_part(kind: str, file: BinaryIO) -> Problem:
    """Return why a picture is shown in part only. Arguments as in `explain`."""
    return TRUNCATED if ends_early(kind, file) else DAMAGED_PART


def _rare_part(kind: str, file: BinaryIO) -> str | None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return find_rare_part(kind, BoundedReader(file, size, read_fully(file, min(size, PAGE_BYTES))))
