"""The table of licences, `licences.toml`: what each library, wheel and data file is under, and what may be shipped."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from assets.package.libraries import library_name
from assets.package.origins import PROJECT, PYTHON, SYSTEM

TABLE = Path(__file__).with_name("licences.toml")
TEXTS = Path(__file__).with_name("texts")
_OF_WINDOWS = (".dll", ".pyd", ".exe")


@dataclass(frozen=True, slots=True)
class Inside:
    """What is linked into a library, and has no file of its own."""

    name: str
    licence: str


class LicenceTable:
    """The licences of what may be in the package. A name that is not in it has none, which is a fault."""

    def __init__(self, table: dict[str, Any]) -> None:
        """Take the content of `licences.toml`."""
        self._allowed = frozenset(table["allowed"])
        self._wheels: dict[str, dict[str, Any]] = table["wheel"]
        self._system: list[dict[str, Any]] = table["system"]["library"]
        self._files: list[dict[str, Any]] = table["file"]

    def is_allowed(self, expression: str) -> bool:
        """Return whether the package may hold what is under this licence.

        Args:
            expression: An SPDX expression without parentheses; AND binds closer than OR, as SPDX 2.3 says (annex D).
        """
        return any(
            all(licence.strip() in self._allowed for licence in choice.split(" AND "))
            for choice in expression.split(" OR ")
        )

    def licence_of_wheel(self, wheel: str) -> str | None:
        """Return the licence of a wheel's own code; None if the wheel is unknown."""
        entry = self._wheels.get(wheel)
        return entry["licence"] if entry else None

    def licence_of_library(self, source: str, path: str) -> str | None:
        """Return the licence of a library; None if it is unknown.

        Args:
            source: The wheel that it came from, or `SYSTEM`, `PYTHON`, `PROJECT`.
            path: Its path in the package.
        """
        entry = self._library(source, path)
        return entry["licence"] if entry else None

    def inside(self, source: str, path: str) -> list[Inside]:
        """Return what is linked into a library."""
        entry = self._library(source, path) or {}
        parts = dict(entry.get("inside", {}))
        if path.lower().endswith(_OF_WINDOWS):
            parts |= entry.get("inside_on_windows", {})
        return [Inside(name, licence) for name, licence in parts.items()]

    def licence_of_file(self, path: str) -> str | None:
        """Return the licence of a file without machine code that no wheel brought, by its path in the package."""
        for entry in self._files:
            if any(fnmatchcase(path, pattern) for pattern in entry["paths"]):
                return str(entry["licence"])
        return None

    def texts_of(self, source: str) -> list[str]:
        """Return the names of texts in `texts/` that must go with a wheel, since it does not carry them itself."""
        return list(self._wheels.get(source, {}).get("texts", ()))

    def _library(self, source: str, path: str) -> dict[str, Any] | None:
        """Return the entry of a library."""
        if source in (SYSTEM, PYTHON, PROJECT):
            entries = self._system
        else:
            entries = self._wheels.get(source, {}).get("library", [])
        name = library_name(path)
        return next((entry for entry in entries if any(fnmatchcase(name, one) for one in entry["names"])), None)


@cache
def licence_table() -> LicenceTable:
    """Return the project's table."""
    return LicenceTable(tomllib.loads(TABLE.read_text(encoding="utf-8")))
