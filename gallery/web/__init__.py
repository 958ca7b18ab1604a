"""HTTP. The only room with Flask and waitress."""
