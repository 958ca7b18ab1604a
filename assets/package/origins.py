"""Tell where a file of the package came from: a wheel, Python, the system of the machine that built it, the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

from assets.package.chosen_windows import RUNTIME, RUNTIME_PLACE

PYTHON, SYSTEM, PROJECT = "Python", "system", "Shoebox"
_STANDARD_LIBRARY = re.compile(r"(python\d\.\d+/)?lib-dynload/|libpython|base_library\.zip|Python(\.framework/|$)")
_MADE_BY_PYINSTALLER = re.compile(r"PySide6/(Qt/libexec/)?qt\.conf$")
_OWN = re.compile(r"(ui|assets|LICENSES)/|shoebox(-cli)?(\.exe)?$")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from: what made it (a wheel's name, or one of the constants), and more exactly what of that."""

    source: str
    detail: str = ""
    """The version of a wheel or of Python, the package of a system."""


@cache
def wheel_files() -> dict[str, metadata.Distribution]:
    """Return the wheel of every file that an installed one brought, by the path below site-packages."""
    return {str(file).replace("\\", "/"): wheel for wheel in metadata.distributions() for file in (wheel.files or ())}


def wheel_name(wheel: metadata.Distribution) -> str:
    """Return the name of a wheel as indexes write it."""
    return canonicalize_name(wheel.metadata["Name"])


def origin_of(path: str) -> Origin | None:
    """Return where a file came from, by its path in the package, which is that below site-packages for files of wheels.

    None if nobody knows it.
    """
    wheel = wheel_files().get(path) or wheel_files().get(_place_in_wheel(path))
    if wheel is not None:
        return Origin(wheel_name(wheel), wheel.version)
    if _STANDARD_LIBRARY.match(path) or is_of_python(path):
        return Origin(PYTHON, ".".join(map(str, sys.version_info[:3])))
    if _MADE_BY_PYINSTALLER.match(path):
        return Origin("pyinstaller")
    if _OWN.match(path):
        return Origin(PROJECT)
    name = path.rpartition("/")[2]
    package = system_package(name) if name == path else None
    return Origin(SYSTEM, package) if package is not None else None


@cache
def system_package(name: str) -> str | None:
    """Return the system's package that a library belongs to, on Debian and its kin.

    Elsewhere, "" for a library of the folders where the system's are.
    """
    places = [place for place in _library_folders() if (place / name).exists()]
    if not places or shutil.which("dpkg-query") is None:
        return "" if places else None
    for place in places:
        for path in {place / name, (place / name).resolve(), *_without_usr(place / name)}:
            command = ["dpkg-query", "--search", str(path)]
            found = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
            # lines about diversions, where a package has moved a file of another out of its way, name no owner
            owners = [line for line in found.splitlines() if " from: " not in line and " to: " not in line]
            if owners:
                return owners[0].partition(":")[0]
    return None


def is_of_python(path: str) -> bool:
    """Return whether a file is one of those that Python's makers put beside it, outside the folders of modules."""
    folders = {"win32": ("", "DLLs"), "darwin": ("lib",)}.get(sys.platform, ())
    return any(Path(sys.base_prefix, folder, path).is_file() for folder in folders)


def _place_in_wheel(path: str) -> str:
    """Return where a file lies in the folder of wheels that the package has somewhere else (`gathering.runtime`)."""
    return f"{RUNTIME_PLACE}/{path.lower()}" if path.lower() in RUNTIME else path


@cache
def _library_folders() -> tuple[Path, ...]:
    """Return the folders where the system looks for libraries."""
    if sys.platform == "win32":
        return (Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32"),)
    triple = sysconfig.get_config_var("MULTIARCH") or ""
    names = ("/usr/lib", "/lib", "/usr/lib64", "/lib64", "/usr/local/lib")
    return tuple(folder for name in names for folder in (Path(name, triple), Path(name)) if folder.is_dir())


def _without_usr(path: Path) -> list[Path]:
    """Return a path as it was written before /lib became a link into /usr: packages still name it so."""
    resolved = path.resolve()
    return [Path("/", resolved.relative_to("/usr"))] if resolved.is_relative_to("/usr") else []
