"""LibRaw, which develops RAW files, by its C interface (`libraw/libraw.h` of LibRaw 0.21 and 0.22).

The library is in the package rawpy. Its Python module is not used: it needs numpy, which takes 0.1 s in each decode
process and 39 MB in the program that needs no Python. Where there is no such package, there is no library.
"""

from __future__ import annotations

import ctypes
import errno
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.imaging.libraw_places import places_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FILE_NAME = re.compile(r"libraw_r(\.so\.\d+|\.\d+\.dylib)|raw_r\.dll")
"""On Linux, macOS and Windows; `_r`: any number of threads may have a picture each."""
_UNSUPPORTED = frozenset((-2, -8))
_NO_MEMORY = frozenset((-100007, -100012, errno.ENOMEM))
"""LIBRAW_FILE_UNSUPPORTED, LIBRAW_NOT_IMPLEMENTED; LIBRAW_UNSUFFICIENT_MEMORY, LIBRAW_TOO_BIG, the system's own number
(`libraw/libraw_const.h`). Not LIBRAW_MEMPOOL_OVERFLOW: that file has more parts than any camera writes."""
_BITMAP = 2
"""LIBRAW_IMAGE_BITMAP: rows of pixels, not a file."""
_SRGB = 1
_SIZES_AT = ctypes.sizeof(ctypes.c_void_p)
"""Where libraw_data_t has its sizes: behind a pointer."""
_NO_ROOM, _NO_ROOM_ON_WINDOWS = re.compile("failed to map segment|[aA]llocate memory"), frozenset((8, 14, 1455))
"""What the system's loader says when a process has too little memory: glibc, and codes of Windows (`winerror.h`)."""

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


def find_file() -> Path | None:
    """Return the library's file, without importing its package, which would import numpy."""
    package = find_spec("rawpy")
    folders = (package and package.submodule_search_locations) or ()
    found = [file for folder in folders for file in Path(folder).iterdir() if _FILE_NAME.fullmatch(file.name)]
    return found[0] if found else None


def library() -> ctypes.CDLL | None:
    """Return the library; None where there is none for this computer. Loaded with the first call.

    Raises:
        MemoryError: There is no room for it now.
    """
    try:
        return _load()
    except (OSError, AttributeError, LookupError) as error:
        if _NO_ROOM.search(str(error)) or getattr(error, "winerror", None) in _NO_ROOM_ON_WINDOWS:
            raise MemoryError from error
        return None


@lru_cache(1)
def _load() -> ctypes.CDLL:
    """Load the library. A failure is not remembered: the next call may have more memory.

    Raises:
        OSError: It is not there, or cannot be loaded.
        AttributeError: It lacks a function.
        LookupError: It is made otherwise than expected.
        MemoryError: There is no room for it now.
    """
    path = find_file()
    if path is None:
        raise FileNotFoundError("no LibRaw")
    found = ctypes.CDLL(str(path))
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    places_in(found)
    return found


def version() -> str | None:
    """Return the version of the library, as "0.22.1"; None if there is none.

    Raises:
        MemoryError: There is no room for it now.
    """
    raw = library()
    if raw is None:
        return None
    number = raw.libraw_versionNumber()
    return f"{number >> 16}.{number >> 8 & 0xFF}.{number & 0xFF}"


class RawFile:
    """A file that is being developed. One thread."""

    def __init__(self, raw: ctypes.CDLL, handle: int, data: bytes) -> None:
        self._raw, self._handle, self._data = raw, handle, data  # LibRaw reads the data, and keeps no copy
        self._damages: list[tuple[object, ...]] = []
        self._on_damage = _ON_DAMAGE(_noting_in(self._damages))
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
        if not made:
            self._check(code.value or errno.ENOMEM)
        try:
            self._raw.libraw_free_image(self._handle)
            return _copied(made)
        finally:
            self._raw.libraw_dcraw_clear_mem(made)

    def _set(self, wanted: Parameters) -> None:
        raw, handle, places = self._raw, self._handle, places_in(self._raw)
        for number, value in enumerate((1 / wanted.gamma[0], wanted.gamma[1])):
            raw.libraw_set_gamma(handle, number, value)
        raw.libraw_set_output_color(handle, _SRGB)
        raw.libraw_set_no_auto_bright(handle, 1)
        raw.libraw_set_bright(handle, wanted.bright)
        raw.libraw_set_adjust_maximum_thr(handle, wanted.adjust_maximum_thr)
        _INT.from_address(handle + places.use_camera_wb).value = 1
        _INT.from_address(handle + places.user_flip).value = 0
        _INT.from_address(handle + places.half_size).value = int(wanted.half_size)

    def _check(self, code: int) -> None:
        """Raise what a result says; LibRaw goes on after damage, and tells of it aside."""
        if code in _NO_MEMORY:
            raise MemoryError
        if code or self._damages:
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


def _noting_in(damages: list[tuple[object, ...]]) -> Callable[..., None]:
    """Return what LibRaw calls when it finds damage.

    It must not know the file's object, which has it: such a ring, and the file's bytes in it, would stay until the
    garbage collector comes, which never comes to decode processes.
    """
    return lambda *told: damages.append(told)


def _copied(address: int) -> Developed:
    """Return a picture in LibRaw's memory as one in Python's."""
    bitmap = _Bitmap.from_address(address)
    if bitmap.type != _BITMAP or bitmap.bits != 8 or bitmap.colors not in (1, 3):
        raise RawError(0)
    pixels = ctypes.string_at(address + _Bitmap.pixels.offset, bitmap.width * bitmap.height * bitmap.colors)
    return Developed((bitmap.width, bitmap.height), bitmap.colors, pixels)
