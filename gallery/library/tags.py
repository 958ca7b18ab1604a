"""The controller of tags: the tree of them, which of them photos have, and what is done with one of them everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.annotations import tag_moves
from gallery.annotations.models import AnnotationChange, clean_tags
from gallery.annotations.store import AnnotationsError
from gallery.catalog import annotation_copy, file_keys, photos, tag_counts
from gallery.catalog.connection import read_transaction
from gallery.catalog.tiles import find_tiles
from gallery.languages.sentence import Sentence
from gallery.library.tag_tree import tag_tree
from gallery.scan.act_files import require_act_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.annotations.store import AnnotationStore
    from gallery.catalog.database import Database
    from gallery.library.annotations import AnnotationsController


class TagsController:
    """Tells tags, and changes them. Every method may be called on any thread but the indexer's."""

    def __init__(self, store: AnnotationStore, database: Database, annotations: AnnotationsController) -> None:
        """Take library.db, the index, and what has the index follow."""
        self._store, self._database, self._annotations = store, database, annotations
        self._tree: tuple[int, list[dict[str, Any]]] | None = None
        """The generation and its tree of tags, as it was told last."""

    def tree(self) -> list[dict[str, Any]]:
        """Return the tree of the tags that photos have (tag_tree.py). It is made anew after every change."""
        with self._database.read() as conn, read_transaction(conn):
            generation = photos.get_generation(conn)
            known = self._tree
            if known is None or known[0] != generation:
                known = self._tree = (generation, tag_tree(tag_counts.count_tags(conn)))
        return known[1]

    def of(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Return the tags that some of these photos of the library have, {tag, count} each, in the order of names."""
        with self._database.read() as conn, read_transaction(conn):
            shown = set(find_tiles(conn, ids).values())
            found = tag_counts.count_tags_of(conn, shown)
        return [{"tag": tag, "count": found[tag]} for tag in sorted(found, key=str.casefold)]

    def move(self, tag: str, target: str | None) -> dict[str, Any]:
        """Rename a tag, move it, merge it into one that is there, or take it off, with those below it, on all photos.

        Args:
            tag: its path.
            target: its new one; None: it is taken off.

        Returns:
            As `AnnotationsController.annotate`.

        Raises:
            UsageError: it cannot be called so.
            BusyError: what was said before about a photo that has it is not known yet; nothing was changed.
            DatabaseError: it cannot be kept; nothing was changed.
        """
        if target is None:
            [source] = clean_tags((tag,))
            told = AnnotationChange(remove_tags=(source,))
        else:
            source, target = tag_moves.clean_move(tag, target)
            told = AnnotationChange(moved_tag=(source, target))
        with self._database.read() as conn, read_transaction(conn):
            own = {one.photo: one.own for one in tag_counts.find_with_tag(conn, source)}
            keys = file_keys.identify(conn, own, members=False)
            try:
                revision, behind = self._store.changed_since(annotation_copy.get_revision(conn))
                files = require_act_files(conn, self._store, keys, is_same_library=behind is not None)
            except AnnotationsError as error:
                raise AnnotationsError(Sentence("error-not-kept", why=error.sentence)) from error
        write = tag_moves.mover(source, target, [own[one.photo] for one in keys])
        applied = self._store.apply(files, told, revision, [one.tile for one in keys], write)
        return self._annotations.answer(applied, keys)
