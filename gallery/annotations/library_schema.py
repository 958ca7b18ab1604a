"""The tables of library.db as migrations, and the values of their columns.

Step N takes `PRAGMA user_version` from N to N + 1. Never edit a step that has shipped. Before a step runs, the file is
kept as library-vN.db.
"""

from __future__ import annotations

FAVOURITE, RATING, PICK, LABEL, TITLE, CAPTION, TAG, DATE, PLACE = range(1, 10)
"""act_changes.field, texts.field: stored, never renumber."""
ALBUM = 10
"""act_changes.field; `tag` is the album. Of what it holds, `before` and `after` are places (album_order.pack) of the
items, NULL in them: not in the album. Of what it is, they are JSON of the columns of `albums`, and `items` is empty."""
SET, UNDO, REDO, RESTORE, IMPORT = range(5)
"""acts.kind: stored, never renumber."""

LIBRARY = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    -- which library this is; drawn anew when a backup takes its place, so that nobody takes one's past for the other's
    INSERT INTO meta VALUES ('epoch', random() & 0x7FFFFFFF);

    CREATE TABLE folders (
        id INTEGER PRIMARY KEY,
        root BLOB NOT NULL,          -- absolute path of the root
        relative BLOB NOT NULL,      -- below the root; empty for the root itself
        UNIQUE (root, relative)
    );
    CREATE TABLE items (             -- a file that something was said about; never deleted
        id INTEGER PRIMARY KEY,
        folder INTEGER NOT NULL REFERENCES folders,
        name BLOB NOT NULL,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        fingerprint BLOB,
        device INTEGER REFERENCES devices,
        inode INTEGER,
        gone INTEGER NOT NULL DEFAULT 0   -- 1: the file was seen to be deleted
    );
    CREATE INDEX items_place ON items (folder, name);
    CREATE INDEX items_fingerprint ON items (fingerprint) WHERE fingerprint IS NOT NULL;
    -- all others are found by their fingerprints: a hash of a long file as a whole is not known of a new one
    CREATE INDEX items_inode ON items (inode) WHERE fingerprint IS NULL OR length(fingerprint) != 16;
    CREATE TABLE devices (id INTEGER PRIMARY KEY, volume TEXT NOT NULL UNIQUE);

    CREATE TABLE marks (             -- NULL: nothing was said
        item INTEGER PRIMARY KEY REFERENCES items,
        favourite INTEGER,
        rating INTEGER,
        pick INTEGER,                -- place in PICKS
        label INTEGER                -- place in LABELS
    );
    CREATE TABLE texts (
        item INTEGER NOT NULL REFERENCES items,
        field INTEGER NOT NULL,      -- TITLE or CAPTION
        value TEXT NOT NULL,
        PRIMARY KEY (item, field)
    ) WITHOUT ROWID;
    CREATE TABLE tags (
        id INTEGER PRIMARY KEY,
        parent INTEGER NOT NULL,     -- 0: at the top
        name TEXT NOT NULL,
        folded TEXT NOT NULL,        -- the name without capitals: Italy and italy are one tag
        UNIQUE (parent, folded)
    );
    CREATE TABLE item_tags (
        item INTEGER NOT NULL REFERENCES items,
        tag INTEGER NOT NULL REFERENCES tags,
        said INTEGER NOT NULL,       -- 1: added, 0: removed, in case the file has it
        PRIMARY KEY (item, tag)
    ) WITHOUT ROWID;

    CREATE TABLE acts (
        id INTEGER PRIMARY KEY,
        at_ms INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        fields TEXT,                 -- what was said, as JSON
        items INTEGER NOT NULL,      -- how many changed
        undoes INTEGER REFERENCES acts,
        done INTEGER NOT NULL DEFAULT 1,   -- 0: undone
        latest INTEGER NOT NULL      -- the act that made this one done last: itself, or the redo of it
    );
    CREATE INDEX acts_done ON acts (kind, done, latest);
    CREATE TABLE act_changes (       -- these items had this value in this field, and have that one since
        act INTEGER NOT NULL REFERENCES acts,
        field INTEGER NOT NULL,
        tag INTEGER NOT NULL,        -- 0 where the field is not TAG
        before,                      -- NULL: nothing was said
        after,
        items BLOB NOT NULL          -- item_sets.py
    );
    CREATE INDEX act_changes_act ON act_changes (act);
    """,
    # items whose words the user gave to another file: as long as that act stands, no file is taken for them
    "CREATE TABLE given (item INTEGER PRIMARY KEY REFERENCES items, act INTEGER NOT NULL REFERENCES acts)",
    """
    CREATE TABLE albums (            -- never deleted, so that it can be undone
        id INTEGER PRIMARY KEY,
        parent INTEGER NOT NULL,     -- the album that it lies in; 0: none
        place INTEGER NOT NULL,      -- among those of its parent: album_order.py
        name TEXT NOT NULL,
        ordering INTEGER NOT NULL DEFAULT 0,   -- place in ORDERINGS
        cover INTEGER REFERENCES items,        -- NULL: the first photo
        deleted INTEGER NOT NULL DEFAULT 0     -- 1: the user deleted it
    );
    CREATE TABLE album_items (
        album INTEGER NOT NULL REFERENCES albums,
        item INTEGER NOT NULL REFERENCES items,
        place INTEGER NOT NULL,
        PRIMARY KEY (album, item)
    ) WITHOUT ROWID;
    CREATE INDEX album_items_item ON album_items (item);
    """,
    """
    -- the copy of what was said in XMP files beside the photos (sidecar_records.py)
    CREATE TABLE sidecars (          -- a sidecar as it was when it was read or written last
        item INTEGER PRIMARY KEY REFERENCES items,
        folder INTEGER NOT NULL,     -- where its photo was then, and what that was called
        photo BLOB NOT NULL,
        name BLOB NOT NULL,          -- of the sidecar, in the same folder
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        act INTEGER NOT NULL,        -- the newest act that it knows
        held TEXT NOT NULL,          -- what it held of the fields that are followed; JSON
        before TEXT NOT NULL         -- what it held of them before Shoebox wrote any; JSON
    );
    CREATE TABLE unwritten (         -- items whose sidecars are to be looked at, and perhaps written
        item INTEGER PRIMARY KEY REFERENCES items,
        due_ms INTEGER NOT NULL DEFAULT 0,   -- not before, milliseconds since 1970 UTC
        tries INTEGER NOT NULL DEFAULT 0,
        problem TEXT                 -- why it could not be written; NULL: it was not tried, or its drive is away
    );
    CREATE INDEX unwritten_due ON unwritten (due_ms);
    CREATE INDEX unwritten_problems ON unwritten (item) WHERE problem IS NOT NULL;
    CREATE TABLE sidecar_conflicts (
        id INTEGER PRIMARY KEY,
        item INTEGER NOT NULL REFERENCES items,
        field TEXT NOT NULL,
        ours TEXT NOT NULL,          -- JSON
        theirs TEXT NOT NULL,        -- JSON
        ours_taken INTEGER NOT NULL,
        at_ms INTEGER NOT NULL       -- when it was found
    );
    CREATE INDEX sidecar_conflicts_item ON sidecar_conflicts (item);
    -- a photo that moved, came back or was edited; nobody notes that where sidecars were never wanted
    CREATE TRIGGER sidecar_of_moved AFTER UPDATE OF folder, name, size, mtime_ns, gone ON items
        WHEN new.gone = 0 AND (new.folder, new.name, new.size, new.mtime_ns, new.gone)
            IS NOT (old.folder, old.name, old.size, old.mtime_ns, old.gone)
            AND EXISTS (SELECT 1 FROM meta WHERE key = 'sidecars') BEGIN
        INSERT OR REPLACE INTO unwritten (item) VALUES (new.id);
    END;
    """,
    # an undo asks of each field, and each tag, what other acts changed of it
    "CREATE INDEX act_changes_field ON act_changes (field, tag, act)",
    # a new photo under the old name is not to be taken for the one that was moved from there
    """
    CREATE TABLE left_sidecars (     -- a sidecar that a photo has left behind, as it was when it was written last
        folder INTEGER NOT NULL,
        name BLOB NOT NULL,          -- of the sidecar
        photo BLOB NOT NULL,         -- what its photo was called
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        act INTEGER NOT NULL,
        held TEXT NOT NULL,          -- these as in `sidecars`
        before TEXT NOT NULL,
        PRIMARY KEY (folder, name)
    ) WITHOUT ROWID;
    CREATE INDEX sidecars_place ON sidecars (folder, name);
    """,
    """
    -- the item that left a sidecar behind: should another photo take its place, what was said of the item is given back
    ALTER TABLE left_sidecars ADD COLUMN item INTEGER;
    CREATE TRIGGER sidecar_left AFTER UPDATE OF folder, name, gone ON items
        WHEN (new.folder, new.name, new.gone) IS NOT (old.folder, old.name, old.gone)
            AND EXISTS (SELECT 1 FROM sidecars WHERE item = old.id AND folder = old.folder AND photo = old.name) BEGIN
        INSERT OR REPLACE INTO left_sidecars (folder, name, photo, size, mtime_ns, act, held, before, item)
            SELECT folder, name, photo, size, mtime_ns, act, held, before, item FROM sidecars WHERE item = old.id;
    END;
    INSERT OR IGNORE INTO left_sidecars (folder, name, photo, size, mtime_ns, act, held, before, item)
        SELECT sidecars.folder, sidecars.name, photo, sidecars.size, sidecars.mtime_ns, act, held, before, item
        FROM sidecars JOIN items ON items.id = item
        WHERE gone != 0 OR (items.folder, items.name) IS NOT (sidecars.folder, photo);
    -- what is being written: a hash of it and, as `held`, what it says; NULL: nothing was, or it was noted as written
    ALTER TABLE sidecars ADD COLUMN writing TEXT;
    -- what was said, where XMP may have less: a season, the name of a place
    ALTER TABLE sidecar_conflicts ADD COLUMN said TEXT;
    """,
)
