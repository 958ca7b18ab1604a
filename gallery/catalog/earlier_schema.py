"""The steps of index.db that earlier versions made, in their order; schema.py has the later ones and says how they run.

Never edit one: they have shipped.
"""

from __future__ import annotations

EARLIER_STEPS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    -- not 1: a page that saw an earlier index must not take this one's timelines for those it knows
    INSERT INTO meta VALUES ('generation', CAST(strftime('%s', 'now') AS INTEGER) & 0xFFFFFFFF);

    CREATE TABLE roots (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL,
        device TEXT,                 -- st_dev:st_ino when it was last seen
        offline TEXT                 -- why it is away, or NULL
    );

    CREATE TABLE folders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        root INTEGER NOT NULL,
        parent INTEGER,              -- NULL for the root itself
        relative BLOB NOT NULL,      -- below the root; empty for the root itself
        label TEXT NOT NULL,
        sort TEXT NOT NULL,
        problem TEXT,                -- why it cannot be listed, or NULL
        gone INTEGER NOT NULL DEFAULT 0   -- no longer on the disk; kept until the next start, in case it was renamed
    );
    CREATE UNIQUE INDEX folders_place ON folders (root, relative) WHERE gone = 0;
    CREATE INDEX folders_parent ON folders (parent);

    CREATE TABLE photos (
        id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never used twice: an old address must not show another photo
        folder INTEGER NOT NULL,
        name BLOB NOT NULL,
        label TEXT NOT NULL,         -- the name as text, for people and search
        sort TEXT NOT NULL,          -- the name so that 2 comes before 10
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        state INTEGER NOT NULL,
        todo INTEGER NOT NULL,
        version INTEGER NOT NULL DEFAULT 1,
        fingerprint BLOB,
        taken_ms INTEGER,
        width INTEGER,
        height INTEGER,
        color INTEGER NOT NULL DEFAULT 0,
        thumb INTEGER NOT NULL DEFAULT 0,
        UNIQUE (folder, name)
    );
    -- all that the timeline of all photos is made of: looking each row up would take it three times as long
    CREATE INDEX photos_taken ON photos (taken_ms DESC, id DESC, folder, state, width, height, color, version)
        WHERE state IN (1, 2);
    CREATE INDEX photos_folder ON photos (folder, taken_ms, version, state) WHERE state IN (1, 2);   -- counts, covers
    CREATE INDEX photos_todo ON photos (folder, id) WHERE todo = 1;
    CREATE INDEX photos_unmade ON photos (taken_ms DESC) WHERE thumb = 0 AND state = 1;
    CREATE INDEX photos_stat ON photos (mtime_ns, size) WHERE fingerprint IS NOT NULL;
    CREATE INDEX photos_gone ON photos (mtime_ns, size) WHERE state = 4;

    CREATE TABLE details (
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        format TEXT, orientation INTEGER, animated INTEGER, offset_min INTEGER, origin TEXT,
        make TEXT, model TEXT, lens TEXT, exposure_s REAL, f_number REAL, iso INTEGER, focal_mm REAL,
        latitude REAL, longitude REAL, altitude_m REAL, rating INTEGER, title TEXT, caption TEXT
    );

    CREATE TABLE problems (
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        code TEXT NOT NULL,
        message TEXT NOT NULL
    );
    """,
    """
    -- a hash of what was last listed there, while the rows agree with it: then nothing is to be compared
    ALTER TABLE folders ADD COLUMN mark BLOB;
    """,
    """
    -- for the search (search/column_index.py): what photos are found by, a byte a photo, in blocks of 1024 ids
    CREATE TABLE planes (
        id INTEGER PRIMARY KEY,      -- which plane << 32 | which block
        bytes BLOB NOT NULL
    );
    CREATE TABLE terms (             -- the distinct values, by the number that stands for them in a plane
        kind INTEGER NOT NULL,
        code INTEGER NOT NULL,
        text TEXT NOT NULL,
        folded TEXT NOT NULL,
        value REAL,
        PRIMARY KEY (kind, code)
    ) WITHOUT ROWID;
    CREATE INDEX terms_text ON terms (kind, text);
    INSERT INTO meta VALUES ('planes', 0);   -- rises when they change
    -- photos that the planes do not have as they are now; readers look at these rows themselves
    CREATE TABLE stale (photo INTEGER PRIMARY KEY);
    INSERT INTO stale SELECT id FROM photos WHERE state IN (1, 2);

    CREATE TRIGGER photos_added AFTER INSERT ON photos WHEN new.state IN (1, 2) BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.id);
    END;
    CREATE TRIGGER photos_altered
        AFTER UPDATE OF folder, label, size, state, taken_ms, width, height, color ON photos
        WHEN old.state IN (1, 2) OR new.state IN (1, 2)
    BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.id);
    END;
    CREATE TRIGGER photos_removed AFTER DELETE ON photos WHEN old.state IN (1, 2) BEGIN
        INSERT OR IGNORE INTO stale VALUES (old.id);
    END;
    CREATE TRIGGER details_added AFTER INSERT ON details BEGIN INSERT OR IGNORE INTO stale VALUES (new.photo); END;
    CREATE TRIGGER details_altered AFTER UPDATE ON details BEGIN INSERT OR IGNORE INTO stale VALUES (new.photo); END;
    CREATE TRIGGER problems_added AFTER INSERT ON problems BEGIN INSERT OR IGNORE INTO stale VALUES (new.photo); END;
    CREATE TRIGGER problems_removed AFTER DELETE ON problems BEGIN INSERT OR IGNORE INTO stale VALUES (old.photo); END;
    """,
    """
    -- with the folder in it: a hundred thousand photos of a root that is away are passed over without a look at each
    DROP INDEX photos_unmade;
    CREATE INDEX photos_unmade ON photos (taken_ms DESC, folder, todo) WHERE thumb = 0 AND state = 1;
    """,
    """
    -- what a listing tells besides size and time; NULL until the file is listed the next time
    ALTER TABLE photos ADD COLUMN ctime_ns INTEGER;
    ALTER TABLE photos ADD COLUMN inode INTEGER;
    ALTER TABLE photos ADD COLUMN rehash INTEGER;   -- 1: its time changed, its size did not; hash more than both ends
    ALTER TABLE folders ADD COLUMN device TEXT;     -- of a folder on which a drive is mounted: as roots.device
    ALTER TABLE folders ADD COLUMN away TEXT;       -- why that drive, which this folder lies on, is away, or NULL
    CREATE INDEX folders_device ON folders (root) WHERE device IS NOT NULL;
    UPDATE folders SET mark = NULL;                 -- a hash of listings without these values
    """,
    """
    -- whether browsers paint the file as its derived pictures look; NULL: not known until the header is read again
    ALTER TABLE details ADD COLUMN inline INTEGER;
    DROP TRIGGER details_altered;                   -- the search does not hold it
    CREATE TRIGGER details_altered
        AFTER UPDATE OF format, orientation, animated, offset_min, origin, make, model, lens, exposure_s, f_number, iso,
            focal_mm, latitude, longitude, altitude_m, rating, title, caption ON details
    BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.photo);
    END;
    """,
    """
    -- names sort and fold in another way: sort keys are renewed in steps (catalog/sort_keys.py), and what the search
    -- knows is made again; timelines that were saved have another order
    INSERT OR REPLACE INTO meta VALUES ('sorted', 0);
    DELETE FROM planes;
    DELETE FROM terms;
    INSERT OR IGNORE INTO stale SELECT id FROM photos WHERE state IN (1, 2);
    UPDATE meta SET value = value + 1 WHERE key = 'planes';
    UPDATE meta SET value = (value + 1) & 0xFFFFFFFF WHERE key = 'generation';
    """,
    """
    -- of a RAW file: the size of the largest picture that its camera put into it; the search does not hold it
    ALTER TABLE details ADD COLUMN preview_width INTEGER;
    ALTER TABLE details ADD COLUMN preview_height INTEGER;
    """,
    """
    -- what lies in folders and is not shown, by kind. A folder with nothing of it has the listing hash that it had
    -- before; the others have another one, so that the next scan compares and fills them
    CREATE TABLE left_out (
        folder INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,
        kind TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (folder, kind)
    ) WITHOUT ROWID;
    """,
    """
    -- what photos' positions are called (catalog/photo_places.py): derived from `details` by a table of places
    CREATE TABLE places (
        id INTEGER PRIMARY KEY,      -- version of that table << 20 | number in it
        name TEXT NOT NULL,
        city TEXT NOT NULL,          -- that it is a quarter of, or its own name
        region TEXT NOT NULL,        -- or empty
        country TEXT NOT NULL,
        forms TEXT NOT NULL          -- by which the search finds it (places/search_forms.py)
    );
    CREATE TABLE photo_places (
        photo INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
        place INTEGER,               -- NULL: far from any
        near INTEGER NOT NULL        -- 1: not at the place, only near it
    );
    -- photos whose place is to be looked up; a crash loses none
    CREATE TABLE unplaced (photo INTEGER PRIMARY KEY);

    CREATE TRIGGER position_added AFTER INSERT ON details BEGIN
        INSERT OR IGNORE INTO unplaced SELECT new.photo WHERE new.latitude IS NOT NULL
            OR EXISTS (SELECT 1 FROM photo_places WHERE photo = new.photo);
    END;
    CREATE TRIGGER position_altered AFTER UPDATE OF latitude, longitude ON details BEGIN
        INSERT OR IGNORE INTO unplaced VALUES (new.photo);
    END;
    CREATE TRIGGER place_added AFTER INSERT ON photo_places BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.photo);
    END;
    CREATE TRIGGER place_altered AFTER UPDATE ON photo_places BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.photo);
    END;
    CREATE TRIGGER place_removed AFTER DELETE ON photo_places BEGIN
        INSERT OR IGNORE INTO stale VALUES (old.photo);
    END;
    """,
    """
    -- which sidecars a file has, and what a listing told of each (catalog/sidecars.py); NULL: none
    ALTER TABLE photos ADD COLUMN sidecars TEXT;
    ALTER TABLE details ADD COLUMN sidecar_problem TEXT;   -- which of them say nothing, and why; the search has it not
    ALTER TABLE details ADD COLUMN tags TEXT;      -- a line each
    ALTER TABLE details ADD COLUMN people TEXT;    -- their names, a line each
    DROP TRIGGER details_altered;
    CREATE TRIGGER details_altered
        AFTER UPDATE OF format, orientation, animated, offset_min, origin, make, model, lens, exposure_s, f_number, iso,
            focal_mm, latitude, longitude, altitude_m, rating, title, caption, tags, people ON details
    BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.photo);
    END;
    ALTER TABLE details ADD COLUMN dates TEXT;   -- found and not believed (imaging/metadata/date_belief.py); nor these
    """,
    """
    -- of videos; content_id joins the two files of a Live Photo
    ALTER TABLE details ADD COLUMN duration_ms INTEGER;
    ALTER TABLE details ADD COLUMN video_codec TEXT;
    ALTER TABLE details ADD COLUMN audio_codec TEXT;
    ALTER TABLE details ADD COLUMN content_id TEXT;
    CREATE INDEX details_videos ON details (photo) WHERE video_codec IS NOT NULL;   -- which photos are videos
    DROP TRIGGER details_altered;
    CREATE TRIGGER details_altered
        AFTER UPDATE OF format, orientation, animated, offset_min, origin, make, model, lens, exposure_s, f_number, iso,
            focal_mm, latitude, longitude, altitude_m, rating, title, caption, tags, people, duration_ms ON details
    BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.photo);
    END;
    """,
    """
    -- how a photo has more light than white; NULL: it has not. The search has a bit for it, which records of version
    -- 0.1 may have set for something else
    ALTER TABLE details ADD COLUMN hdr TEXT;
    INSERT OR IGNORE INTO stale SELECT id FROM photos WHERE state IN (1, 2);
    DROP TRIGGER details_altered;
    CREATE TRIGGER details_altered
        AFTER UPDATE OF format, orientation, animated, offset_min, origin, make, model, lens, exposure_s, f_number, iso,
            focal_mm, latitude, longitude, altitude_m, rating, title, caption, tags, people, duration_ms, hdr ON details
    BEGIN
        INSERT OR IGNORE INTO stale VALUES (new.photo);
    END;
    """,
    """
    ALTER TABLE details ADD COLUMN pages TEXT;   -- of a document of several pages: their sizes (Metadata.pages)
    """,
)
