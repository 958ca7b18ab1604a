"""Makes a tree of tags, with how many photos have each or one below it. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def tag_tree(counted: Iterable[tuple[Sequence[str], int]]) -> list[dict[str, Any]]:
    """Return the tags at the top, in the order of their names, each {name, count, children}.

    Capitals make no other tag: the spelling that most photos have is told.

    Args:
        counted: (tags, photos): how many photos have exactly these tags, each with those above it: "travel/italy".
    """
    photos: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for tags, count in counted:
        paths = {path.casefold(): path for tag in tags for path in _with_those_above(tag)}
        for folded, path in paths.items():
            photos[folded] += count
            spellings.setdefault(folded, Counter())[path.rpartition("/")[2]] += count
    nodes: dict[str, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    for folded in sorted(photos, key=lambda path: path.split("/")):  # those above come first
        name = spellings[folded].most_common(1)[0][0]
        nodes[folded] = {"name": name, "count": photos[folded], "children": []}
        above = folded.rpartition("/")[0]
        (nodes[above]["children"] if above else top).append(nodes[folded])
    return top


def _with_those_above(tag: str) -> list[str]:
    """Return a tag and all above it, the highest first."""
    names = [name for name in tag.split("/") if name]
    return ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]
