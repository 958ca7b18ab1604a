"""The controller of groups of files that are one photo: what the user puts together and takes apart.

What is chosen is kept by the content of the files in settings.json, so that neither another name nor a new index loses
it; the index has a copy, by which the files of a folder are grouped (scan/file_grouping.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.base.errors import NotFoundError, UsageError
from gallery.base.events import TimelinesChanged
from gallery.base.models import RAW_KINDS
from gallery.catalog import file_groups
from gallery.catalog.connection import read_transaction
from gallery.catalog.photos import raise_generation
from gallery.languages.sentence import Sentence
from gallery.scan.file_grouping import group_folder
from gallery.scan.grouping_rules import group_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from gallery.base.events import EventHub
    from gallery.catalog.database import Database
    from gallery.catalog.file_groups import ChosenFile, GroupRow
    from gallery.scan.grouping_rules import Group
    from gallery.scan.indexer import Indexer
    from gallery.settings.settings import Settings

NOT_READ = Sentence("error-group-unread")


class FileGroupsController:
    """Changes which files are one photo. Every method may be called on any thread but the indexer's."""

    def __init__(self, settings: Settings, database: Database, indexer: Indexer, hub: EventHub) -> None:
        """Take what keeps the choices, the index, its only writer, and the hub of the pages."""
        self._settings = settings
        self._database = database
        self._indexer = indexer
        self._hub = hub

    def align(self, conn: sqlite3.Connection) -> None:
        """Make the index follow the settings. The thread `indexer`, in a writing transaction."""
        file_groups.replace_chosen(conn, self._settings.groups.by_file())

    def take_apart(self, photo: int) -> dict[str, Any]:
        """Show every file of a photo's group by itself, from now on; return how many there are.

        Raises:
            NotFoundError: there is no such photo, or it is one file.
            UsageError: a file could not be read, or too much was chosen already.
            SettingsError: it cannot be written; then nothing changes.
            BusyError: the index is busy; it follows at the next start.
        """
        with self._database.read() as conn, read_transaction(conn):
            ids = [member.photo for member in file_groups.get_members(conn, photo)]
            files = file_groups.get_chosen_files(conn, ids)
        if len(files) < 2:
            raise NotFoundError(Sentence("error-group-single"))
        self._choose(files, together=False)
        return {"photos": len(files)}

    def put_together(self, photos: Sequence[int]) -> dict[str, Any]:
        """Show photos of one folder, with all of their groups, as one; return which stands for all.

        Raises:
            UsageError: they are fewer than two or of several folders, one could not be read, or too much was chosen.
            SettingsError: it cannot be written; then nothing changes.
            BusyError: the index is busy; it follows at the next start.
        """
        with self._database.read() as conn, read_transaction(conn):
            ids = {member.photo for photo in photos for member in file_groups.get_members(conn, photo)}
            files = file_groups.get_chosen_files(conn, ids)
        if len(files) < 2:
            raise UsageError(Sentence("error-group-two"))
        if len({file.folder for file in files}) > 1:
            raise UsageError(Sentence("error-group-folders"))
        self._choose(files, together=True)
        with self._database.read() as conn:
            return {"photo": file_groups.find_shown(conn, files[0].photo)}

    def _choose(self, files: Sequence[ChosenFile], *, together: bool) -> None:
        """Keep a choice; where the rules alone give the same, or what was put together ends, nothing is to be kept."""
        identities = list(dict.fromkeys(file.fingerprint for file in files if file.fingerprint is not None))
        if any(file.fingerprint is None for file in files):
            raise UsageError(NOT_READ)
        folder, ids = files[0].folder, {file.photo for file in files}
        with self._database.read() as conn:
            rows = file_groups.get_rows(conn, folder)
        by_rule = group_files(row._replace(chosen=None, place=None) if row.photo in ids else row for row in rows)
        was_chosen = any(row.chosen for row in rows if row.photo in ids)
        if together:
            is_rule = _are_one(by_rule, ids)
        else:
            is_rule = not any(len(group.members) for group in by_rule if ids & {group.shown, *group.members})
            is_rule |= was_chosen and not _are_one(by_rule, ids)
        if is_rule:
            self._settings.groups.forget(identities)
        else:
            first = _first_of(files, [row for row in rows if row.photo in ids])
            identities.sort(key=lambda one: one != first.fingerprint)
            self._settings.groups.choose(identities, together=together)
        generation = self._indexer.ask(lambda conn: self._follow(conn, folder))
        if generation:
            self._hub.send(TimelinesChanged(generation))

    def _follow(self, conn: sqlite3.Connection, folder: int) -> int | None:
        """Group the folder by what was chosen. Return the new generation; None: nothing changed."""
        self.align(conn)
        changed, _ = group_folder(conn, folder)
        return raise_generation(conn) if changed else None


def _are_one(groups: Iterable[Group], photos: set[int]) -> bool:
    """Return whether photos are one group, with no others in it."""
    return photos in [{group.shown, *group.members} for group in groups]


def _first_of(files: Sequence[ChosenFile], rows: Sequence[GroupRow]) -> ChosenFile:
    """Return which of the files is to stand for all: of what the rules show a picture, RAW and videos last."""
    shown = {group.shown for group in group_files(row._replace(chosen=None, place=None) for row in rows)}
    last = {row.photo: (row.is_video, row.format in RAW_KINDS) for row in rows}
    return min((file for file in files if file.photo in shown), key=lambda file: last[file.photo])
