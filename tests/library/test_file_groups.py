"""What the user puts together and takes apart: one undoes the other, and the rules come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.base.errors import NotFoundError, UsageError
from gallery.base.events import EventHub, TimelinesChanged
from gallery.catalog import file_groups, folders, photos, schema
from gallery.catalog.database import Database
from gallery.library.file_groups import FileGroupsController
from gallery.scan.file_grouping import group_noted
from gallery.settings.settings import Settings
from tests.index_builder import DAMAGED, EPOCH, add, metadata, read, top

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAMES = ("p.jpg", "p.cr2", "q.jpg", "q.dng", "m.heic", "a.jpg", "b.png")


class Writer:
    """The indexer's part in it: writes at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, write: Callable[[Any], Any]) -> Any:
        with self._database.write() as conn:
            return write(conn)


@dataclass
class Home:
    """An index of one folder, the settings, and the controller."""

    database: Database
    settings: Settings
    groups: FileGroupsController
    ids: dict[str, int]
    told: list[TimelinesChanged]

    def group(self) -> None:
        with self.database.write() as conn:
            self.groups.align(conn)
            group_noted(conn, only_read=True)

    def tiles(self) -> set[frozenset[str]]:
        by_id = {photo: name for name, photo in self.ids.items()}
        with self.database.read() as conn:
            return {
                frozenset(by_id[one.photo] for one in file_groups.get_members(conn, photo))
                for photo in self.ids.values()
            }


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    database, chosen = Database(tmp_path / "index.db", schema.INDEX), Settings(tmp_path / "settings.json")
    with database.write() as conn:
        here = top(conn)
        ids = {
            name: read(conn, here, name.encode(), metadata(name.encode() * 8, 1000, format=FORMATS[name[2:]]))
            for name in NAMES
        }
    hub = EventHub()
    told: list[TimelinesChanged] = []
    writer: Any = Writer(database)
    hub.send = told.append  # type: ignore[method-assign,assignment]
    found = Home(database, chosen, FileGroupsController(chosen, database, writer, hub), ids, told)
    found.group()
    yield found
    chosen.close()
    database.close()


FORMATS = {"jpg": "jpeg", "cr2": "cr2", "dng": "dng", "heic": "heif", "png": "png"}
BY_RULE = {frozenset(one) for one in (("p.jpg", "p.cr2"), ("q.jpg", "q.dng"), ("m.heic",), ("a.jpg",), ("b.png",))}


def test_taking_apart_and_putting_together_undo_each_other(home: Home) -> None:
    assert home.tiles() == BY_RULE
    home.groups.take_apart(home.ids["p.cr2"])  # a member will do
    assert {frozenset(("p.jpg",)), frozenset(("p.cr2",))} <= home.tiles()
    assert home.settings.groups.by_file() != {}
    home.groups.put_together([home.ids["p.jpg"], home.ids["p.cr2"]])
    assert home.tiles() == BY_RULE
    assert home.settings.groups.by_file() == {}
    home.groups.put_together([home.ids["a.jpg"], home.ids["p.jpg"], home.ids["b.png"]])
    assert frozenset(("a.jpg", "b.png", "p.jpg", "p.cr2")) in home.tiles()
    home.groups.take_apart(home.ids["a.jpg"])
    assert home.tiles() == BY_RULE
    assert home.settings.groups.by_file() == {}
    assert len(home.told) == 4


@given(st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from(NAMES), min_size=1, max_size=4)), max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_steps_leave_each_file_in_one_tile_and_a_new_index_agrees(
    home: Home, steps: list[tuple[bool, set[str]]]
) -> None:
    for together, names in steps:
        photos_ = [home.ids[name] for name in sorted(names)]
        before = home.tiles()
        try:
            if together:
                home.groups.put_together(photos_)
                assert any(names <= tile for tile in home.tiles())
            else:
                home.groups.take_apart(photos_[0])
                assert home.tiles() != before
        except (UsageError, NotFoundError):
            assert home.tiles() == before
        assert sorted(name for tile in home.tiles() for name in tile) == sorted(NAMES)
    known = home.tiles()
    with home.database.write() as conn:  # as after the index was lost
        conn.execute("DELETE FROM chosen_groups")
        conn.execute("UPDATE photos SET member_of = NULL, badges = 0")
        conn.execute("INSERT OR IGNORE INTO ungrouped SELECT id FROM folders")
    home.group()
    assert home.tiles() == known
    home.settings.groups.forget(list(home.settings.groups.by_file()))
    home.group()
    assert home.tiles() == BY_RULE


