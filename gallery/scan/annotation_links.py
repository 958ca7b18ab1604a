"""What linking asks of the store of annotations. `annotations/store.py` is it; tests may use a simpler one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gallery.annotations.album_models import Album
    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import Act, Annotation, Changes, FileIdentity


T = TypeVar("T")


class Links(Protocol):
    """The items that something was said about, and what. A call that raises a DatabaseError has done nothing."""

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run work of the room `annotations` as one transaction."""

    def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Ask a question of the room `annotations`."""

    def tell(self, sentence: str) -> None:
        """Let the user read what happened to the store."""

    def history(self, before: int | None, limit: int) -> Sequence[Act]:
        """Return what was said, the newest act first: none, where nothing was said ever."""

    def changed_since(self, revision: int) -> Changes:
        """Return the revision now, and the items whose annotation changed after an earlier one."""

    def get_albums(self) -> Sequence[Album]:
        """Return all albums."""

    def read(self, items: Sequence[int]) -> Mapping[int, Annotation]:
        """Return what was said about items; those of which nothing was said are left out."""

    def find(self, files: Sequence[FileIdentity]) -> Sequence[Sequence[KnownItem]]:
        """Return for each file, in their order, the items that it may be, by place, content or number."""

    def get_item(self, item: int) -> KnownItem | None:
        """Return an item's file as it was seen last."""

    def relocate(self, files: Sequence[FileIdentity]) -> None:
        """Note where the files of items are now, and what they are like."""

    def set_gone(self, items: Iterable[int]) -> None:
        """Note that the files of items were deleted."""
