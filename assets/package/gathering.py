"""What build.spec asks: check all that PyInstaller has collected, and hand back the licences that go with it."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from assets.package import (
    chosen,
    chosen_windows,
    compaction,
    document,
    elf,
    icu_tables,
    inventory,
    notices,
    relocations,
    runpaths,
)
from assets.package.environment import required_wheels
from assets.package.origins import Origin, is_of_python, wheel_files, wheel_name
from gallery.imaging.libraw import find_file as find_libraw

if TYPE_CHECKING:
    from collections.abc import Iterable

Collected = tuple[str, str, str]
"""An entry of PyInstaller's lists: the path in the package, or the name of a module; the file here; the kind."""
ALWAYS = ("pyinstaller", "pyinstaller-hooks-contrib")
"""Wheels that are in every program that PyInstaller makes, without a file of theirs."""
_WORTH_BYTES = 4096
"""What a copy must save: a library that is not changed is easier to compare with its maker's."""


def wheels_of(modules: Iterable[Collected]) -> set[Origin]:
    """Return the wheels that Python modules came from.

    Args:
        modules: PyInstaller's list of modules.
    """
    folders = [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")]
    found = set()
    for _, source, _ in modules:
        folder = next((one for one in folders if Path(source).is_relative_to(one)), None)
        wheel = wheel_files().get(Path(source).relative_to(folder).as_posix()) if folder else None
        if wheel is not None:
            found.add(Origin(wheel_name(wheel), wheel.version))
    return found


def libraw() -> list[tuple[str, str]]:
    """Return LibRaw, with what it is linked with and finds beside it (Windows), as `Analysis` takes binaries.

    Raises:
        SystemExit: Its wheel is needed on this system and does not have it: RAW files could not be developed.
    """
    file = find_libraw()
    if file is None:
        if "rawpy" in required_wheels():
            sys.exit("No LibRaw was found in the wheel rawpy, which gallery/imaging/libraw.py looks through")
        return []
    return [(str(one), "rawpy") for one in (file, *sorted(file.parent.glob("vcomp*.dll")))]


def runtime(system: str = sys.platform) -> list[tuple[str, str]]:
    """Return the runtime of Microsoft's compiler, as `Analysis` takes binaries: Windows need not have it.

    PyInstaller finds it beside Qt's libraries and leaves it there, where libraries of other wheels do not look.
    """
    folder = Path(sysconfig.get_path("platlib"), chosen_windows.RUNTIME_PLACE)
    return [(str(folder / name), ".") for name in chosen_windows.RUNTIME] if system == "win32" else []


def without_foreign_openssl(files: Iterable[Collected]) -> list[Collected]:
    """Return PyInstaller's list of binaries without an OpenSSL that is not Python's. Windows.

    Qt finds one that another program has put where all programs look, and PyInstaller takes what Qt has found.
    """
    return [entry for entry in files if not chosen_windows.OPENSSL.match(entry[0]) or is_of_python(entry[0])]


def licences_for(modules: Iterable[Collected], files: Iterable[Collected], folder: str) -> list[Collected]:
    """Write the licences of a package into a folder; return its files as PyInstaller's list.

    Args:
        modules: PyInstaller's list of Python modules.
        files: Its lists of binaries and of data, of what goes into the package.
        folder: Where to write; made anew.

    Raises:
        SystemExit: The package would hold what is unknown, or must not be shipped.
    """
    paths = [(path.replace("\\", "/"), Path(source)) for path, source, kind in files if kind != "SYMLINK"]
    entries, faults = inventory.inventory(paths)
    wheels = wheels_of(modules)
    strangers = {one.source for one in wheels} | inventory.wheels_in(entries)
    strangers -= required_wheels() | set(ALWAYS)
    faults += [f"{name}: Shoebox does not need it; name it in `excludes` of build.spec" for name in sorted(strangers)]
    if faults:
        sys.exit("The package would hold what it must not:\n" + "\n".join(faults))
    wheels |= {origin for name in ALWAYS if (origin := origin_of_wheel(name))}
    table = document.markdown(entries, {wheel.source for wheel in wheels}, with_versions=True)
    notices.write_texts(Path(folder), wheels | {entry.origin for entry in entries if entry.origin}, table)
    return [(f"{notices.FOLDER}/{path.name}", str(path), "DATA") for path in sorted(Path(folder).iterdir())]


def origin_of_wheel(name: str) -> Origin | None:
    """Return an installed wheel, by its name."""
    return next((Origin(name, one.version) for one in wheel_files().values() if wheel_name(one) == name), None)


def without_orphans(files: Iterable[Collected]) -> list[Collected]:
    """Return PyInstaller's list of binaries without the system's libraries that nothing in it wants any more. Linux.

    They came along for what was dropped.
    """
    files = list(files)
    of_system = {path: Path(source) for path, source, kind in files if kind != "SYMLINK" and chosen.is_of_system(path)}
    roots = [Path(source) for path, source, kind in files if kind != "SYMLINK" and path not in of_system]
    roots += [source for path, source in of_system.items() if chosen.LOADED_BY_NAME.match(path)]
    wanted = elf.wanted_by(roots, of_system)
    return [
        entry
        for entry in files
        if entry[0] not in of_system or entry[0] in wanted or chosen.LOADED_BY_NAME.match(entry[0])
    ]


def compacted(files: Iterable[Collected], folder: str) -> list[Collected]:
    """Return PyInstaller's list of binaries with shorter copies of those that are much longer than they must be. Linux.

    Args:
        files: The list.
        folder: Where to put the copies.
    """
    return [_compacted(entry, Path(folder)) for entry in files]


def compacted_extensions(files: Iterable[Collected], folder: str) -> list[Collected]:
    """Return a list of PyInstaller's with shorter copies of the extension modules in it, and all else as it is."""
    return [_compacted(entry, Path(folder)) if entry[2] == "EXTENSION" else entry for entry in files]


def without_records(files: Iterable[Collected]) -> list[Collected]:
    """Return PyInstaller's list of data without the wheels' lists of what was installed, which nothing reads.

    They hold checksums of commands whose first line names the folder of the environment: two builds would differ.
    """
    return [entry for entry in files if not entry[0].replace("\\", "/").endswith(".dist-info/RECORD")]


def with_fewer_tables(files: Iterable[Collected], folder: str) -> list[Collected]:
    """Return PyInstaller's list of data with a shorter copy of Chromium's tables of ICU.

    Args:
        files: The list.
        folder: Where to put the copy.
    """
    made = []
    for path, source, kind in files:
        if Path(path).name == icu_tables.CHROMIUM and kind != "SYMLINK":
            copy = Path(folder, icu_tables.CHROMIUM)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(icu_tables.smaller_tables(Path(source).read_bytes(), icu_tables.is_kept_of_chromium))
            made.append((path, str(copy), kind))
        else:
            made.append((path, source, kind))
    return made


def _reads_short_form() -> bool:
    """Return whether the loader of this machine, the oldest that the package is for, reads short relocations."""
    if sys.platform == "win32":
        return False
    version = (os.confstr("CS_GNU_LIBC_VERSION") if sys.platform == "linux" else None) or ""
    return tuple(int(part) for part in re.findall(r"\d+", version)) >= relocations.LEAST_C_LIBRARY


def _compacted(entry: Collected, folder: Path) -> Collected:
    """Return an entry with a shorter copy of its file, or as it is."""
    path, source, kind = entry
    if kind == "SYMLINK":
        return entry
    library = Path(source).read_bytes()
    cleaned = runpaths.without_foreign_paths(library)
    if Path(path).name.startswith(icu_tables.LIBRARY):
        shorter = icu_tables.smaller_library(cleaned)
    else:
        changed, first = relocations.with_short_relocations(cleaned) if _reads_short_form() else (cleaned, None)
        shorter = compaction.compacted(changed, first)
    if len(library) - len(shorter) < _WORTH_BYTES:
        shorter = cleaned
    if shorter == library:
        return entry
    copy = folder / path
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(shorter)
    copy.chmod(0o755)
    return path, str(copy), kind
