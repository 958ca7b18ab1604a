"""Write `docs/licences.md` from a built folder, and print what its megabytes are: `python -m assets.package FOLDER`.

The document tells of the package for Linux: elsewhere it is left as it is.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from assets.package import document
from assets.package.inventory import files_of_build, inventory
from assets.package.libraries import library_name
from assets.package.modules import wheels_of_modules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assets.package.inventory import Entry

DOCUMENT = Path(__file__).parents[2] / "docs" / "licences.md"
_SMALLEST = 1_000_000
"""Bytes of a library that gets a line of its own."""


def main(folder: Path) -> int:
    """Write the document; return 1 if something must not be in the folder."""
    entries, faults = inventory(files_of_build(folder))
    if sys.platform == "linux":
        DOCUMENT.write_text(document.markdown(entries, wheels_of_modules(folder)), encoding="utf-8")
    print("\n".join(sizes(entries)))  # noqa: T201
    if faults:
        print("\n".join(faults), file=sys.stderr)  # noqa: T201
    return int(bool(faults))


def sizes(entries: Iterable[Entry]) -> list[str]:
    """Return lines that say what the bytes of a package are: in all, by origin, the largest files."""
    entries = list(entries)
    by_origin: Counter[str] = Counter()
    for entry in entries:
        by_origin[entry.origin.source if entry.origin else "?"] += entry.size
    large = sorted((entry for entry in entries if entry.size >= _SMALLEST), key=lambda entry: -entry.size)
    return [
        f"{sum(by_origin.values()) / 1e6:7.1f} MB in {len(entries)} files",
        *(f"{size / 1e6:7.1f} MB {source}" for source, size in by_origin.most_common()),
        *(
            f"{entry.size / 1e6:7.1f} MB {library_name(entry.path) if entry.is_library else entry.path}"
            for entry in large
        ),
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
