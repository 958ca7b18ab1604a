"""Write tar and ar archives that are the same, byte by byte, whenever and by whomever they are made."""

from __future__ import annotations

import io
import lzma
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_XZ_FILTERS = ({"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 26})
"""With the targets of calls and jumps made absolute first, of which machine code repeats more. Unpacking takes 65 MB of
memory."""
_AR_HEADER = "{name:<16}{time:<12}{owner:<6}{group:<6}{mode:<8}{length:<10}`\n"
"""`ar_hdr` of ar(5)."""
_LIBRARY = re.compile(r"\.so(\.\d+)*$")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, or a link."""

    path: str
    """With slashes, relative."""
    content: Path | bytes
    is_program: bool = False
    link_to: str = ""
    """For a symbolic link, which has no content."""


def members_below(folder: Path, prefix: str) -> list[Member]:
    """Return the files and links below a folder, in order.

    Args:
        folder: Where they are.
        prefix: The folder that they are in within the archive.
    """
    found = []
    for file in sorted(folder.rglob("*")):
        path = f"{prefix}/{file.relative_to(folder).as_posix()}"
        if file.is_symlink():
            found.append(Member(path, b"", link_to=file.readlink().as_posix()))
        elif file.is_file():
            # wheels mark libraries as programs, too, which Debian Policy (10.2) does not want, and nothing needs
            is_program = bool(file.stat().st_mode & 0o100) and not _LIBRARY.search(file.name)
            found.append(Member(path, file, is_program=is_program))
    return found


def folders_of(members: Iterable[Member]) -> set[str]:
    """Return all folders above these members, without the archive's own."""
    return {str(folder) for member in members for folder in PurePosixPath(member.path).parents} - {"."}


def write_tar(file: IO[bytes], members: Iterable[Member], time: int, prefix: str = "") -> None:
    """Write a tar of these members and their folders, in the order of their paths, owned by root.

    Args:
        file: Where to.
        members: What is in it.
        time: When everything in it was changed, in seconds since 1970.
        prefix: Put before each path.
    """
    by_path = {member.path: member for member in members}
    # dpkg reads the GNU format, and not the extended headers of POSIX
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in sorted({*by_path, *folders_of(by_path.values())}):
            _add(tar, by_path.get(path), tarfile.TarInfo(f"{prefix}{path}"), time)


def xz_tar(file: Path, members: Iterable[Member], time: int, prefix: str = "") -> None:
    """Write a tar, as `write_tar`, compressed by xz. Some minutes for the whole program."""
    with lzma.open(file, "wb", format=lzma.FORMAT_XZ, filters=list(_XZ_FILTERS)) as packed:
        write_tar(packed, members, time, prefix)


def write_ar(file: Path, parts: Iterable[tuple[str, Path | bytes]], time: int) -> None:
    """Write an ar archive, which a .deb is.

    Args:
        file: Where to.
        parts: Names of at most 16 characters and contents, in the order that counts.
        time: When they were changed, in seconds since 1970.
    """
    with file.open("wb") as out:
        out.write(b"!<arch>\n")
        for name, content in parts:
            data = content if isinstance(content, bytes) else content.read_bytes()
            header = _AR_HEADER.format(name=name, time=time, owner=0, group=0, mode=100644, length=len(data))
            out.write(header.encode() + data + b"\n" * (len(data) % 2))


def _add(tar: tarfile.TarFile, member: Member | None, info: tarfile.TarInfo, time: int) -> None:
    """Add a member to a tar, or a folder if there is none."""
    info.mtime, info.uname, info.gname, info.mode = time, "root", "root", 0o755
    if member is None:
        info.type = tarfile.DIRTYPE
        tar.addfile(info)
    elif member.link_to:
        info.type, info.linkname, info.mode = tarfile.SYMTYPE, member.link_to, 0o777
        tar.addfile(info)
    else:
        info.mode = 0o755 if member.is_program else 0o644
        with opened(member) as content:
            info.size = content.seek(0, io.SEEK_END)
            content.seek(0)
            tar.addfile(info, content)


def opened(member: Member) -> io.BytesIO | io.BufferedReader:
    """Open a member's content for reading."""
    return io.BytesIO(member.content) if isinstance(member.content, bytes) else member.content.open("rb")
