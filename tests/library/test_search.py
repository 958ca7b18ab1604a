"""The search of a running Shoebox: what it looks at one by one, it has written down soon after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import BusyError
from gallery.search import column_index
from gallery.timeline.build import TimelineQuery
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from tests.harness import Harness


def stale(running: Harness) -> int:
    with running.parts.database.read() as conn:
        return column_index.count_stale(conn)


def test_a_search_brings_the_index_up_to_date(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(hue=60 * number))
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        before = stale(running)
        assert running.library.search.find("p1 or p2")["count"] == 2
        wait_for(lambda: stale(running) == 0, 10)
        assert before > 0
        assert running.library.search.find("p1 or p2")["count"] == 2
        assert running.library.search.suggest("type:j", 6)["suggestions"][0]["count"] == 3


def test_suggestions_bring_the_index_up_to_date(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "p.jpg", picture())
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        assert stale(running) == 1
        assert running.library.search.suggest("p", 1)["suggestions"]
        wait_for(lambda: stale(running) == 0, 10)


def test_a_start_finishes_what_was_left(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "p.jpg", picture())
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        assert stale(running) == 1
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        wait_for(lambda: stale(running) == 0, 10)
        assert running.library.search.find("p.jpg")["count"] == 1


def test_names_of_an_earlier_version_are_sorted_anew_after_a_start(tmp_path: Path) -> None:
    for name in ("b 10.jpg", "b 9.jpg", "\u00c4.jpg"):
        save(tmp_path / "photos" / name, picture(hue=len(name)))

    def outdate(conn: sqlite3.Connection) -> None:
        conn.execute("UPDATE photos SET sort = 'old'")
        conn.execute("INSERT OR REPLACE INTO meta VALUES ('sorted', 0)")

    def names(running: Harness) -> list[str]:
        with running.parts.database.read() as conn:
            return [label for (label,) in conn.execute("SELECT label FROM photos WHERE sort != 'old' ORDER BY sort")]

    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        running.parts.indexer.ask(outdate)
        assert names(running) == []
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        wait_for(lambda: len(names(running)) == 3, 30)
        assert names(running) == ["\u00c4.jpg", "b 9.jpg", "b 10.jpg"]


def test_nobody_waits_while_most_of_the_search_is_still_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(hue=60 * number))
    monkeypatch.setattr("gallery.library.search.MAX_STALE_PHOTOS", 2)
    monkeypatch.setattr("gallery.library.search.SearchController.update_column_index", lambda _: None)
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        with pytest.raises(BusyError, match="3 photos are still to be read"):
            running.library.search.find("p1")
        with pytest.raises(BusyError, match="3 photos are still to be read"):
            running.library.timelines.get(TimelineQuery(text="p1"))
        assert len(running.library.timelines.get(TimelineQuery())[1]) > 0, "without a text nothing waits"
        monkeypatch.undo()
        monkeypatch.setattr("gallery.library.search.MAX_STALE_PHOTOS", 2)
        running.library.search.update_column_index()
        wait_for(lambda: stale(running) == 0, 10)
        assert running.library.search.find("p1")["count"] == 1


def test_after_a_folder_was_removed_nothing_of_its_names_is_left(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "plain.jpg", picture())
    save(tmp_path / "other" / "secret plan.jpg", picture(hue=90))
    with run_harness(tmp_path / "data", tmp_path / "photos", tmp_path / "other") as running:
        running.wait_until_idle()
        assert running.library.search.find("secret")["count"] == 1
        wait_for(lambda: stale(running) == 0, 10)

        def found() -> list[str]:
            with running.parts.database.read() as conn:
                terms = [text for (text,) in conn.execute("SELECT text || folded FROM terms")]
                return terms + [data.decode("latin-1") for (data,) in conn.execute("SELECT bytes FROM planes")]

        assert any("secret" in text for text in found())
        running.library.roots.remove(running.library.status.read()["roots"][1]["id"])
        wait_for(lambda: not any("secret" in text for text in found()), 10)
        assert any("plain" in text for text in found())


def test_an_index_that_is_corrupt_is_made_again(tmp_path: Path) -> None:
    for number in range(3):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(hue=60 * number))
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        running.library.search.find("p1")
        wait_for(lambda: stale(running) == 0, 10)

        def harm(conn: sqlite3.Connection) -> None:
            conn.execute("UPDATE planes SET bytes = substr(bytes, 1, 5)")
            conn.execute("UPDATE meta SET value = value + 1 WHERE key = 'planes'")
            conn.execute("INSERT INTO stale SELECT id FROM photos LIMIT 1")  # a reader patches, and so loads, a block

        running.parts.indexer.submit(harm).result(10)
        with pytest.raises(BusyError, match="Try again in a moment"):
            running.library.search.find("p1")

        def mended() -> bool:
            try:
                return running.library.search.find("p1 or p2")["count"] == 2 and stale(running) == 0
            except BusyError:
                return False

        wait_for(mended, 10)
