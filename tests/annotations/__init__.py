"""What the user said: library.db, undo, backups, and the identity of files."""
