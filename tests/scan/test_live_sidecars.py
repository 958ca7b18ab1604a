"""A sidecar that comes, changes or goes reaches its photo, and so does one whose photo moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.harness import run_harness
from tests.pictures import picture, save
from tests.sidecar_files import takeout_file, title, xmp_file
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Harness


@pytest.fixture
def root(flat_root: Path) -> Path:
    """Three pictures, of which one has a sidecar, and an empty folder."""
    (flat_root / "p0.jpg.xmp").write_bytes(xmp_file(title("First"), xmp_Rating=3))
    (flat_root / "inner").mkdir()
    return flat_root


def details(home: Harness, name: str) -> dict[str, Any]:
    return home.library.photos.details(wait_for(lambda: home.names().get(name) or 0))


def told(home: Harness, name: str) -> tuple[object, object, object]:
    found = details(home, name)
    return found["title"], found["rating"], found["sidecars"]


def test_a_sidecar_is_found_with_its_photo(running: Harness) -> None:
    assert told(running, "p0.jpg") == ("First", 3, ["p0.jpg.xmp"])
    assert told(running, "p1.jpg") == (None, None, [])


def test_one_that_is_written_later_changed_and_removed(running: Harness, root: Path) -> None:
    before = details(running, "p1.jpg")
    generation = running.library.status.read()["generation"]
    (root / "p1.xmp").write_bytes(xmp_file(title("Later"), xmp_Rating=5))
    wait_for(lambda: told(running, "p1.jpg") == ("Later", 5, ["p1.xmp"]))
    assert running.library.status.read()["generation"] != generation
    (root / "p1.xmp").write_bytes(xmp_file(title("Changed again")))
    wait_for(lambda: told(running, "p1.jpg") == ("Changed again", None, ["p1.xmp"]))
    (root / "p1.xmp").unlink()
    wait_for(lambda: told(running, "p1.jpg") == (None, None, []))
    after = details(running, "p1.jpg")
    assert (after["id"], after["version"]) == (before["id"], before["version"])  # its pictures stay


def test_a_broken_one_is_told_and_mended(running: Harness, root: Path) -> None:
    (root / "p1.jpg.xmp").write_bytes(xmp_file(title("Cut"))[:200])
    wait_for(lambda: details(running, "p1.jpg")["sidecar_problem"])
    assert running.problems() == {}
    (root / "p1.jpg.xmp").write_bytes(xmp_file(title("Whole")))
    wait_for(lambda: details(running, "p1.jpg")["title"] == "Whole")
    assert details(running, "p1.jpg")["sidecar_problem"] is None


def test_one_that_the_disk_could_not_read_is_tried_again_at_the_next_look(running: Harness) -> None:
    photo = running.names()["p0.jpg"]
    failed = "UPDATE details SET sidecar_problem = 'p0.jpg.xmp: Input/output error', title = NULL WHERE photo = ?"
    running.parts.indexer.ask(lambda conn: conn.execute(failed, (photo,)))
    assert told(running, "p0.jpg")[0] is None
    running.library.roots.rescan()
    wait_for(lambda: told(running, "p0.jpg")[0] == "First")
    assert details(running, "p0.jpg")["sidecar_problem"] is None


def test_a_photo_that_moves_takes_what_it_finds_there(running: Harness, root: Path) -> None:
    photo = running.names()["p0.jpg"]
    (root / "inner" / "p0.jpg.xmp").write_bytes(xmp_file(title("There")))
    (root / "p0.jpg").rename(root / "inner" / "p0.jpg")
    wait_for(lambda: details(running, "p0.jpg")["folders"][-1] == "inner")
    wait_for(lambda: told(running, "p0.jpg") == ("There", None, ["p0.jpg.xmp"]))
    assert running.names()["p0.jpg"] == photo


def test_one_that_changed_while_shoebox_was_not_running(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        wait_for(lambda: told(home, "p0.jpg")[0] == "First")
        home.wait_until_idle()
    (root / "p0.jpg.xmp").write_bytes(xmp_file(title("Meanwhile")))
    (root / "p2.xmp").write_bytes(xmp_file(title("New")))
    with run_harness(tmp_path / "data") as home:
        wait_for(lambda: told(home, "p0.jpg")[0] == "Meanwhile")
        wait_for(lambda: told(home, "p2.jpg")[0] == "New")


def test_a_takeout_dates_and_places_its_photos(running: Harness, root: Path) -> None:
    save(root / "p1(1).jpg", picture(hue=7))
    (root / "p1.jpg(1).json").write_bytes(takeout_file("455007600", latitude=38.7, longitude=-9.1))
    wait_for(lambda: details(running, "p1(1).jpg")["taken"]["origin"] == "google")
    found = details(running, "p1(1).jpg")
    assert found["taken"]["local"] == "1984-06-02T06:00:00"
    assert (found["place"]["latitude"], found["place"]["longitude"]) == (38.7, -9.1)
    assert details(running, "p1.jpg")["sidecars"] == []


def test_what_a_sidecar_says_is_searched(running: Harness, root: Path) -> None:
    (root / "p1.xmp").write_bytes(xmp_file(title("Sunflower"), xmp_Rating=5))
    wait_for(lambda: running.library.search.find("sunflower rating:5")["ids"] == [running.names()["p1.jpg"]])


def test_a_voice_note_is_named_and_not_read(running: Harness, root: Path) -> None:
    (root / "p2.wav").write_bytes(b"RIFF" + bytes(40))
    wait_for(lambda: told(running, "p2.jpg") == (None, None, ["p2.wav"]))
    assert details(running, "p2.jpg")["sidecar_problem"] is None
