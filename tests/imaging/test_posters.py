"""Posters of videos: made by a process of their own, of a frame that shows something, upright and in true colours."""

from __future__ import annotations

import errno
import io
import os
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import FileRef, Problem, Recipe, Rendered
from gallery.imaging.workers.jobs import _POSTER_S, RenderJob
from gallery.imaging.workers.media_pool import MediaPool
from gallery.imaging.workers.pool import Urgency
from tests.imaging.playable_videos import halves, jpeg, motion_jpeg_avi, motion_jpeg_mov, plain
from tests.imaging.video_files import mp4, mvhd, track
from tests.pictures import encoded, picture
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from gallery.imaging.decoding.video_frames import Wanted
    from gallery.imaging.workers.limits import Limits
    from tests.imaging.files import Put

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
from gallery.imaging.decoding.poster import poster_times, render_poster

BLACK, RED, BLUE, WHITE = (0, 0, 0), (230, 20, 20), (20, 20, 230), (255, 255, 255)


@pytest.fixture(scope="module")
def pool() -> Iterator[MediaPool]:
    with closing(MediaPool(1, 2 << 30, patience=10)) as made:
        yield made


def made(pool: MediaPool, file: FileRef, recipe: Recipe = Recipe.SMALL) -> Rendered | Problem:
    return pool.render(file, recipe, urgency=Urgency.VISIBLE).result(300)


def poster(pool: MediaPool, file: FileRef, recipe: Recipe = Recipe.SMALL) -> Image.Image:
    found = made(pool, file, recipe)
    assert isinstance(found, Rendered), found
    image = Image.open(io.BytesIO(found.jpeg))
    assert image.size == (found.width, found.height)
    return image


def is_near(image: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    """Return whether a picture has about this colour at a share of its width and height."""
    pixel = image.convert("RGB").getpixel((int(at[0] * image.width), int(at[1] * image.height)))
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 25 for one, other in zip(pixel, colour, strict=True))


def test_a_poster_is_not_the_black_beginning(pool: MediaPool, put: Put) -> None:
    frames = [plain(BLACK)] * 15 + [halves(RED, BLUE)] * 25
    image = poster(pool, put("a.avi", motion_jpeg_avi(frames)))
    assert image.size == (160, 96)
    assert is_near(image, (0.25, 0.5), RED)
    assert is_near(image, (0.75, 0.5), BLUE)


def test_a_video_that_shows_nothing_anywhere_has_a_poster_too(pool: MediaPool, put: Put) -> None:
    assert is_near(poster(pool, put("a.avi", motion_jpeg_avi([plain(BLACK)] * 20))), (0.5, 0.5), BLACK)


@pytest.mark.parametrize(
    ("turn", "size", "red"), [(0, (160, 96), (0.2, 0.5)), (90, (96, 160), (0.5, 0.2)), (270, (96, 160), (0.5, 0.8)),
                              (180, (160, 96), (0.8, 0.5))]
)  # fmt: skip
def test_a_poster_is_upright(
    pool: MediaPool, put: Put, turn: int, size: tuple[int, int], red: tuple[float, float]
) -> None:
    image = poster(pool, put("a.mov", motion_jpeg_mov([halves(RED, BLUE)] * 10, turn=turn)))
    assert image.size == size
    assert is_near(image, red, RED)


def test_a_poster_fits_the_box_of_its_recipe(pool: MediaPool, put: Put) -> None:
    large = (1920, 1088)
    file = put("a.avi", motion_jpeg_avi([halves(RED, WHITE, large)] * 3, large))
    assert poster(pool, file).size == (320, 181)
    assert poster(pool, file, Recipe.LARGE).size == (512, 290)
    assert poster(pool, file, Recipe.SCREEN).size == large


def test_a_video_without_a_decoder_says_so(pool: MediaPool, put: Put) -> None:
    found = made(pool, put("a.mp4", mp4(mvhd(), track(b"av01"))))
    assert found == Problem("unsupported", "Shoebox cannot decode this video (AV1).")


