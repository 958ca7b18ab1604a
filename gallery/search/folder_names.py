"""The names of all folders as searches look at them, kept until the library has another generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.catalog.collation import plain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from gallery.catalog.visible_folders import Within
    from gallery.search.index_snapshot import IndexSnapshot


class FolderName(NamedTuple):
    """A folder on the disk."""

    folder: int
    label: str
    sort: str
    """Names in the order of these are in the order of `natural`."""
    folded: str


class FolderNames(NamedTuple):
    """The names of all folders on the disk, and which folders lie in which. Immutable; any thread may use it."""

    names: Sequence[FolderName]
    children: dict[int, list[int]]

    def visible(self, within: Within | None) -> Sequence[FolderName]:
        """Return the names of top folders and of those below them; None: of all folders."""
        if within is None:
            return self.names
        inside = self.with_below(within)
        return [name for name in self.names if name.folder in inside]

    def named(self, needle: str, within: Within | None) -> set[int]:
        """Return the folders whose own name, or that of a visible folder above, contains the folded text."""
        return self.with_below(name.folder for name in self.visible(within) if needle in name.folded)

    def with_below(self, folders: Iterable[int]) -> set[int]:
        """Return these folders and all below them."""
        found, waiting = set[int](), list(folders)
        while waiting:
            folder = waiting.pop()
            if folder not in found:
                found.add(folder)
                waiting += self.children.get(folder, ())
        return found


class _Kept:
    """The names of the generation that was asked for last. Any thread may set it: it is one reference."""

    def __init__(self) -> None:
        self.last: tuple[int, FolderNames] | None = None


def folder_names(conn: sqlite3.Connection, snapshot: IndexSnapshot) -> FolderNames:
    """Return the names of the folders that a snapshot has; every change of them raises the generation."""
    kept = snapshot.lasting("folder names", _Kept)
    last = kept.last
    if last is None or last[0] != snapshot.generation:
        kept.last = last = snapshot.generation, _read(conn)
    return last[1]


def _read(conn: sqlite3.Connection) -> FolderNames:
    names, children = list[FolderName](), dict[int, list[int]]()
    for folder, parent, label, sort, gone in conn.execute("SELECT id, parent, label, sort, gone FROM folders"):
        if not gone:
            names.append(FolderName(folder, label, sort, _folded(label)))
        if parent is not None:
            children.setdefault(parent, []).append(folder)
    return FolderNames(names, children)


def _folded(label: str) -> str:
    """Return `plain` of a label; most are printable ASCII with one space between words, which is quicker to see."""
    if label.isascii() and label.isprintable() and "  " not in label:
        return label.lower()
    return plain(label)
