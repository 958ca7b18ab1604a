"""Large timelines are saved at the end, and shown at the next launch if the index is still the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import cache_schema, photos, schema
from gallery.catalog.database import Database
from gallery.timeline import build as timeline_build
from gallery.timeline import cache, snapshots
from gallery.timeline.build import TimelineQuery
from tests.index_builder import source
from tests.timeline.cached_timelines import CachedTimelines

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.timeline.file import TimelineFile

KEY = "Query(folder=None, subfolders=True, text='', order='date')"
"""The key of the timeline of all photos, as it is stored in cache.db."""


@pytest.mark.usefixtures("large")
def test_a_large_timeline_is_there_at_the_next_launch(
    timelines: CachedTimelines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timelines.cache.get(TimelineQuery())
    timelines.cache.get(TimelineQuery(order="name"))
    timelines.add(b"late", 99)  # nobody asked again before the end
    timelines.close()
    again = CachedTimelines(tmp_path, monkeypatch)
    assert len(again.cache.get(TimelineQuery())) == 9
    assert again.built == 0
    photo = again.add(b"later", 100)
    assert len(again.cache.get(TimelineQuery())) == 10
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
def test_a_saved_timeline_that_is_damaged_is_built(
    timelines: CachedTimelines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    timelines.cache.get(TimelineQuery())
    timelines.close()
    cache = Database(tmp_path / "cache.db", cache_schema.CACHE)
    with cache.write() as conn:
        assert conn.execute(f"UPDATE views SET {harm}").rowcount == 1
    cache.close()
    again = CachedTimelines(tmp_path, monkeypatch)
    assert len(again.cache.get(TimelineQuery())) == 8
    assert again.built == 1
    again.close()


@pytest.mark.usefixtures("large")
def test_any_flipped_bit_costs_one_building_and_shows_no_wrong_photo(timelines: CachedTimelines) -> None:
    query = TimelineQuery()
    timelines.cache.get(query)
    timelines.cache.close()
    with timelines.database.write() as conn:
        saved = conn.execute("SELECT file, keys FROM views").fetchone()
        for column, whole in zip(("file", "keys"), saved, strict=True):
            for at in range(len(whole)):
                flipped = whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :]
                conn.execute(f"UPDATE views SET {column} = ?", (flipped,))
                assert snapshots.load_timeline(conn, query) is None, f"{column}: {at}"
            conn.execute(f"UPDATE views SET {column} = ?", (whole,))
        assert snapshots.load_timeline(conn, query) is not None


@pytest.mark.usefixtures("large")
def test_a_saved_timeline_under_the_key_of_another_is_not_shown(timelines: CachedTimelines) -> None:
    timelines.cache.get(TimelineQuery())
    timelines.cache.close()
    with timelines.database.write() as conn:
        conn.execute("UPDATE views SET query = replace(query, 'subfolders=True', 'subfolders=False')")
        assert snapshots.load_timeline(conn, TimelineQuery(subfolders=False)) is None


def test_flipped_bits_of_saved_counts_are_no_counts(timelines: CachedTimelines) -> None:
    counts = {1: (8, 3, 1, 7000), 2: (5, 4, 2, None)}
    with timelines.database.write() as conn:
        snapshots.save_counts(conn, 7, counts)
        assert snapshots.load_counts(conn, 7) == counts
        assert snapshots.load_counts(conn, 8) is None
        conn.execute("UPDATE views SET file = CAST(replace(file, '5', '4') AS BLOB)")
        assert snapshots.load_counts(conn, 7) is None


@pytest.mark.usefixtures("large")
def test_a_saved_timeline_of_another_index_is_never_shown(
    timelines: CachedTimelines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index was deleted and begins again: the same numbers are other photos."""
    timelines.cache.get(TimelineQuery())
    timelines.close()
    for file in tmp_path.glob("index.db*"):
        file.unlink()
    again = CachedTimelines(tmp_path, monkeypatch)
    again.add(b"other", 5)
    assert len(again.cache.get(TimelineQuery())) == 1
    again.close()


@pytest.mark.usefixtures("large")
def test_a_saved_timeline_of_another_index_is_not_shown_when_that_comes_to_its_number(
    timelines: CachedTimelines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that begins anew, or has lost its last transactions, raises its own generations to those kept."""
    kept = timelines.cache.get(TimelineQuery()).generation
    timelines.close()
    for file in tmp_path.glob("index.db*"):
        file.unlink()
    index = Database(tmp_path / "index.db", schema.INDEX)
    with index.write() as conn:
        conn.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (kept - 2,))
    index.close()
    again = CachedTimelines(tmp_path, monkeypatch)
    for name in (b"1", b"2", b"3"):
        again.add(name, 5)
    assert len(again.cache.get(TimelineQuery())) == 3
    again.close()


@pytest.mark.usefixtures("large")
def test_colours_found_last_are_there_at_the_next_launch(
    timelines: CachedTimelines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No generation is raised for them."""
    before = timelines.cache.get(TimelineQuery())
    with timelines.index.write() as conn:
        photos.set_thumbnail_made(conn, source(conn, 3), 1234, None)
    timelines.close()
    again = CachedTimelines(tmp_path, monkeypatch)
    kept = again.cache.get(TimelineQuery())
    assert again.built == 0
    with again.index.read() as conn:
        assert kept == timeline_build.build_timeline(conn, TimelineQuery())
    assert kept.data != before.data
    again.close()


@pytest.mark.usefixtures("large")
def test_what_was_saved_of_all_is_not_shown_to_who_sees_some(
    timelines: CachedTimelines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timelines.cache.get(TimelineQuery())
    timelines.close()
    again = CachedTimelines(tmp_path, monkeypatch)
    assert len(again.cache.get(TimelineQuery(within=()))) == 0
    assert len(again.cache.get(TimelineQuery())) == 8
    assert again.built == 1
    again.close()


@pytest.mark.usefixtures("large")
def test_a_timeline_of_a_search_is_not_saved(timelines: CachedTimelines) -> None:
    for text in ("", "3 or 4 or 5 or 6"):
        assert len(timelines.cache.get(TimelineQuery(text=text))) >= cache.LARGE_TIMELINE
    timelines.cache.close()
    with timelines.database.read() as conn:
        assert conn.execute("SELECT query FROM views").fetchall() == [(KEY,)]


def test_a_timeline_that_a_request_drops_at_the_end_is_saved_all_the_same(
    timelines: CachedTimelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LARGE_TIMELINE", 1)
    timelines.cache.get(TimelineQuery())
    timelines.cache.get(TimelineQuery(order="size"))
    original = timelines.cache._update

    def update(*asked: Any) -> TimelineFile | None:
        timelines.cache._kept.clear()  # other requests put in so many that these are dropped
        return original(*asked)

    monkeypatch.setattr(timelines.cache, "_update", update)
    timelines.cache.close()
    with timelines.database.read() as conn:
        assert conn.execute("SELECT count(*) FROM views").fetchone() == (2,)
