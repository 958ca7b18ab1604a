"""Albums by the page: made, filled, ordered, shown, searched, undone; and refused in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.events import TimelinesChanged
from gallery.timeline.file import numbers_of, sections_of
from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.annotating import Said, run_said

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("a.jpg", "b.jpg", "c.jpg", "d.jpg")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    base = tmp_path_factory.mktemp("albums")
    for number, name in enumerate(NAMES):
        save(base / "photos" / name, picture(hue=60 * number))
    (base / "photos" / "broken.jpg").write_bytes(b"<!doctype html><title>Not found</title>")
    with run_said(base / "data", base / "photos") as running:
        yield running


@pytest.fixture
def page(library: Said) -> Iterator[Said]:
    """A library without albums."""
    yield library
    for album in albums(library):
        if album["parent"] is None:
            act(library, "DELETE", f"/{album['id']}")


def albums(page: Said) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.get("/api/albums")["albums"]
    return found


def act(page: Said, method: str, target: str, **body: object) -> dict[str, Any]:
    """Do something with an album that must succeed, and wait until the index shows it."""
    answer = page.client.ask(f"/api/albums{target}", method, body=body)
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json()
    wait_for(lambda: page.get("/api/status")["generation"] >= found["generation"])
    return found


def make(page: Said, name: str, *names: str, **more: object) -> int:
    made = act(page, "POST", "", name=name, ids=[page.id(one) for one in names], **more) if names else act(
        page, "POST", "", name=name, **more
    )  # fmt: skip
    return int(made["album"])


def shown(page: Said, query: str) -> list[str]:
    """Return the names of the photos of a timeline."""
    answer = page.client.ask(f"/api/timeline.bin?{query}")
    assert answer.status == 200, answer
    names = {number: name for name, number in page.harness.names().items()}
    return [names[number].removesuffix(".jpg") for number in numbers_of(sections_of(answer.body)[0])]


def test_an_album_is_made_filled_ordered_and_shown(page: Said) -> None:
    trip = make(page, "Trips / Italy", "c.jpg", "a.jpg")
    assert shown(page, f"album={trip}&order=hand") == ["c", "a"]
    assert act(page, "POST", f"/{trip}/add", ids=[page.id(name) for name in ("d.jpg", "a.jpg", "b.jpg")])["photos"] == 2
    assert shown(page, f"album={trip}&order=hand") == ["c", "a", "d", "b"]
    act(page, "POST", f"/{trip}/order", ids=[page.id("b.jpg"), page.id("c.jpg")], before=page.id("a.jpg"))
    assert shown(page, f"album={trip}&order=hand") == ["b", "c", "a", "d"]
    assert shown(page, f"album={trip}&order=name&q=-name:b") == ["a", "c", "d"]
    act(page, "POST", f"/{trip}/remove", ids=[page.id("c.jpg")])
    assert shown(page, f"album={trip}&order=hand") == ["b", "a", "d"]
    assert shown(page, f"album={trip}") == ["b", "a", "d"]
    act(page, "PUT", f"/{trip}", order="newest")
    assert shown(page, f"album={trip}") == shown(page, f"album={trip}&order=date")
    act(page, "PUT", f"/{trip}", cover=page.id("a.jpg"))
    outer, inner = albums(page)
    assert (outer["name"], outer["own"], outer["count"], outer["order"]) == ("Trips", 0, 3, "hand")
    assert inner == {
        "id": trip, "parent": outer["id"], "name": "Italy", "order": "newest", "own": 3, "count": 3,
        "cover": {"photo": page.id("a.jpg"), "version": inner["cover"]["version"]},
    }  # fmt: skip
    assert outer["cover"] == inner["cover"]
    assert shown(page, f"album={outer['id']}&order=hand") == ["b", "a", "d"], "with those that lie in it"
    assert page.get(f"/api/photos/{page.id('a.jpg')}")["albums"] == [{"id": trip, "path": "Trips/Italy"}]
    assert page.get(f"/api/photos/{page.id('c.jpg')}")["albums"] == []
    assert page.get("/api/search?q=album:trips/italy")["count"] == 3
    assert page.get("/api/suggest?q=album:ita&at=9")["suggestions"][0]["text"] == "album:Trips/Italy"
    assert page.client.ask(f"/api/day-places?days=1&album={trip}").status == 200


def test_what_is_done_with_albums_is_undone_and_told(page: Said) -> None:
    trip = make(page, "Trip", "a.jpg", "b.jpg")
    act(page, "PUT", f"/{trip}", name="Journey")
    act(page, "DELETE", f"/{trip}")
    assert albums(page) == []
    assert page.get("/api/history")["acts"][0]["set"] == {"album": {"did": "delete", "album": trip, "name": "Journey"}}
    undone = page.post("/api/undo")
    assert (undone["state"], undone["set"]["album"]["did"]) == ("undone", "delete")
    assert [(one["name"], one["count"]) for one in albums(page)] == [("Journey", 2)]
    page.post("/api/undo")
    assert albums(page)[0]["name"] == "Trip"
    page.post("/api/undo")
    assert albums(page) == []
    assert page.post("/api/redo")["state"] == "done"
    assert shown(page, f"album={trip}&order=hand") == ["a", "b"]


def test_what_cannot_be_read_is_in_the_album_again_when_its_removal_is_undone(page: Said) -> None:
    trip = make(page, "Trip", "broken.jpg", "a.jpg")
    act(page, "POST", f"/{trip}/remove", ids=[page.id("broken.jpg")])
    assert shown(page, f"album={trip}") == ["a"]
    page.post("/api/undo")
    wait_for(lambda: shown(page, f"album={trip}") == ["broken", "a"])
    assert albums(page)[0]["cover"]["photo"] == page.id("a.jpg"), "what cannot be shown is no cover"


def test_albums_move_into_each_other(page: Said) -> None:
    trip, italy = make(page, "Trip", "a.jpg"), make(page, "Italy", "a.jpg", "b.jpg")
    act(page, "PUT", f"/{italy}", parent=trip)
    assert [(one["id"], one["parent"], one["count"]) for one in albums(page)] == [(trip, None, 2), (italy, trip, 2)]
    act(page, "PUT", f"/{italy}", parent=None, before=trip)
    assert [one["id"] for one in albums(page)] == [italy, trip]


def test_every_page_hears_of_it_at_once(page: Said) -> None:
    hub = page.harness.parts.hub
    events = hub.subscribe()
    try:
        trip = make(page, "Trip", "a.jpg")
        generation = page.get("/api/albums")["generation"]
        assert isinstance(wait_for(lambda: events.get(1)), TimelinesChanged)
    finally:
        hub.unsubscribe(events)
    act(page, "PUT", f"/{trip}", order="oldest")
    assert page.get("/api/albums")["generation"] > generation


def test_a_photo_keeps_its_place_when_it_is_renamed(page: Said) -> None:
    trip = make(page, "Trip", "c.jpg", "b.jpg", "a.jpg")
    was = Path(page.harness.parts.library.status.read()["roots"][0]["path"]) / "b.jpg"
    was.rename(was.with_name("z.jpg"))
    wait_for(lambda: "z.jpg" in page.harness.names())
    page.harness.wait_until_idle()
    assert shown(page, f"album={trip}&order=hand") == ["c", "z", "a"]
    was.with_name("z.jpg").rename(was)
    wait_for(lambda: "b.jpg" in page.harness.names())


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("POST", "", {"name": ""}, 400), ("POST", "", {}, 400), ("POST", "", {"name": 3}, 400),
        ("POST", "", {"name": "x", "parent": "y"}, 400), ("POST", "", {"name": "x", "parent": 99999}, 404),
        ("POST", "", {"name": "x", "ids": 3}, 400), ("PUT", "/99999", {"name": "x"}, 404),
        ("PUT", "/99999", {}, 400), ("PUT", "/99999", {"cover": None}, 400), ("PUT", "/99999", {"order": "size"}, 400),
        ("DELETE", "/99999", {}, 404), ("POST", "/99999/add", {"ids": [99999]}, 404),
        ("POST", "/99999/add", {"ids": "a"}, 400), ("POST", "/99999/order", {"ids": [1], "before": True}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(page: Said, method: str, target: str, body: object, status: int) -> None:
    answer = page.client.ask(f"/api/albums{target}", method, body=body)
    assert (answer.status, bool(answer.json()["error"]["message"])) == (status, True)
    assert albums(page) == []


@pytest.mark.parametrize(
    ("query", "status"), [("album=99999", 404), ("album=x", 400), ("order=hand", 400), ("album=99999&order=hand", 404)]
)
def test_a_view_of_no_album_is_refused(page: Said, query: str, status: int) -> None:
    assert page.client.ask(f"/api/timeline.bin?{query}").status == status
