"""Everything in the built folder is known and may be there, and the documents say what it is under."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assets.package import document
from assets.package.__main__ import DOCUMENT
from assets.package.codecs import ffmpeg_licences
from assets.package.inventory import Entry, files_of_build, inventory
from assets.package.libraries import library_name
from assets.package.licences import licence_table
from assets.package.modules import modules_in, program_of, wheels_of_modules
from assets.package.notices import texts_of
from assets.package.origins import PROJECT, PYTHON, SYSTEM
from assets.package.runpaths import without_foreign_paths
from tests.package.built import built_folder
from tests.window.needs import needs

pytestmark = pytest.mark.package
FOLDER = built_folder()
needs("PyInstaller")  # which reads the modules in the program; uv sync --extra build
ROOT = Path(__file__).parents[2]
LARGEST_MB = 389
"""Of the folder on Linux, unpacked (docs/packaging.md says what the megabytes are)."""


@pytest.fixture(scope="module")
def listed() -> tuple[list[Entry], list[str]]:
    """All files, and what is wrong with them."""
    return inventory(files_of_build(FOLDER))


@pytest.fixture
def entries(listed: tuple[list[Entry], list[str]]) -> list[Entry]:
    return listed[0]


def sources(entries: list[Entry]) -> set[str]:
    return {entry.origin.source for entry in entries if entry.origin}


def test_every_file_is_known_and_may_be_in_the_package(listed: tuple[list[Entry], list[str]]) -> None:
    entries, faults = listed
    assert len(entries) > 200
    of_system = {SYSTEM} if sys.platform == "linux" else set()
    assert {PROJECT, PYTHON, "pillow", "pi-heif", "pyside6-webengine"} | of_system <= sources(entries)
    assert faults == []


def test_every_python_module_is_of_a_wheel_that_may_be_in_the_package() -> None:
    wheels = wheels_of_modules(FOLDER)
    assert {"flask", "pillow", "shoebox", "watchdog"} <= wheels
    assert "cryptography" not in wheels
    assert [
        wheel for wheel in wheels if not licence_table().is_allowed(licence_table().licence_of_wheel(wheel) or "")
    ] == []


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
def test_no_library_looks_for_others_in_a_folder_of_the_builder() -> None:
    libraries = [file for _, file in files_of_build(FOLDER) if file.read_bytes()[:4] == b"\x7fELF"]
    assert len(libraries) > 100
    assert [file.name for file in libraries if without_foreign_paths(content := file.read_bytes()) != content] == []


def test_nothing_names_the_folder_that_it_was_built_in() -> None:
    """Else two builds would differ. The modules in the program are compressed: those that it is made of are compared."""
    from PyInstaller.archive.readers import CArchiveReader

    here = str(ROOT).encode()
    assert [path for path, file in files_of_build(FOLDER) if here in file.read_bytes()] == []
    modules = CArchiveReader(str(program_of(FOLDER))).open_embedded_archive("PYZ.pyz")
    assert [name for name in modules.toc if here in (modules.extract(name, raw=True) or b"")] == []


def test_what_only_developers_need_is_not_there() -> None:
    modules = modules_in(program_of(FOLDER))
    assert "gallery.imaging.workers.poster_main" in modules
    unwanted = (
        "werkzeug.debug",
        "tests",
        "pytest",
        "_pytest",
        "pip",
        "setuptools",
        "PyInstaller",
        "tkinter",
        "idlelib",
    )
    assert [name for name in modules if f"{name}.".startswith(tuple(f"{one}." for one in unwanted))] == []


def test_ffmpeg_is_there_once_and_is_under_the_lgpl(entries: list[Entry]) -> None:
    parts = {"avcodec", "avformat", "avutil", "swresample", "swscale"}
    found = [library_name(entry.path) for entry in entries if library_name(entry.path) in parts]
    assert sorted(found) == sorted(parts)
    libraries = [file for path, file in files_of_build(FOLDER) if library_name(path) in parts]
    assert [ffmpeg_licences(file.read_bytes()) for file in libraries] == [["LGPL version 2.1 or later"]] * len(parts)


def test_every_link_leads_somewhere() -> None:
    assert [str(path) for path in FOLDER.rglob("*") if path.is_symlink() and not path.exists()] == []


def test_the_package_carries_a_text_for_whatever_it_holds(entries: list[Entry]) -> None:
    texts = {Path(entry.path).name for entry in entries if entry.path.startswith("LICENSES/")}
    for entry in entries:
        assert entry.origin
        assert set(texts_of(entry.origin)) <= texts, entry
    table = (FOLDER / "_internal" / "LICENSES" / "README.txt").read_text(encoding="utf-8")
    libraries = [entry.path for entry in entries if entry.is_library and "lib-dynload/" not in entry.path]
    programs = {path for path in libraries if "/" not in path and path.startswith("shoebox")}
    assert {path for path in libraries if f"| {library_name(path)} |" not in table} == programs, "made after the table"


@pytest.mark.skipif(sys.platform != "linux", reason="the document is that of Linux")
def test_the_document_is_that_of_this_build(entries: list[Entry]) -> None:
    """Made again by `nox -s package`."""
    assert DOCUMENT.read_text(encoding="utf-8") == document.markdown(entries, wheels_of_modules(FOLDER))


@pytest.mark.skipif(sys.platform != "linux", reason="nobody has measured it elsewhere")
def test_the_package_is_no_larger_than_it_may_be(entries: list[Entry]) -> None:
    assert sum(entry.size for entry in entries) / 1e6 <= LARGEST_MB
