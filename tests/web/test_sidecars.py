"""What is said reaches the files beside the photos, and what other programs say there comes back; with a real disk."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from gallery.imaging.metadata.xmp import parse_sidecar
from gallery.library import sidecar_thread
from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.annotating import Said, run_said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number, name in enumerate(("a.jpg", "b.jpg")):
        save(tmp_path / "photos" / name, picture(hue=60 * number))
    return tmp_path / "photos"


@pytest.fixture
def running(tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    monkeypatch.setattr(sidecar_thread, "LOOK_INTERVAL_S", 0.2)
    with run_said(tmp_path / "data", photos) as said:
        said.harness.library.sidecars.begin()
        yield said


def answer(running: Said, text: str) -> dict[str, Any]:
    told = running.client.ask("/api/sidecars", "PUT", body={"answer": text})
    assert told.status == 200, told
    found: dict[str, Any] = told.json()["sidecars"]
    return found


def rating(path: Path) -> int | None:
    return parse_sidecar(path.read_bytes()).rating if path.exists() else None


def is_settled(running: Said) -> bool:
    running.harness.wait_until_idle()
    status = running.get("/api/status")
    return bool(status["sidecars"]["waiting"] == 0)


def test_a_copy_is_kept_only_when_the_user_wants_it(running: Said, photos: Path, tmp_path: Path) -> None:
    sidecar = photos / "a.jpg.xmp"
    assert running.get("/api/status")["sidecars"] == {"answer": None, "waiting": 0, "conflicts": 0}
    running.say("a.jpg", rating=4)
    assert answer(running, "later")["answer"] == "later"
    assert not sidecar.exists()
    before = running.get(f"/api/photos/{running.id('a.jpg')}")
    running.harness.wait_until_idle()
    generation = running.get("/api/status")["generation"]
    answer(running, "yes")
    wait_for(lambda: rating(sidecar) == 4)
    wait_for(lambda: is_settled(running))
    running.post("/api/rescan")
    running.harness.wait_until_idle()
    after = running.get(f"/api/photos/{running.id('a.jpg')}")
    assert after == before | {"sidecars": ["a.jpg.xmp"]}, "nothing was read again"
    assert running.get("/api/status")["generation"] == generation
    assert '"sidecars": "yes"' in (tmp_path / "data" / "settings.json").read_text(encoding="utf-8")
    answer(running, "no")
    running.say("b.jpg", rating=3)
    assert running.client.ask("/api/sidecars", "PUT", body={"answer": "perhaps"}).status == 400
    assert not (photos / "b.jpg.xmp").exists()


def test_an_undo_is_seen_at_once_and_reaches_the_sidecar(running: Said, photos: Path) -> None:
    answer(running, "yes")
    running.say("a.jpg", rating=4)
    wait_for(lambda: rating(photos / "a.jpg.xmp") == 4)
    wait_for(lambda: is_settled(running))
    running.post("/api/undo")
    wait_for(lambda: running.of("a.jpg")["rating"] == 0)
    wait_for(lambda: rating(photos / "a.jpg.xmp") is None)
    wait_for(lambda: is_settled(running))
    assert running.of("a.jpg")["rating"] == 0


def test_an_undo_holds_where_a_lost_index_has_read_our_own_sidecar(running: Said, photos: Path) -> None:
    answer(running, "yes")
    running.say("a.jpg", rating=4)
    wait_for(lambda: rating(photos / "a.jpg.xmp") == 4)
    wait_for(lambda: is_settled(running))
    running.harness.parts.indexer.submit(lambda conn: conn.execute("UPDATE photos SET mtime_ns = 1, sidecars = NULL"))
    running.post("/api/rescan")  # as an index that is made anew: headers and sidecars are read again
    wait_for(lambda: _rating_of_file(running, "a.jpg") == 4)
    running.post("/api/undo")
    wait_for(lambda: running.of("a.jpg")["rating"] == 0)
    assert rating(photos / "a.jpg.xmp") is None


def _rating_of_file(running: Said, name: str) -> int | None:
    with running.harness.parts.database.read() as conn:
        row = conn.execute("SELECT rating FROM details WHERE photo = ?", (running.id(name),)).fetchone()
        return row[0] if row else None


def test_what_another_program_says_comes_back_and_a_conflict_is_listed(running: Said, photos: Path) -> None:
    sidecar = photos / "a.jpg.xmp"
    answer(running, "yes")
    running.say("a.jpg", rating=4)
    wait_for(lambda: rating(sidecar) == 4)
    wait_for(lambda: is_settled(running))
    sidecar.write_bytes(sidecar.read_bytes().replace(b">4<", b">2<"))
    wait_for(lambda: running.of("a.jpg")["rating"] == 2)
    [newest, _] = running.get("/api/history")["acts"]
    assert (newest["by"], newest["set"]) == ("sidecar", {"rating": 2})
    answer(running, "no")
    sidecar.write_bytes(sidecar.read_bytes().replace(b">2<", b">1<"))
    running.say("a.jpg", rating=5)
    answer(running, "yes")
    [conflict] = wait_for(lambda: running.get("/api/sidecars/conflicts")["conflicts"])
    assert (conflict["field"], conflict["ours"], conflict["theirs"], conflict["taken"]) == ("rating", 5, 1, "ours")
    assert (conflict["photo"], conflict["name"]) == (running.id("a.jpg"), "a.jpg")
    assert running.get("/api/status")["sidecars"]["conflicts"] == 1
    wait_for(lambda: rating(sidecar) == 5)
    settled = running.post(f"/api/sidecars/conflicts/{conflict['id']}", {"take": "other"})
    assert settled["sidecars"]["conflicts"] == 0
    wait_for(lambda: rating(sidecar) == 1)
    assert running.of("a.jpg")["rating"] == 1
    gone = running.client.ask(f"/api/sidecars/conflicts/{conflict['id']}", "POST", body={"take": "this"})
    assert gone.status == 404


def test_mine_of_a_conflict_is_what_was_said_and_not_its_form_in_xmp(running: Said, photos: Path) -> None:
    sidecar = photos / "a.jpg.xmp"
    answer(running, "yes")
    running.say("a.jpg", date="2001", place="10,20 Somewhere")
    wait_for(lambda: sidecar.exists() and b"2001" in sidecar.read_bytes())
    wait_for(lambda: is_settled(running))
    answer(running, "no")
    theirs = sidecar.read_bytes().replace(b"2001", b"1999").replace(b">10,0.0N<", b">11,0.0N<")
    running.say("a.jpg", date="1984-22~", place="38.7,-9.1 Lisbon")
    sidecar.write_bytes(theirs)
    os.utime(sidecar, (time.time() + 3600,) * 2)
    answer(running, "yes")
    wait_for(lambda: running.get("/api/status")["sidecars"]["conflicts"] == 2)
    found = running.get("/api/sidecars/conflicts")["conflicts"]
    assert {(one["field"], one["taken"]) for one in found} == {("date", "theirs"), ("place", "theirs")}
    for one in found:
        running.post(f"/api/sidecars/conflicts/{one['id']}", {"take": "other"})
    said = running.of("a.jpg")
    assert (said["date"], said["place"]) == ("1984-22~", "38.7,-9.1 Lisbon")
    wait_for(lambda: b"1984<" in sidecar.read_bytes())
    wait_for(lambda: is_settled(running))
    assert running.of("a.jpg")["date"] == "1984-22~"


def test_a_folder_that_takes_none_is_among_the_problems(running: Said, photos: Path) -> None:
    (photos / "a.jpg.xmp").write_bytes(b"no XMP")
    running.say("a.jpg", rating=4)
    answer(running, "yes")
    rows = wait_for(lambda: [row for row in running.get("/api/problems")["problems"] if row["code"] == "sidecar"])
    assert rows[0]["path"] == str(photos)
    assert "1 photo here" in rows[0]["message"]
    assert running.get("/api/status")["counts"]["problems"] >= 1
    (photos / "a.jpg.xmp").unlink()
    running.post("/api/rescan", {"problems": True})
    wait_for(lambda: rating(photos / "a.jpg.xmp") == 4)


def test_none_is_written_while_library_db_becomes_another_one(running: Said, photos: Path) -> None:
    answer(running, "yes")
    running.say("a.jpg", rating=4)
    wait_for(lambda: rating(photos / "a.jpg.xmp") == 4)
    with running.harness.library.sidecars.holding():
        running.say("b.jpg", rating=3)
        running.say("a.jpg", rating=5)
        running.post("/api/rescan")
        running.harness.wait_until_idle()
        assert rating(photos / "a.jpg.xmp") == 4
        assert not (photos / "b.jpg.xmp").exists()
    wait_for(lambda: (rating(photos / "a.jpg.xmp"), rating(photos / "b.jpg.xmp")) == (5, 3))
