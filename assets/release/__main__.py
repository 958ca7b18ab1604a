"""Make the files of a release from the built folder: `python -m assets.release dist/shoebox dist/release`.

On each system its own: .tar.xz and .deb on Linux, .zip and a setup on Windows, a disk image on macOS. The same sources
make the same files, but for the setup and the image: everything in them is of the time in SOURCE_DATE_EPOCH, or of the
last commit.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from assets.package.inventory import Entry, files_of_build, inventory
from assets.release import linux, macos, sbom, windows
from assets.release.debian import Release
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
    machine = platform.machine()
    release = Release(__version__, source_time(), _ARCHITECTURES.get(machine, machine))
    make = {"win32": make_for_windows, "darwin": make_for_macos}.get(sys.platform, linux.make)
    make(folder, target, entries, release)
    write_checksums(target)
    return 0


def make_for_windows(folder: Path, target: Path, entries: list[Entry], release: Release) -> None:
    """Make the .zip and the setup, and the list of their parts."""
    windows.make_zip(folder, target, release.version, release.time)
    windows.make_setup(folder, target, release.version)
    sbom.write_parts(target / f"shoebox-{release.version}-windows-x64.cdx.json", folder, entries, release)


def make_for_macos(folder: Path, target: Path, entries: list[Entry], release: Release) -> None:
    """Make the disk image of the bundle, which stands beside the built folder, and the list of its parts."""
    machine = platform.machine()
    macos.make_image(folder.with_name(macos.BUNDLE), target, release.version, machine)
    sbom.write_parts(target / f"shoebox-{release.version}-macos-{machine}.cdx.json", folder, entries, release)


def write_checksums(target: Path) -> None:
    """Write `SHA256SUMS` of all files of a release, as `sha256sum --check` reads it."""
    lines = []
    for path in sorted(target.iterdir()):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    (target / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def source_time() -> int:
    """Return when the sources were made, in seconds since 1970."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
