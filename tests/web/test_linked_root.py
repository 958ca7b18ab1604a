"""A root that is replaced by a link is shown as not there, and nothing behind the link is served (S16)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home
    from tests.web.servers import TestedServer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
OWN = encoded(image=picture(hue=7))
OTHERS = encoded(image=picture(hue=200))


def root_of(client: ApiClient, path: Path) -> dict[str, Any]:
    """Return what the page is told of a root."""
    roots: list[dict[str, Any]] = client.ask("/api/status").json()["roots"]
    return next(root for root in roots if root["name"] == path.name)


def test_what_is_behind_the_link_is_neither_served_nor_listed(
    home: Home, server: TestedServer, client: ApiClient, folder: Callable[..., Path], tmp_path: Path
) -> None:
    path = folder({"mine.jpg": OWN}, "linked")
    photo = home.harness.names()["mine.jpg"]
    assert client.ask(f"/media/KEY/original/{photo}").body == OWN
    (tmp_path / "outside").mkdir()
    for name in ("mine.jpg", "theirs.jpg"):
        (tmp_path / "outside" / name).write_bytes(OTHERS)
    path.rename(tmp_path / "kept")
    path.symlink_to(tmp_path / "outside")
    answer = client.ask(f"/media/KEY/original/{photo}")
    assert (answer.status, answer.code) == (409, "root_offline")
    home.harness.library.roots.rescan(None)
    wait_for(lambda: root_of(client, path)["state"] == "offline")
    told = "It is not connected." if server.name == "site" else "A link is in its place by now."
    assert root_of(client, path)["reason"].startswith(told), "the reason is for the owner"
    home.harness.wait_until_idle()
    assert "theirs.jpg" not in home.harness.names()
    assert client.ask(f"/media/KEY/original/{photo}").status == 409
    path.unlink()
    (tmp_path / "kept").rename(path)
    home.harness.library.roots.rescan(None)
    wait_for(lambda: root_of(client, path)["state"] == "online")
    assert client.ask(f"/media/KEY/original/{photo}").body == OWN
    assert home.harness.names()["mine.jpg"] == photo


def test_a_link_that_the_user_names_is_resolved_when_it_is_added(home: Home, client: ApiClient, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "named.jpg").write_bytes(OWN)
    (tmp_path / "alias").symlink_to("real")
    root = home.harness.library.roots.add(os.fsencode(tmp_path / "alias")).root
    home.harness.wait_until_idle()
    (tmp_path / "alias").unlink()
    assert client.ask(f"/media/KEY/original/{home.harness.names()['named.jpg']}").body == OWN
    home.harness.library.roots.remove(root)
