"""The catalog: roots, folders, photos and thumbnails in two SQLite files, and the functions that query them."""
