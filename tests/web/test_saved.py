"""Saved searches over HTTP, and the news of them to every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.events import RootsChanged
from tests.full_disk import no_space
from tests.waiting import PATIENCE_S
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

pytestmark = desktop_only("saved searches are the owner's")


@pytest.fixture(autouse=True)
def as_it_was(home: Home) -> Iterator[None]:
    yield
    for saved in list(home.harness.library.settings.searches):
        home.harness.library.settings.searches.remove(saved.id)


def save(client: ApiClient, query: str, **more: str) -> dict[str, Any]:
    answer = client.ask("/api/searches", "POST", body={"query": query, **more})
    assert answer.status == 200
    search: dict[str, Any] = answer.json()["search"]
    return search


def listed(client: ApiClient) -> list[dict[str, Any]]:
    searches: list[dict[str, Any]] = client.ask("/api/searches").json()["searches"]
    return searches


def test_a_search_is_saved_changed_and_removed(client: ApiClient) -> None:
    assert listed(client) == []
    first, second = save(client, "type:png"), save(client, "p1 or p2", name="Two")
    assert first == {"id": first["id"], "name": "type:png", "query": "type:png"}
    assert save(client, "type:png", name="again") == first
    assert listed(client) == [first, second]
    address = f"/api/searches/{first['id']}"
    renamed = client.ask(address, "PUT", body={"name": "Drawn"}).json()["search"]
    assert renamed == {**first, "name": "Drawn"}
    changed = client.ask(address, "PUT", body={"query": "type:gif"}).json()["search"]
    assert changed == {**renamed, "query": "type:gif"}
    assert client.ask(address, "PUT", body={"query": "p1 or p2"}).status == 400
    for body in ({}, {"query": 1}, {"name": "x", "query": None}):
        assert client.ask(address, "PUT", body=body).status == 400
    assert listed(client) == [changed, second]
    assert client.ask(address, "DELETE", body={}).json() == {}
    assert listed(client) == [second]


def test_each_change_is_news_to_every_page(client: ApiClient, home: Home) -> None:
    hub = home.harness.parts.hub
    other = hub.subscribe()
    try:
        address = f"/api/searches/{save(client, 'p1')['id']}"
        assert other.get(PATIENCE_S) == RootsChanged()
        client.ask(address, "PUT", body={"name": "x"})
        assert other.get(PATIENCE_S) == RootsChanged()
        client.ask(address, "DELETE", body={})
        assert other.get(PATIENCE_S) == RootsChanged()
        client.ask(address, "DELETE", body={})
        assert other.get(0) is None
    finally:
        hub.unsubscribe(other)


@pytest.mark.parametrize(
    "body", [{}, {"query": 5}, {"query": None}, {"query": "x", "name": 5}, {"query": "x", "name": None}, [], "x"]
)
def test_a_body_that_is_no_search_is_a_bad_request(client: ApiClient, body: object) -> None:
    answer = client.ask("/api/searches", "POST", body=body)
    assert (answer.status, answer.code) == (400, "bad_request")
    assert listed(client) == []


@pytest.mark.parametrize("body", [{"query": ""}, {"query": "q" * 1001}, {"query": "q", "name": "n" * 101}])
def test_what_cannot_be_saved_is_said_in_a_sentence(client: ApiClient, body: object) -> None:
    answer = client.ask("/api/searches", "POST", body=body)
    assert (answer.status, answer.code) == (400, "usage")
    assert listed(client) == []


def test_one_that_is_gone_is_not_found(client: ApiClient) -> None:
    address = f"/api/searches/{save(client, 'p1')['id'] + 1}"
    for method, body in (("PUT", {"name": "x"}), ("DELETE", {})):
        answer = client.ask(address, method, body=body)
        assert (answer.status, answer.code) == (404, "not_found")
    answer = client.ask(address, "PUT", body={"name": None})
    assert (answer.status, answer.code) == (400, "bad_request")


def test_lone_surrogates_come_back_as_they_were(client: ApiClient) -> None:
    search = save(client, "a\ud800b", name="\udfff")
    assert listed(client) == [search] == [{"id": search["id"], "name": "\udfff", "query": "a\ud800b"}]


def test_what_cannot_be_written_is_an_error_and_changes_nothing(
    client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = save(client, "before the disk was full")
    asked: list[tuple[str, str, dict[str, str]]] = [
        ("/api/searches", "POST", {"query": "lost"}),
        (f"/api/searches/{search['id']}", "PUT", {"name": "x"}),
        (f"/api/searches/{search['id']}", "DELETE", {}),
    ]

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", no_space)
        for address, method, body in asked:
            answer = client.ask(address, method, body=body)
            assert (answer.status, answer.code) == (507, "settings")
            assert answer.json()["error"]["message"] == "Your settings cannot be saved: No space left on device."
        assert listed(client) == [search]
    client.ask(f"/api/searches/{search['id']}", "DELETE", body={})
    assert listed(client) == []
