"""What the wheels of this environment bring is known, without a build: a new wheel with an unknown library fails here."""

from __future__ import annotations

import sys

import pytest

from assets.package.environment import libraries_of, required_wheels
from assets.package.inventory import inventory
from assets.package.libraries import library_name
from assets.package.licences import licence_table
from assets.package.notices import licence_files, python_licence, texts_of
from assets.package.origins import PYTHON, Origin

WHEELS = sorted(required_wheels() - {"shoebox"})
pytestmark = pytest.mark.skipif(
    sys.platform != "linux",
    reason="there are wheels elsewhere of which the build takes nothing; test_collected.py asks for what it takes",
)


def test_the_wheels_that_are_needed_are_found() -> None:
    assert {"flask", "jinja2", "pillow", "pyside6-webengine", "shiboken6"} <= set(WHEELS)
    assert {"pytest", "mypy", "pyinstaller"}.isdisjoint(WHEELS)


@pytest.mark.parametrize("wheel", WHEELS)
def test_every_wheel_may_be_in_the_package_and_carries_the_text_of_its_licence(wheel: str) -> None:
    licence = licence_table().licence_of_wheel(wheel)
    assert licence, f"{wheel} has no line in licences.toml"
    assert licence_table().is_allowed(licence)
    assert all(path.read_bytes().strip() for path in texts_of(Origin(wheel)).values())


@pytest.mark.parametrize("wheel", WHEELS)
def test_every_library_of_a_wheel_is_known_and_may_be_in_the_package(wheel: str) -> None:
    assert inventory(libraries_of(wheel))[1] == []


@pytest.mark.parametrize(
    ("wheel", "names"),
    [
        ("pylibjxl", ["libjxl", "Highway", "Brotli", "skcms", "libjpeg-turbo"]),
        ("rawpy", ["LibRaw", "JasPer License", "libjpeg-turbo", "Independent JPEG Group", "Little CMS"]),
        ("pillow", ["libjpeg", "libavif", "aom", "dav1d", "libtiff", "libpng", "openjpeg", "webp", "brotli", "lcms2"]),
        ("pi-heif", ["libheif", "libde265"]),
    ],
)
def test_the_texts_of_a_wheel_name_what_others_made_of_it(wheel: str, names: list[str]) -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in texts_of(Origin(wheel)).values()).lower()
    assert [name for name in names if name.lower() not in texts] == []


@pytest.mark.parametrize("wheel", WHEELS)
def test_libjpeg_turbo_is_listed_wherever_it_is_linked_in(wheel: str) -> None:
    """Wheels do not tell what their makers have linked into a module."""
    for path, file in libraries_of(wheel):
        if b"The libjpeg-turbo Project" in file.read_bytes() and library_name(path) != "jpeg":
            listed = {part.name for part in licence_table().inside(wheel, path)}
            assert listed & {"libjpeg-turbo", "others in Chromium"}, path


def test_libraries_are_found_at_all() -> None:
    names = {library_name(path) for wheel in WHEELS for path, _ in libraries_of(wheel)}
    assert {"qtwebenginecore", "avcodec", "heif", "_imaging", "avif", "qtwebengineprocess"} <= names


def test_python_has_its_licence() -> None:
    assert "PYTHON SOFTWARE FOUNDATION" in python_licence().read_text(encoding="utf-8").upper()
    assert list(texts_of(Origin(PYTHON))) == ["Python.txt"]


def test_the_licences_of_a_wheel_are_its_texts_and_no_code() -> None:
    assert [path.name for path in licence_files("pillow")] == ["LICENSE"]
    assert {path.name for path in licence_files("pi-heif")} == {"LICENSE.txt", "LICENSES_bundled.txt"}
