"""What the tests of the web room share: one running Shoebox behind its real server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from gallery.app import open_site
from gallery.base.paths import program_folder
from gallery.web.desktop_protocol import NoDesktop
from gallery.web.site import create_app
from tests.harness import Harness, run_harness
from tests.pictures import encoded, picture, save
from tests.web.client import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from gallery.app import Site


@dataclass(frozen=True, slots=True)
class Home:
    """A running Shoebox, its server, and the folder of the pictures it shows."""

    harness: Harness
    site: Site
    photos: Path
    data: Path

    @property
    def app(self) -> Flask:
        """The same application once more, to ask for its routes."""
        parts = self.harness.parts
        return create_app(
            parts.library,
            parts.hub,
            self.site.gate,
            NoDesktop(),
            program_folder("ui"),
            program_folder("assets") / "icon.png",
        )

    def enter(self) -> Page:
        """A new page; the one before is logged out."""
        session = self.site.gate.start_session(self.site.gate.boot_address().rpartition("/")[2])
        return Page(self.site.port, session.cookie, session.key)

    def id(self, name: str) -> int:
        return self.harness.names()[name]


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """One for all tests: they look at it, and leave it as it was."""
    base = tmp_path_factory.mktemp("web")
    photos, data = base / "photos", base / "data"
    for number in range(3):
        save(photos / f"p{number}.jpg", picture(hue=60 * number))
    for kind in ("png", "gif", "webp", "avif", "bmp", "tiff"):
        save(photos / f"a.{kind}", picture(320, 240))
    (photos / "broken.jpg").write_bytes(encoded()[:2000])
    (photos / "wrong.jpg").write_bytes(encoded("PNG"))
    with run_harness(data, photos) as running, open_site(running.parts, 0) as site:
        site.begin(NoDesktop(), lambda: None)
        running.settled()
        yield Home(running, site, photos, data)


@pytest.fixture
def page(home: Home) -> Page:
    return home.enter()


@pytest.fixture
def folder(home: Home, tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Show a folder with these files in it: `folder(**{"a.jpg": bytes})`. It is taken away afterwards."""
    roots = []

    def show(files: dict[str, bytes], name: str = "more") -> Path:
        path = tmp_path / name
        path.mkdir()
        for file, data in files.items():
            (path / file).write_bytes(data)
        roots.append(home.harness.library.roots.add(os.fsencode(path)).root)
        home.harness.settled()
        return path

    yield show
    for root in roots:
        home.harness.library.roots.remove(root)
