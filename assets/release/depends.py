"""Which packages of Debian the program needs where it does not bring the system's libraries along."""

from __future__ import annotations

import mmap
import re
from typing import TYPE_CHECKING

from assets.package import chosen, elf
from assets.package.libraries import is_binary
from assets.package.origins import system_package
from assets.package.relocations import LEAST_C_LIBRARY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_C_LIBRARY = re.compile(rb"\0GLIBC_(?:2\.(\d+)|ABI_DT_RELR)(?=\0)")  # one NUL between two names
"""Names of versions of the C library, as libraries list those that they want; one has no number."""
_RENAMED = frozenset(("libasound2", "libglib2.0-0", "libssl3"))
"""Packages that have "t64" behind their names since Debian 13 and Ubuntu 24.04, the same on machines of 64 bits."""


def libraries_from_outside(files: Iterable[Path]) -> set[str]:
    """Return the names of the libraries that some files are linked with, and that are not among them."""
    files = [file for file in files if is_binary(file)]
    wanted = {name for file in files for name in elf.wanted_libraries(file)}
    return wanted - {file.name for file in files}


def c_library(files: Iterable[Path]) -> str:
    """Return the oldest version of the C library that these files run with, as "2.34"."""
    newest = 0
    for file in files:
        if is_binary(file):
            with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
                newest = max(newest, *(int(found[1] or LEAST_C_LIBRARY[1]) for found in _C_LIBRARY.finditer(data)), 0)
    return f"2.{newest}"


def depends(
    kept: Iterable[Path], left_out: Iterable[str], find_package: Callable[[str], str | None] = system_package
) -> list[str]:
    """Return what a package must depend on, in order, as a control file says it.

    Args:
        kept: Files that are in it.
        left_out: Names of libraries that it does not bring.
        find_package: Tells which package of the system a library is in.

    Raises:
        LookupError: A library is in no package of this system.
    """
    kept = list(kept)
    wanted = libraries_from_outside(kept) | {name for name in left_out if chosen.LOADED_BY_NAME.match(name)}
    packages = {name: find_package(name) for name in sorted(wanted)}
    unknown = [name for name, package in packages.items() if not package]
    if unknown:
        raise LookupError(f"no package of this system has {', '.join(unknown)}")
    found = {package for package in packages.values() if package}
    return sorted(f"libc6 (>= {c_library(kept)})" if package == "libc6" else either_name(package) for package in found)


def either_name(package: str) -> str:
    """Return a package as older or newer releases call it, the newer first.

    The newer one says, too, that it provides the older, but in Ubuntu so does a package that lacks half of ALSA.
    """
    old = package.removesuffix("t64")
    return f"{old}t64 | {old}" if old in _RENAMED else package
