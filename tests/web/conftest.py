"""Fixtures of the web tests: one running Shoebox behind its real server, and folders to show in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base import logs
from gallery.local_server import open_local_server
from gallery.program_files import program_folder
from gallery.site import site_app, site_server
from gallery.web.desktop_protocol import NoDesktop
from gallery.web.local_app import create_app
from tests.harness import Harness, run_harness
from tests.pictures import encoded, picture, save
from tests.site.front_servers import free_port
from tests.web.client import ApiClient
from tests.web.servers import SiteClient, TestedServer, site_config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from flask import Flask

    from gallery.local_server import LocalServer
    from gallery.web.gate import Gate
    from gallery.web.server import Server


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


@dataclass(frozen=True, slots=True)
class RunningSite:
    """A site of the same parts, on a port, with no front server before it."""

    port: int
    server: Server
    app: Flask
    secrets: Callable[[], Iterable[str]]
    """Those of the page and of the site, which the log leaves out."""


@pytest.fixture(scope="package")
def running_site(home: Home) -> Iterator[RunningSite]:
    """One site for all web tests."""
    made: list[Flask] = []

    def create(*parts: Any) -> Flask:
        made.append(site_app.create_app(*parts))
        return made[-1]

    port, secrets_of_page = free_port(), logs.redactor.secrets
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_server, "create_app", create)
        with site_server.open_site(home.harness.parts, site_config(port), lambda: None) as server:
            secrets_of_site = logs.redactor.secrets  # in a program there is one of the two
            yield RunningSite(port, server, made[0], lambda: [*secrets_of_page(), *secrets_of_site()])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test of a server against both, but for those that say why not."""
    only = metafunc.definition.get_closest_marker("desktop_only")
    if "server" in metafunc.fixturenames:
        metafunc.parametrize("server", ["desktop"] if only else ["desktop", "site"], indirect=True)
    elif "home" in metafunc.fixturenames and "running_site" not in metafunc.fixturenames:
        assert only, f"{metafunc.definition.nodeid} asks one server: say why by `desktop_only`, or take `server`"


@pytest.fixture
def server(
    home: Home, running_site: RunningSite, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> TestedServer:
    """The server that is asked."""
    monkeypatch.setattr(logs.redactor, "secrets", running_site.secrets)  # other tests have opened others since
    if request.param == "desktop":
        assert home.local.server
        return TestedServer(
            name="desktop",
            port=home.local.port,
            server=home.local.server,
            app=home.app,
            enter=home.enter,
            without_session=frozenset({"boot"}),
            without_key=frozenset({"page", "ui", "icon"}),
            streams=frozenset({"feed.stream"}),
            write="/api/scan",
            strangers={
                "no secrets": {"Cookie": None, "X-Gallery-Key": None},
                "the cookie alone": {"X-Gallery-Key": None},
                "the key alone": {"Cookie": None},
                "a wrong key": {"X-Gallery-Key": "x"},
            },
            stranger_refused=(401, "not_entered"),
        )
    return TestedServer(
        name="site",
        port=running_site.port,
        server=running_site.server,
        app=running_site.app,
        enter=SiteClient(running_site.port).enter,
        without_session=frozenset({"page", "signed_pictures.picture"}),
        without_key=frozenset({"ui", "icon"}),
        streams=frozenset(),
        write="/api/log-out",
        strangers={"no secret": {"X-Shoebox-Front": None}, "a wrong secret": {"X-Shoebox-Front": "x"}},
        stranger_refused=(403, "front"),
    )


@pytest.fixture
def client(server: TestedServer) -> ApiClient:
    """A client with a session; on the desktop the client of the test before has none any more."""
    return server.enter()


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
