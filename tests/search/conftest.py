"""The catalogue's fixtures, for the search."""

from tests.catalog.conftest import conn, folder

__all__ = ["conn", "folder"]
