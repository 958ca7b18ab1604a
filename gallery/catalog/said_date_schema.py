"""The step of index.db from which on it has dates and places that the user said. Never edit it once it has shipped.

`photos.taken_ms` is the date that counts, which timelines and the search sort by: what was said, else what was seen.
Triggers keep it so, and what was seen stays in `annotations.seen_ms` as long as another date counts. So nobody who
reads dates joins a table, and a photo about which nothing was said costs nothing.
"""

from __future__ import annotations

_BADGES = """
    UPDATE photos SET badges = (badges & 255) | coalesce((SELECT
            (coalesce(annotations.favourite, 0) << 8)
            | (min(max(coalesce(annotations.rating, details.rating, 0), 0), 5) << 9)
            | (coalesce(annotations.pick, 0) << 12)
            | (coalesce(annotations.label, 0) << 14)
            | (coalesce(annotations.precision, 0) << 17)
        FROM (SELECT {0} AS photo) AS one LEFT JOIN annotations ON annotations.photo = one.photo
        LEFT JOIN details ON details.photo = one.photo), 0)
    WHERE id = {0};
"""
"""SQL of triggers: derive the upper bits of photos.badges (annotation_copy.py) of the photo {0}."""
_UNPLACED = "INSERT OR IGNORE INTO unplaced SELECT {0} WHERE {1};"

SAID_DATES = f"""
    ALTER TABLE annotations ADD COLUMN date TEXT;         -- base/edtf.py
    ALTER TABLE annotations ADD COLUMN date_ms INTEGER;   -- its first moment
    ALTER TABLE annotations ADD COLUMN precision INTEGER;
    ALTER TABLE annotations ADD COLUMN seen_ms INTEGER;   -- while a date is said: what photos.taken_ms would be
    ALTER TABLE annotations ADD COLUMN place TEXT;        -- base/said_places.py; empty: has none
    ALTER TABLE annotations ADD COLUMN latitude REAL; ALTER TABLE annotations ADD COLUMN longitude REAL;
    CREATE INDEX annotations_inexact ON annotations (photo) WHERE precision > 0;

    DROP TRIGGER annotation_added; DROP TRIGGER annotation_altered; DROP TRIGGER annotation_removed;
    DROP TRIGGER rating_read;
    CREATE TRIGGER annotation_added AFTER INSERT ON annotations BEGIN {_BADGES.format("new.photo")} END;
    CREATE TRIGGER annotation_altered
        AFTER UPDATE OF favourite, rating, pick, label, title, caption, tags, removed_tags, precision, place
        ON annotations BEGIN {_BADGES.format("new.photo")} END;
    CREATE TRIGGER annotation_removed AFTER DELETE ON annotations BEGIN {_BADGES.format("old.photo")} END;
    CREATE TRIGGER rating_read AFTER INSERT ON details
        WHEN new.rating > 0 OR (SELECT badges > 255 FROM photos WHERE id = new.photo)
        BEGIN {_BADGES.format("new.photo")} END;

    CREATE TRIGGER date_said AFTER INSERT ON annotations WHEN new.date_ms IS NOT NULL BEGIN
        UPDATE annotations SET seen_ms = (SELECT taken_ms FROM photos WHERE id = new.photo) WHERE photo = new.photo;
        UPDATE photos SET taken_ms = new.date_ms WHERE id = new.photo;
    END;
    CREATE TRIGGER date_altered AFTER UPDATE OF date_ms ON annotations WHEN new.date_ms IS NOT old.date_ms BEGIN
        UPDATE annotations SET seen_ms = iif(new.date_ms IS NULL, NULL,
                iif(old.date_ms IS NULL, (SELECT taken_ms FROM photos WHERE id = new.photo), old.seen_ms))
            WHERE photo = new.photo;
        UPDATE photos SET taken_ms = coalesce(new.date_ms, old.seen_ms) WHERE id = new.photo;
    END;
    CREATE TRIGGER date_removed AFTER DELETE ON annotations WHEN old.date_ms IS NOT NULL BEGIN
        UPDATE photos SET taken_ms = old.seen_ms WHERE id = old.photo;
    END;

    CREATE TRIGGER place_said AFTER INSERT ON annotations WHEN new.place IS NOT NULL BEGIN
        {_UNPLACED.format("new.photo", "TRUE")}
    END;
    CREATE TRIGGER place_resaid AFTER UPDATE OF place ON annotations WHEN new.place IS NOT old.place BEGIN
        {_UNPLACED.format("new.photo", "TRUE")}
    END;
    CREATE TRIGGER place_unsaid AFTER DELETE ON annotations WHEN old.place IS NOT NULL BEGIN
        {_UNPLACED.format("old.photo", "EXISTS (SELECT 1 FROM photos WHERE id = old.photo)")}
    END;
    -- keys of timelines are others now
    UPDATE meta SET value = (value + 1) & 0xFFFFFFFF WHERE key = 'generation';
"""
