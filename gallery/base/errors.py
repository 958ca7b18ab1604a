"""Every error a user can meet, in one tree.

GalleryError             a sentence for the user, a code for the page, an HTTP status
  UsageError             the command line was wrong (exit code 2)
  DataFolderError        the data folder cannot be written, or another Shoebox has it
  DatabaseError          a database is damaged, too new, or its disk is full
  NotFoundError          no such photo, folder or root (404)
  RootOfflineError       the drive or folder is away for now (409)
  UnsafePathError        a path leaves its root, or is no regular file (404)
  BusyError              nothing to wait for any longer; ask again (503)
"""

from __future__ import annotations


class GalleryError(Exception):
    """Something a user should read. `str(error)` is one sentence that names a way out."""

    code = "failed"
    status = 500


class UsageError(GalleryError):
    code = "usage"
    status = 400


class DataFolderError(GalleryError):
    code = "data_folder"


class DatabaseError(GalleryError):
    code = "database"
    status = 507


class NotFoundError(GalleryError):
    code = "not_found"
    status = 404


class RootOfflineError(GalleryError):
    code = "root_offline"
    status = 409


class UnsafePathError(GalleryError):
    code = "not_found"
    status = 404


class BusyError(GalleryError):
    code = "busy"
    status = 503
