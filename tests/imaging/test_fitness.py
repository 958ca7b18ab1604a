"""A decode process after a bad file: as much memory as before, and good pictures come out whole."""

from __future__ import annotations

import gc
import struct
import subprocess
import sys
import weakref
import zlib
from contextlib import closing
from typing import TYPE_CHECKING

import psutil
import pytest
from PIL import Image

from gallery.base.models import FileRef, Problem, Recipe, Rendered
from gallery.imaging.decoding.render import render
from gallery.imaging.workers import limits as system
from gallery.imaging.workers import process_main, protocol
from gallery.imaging.workers.limits import Limits
from gallery.imaging.workers.message_frames import FrameChannel
from gallery.imaging.workers.pool import Pool, Urgency
from tests.imaging.files import Put, png_file, tiff_file
from tests.imaging.pools import WAIT_S
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.imaging.workers.protocol import Answer

MIB = 1 << 20
SIDE = 6000
"""A canvas of 36 million pixels takes 108 or 144 MB; beyond 50 million a picture is decoded by other rules."""


def bmp_bomb() -> bytes:
    """Return a BMP of 26 bytes that announces SIDE x SIDE pixels."""
    return struct.pack("<2sIHHIIHHHH", b"BM", 26, 0, 0, 26, 12, SIDE, SIDE, 1, 24)


def cut_png() -> bytes:
    """Return a PNG of SIDE x SIDE pixels that ends after its first rows."""
    return png_file(SIDE, SIDE, zlib.compress(bytes(3 * SIDE * 40) + b"\x01" * 999)[:-8])


def cut_tiff() -> bytes:
    """Return an uncompressed TIFF of SIDE x SIDE pixels of which the first rows are there."""
    return tiff_file(SIDE, SIDE, bytes(range(256)) * 400)


def gif_bomb() -> bytes:
    """Return a GIF that announces SIDE x SIDE pixels and holds none."""
    frame = struct.pack("<BHHHHB", 0x2C, 0, 0, SIDE, SIDE, 0)
    return b"GIF89a" + struct.pack("<HHBBB", SIDE, SIDE, 0x80, 0, 0) + bytes(6) + frame + b"\x08\x00;"


