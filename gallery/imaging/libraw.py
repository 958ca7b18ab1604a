"""LibRaw, which develops RAW files, by its C interface (`libraw/libraw.h` of LibRaw 0.21 and 0.22).

The library is in the package rawpy. Its Python module is not used: it needs numpy, which takes 0.1 s in each decode
process and 39 MB in the program that needs no Python. Where there is no such package, there is no library.
"""

from __future__ import annotations

import ctypes
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FILE_NAME = re.compile(r"libraw_r(\.so\.\d+|\.\d+\.dylib)|raw_r\.dll")
"""On Linux, macOS and Windows; `_r`: any number of threads may have a picture each."""
_UNSUPPORTED = frozenset((-2, -8))
_NO_MEMORY = frozenset((-100007, -100012, -100013))
"""LIBRAW_FILE_UNSUPPORTED, LIBRAW_NOT_IMPLEMENTED; LIBRAW_UNSUFFICIENT_MEMORY, LIBRAW_TOO_BIG, LIBRAW_MEMPOOL_OVERFLOW
(`libraw/libraw_const.h`)."""
_BITMAP = 2
"""LIBRAW_IMAGE_BITMAP: rows of pixels, not a file."""
_SRGB = 1
_SIZES_AT = ctypes.sizeof(ctypes.c_void_p)
"""Where libraw_data_t has its sizes: behind a pointer."""
_SEARCHED_BYTES = 1 << 16
"""Of libraw_data_t, which is longer by far: it holds tables of 128 KB behind the parameters."""

_POINTER, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
_ON_DAMAGE = ctypes.CFUNCTYPE(None, _POINTER, ctypes.c_char_p, ctypes.c_int64)
_FUNCTIONS = {
    "libraw_versionNumber": (_INT, ()),
    "libraw_init": (_POINTER, (ctypes.c_uint,)),
    "libraw_close": (None, (_POINTER,)),
    "libraw_open_buffer": (_INT, (_POINTER, ctypes.c_char_p, ctypes.c_size_t)),
    "libraw_unpack": (_INT, (_POINTER,)),
    "libraw_dcraw_process": (_INT, (_POINTER,)),
    "libraw_dcraw_make_mem_image": (_POINTER, (_POINTER, ctypes.POINTER(_INT))),
    "libraw_dcraw_clear_mem": (None, (_POINTER,)),
    "libraw_free_image": (None, (_POINTER,)),
    "libraw_set_dataerror_handler": (None, (_POINTER, _ON_DAMAGE, _POINTER)),
    "libraw_set_demosaic": (None, (_POINTER, _INT)),
    "libraw_set_output_color": (None, (_POINTER, _INT)),
    "libraw_set_output_bps": (None, (_POINTER, _INT)),
    "libraw_set_highlight": (None, (_POINTER, _INT)),
    "libraw_set_gamma": (None, (_POINTER, _INT, _FLOAT)),
    "libraw_set_no_auto_bright": (None, (_POINTER, _INT)),
    "libraw_set_bright": (None, (_POINTER, _FLOAT)),
    "libraw_set_adjust_maximum_thr": (None, (_POINTER, _FLOAT)),
}
"""What each function returns and takes (`libraw/libraw.h`)."""


class RawError(Exception):
    """A file that LibRaw cannot develop."""

    def __init__(self, code: int) -> None:
        super().__init__(f"LibRaw: {code}")
        self.is_unknown = code in _UNSUPPORTED
        """LibRaw knows nothing of such files."""


class Sizes(ctypes.Structure):
    """The beginning of libraw_image_sizes_t (`libraw/libraw_types.h`), in pixels of the sensor."""

    _fields_ = tuple(
        (name, ctypes.c_ushort)
        for name in ("raw_height", "raw_width", "height", "width", "top_margin", "left_margin", "iheight", "iwidth")
    )


class _Bitmap(ctypes.Structure):
    """The beginning of libraw_processed_image_t."""

    _fields_ = (
        ("type", _INT),
        ("height", ctypes.c_ushort),
        ("width", ctypes.c_ushort),
        ("colors", ctypes.c_ushort),
        ("bits", ctypes.c_ushort),
        ("length", ctypes.c_uint),
        ("pixels", ctypes.c_ubyte * 1),
    )


@dataclass(frozen=True, slots=True)
class Parameters:
    """How a file is developed: as libraw_output_params_t calls it. The white is the camera's, the colours sRGB."""

    gamma: tuple[float, float]
    """Power and slope at black of the curve."""
    bright: float
    adjust_maximum_thr: float
    half_size: bool


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture that LibRaw has made."""

    size: tuple[int, int]
    channels: int
    """1 or 3."""
    pixels: bytes
    """One byte for each channel."""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in libraw_data_t those parameters are for which there is no function, in bytes."""

    half_size: int
    use_camera_wb: int
    user_flip: int


def find_file() -> Path | None:
    """Return the library's file, without importing its package, which would import numpy."""
    package = find_spec("rawpy")
    folders = (package and package.submodule_search_locations) or ()
    found = [file for folder in folders for file in Path(folder).iterdir() if _FILE_NAME.fullmatch(file.name)]
    return found[0] if found else None


