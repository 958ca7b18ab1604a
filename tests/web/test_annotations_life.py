"""What was said about photos outlives restarts, a lost index and renames, and a disk that takes nothing changes nothing."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from http.client import HTTPResponse
from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.annotating import run_said

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES):
        save(tmp_path / "photos" / name, picture(hue=60 * number))
    return tmp_path / "photos"


def rate_three(data: Path, photos: Path) -> int:
    """Run a Shoebox in which three photos are rated, one after the other; return the last act."""
    with run_said(data, photos) as running:
        for stars, name in ((3, "a.jpg"), (4, "b.jpg")):
            running.say(name, rating=stars)
        return int(running.say("c.jpg", rating=5, title="Rome", add_tags=["travel/italy"])["act"])


def delete_index(data: Path) -> None:
    """Delete index.db with its log, as somebody may who wants to begin anew."""
    for file in data.glob("index.db*"):
        file.unlink()


def test_a_restart_a_lost_index_and_a_rename_lose_nothing(tmp_path: Path, photos: Path) -> None:
    data = tmp_path / "data"
    act = rate_three(data, photos)
    with run_said(data) as running:
        assert running.ratings() == {"a.jpg": 3, "b.jpg": 4, "c.jpg": 5}
    (photos / "c.jpg").rename(photos / "renamed.jpg")  # while it is closed
    (photos / "sub").mkdir()
    (photos / "a.jpg").rename(photos / "sub" / "a.jpg")
    with run_said(data) as running:
        assert running.ratings() == {"a.jpg": 3, "b.jpg": 4, "renamed.jpg": 5}
    delete_index(data)
    (photos / "b.jpg").rename(photos / "other.jpg")  # both at once
    with run_said(data) as running:
        assert running.ratings() == {"a.jpg": 3, "other.jpg": 4, "renamed.jpg": 5}
        assert running.of("renamed.jpg")["tags"] == ["travel/italy"]
        undone = running.post("/api/undo")
        assert (undone["act"], undone["photos"], undone["kept"]) == (act, 1, 0)
        assert running.ratings() == {"a.jpg": 3, "other.jpg": 4}
        assert running.of("renamed.jpg")["title"] is None
    with run_said(data) as running:
        assert running.get("/api/status")["redo"]["act"] == act
        running.post("/api/redo")
        assert running.ratings() == {"a.jpg": 3, "other.jpg": 4, "renamed.jpg": 5}


def test_a_copy_is_another_photo(tmp_path: Path, photos: Path) -> None:
    data = tmp_path / "data"
    rate_three(data, photos)
    (photos / "copy.jpg").write_bytes((photos / "a.jpg").read_bytes())
    with run_said(data) as running:
        assert running.ratings() == {"a.jpg": 3, "b.jpg": 4, "c.jpg": 5}
        running.say("copy.jpg", rating=1)
        assert running.ratings() == {"a.jpg": 3, "b.jpg": 4, "c.jpg": 5, "copy.jpg": 1}


def test_both_pages_see_what_one_of_them_says(tmp_path: Path, photos: Path) -> None:
    with run_said(tmp_path / "data", photos) as running, running.client.connect("/feed/KEY") as connection:
        stream = HTTPResponse(connection)
        stream.begin()
        answer = running.say("a.jpg", rating=3)

        def told() -> bool:
            line = stream.readline().decode()
            return line.startswith("data: ") and json.loads(line[6:]).get("generation") == answer["generation"]

        wait_for(told)
        assert running.of("a.jpg")["rating"] == 3
        stream.close()


@pytest.mark.parametrize(
    ("pragma", "end", "sentence"),
    [
        ("max_page_count = 1", "max_page_count = 1000000", "full"),
        ("query_only = ON", "query_only = OFF", "written"),
    ],
)
def test_a_disk_that_takes_nothing_is_told_and_changes_nothing(
    tmp_path: Path, photos: Path, pragma: str, end: str, sentence: str
) -> None:
    with run_said(tmp_path / "data", photos) as running:
        running.say("a.jpg", rating=3)
        before = running.get("/api/history"), running.get("/api/status")["generation"]
        database = running.harness.parts.library.annotations._store._database
        assert database
        writer = database._writer
        writer.execute(f"PRAGMA {pragma}")
        texts = ["x" * 90_000, "y" * 90_000]  # more than the pages that are there hold
        for body in ({"ids": [running.id(name) for name in NAMES], "set": {"caption": text}} for text in texts):
            answer = running.client.ask("/api/annotations", "POST", body=body)
            assert (answer.status, answer.code) == (507, "annotations")
            assert sentence in answer.json()["error"]["message"]
        assert (running.get("/api/history"), running.get("/api/status")["generation"]) == before
        assert running.ratings() == {"a.jpg": 3}
        writer.execute(f"PRAGMA {end}")
        assert running.say("b.jpg", rating=2)["photos"] == 1
        assert running.ratings() == {"a.jpg": 3, "b.jpg": 2}


def test_a_file_of_a_newer_version_stays_and_everything_is_refused_in_a_sentence(tmp_path: Path, photos: Path) -> None:
    data = tmp_path / "data"
    rate_three(data, photos)
    with closing(sqlite3.connect(data / "library.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = (data / "library.db").read_bytes()
    with run_said(data) as running:
        status = running.get("/api/status")
        assert any("newer Shoebox" in notice for notice in status["notices"])
        assert (status["undo"], status["redo"]) == (None, None)
        assert running.ratings() == {"a.jpg": 3, "b.jpg": 4, "c.jpg": 5}, "what the index has copied counts"
        body = {"ids": [running.id("a.jpg")], "set": {"rating": 1}}
        backup = "/api/backups/library-2026-11-28.db/restore"
        for target, sent in (("/api/annotations", body), ("/api/undo", {}), ("/api/redo", {}), (backup, {})):
            answer = running.client.ask(target, "POST", body=sent)
            assert (answer.status, answer.code) == (507, "annotations"), target
            assert "newer Shoebox" in answer.json()["error"]["message"]
    assert (data / "library.db").read_bytes() == before
    assert sorted(name.name for name in data.glob("library*")) == ["library.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no file that is open")
def test_a_library_that_is_taken_away_is_told_and_the_rest_goes_on(tmp_path: Path, photos: Path) -> None:
    data = tmp_path / "data"
    with run_said(data, photos) as running:
        running.say("a.jpg", rating=3)
        (data / "library.db").rename(tmp_path / "library.db")
        answer = running.client.ask(
            "/api/annotations", "POST", body={"ids": [running.id("a.jpg")], "set": {"rating": 1}}
        )
        assert (answer.status, answer.code) == (507, "annotations")
        assert any("library.db was moved" in notice for notice in running.get("/api/status")["notices"])
        assert running.ratings() == {"a.jpg": 3}


def test_the_files_of_one_tile_are_all_meant(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "IMG_1234.jpg", picture(hue=20))
    save(tmp_path / "photos" / "IMG_E1234.jpg", picture(hue=50))
    with run_said(tmp_path / "data", tmp_path / "photos") as running:
        tiles = running.harness.names()
        if len(tiles) > 1:
            running.post("/api/photos/put-together", {"ids": list(tiles.values())})
        (tile,) = running.harness.names()
        assert running.say(tile, favourite=True)["photos"] == 1
        group = running.get(f"/api/photos/{running.id(tile)}")["group"]
        assert len(group) == 2
        for one in group:
            assert running.get(f"/api/photos/{one['id']}")["annotation"]["favourite"] is True
