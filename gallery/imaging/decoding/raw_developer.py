"""Develops a RAW file by LibRaw, where the camera's own picture is not wanted, or is not there.

LibRaw is loaded with the first development, in the decode process that makes it.
"""

from __future__ import annotations

import io
import os

from PIL import Image

from gallery.base.models import Problem
from gallery.imaging import geometry, libraw
from gallery.imaging.decoding import explain
from gallery.imaging.decoding.completeness import ends_early
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask, read_whole
from gallery.imaging.decoding.explain import UndecodableError
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.tiff import Tiff

_ONE_THREAD = {"OMP_NUM_THREADS": "1"}
"""Of LibRaw: the decode processes fill the cores, and each thread takes address space."""
_SRGB_CURVE = 2.4, 12.92
"""Power and slope at black of the curve of sRGB (IEC 61966-2-1); LibRaw's own choice is that of video (BT.709)."""
_NO_ADJUSTMENT, _USUAL_ADJUSTMENT = 0.0, 0.75
"""From which share of white on LibRaw takes the brightest pixel for white. A DNG says what is white; for other formats
LibRaw has a table, by camera, that is too high for some, and clouds would be magenta."""
_BASELINE_EXPOSURE, _MAX_STOPS = 0xC62A, 4.0
"""Phones write up to three stops."""
_BYTES_PER_PIXEL, _BYTES_PER_HALVED_PIXEL = 22, 10
"""What LibRaw holds for a pixel of the sensor besides the file: 2 bytes of raw data, 8 where that has three channels, 8
of four channels of 16 bits, 3 of the result. Measured with one channel: 15 and 4."""
_MAX_GROWTH = 1.3
"""A sensor has margins: so many times the pixels of the photo along a side, and no more, are believed."""
_LEAST_SHARE = 0.9
"""A photo with more of the developed picture's sides than this is what lies in its middle."""

_MISSING = Problem(
    "unsupported",
    "RAW files cannot be developed on this computer: it lacks LibRaw, as do all Macs with Intel processors.",
)
_UNKNOWN = Problem("unsupported", "This RAW file cannot be developed: LibRaw does not know this camera or its format.")
_NOTHING = Problem(
    "unsupported",
    "Nothing of this RAW file can be shown: its camera's own picture is missing, or of an unknown kind, and LibRaw, "
    "which develops others, does not know this one.",
)
_DAMAGED = Problem("damaged", "This RAW file cannot be developed: what the sensor saw is damaged in it.")
_CUT = Problem("truncated", "This RAW file ends too early to be developed: what the sensor saw is not all there.")
_TOO_LONG = Problem(
    "too_large",
    f"This RAW file is too long to be developed: Shoebox develops up to {geometry.MAX_FILE_BYTES >> 20} MB.",
)
_TOO_MANY_PIXELS = Problem(
    "too_large",
    "The sensor's picture in this RAW file has more pixels than Shoebox develops: "
    f"up to {geometry.MAX_PIXELS // geometry.MILLION} million.",
)
_TOO_LARGE = Problem("too_large", "The sensor's picture in this RAW file is larger than the file says of the photo.")


def is_wanted(task: DecodeTask) -> bool:
    """Return whether a RAW file is to be developed: somebody asks for it, or its camera put no picture into it."""
    return task.develop or not task.header.previews


def memory_needed(task: DecodeTask) -> int:
    """Estimate the bytes that it takes to develop a RAW file, which LibRaw is handed in memory."""
    length = task.file.seek(0, io.SEEK_END)
    of_a_pixel = _BYTES_PER_HALVED_PIXEL if _is_halved(task) else _BYTES_PER_PIXEL
    return length + of_a_pixel * task.header.width * task.header.height


