"""Fixtures of the web tests: one running Shoebox behind its real server, and folders to show in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from gallery.app import open_local_server
from gallery.base.paths import program_folder
from gallery.web.desktop_protocol import NoDesktop
from gallery.web.local_app import create_app
from tests.harness import Harness, run_harness
from tests.pictures import encoded, picture, save
from tests.web.client import ApiClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from gallery.app import LocalServer
    from gallery.web.gate import Gate


@dataclass(frozen=True, slots=True)
class Home:
    """A running Shoebox, its server, and the folder of the pictures it shows."""

    harness: Harness
    local: LocalServer
    photos: Path
    data: Path

    @property
    def app(self) -> Flask:
        """Another application of the same parts, to list its routes."""
        return self.app_behind(self.local.gate)

    def app_behind(self, gate: Gate) -> Flask:
        """Return an application of the same parts behind a gate of its own."""
        parts, icon = self.harness.parts, program_folder("assets") / "icon.png"
        return create_app(parts.library, parts.hub, gate, NoDesktop(), program_folder("ui"), icon)

    def enter(self) -> ApiClient:
        """Return a new client with a session of its own; the session before ends."""
        session = self.local.gate.start_session(self.local.gate.boot_address().rpartition("/")[2])
        return ApiClient(self.local.port, session.cookie, session.key)

    def id(self, name: str) -> int:
        """Return the id of the photo with this file name."""
        return self.harness.names()[name]


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """One Shoebox for all web tests, which leave it as they found it."""
    base = tmp_path_factory.mktemp("web")
    photos, data = base / "photos", base / "data"
    for number in range(3):
        save(photos / f"p{number}.jpg", picture(hue=60 * number))
    for kind in ("png", "gif", "webp", "avif", "bmp", "tiff"):
        save(photos / f"a.{kind}", picture(320, 240))
    (photos / "broken.jpg").write_bytes(encoded()[:2000])
    (photos / "wrong.jpg").write_bytes(encoded("PNG"))
    with run_harness(data, photos) as running, open_local_server(running.parts, 0) as local:
        local.begin(NoDesktop(), lambda: None)
        running.wait_until_idle()
        yield Home(running, local, photos, data)


@pytest.fixture
def client(home: Home) -> ApiClient:
    """A client with a session; the client of the test before has none any more."""
    return home.enter()


@pytest.fixture
def folder(home: Home, tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Add a root with these files, and wait for the index: `folder({"a.jpg": b"…"})`. It is removed after the test."""
    roots = []

    def show(files: dict[str, bytes], name: str = "more") -> Path:
        path = tmp_path / name
        path.mkdir()
        for file, data in files.items():
            (path / file).write_bytes(data)
        roots.append(home.harness.library.roots.add(os.fsencode(path)).root)
        home.harness.wait_until_idle()
        return path

    yield show
    for root in roots:
        home.harness.library.roots.remove(root)
