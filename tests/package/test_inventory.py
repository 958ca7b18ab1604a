"""Whatever must not be in the package is found there: libraries under any name, from anywhere, and what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assets.package.codecs import MARKS
from assets.package.inventory import files_of_build, inventory
from assets.package.licences import LicenceTable
from assets.package.origins import PROJECT, SYSTEM, Origin

if TYPE_CHECKING:
    from pathlib import Path

ELF = b"\x7fELF\2\1\1" + bytes(57)
KNOWN = {
    "shoebox": (ELF, Origin(PROJECT)),
    "_internal/libssl.so.3": (ELF, Origin(SYSTEM, "libssl3")),
    "_internal/pi_heif.libs/libheif-7a3e919c.so.1.23.0": (ELF, Origin("pi-heif", "1.4.0")),
    "_internal/assets/places.bin": (b"PLACES", Origin(PROJECT)),
    "_internal/PIL/py.typed": (b"", Origin("pillow", "13.0.0")),
}
ORIGINS = {name.removeprefix("_internal/"): origin for name, (_, origin) in KNOWN.items()}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A built folder in which all is well."""
    for name in KNOWN:
        put(tmp_path, name, KNOWN[name][0])
    return tmp_path


def put(build: Path, name: str, data: bytes) -> None:
    (build / name).parent.mkdir(parents=True, exist_ok=True)
    (build / name).write_bytes(data)


def faults(build: Path, **more: Origin) -> list[str]:
    return inventory(files_of_build(build), {**ORIGINS, **more}.get)[1]


def test_a_folder_of_known_things_has_no_fault(build: Path) -> None:
    entries, found = inventory(files_of_build(build), ORIGINS.get)
    assert found == []
    assert [(entry.path, entry.is_library, entry.licence) for entry in entries] == [
        ("PIL/py.typed", False, "MIT-CMU"),
        ("assets/places.bin", False, "CC-BY-4.0 AND Unicode-3.0"),
        ("libssl.so.3", True, "Apache-2.0"),
        ("pi_heif.libs/libheif-7a3e919c.so.1.23.0", True, "LGPL-3.0-or-later"),
        ("shoebox", True, "GPL-2.0-or-later WITH Bootloader-exception"),
    ]


def test_a_library_that_nobody_knows_is_a_fault(build: Path) -> None:
    put(build, "_internal/libx265.so.199", ELF)
    assert faults(build) == ["libx265.so.199: nobody knows where it comes from"]
    (fault,) = faults(build, **{"libx265.so.199": Origin(SYSTEM, "libx265-199")})
    assert fault.startswith("libx265.so.199: no licence is known (of system)")


def test_machine_code_is_found_under_any_name(build: Path) -> None:
    put(build, "_internal/assets/picture.png", ELF)
    (fault,) = faults(build, **{"assets/picture.png": Origin(PROJECT)})
    assert fault.startswith("assets/picture.png: no licence is known")


def test_a_library_of_a_known_name_from_elsewhere_is_a_fault(build: Path) -> None:
    name = "_internal/pi_heif.libs/libx265-7a3e919c.so.199"
    put(build, name, ELF)
    (fault,) = faults(build, **{name.removeprefix("_internal/"): Origin("pi-heif", "1.4.0")})
    assert "no licence is known (of pi-heif)" in fault


@pytest.mark.parametrize("module", ["qtcharts", "qtdatavisualization", "qtquick3d", "qtvirtualkeyboard", "qtgraphs"])
def test_a_module_of_qt_that_is_under_the_gpl_alone_has_no_entry(build: Path, module: str) -> None:
    put(build, f"_internal/PySide6/Qt/lib/lib{module}.so.6", ELF)
    for wheel in ("pyside6-addons", "pyside6-essentials"):
        assert faults(build, **{f"PySide6/Qt/lib/lib{module}.so.6": Origin(wheel)})


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "LicenseRef-nobody-knows"])
def test_a_licence_that_is_not_allowed_is_a_fault(build: Path, licence: str) -> None:
    entry = {"names": ["ssl"], "licence": licence}
    table = LicenceTable({"allowed": ["MIT"], "wheel": {}, "file": [], "system": {"library": [entry]}})
    files = [("libssl.so.3", build / "_internal" / "libssl.so.3")]
    assert inventory(files, ORIGINS.get, table)[1] == [f"libssl.so.3: {licence} is not allowed"]


def test_an_encoder_in_a_library_that_is_allowed_is_a_fault(build: Path) -> None:
    put(build, "_internal/pi_heif.libs/libheif-7a3e919c.so.1.23.0", ELF + MARKS["x265"])
    assert faults(build) == ["pi_heif.libs/libheif-7a3e919c.so.1.23.0: holds x265"]


def test_a_file_of_no_wheel_that_is_in_no_line_of_the_table_is_a_fault(build: Path) -> None:
    put(build, "_internal/font.ttf", b"\0\1\0\0")
    (fault,) = faults(build, **{"font.ttf": Origin(PROJECT)})
    assert "no licence is known" in fault


def test_a_wheel_that_nobody_knows_is_a_fault(build: Path) -> None:
    put(build, "_internal/pillow_jxl/py.typed", b"")
    (fault,) = faults(build, **{"pillow_jxl/py.typed": Origin("pillow-jxl-plugin", "1")})
    assert "no licence is known (of pillow-jxl-plugin)" in fault
