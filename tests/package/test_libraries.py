"""Machine code is found by its leading bytes, on all three systems, and a library has one name on all of them."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

import pytest

from assets.package.libraries import binary_format, files_below, is_binary, library_name

FORMATS = {
    "ELF": "7f454c4602010100000000000000000003003e00",
    "PE": "4d5a90000300000004000000ffff0000b8000000",
    "Mach-O": "cffaedfe0c00000100000000060000001600000058050000",
    "Mach-O 32": "cefaedfe07000000030000000600000013000000",
    "Mach-O, other order": "feedfacf0100000c",
    "Mach-O for two processors": "cafebabe00000002010000070000000300004000",
    "Mach-O for two processors, long": "cafebabf000000020100000c0000000000000000",
    "ar": "213c617263683e0a2f2020202020202020202020",
}
"""The first bytes of such files, as compilers have written them."""
OTHERS = {
    "Java class": "cafebabe0000003d0010",
    "JPEG": "ffd8ffe000104a464946",
    "script": "23212f62696e2f7368",
    "empty": "",
    "cut": "cafebabe",
    "zip": "504b0304",
}


@pytest.mark.parametrize(("name", "head"), FORMATS.items(), ids=FORMATS)
def test_machine_code_is_known_by_its_leading_bytes(name: str, head: str) -> None:
    assert binary_format(bytes.fromhex(head)) == name.partition(",")[0].partition(" ")[0]


@pytest.mark.parametrize("head", OTHERS.values(), ids=OTHERS)
def test_nothing_else_is(head: str) -> None:
    assert binary_format(bytes.fromhex(head)) is None


def test_the_program_that_runs_this_is_one() -> None:
    assert is_binary(Path(sys.executable))
    assert not is_binary(Path(__file__))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("PySide6/Qt/lib/libQt6Core.so.6", "qtcore"),
        ("PySide6\\Qt6Core.dll", "qtcore"),
        ("PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", "qtcore"),
        ("PySide6/QtCore.abi3.so", "qtcore"),
        ("PySide6/Qt/libexec/QtWebEngineProcess", "qtwebengineprocess"),
        ("pillow.libs/libavif-c6062d5f.so.16.4.2", "avif"),
        ("PIL/.dylibs/libavif.16.4.2.dylib", "avif"),
        ("pillow.libs/libXau-154567c4.so.6.0.0", "xau"),
        ("numpy.libs/libgfortran-040039e1-0352e75f.so.5.0.0", "gfortran"),
        ("numpy.libs/libscipy_openblas64_-32a4b2a6.so", "scipy_openblas64_"),
        ("numpy.libs\\msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll", "msvcp140"),
        ("PIL/_imaging.cpython-311-x86_64-linux-gnu.so", "_imaging"),
        ("PIL/_imaging.cp311-win_amd64.pyd", "_imaging"),
        ("lib-dynload/_ssl.cpython-311-darwin.so", "_ssl"),
        ("libssl.so.3", "ssl"),
        ("libssl-3-x64.dll", "ssl"),
        ("libssl-3.dll", "ssl"),
        ("avcodec-61.dll", "avcodec"),
        ("libglib-2.0.so.0", "glib"),
        ("libxcb-cursor.so.0", "xcb-cursor"),
        ("libX11-xcb.so.1", "x11-xcb"),
        ("libpython3.11.so.1.0", "python"),
        ("python311.dll", "python"),
        ("libQt6FFmpegStub-va-x11.so.2", "qtffmpegstub-va-x11"),
    ],
)
def test_a_library_has_one_name_on_every_system(path: str, name: str) -> None:
    assert library_name(path) == name


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_files_are_listed_and_links_between_them_are_not(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/two", "a", "b/one"):
        (tmp_path / name).write_bytes(struct.pack(">I", 1))
    (tmp_path / "link").symlink_to("a")
    assert [str(path.relative_to(tmp_path)) for path in files_below(tmp_path)] == ["a", "b/one", "b/two"]
