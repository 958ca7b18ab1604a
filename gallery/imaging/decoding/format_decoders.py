"""The formats that the project decodes by itself, each to a picture as far as it goes."""

from __future__ import annotations

import io
import mmap
from typing import TYPE_CHECKING

from gallery.imaging import geometry
from gallery.imaging.decoding import (
    dds_decoder,
    explain,
    icns_decoder,
    ico_decoder,
    jpeg2000_decoder,
    jxl_decoder,
    netpbm_decoder,
    pcx_decoder,
    psd_decoder,
    qoi_decoder,
    tga_decoder,
)
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask, has_content, read_whole
from gallery.imaging.decoding.decoding_errors import CutShortError
from gallery.imaging.metadata import icns, ico
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError, read_fully

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from PIL import Image

    from gallery.base.models import Problem

_DECODERS: Mapping[str, Callable[[BinaryIO], tuple[Image.Image, bool]]] = {
    "ico": ico_decoder.decode_ico,
    "icns": icns_decoder.decode_icns,
    "tga": tga_decoder.decode_tga,
    "qoi": qoi_decoder.decode_qoi,
    "dds": dds_decoder.decode_dds,
    "pnm": netpbm_decoder.decode_netpbm,
    "pcx": pcx_decoder.decode_pcx,
}
KINDS = tuple(_DECODERS)


def open_png(task: DecodeTask) -> BinaryIO | None:
    """Return the PNG that an icon holds, whose header the task has; None for other pictures."""
    if task.kind == "ico":
        entry = ico.find_largest(BoundedReader.from_file(task.file))
        place = (entry.offset, entry.length) if entry.is_png else None
    elif task.kind == "icns":
        element = icns.find_largest(BoundedReader.from_file(task.file))
        place = (element.offset, element.length) if element.kind == "png" else None
    else:
        return None
    if place is None:
        return None
    task.file.seek(place[0])
    return io.BytesIO(read_fully(task.file, place[1]))


def decode_format(task: DecodeTask) -> Decoded:
    """Decode a picture of one of these formats, of which something is missing only where the data ends.

    Raises:
        CutShortError: Nothing of it is there.
    """
    image, complete = _DECODERS[task.kind](task.file)
    return _as_far_as_it_goes(task, image, None if complete else explain.TRUNCATED)


def decode_psd(task: DecodeTask) -> Decoded:
    """Decode the picture of a Photoshop document. Raises what `decode_format` does."""
    image, complete = psd_decoder.decode_psd(task.file)
    return _as_far_as_it_goes(task, image, None if complete else explain.explain_part(task.kind, task.file))


def decode_jpeg2000(task: DecodeTask) -> Decoded:
    """Decode a JPEG 2000 at the smallest size that suffices: each halving takes a quarter of the time.

    Raises what `decode_format` does.
    """
    long_side = max(task.header.width, task.header.height)
    reduction = geometry.reduction(long_side, max(task.target_size), task.recipe, task.header.reductions)
    image, whole, sound = jpeg2000_decoder.decode_jpeg2000(task.file, reduction)
    problem = None if whole and sound else explain.TRUNCATED if not whole else explain.DAMAGED_PART
    return _as_far_as_it_goes(task, image, problem)


def decode_jxl(task: DecodeTask) -> Decoded:
    """Decode a JPEG XL.

    Raises:
        MissingDecoderError: There is no decoder for this computer.
        CutShortError: Nothing of it is there.
        DamagedError: Nothing of it can be decoded.
        MemoryError: There is no room for it.
    """
    has_room = _has_room(task)
    try:
        image, whole, sound = jxl_decoder.decode_jxl(read_whole(task))
    except DamagedError:
        if has_room:
            raise
        raise MemoryError from None
    if not (sound or has_room):
        raise MemoryError
    problem = None if whole and sound else explain.DAMAGED_PART if whole else explain.TRUNCATED
    return _as_far_as_it_goes(task, image, problem)


def _has_room(task: DecodeTask) -> bool:
    """Return whether there is as much memory as the most costly JPEG XL takes. Most take less than half of it.

    Where its decoder finds none, it says that the file is damaged.
    """
    pixels, bits = task.header.width * task.header.height, task.header.stored_bits
    try:
        # given back untouched: to fill it would take longer than the picture
        mmap.mmap(-1, geometry.memory_needed(task.kind, pixels, 1, progressive=False, stored_bits=bits)).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _as_far_as_it_goes(task: DecodeTask, image: Image.Image, problem: Problem | None) -> Decoded:
    if task.header.icc and not image.info.get("icc_profile"):
        image.info["icc_profile"] = task.header.icc
    if problem is None or has_content(image):
        return Decoded(image, upright=False, problem=problem)
    raise CutShortError if problem is explain.TRUNCATED else DamagedError("a picture without content")
