"""A visit lists its folder once its picture has been handed out, and follows the disk from then on."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata
from gallery.imaging.workers.pool import Pool
from gallery.visits import listing, visit
from gallery.visits.registry import FIRST_ID, MAX_VISITS, Visits
from tests.pictures import encoded, picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gallery.visits.visit import Visit


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Real decode processes."""
    made = Pool(1, 1 << 30)
    yield made
    made.close()


@pytest.fixture
def visits(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visits]:
    """Visits whose folders may be looked at again and again."""
    monkeypatch.setattr(visit, "CHECK_INTERVAL_S", 0.0)
    monkeypatch.setattr(visit, "SETTLED_S", -1.0)  # a time of change is never too young to be believed
    made = Visits(pool)
    yield made
    made.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eleven pictures, and things that are none."""
    for number in range(1, 12):
        save(tmp_path / "pictures" / f"p{number}.jpg", picture(40, 30, hue=number * 20))
    folder = tmp_path / "pictures"
    (folder / "notes.txt").write_text("no picture")
    (folder / "inner").mkdir()
    save(folder / "inner" / "deep.jpg")
    return folder


def names(one: Visit) -> list[str]:
    return [os.fsdecode(one.name_of(photo) or b"?") for photo in one.shown()[1]]


def listed(one: Visit) -> Visit:
    one.begin_listing()
    wait_for(lambda: one.state.complete)
    return one


def open_visit(visits: Visits, folder: Path, name: str | bytes) -> Visit:
    return visits.open(os.fsencode(folder), os.fsencode(name))


def after_check(one: Visit, seen: Callable[[], bool]) -> None:
    """Ask as the page does until something is seen."""

    def ask() -> bool:
        one.check()
        return seen()

    wait_for(ask)


def test_only_the_picture_is_there_until_the_listing_is_begun(visits: Visits, folder: Path) -> None:
    one = open_visit(visits, folder, "p3.jpg")
    assert names(one) == ["p3.jpg"]
    one.check()
    assert not one.state.complete
    assert [thread for thread in threading.enumerate() if thread.name == "visit"] == []
    assert names(listed(one)) == [f"p{number}.jpg" for number in range(1, 12)]
    assert one.opened in one.shown()[1]


def test_what_is_found_so_far_is_shown_while_the_folder_is_listed(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, scandir = threading.Event(), os.scandir

    def slow(path: bytes) -> Any:
        assert go_on.wait(30)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", slow)
    one = open_visit(visits, folder, "p3.jpg")
    one.begin_listing()
    wait_for(lambda: names(one) == ["p1.jpg", "p2.jpg", "p3.jpg", "p4.jpg", "p5.jpg"])  # by their numbers
    assert not one.state.complete
    go_on.set()
    wait_for(lambda: one.state.complete)
    assert len(names(one)) == 11


def test_links_and_what_is_called_a_picture_and_is_a_folder_are_left_out(visits: Visits, folder: Path) -> None:
    (folder / "link.jpg").symlink_to(folder / "p1.jpg")
    (folder / "folder.jpg").mkdir()
    os.mkfifo(folder / "pipe.jpg")
    (folder / ".hidden.jpg").write_bytes(encoded())
    assert len(names(listed(open_visit(visits, folder, "p1.jpg")))) == 11


def test_without_a_suffix_the_content_tells(visits: Visits, folder: Path) -> None:
    (folder / "README").write_text("no picture")
    (folder / "picture").write_bytes(encoded("PNG"))
    os.mkfifo(folder / "pipe")
    assert "picture" in names(listed(open_visit(visits, folder, "p1.jpg")))
    assert "README" not in names(listed(open_visit(visits, folder, "p1.jpg")))


def test_a_drive_that_does_not_tell_capitals_apart_shows_no_file_twice(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stand in for such a drive by links to the same files, which its listing does not have."""
    scandir = os.scandir
    for number in (3, 4):
        os.link(folder / f"p{number}.jpg", folder / f"P{number}.JPG")

    class AsStored:
        def __init__(self, path: bytes) -> None:
            self._entries = scandir(path)

        def __enter__(self) -> list[os.DirEntry[bytes]]:
            return [entry for entry in self._entries if not entry.name.startswith(b"P")]

        def __exit__(self, *_: object) -> None:
            self._entries.close()

    monkeypatch.setattr(os, "scandir", AsStored)
    one = listed(open_visit(visits, folder, "P3.JPG"))
    assert names(one) == ["p1.jpg", "p2.jpg", "P3.JPG", *(f"p{number}.jpg" for number in range(4, 12))]


