"""An invented library of forty photos, and sixty things that people type with what is found: docs/search.md shows them.

`python -m tests.search.typed_library` prints the table that stands in docs/search.md.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gallery.catalog import folders
from gallery.catalog.collation import natural
from gallery.search import column_index_updater, engine
from tests.index_builder import ROOT, index, metadata, read, top
from tests.search.queries import ms

if TYPE_CHECKING:
    import sqlite3

TODAY = date(2026, 11, 28)
NIKON: dict[str, Any] = {
    "make": "NIKON CORPORATION",
    "model": "NIKON D750",
    "lens": "AF-S 50mm f/1.8G",
    "focal_mm": 50.0,
}
FUJI: dict[str, Any] = {"make": "FUJIFILM", "model": "X-T5", "lens": "XF35mmF1.4 R", "focal_mm": 35.0}
PHONE: dict[str, Any] = {"make": "Apple", "model": "iPhone 15 Pro", "latitude": 1.0, "longitude": 2.0, "format": "heif"}
KODAK: dict[str, Any] = {"make": "EASTMAN KODAK COMPANY", "model": "KODAK Z1275 ZOOM DIGITAL CAMERA"}
PHOTOS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Zürich 2019/Zürich See.jpg", "2019-06-11", NIKON | {"iso": 100, "f_number": 2.8, "exposure_s": 1 / 250}),
    ("Zürich 2019/Müller am See.jpg", "2019-06-12", NIKON | {"iso": 800, "f_number": 1.8, "exposure_s": 1 / 60}),
    ("Zürich 2019/Café Größe.jpg", "2019-06-12", NIKON | {"iso": 1600, "rating": 5}),
    ("Iceland/Ólafur.jpg", "2023-07-04", FUJI | {"rating": 5, "title": "Ólafur at the harbour"}),
    ("Iceland/Ísafjörður.jpg", "2023-07-05", FUJI | {"rating": 4}),
    ("Iceland/Þingvellir.jpg", "2023-07-06", FUJI | {"iso": 6400}),
    ("Łódź/Łódź 1.jpg", "2022-03-15", FUJI | {"rating": 3}),
    ("Łódź/Ørsted.jpg", "2022-03-16", FUJI),
    ("Đà Nẵng/IMG_1201.HEIC", "2024-12-25", PHONE),
    ("Đà Nẵng/IMG_1202.HEIC", "2024-12-26", PHONE),
    ("Đà Nẵng/IMG_1310.HEIC", "2024-12-27", PHONE),
    ("Christmas/IMG_2001.jpg", "2023-12-25", {"caption": "With Anna under the tree"}),
    ("Christmas/IMG_2002.jpg", "2023-12-25", {}),
    ("Christmas/IMG_2003.jpg", "2019-12-25", {}),
    ("New Year's Eve/party 🎂.jpg", "2023-12-31", {}),
    ("May's birthday/cake.jpg", "2017-07-14", {}),
    ("Scans/1984/page1.png", "2020-02-02", {"format": "png"}),
    ("Scans/1984/page2.png", "2020-02-02", {"format": "png"}),
    ("Scans/1984/page10.png", "2020-02-02", {"format": "png"}),
    ("Scans/may flowers.jpg", "2020-02-03", KODAK),
    ("Scans/march of the geese.jpg", "2020-02-04", KODAK),
    ("People/Maria.jpg", "2018-05-20", {}),
    ("People/Mariusz.jpg", "2018-03-20", {}),
    ("People/Ёлка.jpg", "2018-01-02", {}),
    ("People/İstanbul ışık.jpg", "2018-01-03", {}),
    ("People/Nguyễn Thị Ánh.jpg", "2018-01-04", {}),
    ("People/ＦＵＬＬ　ｗｉｄｔｈ.jpg", "2018-01-05", {}),
    ("People/日本 旅行.jpg", "2018-01-06", {}),
    ("Phone/Screenshot 2023-10-12 at 9.41.05\u202fPM.png", "2023-10-12", {"format": "png"}),
    ("Phone/IMG-20240103-WA0007.jpg", "2024-01-03", {}),
    ("Phone/IMG_3001 (1).jpg", "2026-11-27", PHONE | {"format": "jpeg"}),
    ("Phone/IMG_3002.jpg", "2026-11-28", PHONE | {"format": "jpeg"}),
    ("Phone/IMG_3003.jpg", "2026-11-18", PHONE | {"format": "jpeg"}),
    ("Phone/IMG_3004.jpg", "2026-07-01", PHONE | {"format": "jpeg"}),
    ("Phone/IMG_3005.jpg", "2026-02-14", PHONE | {"format": "jpeg"}),
    ("Phone/IMG_3006.jpg", "2025-08-08", PHONE | {"format": "jpeg"}),
    ("Phone/clip.gif", "2021-01-01", {"format": "gif", "animated": True}),
    ("Rome (old)/a - b.jpg", "2009-07-01", {}),
    ("Rome (old)/Roma/a - b.jpg", "2009-07-02", {}),
    ("10×15/print.jpg", "2005-05-05", {}),
)
"""Path below the root, day, details."""

TYPED: tuple[tuple[str, str], ...] = (
    ("zurich", "Zürich See, Müller am See, Café Größe"),
    ("Zürich", "Zürich See, Müller am See, Café Größe"),
    ("muller", "Müller am See"),
    ("cafe grosse", "Café Größe"),
    ("olafur", "Ólafur"),
    ("isafjordur", "Ísafjörður"),
    ("thingvellir", "Þingvellir"),
    ("lodz", "Łódź 1, Ørsted"),
    ("orsted", "Ørsted"),
    ("da nang", "IMG_1201, IMG_1202, IMG_1310"),
    ("елка", "Ёлка"),
    ("istanbul isik", "İstanbul ışık"),
    ("nguyen thi anh", "Nguyễn Thị Ánh"),
    ("full width", "ＦＵＬＬ　ｗｉｄｔｈ"),
    ("日本", "日本 旅行"),
    ("10x15", "print"),
    ("new year’s", "party 🎂"),
    ("mar", "Maria, Mariusz, Łódź 1, Ørsted, march of the geese"),
    ("may", "may flowers, cake, Maria, print"),
    ("may flowers", "may flowers"),
    ("march", "Łódź 1, Ørsted, Mariusz, march of the geese"),
    ("1984", "page1, page2, page10"),
    ("date:1984", ""),
    ("june-2019", "Zürich See, Müller am See, Café Größe"),
    ("june 2019", "Zürich See, Müller am See, Café Größe"),
    ("25.12.2023", "IMG_2001, IMG_2002"),
    ("2023-12-25", "IMG_2001, IMG_2002"),
    ("12/25/2023", "IMG_2001, IMG_2002"),
    ("12/2023", "IMG_2001, IMG_2002, party 🎂"),
    ("25/12", "IMG_1201, IMG_2001, IMG_2002, IMG_2003"),
    ("december 25", "IMG_1201, IMG_2001, IMG_2002, IMG_2003"),
    ("4th of july", "Ólafur"),
    ("20240103", "IMG-20240103-WA0007"),
    ("winter 2023", "IMG_2001, IMG_2002, party 🎂, IMG-20240103-WA0007"),
    ("2017-2018 -people", "cake"),
    ("2000s", "a - b, a - b, print"),
    ("today", "IMG_3002"),
    ("yesterday", "IMG_3001 (1)"),
    ("last week", "IMG_3003"),
    ("this year", "IMG_3001 (1), IMG_3002, IMG_3003, IMG_3004, IMG_3005"),
    ("last summer", "IMG_3004"),
    ("last winter", "IMG_3005"),
    ("a year ago", "IMG_3006"),
    ("*.heic", "IMG_1201, IMG_1202, IMG_1310"),
    ("IMG_12*", "IMG_1201, IMG_1202"),
    ("img_?00?.jpg", "IMG_2001, IMG_2002, IMG_2003, IMG_3002, IMG_3003, IMG_3004, IMG_3005, IMG_3006"),
    ("/pictures/Phone/clip.gif", "clip"),
    (r'"C:\Users\Anna\Pictures\Rome (old)\Roma\a - b.jpg"', "a - b"),
    ("file:///pictures/Z%C3%BCrich%202019/Z%C3%BCrich%20See.jpg", "Zürich See"),
    ("/media/usb/Scans/1984", "page1, page2, page10"),
    ("scans/1984", "page1, page2, page10"),
    ("Screenshot 2023-10-12 at 9.41.05 PM.png", "Screenshot 2023-10-12 at 9.41.05\u202fPM"),
    ("IMG_3001 (1).jpg", "IMG_3001 (1)"),
    ("nikon d750", "Zürich See, Müller am See, Café Größe"),
    ("d-750", "Zürich See, Müller am See, Café Größe"),
    ("xt5 -lodz", "Ólafur, Ísafjörður, Þingvellir"),
    ("camera:kodak", "may flowers, march of the geese"),
    ("f/2.8", "Zürich See"),
    ("1/250", "Zürich See"),
    ("iso 800", "Müller am See"),
    ("iso:>800", "Café Größe, Þingvellir"),
    ("5 stars", "Café Größe, Ólafur"),
    ("35mm rating:>=4", "Ólafur, Ísafjörður"),
    ("anna tree", "IMG_2001"),
)
"""What is typed, and the names (without their endings) that are found, in no order."""


def fill(conn: sqlite3.Connection) -> None:
    """Put the photos into an index, all of them into its columns."""
    home = top(conn)
    for number, (path, day, details) in enumerate(PHOTOS):
        *above, name = path.split("/")
        folder = folders.put_chain(conn, 1, ROOT, "/".join(above).encode()) if above else home
        read(conn, folder, name.encode(), metadata(b"%d" % number, ms(day), **details))
    column_index_updater.update_blocks(conn, min_stale=1)


def found(conn: sqlite3.Connection, text: str) -> list[str]:
    """Return the names that a search finds, without their endings, in their order."""
    ids = engine.search(conn, text, today=TODAY).ids
    labels = (conn.execute("SELECT label FROM photos WHERE id = ?", (photo,)).fetchone()[0] for photo in ids)
    return sorted((str(label).rpartition(".")[0] for label in labels), key=natural)


def table(conn: sqlite3.Connection) -> list[str]:
    """Return the lines of the table: what is typed, and what is found."""
    rows = ((text, ", ".join(found(conn, text)).replace("\u202f", " ").replace("\u3000", " ")) for text, _ in TYPED)
    return [f"{text:<25}  {names or 'nothing'}" for text, names in rows]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place, index(Path(place)) as conn:
        fill(conn)
        print("\n".join(table(conn)))


if __name__ == "__main__":
    main()
