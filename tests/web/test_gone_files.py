"""What was said about files that are gone is listed, comes back, and can be given to another photo, or taken back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from gallery.scan import root_status
from gallery.timeline.file import numbers_of, sections_of
from tests.pictures import picture, save
from tests.web.annotating import Said, run_said

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES):
        save(tmp_path / "photos" / name, picture(hue=60 * number))
    return tmp_path / "photos"


def look(running: Said) -> dict[str, Any]:
    """Compare with the disk, and return what is gone or asked then."""
    running.post("/api/rescan")
    running.harness.wait_until_idle()
    found: dict[str, Any] = running.get("/api/gone")
    return found


def names(found: dict[str, Any]) -> list[str]:
    return [file["name"] for file in found["files"]]


def test_words_of_a_deleted_file_are_listed_and_come_back_with_it(tmp_path: Path, photos: Path) -> None:
    with run_said(tmp_path / "data", photos) as running:
        running.say("a.jpg", rating=3, title="Rome", add_tags=["travel/italy"])
        running.say("b.jpg", favourite=True)
        assert names(look(running)) == []
        (photos / "a.jpg").rename(tmp_path / "kept.jpg")
        (photos / "d.jpg").unlink()  # nothing was said about it
        found = look(running)
        assert (names(found), found["count"], found["questions"]) == (["a.jpg"], 1, [])
        [file] = found["files"]
        assert file["folder"] == str(photos)
        assert file["said"] == {"rating": 3, "title": "Rome", "tags": ["travel/italy"]}
        assert file["gone_at_ms"] > 1_500_000_000_000
        (tmp_path / "kept.jpg").rename(photos / "again.jpg")
        assert names(look(running)) == []
        assert running.ratings() == {"again.jpg": 3}


def test_words_are_given_to_another_photo_and_taken_back(tmp_path: Path, photos: Path) -> None:
    data = tmp_path / "data"
    with run_said(data, photos) as running:
        running.say("a.jpg", rating=3, title="Rome", add_tags=["travel/italy"])
        running.say("b.jpg", title="Milan")
        (photos / "a.jpg").rename(tmp_path / "kept.jpg")
        save(photos / "new" / "a.jpg", picture(hue=123))
        [file] = look(running)["files"]
        found = running.get(f"/api/gone/{file['item']}/photos")["photos"]
        assert [(one["name"], one["folder"]) for one in found] == [("a.jpg", str(photos / "new"))]
        given = running.post(f"/api/gone/{file['item']}/give", {"photo": running.id("b.jpg")})
        assert given["photos"] == 1
        said = running.of("b.jpg")
        assert (said["rating"], said["title"], said["tags"]) == (3, "Milan", ["travel/italy"]), "its own title stays"
        [left] = running.get("/api/gone")["files"]
        assert left["said"] == {"title": "Rome"}, "nothing is lost"
        [act, *_] = running.get("/api/history")["acts"]
        assert act["set"]["note"] == "Words of “a.jpg”, which is gone, given to another photo"
        assert act["photos"] == 1
        running.post(f"/api/history/{act['id']}/undo")
        assert running.ratings() == {}
        assert running.of("b.jpg")["title"] == "Milan"
        assert running.get("/api/gone")["files"][0]["said"] == file["said"]
        running.post("/api/redo")
        assert running.ratings() == {"b.jpg": 3}
        assert running.client.ask(f"/api/gone/{file['item'] + 99}/photos").status == 404
    with run_said(data) as running:
        assert running.ratings() == {"b.jpg": 3}


def test_a_file_whose_words_were_given_away_has_none_when_it_comes_back(tmp_path: Path, photos: Path) -> None:
    with run_said(tmp_path / "data", photos) as running:
        running.say("a.jpg", rating=3)
        (photos / "a.jpg").rename(tmp_path / "kept.jpg")
        [file] = look(running)["files"]
        running.post(f"/api/gone/{file['item']}/give", {"photo": running.id("b.jpg")})
        assert running.get("/api/gone")["count"] == 0
        (tmp_path / "kept.jpg").rename(photos / "a.jpg")
        assert names(look(running)) == []
        assert running.ratings() == {"b.jpg": 3}
        running.say("a.jpg", rating=5)
        (photos / "a.jpg").rename(photos / "moved.jpg")
        look(running)
        assert running.ratings() == {"b.jpg": 3, "moved.jpg": 5}


def replace_deleted(running: Said, photos: Path) -> dict[str, Any]:
    """Delete an annotated file, and put another picture in its place: Shoebox asks."""
    running.say("a.jpg", rating=3)
    (photos / "a.jpg").unlink()
    look(running)
    save(photos / "a.jpg", picture(hue=200))
    found = look(running)
    assert (found["files"], found["question_count"]) == ([], 1)
    question: dict[str, Any] = found["questions"][0]
    assert question["name"] == "a.jpg"
    assert question["photo"] == running.id("a.jpg")
    assert [one["said"] for one in question["candidates"]] == [{"rating": 3}]
    return question


def test_something_is_said_about_a_photo_that_is_asked_about_and_the_question_stays(
    tmp_path: Path, photos: Path
) -> None:
    data = tmp_path / "data"
    with run_said(data, photos) as running:
        question = replace_deleted(running, photos)
        running.say("a.jpg", title="New")
        assert running.ratings() == {}
        assert look(running)["question_count"] == 1
    with run_said(data) as running:
        assert running.get("/api/gone")["question_count"] == 1, "the next start asks, too"
        item = question["candidates"][0]["item"]
        assert running.post(f"/api/questions/{question['photo']}", {"item": item})["photos"] == 1
        assert (running.of("a.jpg")["rating"], running.of("a.jpg")["title"]) == (3, "New")
        assert running.get("/api/gone") | {"generation": 0} == {
            "files": [], "count": 0, "questions": [], "question_count": 0, "folders": [], "generation": 0,
        }  # fmt: skip
        answer = running.client.ask(f"/api/questions/{question['photo']}", "POST", body={"item": item})
        assert answer.status == 404


def test_none_of_them_is_an_answer_that_is_kept(tmp_path: Path, photos: Path) -> None:
    data = tmp_path / "data"
    with run_said(data, photos) as running:
        question = replace_deleted(running, photos)
        running.post(f"/api/questions/{question['photo']}", {"item": None})
        found = running.get("/api/gone")
        assert (found["question_count"], names(found)) == (0, ["a.jpg"])
        save(photos / "a.jpg", picture(hue=210))  # edited in place: it is still that other file
        assert look(running)["question_count"] == 0
    for file in data.glob("index.db*"):
        file.unlink()
    with run_said(data) as running:
        found = running.get("/api/gone")
        assert (found["question_count"], names(found)) == (0, ["a.jpg"])
        assert running.ratings() == {}


@pytest.mark.parametrize("how", ["the same volume", "moved", "copies"])
def test_a_data_folder_on_another_machine_whose_drive_has_another_path(
    tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    data, moved = tmp_path / "data", tmp_path / "other" / "pictures"
    if how != "the same volume":  # nothing tells which volume it is, as where another system sees the drive
        monkeypatch.setattr(root_status, "volume_id", lambda _path, _device: "")
    with run_said(data, photos) as running:
        for stars, name in enumerate(NAMES, 1):
            running.say(name, rating=stars)
    copied = shutil.copytree(data, tmp_path / "machine" / "data")
    shutil.copytree(photos, moved)
    photos.rename(tmp_path / "unplugged")
    everything = {name: stars for stars, name in enumerate(NAMES, 1)}
    with run_said(copied, moved) as running:
        found = running.get("/api/gone")
        if how == "the same volume":
            assert (found["folders"], found["question_count"], found["count"]) == ([], 0, 0)
        else:
            [folder] = found["folders"]
            assert (folder["folder"], folder["photos"]) == (str(photos), len(NAMES))
            assert (found["count"], found["question_count"]) == (0, 0)
            assert running.get("/api/status")["questions"] == len(NAMES)
            running.post(f"/api/questions/folders/{folder['item']}", {"same": how == "moved"})
        expected = {} if how == "copies" else everything
        assert running.ratings() == expected
        assert running.get("/api/gone")["folders"] == []
    with run_said(copied) as running:
        assert running.ratings() == expected
        assert running.get("/api/status")["questions"] == 0
    if how == "moved":
        (tmp_path / "unplugged").rename(photos)  # the old drive after all: its files are copies now, as was said
        with run_said(copied) as running:
            assert {running.get("/api/gone")["count"], running.get("/api/status")["questions"]} == {0}


def everything(running: Said) -> dict[str, Any]:
    """All that was said, by the names of files: these, albums with order and cover, and what was done."""
    by_id = {photo: name for name, photo in running.harness.names().items()}
    albums = [
        (one["name"], one["order"], one["count"], by_id[one["cover"]["photo"]])
        for one in running.get("/api/albums")["albums"]
    ]
    held = {
        one["name"]: [by_id[photo] for photo in numbers_of(sections_of(answer.body)[0])]
        for one in running.get("/api/albums")["albums"]
        if (answer := running.client.ask(f"/api/timeline.bin?album={one['id']}&order=hand"))
    }
    fields = ("rating", "caption", "tags", "date", "place")
    return {
        "said": {name: [running.of(name)[field] for field in fields] for name in NAMES},
        "albums": albums,
        "held": held,
        "history": running.get("/api/history")["acts"],
    }


def test_albums_dates_places_and_history_come_along_to_another_machine(
    tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    monkeypatch.setattr(root_status, "volume_id", lambda _path, _device: "")
    with run_said(data, photos) as running:
        running.say(*NAMES, rating=4, caption="words", add_tags=["travel/italy"], date="1984~", place="41.9,12.5")
        ids = [running.id(name) for name in ("c.jpg", "a.jpg", "b.jpg")]
        album = running.post("/api/albums", {"name": "Trips/Rome", "ids": ids})["album"]
        cover = running.client.ask(f"/api/albums/{album}", "PUT", body={"cover": running.id("b.jpg")})
        assert cover.status == 200
        before = everything(running)
    shutil.copytree(data, tmp_path / "machine")
    shutil.copytree(photos, tmp_path / "other" / "pictures")
    photos.rename(tmp_path / "unplugged")
    with run_said(tmp_path / "machine", tmp_path / "other" / "pictures") as running:
        [folder] = running.get("/api/gone")["folders"]
        running.post(f"/api/questions/folders/{folder['item']}", {"same": True})
        after = everything(running)
        assert after["history"][-len(before["history"]) :] == before["history"]
        assert after | {"history": 0} == before | {"history": 0}
        assert before["held"]["Rome"] == ["c.jpg", "a.jpg", "b.jpg"]
        assert before["albums"][-1] == ("Rome", "hand", 3, "b.jpg")


def test_an_old_root_that_is_removed_leaves_no_question(
    tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(root_status, "volume_id", lambda _path, _device: "")
    with run_said(tmp_path / "data", photos) as running:
        running.say("a.jpg", rating=3)
    photos.rename(tmp_path / "other")
    with run_said(tmp_path / "data", tmp_path / "other") as running:
        assert running.get("/api/status")["questions"] == 1
        [old] = [root["id"] for root in running.get("/api/status")["roots"] if root["state"] == "offline"]
        assert running.client.ask(f"/api/roots/{old}", "DELETE", body={}).status == 200
        running.harness.wait_until_idle()
        assert running.ratings() == {"a.jpg": 3}
        assert running.get("/api/status")["questions"] == 0
