"""What macOS wants of a program: the list of its properties, what it may do when signed, a disk image."""

from __future__ import annotations

import plistlib
import subprocess
import tempfile
from pathlib import Path
from typing import Any

BUNDLE = "Shoebox.app"
IDENTIFIER = "gallery.shoebox.Shoebox"
_OLDEST = "14.4"
"""What the libraries of Qt 6.12 say in themselves that they need (`tests/package/collected_macos.json`)."""
_WHY = "Shoebox shows the pictures in the folders that you choose. Nothing leaves this computer."
_ASKED_FOR = ("DesktopFolder", "DocumentsFolder", "DownloadsFolder", "RemovableVolumes", "NetworkVolumes")
_ENTITLEMENTS = ("allow-jit", "allow-unsigned-executable-memory", "disable-executable-page-protection")
"""Exceptions from the hardened runtime, which Apple asks of programs: Chromium in Qt WebEngine compiles scripts."""


def properties(version: str) -> dict[str, Any]:
    """Return what Info.plist says beside what PyInstaller writes: version, what it opens, why it asks for folders."""
    return {
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDocumentTypes": [
            document_type("Picture", "public.image", "Alternate"),
            document_type("Folder", "public.folder", "Alternate"),
        ],
        "CFBundleLocalizations": ["en", "de"],
        "LSBackgroundOnly": False,  # PyInstaller takes the program for the terminal for the main one
        "LSApplicationCategoryType": "public.app-category.photography",
        "LSMinimumSystemVersion": _OLDEST,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "The Shoebox authors, MIT License",
        "NSRequiresAquaSystemAppearance": False,  # dark when the system is
        **{f"NS{folder}UsageDescription": _WHY for folder in _ASKED_FOR},
    }


def document_type(name: str, kind: str, rank: str) -> dict[str, Any]:
    """Return a kind of files that the Finder offers the program for.

    Args:
        name: For people.
        kind: A uniform type identifier.
        rank: "Alternate": no first choice.
    """
    return {"CFBundleTypeName": name, "CFBundleTypeRole": "Viewer", "LSHandlerRank": rank, "LSItemContentTypes": [kind]}


def entitlements() -> bytes:
    """Return the list of what a signed program may do beyond the hardened runtime."""
    return plistlib.dumps({f"com.apple.security.cs.{name}": True for name in _ENTITLEMENTS})


def make_image(bundle: Path, target: Path, version: str, machine: str) -> None:
    """Make the disk image: the bundle, and beside it the folder to drag it into.

    Args:
        bundle: The built bundle.
        target: The folder of the release.
        version: The program's.
        machine: "arm64" or "x86_64".

    Raises:
        subprocess.CalledProcessError: the system could not make it.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["/usr/bin/ditto", str(bundle), str(Path(folder, BUNDLE))], check=True
        )  # keeps links and signatures
        Path(folder, "Applications").symlink_to("/Applications")
        image = target / f"shoebox-{version}-macos-{machine}.dmg"
        name = ["-volname", f"Shoebox {version}", "-srcfolder", folder, "-fs", "APFS", "-format", "ULMO"]
        subprocess.run(["/usr/bin/hdiutil", "create", "-quiet", *name, str(image)], check=True)
