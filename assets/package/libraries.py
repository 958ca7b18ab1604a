"""Find the shared libraries and programs of a folder by their leading bytes, and tell what a library is called."""

from __future__ import annotations

import os
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_BYTES = 4096
"""As much of a file as `binary_format` may need."""
_MACH_O = {b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"}
"""Magic numbers of mach-o/loader.h: 32 and 64 bit, either order of bytes."""
_FAT_MACH_O = {b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf"}
"""Magic numbers of mach-o/fat.h. The first is that of Java classes, too."""
_MOST_ARCHITECTURES = 44
"""Of a fat Mach-O; the number at its place in a Java class is the version of the format, from 45 on."""
_SUFFIX = re.compile(r"(\.so(\.\d+)*|(\.\d+)*\.dylib|\.dll|\.pyd)$", re.IGNORECASE)
_PYTHON_TAG = re.compile(r"\.(cpython-\d+[\w-]*|cp\d+-[\w-]+|abi3)$")
_BUNDLED_HASH = re.compile(r"(-[0-9a-f]{8}|-[0-9a-f]{32})+$")
"""What auditwheel and delvewheel append to names in wheels."""
_VERSION = re.compile(r"-\d[\w.]*(-x64|-arm64)?$")


def binary_format(head: bytes) -> str | None:
    """Return what kind of machine code a file holds.

    Args:
        head: The first `HEAD_BYTES` bytes of the file.

    Returns:
        ELF (Linux), PE (Windows), Mach-O (macOS), ar (code to be linked); None if it is none of them.
    """
    magic = head[:4]
    if magic == b"\x7fELF":
        return "ELF"
    if head.startswith(b"!<arch>\n"):
        return "ar"
    if head.startswith(b"MZ"):  # the place of the PE header stands at 0x3c; without one it is a program for DOS
        return "PE"
    if magic in _MACH_O:
        return "Mach-O"
    if magic in _FAT_MACH_O and len(head) >= 8 and struct.unpack(">I", head[4:8])[0] <= _MOST_ARCHITECTURES:
        return "Mach-O"
    return None


def is_binary(path: Path) -> bool:
    """Return whether a file holds machine code, whatever its name is."""
    with path.open("rb") as file:
        return binary_format(file.read(HEAD_BYTES)) is not None


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder in the order of their paths; not the links between them."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if not path.is_symlink():
                yield path


def library_name(path: str) -> str:
    """Return what a library is called on every system, in small letters, without version and hash.

    `libQt6Core.so.6`, `Qt6Core.dll`, `QtCore.framework/Versions/A/QtCore` and `QtCore.abi3.so` are all `qtcore`,
    `libavif-c6062d5f.so.16.4.2` and `libavif.16.4.2.dylib` are `avif`.
    """
    name = re.split(r"[/\\]", path)[-1].lower()
    name = _SUFFIX.sub("", name)
    name = _PYTHON_TAG.sub("", name)
    name = _VERSION.sub("", _BUNDLED_HASH.sub("", name))
    if name.startswith("lib") and len(name) > len("lib"):
        name = name[len("lib") :]
    if re.fullmatch(r"python[\d.]+", name):
        return "python"
    return re.sub(r"^qt6", "qt", name)
