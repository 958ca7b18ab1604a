"""libjxl, the decoder of JPEG XL, by its C interface (`jxl/decode.h` of libjxl 0.11).

The library is in the extension module of the package pylibjxl, which exports the functions of that interface on every
system it is made for. The package's own Python functions are not used: docs/imaging.md says why. Where there is no such
package, there is no library.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from functools import lru_cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SUCCESS, ERROR, NEED_MORE_INPUT, NEED_IMAGE_OUT_BUFFER, BOX_NEED_MORE_OUTPUT = 0, 1, 2, 5, 7
BASIC_INFO, COLOR_ENCODING, FULL_IMAGE, BOX = 0x40, 0x100, 0x1000, 0x4000
"""What a decoder says, and can be asked to say (JxlDecoderStatus)."""
TARGET_DATA = 1
"""The colours of the pixels that are handed over (JxlColorProfileTarget)."""
FLOAT, UINT8 = 0, 2
BLACK = 4
"""An extra channel (JxlExtraChannelType)."""
LINEAR, SRGB, PQ, HLG = 8, 13, 16, 18
"""Transfer functions (JxlTransferFunction)."""
_BOX_CHUNK_BYTES = 64 << 10
_SIGNATURE_BOXES = b"\0\0\0\x0cJXL \r\n\x87\n" + b"\0\0\0\x14ftypjxl \0\0\0\0jxl "
"""How a container begins (ISO/IEC 18181-2, 9.2 and 9.3)."""


class BasicInfo(ctypes.Structure):
    """JxlBasicInfo (`jxl/codestream_header.h`)."""

    _fields_ = (
        ("have_container", ctypes.c_int),
        ("width", ctypes.c_uint32),
        ("height", ctypes.c_uint32),
        ("bits_per_sample", ctypes.c_uint32),
        ("exponent_bits_per_sample", ctypes.c_uint32),
        ("intensity_target", ctypes.c_float),
        ("min_nits", ctypes.c_float),
        ("relative_to_max_display", ctypes.c_int),
        ("linear_below", ctypes.c_float),
        ("uses_original_profile", ctypes.c_int),
        ("have_preview", ctypes.c_int),
        ("have_animation", ctypes.c_int),
        ("orientation", ctypes.c_int),
        ("colour_channels", ctypes.c_uint32),
        ("extra_channels", ctypes.c_uint32),
        ("alpha_bits", ctypes.c_uint32),
        ("alpha_exponent_bits", ctypes.c_uint32),
        ("alpha_premultiplied", ctypes.c_int),
        ("preview", ctypes.c_uint32 * 2),
        ("animation", ctypes.c_uint32 * 4),
        ("intrinsic_size", ctypes.c_uint32 * 2),
        ("padding", ctypes.c_uint8 * 100),
    )


class ExtraChannelInfo(ctypes.Structure):
    """JxlExtraChannelInfo (`jxl/codestream_header.h`), of which only the type is looked at."""

    _fields_ = (("kind", ctypes.c_int), ("others", ctypes.c_uint32 * 31))


class PixelFormat(ctypes.Structure):
    """JxlPixelFormat (`jxl/types.h`)."""

    _fields_ = (
        ("channels", ctypes.c_uint32),
        ("data_type", ctypes.c_int),
        ("endianness", ctypes.c_int),
        ("align", ctypes.c_size_t),
    )


class ColorEncoding(ctypes.Structure):
    """JxlColorEncoding (`jxl/color_encoding.h`)."""

    _fields_ = (
        ("color_space", ctypes.c_int),
        ("white_point", ctypes.c_int),
        ("white_point_xy", ctypes.c_double * 2),
        ("primaries", ctypes.c_int),
        ("primaries_xy", ctypes.c_double * 6),
        ("transfer_function", ctypes.c_int),
        ("gamma", ctypes.c_double),
        ("rendering_intent", ctypes.c_int),
    )


_POINTER, _SIZE, _INT = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
_FUNCTIONS = {
    "JxlDecoderVersion": (ctypes.c_uint32, ()),
    "JxlDecoderCreate": (_POINTER, (_POINTER,)),
    "JxlDecoderDestroy": (None, (_POINTER,)),
    "JxlDecoderSubscribeEvents": (_INT, (_POINTER, _INT)),
    "JxlDecoderSetKeepOrientation": (_INT, (_POINTER, _INT)),
    "JxlDecoderSetUnpremultiplyAlpha": (_INT, (_POINTER, _INT)),
    "JxlDecoderSetInput": (_INT, (_POINTER, ctypes.c_char_p, _SIZE)),
    "JxlDecoderProcessInput": (_INT, (_POINTER,)),
    "JxlDecoderGetBasicInfo": (_INT, (_POINTER, ctypes.POINTER(BasicInfo))),
    "JxlDecoderGetExtraChannelInfo": (_INT, (_POINTER, _SIZE, ctypes.POINTER(ExtraChannelInfo))),
    "JxlDecoderExtraChannelBufferSize": (
        _INT,
        (_POINTER, ctypes.POINTER(PixelFormat), ctypes.POINTER(_SIZE), ctypes.c_uint32),
    ),
    "JxlDecoderSetExtraChannelBuffer": (
        _INT,
        (_POINTER, ctypes.POINTER(PixelFormat), _POINTER, _SIZE, ctypes.c_uint32),
    ),
    "JxlDecoderGetColorAsEncodedProfile": (_INT, (_POINTER, _INT, ctypes.POINTER(ColorEncoding))),
    "JxlDecoderGetICCProfileSize": (_INT, (_POINTER, _INT, ctypes.POINTER(_SIZE))),
    "JxlDecoderGetColorAsICCProfile": (_INT, (_POINTER, _INT, _POINTER, _SIZE)),
    "JxlDecoderSetPreferredColorProfile": (_INT, (_POINTER, ctypes.POINTER(ColorEncoding))),
    "JxlDecoderImageOutBufferSize": (_INT, (_POINTER, ctypes.POINTER(PixelFormat), ctypes.POINTER(_SIZE))),
    "JxlDecoderSetImageOutBuffer": (_INT, (_POINTER, ctypes.POINTER(PixelFormat), _POINTER, _SIZE)),
    "JxlDecoderFlushImage": (_INT, (_POINTER,)),
    "JxlDecoderSetDecompressBoxes": (_INT, (_POINTER, _INT)),
    "JxlDecoderSetBoxBuffer": (_INT, (_POINTER, _POINTER, _SIZE)),
    "JxlDecoderReleaseBoxBuffer": (_SIZE, (_POINTER,)),
}
"""What each function returns and takes (`jxl/decode.h`)."""


def _find_module() -> str | None:
    """Return the path of the extension module, without importing its package, which would import numpy."""
    package = find_spec("pylibjxl")
    for folder in (package and package.submodule_search_locations) or ():
        found = FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES)).find_spec("_pylibjxl")
        if found is not None:
            return found.origin
    return None


@lru_cache(1)
def library() -> ctypes.CDLL | None:
    """Return the library; None where there is none for this computer. Loaded with the first call: 2 ms."""
    path = _find_module()
    if path is None:
        return None
    try:
        found = ctypes.CDLL(path)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(found, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return found


def version() -> str | None:
    """Return the version of the library, as "0.11.2"; None if there is none."""
    jxl = library()
    if jxl is None:
        return None
    number = jxl.JxlDecoderVersion()
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


@contextmanager
def decoder(jxl: ctypes.CDLL) -> Iterator[int]:
    """Lend a decoder. It has no other threads than the one it is called on.

    Raises:
        MemoryError: There is no room for one.
    """
    created = jxl.JxlDecoderCreate(None)
    if not created:
        raise MemoryError
    try:
        yield created
    finally:
        jxl.JxlDecoderDestroy(created)


def decompress(box: bytes, most: int) -> bytes | None:
    """Return what a box holds that is compressed by Brotli (18181-2, 9.7); None where that cannot be found out.

    Args:
        box: The content of a `brob` box: the type of what it holds, then the data.
        most: More bytes than these are not unpacked.
    """
    jxl = library()
    if jxl is None:
        return None
    data = _SIGNATURE_BOXES + (8 + len(box)).to_bytes(4, "big") + b"brob" + box
    with decoder(jxl) as one:
        jxl.JxlDecoderSubscribeEvents(one, BOX)
        jxl.JxlDecoderSetDecompressBoxes(one, 1)
        jxl.JxlDecoderSetInput(one, data, len(data))
        return _read_last_box(jxl, one, most)


def _read_last_box(jxl: ctypes.CDLL, one: int, most: int) -> bytes | None:
    """Return the content of the box that is reached last."""
    found, chunk = bytearray(), ctypes.create_string_buffer(_BOX_CHUNK_BYTES)
    started = False
    while True:
        status = jxl.JxlDecoderProcessInput(one)
        if started:
            found += chunk.raw[: len(chunk) - jxl.JxlDecoderReleaseBoxBuffer(one)]
        if status not in (BOX, BOX_NEED_MORE_OUTPUT) or len(found) > most:
            break
        if status == BOX:
            found.clear()
        started = jxl.JxlDecoderSetBoxBuffer(one, chunk, len(chunk)) == SUCCESS
    return bytes(found) if status in (SUCCESS, NEED_MORE_INPUT) and len(found) <= most else None
