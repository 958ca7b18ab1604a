"""Which libraries a library of Linux wants is read from its bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assets.package.elf import wanted_by, wanted_libraries
from assets.package.environment import libraries_of
from assets.package.libraries import library_name

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there are no such libraries elsewhere")


def test_what_a_library_wants() -> None:
    found = {library_name(path): file for path, file in libraries_of("pi-heif")}
    assert any(name.startswith("libde265-") for name in wanted_libraries(found["heif"]))
    assert any(name.startswith("libheif-") for name in wanted_libraries(found["_pi_heif"]))
    assert "libc.so.6" in wanted_libraries(found["heif"])


def test_a_file_that_is_none_wants_nothing() -> None:
    assert wanted_libraries(Path(__file__)) == []


def test_what_is_wanted_by_what_is_wanted_is_found() -> None:
    libraries = {file.name: file for wheel in ("pi-heif", "pillow") for _, file in libraries_of(wheel)}
    (module,) = [file for name, file in libraries.items() if name.startswith("_pi_heif")]
    found = wanted_by([module], libraries)
    assert {library_name(name) for name in found} == {"heif", "de265"}