def cut(kind: str) -> Callable[[], bytes]:
    """Return what makes a picture of this format that ends in its middle."""

    def make() -> bytes:
        whole = encoded(kind, picture(3000, 2000))
        return whole[: len(whole) // 2]

    return make


BAD = {
    "bmp": bmp_bomb,
    "png": cut_png,
    "tiff": cut_tiff,
    "gif": gif_bomb,
    "jpeg": cut("JPEG"),
    "webp": cut("WEBP"),
    "avif": cut("AVIF"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="the address space is not what is limited there")
@pytest.mark.parametrize("kind", BAD)
def test_nothing_of_a_bad_file_stays_in_its_process(put: Put, kind: str) -> None:
    good = put(f"good.{kind}", encoded(kind.upper(), picture(800, 600)))
    bad = [put(f"bad{number}.{kind}", BAD[kind]()) for number in range(3)]
    with closing(Pool(1, 4 << 30)) as pool:

        def make(file: FileRef) -> Rendered | Problem:
            return pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(WAIT_S)

        make(good)
        process = psutil.Process(pool._processes[0].process.pid)
        before = process.memory_info().vms
        answers = [make(file) for file in bad]
        assert all(isinstance(answer, Problem) or answer.problem for answer in answers), answers
        assert isinstance(make(good), Rendered)
        assert pool._processes[0].process.pid == process.pid, "one process made all of them"
        assert process.memory_info().vms < before + 64 * MIB


def test_a_large_canvas_is_no_part_of_the_heap() -> None:
    """Where it was, a damaged picture of 144 million pixels left 576 MB, and was tried again and again."""
    code = (
        "from gallery.imaging.workers import process_main\n"
        "process_main._import_for('render')\n"
        "from PIL import Image\n"
        "print(Image.core.get_block_size())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 32 * MIB


def test_the_first_file_of_a_process_is_no_exception(put: Put) -> None:
    """What it leaves must not be taken for part of the program, which is never looked through for garbage."""
    bad, good = put("bad.bmp", bmp_bomb()), put("good.jpg", encoded())
    with closing(Pool(1, 1 << 30)) as pool:
        for file in (bad, good):
            pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(WAIT_S)
        process = psutil.Process(pool._processes[0].process.pid)
        with_one = process.memory_info().vms
        pool.render(bad, Recipe.SMALL, urgency=Urgency.VISIBLE).result(WAIT_S)
        assert process.memory_info().vms < with_one + 64 * MIB
        assert with_one < 900 * MIB


def answer_to(file: FileRef, limits: Limits, *, large_ok: bool = False) -> Answer | None:
    """Ask this process for a thumbnail, as the pool would."""
    request = protocol.decode_request(protocol.encode_render_request(file, Recipe.SMALL, large_ok=large_ok))
    decoder = protocol.AnswerDecoder()
    return [decoder.add(message) for message in process_main.answer(request, limits)][-1]


def test_a_process_without_the_memory_it_should_have_says_so_instead_of_blaming_the_file(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, cut_short, good = put("a.jpg", encoded()[:200]), put("b.jpg", encoded()[:-900]), put("c.jpg", encoded())
    limits = Limits(1 << 30, 1 << 30)
    assert isinstance(answer_to(bad, limits), Problem)
    partial = answer_to(cut_short, limits)
    assert isinstance(partial, Rendered)
    assert partial.problem
    monkeypatch.setattr(system, "has_room", lambda _: False)
    assert isinstance(answer_to(bad, limits), protocol.Unfit)
    assert isinstance(answer_to(cut_short, limits), protocol.Unfit)
    assert isinstance(answer_to(good, limits), Rendered), "whose picture is whole needs nothing more"


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("recipe", [Recipe.SMALL, Recipe.FULL])
def test_a_whole_picture_leaves_nothing_that_only_the_garbage_collector_takes(
    put: Put, kind: str, recipe: Recipe
) -> None:
    """A decode process collects no garbage after it: 800 MB of 200 megapixels stayed, and a frame of each photo."""
    file = put(f"good.{kind}", encoded(kind.upper(), picture(800, 600)))
    gc.collect()
    gc.disable()
    try:
        assert isinstance(render(file, recipe), Rendered)
        assert [one for one in gc.get_objects() if isinstance(one, Image.Image) and one.size == (800, 600)] == []
    finally:
        gc.enable()


class Canvas:
    """What a decoder leaves behind an error: it refers to itself, and only the garbage collector takes it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_a_bad_file_leaves_is_taken_before_the_memory_is_counted(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decode process collects no garbage by itself."""
    left: list[weakref.ref[Canvas]] = []
    counted: list[Canvas | None] = []

    def render(*_: object, **__: object) -> Problem:
        left.append(weakref.ref(Canvas()))
        return Problem("damaged", "It is damaged.")

    def has_room(_: int) -> bool:
        counted.append(left[0]())
        return True

    monkeypatch.setattr("gallery.imaging.decoding.render.render", render)
    monkeypatch.setattr(system, "has_room", has_room)
    gc.disable()
    try:
        assert isinstance(answer_to(put("a.jpg", encoded()), Limits(1 << 28, 1 << 29)), Problem)
    finally:
        gc.enable()
    assert counted == [None]


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS of another process")
def test_a_process_whose_memory_is_taken_away_costs_no_picture(put: Put) -> None:
    files = [put(f"{number}.png", encoded("PNG", picture(2500, 2000, number))) for number in range(4)]
    with closing(Pool(1, 2 << 30)) as pool:
        for file in files:
            pool.read([file], urgency=Urgency.METADATA).result(WAIT_S)
            process = psutil.Process(pool._processes[0].process.pid)
            process.rlimit(psutil.RLIMIT_AS, (process.memory_info().vms + MIB,) * 2)
            made = pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(WAIT_S)
            assert isinstance(made, Rendered), made


def test_there_is_room_or_not() -> None:
    assert system.has_room(1 << 20)
    assert not system.has_room(1 << 62)
    assert not system.has_room(1 << 80)


@pytest.mark.parametrize("fails", [False, True])
def test_the_large_memory_limit_is_for_one_picture(put: Put, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    file, limits, seen = put("a.jpg", encoded()), Limits(1 << 28, 1 << 29), list[object]()

    def render(*_: object, **options: object) -> Problem:
        seen.append(options)
        if fails:
            raise MemoryError
        return Problem("damaged", "It is damaged.")

    monkeypatch.setattr("gallery.imaging.decoding.render.render", render)
    monkeypatch.setattr(system, "set_memory_limit", seen.append)
    if fails:
        with pytest.raises(MemoryError):
            answer_to(file, limits, large_ok=True)
    else:
        answer_to(file, limits, large_ok=True)
    assert seen == [limits.large, {}, limits.usual]


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS is held")
def test_the_memory_limit_is_the_systems(put: Put) -> None:
    """36 million pixels need 288 MB: too much beside others, enough alone."""
    file = put("a.png", png_file(SIDE, SIDE, zlib.compress(bytes((3 * SIDE + 1) * SIDE), 1)))
    with closing(Pool(1, 800 * MIB)) as pool:
        assert isinstance(pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE).result(WAIT_S), Rendered)
        process = psutil.Process(pool._processes[0].process.pid)
        assert process.rlimit(psutil.RLIMIT_AS)[0] == 400 * MIB + (512 << 20)


class Script(FrameChannel):
    """A channel with one request, which is there before the program has gone."""

    def __init__(self, request: bytes) -> None:
        self.requests = [request]

    def receive(self) -> bytes:
        """Return the request, then the end."""
        if not self.requests:
            raise EOFError
        return self.requests.pop()


@pytest.mark.parametrize(("room", "raised"), [(True, MemoryError), (False, SystemExit)])
def test_a_process_without_memory_for_its_own_work_tells_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, room: bool, raised: type[BaseException]
) -> None:
    def fail(*_: object) -> list[bytes]:
        raise MemoryError

    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(process_main, "answer", fail)
    monkeypatch.setattr(process_main, "freeze_imports", lambda: None)
    monkeypatch.setattr("gallery.imaging.workers.process_main.gc.disable", lambda: None)
    monkeypatch.setattr("gallery.imaging.workers.process_main.os._exit", leave)
    monkeypatch.setattr(system, "has_room", lambda _: room)
    with pytest.raises(raised) as caught:
        process_main.serve(Script(protocol.encode_read_request([])), Limits(1, 1))
    assert room or caught.value.args == (protocol.UNFIT_EXIT,)