@lru_cache(1)
def library() -> ctypes.CDLL | None:
    """Return the library; None where there is none for this computer. Loaded with the first call."""
    path = find_file()
    if path is None:
        return None
    try:
        found = ctypes.CDLL(str(path))
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(found, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return found if _places(found) else None


def version() -> str | None:
    """Return the version of the library, as "0.22.1"; None if there is none."""
    raw = library()
    if raw is None:
        return None
    number = raw.libraw_versionNumber()
    return f"{number >> 16}.{number >> 8 & 0xFF}.{number & 0xFF}"


class RawFile:
    """A file that is being developed. One thread."""

    def __init__(self, raw: ctypes.CDLL, handle: int, data: bytes) -> None:
        self._raw, self._handle, self._data = raw, handle, data  # LibRaw reads the data, and keeps no copy
        self._is_damaged = False
        self._on_damage = _ON_DAMAGE(self._note_damage)
        raw.libraw_set_dataerror_handler(handle, self._on_damage, None)
        self._check(raw.libraw_open_buffer(handle, data, len(data)))

    @property
    def sizes(self) -> Sizes:
        """The sensor's, before it is unpacked."""
        return Sizes.from_address(self._handle + _SIZES_AT)

    def develop(self, parameters: Parameters) -> Developed:
        """Unpack what the sensor saw, and make a picture of it.

        Raises:
            RawError: It cannot be developed.
            MemoryError: It would need more memory than this process may take.
        """
        self._check(self._raw.libraw_unpack(self._handle))
        self._set(parameters)
        self._check(self._raw.libraw_dcraw_process(self._handle))
        code = _INT()
        made = self._raw.libraw_dcraw_make_mem_image(self._handle, ctypes.byref(code))
        self._check(code.value)
        if not made:
            raise MemoryError
        try:
            self._raw.libraw_free_image(self._handle)
            return _copied(made)
        finally:
            self._raw.libraw_dcraw_clear_mem(made)

    def _set(self, wanted: Parameters) -> None:
        raw, handle, places = self._raw, self._handle, _places(self._raw)
        for number, value in enumerate((1 / wanted.gamma[0], wanted.gamma[1])):
            raw.libraw_set_gamma(handle, number, value)
        raw.libraw_set_output_color(handle, _SRGB)
        raw.libraw_set_no_auto_bright(handle, 1)
        raw.libraw_set_bright(handle, wanted.bright)
        raw.libraw_set_adjust_maximum_thr(handle, wanted.adjust_maximum_thr)
        if places:
            _INT.from_address(handle + places.use_camera_wb).value = 1
            _INT.from_address(handle + places.user_flip).value = 0
            _INT.from_address(handle + places.half_size).value = int(wanted.half_size)

    def _note_damage(self, *_: object) -> None:
        self._is_damaged = True

    def _check(self, code: int) -> None:
        """Raise what a result says; LibRaw goes on after damage, and tells of it aside."""
        if code in _NO_MEMORY:
            raise MemoryError
        if code or self._is_damaged:
            raise RawError(code)


@contextmanager
def opened(raw: ctypes.CDLL, data: bytes) -> Iterator[RawFile]:
    """Lend a file of these bytes. LibRaw opens no file, this one or others.

    Raises:
        RawError: LibRaw cannot open it.
        MemoryError: There is no room for it.
    """
    handle = raw.libraw_init(0)
    if not handle:
        raise MemoryError
    try:
        yield RawFile(raw, handle, data)
    finally:
        raw.libraw_close(handle)


def _copied(address: int) -> Developed:
    """Return a picture in LibRaw's memory as one in Python's."""
    bitmap = _Bitmap.from_address(address)
    if bitmap.type != _BITMAP or bitmap.bits != 8 or bitmap.colors not in (1, 3):
        raise RawError(0)
    pixels = ctypes.string_at(address + _Bitmap.pixels.offset, bitmap.width * bitmap.height * bitmap.colors)
    return Developed((bitmap.width, bitmap.height), bitmap.colors, pixels)


@lru_cache(1)
def _places(raw: ctypes.CDLL) -> _Places | None:
    """Find the parameters without a function by their neighbours, which have one; None if they lie otherwise.

    libraw_output_params_t: `bright threshold half_size four_color_rgb highlight use_auto_wb use_camera_wb
    use_camera_matrix output_color`, four bytes each; and `user_flip user_qual`.
    """
    handle = raw.libraw_init(0)
    if not handle:
        return None
    try:
        bright = _place(raw.libraw_set_bright, handle, _FLOAT)
        highlight = _place(raw.libraw_set_highlight, handle, _INT)
        color = _place(raw.libraw_set_output_color, handle, _INT)
        quality = _place(raw.libraw_set_demosaic, handle, _INT)
        found = _Places(bright + 8, color - 8, quality - 4)
        values = [_INT.from_address(handle + at).value for at in (bright + 8, color - 8, color - 4, quality - 4)]
        return found if (highlight, color) == (bright + 16, bright + 32) and values == [0, 0, 1, -1] else None
    finally:
        raw.libraw_close(handle)


def _place(set_to: ctypes._NamedFuncPointer, handle: int, kind: type[ctypes.c_int | ctypes.c_float]) -> int:
    """Return where a function writes what it is given; 0 if nowhere."""
    found: set[int] | None = None
    for value in (6, 7, 5):  # whatever else has one of these values has not all three
        set_to(handle, value)
        wanted, memory = bytes(kind(value)), ctypes.string_at(handle, _SEARCHED_BYTES)
        now = set(_aligned(memory, wanted))
        found = now if found is None else found & now
    return found.pop() if found else 0


def _aligned(memory: bytes, wanted: bytes) -> Iterator[int]:
    """Yield where four bytes stand at multiples of four."""
    at = memory.find(wanted)
    while at >= 0:
        if at % 4 == 0:
            yield at
        at = memory.find(wanted, at + 1)
