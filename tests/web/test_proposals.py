"""Folders that are proposed over HTTP: numbers in, never paths, and nothing is added by asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.picture_places import PicturePlace
from tests.pictures import picture, save
from tests.waiting import wait_for
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

pytestmark = desktop_only("a site proposes nothing")


def test_what_is_proposed_can_be_looked_at_and_is_added_by_its_number(
    home: Home, client: ApiClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "Pictures" / "a.jpg", picture())
    proposals, roots = home.harness.library.proposals, home.harness.parts.settings.roots
    monkeypatch.setattr(proposals, "_own_places", lambda: [PicturePlace("pictures", tmp_path / "Pictures")])
    monkeypatch.setattr(proposals, "_drive_lists", list)
    monkeypatch.setattr(proposals, "_ended_at", -1e9)
    asked = client.ask("/api/proposals").json()
    assert set(asked) == {"searching", "proposals"}
    told = wait_for(lambda: client.ask("/api/proposals").json()["proposals"])
    assert [(one["name"], one["photos"]) for one in told] == [("Pictures", 1)]
    shown = client.ask(f"/media/{client.key}/thumb/{told[0]['samples'][0]}?v=0")
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert home.harness.parts.settings.roots == roots
    assert client.ask("/api/status").json()["visit"] is None


def test_only_numbers_that_were_proposed_are_added(home: Home, client: ApiClient) -> None:
    roots = home.harness.parts.settings.roots
    assert client.ask("/api/proposals/999/add", "POST", body={}).status == 404
    assert client.ask("/api/proposals/999/add", "POST", body={"path": "/etc"}).status == 404
    for wrong in ("-1", "..", "%2Fetc", "1e3"):
        assert client.ask(f"/api/proposals/{wrong}/add", "POST", body={}).status in (400, 404, 405)
    assert home.harness.parts.settings.roots == roots
