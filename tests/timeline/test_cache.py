"""Views that pages look at: up to date without building, as they were while building, and there at the next launch."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Problem
from gallery.catalog import photos, schema
from gallery.catalog.change_log import ALL_PHOTOS, ChangeLog
from gallery.catalog.database import Database
from gallery.library import search
from gallery.search import column_index, index_writer
from gallery.search.bitmaps import SnapshotCache
from gallery.timeline import build as timeline_build
from gallery.timeline import cache
from gallery.timeline.build import TimelineQuery
from gallery.timeline.cache import TimelineCache
from tests.index_builder import metadata, read, source, top
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gallery.timeline.file import TimelineFile


class Desk:
    """An index with three photos, and the views of it; `built` counts how often one was built whole."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.index = Database(folder / "index.db", schema.INDEX)
        self.cache = Database(folder / "cache.db", schema.CACHE)
        self.changes = ChangeLog()
        self.index.add_observer(self.changes)
        self.news: list[int] = []
        self.built = 0
        self.hold = threading.Event()
        self.hold.set()
        original = timeline_build.build_timeline

        def build(
            conn: object,
            query: TimelineQuery,
            memory: SnapshotCache | None = None,
            stop: Callable[[], bool] = lambda: False,
        ) -> TimelineFile:
            self.built += 1
            while not self.hold.wait(0.01):
                if stop():
                    raise timeline_build.StoppedError("Shoebox is closing.")
            return original(conn, query, memory, stop)  # type: ignore[arg-type]

        monkeypatch.setattr(timeline_build, "build_timeline", build)
        self.views = TimelineCache(self.index, self.cache, self.changes, SnapshotCache(), self.news.append)

    def add(self, name: bytes, taken: int) -> int:
        with self.index.write() as conn:
            photo = read(conn, top(conn), name, metadata(name, taken))
            photos.raise_generation(conn)
        return photo

    def turn_everything_over(self) -> int:
        with self.index.write() as conn:
            conn.execute("INSERT INTO temp.touched VALUES (?)", (ALL_PHOTOS,))
            return photos.raise_generation(conn)

    def close(self) -> None:
        self.hold.set()
        self.views.close()
        self.index.close()
        self.cache.close()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three photos count as many."""
    monkeypatch.setattr(cache, "LARGE_TIMELINE", 3)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    found = Desk(tmp_path, monkeypatch)
    for number in range(8):
        found.add(b"%d" % number, number * 1000)
    yield found
    found.close()


@pytest.mark.parametrize("order", ["date", "date-asc", "size", "modified-asc"])
def test_a_change_is_merged_not_built(desk: Desk, order: str) -> None:
    query = TimelineQuery(order=order)
    first = desk.views.get(query)
    assert desk.views.get(query) is first
    desk.add(b"new", 3500)
    later = desk.views.get(query)
    assert desk.built == 1
    with desk.index.read() as conn:
        assert later == timeline_build.build_timeline(conn, query)
    assert len(later) == len(first) + 1


def test_a_view_by_name_is_built_anew(desk: Desk) -> None:
    query = TimelineQuery(order="name")
    desk.views.get(query)
    desk.add(b"new", 5)
    assert len(desk.views.get(query)) == 9
    assert desk.built == 2


@pytest.mark.usefixtures("large")
def test_while_a_large_view_is_built_it_is_shown_as_it_was(desk: Desk) -> None:
    first = desk.views.get(TimelineQuery())
    desk.hold.clear()
    number = desk.turn_everything_over()
    assert desk.views.get(TimelineQuery()) is first
    assert desk.views.get(TimelineQuery()) is first
    assert desk.news == []
    desk.hold.set()
    wait_for(lambda: desk.news == [number])
    assert desk.built == 2, "asked twice, built once"
    assert desk.views.get(TimelineQuery()).generation == number


def test_a_small_view_is_built_at_once(desk: Desk) -> None:
    desk.views.get(TimelineQuery())
    number = desk.turn_everything_over()
    assert desk.views.get(TimelineQuery()).generation == number
    assert desk.news == []


@pytest.mark.usefixtures("large")
def test_a_large_view_is_there_at_the_next_launch(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.views.get(TimelineQuery())
    desk.views.get(TimelineQuery(order="name"))
    desk.add(b"late", 99)  # nobody asked again before the end
    desk.close()
    again = Desk(tmp_path, monkeypatch)
    assert len(again.views.get(TimelineQuery())) == 9
    assert again.built == 0
    photo = again.add(b"later", 100)
    assert len(again.views.get(TimelineQuery())) == 10
    assert again.built == 0
    assert photo
    again.close()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    "harm",
    [
        "generation = generation + 1",
        "file = X'00'",
        "keys = X'0000000000000000'",
        "file = X''",
        "file = substr(file, 1, length(file) - 4)",
        "file = CAST(X'50544C32' || substr(file, 5) AS BLOB)",
        "file = CAST(file AS TEXT)",
    ],
)
def test_a_kept_view_that_makes_no_sense_is_built(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    desk.views.get(TimelineQuery())
    desk.close()
    cache = Database(tmp_path / "cache.db", schema.CACHE)
    with cache.write() as conn:
        assert conn.execute(f"UPDATE views SET {harm}").rowcount == 1
    cache.close()
    again = Desk(tmp_path, monkeypatch)
    assert len(again.views.get(TimelineQuery())) == 8
    assert again.built == 1
    again.close()


@pytest.mark.usefixtures("large")
def test_a_kept_view_of_another_index_is_never_shown(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index was deleted and begins again: the same numbers are other photos."""
    desk.views.get(TimelineQuery())
    desk.close()
    for file in tmp_path.glob("index.db*"):
        file.unlink()
    again = Desk(tmp_path, monkeypatch)
    again.add(b"other", 5)
    assert len(again.views.get(TimelineQuery())) == 1
    again.close()


