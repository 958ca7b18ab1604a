"""LibRaw by its C interface: parameters without a function are found, and what it says of a file is told apart."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.imaging import libraw
from gallery.imaging.libraw import Parameters, RawError, opened
from tests.imaging.bayer_files import dng_of

if TYPE_CHECKING:
    import ctypes
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
    places = libraw._places(raw)
    assert places
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
