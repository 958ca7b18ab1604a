"""Visits over HTTP: the page has numbers of visits and photos, and no way to name a path."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

pytestmark = desktop_only("nobody opens a picture by its path on a site")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three pictures that is in no library."""
    for number in range(3):
        save(tmp_path / "card" / f"v{number}.jpg", picture(90, 60, hue=number * 50))
    return tmp_path / "card"


@pytest.fixture
def visit(home: Home, folder: Path) -> Iterator[dict[str, int]]:
    """A visit of it; roots that come of it are removed again."""
    before = {root.id for root in home.harness.parts.settings.roots}
    assert home.harness.library.show([os.fsencode(folder / "v1.jpg")]) == []
    found = home.harness.library.visits.requested()
    assert found
    yield found
    for root in home.harness.parts.settings.roots:
        if root.id not in before:
            home.harness.library.roots.remove(root.id)


def shown(client: ApiClient, photo: int, kind: str = "screen") -> bytes:
    """Return a picture, asked for until it is made."""
    found: list[bytes] = []

    def ask() -> bool:
        answer = client.ask(f"/media/KEY/{kind}/{photo}?v=1")
        assert answer.status in (200, 503), answer
        found.append(answer.body)
        return answer.status == 200

    wait_for(ask)
    return found[-1]


def state(client: ApiClient, number: int) -> dict[str, Any]:
    answer: dict[str, Any] = client.ask(f"/api/visits/{number}").json()
    return answer


def test_a_page_is_told_of_it_and_shows_it(client: ApiClient, visit: dict[str, int], folder: Path) -> None:
    assert client.ask("/api/status").json()["visit"] == visit
    assert shown(client, visit["photo"]).startswith(b"\xff\xd8")
    wait_for(lambda: state(client, visit["id"])["complete"])
    assert state(client, visit["id"])["photos"] == 3
    assert client.ask(f"/api/photos/{visit['photo']}").json()["path"] == str(folder / "v1.jpg")
    timeline = client.ask(f"/api/timeline.bin?visit={visit['id']}")
    assert timeline.headers["ETag"] == f'"{state(client, visit["id"])["generation"]}"'
    again = client.ask(f"/api/timeline.bin?visit={visit['id']}", If_None_Match=timeline.headers["ETag"])
    assert again.status == 304
    assert shown(client, visit["photo"], "original") == (folder / "v1.jpg").read_bytes()
    assert shown(client, visit["photo"], "thumb")


def test_a_page_that_is_opened_later_is_not_led_there(client: ApiClient, visit: dict[str, int], home: Home) -> None:
    assert client.ask("/api/status").json()["visit"] == visit
    state(client, visit["id"])
    assert client.ask("/api/status").json()["visit"] is None
    assert home.harness.library.show([home.harness.library.visits.photos.file_path(visit["photo"])]) == []
    state(client, visit["id"])  # a page that still shows the one before
    again = client.ask("/api/status").json()["visit"]
    assert again["id"] > visit["id"]
    state(client, again["id"])
    state(client, visit["id"])
    assert client.ask("/api/status").json()["visit"] is None


def test_a_picture_of_a_visit_may_be_kept_by_the_browser_as_any_other(client: ApiClient, visit: dict[str, int]) -> None:
    shown(client, visit["photo"])
    answer = client.ask(f"/media/KEY/screen/{visit['photo']}?v=1")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert client.ask(f"/media/KEY/screen/{visit['photo']}?v=2").headers["Cache-Control"] == "private, no-cache"
    part = client.ask(f"/media/KEY/original/{visit['photo']}?v=1", Range="bytes=0-1")
    assert (part.status, part.body) == (206, b"\xff\xd8")


def test_labels_paths_and_sizes(client: ApiClient, visit: dict[str, int], folder: Path) -> None:
    photo = visit["photo"]
    assert [label["name"] for label in client.ask(f"/api/labels?ids={photo}").json()["labels"]] == ["v1.jpg"]
    assert client.ask("/api/paths", "POST", body={"ids": [photo]}).json() == {"paths": [str(folder / "v1.jpg")]}
    size = (folder / "v1.jpg").stat().st_size
    assert client.ask("/api/photos/sum", "POST", body={"ids": [photo]}).json() == {"bytes": size}
    assert client.ask(f"/api/photos/{photo}/reveal", "POST", body={}).code == "no_window"


def test_its_folder_is_kept_as_a_root(client: ApiClient, visit: dict[str, int], folder: Path) -> None:
    answer = client.ask(f"/api/visits/{visit['id']}/keep", "POST", body={"photo": visit["photo"]})
    assert answer.status == 200
    assert str(folder) in [root["path"] for root in client.ask("/api/status").json()["roots"]]


@pytest.mark.parametrize("photo", ["1", 1.5, True, [], {}])
def test_a_photo_is_named_by_its_number(client: ApiClient, visit: dict[str, int], photo: object) -> None:
    answer = client.ask(f"/api/visits/{visit['id']}/keep", "POST", body={"photo": photo})
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize("number", ["0", "1", "-1", "1e3", "99999999999", "x", "..%2f..%2fetc", "%2Fetc%2Fpasswd"])
def test_nothing_else_names_a_visit(client: ApiClient, visit: dict[str, int], number: str) -> None:
    assert visit
    assert client.ask(f"/api/visits/{number}").status == 404
    assert client.ask(f"/api/visits/{number}/keep", "POST", body={"photo": None}).status == 404
    assert client.ask(f"/api/timeline.bin?visit={number}").status in (400, 404)


def test_a_visit_is_begun_by_no_request(client: ApiClient, home: Home, folder: Path) -> None:
    before = home.harness.library.visits.requested()
    for body in ({"path": str(folder / "v1.jpg")}, {"paths": [str(folder)]}, {"show": [str(folder).encode().hex()]}):
        assert client.ask("/api/visits", "POST", body=body).status == 404
        assert client.ask("/api/visits/1", "POST", body=body).status == 405
    assert home.harness.library.visits.requested() == before
