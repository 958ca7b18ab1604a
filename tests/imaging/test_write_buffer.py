"""Pictures between the pool and the blob store: served from memory, written in batches, lost by no full disk."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gallery.base.models import Rendered
from tests.imaging.store_scene import SMALL, source

if TYPE_CHECKING:
    import pytest

    from tests.imaging.store_scene import StoreScene


def test_a_picture_that_is_made_but_not_stored_is_served_from_memory(scene: StoreScene) -> None:
    scene.store.request(source(1), SMALL)
    scene.pool.answer()
    assert scene.blobs.stored == {}
    assert scene.get(1).result(5) == b"jpeg"
    scene.pool.timers[0]()
    assert scene.blobs.batches == [1]
    assert scene.get(1).result(5) == b"jpeg"
    assert len(scene.pool.jobs) == 1


def test_writes_come_in_batches_and_close_flushes(scene: StoreScene) -> None:
    for number in range(70):
        scene.store.request(source(number), SMALL)
        scene.pool.answer()
    assert scene.blobs.batches == [64]
    scene.store.close()
    assert scene.blobs.batches == [64, 6]


def test_a_full_disk_is_logged_once_and_pictures_are_still_made(
    scene: StoreScene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.blobs.full = True
    with caplog.at_level(logging.WARNING):
        for number in range(200):
            wanted = scene.store.request(source(number), SMALL)
            scene.pool.answer()
            assert isinstance(wanted.result(0), Rendered)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
