"""The package for Debian and its kin (deb(5), Debian Policy 4.6): the program in /usr/lib, with the system's libraries.

There are no scripts: menus and icons are known by the triggers of those who read them, and nothing is left behind.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assets.release.archives import Member, folders_of, opened, write_ar, write_tar, xz_tar
from assets.release.desktop_files import COMMAND, COMPONENT, SUMMARY, desktop_entry, metainfo
from assets.release.documents import OVERRIDES, changelog, maintainer, manual

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HOME = f"usr/lib/{COMMAND}"
"""Where the program is."""
_DESCRIPTION = """ Shoebox shows them in a window: it imports nothing, moves nothing and uploads
 nothing. Pictures appear while the rest is still being read."""
_OF_OTHERS = f"""
What the program brings of others, and under which licences, is in
/{HOME}/_internal/LICENSES/README.txt, with the texts beside it.
"""


@dataclass(frozen=True, slots=True)
class Release:
    """Which version a package is of, and when that was made."""

    version: str
    time: int
    """Seconds since 1970."""
    architecture: str
    """As Debian calls it: amd64."""


def control(release: Release, depends: Iterable[str], kilobytes: int) -> str:
    """Return the control file.

    Args:
        release: What is packed.
        depends: Packages that are needed.
        kilobytes: What it takes on the disk, in units of 1024 bytes.
    """
    fields = {
        "Package": COMMAND,
        "Version": release.version,
        "Architecture": release.architecture,
        "Maintainer": maintainer(),
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(depends),
        "Recommends": "xdg-desktop-portal",
        "Section": "graphics",
        "Priority": "optional",
        "Description": f"{SUMMARY['']}\n{_DESCRIPTION}",
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items())


def installed_kilobytes(members: Iterable[Member]) -> int:
    """Return what members take on the disk, as Debian Policy counts it (5.6.20): files rounded up, one for all else."""
    members = list(members)
    lengths = [0 if one.link_to else _length(one) for one in members]
    return sum(max(1, -(-length // 1024)) for length in lengths) + len(folders_of(members))


def surroundings(release: Release, licence: str, changes: str) -> list[Member]:
    """Return the files beside the program: command, menu, shop, documents, manual.

    Args:
        release: What is packed.
        licence: The text that it is under.
        changes: What is new, for `changelog.gz`.
    """
    documents = f"usr/share/doc/{COMMAND}"
    return [
        Member(f"usr/bin/{COMMAND}", b"", link_to=f"../lib/{COMMAND}/{COMMAND}"),
        Member(f"usr/share/applications/{COMMAND}.desktop", desktop_entry().encode()),
        Member(f"usr/share/metainfo/{COMPONENT}.metainfo.xml", metainfo(release.version, release.time).encode()),
        Member(f"{documents}/copyright", f"{licence}{_OF_OTHERS}".encode()),
        Member(f"{documents}/changelog.gz", _zipped(changelog(release, changes))),
        Member(f"usr/share/man/man1/{COMMAND}.1.gz", _zipped(manual(release))),
        Member(f"usr/share/lintian/overrides/{COMMAND}", OVERRIDES),
    ]


def checksums(members: Iterable[Member]) -> str:
    """Return `md5sums`, by which `dpkg --verify` finds files that were damaged since."""
    lines = []
    for member in sorted(members, key=lambda one: one.path):
        if not member.link_to:
            with opened(member) as content:
                lines.append(f"{hashlib.file_digest(content, 'md5').hexdigest()}  {member.path}\n")
    return "".join(lines)


def write_deb(file: Path, members: Iterable[Member], release: Release, depends: Iterable[str]) -> None:
    """Write the package. Some minutes.

    Args:
        file: Where to; its folder gets a large file beside it meanwhile.
        members: All that is installed.
        release: What is packed.
        depends: Packages that are needed.
    """
    members = list(members)
    about = {"control": control(release, depends, installed_kilobytes(members)), "md5sums": checksums(members)}
    head = io.BytesIO()
    write_tar(head, [Member(name, text.encode()) for name, text in about.items()], release.time, "./")
    data = file.with_suffix(".data")
    xz_tar(data, members, release.time, "./")
    parts: list[tuple[str, Path | bytes]] = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.gz", gzip.compress(head.getvalue(), 9, mtime=0)),
        ("data.tar.xz", data),
    ]
    write_ar(file, parts, release.time)
    data.unlink()


def _zipped(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def _length(member: Member) -> int:
    with opened(member) as content:
        return content.seek(0, io.SEEK_END)