def test_a_video_that_changed_meanwhile_has_no_poster_under_the_old_name(pool: MediaPool, put: Put) -> None:
    file = put("a.avi", motion_jpeg_avi([plain(RED)] * 5))
    other = FileRef(file.root, file.relative, file.size, file.mtime_ns, b"0" * 16)
    found = made(pool, other)
    assert isinstance(found, Problem)
    assert found.code == "changed"


def test_the_poster_process_starts_with_the_first_video_and_stays(put: Put) -> None:
    with closing(MediaPool(1, 2 << 30, patience=10)) as pool:
        assert isinstance(made(pool, put("a.jpg", encoded(image=picture(64, 48)))), Rendered)
        assert pool.posters._processes == []
        for name in ("a.avi", "b.avi"):
            assert isinstance(made(pool, put(name, motion_jpeg_avi([plain(RED)] * 5))), Rendered)
            assert len(pool.posters._processes) == 1
        first = pool.posters._processes[0].process
        assert isinstance(made(pool, put("b.jpg", encoded(image=picture(64, 48)))), Rendered)
        assert pool.posters._processes[0].process is first
        assert pool.busy() == pool.queued() == 0


def hang(connection: Connection, _limits: Limits) -> None:
    """Take requests and never answer."""
    while True:
        connection.recv_bytes()
        time.sleep(600)


def test_a_video_that_hangs_its_decoder_costs_itself_only(put: Put) -> None:
    with closing(MediaPool(1, 1 << 30, poster_target=hang, patience=0.02)) as pool:
        pool._patience = 10
        found = made(pool, put("a.avi", motion_jpeg_avi([plain(RED)] * 5)))
        assert isinstance(found, Problem)
        assert found.code == "timeout"
        assert isinstance(made(pool, put("a.jpg", encoded(image=picture(64, 48)))), Rendered)


def test_a_poster_that_waits_may_be_dropped_or_be_asked_for_more_urgently(put: Put) -> None:
    with closing(MediaPool(1, 1 << 30, poster_target=hang)) as pool:
        video = motion_jpeg_avi([plain(RED)] * 5)
        pool.render(put("a.avi", video), Recipe.SMALL, urgency=Urgency.IDLE)
        assert wait_for(pool.posters.busy, 60)
        waiting = pool.render(put("b.avi", video), Recipe.SMALL, urgency=Urgency.IDLE)
        assert wait_for(pool.posters.queued, 60)
        assert waiting.cancel()


@pytest.mark.parametrize("name", ["a.mp4", "a.jpg", "a"])
def test_the_content_decides_which_process_is_asked(pool: MediaPool, put: Put, name: str) -> None:
    assert poster(pool, put(name, motion_jpeg_avi([plain(RED)] * 5))).size == (160, 96)
    assert poster(pool, put(name, encoded(image=picture(64, 48)))).size == (64, 48)


def test_a_job_that_is_handed_to_a_closed_pool_lets_go_who_waits(put: Put) -> None:
    pool = MediaPool(1, 1 << 30)
    pool.close()
    job = RenderJob(Urgency.VISIBLE, put("a.avi", b""), Recipe.SMALL)
    job.future.set_running_or_notify_cancel()
    pool.posters._submit(job)
    assert job.future.done()


def test_a_pool_that_closes_lets_go_who_waits_for_a_poster(put: Put) -> None:
    pool = MediaPool(1, 1 << 30, poster_target=hang)
    waiting = pool.render(put("a.avi", motion_jpeg_avi([plain(RED)] * 5)), Recipe.SMALL, urgency=Urgency.VISIBLE)
    assert wait_for(pool.posters.busy, 60)
    pool.close()
    assert waiting.cancelled() or waiting.exception(0) is not None


def test_times_of_posters() -> None:
    assert poster_times(None) == [1000, 0]
    assert poster_times(3_600_000) == [3000, 900_000, 1_800_000, 0]
    assert poster_times(800) == [80, 200, 400, 0]
    assert poster_times(1) == [0]


