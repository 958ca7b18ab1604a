"""The step of index.db from which on it has dates and places that the user said. Never edit it once it has shipped.

`photos.taken_ms` is the date that counts, which timelines and the search sort by: what was said, else what was seen.
What writes the copy keeps it so (said_dates.py), and what was seen stays in `annotations.seen_ms` as long as another
date counts. So nobody who reads dates joins a table, and a photo about which nothing was said costs nothing.
"""

from __future__ import annotations

MARKS = """coalesce((SELECT
            (coalesce(annotations.favourite, 0) << 8)
            | (min(max(coalesce(annotations.rating, details.rating, 0), 0), 5) << 9)
            | (coalesce(annotations.pick, 0) << 12)
            | (coalesce(annotations.label, 0) << 14)
            | (coalesce(annotations.precision, 0) << 17)
        FROM (SELECT {0} AS photo) AS one LEFT JOIN annotations ON annotations.photo = one.photo
        LEFT JOIN details ON details.photo = one.photo), 0)"""
"""SQL: the upper bits of photos.badges (annotation_copy.py) of the photo {0}."""

SAID_DATES = f"""
    ALTER TABLE annotations ADD COLUMN date TEXT;         -- base/edtf.py
    ALTER TABLE annotations ADD COLUMN date_ms INTEGER;   -- its first moment
    ALTER TABLE annotations ADD COLUMN precision INTEGER;
    ALTER TABLE annotations ADD COLUMN seen_ms INTEGER;   -- while a date is said: what photos.taken_ms would be
    ALTER TABLE annotations ADD COLUMN place TEXT;        -- base/said_places.py; empty: has none
    ALTER TABLE annotations ADD COLUMN latitude REAL; ALTER TABLE annotations ADD COLUMN longitude REAL;
    CREATE INDEX annotations_inexact ON annotations (photo) WHERE precision > 0;
    DROP TRIGGER rating_read;
    CREATE TRIGGER rating_read AFTER INSERT ON details
        WHEN new.rating > 0 OR (SELECT badges > 255 FROM photos WHERE id = new.photo) BEGIN
        UPDATE photos SET badges = (badges & 255) | {MARKS.format("new.photo")} WHERE id = new.photo;
    END;
    -- keys of timelines are others now
    UPDATE meta SET value = (value + 1) & 0xFFFFFFFF WHERE key = 'generation';
"""
