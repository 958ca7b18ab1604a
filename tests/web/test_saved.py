"""Saved searches over HTTP, and the news of them to every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.events import RootsChanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.client import Page
    from tests.web.conftest import Home


@pytest.fixture(autouse=True)
def as_it_was(home: Home) -> Iterator[None]:
    yield
    for saved in list(home.harness.library.saved):
        home.harness.library.saved.remove(saved.id)


def save(page: Page, query: str, **more: str) -> dict[str, Any]:
    answer = page.ask("/api/searches", "POST", body={"query": query, **more})
    assert answer.status == 200
    search: dict[str, Any] = answer.json()["search"]
    return search


def listed(page: Page) -> list[dict[str, Any]]:
    searches: list[dict[str, Any]] = page.ask("/api/searches").json()["searches"]
    return searches


def test_a_search_is_saved_renamed_and_removed(page: Page) -> None:
    assert listed(page) == []
    first, second = save(page, "type:png"), save(page, "p1 or p2", name="Two")
    assert first == {"id": first["id"], "name": "type:png", "query": "type:png"}
    assert save(page, "type:png", name="again") == first
    assert listed(page) == [first, second]
    address = f"/api/searches/{first['id']}"
    renamed = page.ask(address, "PUT", body={"name": "Drawn"}).json()["search"]
    assert renamed == {**first, "name": "Drawn"}
    assert page.ask(address, "DELETE", body={}).json() == {}
    assert listed(page) == [second]


def test_each_change_is_news_to_every_page(page: Page, home: Home) -> None:
    hub = home.harness.parts.hub
    other = hub.subscribe()
    try:
        address = f"/api/searches/{save(page, 'p1')['id']}"
        assert other.get(1) == RootsChanged()
        page.ask(address, "PUT", body={"name": "x"})
        assert other.get(1) == RootsChanged()
        page.ask(address, "DELETE", body={})
        assert other.get(1) == RootsChanged()
        page.ask(address, "DELETE", body={})
        assert other.get(0) is None
    finally:
        hub.unsubscribe(other)


@pytest.mark.parametrize(
    "body", [{}, {"query": 5}, {"query": None}, {"query": "x", "name": 5}, {"query": "x", "name": None}, [], "x"]
)
def test_a_body_that_is_no_search_is_a_bad_request(page: Page, body: object) -> None:
    answer = page.ask("/api/searches", "POST", body=body)
    assert (answer.status, answer.code) == (400, "bad_request")
    assert listed(page) == []


@pytest.mark.parametrize("body", [{"query": ""}, {"query": "q" * 1001}, {"query": "q", "name": "n" * 101}])
def test_what_cannot_be_saved_is_said_in_a_sentence(page: Page, body: object) -> None:
    answer = page.ask("/api/searches", "POST", body=body)
    assert (answer.status, answer.code) == (400, "usage")
    assert listed(page) == []


def test_one_that_is_gone_is_not_found(page: Page) -> None:
    address = f"/api/searches/{save(page, 'p1')['id'] + 1}"
    for method, body in (("PUT", {"name": "x"}), ("DELETE", {})):
        answer = page.ask(address, method, body=body)
        assert (answer.status, answer.code) == (404, "not_found")
    answer = page.ask(address, "PUT", body={"name": None})
    assert (answer.status, answer.code) == (400, "bad_request")


def test_lone_surrogates_come_back_as_they_were(page: Page) -> None:
    search = save(page, "a\ud800b", name="\udfff")
    assert listed(page) == [search] == [{"id": search["id"], "name": "\udfff", "query": "a\ud800b"}]
