"""A settings.json with three roots and three searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.settings.settings import RootPath, Settings

if TYPE_CHECKING:
    from pathlib import Path

ROOTS = (RootPath(1, b"/a"), RootPath(2, b"/caf\xe9"), RootPath(3, b"/c"))
QUERIES = ["rome", "lisbon", 'folder:"a b"']


def fill(path: Path) -> None:
    """Write the file."""
    settings = Settings(path)
    for root in ROOTS:
        settings.replace_roots([root], [])
    for query in QUERIES:
        settings.searches.save("", query)
    settings.change_view({"theme": "dark"})
    settings.close()


def is_whole(settings: Settings) -> bool:
    """Whether nothing is missing."""
    return settings.roots == ROOTS and [saved.query for saved in settings.searches] == QUERIES
