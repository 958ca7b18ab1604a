"""What is tried with a file that its decoder gives up: copies without odd parts, then as far as the data goes."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from gallery.imaging.decoding import (
    completeness,
    explain,
    heif_aperture,
    jpeg_scans,
    own_decoders,
    repairs,
    truncated_decode,
    webp_frame,
)
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask, read_whole
from gallery.imaging.decoding.error_concealment import fill_missing
from gallery.imaging.decoding.loading import allow_truncation, load

if TYPE_CHECKING:
    from collections.abc import Callable


_SLACK = 1 << 20
"""Bytes of a file that are no pixels."""


def _decode_repaired(repair: Callable[[bytes], bytes | None], task: DecodeTask) -> Decoded | None:
    """Decode a copy without what the decoder stumbles over and the picture does not need."""
    data = repair(read_whole(task))
    return None if data is None else Decoded(load(task, io.BytesIO(data)), task.kind == "heif")


def _decode_repaired_partially(repair: Callable[[bytes], bytes | None], task: DecodeTask) -> Decoded | None:
    """Decode such a copy as far as its data goes."""
    data = repair(read_whole(task))
    return None if data is None else _decode_as_far(task, io.BytesIO(data))


def _decode_without_aperture(task: DecodeTask) -> Decoded | None:
    """Decode a HEIC as it is stored, and crop it here."""
    whole = read_whole(task)
    data = heif_aperture.without_transforms(whole)
    return None if data is None else Decoded(heif_aperture.crop(load(task, io.BytesIO(data)), whole), upright=False)


def _decode_cut(task: DecodeTask) -> Decoded | None:
    """Decode the beginning of a file whose decoder wants all of it; None if it is not cut."""
    data = read_whole(task)
    length = completeness.announced_length(task.kind, data)
    pixels = task.header.width * task.header.height
    # no picture is longer than its pixels: a file of 100 bytes that announces a gigabyte gets none
    if not len(data) < length <= len(data) + 4 * pixels + _SLACK:
        return None
    image = truncated_decode.decode_padded(data, length, lambda padded: load(task, io.BytesIO(padded)))
    return None if image is None else Decoded(image, task.kind == "heif", explain.TRUNCATED)


def _decode_first_webp_frame(task: DecodeTask) -> Decoded | None:
    """Decode the first frame of an animated WebP whose decoder wants all of them; None of a still one."""
    box = task.header.first_frame
    found = webp_frame.extract(read_whole(task)) if box else None
    if found is None or box is None:
        return None
    data, length = found
    size = task.header.width, task.header.height
    if len(data) >= length:
        image = load(task, io.BytesIO(data[:length]))
    else:
        cut = truncated_decode.decode_padded(data, length, lambda padded: load(task, io.BytesIO(padded)))
        if cut is None:
            return None
        image = cut
    placed = webp_frame.place(image, size, box)
    return Decoded(placed, upright=False, problem=explain.explain_part(task.kind, task.file))


def _decode_sound_scans(task: DecodeTask) -> Decoded | None:
    """Decode a JPEG of several scans up to the one at which its decoder gives up; None if that is the first.

    Whoever takes more scans takes the broken one as well, so that a search by halves finds it.
    """
    data, best = read_whole(task), None
    ends = jpeg_scans.scan_ends(data, task.header.first_scan_offset)
    sound, broken = 0, len(ends)
    while sound < broken:
        middle = (sound + broken) // 2
        try:
            best, sound = load(task, io.BytesIO(jpeg_scans.up_to(data, ends[middle]))), middle + 1
        except OSError:  # Pillow, where libjpeg gives up
            broken = middle
    return None if best is None else Decoded(best, upright=False, problem=explain.DAMAGED_PART)


def decode_partially(task: DecodeTask) -> Decoded | None:
    """Decode as far as the data goes; None if nothing of the picture is there."""
    return _decode_as_far(task, task.file)


def _decode_as_far(task: DecodeTask, file: BinaryIO) -> Decoded | None:
    with allow_truncation():
        image = load(task, file)
    filled = fill_missing(image, task.kind, file)
    if filled is None:
        return None
    return Decoded(filled, upright=False, problem=explain.explain_part(task.kind, task.file))


RESCUES: dict[str, tuple[Callable[[DecodeTask], Decoded | None], ...]] = {
    "jpeg": (
        partial(_decode_repaired, repairs.without_odd_segments),
        decode_partially,
        partial(_decode_repaired_partially, repairs.without_odd_segments),
        _decode_sound_scans,
    ),
    "png": (
        partial(_decode_repaired, repairs.without_texts),
        partial(_decode_repaired_partially, repairs.up_to_damage),
        decode_partially,
    ),
    "gif": (decode_partially,),
    "webp": (_decode_cut, _decode_first_webp_frame),
    "avif": (partial(_decode_repaired, repairs.with_plain_boxes), _decode_cut),
    "heif": (_decode_without_aperture, partial(_decode_repaired, repairs.with_plain_boxes), _decode_cut),
    "tiff": (own_decoders.decode_refused_tiff, decode_partially),
}
"""What is tried by format where its decoder gives up, in this order."""
