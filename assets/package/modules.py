"""Tell which wheels the Python modules within a built program came from. Needs PyInstaller, which wrote them there."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from assets.package.gathering import ALWAYS

if TYPE_CHECKING:
    from pathlib import Path

_OF_OTHERS = ("pyimod", "pyi_rth", "_pyi_rth", "_sysconfigdata")
"""What modules begin with that PyInstaller puts into every program, and that Python makes when it is built."""


def modules_in(program: Path) -> set[str]:
    """Return the full names of the modules and packages that a built program holds."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program))
    return set(archive.open_embedded_archive("PYZ.pyz").toc)


def program_of(folder: Path) -> Path:
    """Return the program in a built folder."""
    return folder / ("shoebox.exe" if sys.platform == "win32" else "shoebox")


def wheels_of_modules(folder: Path) -> set[str]:
    """Return the wheels that the modules of a built program came from; "?NAME" for a module of none.

    Args:
        folder: The built folder.
    """
    wheels = metadata.packages_distributions()
    found = set(ALWAYS)
    for name in {name.partition(".")[0] for name in modules_in(program_of(folder))} - sys.stdlib_module_names:
        if not name.startswith(_OF_OTHERS):
            found |= {canonicalize_name(wheel) for wheel in wheels.get(name, [f"?{name}"])}
    return found
