"""Gather the licences that go with the package: texts that wheels, Python and the system carry, and the project's."""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

from assets.package.licences import TEXTS, licence_table
from assets.package.origins import PROJECT, PYTHON, SYSTEM, Origin

_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors|eula)[^/]*$", re.IGNORECASE)
FOLDER = "LICENSES"
"""The folder of the package that they are in."""


def licence_files(wheel: str) -> list[Path]:
    """Return the licences that an installed wheel carries in its metadata."""
    distribution = metadata.distribution(wheel)
    return sorted(
        Path(str(distribution.locate_file(file)))
        for file in distribution.files or ()
        if ".dist-info/" in str(file).replace("\\", "/")
        and (_LICENCE_FILE.search(str(file).replace("\\", "/")) or "/licenses/" in str(file).replace("\\", "/"))
    )


def python_licence() -> Path:
    """Return Python's licence, where its builders put it: with its modules, on Windows beside it, on Debian elsewhere.

    Raises:
        FileNotFoundError: It is in none of these places.
    """
    version = sysconfig.get_python_version()
    debian = [Path("/usr/share/doc", name, "copyright") for name in (f"python{version}", f"libpython{version}-stdlib")]
    places = [Path(sysconfig.get_path("stdlib"), "LICENSE.txt"), Path(sys.base_prefix, "LICENSE.txt"), *debian]
    found = next((place for place in places if place.exists()), None)
    if found is None:
        raise FileNotFoundError("This Python carries no licence")
    return found


def texts_of(origin: Origin) -> dict[str, Path]:
    """Return the licence texts for what came from there, by the names that they get in the package.

    Raises:
        FileNotFoundError: A wheel or a package of the system has none, neither of its own nor among the project's.
    """
    if origin.source == PROJECT:
        found = {"Shoebox.txt": TEXTS.parents[2] / "LICENSE"}
    elif origin.source == PYTHON:
        found = {"Python.txt": python_licence()}
    elif origin.source == SYSTEM:
        found = {f"{origin.detail}.txt": Path("/usr/share/doc", origin.detail, "copyright")} if origin.detail else {}
    else:
        found = {f"{name}.txt": TEXTS / f"{name}.txt" for name in licence_table().texts_of(origin.source)}
        found |= _of_wheel(origin.source)
    if origin == Origin(SYSTEM) and sys.platform != "linux":  # what comes with Windows and macOS carries none
        return {}
    if not found or not all(path.exists() for path in found.values()):
        raise FileNotFoundError(f"No text of a licence for {origin.source} {origin.detail}")
    return found


def _of_wheel(wheel: str) -> dict[str, Path]:
    """Return the licence texts in a wheel, by names that tell the wheel."""
    return {f"{wheel}-{'-'.join(path.parts[_after_metadata(path) :])}": path for path in licence_files(wheel)}


def _after_metadata(path: Path) -> int:
    """Return the index of the first part of a path below the metadata's folder, and below `licenses` in that."""
    at = next(index for index, part in enumerate(path.parts) if part.endswith(".dist-info")) + 1
    return at + (path.parts[at] == "licenses" and at + 1 < len(path.parts))


def write_texts(folder: Path, origins: set[Origin], table: str) -> None:
    """Write the texts for all of these origins, and the table of the package, into a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for origin in sorted(origins, key=lambda one: (one.source, one.detail)):
        for name, path in texts_of(origin).items():
            shutil.copyfile(path, folder / name)
    for common in ("sqlite", "Apache-2.0"):  # of Python's libraries
        shutil.copyfile(TEXTS / f"{common}.txt", folder / f"{common}.txt")
    (folder / "README.txt").write_text(table, encoding="utf-8", newline="\n")
