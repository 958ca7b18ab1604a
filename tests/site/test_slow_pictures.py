"""Pictures that take long to make hold up neither the news nor pictures that are made already."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gallery.library import pictures
from gallery.web.server import REQUEST_THREADS
from tests.pictures import picture, save
from tests.site.conftest import site_parts
from tests.site.front_servers import free_port, run_nginx
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.base.models import Problem, Recipe, Source
    from gallery.imaging.thumbnails import ThumbnailStore
    from tests.site.conftest import Site


class SlowStore:
    """A store of thumbnails in which some pictures are not made before a test says so."""

    def __init__(self, real: ThumbnailStore, made: frozenset[int]) -> None:
        self.real, self.made = real, made
        self.go_on = threading.Event()
        self.waiting: list[float] = []

    def get(
        self, source: Source, recipe: Recipe, *, timeout: float, client_gone: Callable[[], bool], tile: str = ""
    ) -> bytes | Problem | None:
        """Wait for one that is not made."""
        if source.photo in self.made:
            return self.real.get(source, recipe, timeout=timeout, client_gone=client_gone, tile=tile)
        self.waiting.append(timeout)
        if timeout == pictures.RENDER_TIMEOUT_S:
            assert self.go_on.wait(120)
        return None

    def get_older(self, fingerprint: bytes, recipe: Recipe) -> bytes | None:
        """Return None."""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site behind nginx with many photos."""
    from gallery.site.front_config import print_for

    folder, port = tmp_path_factory.mktemp("slow"), free_port()
    with site_parts(folder, port, "shoebox", "hmac") as site:
        for number in range(2 * REQUEST_THREADS):
            save(site.photos / "Many" / f"m{number}.jpg", picture(64, 48, hue=number))
        site.harness.parts.library.roots.rescan()
        wait_for(lambda: f"m{2 * REQUEST_THREADS - 1}.jpg" in site.harness.names(), 60)
        site.harness.wait_until_idle()
        (folder / "nginx").mkdir()
        printed = print_for("nginx", site.config, [], folder / "site.toml", folder / "data")
        with run_nginx(folder / "nginx", printed, port, {}):
            yield site


def test_pictures_that_are_not_made_hold_up_nobody(crowded: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = crowded.visitor("anna").enter()
    ids = anna.ids()
    made = frozenset(photo for name, photo in ids.items() if not name.startswith("m"))
    controller = crowded.harness.library.pictures
    slow = SlowStore(controller._thumbnails, made)
    monkeypatch.setattr(controller, "_thumbnails", slow)
    wanted = [photo for name, photo in ids.items() if name.startswith("m")]
    with ThreadPoolExecutor(len(wanted)) as browsers:
        try:
            asked = [browsers.submit(anna.ask, f"/media/{anna.key}/thumb/{photo}?s=320") for photo in wanted]
            wait_for(lambda: len(slow.waiting) == len(wanted), 60)
            assert slow.waiting.count(pictures.RENDER_TIMEOUT_S) == pictures.MAX_LONG_WAITS < REQUEST_THREADS
            for target in ("/api/news", "/api/status", f"/media/{anna.key}/thumb/{min(made)}?s=320"):
                assert anna.ask(target).status == 200
        finally:
            slow.go_on.set()
        answers = [each.result(60) for each in asked]
    assert {(answer.status, answer.headers["Retry-After"]) for answer in answers} == {(503, "1")}
    monkeypatch.undo()
    assert anna.ask(f"/media/{anna.key}/thumb/{wanted[0]}?s=320").status == 200
