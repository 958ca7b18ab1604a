"""Timelines are up to date without being built anew, and large ones shown as they were while they are built."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Problem
from gallery.catalog import photos
from gallery.library import search
from gallery.search import column_index, column_index_updater
from gallery.timeline import build as timeline_build
from gallery.timeline import cache
from gallery.timeline.build import TimelineQuery
from tests.index_builder import metadata, read, top
from tests.waiting import wait_for

if TYPE_CHECKING:
    import sqlite3

    from tests.timeline.cached_timelines import CachedTimelines


@pytest.mark.parametrize("order", ["date", "date-asc", "size", "modified-asc"])
def test_a_change_is_merged_not_built(timelines: CachedTimelines, order: str) -> None:
    query = TimelineQuery(order=order)
    first = timelines.cache.get(query)
    assert timelines.cache.get(query) is first
    timelines.add(b"new", 3500)
    later = timelines.cache.get(query)
    assert timelines.built == 1
    with timelines.index.read() as conn:
        assert later == timeline_build.build_timeline(conn, query)
    assert len(later) == len(first) + 1


@pytest.mark.parametrize("order", ["date", "date-asc", "size", "size-asc", "modified"])
def test_a_merged_photo_stands_between_those_of_its_second_by_name(timelines: CachedTimelines, order: str) -> None:
    query = TimelineQuery(order=order)
    for number in (1, 3, 12):
        timelines.add(b"page%d.png" % number, 77)
    timelines.cache.get(query)
    for change in (b"page2.png", b"page11.png", b"Page 4.png"):
        timelines.add(change, 77)
        later = timelines.cache.get(query)
        with timelines.index.read() as conn:
            assert later == timeline_build.build_timeline(conn, query)
    with timelines.index.write() as conn:  # a new name moves it among its equals
        (photo,) = conn.execute("SELECT id FROM photos WHERE label = 'page1.png'").fetchone()
        photos.move(conn, photo, top(conn), b"page13.png")
        photos.raise_generation(conn)
    later = timelines.cache.get(query)
    assert timelines.built == 4, "once by the cache, and three times above"
    with timelines.index.read() as conn:
        assert later == timeline_build.build_timeline(conn, query)


@pytest.mark.usefixtures("large")
def test_where_very_many_have_one_time_the_timeline_is_built_in_the_background(
    timelines: CachedTimelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MIN_MERGED_CHANGES", 4)
    with timelines.index.write() as conn:
        conn.execute("UPDATE photos SET taken_ms = 5")
        photos.raise_generation(conn)
    query = TimelineQuery(order="date-asc")
    first = timelines.cache.get(query)
    timelines.add(b"one more", 5)
    assert timelines.cache.get(query) is first
    wait_for(lambda: len(timelines.built_generations) == 1)
    assert len(timelines.cache.get(query)) == 9
    assert timelines.built == 2


def test_a_timeline_by_name_is_built_anew(timelines: CachedTimelines) -> None:
    query = TimelineQuery(order="name")
    timelines.cache.get(query)
    timelines.add(b"new", 5)
    assert len(timelines.cache.get(query)) == 9
    assert timelines.built == 2


@pytest.mark.usefixtures("large")
def test_while_a_large_timeline_is_built_it_is_shown_as_it_was(timelines: CachedTimelines) -> None:
    first = timelines.cache.get(TimelineQuery())
    timelines.hold.clear()
    number = timelines.change_everything()
    assert timelines.cache.get(TimelineQuery()) is first
    assert timelines.cache.get(TimelineQuery()) is first
    assert timelines.built_generations == []
    timelines.hold.set()
    wait_for(lambda: timelines.built_generations == [number])
    assert timelines.built == 2, "asked twice, built once"
    assert timelines.cache.get(TimelineQuery()).generation == number


def test_a_small_timeline_is_built_at_once(timelines: CachedTimelines) -> None:
    timelines.cache.get(TimelineQuery())
    number = timelines.change_everything()
    assert timelines.cache.get(TimelineQuery()).generation == number
    assert timelines.built_generations == []


@pytest.mark.parametrize(("changed", "built"), [(20, 1), (40, 2)])
def test_many_changes_are_built_not_merged(timelines: CachedTimelines, changed: int, built: int) -> None:
    """Each photo that is put in its place takes longer than one that is read in order."""
    with timelines.index.write() as conn:
        ids = [read(conn, top(conn), b"more %d" % number) for number in range(400)]
        photos.raise_generation(conn)
    timelines.cache.get(TimelineQuery())
    with timelines.index.write() as conn:
        photos.mark_gone(conn, ids[:changed])
        photos.raise_generation(conn)
    assert len(timelines.cache.get(TimelineQuery())) == 408 - changed
    assert timelines.built == built


def test_a_timeline_of_problems_follows_them(timelines: CachedTimelines) -> None:
    query = TimelineQuery(text="has:problem")
    assert len(timelines.cache.get(query)) == 0
    for count, photo in enumerate((3, 4), 1):
        with timelines.index.write() as conn:
            photos.put_problem(conn, photo, Problem("unreadable", "You are not allowed to open this file."))
            photos.raise_generation(conn)
        assert len(timelines.cache.get(query)) == count
    with timelines.index.write() as conn:
        photos.set_read(conn, 3, metadata(b"other bytes"))
        photos.raise_generation(conn)
    assert len(timelines.cache.get(query)) == 1
    assert timelines.built == 1


@pytest.mark.usefixtures("large")
def test_closing_does_not_wait_for_building(timelines: CachedTimelines) -> None:
    timelines.cache.get(TimelineQuery())
    timelines.hold.clear()
    timelines.change_everything()
    timelines.cache.get(TimelineQuery())
    wait_for(lambda: timelines.built == 2)
    timelines.cache.close()
    timelines.cache.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("timelines")]
    assert timelines.built_generations == []


def test_only_a_few_large_timelines_are_kept(timelines: CachedTimelines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_KEPT_PHOTOS", 7)  # fewer than one has
    for text in map(str, range(4 * cache.MIN_TIMELINES)):
        timelines.cache.get(TimelineQuery(text=f"-x{text}"))
    assert len(timelines.cache._kept) == cache.MIN_TIMELINES


def test_many_small_timelines_are_kept(timelines: CachedTimelines, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each visitor of a site has some."""
    monkeypatch.setattr(cache, "MAX_KEPT_PHOTOS", 8 * 20)
    monkeypatch.setattr(cache, "MAX_TIMELINES", 30)
    for number in range(40):
        timelines.cache.get(TimelineQuery(text=f"-x{number}"))
    assert len(timelines.cache._kept) == 20, "of eight photos each"
    for number in range(40):
        timelines.cache.get(TimelineQuery(999, within=(number,)))
    assert len(timelines.cache._kept) == 30, "of none"


