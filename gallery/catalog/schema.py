"""The tables of index.db as migrations, and the values of their columns.

Step N takes `PRAGMA user_version` from N to N + 1. Never edit a step that has shipped.
"""

from __future__ import annotations

from gallery.catalog.earlier_schema import EARLIER_STEPS
from gallery.catalog.said_date_schema import SAID_DATES

UNREAD, READ, BROKEN, NO_PICTURE, GONE = range(5)
"""photos.state. Only READ and BROKEN are in a timeline; `todo` says that the header is to be read (again)."""
IS_NO_PICTURE = f"(state = {NO_PICTURE} AND code IN ('empty', 'not_a_picture'))"
"""SQL: a file of `problems` whose name promises no picture, and which is none: a problem to nobody (left_out.py)."""
UNMADE, MADE, FAILED = range(3)
"""photos.thumb, the grid thumbnail. MADE: one was, SMALL or LARGE; since then it may have been evicted, or failed."""

MARKS = """coalesce((SELECT
            (coalesce(annotations.favourite, 0) << 8)
            | (min(max(coalesce(annotations.rating, details.rating, 0), 0), 5) << 9)
            | (coalesce(annotations.pick, 0) << 12)
            | (coalesce(annotations.label, 0) << 14)
        FROM (SELECT {0} AS photo) AS one LEFT JOIN annotations ON annotations.photo = one.photo
        LEFT JOIN details ON details.photo = one.photo), 0)"""
"""SQL: the upper bits of photos.badges (annotation_copy.py) of the photo {0}."""
_MARKS = f"""
    UPDATE photos SET badges = (badges & 255) | {MARKS}
    WHERE id = {{0}};
"""
"""SQL of triggers: derive these bits, so that the photo's tile and its record of the search follow."""

