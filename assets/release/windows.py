"""What Windows wants of a program: its version, a setup that needs no administrator (Inno Setup 6.3), a .zip."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assets.release.archives import members_below, opened
from gallery.imaging.formats import picture_suffixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assets.release.archives import Member

NAME = "Shoebox"
AUTHORS = "The Shoebox authors"
COMPILER = "ISCC.exe"
"""Inno Setup's, which makes the setup from its recipe."""
RECIPE = Path(__file__).with_name("shoebox.iss")
_TYPE = (
    'Root: HKA; Subkey: "Software\\Classes\\Applications\\shoebox.exe\\SupportedTypes"; '
    'ValueType: string; ValueName: ".{}"; ValueData: ""'
)


def version_resource(version: str, program: str) -> str:
    """Return what the properties of a program say, as PyInstaller reads it (VS_VERSIONINFO).

    Args:
        version: Three numbers: "0.1.0".
        program: The name of its file, without .exe.
    """
    numbers = tuple(int(part) for part in numbers_of(version).split("."))
    strings = {
        "CompanyName": AUTHORS,
        "FileDescription": NAME if program == "shoebox" else f"{NAME} for the terminal",
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": f"{AUTHORS}, MIT License",
        "OriginalFilename": f"{program}.exe",
        "ProductName": NAME,
        "ProductVersion": version,
    }
    structs = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items())
    fixed = (
        f"filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0, date=(0, 0)"
    )
    tables = (
        f"StringFileInfo([StringTable('040904B0', [{structs}])]), VarFileInfo([VarStruct('Translation', [1033, 1200])])"
    )
    return f"VSVersionInfo(ffi=FixedFileInfo({fixed}), kids=[{tables}])\n"


def numbers_of(version: str) -> str:
    """Return a version as Windows wants it, four numbers: "0.2.0rc1" is 0.2.0.0."""
    numbers = re.findall(r"\d+", version)
    return ".".join([*numbers, "0", "0", "0"][:3]) + ".0"


def supported_types() -> str:
    """Return the lines of the recipe that let the Explorer offer the program for each kind of picture."""
    return "".join(f"{_TYPE.format(suffix.decode())}\n" for suffix in sorted(picture_suffixes()))


def make_zip(folder: Path, target: Path, version: str, time: int) -> None:
    """Make the archive that is unpacked anywhere; `time` in seconds since 1970."""
    name = f"shoebox-{version}-windows-x64"
    write_zip(target / f"{name}.zip", members_below(folder, name), time)


def write_zip(file: Path, members: Iterable[Member], time: int) -> None:
    """Write a .zip that is the same, byte by byte, whenever it is made. Links are followed: Windows has none."""
    when = datetime.fromtimestamp(time, UTC).timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for member in members:
            info = zipfile.ZipInfo(member.path, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            with opened(member) as content:
                archive.writestr(info, content.read())


def make_setup(folder: Path, target: Path, version: str) -> None:
    """Make the setup.

    Raises:
        FileNotFoundError: Inno Setup is not installed.
        subprocess.CalledProcessError: it found a fault.
    """
    compiler = shutil.which(COMPILER)
    if not compiler:
        raise FileNotFoundError(f"The setup needs {COMPILER} of Inno Setup on the PATH.")
    with tempfile.TemporaryDirectory() as beside:
        types = Path(beside, "types.iss")
        types.write_text(supported_types(), encoding="utf-8")
        subprocess.run([compiler, "/Qp", *definitions(folder, target, version, types), str(RECIPE)], check=True)


def definitions(folder: Path, target: Path, version: str, types: Path) -> list[str]:
    """Return the options of the compiler that fill in the recipe.

    Args:
        folder: The built folder.
        target: The folder that the setup is to be in.
        version: The program's.
        types: The file with `supported_types`.
    """
    name = f"shoebox-{version}-windows-x64-setup"
    values = {"Version": version, "Numbers": numbers_of(version), "Folder": folder, "Target": target, "Name": name}
    return [f"/D{key}={value}" for key, value in (values | {"Types": types}).items()]
