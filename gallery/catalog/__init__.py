"""What we saw and what we derived, in SQLite. The only room with sqlite3."""