@pytest.mark.usefixtures("large")
def test_a_kept_view_of_another_index_is_not_shown_when_that_comes_to_its_number(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that begins anew, or has lost its last transactions, raises its own generations to those kept."""
    kept = desk.views.get(TimelineQuery()).generation
    desk.close()
    for file in tmp_path.glob("index.db*"):
        file.unlink()
    index = Database(tmp_path / "index.db", schema.INDEX)
    with index.write() as conn:
        conn.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (kept - 2,))
    index.close()
    again = Desk(tmp_path, monkeypatch)
    for name in (b"1", b"2", b"3"):
        again.add(name, 5)
    assert len(again.views.get(TimelineQuery())) == 3
    again.close()


@pytest.mark.usefixtures("large")
def test_colours_found_last_are_there_at_the_next_launch(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No generation is raised for them."""
    before = desk.views.get(TimelineQuery())
    with desk.index.write() as conn:
        photos.set_thumbnail_made(conn, source(conn, 3), 1234, None)
    desk.close()
    again = Desk(tmp_path, monkeypatch)
    kept = again.views.get(TimelineQuery())
    assert again.built == 0
    with again.index.read() as conn:
        assert kept == timeline_build.build_timeline(conn, TimelineQuery())
    assert kept.data != before.data
    again.close()


@pytest.mark.usefixtures("large")
def test_what_was_searched_for_is_not_written_down(desk: Desk) -> None:
    for text in ("", "3 or 4 or 5 or 6"):
        assert len(desk.views.get(TimelineQuery(text=text))) >= cache.LARGE_TIMELINE
    desk.views.close()
    with desk.cache.read() as conn:
        assert conn.execute("SELECT query FROM views").fetchall() == [(repr(TimelineQuery()),)]


def test_a_view_that_a_request_drops_at_the_end_is_no_trouble(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGE_TIMELINE", 1)
    desk.views.get(TimelineQuery())
    desk.views.get(TimelineQuery(order="size"))
    original = desk.views._update

    def followed(*asked: Any) -> TimelineFile | None:
        desk.views._kept.clear()  # other requests put in so many that these are dropped
        return original(*asked)

    monkeypatch.setattr(desk.views, "_update", followed)
    desk.views.close()
    with desk.cache.read() as conn:
        assert conn.execute("SELECT count(*) FROM views").fetchone() == (2,)


@pytest.mark.parametrize(("touched", "built"), [(20, 1), (40, 2)])
def test_many_changes_are_built_not_merged(desk: Desk, touched: int, built: int) -> None:
    """Each photo that is put in its place takes longer than one that is read in order."""
    with desk.index.write() as conn:
        ids = [read(conn, top(conn), b"more %d" % number) for number in range(400)]
        photos.raise_generation(conn)
    desk.views.get(TimelineQuery())
    with desk.index.write() as conn:
        photos.mark_gone(conn, ids[:touched])
        photos.raise_generation(conn)
    assert len(desk.views.get(TimelineQuery())) == 408 - touched
    assert desk.built == built


def test_a_view_of_problems_follows_them(desk: Desk) -> None:
    query = TimelineQuery(text="has:problem")
    assert len(desk.views.get(query)) == 0
    for count, photo in enumerate((3, 4), 1):
        with desk.index.write() as conn:
            photos.put_problem(conn, photo, Problem("unreadable", "You are not allowed to open this file."))
            photos.raise_generation(conn)
        assert len(desk.views.get(query)) == count
    with desk.index.write() as conn:
        photos.set_read(conn, 3, metadata(b"other bytes"))
        photos.raise_generation(conn)
    assert len(desk.views.get(query)) == 1
    assert desk.built == 1


@pytest.mark.usefixtures("large")
def test_closing_does_not_wait_for_building(desk: Desk) -> None:
    desk.views.get(TimelineQuery())
    desk.hold.clear()
    desk.turn_everything_over()
    desk.views.get(TimelineQuery())
    wait_for(lambda: desk.built == 2)
    desk.views.close()
    desk.views.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("timelines")]
    assert desk.news == []


def test_only_a_few_views_are_kept(desk: Desk) -> None:
    for folder in range(1, 4 * cache.MAX_TIMELINES):
        desk.views.get(TimelineQuery(folder))
    assert len(desk.views._kept) == cache.MAX_TIMELINES


def test_views_of_a_search_remember_what_was_read_for_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.index.write() as conn:
        index_writer.update_and_sweep(conn)
    read_from: list[int] = []
    original = column_index.read_column
    monkeypatch.setattr(
        column_index, "read_column", lambda conn, plane: read_from.append(plane) or original(conn, plane)
    )
    assert len(desk.views.get(TimelineQuery(text="3"))) == 1
    assert column_index.NAME_LINES in read_from
    read_from.clear()
    assert len(desk.views.get(TimelineQuery(text="4"))) == len(desk.views.get(TimelineQuery(text="-4"))) - 6 == 1
    assert search.Searches(desk.index, None, desk.views.search_cache).search("5")["count"] == 1  # type: ignore[arg-type]
    assert read_from == []
    desk.add(b"5 too", 5)
    assert len(desk.views.get(TimelineQuery(text="5"))) == 2, "in the rows"
    with desk.index.write() as conn:
        index_writer.update_and_sweep(conn)
    assert len(desk.views.get(TimelineQuery(text="5 -too"))) == 1
    assert column_index.NAME_LINES in read_from, "the planes are others"
