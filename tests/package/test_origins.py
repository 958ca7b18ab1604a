"""Where files of the package came from: a wheel by its list of files, Python, the system, the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from assets.package import origins
from assets.package.environment import libraries_of
from assets.package.origins import PROJECT, PYTHON, SYSTEM, Origin, origin_of, system_package

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_of_a_wheel_is_known_by_its_path() -> None:
    (path,) = [path for path, _ in libraries_of("pi-heif") if path.startswith("_pi_heif")]
    assert origin_of(path) == Origin("pi-heif", metadata.version("pi-heif"))
    assert origin_of("PIL/Image.py") == Origin("pillow", metadata.version("pillow"))


def test_a_file_that_is_only_called_as_one_of_a_wheel_is_not() -> None:
    assert origin_of("elsewhere/PIL/Image.py") is None
    assert origin_of("PIL/Image2.py") is None


@pytest.mark.parametrize(
    "path",
    [
        "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
        "lib-dynload/_ssl.cpython-311-darwin.so",
        "libpython3.11.so.1.0",
        "Python.framework/Versions/3.11/Python",
        "base_library.zip",
    ],
)
def test_what_is_pythons(path: str) -> None:
    assert origin_of(path) == Origin(PYTHON, ".".join(map(str, sys.version_info[:3])))


@pytest.mark.parametrize(
    "path", ["shoebox", "shoebox-cli.exe", "ui/index.html", "assets/places.bin", "LICENSES/qt.txt"]
)
def test_what_is_the_projects(path: str) -> None:
    assert origin_of(path) == Origin(PROJECT)


@pytest.mark.parametrize("path", ["PySide6/Qt/libexec/qt.conf", "PySide6/qt.conf"])
def test_what_pyinstaller_writes_for_chromium_is_its(path: str) -> None:
    assert origin_of(path) == Origin("pyinstaller")


@pytest.mark.parametrize("path", ["msvcp140.dll", "VCRUNTIME140_1.dll"])
def test_the_runtime_of_microsoft_beside_the_programs_is_of_the_wheel_that_it_was_taken_from(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = metadata.distribution("shiboken6")
    monkeypatch.setattr(origins, "wheel_files", lambda: {f"shiboken6/{path.lower()}": wheel})
    assert origin_of(path) == Origin("shiboken6", wheel.version)
    assert origin_of(f"elsewhere/{path}") is None


@pytest.mark.parametrize(
    ("system", "place", "path"),
    [
        ("win32", "DLLs/_ssl.pyd", "_ssl.pyd"),
        ("win32", "DLLs/libcrypto-3-x64.dll", "libcrypto-3-x64.dll"),
        ("win32", "python311.dll", "python311.dll"),
        ("darwin", "lib/libcrypto.3.dylib", "libcrypto.3.dylib"),
    ],
)
def test_what_lies_beside_python_is_pythons(
    system: str, place: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).touch()
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    assert origin_of(path) == Origin(PYTHON, ".".join(map(str, sys.version_info[:3])))
    (tmp_path / place).unlink()
    monkeypatch.setattr(origins, "system_package", lambda _: None)
    assert origin_of(path) is None


def test_a_library_of_a_system_without_packages_is_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "system_package", lambda name: "" if name == "msvcp140_atomic_wait.dll" else None)
    assert origin_of("msvcp140_atomic_wait.dll") == Origin(SYSTEM)
    assert origin_of("nobody.dll") is None


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="only Debian and its kin tell the package")
def test_a_library_of_the_system_has_its_package() -> None:
    assert origin_of("libc.so.6") == Origin(SYSTEM, "libc6")
    assert origin_of("libz.so.1") == Origin(SYSTEM, "zlib1g")


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="only Debian and its kin tell the package")
def test_a_diversion_is_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "diversion by mover from: /lib/libc.so.6\ndiversion by mover to: /lib/libc.so.6.x\nlibc6:amd64: /lib/libc.so.6\n"
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 0, told, ""))
    assert system_package.__wrapped__("libc.so.6") == "libc6"


@pytest.mark.parametrize("path", ["libnobody.so.1", "somewhere/libc.so.6", "shoebox.txt", "Shoebox/ui/a"])
def test_what_nobody_knows(path: str) -> None:
    assert origin_of(path) is None
