"""What a damaged, lost or older library.db lacks is read from the damaged file, and from the copy in the index."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gallery.annotations.library_file import open_library
from gallery.annotations.models import AnnotationChange
from tests.annotations.files import file, item_of
from tests.pictures import picture, save
from tests.web.annotating import run_said

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
INTERIOR = 5
COUNT = 240
NAMES = ("a.jpg", "b.jpg", "c.jpg")


def titles(path: Path) -> dict[int, str | None]:
    """Open a library, and return the titles of its files."""
    library = open_library(path)
    assert not library.store.problem
    found = {}
    for number in range(1, COUNT + 1):
        if library.store.find([file(number)])[0]:
            item = item_of(library.store, file(number))
            said = library.store.read([item]).get(item)
            found[number] = said.title if said else None
    library.store.close()
    return found


@pytest.fixture(scope="module", params=[True, False], ids=["backup", "no backup"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library, half of whose acts are in a backup, or without any backup."""
    path = tmp_path_factory.mktemp("written") / "library.db"
    library = open_library(path)
    assert library.backups
    for number in range(1, COUNT + 1):
        library.store.apply([file(number)], AnnotationChange(title=f"{number} of before"))
        if number == COUNT // 2 and request.param:
            library.backups.make_if_due(date(2026, 11, 28))
    for number in range(1, 20):
        library.store.apply([file(number)], AnnotationChange(title=f"{number} of after"))
    library.store.close()
    return path.parent


def schema_pages(content: bytearray) -> set[int]:
    """Return the pages below the first, which tell where the tables are: no table can be found without them.

    The file format of SQLite, section 1.6: an interior page names those below it at the begin of each cell.
    """
    kind, cells, last = content[100], int.from_bytes(content[103:105]), int.from_bytes(content[108:112])
    if kind != INTERIOR:
        return set()
    starts = (int.from_bytes(content[at : at + 2]) for at in range(112, 112 + 2 * cells, 2))
    return {last, *(int.from_bytes(content[start : start + 4]) for start in starts)}


@pytest.mark.parametrize("seed", range(8))
def test_what_can_be_read_of_a_damaged_file_is_kept(written: Path, tmp_path: Path, seed: int) -> None:
    path = shutil.copytree(written, tmp_path / "data") / "library.db"
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as conn:
        roots = {page for (page,) in conn.execute("SELECT rootpage FROM sqlite_schema")}
    content = bytearray(path.read_bytes())
    roots |= schema_pages(content)
    page = chance.choice([page for page in range(2, len(content) // PAGE) if page not in roots])
    content[(page - 1) * PAGE : page * PAGE] = chance.randbytes(PAGE)
    path.write_bytes(content)
    found = titles(path)
    expected = {n: f"{n} of {'after' if n < 20 else 'before'}" for n in range(1, COUNT + 1)}
    wrong = {n: title for n, title in found.items() if title not in (expected[n], f"{n} of before", None)}
    assert not wrong, "nothing lands on another file"
    right = sum(found.get(n) == title for n, title in expected.items())
    assert right > COUNT // 4, (page, right, "a page holds those of some")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES):
        save(tmp_path / "photos" / name, picture(hue=60 * number))
    return tmp_path / "photos"


@pytest.mark.parametrize("how", ["older", "empty", "missing", "damaged"])
def test_what_the_index_knows_beyond_the_library_is_taken_over_and_told(tmp_path: Path, photos: Path, how: str) -> None:
    data = tmp_path / "data"
    path = data / "library.db"
    with run_said(data, photos) as running:
        running.say("a.jpg", rating=3)
    shutil.copy2(path, tmp_path / "older.db")
    with run_said(data) as running:
        running.say("a.jpg", rating=4)
        running.say("b.jpg", title="Rome", add_tags=["travel/italy"])
        running.say("c.jpg", favourite=True, date="1975", place="38.7,-9.1 Lisbon")
        answer = running.post("/api/albums", {"name": "Trips/Italy", "ids": [running.id("c.jpg"), running.id("a.jpg")]})
        album = f"/api/albums/{answer['album']}"
        for change in ({"cover": running.id("a.jpg")}, {"order": "oldest"}):
            assert running.client.ask(album, "PUT", body=change).status == 200
        if how == "damaged":
            running.harness.parts.library.backups._backups.make_if_due()  # type: ignore[union-attr]
            running.say("c.jpg", favourite=False, label="red")
    if how == "older":
        shutil.copy2(tmp_path / "older.db", path)
    elif how == "missing":
        path.unlink()
    else:
        path.write_bytes(b"" if how == "empty" else b"SQLite format 3\0" + bytes(9000))
    with run_said(data) as running:
        assert running.ratings() == {"a.jpg": 4}
        assert (running.of("b.jpg")["title"], running.of("b.jpg")["tags"]) == ("Rome", ["travel/italy"])
        assert running.of("c.jpg")["favourite"] is (how != "damaged")
        assert running.of("c.jpg")["label"] == ("red" if how == "damaged" else "none")
        assert (running.of("c.jpg")["date"], running.of("c.jpg")["place"]) == ("1975", "38.7,-9.1 Lisbon")
        [trips, italy] = running.get("/api/albums")["albums"]
        assert (trips["name"], italy["name"], italy["parent"], italy["own"]) == ("Trips", "Italy", trips["id"], 2)
        assert (italy["cover"]["photo"], italy["order"]) == (running.id("a.jpg"), "oldest")
        notices = " ".join(running.get("/api/status")["notices"])
        assert "taken over from the index" in notices
        [act, *_] = running.get("/api/history")["acts"]
        assert "What the index still knew" in act["set"]["note"]
        if how == "older":
            running.post(f"/api/history/{act['id']}/undo")
            assert running.ratings() == {"a.jpg": 3}
            running.post("/api/redo")
    with run_said(data) as running:
        assert running.ratings() == {"a.jpg": 4}
        assert "taken over" not in " ".join(running.get("/api/status")["notices"])


def test_a_backup_that_the_user_restores_is_not_filled_again(tmp_path: Path, photos: Path) -> None:
    data = tmp_path / "data"
    with run_said(data, photos) as running:
        running.say("a.jpg", rating=3)
        running.harness.parts.library.backups._backups.make_if_due()  # type: ignore[union-attr]
        running.say("b.jpg", rating=5)
        [backup] = running.get("/api/backups")["backups"]
        assert running.get(f"/api/backups/{backup['name']}") == {"name": backup["name"], "later": 1}
        kept = running.post(f"/api/backups/{backup['name']}/restore")["kept"]
        running.harness.wait_until_idle()
        assert running.ratings() == {"a.jpg": 3}
    with run_said(data) as running:
        assert running.ratings() == {"a.jpg": 3}
        replaced = [one["name"] for one in running.get("/api/backups")["backups"] if one["replaced"]]
        assert replaced == [kept]
        running.post(f"/api/backups/{kept}/restore")
        running.harness.wait_until_idle()
        assert running.ratings() == {"a.jpg": 3, "b.jpg": 5}, "a restore is taken back by restoring what it replaced"
        assert running.client.ask("/api/backups/library-2020-01-01.db").status == 404