def test_what_stands_for_others_is_a_picture(home: Home) -> None:
    assert home.groups.put_together([home.ids["p.cr2"], home.ids["q.dng"]]) == {"photo": home.ids["p.jpg"]}
    with home.database.read() as conn:
        assert file_groups.get_members(conn, home.ids["q.dng"])[0].name == "p.jpg"


def test_a_file_that_could_not_be_read_is_refused(home: Home) -> None:
    with home.database.write() as conn:
        broken = add(conn, 1, b"broken.jpg")
        photos.set_unreadable(conn, broken, DAMAGED, EPOCH, in_timeline=True)
    with pytest.raises(UsageError):
        home.groups.put_together([broken, home.ids["a.jpg"]])
    assert home.settings.groups.by_file() == {}


def test_a_video_has_no_motion_whatever_it_stands_for(home: Home) -> None:
    with home.database.write() as conn:
        film: dict[str, Any] = {"format": "mov", "video_codec": "h264", "duration_ms": 2000}
        ids = [read(conn, 1, name, metadata(name * 4, **film)) for name in (b"IMG_E0001.MOV", b"IMG_0001.MOV")]
        still = read(conn, 1, b"m.jpg", metadata(b"m" * 16, motion_start=9, motion_length=99))
        group_noted(conn, only_read=True)
        assert [one.photo for one in file_groups.get_members(conn, ids[1])] == ids
        assert [file_groups.find_motion(conn, photo) for photo in (*ids, still)] == [None, None, (still, 9, 99)]


def test_what_leaves_hides_nothing_while_its_folder_has_unread_headers(home: Home) -> None:
    with home.database.write() as conn:
        add(conn, 1, b"unread.jpg")
        photos.mark_gone(conn, [home.ids["p.jpg"]])
        conn.execute("DELETE FROM photos WHERE id = ?", (home.ids["q.jpg"],))
        assert not group_noted(conn, only_read=True)
        for name in ("p.cr2", "q.dng"):
            (member_of,) = conn.execute("SELECT member_of FROM photos WHERE id = ?", (home.ids[name],)).fetchone()
            assert member_of is None


def test_a_member_that_moves_is_none_in_another_folder_until_that_is_grouped(home: Home) -> None:
    with home.database.write() as conn:
        other = folders.put(conn, 1, 1, b"other", b"other")
        add(conn, other, b"unread.jpg")
        photos.move(conn, home.ids["p.cr2"], other, b"p.cr2")
        assert file_groups.find_shown(conn, home.ids["p.cr2"]) == home.ids["p.cr2"]


def test_a_picture_that_turns_out_damaged_gives_way_to_its_raw_file(home: Home) -> None:
    with home.database.write() as conn:
        source, _, _ = photos.get_source(conn, home.ids["p.jpg"]) or pytest.fail("it is gone")
        photos.set_thumbnail_failed(conn, source, DAMAGED)
        assert group_noted(conn, only_read=True)
    assert {frozenset(("p.jpg",)), frozenset(("p.cr2",))} <= home.tiles()
    with home.database.write() as conn:
        photos.set_thumbnail_made(conn, source, 0, None)
        assert group_noted(conn, only_read=True)
    assert home.tiles() == BY_RULE


def test_pictures_are_counted_as_tiles_tell_of_them(home: Home) -> None:
    with home.database.write() as conn:
        film: dict[str, Any] = {"format": "mov", "video_codec": "h264"}
        for name, length in ((b"long.mov", 60_000), (b"longer.mov", 90_000), (b"short.mov", 2000)):
            home.ids[name.decode()] = read(conn, 1, name, metadata(name * 4, duration_ms=length, **film))
    home.groups.put_together([home.ids[name] for name in ("a.jpg", "long.mov", "short.mov")])
    home.groups.put_together([home.ids[name] for name in ("p.jpg", "b.png")])
    with home.database.read() as conn:
        shown = [home.ids[name] for name in ("a.jpg", "b.png", "q.jpg")]
        assert file_groups.count_pictures(conn, shown) == {shown[0]: 2, shown[1]: 2}
