"""What is said while the index follows late, or cannot be read, is kept and answered as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import DatabaseError
from gallery.catalog import photos
from gallery.library import annotation_following as following
from gallery.library import annotations as controller
from gallery.scan import act_files
from tests.pictures import picture, save
from tests.web.annotating import run_said

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.annotations.models import FileIdentity
    from tests.web.annotating import Said


@pytest.fixture
def said(tmp_path: Path) -> Iterator[Said]:
    """A Shoebox with a photo."""
    save(tmp_path / "photos" / "a.jpg", picture(hue=20))
    with run_said(tmp_path / "data", tmp_path / "photos") as running:
        yield running


def test_a_tag_is_taken_off_before_the_index_has_heard_of_it(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "FEW_FILES", -1)
    with said.harness.parts.database._write_lock:
        said.say("a.jpg", add_tags=["family"])
        assert said.say("a.jpg", remove_tags=["family"])["photos"] == 1
    said.harness.wait_until_idle()
    assert said.of("a.jpg")["tags"] == []


def test_photos_that_are_not_decided_yet_are_left_out_and_named(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    find = act_files.find_act_files

    def find_but_the_first(*args: Any, **more: Any) -> list[FileIdentity | None]:
        return [None, *find(*args, **more)[1:]]

    save(said.harness.data.parent / "photos" / "b.jpg", picture(hue=90))
    said.harness.library.roots.rescan()
    said.harness.wait_until_idle()
    monkeypatch.setattr(controller, "find_act_files", find_but_the_first)
    answer = said.say("a.jpg", "b.jpg", rating=4)
    assert (answer["photos"], answer["undecided"]) == (1, {"photos": 1, "name": "a.jpg"})
    assert said.ratings() == {"b.jpg": 4}
    body = {"ids": [said.id("a.jpg")], "set": {"rating": 4}}
    assert said.client.ask("/api/annotations", "POST", body=body).status == 503


def test_more_tags_and_photos_than_can_be_kept_at_once_are_refused(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controller, "MAX_SAID_TAGS", 2)
    body = {"ids": [said.id("a.jpg")], "set": {"add_tags": ["a", "b", "c"]}}
    answer = said.client.ask("/api/annotations", "POST", body=body)
    assert (answer.status, answer.code) == (400, "usage")
    assert said.get("/api/history")["acts"] == []


def test_what_is_on_the_disk_is_not_refused_because_the_index_fails(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: sqlite3.Connection) -> int:
        raise DatabaseError("index.db cannot be read.")

    body = {"ids": [said.id("a.jpg")], "set": {"rating": 4}}
    with monkeypatch.context() as patch:
        patch.setattr(following, "FEW_FILES", -1)
        patch.setattr(photos, "get_generation", fail)
        answer = said.client.ask("/api/annotations", "POST", body=body)
    assert (answer.status, answer.json()["photos"]) == (200, 1)
    assert said.get("/api/history")["acts"][0]["set"] == {"rating": 4}
