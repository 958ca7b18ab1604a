"""Read what libraries of Windows and macOS are linked with, by the packages that PyInstaller uses there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_RPATH, _VERSION_MIN, _BUILD_VERSION = 0x8000001C, 0x24, 0x32
"""Load commands of mach-o/loader.h: a folder to look in; the oldest system, as it was and is written."""


def imports_of(library: Path) -> list[tuple[str, list[Path]]]:
    """Return the names of what a library is linked with, each with the paths where its maker says that it is."""
    with library.open("rb") as file:
        is_windows = file.read(2) == b"MZ"
    return [(name, []) for name in _of_windows(library)] if is_windows else _of_macos(library)


def oldest_macos(library: Path) -> tuple[int, int]:
    """Return the oldest macOS that a library runs on, as its maker says."""
    found = [(0, 0)]
    for header in _headers(library):
        for head, command, _ in header.commands:
            if head.cmd in (_BUILD_VERSION, _VERSION_MIN):
                version = int(command.minos if head.cmd == _BUILD_VERSION else command.version)
                found.append((version >> 16, version >> 8 & 0xFF))
    return max(found)


def _of_windows(library: Path) -> set[str]:
    """Return the names of the libraries that one of Windows wants at its start, or when it is used first."""
    import pefile

    tables = ("IMPORT", "DELAY_IMPORT")
    with pefile.PE(str(library), fast_load=True) as image:
        wanted = [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{table}"] for table in tables]
        image.parse_data_directories(wanted, import_dllnames_only=True)
        entries = [entry for table in tables for entry in getattr(image, f"DIRECTORY_ENTRY_{table}", ())]
        return {entry.dll.decode() for entry in entries}


def _of_macos(library: Path) -> list[tuple[str, list[Path]]]:
    """Return what a library of macOS wants, with the folders that stand for @rpath and its like put in."""
    found = []
    for header in _headers(library):
        folders = [
            name.decode().rstrip("\0")
            for head, _, name in header.commands
            if head.cmd == _RPATH and isinstance(name, bytes)
        ]
        for _, _, name in header.walkRelocatables():
            places = [name.replace("@rpath", folder) for folder in folders] if name.startswith("@rpath") else [name]
            here = str(library.parent)
            paths = [place.replace("@loader_path", here).replace("@executable_path", here) for place in places]
            found.append((name, [library.parent.joinpath(path).resolve() for path in paths]))
    return found


def _headers(library: Path) -> list[Any]:
    """Return the headers of a library of macOS, one for each processor."""
    from macholib.MachO import MachO

    return list(MachO(str(library)).headers)