def test_a_visitor_is_never_given_the_timeline_of_another(timelines: CachedTimelines) -> None:
    found = [len(timelines.cache.get(TimelineQuery(within=within))) for within in (None, (1,), (), (2,), None)]
    assert found == [8, 8, 0, 0, 8]


def test_timelines_of_a_search_share_the_columns_that_were_read(
    timelines: CachedTimelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    with timelines.index.write() as conn:
        column_index_updater.update_and_delete_unused_values(conn)
    read_from: list[int] = []
    original = column_index.read_column

    def noted(conn: sqlite3.Connection, column: int) -> dict[int, bytes]:
        read_from.append(column)
        return original(conn, column)

    monkeypatch.setattr(column_index, "read_column", noted)
    assert len(timelines.cache.get(TimelineQuery(text="3"))) == 1
    timelines.cache.get(TimelineQuery(text="-3"))
    assert column_index.NAME_LINES in read_from
    read_from.clear()
    assert (
        len(timelines.cache.get(TimelineQuery(text="4"))) == len(timelines.cache.get(TimelineQuery(text="-4"))) - 6 == 1
    )
    no_indexer: Any = None  # nothing is stale
    controller = search.SearchController(timelines.index, no_indexer, timelines.cache.search_cache)
    assert controller.find("5")["count"] == 1
    assert read_from == []
    timelines.add(b"5 too", 5)
    assert len(timelines.cache.get(TimelineQuery(text="5"))) == 2, "in the rows"
    with timelines.index.write() as conn:
        column_index_updater.update_and_delete_unused_values(conn)
    assert len(timelines.cache.get(TimelineQuery(text="5 -too"))) == 1
    assert column_index.NAME_LINES in read_from, "the columns changed"
