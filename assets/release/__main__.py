"""Make the files of a release for Linux from the built folder: `python -m assets.release dist/shoebox dist/release`.

The same sources make the same files: everything in them is of the time in SOURCE_DATE_EPOCH, or of the last commit.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assets.package.inventory import CONTENTS, Entry, files_of_build, inventory
from assets.package.modules import wheels_of_modules
from assets.package.origins import SYSTEM
from assets.release import debian, sbom
from assets.release.archives import Member, members_below, xz_tar
from assets.release.debian import Release
from assets.release.depends import depends
from assets.release.desktop_files import COMMAND
from assets.release.icons import icons
from gallery import __version__

ROOT = Path(__file__).parents[2]
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""What Debian calls what the kernel calls so."""


def main(folder: Path, target: Path) -> int:
    """Make everything; return 1 if something must not be in a release.

    Args:
        folder: The built folder.
        target: The folder of the release; made anew.
    """
    entries, faults = inventory(files_of_build(folder))
    if faults:
        print("\n".join(faults), file=sys.stderr)  # noqa: T201
        return 1
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    release = Release(__version__, source_time(), _ARCHITECTURES[platform.machine()])
    with ThreadPoolExecutor() as pool:  # each compresses for minutes, on one core
        for made in [pool.submit(make, folder, target, entries, release) for make in (make_tar, make_deb)]:
            made.result()
    write_checksums(target)
    return 0


def make_tar(folder: Path, target: Path, entries: list[Entry], release: Release) -> None:
    """Make the archive that is unpacked anywhere, with all libraries, and the list of its parts."""
    name = f"{COMMAND}-{release.version}-linux-{platform.machine()}"
    xz_tar(target / f"{name}.tar.xz", members_below(folder, name), release.time)
    write_parts(target / f"{name}.tar.xz.cdx.json", folder, entries, release)


def make_deb(folder: Path, target: Path, entries: list[Entry], release: Release) -> None:
    """Make the package for Debian, which leaves the system's libraries to the system, and the list of its parts."""
    foreign = {entry.path for entry in entries if entry.origin and entry.origin.source == SYSTEM}
    program = [one for one in members_below(folder, debian.HOME) if not is_foreign(one, foreign)]
    files = [one.content for one in program if isinstance(one.content, Path)]
    licence, changes = (ROOT / name for name in ("LICENSE", "CHANGELOG.md"))
    beside = debian.surroundings(release, licence.read_text(encoding="utf-8"), changes.read_text(encoding="utf-8"))
    file = target / f"{COMMAND}_{release.version}_{release.architecture}.deb"
    debian.write_deb(file, [*program, *beside, *icons(COMMAND)], release, depends(files, foreign))
    own = [entry for entry in entries if entry.path not in foreign]
    write_parts(file.with_name(f"{file.name}.cdx.json"), folder, own, release)


def is_foreign(member: Member, foreign: set[str]) -> bool:
    """Return whether a file of the program is a library of the system, or a licence of one."""
    path = member.path.removeprefix(f"{debian.HOME}/{CONTENTS}")
    return path in foreign


def write_parts(file: Path, folder: Path, entries: list[Entry], release: Release) -> None:
    """Write the list of parts."""
    wheels = sbom.versions_of(wheels_of_modules(folder), entries)
    text = sbom.bill_of_materials(entries, wheels, sbom.sha256_in(folder), release)
    file.write_text(text, encoding="utf-8")


def write_checksums(target: Path) -> None:
    """Write `SHA256SUMS` of all files of a release, as `sha256sum --check` reads it."""
    lines = []
    for path in sorted(target.iterdir()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    (target / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def source_time() -> int:
    """Return when the sources were made, in seconds since 1970."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
