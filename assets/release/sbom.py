"""The list of what is in a package, with versions and licences (SBOM): CycloneDX 1.6, as JSON."""

from __future__ import annotations

import hashlib
import json
import subprocess
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from assets.package.inventory import CONTENTS, wheels_in
from assets.package.licences import licence_table
from assets.package.modules import wheels_of_modules
from assets.package.origins import PROJECT, PYTHON, SYSTEM, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from assets.package.inventory import Entry
    from assets.release.debian import Release

Component = dict[str, Any]


def bill_of_materials(
    entries: Iterable[Entry], wheels: Mapping[str, str], hashes: Callable[[Entry], str], release: Release
) -> str:
    """Return the list as JSON.

    Args:
        entries: All files of the package.
        wheels: Names and versions of the wheels whose Python modules are in it.
        hashes: Tells the SHA-256 of a file.
        release: What was made, and when.
    """
    entries = list(entries)
    parts = [
        *(wheel_component(name, version) for name, version in sorted(wheels.items())),
        *(library_component(entry, hashes(entry)) for entry in entries if entry.is_library),
    ]
    content = json.dumps(parts, sort_keys=True)
    program = {**_part("application", "Shoebox", release.version, "MIT"), "bom-ref": "shoebox"}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}",
        "version": 1,
        "metadata": {"timestamp": datetime.fromtimestamp(release.time, UTC).isoformat(), "component": program},
        "components": parts,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def wheel_component(name: str, version: str) -> Component:
    """Return a Python package as a component, with the libraries' licences left to the libraries."""
    purl = f"pkg:pypi/{name}@{version}"
    licence = licence_table().licence_of_wheel(name)
    return {**_part("library", name, version, licence), "bom-ref": purl, "purl": purl}


def library_component(entry: Entry, sha256: str) -> Component:
    """Return a file with machine code as a component, with what is linked into it."""
    origin = entry.origin or Origin("?")
    found = {
        **_part("library", entry.path, version_of(origin), entry.licence),
        "bom-ref": f"file:{entry.path}",
        "hashes": [{"alg": "SHA-256", "content": sha256}],
    }
    purl = purl_of(origin, entry.path)
    inside = [
        {**_part("library", part.name, "", part.licence), "bom-ref": f"file:{entry.path}#{part.name}"}
        for part in licence_table().inside(origin.source, entry.path)
    ]
    return found | ({"purl": purl} if purl else {}) | ({"components": inside} if inside else {})


def version_of(origin: Origin) -> str:
    """Return the version of what a file came from; of a package of the system the one that is installed here."""
    return system_version(origin.detail) if origin.source == SYSTEM and origin.detail else origin.detail


def purl_of(origin: Origin, path: str) -> str:
    """Return where a file came from as a package URL (purl, 5.6); empty for the project's own and Python's."""
    if origin.source in (PROJECT, PYTHON, "?"):
        return ""
    if origin.source == SYSTEM:
        return f"pkg:deb/debian/{quote(origin.detail)}@{quote(version_of(origin), safe=':')}" if origin.detail else ""
    return f"pkg:pypi/{origin.source}@{origin.detail}#{path}"


def write_parts(file: Path, folder: Path, entries: list[Entry], release: Release) -> None:
    """Write the list of parts.

    Args:
        file: Where to.
        folder: The built folder.
        entries: All files of the package.
        release: What was made, and when.
    """
    wheels = versions_of(wheels_of_modules(folder), entries)
    file.write_text(bill_of_materials(entries, wheels, sha256_in(folder), release), encoding="utf-8", newline="\n")


@cache
def system_version(package: str) -> str:
    """Return the version of an installed package of Debian."""
    command = ["dpkg-query", "--show", "--showformat", "${Version}", package]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def versions_of(wheels: Iterable[str], entries: Iterable[Entry]) -> dict[str, str]:
    """Return the versions of wheels whose modules or files are in the package."""
    from importlib import metadata

    return {name: metadata.version(name) for name in {*wheels, *wheels_in(entries)}}


def sha256_in(folder: Path) -> Callable[[Entry], str]:
    """Return what tells the SHA-256 of a file in a built folder."""

    def of(entry: Entry) -> str:
        path = folder / CONTENTS / entry.path
        with (path if path.exists() else folder / entry.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    return of


def _part(kind: str, name: str, version: str, licence: str | None) -> Component:
    """Return what all components have."""
    found: Component = {"type": kind, "name": name}
    if version:
        found["version"] = version
    if licence:
        found["licenses"] = [{"expression": licence}]
    return found
