"""The tables of cache.db as migrations.

Step N takes `PRAGMA user_version` from N to N + 1. Never edit a step that has shipped.
"""

from __future__ import annotations

CACHE = (
    """
    CREATE TABLE blobs (
        id INTEGER PRIMARY KEY,
        fingerprint BLOB NOT NULL,
        recipe TEXT NOT NULL,
        used INTEGER NOT NULL,       -- seconds since 1970, at most a few minutes old
        size INTEGER NOT NULL,
        bytes BLOB NOT NULL
    );
    CREATE UNIQUE INDEX blobs_key ON blobs (fingerprint, recipe);
    CREATE INDEX blobs_used ON blobs (used, size);
    """,
    """
    CREATE TABLE views (
        query TEXT PRIMARY KEY,
        generation INTEGER NOT NULL,
        file BLOB NOT NULL,          -- as the page gets it
        keys BLOB NOT NULL           -- what it is sorted by, 64 bits each, as this machine has them
    );
    """,
    """
    -- of key and bytes (blobs.py): a flipped bit costs one picture, which is made again. NULL: stored by version 0.1
    ALTER TABLE blobs ADD COLUMN checksum INTEGER;
    """,
    """
    -- of the whole row (timeline/snapshots.py): a flipped bit costs one timeline, which is built again
    DELETE FROM views;
    ALTER TABLE views ADD COLUMN checksum INTEGER;
    """,
)
