"""What the user said about photos: library.db, its journal and its backups, and the identity that outlives moves."""
