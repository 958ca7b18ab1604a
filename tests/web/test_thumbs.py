"""Asking for pictures that are not made yet: the request waits, not for ever, and not for nobody."""

from __future__ import annotations

import re
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Problem, Rendered
from gallery.imaging.geometry import BOXES
from gallery.web.media import THUMBNAIL_RECIPES
from tests.pictures import encoded, picture
from tests.waiting import wait_for
from tests.web.waitress_internals import busy_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.client import ApiClient
    from tests.web.conftest import Home

JPEG = encoded(image=picture(32, 24))
HUES = count()
"""Each test has a picture of its own: two of the same content would share their thumbnails."""


class FakePool:
    """Stands in for the pool: nothing is done before the test says so."""

    def __init__(self) -> None:
        self.renders: list[Future[Any]] = []

    def render(self, *_: object, **__: object) -> Future[Any]:
        self.renders.append(Future())
        return self.renders[-1]


@pytest.fixture
def fake_pool(home: Home, monkeypatch: pytest.MonkeyPatch) -> FakePool:
    fake = FakePool()
    monkeypatch.setattr(home.harness.library.pictures._thumbnails, "_pool", fake)
    return fake


@pytest.fixture
def target(home: Home, folder: Callable[..., Path]) -> str:
    """A thumbnail nobody has made: the index makes the small ones only."""
    folder({"fresh.jpg": encoded(image=picture(700, 500, hue=next(HUES)))})
    return f"/media/KEY/thumb/{home.id('fresh.jpg')}?s=512"


def test_it_is_answered_when_it_is_ready(target: str, client: ApiClient, fake_pool: FakePool) -> None:
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(client.ask, target) for _ in range(3)]
        wait_for(lambda: fake_pool.renders)
        assert not [answer for answer in asked if answer.done()]
        fake_pool.renders[0].set_result(Rendered(JPEG, 32, 24, 1))
        answers = [answer.result(10) for answer in asked]
    assert [(answer.status, answer.body) for answer in answers] == [(200, JPEG)] * 3
    assert len(fake_pool.renders) == 1, "made once, however many ask"


def test_after_a_while_the_page_is_told_to_come_again(
    target: str, client: ApiClient, fake_pool: FakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.library.pictures.RENDER_TIMEOUT_S", 0.2)
    answer = client.ask(target)
    assert (answer.status, answer.code) == (503, "busy")
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Cache-Control"] == "no-store"
    assert fake_pool.renders[0].cancelled(), "nobody waits: it is not made"


def test_nothing_is_made_for_a_page_that_has_gone(
    home: Home, target: str, client: ApiClient, fake_pool: FakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.library.pictures.RENDER_TIMEOUT_S", 60)
    wait_for(lambda: busy_threads(home.local.server) == 0)
    connection = client.connect(target)
    wait_for(lambda: fake_pool.renders)
    connection.close()
    wait_for(fake_pool.renders[0].cancelled, 10)
    wait_for(lambda: busy_threads(home.local.server) == 0, 10)


def test_a_picture_that_cannot_be_made_says_why(target: str, client: ApiClient, fake_pool: FakePool) -> None:
    target = target.replace("thumb", "screen")  # for the grid the thumbnail of the other size stands in
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(client.ask, target)
        wait_for(lambda: fake_pool.renders)
        fake_pool.renders[0].set_result(Problem("damaged", "This file is damaged from its middle on."))
        answer = asked.result(10)
    assert (answer.status, answer.code) == (404, "not_found")
    assert answer.json()["error"]["message"] == "This file is damaged from its middle on."
    assert client.ask(target).body == answer.body, "known from now on"
    assert len(fake_pool.renders) == 1


def test_a_file_that_could_not_be_reached_is_tried_again(target: str, client: ApiClient, fake_pool: FakePool) -> None:
    """That says nothing about the bytes, and another copy may have the same."""
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(client.ask, target)
        wait_for(lambda: fake_pool.renders)
        fake_pool.renders[0].set_result(Problem("vanished", "This file is no longer there."))
        assert asked.result(10).status == 404
        asked = pool.submit(client.ask, target)
        wait_for(lambda: len(fake_pool.renders) == 2)
        fake_pool.renders[1].set_result(Rendered(JPEG, 32, 24, 1))
        assert asked.result(10).body == JPEG


@pytest.mark.parametrize("size", ["321", "0", "-320", "320.0", "0320", "", "1023", "x", "%D9%A3", "320,512", "9" * 400])
def test_there_are_no_other_sizes(home: Home, client: ApiClient, size: str) -> None:
    answer = client.ask(f"/media/KEY/thumb/{home.id('p0.jpg')}?s={size}")
    assert (answer.status, answer.code) == (400, "bad_size")


@pytest.mark.parametrize("size", ["", "?s=320", "?s=512", "?v=1&s=512", "?s=1024"])
def test_all_sizes_come(home: Home, client: ApiClient, size: str) -> None:
    answer = client.ask(f"/media/KEY/thumb/{home.id('p0.jpg')}{size}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")


def test_a_problem_with_a_file_is_told_in_its_own_words(
    home: Home, client: ApiClient, folder: Callable[..., Path]
) -> None:
    folder({"noise.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8})
    photo = home.id("noise.jpg")
    answer = client.ask(f"/media/KEY/thumb/{photo}")
    assert answer.status == 404
    assert answer.code == "not_found"
    assert client.ask(f"/api/photos/{photo}").json()["problem"]


def test_page_and_server_know_the_same_sizes() -> None:
    """The page's three sizes, the names in addresses and the boxes of the recipes are written down apart."""
    script = (Path(__file__).parents[2] / "ui/js/pure/layout/aspects.js").read_text(encoding="utf-8")
    sizes = re.findall(r"^const (?:SMALL|LARGE|FINE) = (\d+);", script, re.MULTILINE)
    assert len(sizes) == 3
    assert {size: (int(size), int(size)) for size in sizes} == {
        size: BOXES[recipe] for size, recipe in THUMBNAIL_RECIPES.items()
    }
