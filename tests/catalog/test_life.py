"""Whatever happens to a file in whatever order, its row tells the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gallery.catalog import photos
from gallery.catalog.database import Database
from gallery.catalog.schema import BROKEN, FAILED, GONE, INDEX, READ
from tests.index_builder import DAMAGED, EPOCH, add, metadata, orphans, row, top

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Life(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.manager = Database(self.place, INDEX)
        self.conn = self.manager._writer
        self.folder = top(self.conn)
        self.photo = add(self.conn, self.folder, b"a.jpg")
        self.content: bytes | None = None
        self.present, self.fresh, self.size = True, False, 10

    place: Path

    @rule()
    def vanish(self) -> None:
        photos.mark_gone(self.conn, [self.photo])
        self.present = self.fresh = False

    @rule()
    def touch(self) -> None:
        self.size += 1
        photos.mark_changed(self.conn, self.photo, self.size, 20)
        self.present, self.fresh = True, False

    @rule(mark=st.sampled_from([b"one", b"two", None]))
    def read_header(self, mark: bytes | None) -> None:
        if row(self.conn, self.photo)["todo"]:
            if mark:
                photos.set_read(self.conn, self.photo, metadata(mark))
            else:
                photos.set_unreadable(self.conn, self.photo, DAMAGED, EPOCH, in_timeline=True)
            self.content, self.fresh = mark, True

    @rule(good=st.booleans())
    def make(self, good: bool) -> None:
        found = photos.get_source(self.conn, self.photo)
        if found and self.content:
            if good:
                photos.set_thumbnail_made(self.conn, found[0], 5, None)
            else:
                photos.set_thumbnail_failed(self.conn, found[0], DAMAGED)

    @rule()
    def retry(self) -> None:
        photos.retry_problems(self.conn)

    @invariant()
    def holds(self) -> None:
        found = row(self.conn, self.photo)
        assert (found["state"] == GONE) == (not self.present)
        assert found["fingerprint"] == self.content
        assert 1 <= int(str(found["version"])) <= 65535
        if self.fresh and self.content and not found["todo"]:
            assert found["state"] == (BROKEN if found["thumb"] == FAILED else READ)
            problems = self.conn.execute("SELECT code FROM problems").fetchall()
            assert bool(problems) == (found["thumb"] == FAILED)
        if self.present and not self.fresh:
            assert found["todo"] == 1
        assert orphans(self.conn) == []

    def teardown(self) -> None:
        if hasattr(self, "manager"):
            self.manager.close()


def test_any_life(tmp_path_factory: pytest.TempPathFactory) -> None:
    def machine() -> Life:
        made = Life()
        made.place = tmp_path_factory.mktemp("life") / "index.db"
        return made

    # the function makes it as a class would, which is all that hypothesis asks for
    run_state_machine_as_test(
        cast("type[Life]", machine), settings=settings(max_examples=30, stateful_step_count=25, deadline=None)
    )
