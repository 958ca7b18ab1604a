"""Write the table of what is in the package, and what it is under, as Markdown: from the list of a built folder."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assets.package.inventory import wheels_in
from assets.package.libraries import library_name
from assets.package.licences import licence_table
from assets.package.origins import PROJECT, PYTHON, SYSTEM, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assets.package.inventory import Entry

HEAD = """# Licences of the package

What the program that needs no Python holds on {system}, and under which licences: SPDX identifiers. Made from a built
folder by `nox -s package`, which fails where something is unknown or may not be handed on
([packaging.md](packaging.md#licences)). What is under "OR" is taken under the licence that is allowed. The texts are in
the package, in its folder LICENSES.
"""


_SYSTEMS = {"win32": "Windows", "darwin": "macOS"}


def markdown(entries: Iterable[Entry], wheels: Iterable[str], *, with_versions: bool = False) -> str:
    """Return the table.

    Args:
        entries: All files, with origin and licence.
        wheels: Names of wheels whose Python modules are in the package.
        with_versions: Tell versions, which other machines and other days have others of.
    """
    entries = list(entries)
    return "\n".join(
        (
            HEAD.replace("{system}", _SYSTEMS.get(sys.platform, "Linux")),
            "## Libraries and programs\n",
            *_rows(
                ("library", "from", "licence"),
                {row for entry in entries for row in _library(entry, with_versions=with_versions)},
            ),
            "\n## Python packages\n",
            *_rows(
                ("package", "licence"),
                {_wheel(wheel, with_versions=with_versions) for wheel in {*wheels, *wheels_in(entries)}},
            ),
            "\n## Data\n",
            *_rows(("files", "licence"), {_data(entry) for entry in entries if _is_data(entry)}),
            "",
        )
    )


def _rows(head: tuple[str, ...], rows: set[tuple[str, ...]]) -> list[str]:
    """Return a table with its rows in order."""
    ordered = sorted(rows, key=lambda row: [cell.lower() for cell in row])
    lines = [head, ("---",) * len(head), *ordered]
    return [f"| {' | '.join(line)} |" for line in lines]


def _from(origin: Origin | None, *, with_versions: bool) -> str:
    """Return where something came from, as a cell: of the system always its package, of others the version if asked."""
    if origin is None:
        return "?"
    detail = origin.detail if with_versions or origin.source == SYSTEM else ""
    return f"{origin.source} {detail}".strip()


def _library(entry: Entry, *, with_versions: bool) -> list[tuple[str, ...]]:
    """Return the rows for a library: itself, and what is linked into it."""
    if not entry.is_library:
        return []
    origin, source = _from(entry.origin, with_versions=with_versions), entry.origin.source if entry.origin else ""
    name = "modules of Python" if "lib-dynload/" in entry.path else library_name(entry.path)
    inside = licence_table().inside(source, entry.path)
    return [
        (name, origin, entry.licence or "?"),
        *((f"{name}: {part.name}", origin, part.licence) for part in inside),
    ]


def _wheel(wheel: str, *, with_versions: bool) -> tuple[str, ...]:
    """Return the row of a wheel's own code."""
    from importlib import metadata

    version = f" {metadata.version(wheel)}" if with_versions else ""
    return wheel + version, licence_table().licence_of_wheel(wheel) or "?"


def _is_data(entry: Entry) -> bool:
    """Return whether a file is the project's own data, or Python's."""
    return not entry.is_library and entry.origin is not None and entry.origin.source in (PROJECT, PYTHON)


def _data(entry: Entry) -> tuple[str, ...]:
    """Return the row of a folder of data, or of a file in `assets/` that has a licence of its own."""
    folder = entry.path.partition("/")[0]
    name = entry.path if entry.path.endswith((".bin", ".zip")) else f"{folder}/"
    return name, entry.licence or "?"
