"""Links photos with what was said about their files, on the thread that writes the index, and keeps the copy of it.

A photo that is noted (catalog/unlinked_photos.py) and whose file is where the store has it, with the same content, is
linked in the transaction that stores its header: it enters the timeline with its words. So is a photo that the scan has
recognised at another place. All else takes more than one file to tell, and waits until every root has been scanned and
every header read: only then a file that is not there has gone, or moved.

What is to be done stands in the index, and what was said in the store: a crash between their commits costs nothing. The
store is told first where files are now, then the index forgets its notes.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, TypeGuard

from gallery.annotations.identity import Ambiguous, Copy, Linked
from gallery.annotations.items import same_content
from gallery.annotations.models import Annotation
from gallery.base.errors import DatabaseError
from gallery.base.events import TimelinesChanged
from gallery.catalog import album_copy, annotation_copy, unlinked_photos
from gallery.catalog.file_keys import find_changed
from gallery.catalog.file_places import find_occupants
from gallery.catalog.folders import get_roots
from gallery.catalog.photos import raise_generation
from gallery.scan.annotation_rescue import rescue
from gallery.scan.annotation_values import album_row, identity_of, said_of
from gallery.scan.link_decisions import Noted, decide, find_replaced, is_same
from gallery.scan.telling_pace import TellingPace

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gallery.annotations.identity import Link
    from gallery.annotations.items import KnownItem
    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.catalog.file_keys import FileKeys
    from gallery.catalog.file_places import Occupant
    from gallery.scan.annotation_links import Links

log = logging.getLogger(__name__)
STEP = 1000
"""Photos that are looked up in one transaction, as other writes wait meanwhile."""
RETRY_S = 60.0
"""Wait after an error of the store, before it is asked again."""


class AnnotationLinker:
    """Does the linking for the indexer. The indexer's thread only.

    An error of the store is told in the log, and costs the index nothing: what is noted stays so.
    """

    def __init__(self, database: Database, links: Links, hub: EventHub) -> None:
        """Take the index, the store of what was said, and the hub of the pages."""
        self._database, self._links, self._hub = database, links, hub
        self._asked_again_at = 0.0
        self._pace = TellingPace()

    def begin(self, conn: sqlite3.Connection) -> None:
        """Follow what was said since the copy was made, and ask again about what was unsure. Once, at the start.

        Where library.db has lost something that the copy has, it gets that back first.
        """
        if not any(unlinked_photos.is_any_noted(conn, waiting=waiting) for waiting in (False, True)):
            unlinked_photos.forget_left_contents(conn)
        unlinked_photos.note_unsure(conn)
        try:
            rescue(conn, self._links)
            changed = follow(conn, self._links)
        except DatabaseError as error:
            self._put_off(error)
            return
        if changed:
            raise_generation(conn)

    def link_new(self, conn: sqlite3.Connection) -> bool:
        """Link noted photos that are where they were, in the transaction that noted them.

        Returns:
            Whether a timeline changed.
        """
        if time.monotonic() < self._asked_again_at:
            return False
        try:
            return link_new(conn, self._links)
        except DatabaseError as error:
            self._put_off(error)
            return False

    def advance(self, scanned: Collection[int] | None) -> bool:
        """Link some of the photos that are still noted. Return whether there was something to do.

        Args:
            scanned: the roots that were scanned since the start, where nothing is to be listed or read any more; None
                while something is.
        """
        if time.monotonic() < self._asked_again_at:
            return False
        with self._database.read() as conn:
            new = unlinked_photos.is_any_noted(conn, waiting=False)
            if not new and not (unlinked_photos.is_any_noted(conn, waiting=True) and _is_all_seen(conn, scanned)):
                return False
        try:
            with self._database.write() as conn:
                changed = link_new(conn, self._links) if new else link_moved(conn, self._links)
                done = not unlinked_photos.is_any_noted(conn, waiting=False)
                generation = raise_generation(conn) if self._pace.is_due(changed=changed, done=done) else 0
        except DatabaseError as error:
            self._put_off(error)
            return False
        if generation:
            self._hub.send(TimelinesChanged(generation))
        return True

    def _put_off(self, error: DatabaseError) -> None:
        log.warning("what was said about photos is not linked now: %s", error)
        self._asked_again_at = time.monotonic() + RETRY_S


def _is_all_seen(conn: sqlite3.Connection, scanned: Collection[int] | None) -> bool:
    """Return whether what is not in the index is not there: every root that is connected was scanned."""
    return scanned is not None and all(root.offline is not None or root.id in scanned for root in get_roots(conn))


def follow(conn: sqlite3.Connection, links: Links, told: Mapping[int, FileKeys] | None = None) -> bool:
    """Bring the copy up to what was said since. It is one transaction with the number up to which it is.

    Args:
        conn: in a writing transaction of the index.
        links: the store.
        told: item -> file, of those that something was just said about, as the index had them then.

    Returns:
        Whether a timeline or a search may be different now.
    """
    changes = links.changed_since(annotation_copy.get_revision(conn))
    albums = album_copy.put_albums(conn, [album_row(album) for album in links.get_albums()])
    if changes.items is not None:
        changed = _copy(conn, links, changes.items, told or {})
    elif links.history(None, 1):
        unlinked_photos.note_all(conn)  # another library than the copy was made of
        album_copy.remove_photos(conn)  # the numbers may be those of other albums now
        changed = False
    else:
        changed = annotation_copy.remove_all(conn)
    annotation_copy.set_revision(conn, changes.revision)
    return changed or albums


def _copy(conn: sqlite3.Connection, links: Links, items: Sequence[int], told: Mapping[int, FileKeys]) -> bool:
    """Copy what is said about items now."""
    photos = dict(annotation_copy.find_linked(conn, {*items, *told}))
    new = {item: file for item, file in told.items() if item not in photos}
    photos |= {item: file.photo for item, file in new.items()}
    unlinked_photos.note(conn, find_changed(conn, new.values()))
    for item in items:
        if item not in photos and (known := links.get_item(item)):
            then = known.identity
            unlinked_photos.note_content(conn, then.size, then.mtime_ns, then.fingerprint)
    return _put(conn, links, {item: photos[item] for item in (*items, *new) if item in photos}) > 0


def link_new(conn: sqlite3.Connection, links: Links, limit: int = STEP) -> bool:
    """Link noted photos whose files are where the store has them, or were recognised by the scan; let others wait.

    Args:
        conn: in a writing transaction of the index.
        links: the store.
        limit: of the photos that are looked up.

    Returns:
        Whether a timeline or a search may be different now.
    """
    if not unlinked_photos.is_any_noted(conn, waiting=False):
        return False
    if not links.history(None, 1):
        unlinked_photos.forget_all(conn)
        return annotation_copy.remove_all(conn)
    files = unlinked_photos.find_noted(conn, limit)
    recognised = [(file, known) for file in files if (known := _known(links, file)) and _is_content_of(file, known)]
    _relocate(links, recognised)
    rest = [file for file in files if file.photo not in {file.photo for file, _ in recognised}]
    here, waiting, strangers = _look_up(conn, links, rest)
    _relocate(links, here)
    changed = _put(conn, links, {known.item: file.photo for file, known in (*recognised, *here)})
    changed += annotation_copy.remove(conn, strangers)
    unlinked_photos.forget_linked(conn, ((file.photo, known.item) for file, known in (*recognised, *here)))
    unlinked_photos.forget(conn, strangers)
    unlinked_photos.let_wait(conn, waiting)
    return changed > 0


def _look_up(
    conn: sqlite3.Connection, links: Links, files: Sequence[FileKeys]
) -> tuple[list[tuple[FileKeys, KnownItem]], list[int], list[int]]:
    """Divide photos into those at the place of an item with its content, those that wait, and those without items."""
    here, waiting, strangers = [], [], []
    for file, known in zip(files, links.find([identity_of(file) for file in files]), strict=True):
        same = [one for one in known if is_same(identity_of(file), one)]
        if len(same) == 1 and _is_free(conn, same[0], file.photo):
            here.append((file, same[0]))
        elif known or file.item is not None:
            waiting.append(file.photo)
        else:
            strangers.append(file.photo)
    return here, waiting, strangers


def _is_free(conn: sqlite3.Connection, known: KnownItem, photo: int) -> bool:
    """Return whether no other photo that is there is linked to an item."""
    return all(other == photo for other in annotation_copy.find_linked_shown(conn, known.item))


def link_moved(conn: sqlite3.Connection, links: Links) -> bool:
    """Decide about all photos that wait, and about annotated ones whose files are gone: no file is to be read any more.

    Args:
        conn: in a writing transaction of the index. It takes long where a whole library has moved, and only then.
        links: the store.

    Returns:
        Whether a timeline or a search may be different now.
    """
    files = {file.photo: file for file in unlinked_photos.find_noted(conn, waiting=True)}
    noted = _read_noted(links, files.values())
    places = {known.item: known.identity for one in noted for known in one.known}
    occupants = find_occupants(conn, ((item, place.root, place.relative) for item, place in places.items()))
    linked = dict(annotation_copy.find_linked(conn, places))
    decided = decide(noted, occupants, unlinked_photos.find_moved_here(conn, files), linked)
    found = {photo: link.item for photo, link in decided.items() if isinstance(link, Linked)}
    by_item = {(one.photo, known.item): known for one in noted for known in one.known}
    _relocate(links, [(files[photo], by_item[photo, item]) for photo, item in found.items()])
    gone = unlinked_photos.find_noted_gone(conn)
    unsure = {photo: link.items for photo, link in decided.items() if _is_unsure(link, occupants)}
    lost = {file.item for file in gone if file.item is not None} | find_replaced(noted, unsure)
    lost |= {was for photo, item in found.items() if (was := files[photo].item) not in {None, item}}
    if lost := lost - set(found.values()):
        links.set_gone(sorted(lost))
    changed = annotation_copy.remove(conn, [photo for photo in files if photo not in found])
    changed += _put(conn, links, {item: photo for photo, item in found.items()})
    unlinked_photos.set_unsure(conn, unsure.items())
    unlinked_photos.forget(conn, files.keys() - unsure.keys())
    unlinked_photos.forget(conn, (file.photo for file in gone))
    unlinked_photos.forget_left_contents(conn)
    unlinked_photos.note_alike(conn, (file.photo for file in gone if file.item in lost))
    return changed > 0


def _is_unsure(link: Link, occupants: Mapping[int, Occupant]) -> TypeGuard[Ambiguous | Copy]:
    """Return whether a decision may be another one later: if the drive that a file seems to be copied from is gone."""
    if isinstance(link, Copy):
        return any(item in occupants and occupants[item].is_away for item in link.items)
    return isinstance(link, Ambiguous)


def _read_noted(links: Links, files: Collection[FileKeys]) -> list[Noted]:
    """Return photos with the items that they may be; what a row was linked to is at its place, wherever that is now."""
    noted = []
    for file, found in zip(files, links.find([identity_of(file) for file in files]), strict=True):
        known = list(found)
        if file.item is not None and file.item not in [one.item for one in known] and (linked := _known(links, file)):
            place = linked.identity._replace(root=file.root, relative=file.relative)
            known.append(linked._replace(identity=place))
        noted.append(Noted(file.photo, identity_of(file), known))
    return noted


def _known(links: Links, file: FileKeys) -> KnownItem | None:
    return None if file.item is None else links.get_item(file.item)


def _is_content_of(file: FileKeys, known: KnownItem) -> bool:
    then = known.identity
    return same_content(identity_of(file), then.size, then.mtime_ns, then.fingerprint)


def _relocate(links: Links, found: Iterable[tuple[FileKeys, KnownItem]]) -> None:
    """Tell the store where files are and what they are like, where it has anything else."""
    moved = []
    for file, known in found:
        now = identity_of(file)._replace(item=known.item)
        if known.gone or now != known.identity:
            moved.append(now)
    if moved:
        links.relocate(moved)


def _put(conn: sqlite3.Connection, links: Links, found: Mapping[int, int]) -> int:
    """Copy what is said about items to their photos, item -> photo. Return how many rows are different now."""
    if not found:
        return 0
    said = {**dict.fromkeys(found, Annotation()), **links.read(list(found))}
    changed = annotation_copy.put(conn, ((photo, item, said_of(said[item])) for item, photo in found.items()))
    return changed + album_copy.put_photos(conn, {photo: said[item].albums for item, photo in found.items()})
