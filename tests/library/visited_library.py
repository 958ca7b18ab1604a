"""A small library of which a visitor sees one folder, for the tests of each thing that must not be told."""

from __future__ import annotations

from gallery.catalog import folders, photos
from tests.index_builder import DAMAGED, EPOCH, add, metadata, read
from tests.library.two_libraries import Library
from tests.search.queries import ms

ROOT = b"/srv/vault/Pictures"


class Visited(Library):
    """A library of which a visitor sees `Pictures/Private/Trip`, below it `Rome`; beside it lies `Lisbon`."""

    def fill(self) -> None:
        """Put the folders and a few photos into it."""
        with self.index.write() as conn:
            folders.put_root(conn, 1, ROOT)
            self.trip, self.rome, self.lisbon = (
                folders.put_chain(conn, 1, ROOT, path)
                for path in (b"Private/Trip", b"Private/Trip/Rome", b"Private/Lisbon")
            )
            self.above = folders.put_chain(conn, 1, ROOT, b"Private")
            self.shown = read(conn, self.rome, b"a.jpg", metadata(b"1", ms("2019-06-11"), model="Canon EOS R5"))
            self.hidden = read(conn, self.lisbon, b"b.jpg", metadata(b"2", ms("2031-06-11"), model="Leica M11"))
            for number in range(9):
                read(conn, self.lisbon, b"%d.jpg" % number, metadata(b"x%d" % number, ms(f"{2040 + number}-01-01")))
            for folder in (self.rome, self.lisbon):
                broken = add(conn, folder, b"broken.jpg")
                photos.set_unreadable(conn, broken, DAMAGED, EPOCH, in_timeline=True)
                folders.set_problem(conn, folder, "You are not allowed to open this folder.")
            photos.raise_generation(conn)
        self.within = (self.trip,)
