"""LibRaw by its C interface: parameters without a function are found, and what it says of a file is told apart."""

from __future__ import annotations

import ctypes
import errno
import gc
import hashlib
import subprocess
import sys
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from gallery.imaging import libraw, libraw_places
from gallery.imaging.libraw import Parameters, RawError, opened
from tests.imaging.bayer_files import dng_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PARAMETERS = Parameters(gamma=(2.4, 12.92), bright=1.0, adjust_maximum_thr=0.0, half_size=False)
DNG = dng_of(Image.new("RGB", (320, 240), (20, 20, 230)))


@pytest.fixture(scope="module")
def raw() -> ctypes.CDLL:
    found = libraw.library()
    if found is None:
        pytest.skip("there is no LibRaw for this computer")
    return found


def test_parameters_without_a_function_are_found_between_those_that_have_one(raw: ctypes.CDLL) -> None:
    places = libraw_places.places_in(raw)
    assert places.half_size + 16 == places.use_camera_wb


def test_a_file_is_developed_in_all_of_its_size_and_in_half(raw: ctypes.CDLL) -> None:
    for is_half, size in ((False, (320, 240)), (True, (160, 120))):
        with opened(raw, DNG) as file:
            assert (file.sizes.raw_width, file.sizes.raw_height) == (320, 240)
            made = file.develop(Parameters((2.4, 12.92), 1.0, 0.0, half_size=is_half))
        assert (made.size, made.channels, len(made.pixels)) == (size, 3, size[0] * size[1] * 3)


def test_what_libraw_does_not_know_is_told_from_what_is_damaged(raw: ctypes.CDLL) -> None:
    for data, is_unknown in ((b"no picture at all" * 100, True), (DNG[:-5000], False)):
        with pytest.raises(RawError) as raised, opened(raw, data) as file:
            file.develop(PARAMETERS)
        assert raised.value.is_unknown == is_unknown


class Altered:
    """LibRaw, with one function of ours."""

    def __init__(self, raw: ctypes.CDLL, **functions: Callable[..., int]) -> None:
        self._raw = raw
        self.__dict__.update(functions)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


@pytest.mark.parametrize("code", [0, errno.ENOMEM, -100007])
def test_a_picture_for_which_there_is_no_room_is_no_damage(raw: ctypes.CDLL, code: int) -> None:
    def make(_handle: int, told: Any) -> int:
        told._obj.value = code
        return 0

    altered: Any = Altered(raw, libraw_dcraw_make_mem_image=make)
    with pytest.raises(MemoryError), opened(altered, DNG) as file:
        file.develop(PARAMETERS)


def test_a_file_with_too_many_parts_is_damaged_and_wants_no_memory(raw: ctypes.CDLL) -> None:
    altered: Any = Altered(raw, libraw_unpack=lambda _: -100013)
    with pytest.raises(RawError), opened(altered, DNG) as file:
        file.develop(PARAMETERS)


def test_a_file_goes_with_the_last_who_knows_it(raw: ctypes.CDLL) -> None:
    """Decode processes have no garbage collector that would look for rings."""
    gc.disable()
    try:
        with opened(raw, DNG) as file:
            file.develop(PARAMETERS)
            still_there = weakref.ref(file)
        del file
        assert still_there() is None
    finally:
        gc.enable()


def test_a_library_that_could_not_be_loaded_is_tried_again(raw: ctypes.CDLL, monkeypatch: pytest.MonkeyPatch) -> None:
    libraw._load.cache_clear()
    libraw_places.places_in.cache_clear()
    real = ctypes.CDLL
    monkeypatch.setattr(ctypes, "CDLL", no_room)
    with pytest.raises(MemoryError):
        libraw.library()
    monkeypatch.setattr(ctypes, "CDLL", lambda path: Altered(real(path), libraw_init=lambda _: 0))
    with pytest.raises(MemoryError):
        libraw.library()
    monkeypatch.setattr(ctypes, "CDLL", real)
    assert libraw.library() is not None
    assert libraw.version() is not None


def no_room(path: str) -> ctypes.CDLL:
    raise OSError(f"{path}: failed to map segment from shared object")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_process_with_too_little_memory_has_the_library_when_it_has_more(raw: ctypes.CDLL) -> None:
    code = """
import resource
from gallery.imaging import libraw
libraw.find_file()
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 20), resource.RLIM_INFINITY))
try:
    libraw.library()
except MemoryError:
    print("no room")
resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(libraw.version() is not None)
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split("\n")[:-1] == ["no room", "True"]


def test_pixels_are_those_that_rawpy_makes(raw: ctypes.CDLL, tmp_path: Path) -> None:
    """Its module sets the same parameters by their names, where ours looks for their places. In another process."""
    red, green, blue = (Image.linear_gradient("L").resize((320, 240)).rotate(turn) for turn in (0, 90, 180))
    file = tmp_path / "a.dng"
    file.write_bytes(dng_of(Image.merge("RGB", (red, green, blue)), orientation=6, neutral=(2, 4, 3)))
    code = f"""
import hashlib, rawpy
for is_half in (False, True):
    with rawpy.imread({str(file)!r}) as read:
        pixels = read.postprocess(gamma=(2.4, 12.92), bright=1.5, adjust_maximum_thr=0.75, half_size=is_half,
            no_auto_bright=True, use_camera_wb=True, user_flip=0, output_bps=8)
    print(hashlib.sha256(pixels.tobytes()).hexdigest())
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    made = []
    for is_half in (False, True):
        with opened(raw, file.read_bytes()) as ours:
            made.append(ours.develop(Parameters((2.4, 12.92), 1.5, 0.75, half_size=is_half)))
    assert found.stdout.split() == [hashlib.sha256(one.pixels).hexdigest() for one in made]
    assert all(len(set(one.pixels)) > 100 for one in made)


def test_numpy_is_not_needed() -> None:
    code = (
        "import sys; from gallery.imaging import libraw; libraw.version(); print({'numpy', 'rawpy'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_a_package_without_the_library_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "rawpy").mkdir()
    (tmp_path / "rawpy" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert libraw.find_file() is None
    for name in ("libraw_r.so", "libraw_r.so.25", "libraw_r.so.25.0.0", "_rawpy.so"):
        (tmp_path / "rawpy" / name).touch()
    assert libraw.find_file() == tmp_path / "rawpy" / "libraw_r.so.25"
