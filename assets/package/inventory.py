"""Lists everything in a built folder with origin and licence, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets.package import codecs
from assets.package.libraries import files_below, is_binary
from assets.package.licences import LicenceTable, licence_table
from assets.package.origins import PROJECT, PYTHON, SYSTEM, Origin, origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

CONTENTS = "_internal/"
"""The folder of the package in which PyInstaller puts all but the program itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the package."""

    path: str
    """As below site-packages, for what wheels brought."""
    origin: Origin | None
    licence: str | None
    is_library: bool
    size: int
    """Bytes."""


def entry_of(path: str, file: Path, find_origin: Callable[[str], Origin | None], table: LicenceTable) -> Entry:
    """Return what is known of a file.

    Args:
        path: Its path in the package.
        file: Where it is.
        find_origin: Tells where a path came from.
        table: The licences.
    """
    is_library, origin = is_binary(file), find_origin(path)
    source = origin.source if origin else ""
    if is_library:
        licence = table.licence_of_library(source, path)
    else:
        licence = table.licence_of_wheel(source) or table.licence_of_file(path)
    return Entry(path, origin, licence, is_library, file.stat().st_size)


def fault_of(entry: Entry, file: Path, table: LicenceTable) -> str | None:
    """Return why a file must not be in the package, as a sentence; None if it may."""
    if entry.origin is None:
        return f"{entry.path}: nobody knows where it comes from"
    if entry.licence is None:
        return (
            f"{entry.path}: no licence is known (of {entry.origin.source}); look it up for assets/package/licences.toml"
        )
    if not table.is_allowed(entry.licence):
        return f"{entry.path}: {entry.licence} is not allowed"
    found = codecs.faults(file.read_bytes()) if entry.is_library else []
    return f"{entry.path}: {', '.join(found)}" if found else None


def inventory(
    files: Iterable[tuple[str, Path]],
    find_origin: Callable[[str], Origin | None] = origin_of,
    table: LicenceTable | None = None,
) -> tuple[list[Entry], list[str]]:
    """Return what is known of these files, and what is wrong with them, as sentences.

    Args:
        files: Paths in the package, and where the files are.
        find_origin: Tells where a path came from.
        table: The licences; those of the project if it is None.
    """
    table, entries, faults = table or licence_table(), [], []
    for path, file in files:
        entry = entry_of(path, file, find_origin, table)
        entries.append(entry)
        fault = fault_of(entry, file, table)
        if fault:
            faults.append(fault)
    return entries, faults


def files_of_build(folder: Path) -> list[tuple[str, Path]]:
    """Return the files of a built folder with their paths in the package, in order."""
    return sorted((file.relative_to(folder).as_posix().removeprefix(CONTENTS), file) for file in files_below(folder))


def wheels_in(entries: Iterable[Entry]) -> set[str]:
    """Return the names of the wheels that files came from."""
    return {entry.origin.source for entry in entries if entry.origin} - {PYTHON, SYSTEM, PROJECT}
