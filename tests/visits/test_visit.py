"""A visit lists its folder once its picture has been handed out, and follows the disk from then on."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata
from tests.byte_names import write_named
from tests.pictures import encoded, picture, save
from tests.visits.visiting import after_check, listed, names, open_visit, opened
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.visits.registry import Visits


def test_only_the_picture_is_there_until_the_listing_is_begun(visits: Visits, folder: Path) -> None:
    one = open_visit(visits, folder, "p3.jpg")
    assert names(one) == ["p3.jpg"]
    one.check()
    assert not one.state.complete
    assert one._thread is None
    assert names(listed(one)) == [f"p{number}.jpg" for number in range(1, 12)]
    assert opened(one) in one.shown()[1]


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_links_and_what_is_called_a_picture_and_is_a_folder_are_left_out(visits: Visits, folder: Path) -> None:
    (folder / "link.jpg").symlink_to(folder / "p1.jpg")
    (folder / "folder.jpg").mkdir()
    os.mkfifo(folder / "pipe.jpg")
    (folder / ".hidden.jpg").write_bytes(encoded())
    assert len(names(listed(open_visit(visits, folder, "p1.jpg")))) == 11


def test_without_a_suffix_the_content_tells(visits: Visits, folder: Path) -> None:
    (folder / "README").write_text("no picture", encoding="utf-8")
    (folder / "picture").write_bytes(encoded("PNG"))
    if hasattr(os, "mkfifo"):  # Windows has none in folders
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
    write_named(os.path.join(os.fsencode(folder), name), encoded("PNG"))
    one = listed(open_visit(visits, folder, name))
    assert len(names(one)) == 12
    assert one.name_of(opened(one)) == name


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
    one.readings.get(opened(one), b"p3.jpg").result.result(30)
    before = one.state
    for _ in range(5):
        one.check()
        wait_for(lambda: one._thread is None or not one._thread.is_alive())
    assert one.state == before


def test_a_file_of_other_bytes_gets_another_version(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    first = one.readings.get(opened(one), b"p3.jpg")
    old = first.result.result(30)[0]
    save(folder / "p3.jpg", picture(80, 60))  # in place: the folder's time stays
    after_check(one, lambda: one.readings.get(opened(one), b"p3.jpg").version == 2)
    new = one.readings.get(opened(one), b"p3.jpg").result.result(30)[0]
    assert isinstance(old, Metadata)
    assert isinstance(new, Metadata)
    assert (old.width, new.width) == (40, 80)


def test_a_file_that_is_back_is_read_again(visits: Visits, folder: Path) -> None:
    one = listed(open_visit(visits, folder, "p3.jpg"))
    (folder / "p3.jpg").rename(folder / "away.dat")
    assert one.readings.get(opened(one), b"p3.jpg").now().code == "vanished"  # type: ignore[union-attr]
    (folder / "away.dat").rename(folder / "p3.jpg")
    assert isinstance(one.readings.get(opened(one), b"p3.jpg").result.result(30)[0], Metadata)
