"""The page of settings over HTTP: what it is told, and what it can change."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base import open_sockets
from tests.waiting import wait_for
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

pytestmark = desktop_only("settings are the owner's")


@pytest.fixture(autouse=True)
def as_it_was(home: Home) -> Iterator[None]:
    yield
    home.harness.library.preferences.change({"keys": {}, "cache_limit": None})


def read(client: ApiClient) -> dict[str, Any]:
    answer = client.ask("/api/settings")
    assert answer.status == 200
    told: dict[str, Any] = answer.json()
    return told


def test_keys_are_kept_and_told_with_the_status(client: ApiClient) -> None:
    assert client.ask("/api/status").json()["keys"] == {}
    changed = client.ask("/api/settings", "PUT", body={"keys": {"grid/KeyT": ["q", "KeyQ"]}})
    assert changed.json()["keys"] == {"grid/KeyT": ["q", "KeyQ"]}
    assert client.ask("/api/status").json()["keys"] == {"grid/KeyT": ["q", "KeyQ"]}


@pytest.mark.parametrize(
    "body",
    [
        {"keys": []},
        {"keys": {"/etc/passwd": ["x"]}},
        {"cache_limit": "1"},
        {"keys": {"grid/KeyT": ["q"]}, "cache_limit": 1},
    ],
)
def test_what_makes_no_sense_is_refused(client: ApiClient, body: dict[str, Any]) -> None:
    before = read(client)["cache"]
    assert client.ask("/api/settings", "PUT", body=body).status == 400
    assert client.ask("/api/status").json()["keys"] == {}
    assert read(client)["cache"]["chosen"] == before["chosen"]


def test_a_hint_is_shown_once_and_none_when_none_is_wanted(client: ApiClient) -> None:
    def may_show(name: str) -> bool:
        told = client.ask("/api/hints", "POST", body={"show": name}).json()
        assert told["hints"] == client.ask("/api/status").json()["hints"]
        return bool(told["may_show"])

    assert (may_show("keys"), may_show("keys")) == (True, False)
    assert client.ask("/api/hints", "PUT", body={"wanted": False}).json() == {
        "hints": {"wanted": False, "shown": ["keys"]}
    }
    assert not may_show("search")
    assert client.ask("/api/hints", "PUT", body={"wanted": True}).json()["hints"]["wanted"]


@pytest.mark.parametrize(("method", "body"), [("POST", {}), ("POST", {"show": "../x"}), ("PUT", {"wanted": "yes"})])
def test_what_makes_no_sense_about_hints_is_refused(client: ApiClient, method: str, body: dict[str, Any]) -> None:
    assert client.ask("/api/hints", method, body=body).status == 400


def test_the_limit_of_the_cache_counts_at_once(client: ApiClient) -> None:
    changed = client.ask("/api/settings", "PUT", body={"cache_limit": 2 << 30}).json()["cache"]
    assert (changed["limit"], changed["chosen"]) == (2 << 30, 2 << 30)
    assert read(client)["cache"]["limit"] == 2 << 30
    usual = client.ask("/api/settings", "PUT", body={"cache_limit": None}).json()["cache"]
    assert (usual["chosen"], usual["limit"] >= 1 << 30) == (None, True)


def test_an_emptied_cache_is_filled_again_by_looking(home: Home, client: ApiClient) -> None:
    address = f"/media/{client.key}/thumb/{home.id('p0.jpg')}"
    before = client.ask(address)
    home.harness.wait_until_idle()
    home.harness.library.preferences._store.close()  # writes what waits, or it would be written after emptying
    full = read(client)["cache"]["bytes"]
    assert client.ask("/api/cache/empty", "POST", body={}).json()["cache"]["bytes"] < full
    again = client.ask(address)
    assert (again.status, again.body) == (200, before.body)
    wait_for(lambda: read(client)["cache"]["bytes"] > 0)


def test_the_network_is_this_computer_alone(client: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    family, is_decoder = open_sockets.family, open_sockets._is_decoder

    def ours(top: int, proc: Path) -> list[int]:
        """Leave out what other tests of this process have started, Chromium or nginx."""
        return [top, *(pid for pid in family(top, proc) if is_decoder(proc / str(pid)))]

    monkeypatch.setattr(open_sockets, "family", ours)
    network = read(client)["network"]
    assert f"127.0.0.1:{client.port}" in network["listening"]
    assert network["outside"] == []
    if sys.platform == "linux":
        assert network["read"]
        assert network["inside"] > 0
        assert network["decoders"]["sockets"] == 0
