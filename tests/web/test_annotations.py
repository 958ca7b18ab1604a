"""What is said about photos by the page: kept, told, taken back; and refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.events import TimelinesChanged
from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.annotating import Said, run_said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("a.jpg", "b.jpg", "c.jpg")
NOTHING = {
    "favourite": False, "rating": 0, "pick": "none", "label": "none", "title": None, "caption": None, "tags": [],
    "date": None, "place": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    base = tmp_path_factory.mktemp("said")
    for number, name in enumerate(NAMES):
        save(base / "photos" / name, picture(hue=60 * number))
    with run_said(base / "data", base / "photos") as running:
        yield running


@pytest.fixture
def said(library: Said) -> Iterator[Said]:
    """A library about which nothing is said when the test begins."""
    yield library
    tags = {tag for name in NAMES for tag in library.of(name)["tags"]}
    unsaid = {**NOTHING, "title": "", "caption": "", "date": "file", "place": "file", "remove_tags": sorted(tags)}
    del unsaid["tags"]
    library.say(*NAMES, **unsaid)
    assert [library.of(name) for name in NAMES] == [NOTHING] * 3


def test_everything_that_can_be_said_is_told_again(said: Said) -> None:
    everything = {
        "favourite": True, "rating": 4, "pick": "picked", "label": "red", "title": "Rome", "caption": "The old town",
    }  # fmt: skip
    answer = said.say("a.jpg", **everything, add_tags=["travel/italy", "autumn"])
    assert answer["photos"] == 1
    assert said.of("a.jpg") == {**NOTHING, **everything, "tags": ["autumn", "travel/italy"]}
    details = said.get(f"/api/photos/{said.id('a.jpg')}")
    assert set(details["said"]) == {*everything, "tags"}
    assert said.of("b.jpg") == NOTHING
    said.say("a.jpg", remove_tags=["autumn"], title="", pick="none")
    assert said.of("a.jpg") == {**NOTHING, **everything, "tags": ["travel/italy"], "title": None, "pick": "none"}


def test_an_answer_comes_when_the_timeline_holds_what_was_said(said: Said) -> None:
    answer = said.say("a.jpg", "b.jpg", favourite=True)
    status = said.get("/api/status")
    assert status["generation"] >= answer["generation"]
    assert status["undo"] == {
        "act": answer["act"], "kind": "set", "set": {"favourite": True}, "photos": 2,
    }  # fmt: skip
    assert status["redo"] is None
    assert said.harness.flags() == {0, 2}


def test_what_was_said_already_is_no_act(said: Said) -> None:
    first = said.say("a.jpg", rating=3)
    again = said.say("a.jpg", rating=3)
    assert again == {
        "act": None, "photos": 0, "generation": first["generation"], "revision": first["revision"],
        "undecided": None,
    }  # fmt: skip
    assert said.say("a.jpg", "b.jpg", rating=3)["photos"] == 1


def test_undo_and_redo_tell_what_they_did(said: Said) -> None:
    one = said.say("a.jpg", "b.jpg", rating=3)["act"]
    two = said.say("b.jpg", rating=5)["act"]
    assert said.ratings() == {"a.jpg": 3, "b.jpg": 5}
    first = said.post(f"/api/history/{one}/undo")
    assert (first["act"], first["set"], first["photos"], first["kept"]) == (one, {"rating": 3}, 1, 1)
    assert said.ratings() == {"b.jpg": 5}
    second = said.post("/api/undo")
    assert (second["act"], second["photos"], second["kept"]) == (two, 1, 0)
    assert said.get("/api/status")["redo"]["act"] == two
    third = said.post("/api/redo")
    assert (third["act"], third["photos"], third["kept"]) == (two, 1, 0)
    assert said.ratings()["b.jpg"] == 5


def test_an_undo_tells_what_tiles_show_now(said: Said) -> None:
    a, b = said.id("a.jpg"), said.id("b.jpg")
    said.say("b.jpg", rating=1, label="red")
    said.say("a.jpg", "b.jpg", rating=4, label="blue", title="Rome")
    undone = said.post("/api/undo")
    rows = {(field, value): one["ids"] for one in undone["marks"] for field, value in one["set"].items()}
    assert rows == {("rating", 0): [a], ("rating", 1): [b], ("label", "none"): [a], ("label", "red"): [b]}
    again = said.post("/api/redo")
    assert [(one["set"], sorted(one["ids"])) for one in again["marks"]] == [
        ({"rating": 4}, [a, b]),
        ({"label": "blue"}, [a, b]),
    ]
    library, act = undone["revision"]
    assert again["revision"] == [library, act + 1]
    assert said.harness.revision() == library << 32 | act + 1


def test_nothing_to_undo_or_to_do_again_is_said(said: Said) -> None:
    while said.post("/api/undo")["act"] is not None:
        pass
    said.say("a.jpg", rating=1)
    nothing = said.post("/api/redo")
    assert (nothing["act"], nothing["photos"], nothing["kept"]) == (None, 0, 0)
    said.post("/api/undo")
    nothing = said.post("/api/undo")
    assert (nothing["act"], nothing["photos"], nothing["kept"]) == (None, 0, 0)


def test_the_history_lists_acts_the_newest_first(said: Said) -> None:
    acts = [said.say("a.jpg", rating=stars)["act"] for stars in (1, 2, 3)]
    said.post("/api/undo")
    found = said.get("/api/history")["acts"][:3]
    assert [(act["id"], act["set"], act["photos"], act["state"]) for act in found] == [
        (acts[2], {"rating": 3}, 1, "undone"),
        (acts[1], {"rating": 2}, 1, "done"),
        (acts[0], {"rating": 1}, 1, "done"),
    ]
    assert all(act["at_ms"] > 1_600_000_000_000 for act in found)
    older = said.get(f"/api/history?before={acts[1]}")["acts"]
    assert older[0]["id"] == acts[0]
    for number in (acts[2], 999_999):
        answer = said.client.ask(f"/api/history/{number}/undo", "POST", body={})
        assert answer.status in (400, 404)
        assert answer.code in ("usage", "not_found")


def test_acts_are_undone_together_and_done_again(said: Said) -> None:
    first, second = (said.say(name, rating=2)["act"] for name in ("a.jpg", "b.jpg"))
    third = said.say("a.jpg", rating=4)["act"]
    newer = said.say("b.jpg", rating=5)["act"]  # of no part of them, and in the way of the second
    told = {act["id"]: act["item"] for act in said.get("/api/history")["acts"]}
    assert told[first] == told[third] != told[second] == told[newer]
    undone = said.post("/api/history/undo", {"ids": [first, second, third]})
    assert [(act["act"], act["photos"], act["kept"], act["state"]) for act in undone["acts"]] == [
        (third, 1, 0, "undone"), (second, 0, 1, "done"), (first, 1, 0, "undone"),
    ]  # fmt: skip
    assert [one["set"]["rating"] for one in undone["marks"]] == [2, 0]
    assert said.ratings() == {"b.jpg": 5}
    assert said.post("/api/history/undo", {"ids": [first, third]})["acts"] == []
    again = said.post("/api/history/redo", {"ids": [first, third]})
    assert [act["act"] for act in again["acts"]] == [first, third]
    assert said.ratings() == {"a.jpg": 4, "b.jpg": 5}
    assert said.post("/api/undo")["act"] == third  # of what was not asked for
    assert said.post("/api/history/redo", {"ids": [first]})["acts"] == []
    answer = said.client.ask("/api/history/undo", "POST", body={"ids": [newer, 999_999]})
    assert answer.status == 404
    assert said.ratings() == {"a.jpg": 2, "b.jpg": 5}


def test_tags_are_a_tree_with_counts(said: Said) -> None:
    said.say("a.jpg", "b.jpg", add_tags=["travel/italy"])
    said.say("b.jpg", "c.jpg", add_tags=["travel/spain", "family"])
    assert said.get("/api/tags")["tags"] == [
        {"name": "family", "count": 2, "children": []},
        {"name": "travel", "count": 3, "children": [
            {"name": "italy", "count": 2, "children": []},
            {"name": "spain", "count": 2, "children": []},
        ]},
    ]  # fmt: skip


def test_a_tag_is_taken_off_the_photos_that_have_it(said: Said) -> None:
    said.say("a.jpg", add_tags=["Kin", "zoo"])
    assert said.say(*NAMES, remove_tags=["kin"])["photos"] == 1
    assert said.of("a.jpg")["tags"] == ["zoo"]
    assert said.say(*NAMES, remove_tags=["kin"])["act"] is None
    assert said.post("/api/undo")["photos"] == 1
    assert said.of("a.jpg")["tags"] == ["Kin", "zoo"]


def test_another_page_hears_of_it(said: Said) -> None:
    hub = said.harness.parts.hub
    other = hub.subscribe()
    try:
        answer = said.say("a.jpg", label="green")
        assert wait_for(lambda: other.get(1)) == TimelinesChanged(answer["generation"])
        answer = said.post("/api/undo")
        assert wait_for(lambda: other.get(1)) == TimelinesChanged(answer["generation"])
    finally:
        hub.unsubscribe(other)


WRONG: tuple[Any, ...] = (
    {},
    {"ids": [1]},
    {"set": {"rating": 1}},
    {"ids": "1", "set": {"rating": 1}},
    {"ids": ["1"], "set": {"rating": 1}},
    {"ids": [True], "set": {"rating": 1}},
    {"ids": [0], "set": {"rating": 1}},
    {"ids": [1], "set": {}},
    {"ids": [1], "set": []},
    {"ids": [1], "set": {"rating": "4"}},
    {"ids": [1], "set": {"rating": True}},
    {"ids": [1], "set": {"rating": 6}},
    {"ids": [1], "set": {"rating": -1}},
    {"ids": [1], "set": {"rating": None}},
    {"ids": [1], "set": {"favourite": 1}},
    {"ids": [1], "set": {"pick": "maybe"}},
    {"ids": [1], "set": {"label": "pink"}},
    {"ids": [1], "set": {"title": ["x"]}},
    {"ids": [1], "set": {"caption": "\ud800"}},
    {"ids": [1], "set": {"add_tags": "x"}},
    {"ids": [1], "set": {"add_tags": [5]}},
    {"ids": [1], "set": {"add_tags": [" / "]}},
    {"ids": [1], "set": {"add_tags": ["x"], "remove_tags": ["x"]}},
    {"ids": [1], "set": {"colour": "red"}},
)


@pytest.mark.parametrize("body", WRONG, ids=str)
def test_a_body_that_makes_no_sense_is_refused_and_changes_nothing(said: Said, body: object) -> None:
    before = said.get("/api/history")
    answer = said.client.ask("/api/annotations", "POST", body=body)
    assert answer.status == 400
    assert answer.code in ("bad_request", "usage")
    assert said.get("/api/history") == before


@pytest.mark.parametrize("before", ["x", "0", "-1", "99999999999"])
def test_a_history_before_nothing_is_refused(said: Said, before: str) -> None:
    answer = said.client.ask(f"/api/history?before={before}")
    assert (answer.status, answer.code) == (400, "bad_request")


def test_photos_that_are_gone_are_not_there_any_more(said: Said) -> None:
    body = {"ids": [999_999_999], "set": {"rating": 1}}
    answer = said.client.ask("/api/annotations", "POST", body=body)
    assert (answer.status, answer.code) == (404, "not_found")
    body["ids"].append(said.id("a.jpg"))  # type: ignore[attr-defined]
    assert said.post("/api/annotations", body)["photos"] == 1


def test_a_million_photos_fit_into_a_request(said: Said) -> None:
    ids = [said.id("a.jpg"), *range(1_000_000_000, 1_000_999_999)]
    assert said.post("/api/annotations", {"ids": ids, "set": {"rating": 2}})["photos"] == 1
    answer = said.client.ask("/api/annotations", "POST", body={"ids": [*ids, 5], "set": {"rating": 2}})
    assert (answer.status, answer.code) == (400, "bad_request")


def test_a_visited_photo_is_annotated_where_its_folder_is_in_the_library(said: Said, tmp_path: Path) -> None:
    with said.harness.parts.database.read() as conn:
        (root,) = conn.execute("SELECT path FROM roots").fetchone()
    said.harness.library.show([root + b"/a.jpg"])
    visit = said.get("/api/status")["visit"]["photo"]
    assert said.post("/api/annotations", {"ids": [visit], "set": {"rating": 5}})["photos"] == 1
    assert said.of("a.jpg")["rating"] == 5
    save(tmp_path / "else" / "x.jpg", picture())
    said.harness.library.show([str(tmp_path / "else" / "x.jpg").encode()])
    visit = said.get("/api/status")["visit"]["photo"]
    answer = said.client.ask("/api/annotations", "POST", body={"ids": [visit], "set": {"rating": 5}})
    assert (answer.status, answer.code) == (404, "not_found")
    assert "not in your library" in answer.json()["error"]["message"]
