"""Small databases of other programs, with the tables that these make: digiKam's of version 8, Lap's of version 0.3."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DIGIKAM = """
CREATE TABLE AlbumRoots (id INTEGER PRIMARY KEY, label TEXT, status INTEGER NOT NULL, type INTEGER NOT NULL,
    identifier TEXT, specificPath TEXT, UNIQUE(identifier, specificPath));
CREATE TABLE Albums (id INTEGER PRIMARY KEY, albumRoot INTEGER NOT NULL, relativePath TEXT NOT NULL, date DATE,
    caption TEXT, collection TEXT, icon INTEGER, UNIQUE(albumRoot, relativePath));
CREATE TABLE Images (id INTEGER PRIMARY KEY, album INTEGER, name TEXT NOT NULL, status INTEGER NOT NULL,
    category INTEGER NOT NULL, modificationDate DATETIME, fileSize INTEGER, uniqueHash TEXT, UNIQUE (album, name));
CREATE TABLE ImageInformation (imageid INTEGER PRIMARY KEY, rating INTEGER, creationDate DATETIME);
CREATE TABLE ImageComments (id INTEGER PRIMARY KEY, imageid INTEGER, type INTEGER, language TEXT, author TEXT,
    date DATETIME, comment TEXT, UNIQUE(imageid, type, language, author));
CREATE TABLE Tags (id INTEGER PRIMARY KEY, pid INTEGER, name TEXT NOT NULL, icon INTEGER, iconkde TEXT,
    UNIQUE (name, pid));
CREATE TABLE ImageTags (imageid INTEGER NOT NULL, tagid INTEGER NOT NULL, UNIQUE (imageid, tagid));
CREATE TABLE TagProperties (tagid INTEGER, property TEXT, value TEXT);
INSERT INTO AlbumRoots VALUES (1, 'Pictures', 0, 1, 'volumeid:?path=%2Fhome%2Fada%2FMy%20Pictures', '/');
INSERT INTO AlbumRoots VALUES (2, 'Drive', 0, 2, 'volumeid:?uuid=800b21c2-dadc', '/photos');
INSERT INTO AlbumRoots VALUES (3, 'NAS', 0, 3, 'networkshareid:?mountpath=%2Fmnt%2Fnas', '/all');
INSERT INTO Albums VALUES (1, 1, '/', NULL, NULL, NULL, NULL), (2, 1, '/2019/Köln', NULL, 'Trip', NULL, NULL),
    (3, 2, '/old', NULL, NULL, NULL, NULL), (4, 3, '/x', NULL, NULL, NULL, NULL);
INSERT INTO Images VALUES (1, 1, 'a.jpg', 1, 1, NULL, 100, 'h'), (2, 2, 'b.jpg', 1, 1, NULL, 200, 'h'),
    (3, 3, 'c.jpg', 1, 1, NULL, 300, 'h'), (4, 4, 'd.jpg', 1, 1, NULL, 400, 'h'),
    (5, 2, 'trashed.jpg', 3, 1, NULL, 500, 'h'), (6, 2, 'plain.jpg', 1, 1, NULL, 600, 'h');
INSERT INTO ImageInformation VALUES (1, 4, NULL), (2, -1, NULL), (3, 0, NULL), (5, 5, NULL), (6, -1, NULL);
INSERT INTO ImageComments VALUES (1, 1, 1, 'de-DE', NULL, NULL, 'Der Dom'), (2, 1, 1, 'x-default', NULL, NULL, 'The cathedral'),
    (3, 1, 3, 'x-default', NULL, NULL, 'Cologne'), (4, 2, 2, 'x-default', NULL, NULL, 'a headline');
INSERT INTO Tags VALUES (1, 0, 'travel', NULL, NULL), (2, 1, 'AC/DC', NULL, NULL), (3, 0, 'People', NULL, NULL),
    (4, 3, 'Ada', NULL, NULL), (5, 0, '_Digikam_Internal_Tags_', NULL, NULL), (6, 5, 'Color Label Magenta', NULL, NULL),
    (7, 5, 'Pick Label Rejected', NULL, NULL), (8, 5, 'Color Label Orange', NULL, NULL),
    (9, 5, 'Pick Label None', NULL, NULL), (10, 11, 'one', NULL, NULL), (11, 10, 'two', NULL, NULL),
    (12, 5, 'Pick Label Accepted', NULL, NULL), (13, 5, 'Scanned for Faces', NULL, NULL);
INSERT INTO ImageTags VALUES (1, 1), (1, 2), (1, 4), (2, 6), (2, 7), (3, 8), (3, 9), (3, 13), (4, 12), (6, 10), (6, 99);
INSERT INTO TagProperties VALUES (4, 'person', 'Ada'), (4, 'faceEngineId', 'x');
"""
LAP = """
CREATE TABLE albums (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, path TEXT NOT NULL, description TEXT);
CREATE TABLE afolders (id INTEGER PRIMARY KEY AUTOINCREMENT, album_id INTEGER NOT NULL, name TEXT NOT NULL,
    path TEXT NOT NULL, is_favorite INTEGER);
CREATE TABLE afiles (id INTEGER PRIMARY KEY AUTOINCREMENT, folder_id INTEGER NOT NULL, name TEXT NOT NULL,
    size INTEGER NOT NULL, is_favorite INTEGER, rotate INTEGER, comments TEXT, has_tags INTEGER);
CREATE TABLE atags (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
CREATE TABLE afile_tags (file_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, PRIMARY KEY (file_id, tag_id));
INSERT INTO albums VALUES (1, 'Pictures', '/home/ada/Pictures', NULL);
INSERT INTO afolders VALUES (1, 1, '2019', '/home/ada/Pictures/2019', NULL);
INSERT INTO afiles VALUES (1, 1, 'a.jpg', 100, 1, 0, 'By the river', 1), (2, 1, 'b.jpg', 200, 0, 90, NULL, 0),
    (3, 1, 'c.jpg', 300, NULL, 0, '', 1);
INSERT INTO atags VALUES (1, 'rome'), (2, 'a/b');
INSERT INTO afile_tags VALUES (1, 1), (1, 2), (3, 1);
"""
RATED = "ALTER TABLE afiles ADD COLUMN rating INTEGER; UPDATE afiles SET rating = id - 1;"


def make(path: Path, *scripts: str) -> Path:
    """Make a database of these scripts, and return its path."""
    with closing(sqlite3.connect(path)) as conn:
        for script in scripts:
            conn.executescript(script)
    return path
