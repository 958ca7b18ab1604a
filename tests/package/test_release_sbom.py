"""The list of parts names every wheel and library, with version, licence and hash, and is the same each time."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from assets.package.inventory import Entry
from assets.package.origins import PROJECT, SYSTEM, Origin
from assets.release import sbom
from assets.release.debian import Release

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = Release("1.2.3", 1_700_000_000, "amd64")
ENTRIES = [
    Entry("pi_heif.libs/libheif-7a3e919c.so.1", Origin("pi-heif", "1.4.0"), "LGPL-3.0-only", is_library=True, size=9),
    Entry("libnss3.so", Origin(SYSTEM, "libnss3"), "MPL-2.0", is_library=True, size=9),
    Entry("pylibjxl/_pylibjxl.so", Origin("pylibjxl", "0.5"), "BSD-3-Clause", is_library=True, size=9),
    Entry("shoebox", Origin(PROJECT), "MIT", is_library=True, size=9),
    Entry("ui/index.html", Origin(PROJECT), "MIT", is_library=False, size=9),
]


@pytest.fixture
def document(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(sbom, "system_version", lambda _: "2:3.87.1+b1-1")
    text = sbom.bill_of_materials(ENTRIES, {"flask": "3.1.3", "pi-heif": "1.4.0"}, lambda one: one.path[:4], RELEASE)
    assert text == sbom.bill_of_materials(
        ENTRIES, {"pi-heif": "1.4.0", "flask": "3.1.3"}, lambda one: one.path[:4], RELEASE
    )
    found: dict[str, Any] = json.loads(text)
    return found


def test_it_says_what_it_is_and_of_what(document: dict[str, Any]) -> None:
    assert (document["bomFormat"], document["specVersion"], document["version"]) == ("CycloneDX", "1.6", 1)
    assert document["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    program = document["metadata"]["component"]
    assert (program["name"], program["version"], program["licenses"]) == ("Shoebox", "1.2.3", [{"expression": "MIT"}])


def test_wheels_and_libraries_are_parts_and_data_is_none(document: dict[str, Any]) -> None:
    parts = {part["name"]: part for part in document["components"]}
    assert list(parts) == ["flask", "pi-heif", *(entry.path for entry in ENTRIES[:4])]
    assert parts["flask"]["purl"] == "pkg:pypi/flask@3.1.3"
    assert parts["flask"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    heif = parts[ENTRIES[0].path]
    assert heif["hashes"] == [{"alg": "SHA-256", "content": "pi_h"}]
    assert heif["version"] == "1.4.0"
    assert parts["libnss3.so"]["purl"] == "pkg:deb/debian/libnss3@2:3.87.1%2Bb1-1"
    assert "purl" not in parts["shoebox"]


def test_what_is_linked_into_a_library_is_a_part_of_it(document: dict[str, Any]) -> None:
    jxl = next(part for part in document["components"] if part["name"].startswith("pylibjxl/"))
    assert {part["name"] for part in jxl["components"]} >= {"libjxl", "Highway", "Brotli"}


def test_no_two_parts_have_one_reference(document: dict[str, Any]) -> None:
    parts = [*document["components"], *(one for part in document["components"] for one in part.get("components", ()))]
    references = [part["bom-ref"] for part in parts]
    assert len(set(references)) == len(references)


def test_hashes_are_those_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "libnss3.so").write_bytes(b"nss")
    (tmp_path / "shoebox").write_bytes(b"program")
    of = sbom.sha256_in(tmp_path)
    assert of(ENTRIES[1]) == hashlib.sha256(b"nss").hexdigest()
    assert of(ENTRIES[3]) == hashlib.sha256(b"program").hexdigest()
