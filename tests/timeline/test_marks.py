"""What was said stands in timelines, and follows at once, without any of them being built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.catalog import annotation_copy, file_groups, photos
from gallery.catalog.annotation_copy import LABELS, PICKS, Said
from gallery.catalog.file_groups import BURST, LIVE, RAW
from gallery.timeline.build import FAVOURITE_FLAG, TimelineQuery, build_timeline
from gallery.timeline.file import HEADER, sections_of
from tests.index_builder import index, metadata, read, top

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.timeline.file import TimelineFile
    from tests.timeline.cached_timelines import CachedTimelines


def marks_of(timeline: TimelineFile) -> dict[int, tuple[bool, int, str, str]]:
    """Photo -> whether it is a favourite, its stars, pick and label; those without any left out."""
    sections = sections_of(timeline.data)
    rows = zip(memoryview(bytes(sections[0])).cast("I"), sections[4], sections[5], strict=True)
    found = {
        photo: (bool(flags & FAVOURITE_FLAG), marks & 7, PICKS[marks >> 3 & 3], LABELS[marks >> 5])
        for photo, flags, marks in rows
    }
    return {photo: told for photo, told in found.items() if told != (False, 0, "none", "none")}


def test_marks_are_those_of_the_user_or_else_of_the_file(tmp_path: Path) -> None:
    with index(tmp_path) as conn:
        folder = top(conn)
        rated, said, plain = (
            read(conn, folder, name, metadata(name, rating=rating))
            for name, rating in ((b"a", 4), (b"b", 5), (b"c", None))
        )
        annotation_copy.put(conn, [(said, 7, Said(favourite=1, rating=2, pick=2, label=5))])
        file_groups.store(conn, folder, [(None, BURST | LIVE | RAW, said), (None, BURST, plain)])
        conn.execute("COMMIT")
        timeline = build_timeline(conn, TimelineQuery())
        conn.execute("BEGIN IMMEDIATE")
        assert marks_of(timeline) == {rated: (False, 4, "none", "none"), said: (True, 2, "rejected", "purple")}
        flags = dict(
            zip(memoryview(bytes(sections_of(timeline.data)[0])).cast("I"), sections_of(timeline.data)[4], strict=True)
        )
        assert flags == {rated: 0, said: FAVOURITE_FLAG | LIVE | RAW, plain: 0}


def test_marks_follow_and_go_without_building(timelines: CachedTimelines) -> None:
    query = TimelineQuery()
    assert marks_of(timelines.cache.get(query)) == {}
    for said, told in (
        (Said(rating=3), {4: (False, 3, "none", "none")}),
        (Said(pick=1), {4: (False, 0, "picked", "none")}),
    ):
        with timelines.index.write() as conn:
            annotation_copy.put(conn, [(4, 1, said)])
            photos.raise_generation(conn)
        assert marks_of(timelines.cache.get(query)) == told
    with timelines.index.write() as conn:
        annotation_copy.remove(conn, [4])
        photos.raise_generation(conn)
    timeline = timelines.cache.get(query)
    assert HEADER.unpack_from(timeline.data)[6] == 31
    assert timelines.built == 1


def test_a_search_for_words_follows_what_was_said(timelines: CachedTimelines) -> None:
    query = TimelineQuery(text="title:harbour or tag:boats")
    assert len(timelines.cache.get(query)) == 0
    for said, found in ((Said(title="At the harbour"), 1), (Said(tags="Boats"), 1), (Said(title="Elsewhere"), 0)):
        with timelines.index.write() as conn:
            annotation_copy.put(conn, [(4, 1, said)])
            photos.raise_generation(conn)
        assert len(timelines.cache.get(query)) == found


def test_grouping_leaves_marks_and_marks_leave_groups(tmp_path: Path) -> None:
    with index(tmp_path) as conn:
        folder = top(conn)
        photo = read(conn, folder, b"a")
        annotation_copy.put(conn, [(photo, 1, Said(favourite=1, label=3))])
        file_groups.store(conn, folder, [(None, LIVE, photo)])
        [known] = file_groups.get_rows(conn, folder)
        assert known.badges == LIVE
        annotation_copy.put(conn, [(photo, 1, Said(label=2))])
        [known] = file_groups.get_rows(conn, folder)
        assert known.badges == LIVE
        file_groups.store(conn, folder, [(None, 0, photo)])
        assert annotation_copy.get(conn, photo).label == "yellow"
        assert conn.execute("SELECT badges FROM photos").fetchone() == (2 << 14,)
