"""The search over HTTP: text in, numbers and sentences out."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.pictures import encoded
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home


def test_a_search_counts_and_names_the_first(client: ApiClient, home: Home) -> None:
    answer = client.ask(f"/api/search?q={quote('p1 or p2 nosuch:x')}").json()
    mistake = {"start": 9, "end": 17, "message": "There is no filter called “nosuch”."}
    assert (answer["count"], answer["mistakes"]) == (2, [mistake])
    assert answer["ids"] == [photo for photo in shown(client, "") if photo in (home.id("p1.jpg"), home.id("p2.jpg"))]
    assert client.ask("/api/search").json()["count"] == client.ask("/api/status").json()["counts"]["photos"]


def shown(client: ApiClient, text: str) -> list[int]:
    """The photos of a timeline, in its order."""
    data = client.ask(f"/api/timeline.bin?q={quote(text)}").body
    photos, days = (int.from_bytes(data[at : at + 4], "little") for at in (12, 16))
    return list(struct.unpack_from(f"<{photos}I", data, 32 + 8 * days))


def test_new_photos_are_found_and_those_taken_away_are_not(
    client: ApiClient, home: Home, folder: Callable[..., Path]
) -> None:
    before = client.ask("/api/search?q=folder:zebra").json()["count"]
    place = folder({f"z{number}.png": encoded("PNG") for number in range(3)}, name="zebra crossing")
    assert (before, client.ask("/api/search?q=folder:zebra+type:png").json()["count"]) == (0, 3)
    (place / "z1.png").unlink()
    home.harness.library.roots.rescan()
    home.harness.wait_until_idle()
    assert client.ask("/api/search?q=zebra").json()["count"] == 2


def test_the_timeline_shows_what_the_search_finds(client: ApiClient) -> None:
    for text in ("p1", "-p1", "type:png or type:gif", "has:problem", "iso:x"):
        found = client.ask(f"/api/search?q={quote(text)}").json()
        assert found["ids"] == shown(client, text)
        assert found["count"] == len(found["ids"]) > 0


def test_suggestions_say_what_they_replace(client: ApiClient) -> None:
    answer = client.ask(f"/api/suggest?q={quote('beach typ')}&at=9").json()
    assert answer == {
        "suggestions": [{"text": "type:", "label": "type:", "kind": "filter", "count": None, "start": 6, "end": 9}],
        "mistakes": [],
    }
    count = client.ask("/api/search?q=type:png").json()["count"]
    (png,) = client.ask("/api/suggest?q=type:pn&at=7").json()["suggestions"]
    assert png == {"text": "type:png", "label": "png", "kind": "type", "count": count, "start": 0, "end": 7}


@pytest.mark.parametrize("at", ["", "x", "-1", "4", "1.5", "%D9%A1", "9" * 400])
def test_a_place_outside_the_text_is_a_bad_request(client: ApiClient, at: str) -> None:
    answer = client.ask(f"/api/suggest?q=abc&at={at}")
    assert (answer.status, answer.code) == (400, "bad_request")
    assert client.ask("/api/suggest?q=abc&at=3").status == 200
    assert client.ask("/api/suggest?at=0").json() == {"suggestions": [], "mistakes": []}


def test_an_empty_search_is_explained(client: ApiClient) -> None:
    total = client.ask("/api/search").json()["count"]
    answer = client.ask(f"/api/explain?q={quote('-xyzzy type:pnng xyzzy')}").json()
    assert [(part["text"], part["count"], part["without"]) for part in answer["parts"]] == [
        ("-xyzzy", total, 0), ("xyzzy", 0, total)
    ]  # fmt: skip
    assert [mistake["start"] for mistake in answer["mistakes"]] == [7]
    assert answer["everywhere"] == 0
    assert client.ask("/api/explain").json() == {"parts": [], "everywhere": total, "mistakes": []}


@pytest.mark.parametrize("route", ["explain?q=p", "suggest?q=type:&at=5"])
def test_counts_are_those_of_the_folder_that_is_asked_for(
    client: ApiClient, folder: Callable[..., Path], route: str
) -> None:
    folder({"p.png": encoded("PNG")}, name="zebra crossing")
    (place,) = (one for one in client.ask("/api/folders").json()["folders"] if one["name"] == "zebra crossing")
    answer = client.ask(f"/api/{route}&folder={place['id']}").json()
    found = answer["parts"] if "parts" in answer else answer["suggestions"]
    assert [one["count"] for one in found] == [1]
    assert client.ask(f"/api/{route}&folder=x").code == "bad_request"
    none = client.ask(f"/api/{route}&folder=999999").json()
    assert [one["count"] for one in none.get("parts", [])] in ([], [0])


@desktop_only("a site names what it sends by its content")
def test_a_timeline_of_a_text_has_a_tag_of_the_day(client: ApiClient) -> None:
    plain, found = (client.ask(f"/api/timeline.bin?q={text}") for text in ("", "today"))
    assert plain.headers["ETag"].count("-") == 0
    assert found.headers["ETag"].count("-") == 3


@pytest.mark.parametrize(
    "text", ['"', "'", "%", "_", "%00", "%ff", "a:b", "-", "(", "%ED%A0%80", "(" * 1000, "x" * 10_000, "%F0%9F%8E%82"]
)
@pytest.mark.parametrize("address", ["search?", "suggest?at=0&", "suggest?at=1&", "explain?"])
def test_whatever_is_typed_is_answered(client: ApiClient, address: str, text: str) -> None:
    answer = client.ask(f"/api/{address}q={text}")
    assert answer.status == 200
    assert isinstance(answer.json()["mistakes"], list)
