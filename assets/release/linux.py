"""Make the files of a release for Linux: an archive that runs from any folder, and a package for Debian."""

from __future__ import annotations

import platform
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from assets.package import document, notices
from assets.package.inventory import CONTENTS
from assets.package.modules import wheels_of_modules
from assets.package.origins import SYSTEM
from assets.release import debian, sbom
from assets.release.archives import Member, members_below, xz_tar
from assets.release.depends import depends
from assets.release.desktop_files import COMMAND
from assets.release.icons import icons

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assets.package.inventory import Entry
    from assets.release.debian import Release

ROOT = Path(__file__).parents[2]
LICENCES = f"{debian.HOME}/{CONTENTS}{notices.FOLDER}"


def make(folder: Path, target: Path, entries: list[Entry], release: Release) -> None:
    """Make both, each with the list of its parts."""
    with ThreadPoolExecutor() as pool:  # each compresses for minutes, on one core
        for made in [pool.submit(one, folder, target, entries, release) for one in (make_tar, make_deb)]:
            made.result()


def make_tar(folder: Path, target: Path, entries: list[Entry], release: Release) -> None:
    """Make the archive that is unpacked anywhere, with all libraries, and the list of its parts."""
    name = f"{COMMAND}-{release.version}-linux-{platform.machine()}"
    xz_tar(target / f"{name}.tar.xz", members_below(folder, name), release.time)
    sbom.write_parts(target / f"{name}.tar.xz.cdx.json", folder, entries, release)


def make_deb(folder: Path, target: Path, entries: list[Entry], release: Release) -> None:
    """Make the package for Debian, which leaves the system's libraries to the system, and the list of its parts."""
    own = [entry for entry in entries if not is_foreign(entry)]
    foreign = [entry for entry in entries if is_foreign(entry)]
    paths = {f"{debian.HOME}/{CONTENTS}{entry.path}" for entry in foreign} | licences_of(foreign)
    program = [one for one in members_below(folder, debian.HOME) if one.path not in paths]
    table = document.markdown(own, wheels_of_modules(folder), with_versions=True)
    program = [Member(one.path, table.encode()) if one.path == f"{LICENCES}/README.txt" else one for one in program]
    files = [one.content for one in program if isinstance(one.content, Path)]
    licence, changes = (ROOT / name for name in ("LICENSE", "CHANGELOG.md"))
    beside = debian.surroundings(release, licence.read_text(encoding="utf-8"), changes.read_text(encoding="utf-8"))
    file = target / f"{COMMAND}_{release.version}_{release.architecture}.deb"
    needed = depends(files, {entry.path for entry in foreign})
    debian.write_deb(file, [*program, *beside, *icons(COMMAND)], release, needed)
    sbom.write_parts(file.with_name(f"{file.name}.cdx.json"), folder, own, release)


def is_foreign(entry: Entry) -> bool:
    """Return whether a file is the system's, and not the program's."""
    return entry.origin is not None and entry.origin.source == SYSTEM


def licences_of(foreign: Iterable[Entry]) -> set[str]:
    """Return the paths, in the package for Debian, of the licences of these files."""
    names = {name for entry in foreign if entry.origin for name in notices.texts_of(entry.origin)}
    return {f"{LICENCES}/{name}" for name in names}
