"""What the thumbnail store remembers of pictures made or found impossible, and when it tries again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging import thumbnails
from tests.imaging.pools import WAIT_S
from tests.imaging.store_scene import SMALL, source

if TYPE_CHECKING:
    import pytest

    from tests.imaging.store_scene import StoreScene


def test_copies_are_decoded_once(scene: StoreScene) -> None:
    scene.store.request(source(1), SMALL)
    scene.pool.answer(result=Rendered(b"jpeg", 3, 2, 7))
    scene.store.close()
    assert scene.store.request(replace(source(1), photo=2), SMALL).result(0) == Rendered(b"", 3, 2, 7)
    assert len(scene.pool.jobs) == 1
    assert scene.get(1).result(WAIT_S) == b"jpeg", "who wants to see it gets the bytes"
    scene.store.request(source(1), Recipe.LARGE)
    assert len(scene.pool.jobs) == 2
    scene.store.forget([source(1).fingerprint])
    scene.store.request(source(1), SMALL)
    assert len(scene.pool.jobs) == 3


def test_a_copy_of_an_incomplete_picture_is_decoded_itself(scene: StoreScene) -> None:
    """A fingerprint is of both ends: only one of the two may have a bad stretch in the middle."""
    scene.store.request(source(1), SMALL)
    scene.pool.answer(result=Rendered(b"jpeg", 3, 2, 7, Problem("damaged", "A bad stretch.")))
    scene.store.close()
    scene.store.request(replace(source(1), photo=2), SMALL)
    assert len(scene.pool.jobs) == 2


def test_only_the_pictures_made_last_are_remembered(scene: StoreScene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnails, "_MAX_RECENT", 2)
    for number in (1, 2, 3, 2, 3, 1):
        scene.store.request(source(number), SMALL)
        if not scene.pool.jobs[-1][2].done():
            scene.pool.answer()
        scene.store.close()
    assert len(scene.pool.jobs) == 4


def test_a_broken_file_is_decoded_once_until_forgotten(scene: StoreScene) -> None:
    broken = Problem("damaged", "It is damaged.")
    scene.store.request(source(1), SMALL)
    scene.pool.answer(result=broken)
    assert scene.get(1).result(WAIT_S) == broken
    assert scene.store.request(source(1), SMALL).result(0) == broken
    assert len(scene.pool.jobs) == 1
    scene.store.forget({source(1).fingerprint})
    scene.store.request(source(1), SMALL)
    assert len(scene.pool.jobs) == 2


def test_a_file_that_was_out_of_reach_is_tried_again(scene: StoreScene) -> None:
    for code in ("changed", "vanished", "unreadable", "silent"):
        scene.store.request(source(1), SMALL)
        scene.pool.answer(result=Problem(code, ""))
    assert len(scene.pool.jobs) == 4
    assert scene.store._problems == {}


def test_a_timeout_is_tried_again_for_the_background_only(scene: StoreScene) -> None:
    """Who looks is told at once; the background asks for it once more when its drive is back."""
    slow = Problem("timeout", "It took too long.")
    scene.store.request(source(1), SMALL)
    scene.pool.answer(result=slow)
    assert scene.get(1).result(WAIT_S) == slow
    assert len(scene.pool.jobs) == 1
    scene.store.request(source(1), SMALL)
    scene.pool.answer()
    assert scene.get(1).result(WAIT_S) == b"jpeg"
    assert len(scene.pool.jobs) == 2


def test_of_many_problems_only_the_named_ones_are_forgotten(scene: StoreScene) -> None:
    fingerprints = [number.to_bytes(16, "big") for number in range(10_000)]
    for fingerprint in fingerprints:
        scene.store._problems[fingerprint, SMALL] = Problem("damaged", "")
    scene.store.forget(fingerprints[1:])
    assert list(scene.store._problems) == [(fingerprints[0], SMALL)]
    scene.store.forget({fingerprints[0]})
    assert not scene.store._problems


def test_remembered_problems_are_bounded(scene: StoreScene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.imaging.thumbnails._MAX_PROBLEMS", 3)
    for number in range(5):
        scene.store.request(source(number), SMALL)
        scene.pool.answer(result=Problem("damaged", ""))
    assert len(scene.store._problems) == 3