def develop(task: DecodeTask) -> Decoded:
    """Develop a RAW file in half of its size, where that suffices, or in all of it, without turning it.

    The white is the camera's, highlights are cut where one channel ends, nothing is sharpened, and nothing is made
    brighter by what is in the picture.

    Raises:
        UndecodableError: It cannot be developed; it holds the reason.
        MemoryError: It would need more memory than this process may take.
    """
    if task.file.seek(0, io.SEEK_END) > geometry.MAX_FILE_BYTES:
        raise UndecodableError(_TOO_LONG)
    os.environ |= _ONE_THREAD
    raw = libraw.library()
    if raw is None:
        raise UndecodableError(_MISSING)
    try:
        with libraw.opened(raw, read_whole(task)) as file:
            _check_size(file.sizes, task)
            made = file.develop(_parameters(task))
    except libraw.RawError as error:
        raise UndecodableError(_explain(error, task)) from error
    image = Image.frombuffer("L" if made.channels == 1 else "RGB", made.size, made.pixels)
    return Decoded(_cut_margins(image, task), upright=False)


def _parameters(task: DecodeTask) -> libraw.Parameters:
    return libraw.Parameters(
        gamma=_SRGB_CURVE,
        bright=_brightness(task),
        adjust_maximum_thr=_NO_ADJUSTMENT if task.kind == "dng" else _USUAL_ADJUSTMENT,
        half_size=_is_halved(task),
    )


def _brightness(task: DecodeTask) -> float:
    """Return what all light is multiplied by: what a DNG says (DNG 1.7, BaselineExposure), which LibRaw passes over."""
    if task.kind != "dng":
        return 1.0
    try:
        image = Tiff(BoundedReader.from_file(task.file))
        stops = image.number(image.directory(image.first).get(_BASELINE_EXPOSURE)) or 0.0
    except DamagedError:
        return 1.0
    return float(2 ** max(-_MAX_STOPS, min(_MAX_STOPS, stops)))


def _is_halved(task: DecodeTask) -> bool:
    """Return whether half of the sensor's sides suffices: then each group of colours is one pixel, none is guessed."""
    long_side = max(task.header.width, task.header.height)
    return geometry.draft_denominator(long_side, max(task.target_size), task.recipe) > 1


def _check_size(sizes: libraw.Sizes, task: DecodeTask) -> None:
    """Check, before LibRaw unpacks them, that there are no more pixels than are shown, or were counted for the memory.

    Raises:
        UndecodableError: There are.
    """
    photo = task.header.width * task.header.height
    pixels = max(sizes.raw_width * sizes.raw_height, sizes.iwidth * sizes.iheight, sizes.width * sizes.height)
    if pixels > geometry.MAX_PIXELS:
        raise UndecodableError(_TOO_MANY_PIXELS)
    if pixels > max(photo * _MAX_GROWTH**2, geometry.MILLION):
        raise UndecodableError(_TOO_LARGE)


def _explain(error: libraw.RawError, task: DecodeTask) -> Problem:
    is_asked_for = task.develop or bool(task.header.previews)
    if ends_early(task.kind, task.file):
        return _CUT if is_asked_for else explain.NOTHING_LEFT
    if error.is_unknown:
        return _UNKNOWN if is_asked_for else _NOTHING
    return _DAMAGED


def _cut_margins(image: Image.Image, task: DecodeTask) -> Image.Image:
    """Return the part of a developed picture that the photo is: the middle, as large as the file says, or as its shape.

    LibRaw shows some more of the sensor's margins than cameras do, and all of what a camera cut to another shape.
    """
    scale = 2 if _is_halved(task) else 1
    photo = task.header.width // scale, task.header.height // scale
    is_inside = photo[0] <= image.width and photo[1] <= image.height
    if not is_inside or min(photo[0] / image.width, photo[1] / image.height) < _LEAST_SHARE:
        if geometry.same_shape(image.size, photo):
            return image
        photo = geometry.fit_inside((photo[0] << 8, photo[1] << 8), image.size)
    left, top = (image.width - photo[0]) // 2, (image.height - photo[1]) // 2
    return image.crop((left, top, left + photo[0], top + photo[1]))
