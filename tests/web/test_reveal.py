"""Folders are shown in the file manager by the window: which, and what is said of one that cannot be."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gallery.base.events import EventHub
from gallery.catalog import folders
from gallery.local_server import open_local_server
from gallery.web.desktop_protocol import NoDesktop
from tests.pictures import encoded
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

pytestmark = desktop_only("a site has no window")


class RevealingWindow(NoDesktop):
    """A window that notes what it is to show."""

    available = True

    def __init__(self) -> None:
        self.shown: list[bytes] = []

    def reveal(self, path: bytes) -> None:
        self.shown.append(path)


@pytest.fixture
def window() -> RevealingWindow:
    return RevealingWindow()


@pytest.fixture
def client(home: Home, window: RevealingWindow) -> Iterator[ApiClient]:
    with open_local_server(replace(home.harness.parts, hub=EventHub()), 0) as local:
        local.begin(window, lambda: None)
        yield replace(home, local=local).enter()


@pytest.fixture
def place(folder: Callable[..., Path], home: Home) -> Path:
    """A root with the folder `in`."""
    path = folder({"a.jpg": encoded()})
    (path / "in").mkdir()
    (path / "in" / "b.jpg").write_bytes(encoded())
    home.harness.library.roots.rescan()
    home.harness.wait_until_idle()
    return path


def find(home: Home, path: Path, relative: bytes = b"") -> int:
    with home.harness.parts.database.read() as conn:
        [root] = [root.id for root in folders.get_roots(conn) if root.path == os.fsencode(path)]
        found = folders.find(conn, root, relative)
    assert found is not None
    return found


def show(client: ApiClient, folder: int) -> tuple[int, str]:
    answer = client.ask(f"/api/folders/{folder}/reveal", "POST", body={})
    return answer.status, "" if answer.status == 200 else answer.json()["error"]["message"]


def test_a_root_and_a_folder_in_it_are_shown(
    client: ApiClient, window: RevealingWindow, home: Home, place: Path
) -> None:
    assert show(client, find(home, place)) == show(client, find(home, place, b"in")) == (200, "")
    assert window.shown == [os.fsencode(place), os.fsencode(place / "in")]


def test_one_that_is_not_there_is_said_and_not_handed_on(
    client: ApiClient, window: RevealingWindow, home: Home, place: Path
) -> None:
    inner = find(home, place, b"in")
    home.harness.parts.indexer.pause(True)
    try:
        assert show(client, 999_999) == (404, "This folder is not there any more.")
        shutil.rmtree(place / "in")
        assert show(client, inner)[0] == 404
    finally:
        home.harness.parts.indexer.pause(False)
    assert window.shown == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_has_become_a_link_is_not_handed_on(
    client: ApiClient, window: RevealingWindow, home: Home, place: Path, tmp_path: Path
) -> None:
    inner = find(home, place, b"in")
    (place / "in").rename(tmp_path / "away")
    (place / "in").symlink_to(tmp_path)
    assert show(client, inner)[0] == 404
    assert window.shown == []


def test_of_one_on_a_drive_that_is_away_the_reason_is_said(
    client: ApiClient, window: RevealingWindow, home: Home, place: Path
) -> None:
    found = find(home, place, b"in")
    with home.harness.parts.database.read() as conn:
        row = folders.get(conn, found)
    assert row
    home.harness.parts.indexer.ask(lambda conn: folders.set_offline(conn, row.root, "The drive is not connected."))
    try:
        assert show(client, found) == (409, "The drive is not connected.")
    finally:
        home.harness.parts.indexer.ask(lambda conn: folders.set_offline(conn, row.root, None))
    assert window.shown == []
