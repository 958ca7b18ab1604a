"""The errors that several rooms raise or catch, in one tree; further ones stand where they are raised.

GalleryError             a sentence for the user, a code for the page, an HTTP status
  UsageError             the command line was wrong (exit code 2)
  DataFolderError        the data folder cannot be written, or another Shoebox has it
  SettingsError          settings.json cannot be written, so that nothing was changed (507)
  DatabaseError          a database is damaged, too new, or its disk is full
    DamagedDatabaseError   a part of it is damaged; the rest may still be read and written
    NewerDatabaseError     a later version made it, and it stays as it is (409)
  NotFoundError          no such photo, folder or root (404)
  RootOfflineError       the drive or folder is away for now (409)
  UnsafePathError        a path leaves its root, or is no regular file (404)
  BusyError              nothing to wait for any longer; ask again (503)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.languages.sentence import Sentence


class GalleryError(Exception):
    """Something a user should read: one sentence that names a way out. `str(error)` is in English."""

    code = "failed"
    """For the page, which may choose its own words."""
    status = 500
    """HTTP status code."""

    def __init__(self, sentence: Sentence | str) -> None:
        """Take the sentence: from the tables of languages, or, where no page and no window shows it, in English."""
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(GalleryError):
    """The command line, or a request of the page, cannot be carried out as it was put."""

    code = "usage"
    status = 400


class DataFolderError(GalleryError):
    """The data folder cannot be written, or another Shoebox has it."""

    code = "data_folder"


class SettingsError(GalleryError):
    """The settings cannot be written, or not be read. What was to be changed is as it was."""

    code = "settings"
    status = 507


class DatabaseError(GalleryError):
    """A database is damaged or too new, or its disk is full."""

    code = "database"
    status = 507


class DamagedDatabaseError(DatabaseError):
    """What was asked for lies on a damaged part of a database; the rest may still be read and written."""


class NewerDatabaseError(DatabaseError):
    """A later version made a database that nothing can replace; it was not touched."""

    code = "newer_database"
    status = 409


class NotFoundError(GalleryError):
    """There is no such photo, folder, root or saved search."""

    code = "not_found"
    status = 404


class RootOfflineError(GalleryError):
    """The drive or folder of a root is not connected."""

    code = "root_offline"
    status = 409


class UnsafePathError(GalleryError):
    """A path leaves its root, passes a link, or names no regular file."""

    code = "not_found"
    status = 404


class BusyError(GalleryError):
    """What was asked for did not come in time; it may be asked for again."""

    code = "busy"
    status = 503
