"""The photos of visits: files of every kind, read and decoded by real processes, and nobody's but the owner's."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import BusyError, NotFoundError
from gallery.base.models import Problem, Recipe
from gallery.library import visited_photos
from gallery.timeline.build import VIDEO_FLAG
from gallery.visits.readings import MAX_ASKERS, Readings
from tests.byte_names import write_named
from tests.imaging.annotated_files import exif
from tests.imaging.playable_videos import halves, motion_jpeg_avi
from tests.library.visiting import ids, last, listed, names, never, open_picture, screen
from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Harness


def test_a_folder_that_became_a_link_shows_nothing_of_its_target(home: Harness, card: Path, tmp_path: Path) -> None:
    photo = open_picture(home, card / "p3.jpg")
    screen(home, photo)
    listed(home)
    beside = ids(home.library.visits, last(home)["id"])[-1]
    card.rename(tmp_path / "real")
    card.symlink_to(tmp_path / "real")
    for ask in (lambda: screen(home, beside), lambda: home.library.visits.pictures.original(beside, never)):
        with pytest.raises(NotFoundError):
            ask()


def test_a_name_that_is_no_text(home: Harness, card: Path) -> None:
    path = os.path.join(os.fsencode(card), b"caf\xe9 1.jpg")
    write_named(path, (card / "p1.jpg").read_bytes())
    (card / "p1.jpg").unlink()
    photo = open_picture(home, path)
    assert screen(home, photo)
    listed(home)
    assert home.library.photos_of([photo]).details(photo)["name"] == "caf\ufffd 1.jpg"
    assert home.library.photos_of([photo]).file_path(photo) == path
    assert len(names(home)) == 5


def test_the_content_tells_what_it_is_and_not_the_name(home: Harness, card: Path) -> None:
    (card / "scan.dat").write_bytes(encoded("PNG"))
    (card / "page.jpg").write_bytes(b"<!doctype html><title>Not found</title>")
    photo = open_picture(home, card / "scan.dat")
    assert screen(home, photo)
    assert home.library.visits.photos.details(photo)["format"] == "png"
    photo = open_picture(home, card / "page.jpg")
    with pytest.raises(NotFoundError, match="the content is a web page"):
        screen(home, photo)
    details = home.library.visits.photos.details(photo)
    assert (details["broken"], details["problem"]["code"]) == (True, "wrong_content")
    assert listed(home)["photos"] == 7  # the folder is shown all the same, and what was opened, whatever its name is


def test_its_position_is_called_by_its_place(home: Harness, card: Path) -> None:
    where = {1: "N", 2: (38.0, 42.0, 41.0), 3: "W", 4: (9.0, 8.0, 13.0)}
    (card / "lisbon.jpg").write_bytes(encoded("JPEG", exif=exif(gps=where)))
    photo = open_picture(home, card / "lisbon.jpg")
    place = home.library.visits.photos.details(photo)["place"]
    assert (place["name"]["city"], place["name"]["country"]) == ("Lisbon", "Portugal")
    photo = open_picture(home, card / "p3.jpg")
    assert home.library.visits.photos.details(photo)["place"] is None


def test_what_cannot_be_decoded_says_why_also_of_its_copies(home: Harness, card: Path) -> None:
    whole = encoded("PNG", picture(600, 400))
    for name in ("bad.png", "copy.png"):
        (card / name).write_bytes(whole[:60] + bytes(len(whole) - 60))
    for name in ("bad.png", "copy.png"):
        photo = open_picture(home, card / name)
        with pytest.raises(NotFoundError):
            screen(home, photo)
        assert home.library.visits.photos.details(photo)["problem"]["message"]
        assert home.library.visits.photos.details(photo)["broken"]


def test_one_that_is_cut_short_is_shown_and_marked(home: Harness, card: Path) -> None:
    data = encoded("JPEG", picture(600, 400))
    (card / "cut.jpg").write_bytes(data[: len(data) * 3 // 4])
    photo = open_picture(home, card / "cut.jpg")
    assert screen(home, photo)
    wait_for(lambda: home.library.visits.photos.details(photo)["problem"])
    details = home.library.visits.photos.details(photo)
    assert (details["broken"], details["problem"]["code"], details["inline"]) == (False, "truncated", False)


def test_a_neighbour_that_was_deleted_is_not_found_and_leaves(
    home: Harness, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.visits.visit.CHECK_INTERVAL_S", 0.0)
    screen(home, open_picture(home, card / "p3.jpg"))
    listed(home)
    beside = ids(home.library.visits, last(home)["id"])[3]
    (card / "p4.jpg").unlink()
    with pytest.raises(NotFoundError, match="no longer there"):
        home.library.visits.photos.details(beside)
    wait_for(lambda: home.library.visits.describe(last(home)["id"])["photos"] == 4)


def test_the_original_is_the_file_itself(home: Harness, card: Path) -> None:
    photo = open_picture(home, card / "p3.jpg")
    screen(home, photo)
    found = home.library.visits.pictures.original(photo, never)
    with found.file as file:
        assert file.seek(0) == 0
        assert file.read() == (card / "p3.jpg").read_bytes()
    assert (found.kind, found.version) == ("image/jpeg", 1)


@pytest.mark.parametrize("recipe", [Recipe.TILES, Recipe.FULL])
def test_a_picture_too_large_to_be_looked_at_closely_is_not_broken(home: Harness, card: Path, recipe: Recipe) -> None:
    photo = open_picture(home, card / "p3.jpg")
    screen(home, photo)
    photos = home.library.visits.photos
    found = photos.get(photo, None)
    assert found is not None
    photos.record(found[0], recipe, Problem("out_of_memory", "It needs too much."))
    details = photos.details(photo)
    assert (details["broken"], details["problem"]) == (False, None)


def test_a_video_is_shown_as_in_a_library(home: Harness, card: Path) -> None:
    pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
    (card / "p6.avi").write_bytes(motion_jpeg_avi([halves((230, 20, 20), (20, 20, 230))] * 30))
    (card / "main.ts").write_bytes(b"export const a = 1;\n" * 40)
    photo = open_picture(home, card / "p6.avi")
    assert screen(home, photo)
    assert listed(home)["photos"] == 6
    photos = home.library.visits.photos
    details, label = photos.details(photo), photos.labels([photo])[0]
    assert (details["format"], details["duration"], details["codecs"]) == ("avi", 3000, ["mjpeg"])
    assert (label["duration"], label["problem"]) == (3000, None)
    assert home.library.visits.timeline(last(home)["id"])[1][-8:] == bytes((0, 0, 0, 0, 0, VIDEO_FLAG, 0, 0))
    assert photos.video_path(photo).endswith(b"p6.avi")
    with pytest.raises(NotFoundError):
        photos.video_path(open_picture(home, card / "p3.jpg"))


def test_a_label_has_no_date_until_the_header_is_read(home: Harness, card: Path) -> None:
    photo = open_picture(home, card / "p3.jpg")
    screen(home, photo)
    listed(home)
    photos = ids(home.library.visits, last(home)["id"])
    labels = {label["name"]: label["taken"] for label in home.library.photos_of(photos).labels(photos)}
    assert labels["p3.jpg"] == home.library.photos_of([photo]).details(photo)["taken"]["local"]
    assert labels["p5.jpg"] == ""


def test_paths_and_sizes_of_what_is_selected(home: Harness, card: Path) -> None:
    screen(home, open_picture(home, card / "p3.jpg"))
    listed(home)
    photos = ids(home.library.visits, last(home)["id"])
    assert home.library.photos_of(photos).paths(photos) == [os.fsencode(card / f"p{n}.jpg") for n in range(1, 6)]
    size = sum(file.stat().st_size for file in card.iterdir())
    assert home.library.photos_of(photos).total_bytes(photos) == size
    assert home.library.photos_of([]).total_bytes([]) == 0


def test_a_drive_that_hangs_holds_a_few_threads_however_often_it_is_asked(
    home: Harness, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_picture(home, card / "p3.jpg")
    screen(home, first)
    listed(home)
    beside = ids(home.library.visits, last(home)["id"])[-1]
    hang = threading.Event()

    def hanging(*_: object) -> Problem:
        hang.wait(60)
        return Problem("unreadable", "It hung.")

    with monkeypatch.context() as patch:
        patch.setattr(Readings, "_look_at", hanging)
        patch.setattr(visited_photos, "HEADER_TIMEOUT_S", 0.01)
        for _ in range(3 * MAX_ASKERS):
            with pytest.raises(BusyError):
                home.library.visits.photos.details(beside)
        assert home.library.visits.photos.details(first)["name"] == "p3.jpg"  # what is known needs no drive
        waiting = [thread for thread in threading.enumerate() if thread.name == "call-deadline"]
    hang.set()
    assert len(waiting) == MAX_ASKERS
    wait_for(lambda: not any(thread.is_alive() for thread in waiting))


def test_its_owner_sees_a_visit_and_nobody_else(home: Harness, card: Path) -> None:
    photo = open_picture(home, card / "p3.jpg")
    for within in (frozenset[int](), frozenset({1})):
        with pytest.raises(NotFoundError):
            home.library.visits.photos.details(photo, within)  # type: ignore[arg-type]
        assert home.library.visits.photos.labels([photo], within) == []  # type: ignore[arg-type]
        with pytest.raises(NotFoundError):
            home.library.visits.pictures.derived(photo, Recipe.SCREEN, never, within)  # type: ignore[arg-type]