@pytest.mark.parametrize("name", [b"export.dat", b".hidden", b"caf\xe9.jpg", b"README"])
def test_what_was_opened_is_shown_whatever_its_name_is(visits: Visits, folder: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:
        file.write(encoded("PNG"))
    one = listed(open_visit(visits, folder, name))
    assert len(names(one)) == 12
    assert one.name_of(one.opened) == name


def test_files_that_come_and_go_are_followed_and_keep_their_ids(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    generation, before = one.shown()
    (folder / "p4.jpg").unlink()
    save(folder / "p3b.jpg")
    after_check(one, lambda: "p3b.jpg" in names(one))
    assert names(one) == [f"p{number}.jpg" for number in ("1", "2", "3", "3b", "5", "6", "7", "8", "9", "10", "11")]
    after = one.shown()[1]
    assert [photo for photo in after if photo in before] == [photo for photo in before if photo in after]
    assert one.state.generation > generation
    gone = next(photo for photo in before if photo not in after)
    assert one.name_of(gone) == b"p4.jpg"  # whoever asks for it is told that it is gone


def test_an_opened_file_that_goes_gives_its_place_up(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    (folder / "p3.jpg").unlink()
    after_check(one, lambda: "p3.jpg" not in names(one))


def test_nothing_changes_where_nothing_happens(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    one.readings.get(one.opened, b"p3.jpg").result.result(30)
    before = one.state
    for _ in range(5):
        one.check()
        wait_for(lambda: one._thread is None or not one._thread.is_alive())
    assert one.state == before


def test_a_file_of_other_bytes_gets_another_version(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    first = one.readings.get(one.opened, b"p3.jpg")
    old = first.result.result(30)[0]
    save(folder / "p3.jpg", picture(80, 60))  # in place: the folder's time stays
    after_check(one, lambda: one.readings.get(one.opened, b"p3.jpg").version == 2)
    new = one.readings.get(one.opened, b"p3.jpg").result.result(30)[0]
    assert isinstance(old, Metadata)
    assert isinstance(new, Metadata)
    assert (old.width, new.width) == (40, 80)


def test_a_file_that_is_back_is_read_again(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    (folder / "p3.jpg").rename(folder / "away.dat")
    assert one.readings.get(one.opened, b"p3.jpg").now().code == "vanished"  # type: ignore[union-attr]
    (folder / "away.dat").rename(folder / "p3.jpg")
    assert isinstance(one.readings.get(one.opened, b"p3.jpg").result.result(30)[0], Metadata)


def test_a_folder_that_cannot_be_listed_says_why_and_is_tried_again(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: bytes) -> Any:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        one = listed(open_visit(visits, folder, "p3.jpg"))
        assert one.state.problem == "This folder cannot be listed: Permission denied."
        assert "p3.jpg" in names(one)
    after_check(one, lambda: one.state.problem is None and len(names(one)) == 11)


def test_a_folder_that_goes_away_keeps_what_was_shown(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    folder.rename(folder.parent / "elsewhere")
    after_check(one, lambda: one.state.problem is not None)
    assert len(names(one)) == 11
    (folder.parent / "elsewhere").rename(folder)
    after_check(one, lambda: one.state.problem is None)


def test_the_log_names_nothing_of_a_visit_whatever_fails(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    (folder / "nosuffix").write_bytes(encoded("PNG"))

    def refuse(_: bytes, name: bytes) -> Any:
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr(listing, "open_below", refuse)
    one = listed(open_visit(visits, folder, "p3.jpg"))
    folder.rename(folder.parent / "elsewhere")
    after_check(one, lambda: one.state.problem is not None)
    assert "Permission denied" in caplog.text
    assert "cannot be listed: No such file or directory" in caplog.text
    assert "nosuffix" not in caplog.text
    assert str(folder) not in caplog.text


def test_a_drive_that_hangs_while_it_is_listed_holds_up_no_end(
    visits: Visits, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang, asked = threading.Event(), threading.Event()

    def hanging(_: bytes) -> Any:
        asked.set()
        hang.wait(60)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "scandir", hanging)
    one = open_visit(visits, folder, "p3.jpg")
    one.begin_listing()
    assert asked.wait(30)
    one.begin_listing()
    assert sum(thread.name == "visit" for thread in threading.enumerate()) == 1
    assert one.state.photos == 5
    one.stop(0.01)
    hang.set()
    wait_for(lambda: not [thread for thread in threading.enumerate() if thread.name == "visit"])


def test_ids_are_used_once_and_old_visits_are_forgotten(visits: Visits, folder: Path) -> None:
    opened = [listed(open_visit(visits, folder, "p1.jpg")) for _ in range(MAX_VISITS + 1)]
    ids = [photo for one in opened for photo in one.shown()[1]]
    assert len(ids) == len(set(ids)) == 11 * (MAX_VISITS + 1)
    assert min(ids) == FIRST_ID
    assert visits.get(opened[0].number) is None
    assert visits.find(opened[0].opened) is None
    assert visits.get(opened[1].number) is opened[1]
    found = visits.find(opened[2].opened)
    assert found == (opened[2], b"p1.jpg")
    assert visits.last() is opened[-1]
    assert len({one.number for one in opened}) == MAX_VISITS + 1
