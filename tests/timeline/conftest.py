"""The catalogue's fixtures, for the timelines."""

from tests.catalog.conftest import conn, folder

__all__ = ["conn", "folder"]
