"""The table of licences: what is allowed, what each name is under, and that the table itself is sound."""

from __future__ import annotations

import tomllib

import pytest

from assets.package.licences import TABLE, TEXTS, LicenceTable, licence_table
from assets.package.origins import SYSTEM

SMALL = LicenceTable(
    {
        "allowed": ["MIT", "Zlib", "GPL-3.0-or-later WITH GCC-exception-3.1"],
        "wheel": {"one": {"licence": "MIT", "library": [{"names": ["z", "_*"], "licence": "Zlib"}]}},
        "system": {
            "library": [
                {"names": ["ssl"], "licence": "MIT", "inside": {"part": "Zlib"}, "inside_on_windows": {"more": "MIT"}}
            ]
        },
        "file": [{"paths": ["ui/a.js"], "licence": "Zlib"}, {"paths": ["ui/*"], "licence": "MIT"}],
    }
)


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-or-later", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("MIT WITH GCC-exception-3.1", False),
        ("MIT OR GPL-3.0-only", True),
        ("GPL-2.0-only OR GPL-3.0-only", False),
        ("MIT AND Zlib", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT AND Zlib", True),
        ("Zlib OR MIT AND GPL-3.0-only", True),
        ("mit", False),
        ("", False),
    ],
)
def test_what_may_be_in_the_package(expression: str, allowed: bool) -> None:
    assert SMALL.is_allowed(expression) is allowed


def test_a_library_has_the_licence_of_its_name_in_its_wheel() -> None:
    assert SMALL.licence_of_library("one", "one.libs/libz-154567c4.so.1") == "Zlib"
    assert SMALL.licence_of_library("one", "one/_own.abi3.so") == "Zlib"
    assert SMALL.licence_of_library("one", "one/libssl.so.3") is None
    assert SMALL.licence_of_library("two", "two.libs/libz.so.1") is None
    assert SMALL.licence_of_library(SYSTEM, "libssl.so.3") == "MIT"
    assert [part.name for part in SMALL.inside(SYSTEM, "libssl.so.3")] == ["part"]
    assert [part.name for part in SMALL.inside(SYSTEM, "libssl-3-x64.dll")] == ["part", "more"]


def test_a_file_has_the_licence_of_the_first_line_that_fits() -> None:
    assert [SMALL.licence_of_file(path) for path in ("ui/a.js", "ui/b.js", "c.js")] == ["Zlib", "MIT", None]


def test_nothing_stands_in_the_table_that_is_not_allowed() -> None:
    table, raw = licence_table(), tomllib.loads(TABLE.read_text(encoding="utf-8"))
    entries = [*raw["file"], *raw["system"]["library"], *raw["wheel"].values()]
    entries += [library for wheel in raw["wheel"].values() for library in wheel.get("library", ())]
    licences = [entry["licence"] for entry in entries]
    for key in ("inside", "inside_on_windows"):
        licences += [licence for entry in entries for licence in entry.get(key, {}).values()]
    assert len(licences) > 60
    assert [licence for licence in licences if not table.is_allowed(licence)] == []


def test_no_licence_is_allowed_under_which_all_would_be_gpl() -> None:
    allowed = tomllib.loads(TABLE.read_text(encoding="utf-8"))["allowed"]
    assert [one for one in allowed if one.startswith(("GPL", "AGPL")) and " WITH " not in one] == []


def test_every_text_that_is_named_is_there() -> None:
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    named = {text for wheel in raw["wheel"].values() for text in wheel.get("texts", ())}
    assert named
    assert [text for text in named if not (TEXTS / f"{text}.txt").read_text(encoding="utf-8").strip()] == []


def test_what_is_under_the_lgpl_has_its_text() -> None:
    raw = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    for name, wheel in raw["wheel"].items():
        licences = " ".join([wheel["licence"], *(library["licence"] for library in wheel.get("library", ()))])
        for version in ("2.1", "3.0"):
            own = name == "numpy"  # its wheel carries all texts
            assert own or f"LGPL-{version}" not in licences or f"LGPL-{version}" in wheel["texts"], name
