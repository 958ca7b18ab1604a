"""What the thumbnail store keeps, remembers and tells of variants: nothing of them is said of the photo."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Recipe, Rendered
from gallery.base.variants import DEVELOPED, Variant
from gallery.imaging.workers.jobs import Urgency
from gallery.imaging.workers.media_pool import MediaPool
from tests.imaging.playable_videos import motion_jpeg_avi, plain
from tests.imaging.rendering import open_result
from tests.imaging.store_scene import never, source
from tests.imaging.tiff_documents import SIZES, document

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gallery.base.models import Source
    from tests.imaging.files import Put
    from tests.imaging.store_scene import StoreScene

PAGE = replace(source(1), variant=Variant("page-2"))
DAMAGED = Problem("damaged", "A bad stretch.")


def ask(scene: StoreScene, asked: Source, recipe: Recipe = Recipe.SCREEN) -> Future[bytes | Problem | None]:
    """Ask for a picture on another thread, and wait until the pool has its job."""
    jobs = len(scene.pool.jobs)
    answer = scene.threads.submit(scene.store.get, asked, recipe, timeout=10, client_gone=never)
    scene.wait_for_jobs(jobs + 1)
    return answer


@pytest.mark.parametrize("result", [Rendered(b"page", 3, 2, 7), Rendered(b"page", 3, 2, 7, DAMAGED), DAMAGED])
def test_nobody_is_told_of_a_variant(scene: StoreScene, result: Rendered | Problem) -> None:
    answer = ask(scene, PAGE)
    scene.pool.answer(result=result)
    assert answer.result(10) == (DAMAGED if isinstance(result, Problem) else b"page")
    scene.store.close()
    assert scene.made == []


def test_each_variant_is_kept_beside_the_photo(scene: StoreScene) -> None:
    for number, asked in enumerate((source(1), PAGE, replace(source(1), variant=DEVELOPED))):
        answer = ask(scene, asked)
        scene.pool.answer(result=Rendered(b"%d" % number, 3, 2, 7))
        assert answer.result(10) == b"%d" % number
    scene.store.close()
    names = {str(recipe): jpeg for (_, recipe), jpeg in scene.blobs.stored.items()}
    assert names == {"screen-3": b"0", "page-2/screen-3": b"1", "developed-1/screen-3": b"2"}


def test_a_variant_with_a_problem_is_kept_with_it_in_memory_alone(scene: StoreScene) -> None:
    answer = ask(scene, PAGE)
    scene.pool.answer(result=Rendered(b"page", 3, 2, 7, DAMAGED))
    assert answer.result(10) == b"page"
    scene.store.close()
    assert scene.blobs.stored == {}
    assert scene.store.get(PAGE, Recipe.SCREEN, timeout=1, client_gone=never) == b"page"
    assert scene.store.problem_of(PAGE) == DAMAGED
    assert scene.store.problem_of(replace(PAGE, variant=Variant("page-3"))) is None
    assert scene.store.problem_of(source(1)) is None
    again = scene.store.request(PAGE, Recipe.SCREEN).result(10)
    assert isinstance(again, Rendered)
    assert again.problem == DAMAGED
    assert len(scene.pool.jobs) == 1
    scene.store.forget([PAGE.fingerprint])
    assert scene.store.problem_of(PAGE) is None


def test_the_versions_of_a_recipe_are_told_apart_within_a_variant() -> None:
    keys = [PAGE.key(Recipe.SCREEN)[1], source(1).key(Recipe.SCREEN)[1]]
    assert [key.rpartition("-")[0] for key in keys] == ["page-2/screen", "screen"]


def test_pages_are_those_of_the_content_whatever_the_name_says(put: Put) -> None:
    with closing(MediaPool(1, 1 << 30, patience=10)) as pool:
        named_as_video = put("a.mov", document())
        result = pool.render(named_as_video, Recipe.SCREEN, urgency=Urgency.VISIBLE, variant=Variant("page-3")).result(
            120
        )
        assert isinstance(result, Rendered), result
        assert open_result(result).size == SIZES[2]


@pytest.mark.parametrize("name", ["a.avi", "a.tif"])
def test_a_video_has_no_variants(put: Put, name: str) -> None:
    video = put(name, motion_jpeg_avi([plain((9, 9, 9))] * 3))
    with closing(MediaPool(1, 1 << 30, patience=10)) as pool:
        for variant in (DEVELOPED, Variant("page-2")):
            result = pool.render(video, Recipe.SCREEN, urgency=Urgency.VISIBLE, variant=variant).result(120)
            assert isinstance(result, Problem)
            assert result.code == "unsupported"