def test_posters_are_of_key_frames_where_one_is_near() -> None:
    every_second = list(range(0, 60_000, 1000))
    assert poster_times(60_000, every_second) == [3000, 15_000, 30_000, 0]
    assert poster_times(8000, [0, 4000, 8000]) == [4000, 0]
    assert poster_times(60_000, [0, 8340, 16_680]) == [8340, 16_680, 30_000, 0]
    assert poster_times(8000, [0, 5000]) == [800, 2000, 4000, 0]  # not behind the middle
    assert poster_times(3_600_000, [0, 20_000]) == [3000, 900_000, 1_800_000, 0]


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_posters_have_the_colours_of_their_frames(pool: MediaPool, put: Put, subsampling: str) -> None:
    image = Image.new("RGB", (160, 96), RED)
    image.paste(BLUE, (0, 48, 160, 96))
    found = poster(pool, put("a.avi", motion_jpeg_avi([jpeg(image, subsampling)] * 5)))
    assert is_near(found, (0.5, 0.2), RED)
    assert is_near(found, (0.5, 0.8), BLUE)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that have passed for the process that makes posters."""
    now = [0.0]
    monkeypatch.setattr("gallery.imaging.decoding.poster.time.monotonic", lambda: now[0])
    return now


def posters_of(
    answers: dict[int, float], clock: list[float], monkeypatch: pytest.MonkeyPatch, file: FileRef, *, flat: bool
) -> tuple[Rendered | Problem, list[int]]:
    """Make a poster with a player that takes so many seconds at a time, or 5 and says nothing; return what it tried.

    Args:
        answers: Seconds by milliseconds; what is not among them never comes.
        clock: What tells the time.
        monkeypatch: Of the test.
        file: The video.
        flat: Whether the frames show nothing.
    """
    tried = []

    def frame_at(_opened: object, ms: int, wanted: Wanted) -> tuple[Image.Image, None]:
        tried.append(ms)
        clock[0] += answers.get(ms, 5.0)
        if ms not in answers:
            raise TimeoutError
        return (Image.new("RGB", wanted.size) if flat else picture(*wanted.size)), None

    monkeypatch.setattr("gallery.imaging.decoding.poster.frame_at", frame_at)
    return render_poster(file, Recipe.SMALL), tried


@pytest.mark.parametrize(
    ("answers", "flat", "tries"),
    [
        ({300: 0.1}, False, [300]),
        ({300: 0.1, 750: 0.1, 1500: 0.1, 0: 0.1}, True, [300, 750, 1500, 0]),
        ({300: 2.4, 750: 2.4, 1500: 2.4, 0: 2.4}, True, [300, 750]),
        ({300: 0.1}, True, [300, 750]),
        ({0: 0.1}, False, [300, 0]),
    ],
)
def test_a_slow_video_has_the_poster_that_was_found_in_time(
    answers: dict[int, float],
    flat: bool,
    tries: list[int],
    put: Put,
    clock: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = put("a.avi", motion_jpeg_avi([plain(RED)] * 30))
    found, tried = posters_of(answers, clock, monkeypatch, file, flat=flat)
    assert isinstance(found, Rendered)
    assert tried == tries
    assert clock[0] < _POSTER_S


def test_a_video_that_never_comes_is_slow_and_not_without_a_decoder(
    put: Put, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put("a.avi", motion_jpeg_avi([plain(RED)] * 30))
    found, tried = posters_of({}, clock, monkeypatch, file, flat=False)
    assert isinstance(found, Problem)
    assert found.code == "timeout"
    assert tried == [300, 0]


class GoneDrive(io.FileIO):
    """A file whose drive goes away after its beginning was read."""

    gone = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as long as the drive is there."""
        if self.gone:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)


def test_a_drive_that_has_gone_is_not_taken_for_want_of_a_decoder(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put("a.avi", motion_jpeg_avi([plain(RED)] * 30))
    opened = GoneDrive(os.path.join(file.root, file.relative))

    def frame_at(_opened: object, _ms: int, _wanted: Wanted) -> None:
        opened.gone = True

    monkeypatch.setattr("gallery.imaging.decoding.poster.frame_at", frame_at)
    monkeypatch.setattr("gallery.imaging.metadata.read.open_file", lambda _: opened)
    found = render_poster(file, Recipe.SMALL)
    assert isinstance(found, Problem)
    assert found.is_access_problem