INDEX = (
    *EARLIER_STEPS,
    """
    -- files that are one photo (catalog/file_groups.py), derived; `member_of`: whose tile stands for this file, too
    ALTER TABLE photos ADD COLUMN member_of INTEGER; ALTER TABLE photos ADD COLUMN badges INTEGER NOT NULL DEFAULT 0;
    -- with `member_of`, though it is NULL in all of their rows: else SQLite looks it up in the table
    DROP INDEX photos_taken; DROP INDEX photos_folder; DROP INDEX photos_unmade;
    CREATE INDEX photos_taken
        ON photos (taken_ms DESC, id DESC, folder, state, width, height, color, version, badges, member_of)
        WHERE state IN (1, 2) AND member_of IS NULL;
    CREATE INDEX photos_folder ON photos (folder, taken_ms, version, state, member_of)
        WHERE state IN (1, 2) AND member_of IS NULL;
    CREATE INDEX photos_unmade ON photos (taken_ms DESC, folder, todo, member_of)
        WHERE thumb = 0 AND state = 1 AND member_of IS NULL;
    CREATE INDEX photos_members ON photos (member_of) WHERE member_of IS NOT NULL;
    -- what cameras say of files that belong together, and where in a file the video of a motion photo is
    ALTER TABLE details ADD COLUMN burst_id TEXT; ALTER TABLE details ADD COLUMN burst_cover INTEGER;
    ALTER TABLE details ADD COLUMN motion_start INTEGER; ALTER TABLE details ADD COLUMN motion_length INTEGER;
    CREATE TABLE ungrouped (folder INTEGER PRIMARY KEY);   -- whose files are to be grouped (again)
    -- what the user put together (`number`: of all; the first place is shown) or took apart (0), as in settings.json
    CREATE TABLE chosen_groups (fingerprint BLOB PRIMARY KEY, number INTEGER NOT NULL, place INTEGER NOT NULL)
        WITHOUT ROWID;
    INSERT INTO ungrouped SELECT id FROM folders WHERE gone = 0;
    CREATE TRIGGER group_altered AFTER UPDATE OF folder, name, state ON photos
        WHEN new.folder != old.folder OR new.name != old.name OR new.state != old.state BEGIN
        INSERT OR IGNORE INTO ungrouped VALUES (old.folder), (new.folder);
    END;
    -- what leaves is no member, and has none, from then on: to be seen they wait for no headers of their folder
    CREATE TRIGGER group_left AFTER UPDATE OF folder, state ON photos
        WHEN old.state IN (1, 2) AND (new.folder != old.folder OR new.state NOT IN (1, 2)) BEGIN
        UPDATE photos SET member_of = NULL WHERE member_of = old.id OR id = old.id AND member_of IS NOT NULL;
    END;
    CREATE TRIGGER group_removed AFTER DELETE ON photos WHEN old.state IN (1, 2) BEGIN
        INSERT OR IGNORE INTO ungrouped VALUES (old.folder);
        UPDATE photos SET member_of = NULL WHERE member_of = old.id;
    END;
    CREATE TRIGGER group_read AFTER INSERT ON details BEGIN
        INSERT OR IGNORE INTO ungrouped SELECT folder FROM photos WHERE id = new.photo;
    END;
    DROP TRIGGER photos_altered;
    CREATE TRIGGER photos_altered
        AFTER UPDATE OF folder, label, size, state, taken_ms, width, height, color, member_of, badges ON photos
        WHEN old.state IN (1, 2) OR new.state IN (1, 2) BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.id);
    END;
    """,
    "CREATE INDEX details_sidecar_problems ON details (photo) WHERE sidecar_problem IS NOT NULL;",  # to be tried again
    f"""
    -- what the user said about photos: a copy of library.db (catalog/annotation_copy.py). NULL: said nothing about it
    CREATE TABLE annotations (
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        item INTEGER NOT NULL,       -- its number in library.db
        favourite INTEGER, rating INTEGER, pick INTEGER, label INTEGER, title TEXT, caption TEXT,
        tags TEXT,                   -- those that were added, a line each
        removed_tags TEXT            -- those of the file that do not count, a line each
    );
    CREATE INDEX annotations_item ON annotations (item);
    -- photos that may be files which something was said about; `waits`: for what else is being read (1)
    CREATE TABLE unlinked (photo INTEGER PRIMARY KEY, waits INTEGER NOT NULL DEFAULT 0);
    -- photos of which it cannot be told; `items`: which they may be, as JSON
    CREATE TABLE unsure (photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE, items TEXT NOT NULL);

    CREATE TRIGGER annotation_added AFTER INSERT ON annotations BEGIN {_MARKS.format("new.photo")} END;
    CREATE TRIGGER annotation_altered
        AFTER UPDATE OF favourite, rating, pick, label, title, caption, tags, removed_tags ON annotations
        BEGIN {_MARKS.format("new.photo")} END;
    CREATE TRIGGER annotation_removed AFTER DELETE ON annotations BEGIN {_MARKS.format("old.photo")} END;
    CREATE TRIGGER rating_read AFTER INSERT ON details
        WHEN new.rating > 0 OR (SELECT badges > 255 FROM photos WHERE id = new.photo)
        BEGIN {_MARKS.format("new.photo")} END;
    CREATE TRIGGER link_shown AFTER UPDATE OF fingerprint, state ON photos
        WHEN new.state IN (1, 2) AND (new.fingerprint IS NOT old.fingerprint OR old.state NOT IN (1, 2)) BEGIN
        INSERT OR REPLACE INTO unlinked (photo) VALUES (new.id);
    END;
    CREATE TRIGGER link_moved AFTER UPDATE OF folder, name ON photos
        WHEN new.state IN (1, 2) AND (new.folder != old.folder OR new.name != old.name) BEGIN
        INSERT OR REPLACE INTO unlinked (photo) VALUES (new.id);
    END;
    CREATE TRIGGER link_gone AFTER UPDATE OF state ON photos
        WHEN new.state = {GONE} AND old.state != {GONE} AND EXISTS (SELECT 1 FROM annotations WHERE photo = new.id)
        BEGIN
        INSERT OR REPLACE INTO unlinked (photo) VALUES (new.id);
    END;
    CREATE TRIGGER link_removed AFTER DELETE ON photos BEGIN DELETE FROM unlinked WHERE photo = old.id; END;
    -- annotated photos whose path is another one now, though their rows are the same
    CREATE TRIGGER link_folder AFTER UPDATE OF root, relative ON folders
        WHEN new.root != old.root OR new.relative != old.relative BEGIN
        INSERT OR REPLACE INTO unlinked (photo) SELECT photo FROM annotations
            WHERE photo IN (SELECT id FROM photos WHERE folder = new.id);
    END;
    CREATE TRIGGER link_root AFTER UPDATE OF path ON roots WHEN new.path != old.path BEGIN
        INSERT OR REPLACE INTO unlinked (photo) SELECT photo FROM annotations;
    END;
    -- a drive that is listed no more may be where the file of an unsure one was
    CREATE TRIGGER link_again AFTER DELETE ON roots BEGIN
        INSERT OR REPLACE INTO unlinked (photo) SELECT photo FROM unsure;
    END;
    -- ratings of files stand in the timeline, too
    UPDATE photos SET badges = badges | ((SELECT min(rating, 5) FROM details WHERE photo = id) << 9)
        WHERE id IN (SELECT photo FROM details WHERE rating > 0);
    UPDATE meta SET value = (value + 1) & 0xFFFFFFFF WHERE key = 'generation';
    """,
    """
    -- catalog/annotation_copy.py derives the marks of all photos that an act is about, in one statement
    DROP TRIGGER IF EXISTS annotation_added; DROP TRIGGER IF EXISTS annotation_altered;
    DROP TRIGGER IF EXISTS annotation_removed;
    """,
    """
    -- contents that photos had before they got others: who has one of them now is no edited file. Until all is linked
    CREATE TABLE left_contents (fingerprint BLOB NOT NULL, photo INTEGER NOT NULL);
    CREATE INDEX left_contents_fingerprint ON left_contents (fingerprint);
    CREATE TRIGGER content_left AFTER UPDATE OF fingerprint ON photos
        WHEN old.fingerprint IS NOT NULL AND new.fingerprint IS NOT old.fingerprint
        AND EXISTS (SELECT 1 FROM annotations) BEGIN
        INSERT INTO left_contents VALUES (old.fingerprint, old.id);
    END;
    """,
    """
    -- albums (catalog/album_copy.py), a copy of library.db; the columns are those there
    CREATE TABLE albums (
        id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,
        ordering INTEGER NOT NULL, cover INTEGER
    );
    CREATE TABLE album_photos (
        album INTEGER NOT NULL, photo INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (album, photo)
    ) WITHOUT ROWID;
    CREATE INDEX album_photos_photo ON album_photos (photo);
    CREATE TRIGGER album_photo_unlinked AFTER DELETE ON annotations BEGIN
        DELETE FROM album_photos WHERE photo = old.photo;
    END;
    """,
    """
    -- annotated photos whose sidecars are other ones: another program may have changed them
    CREATE TABLE changed_sidecars (photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE);
    CREATE TRIGGER sidecar_changed AFTER UPDATE OF sidecars ON photos
        WHEN new.sidecars IS NOT old.sidecars AND EXISTS (SELECT 1 FROM annotations WHERE photo = new.id) BEGIN
        INSERT OR IGNORE INTO changed_sidecars VALUES (new.id);
    END;
    """,
    SAID_DATES,
    """
    -- the newest files of each folder first: catalog/unread_files.py
    DROP INDEX photos_todo;
    CREATE INDEX photos_todo ON photos (folder, mtime_ns) WHERE todo = 1;
    """,
)
