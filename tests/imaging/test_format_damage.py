"""The rarer formats, damaged in any way: a value or a problem, one size in index and picture, in bounded steps."""

from __future__ import annotations

import random
import struct
import sys
import tracemalloc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.imaging import geometry
from gallery.imaging.decoding import programming_errors
from gallery.imaging.decoding.render import LargeError, render
from gallery.imaging.metadata import bounded_reader, containers
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.read import read
from tests.imaging.files import Put, png_file
from tests.imaging.format_files import (
    HEIGHT,
    WIDTH,
    box,
    codestream,
    colour_box,
    dds,
    icns,
    ico,
    icon_bitmap,
    jp2,
    pcx,
    psd,
    qoi,
    resource,
    tga,
    tga_extension,
)
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

SIDE = 16
COUNT = WIDTH * HEIGHT
SMALL = picture(64, 48).resize((WIDTH, HEIGHT))
NOISE = Image.effect_noise((WIDTH, HEIGHT), 80)
BITMAP = icon_bitmap(SIDE, 24, bytes(range(256)) * 3, bytes(64))
HEADER = f"{WIDTH} {HEIGHT}"

PALETTE_BOX = box(b"pclr", struct.pack(">HB", 256, 3), b"\7\7\7", bytes(range(256)) * 3)

FILES: dict[str, bytes] = {
    "codestream.j2k": codestream(SMALL, tile_size=(8, 8)),
    "boxes.jp2": jp2(
        codestream(SMALL), colour_box(16), box(b"cdef", struct.pack(">H9H", 3, 0, 0, 1, 1, 0, 2, 2, 0, 3))
    ),
    "palette.jp2": jp2(codestream(NOISE), PALETTE_BOX, components=1),
    "packed.psd": psd(
        [SMALL.tobytes()[at::3] for at in range(3)], 8, 3, layers=-1, resources=resource(1028, b"\x1c\2")
    ),
    "zipped.psb": psd([NOISE.tobytes() * 2], 16, 1, compression=3, large=True),
    "bitmap.ico": ico((SIDE, 24, BITMAP)),
    "picture.ico": ico((SIDE, 32, encoded("PNG", picture(64, 64).resize((SIDE, SIDE)))), (SIDE, 24, BITMAP)),
    "colours.icns": icns((b"is32", bytes(range(250)) * 4), (b"s8mk", bytes(256))),
    "members.icns": icns((b"ic07", encoded("PNG", picture(128, 128))), (b"ic04", b"ARGB" + bytes(range(200)) * 3)),
    "packed.tga": tga(10, 24, b"\x83\1\2\3\2" + bytes(9) + bytes(range(250)) * 5, extension=tga_extension(alpha=3)),
    "palette.tga": tga(1, 8, NOISE.tobytes(), palette=(24, 0, bytes(range(256)) * 3)),
    "all.qoi": encoded("QOI", SMALL),
    "blocks.dds": encoded("DDS", SMALL.convert("RGBA"), pixel_format="DXT5"),
    "plain.dds": dds(0x41, 16, (0xF00, 0xF0, 0xF, 0xF000), NOISE.tobytes() * 2),
    "words.ppm": f"P3\n# a comment\n{HEADER}\n99\n".encode() + b" 17" * (3 * COUNT),
    "wide.pgm": f"P5\n{HEADER}\n1023\n".encode() + NOISE.tobytes() * 2,
    "alpha.pam": f"P7\nWIDTH {WIDTH}\nHEIGHT {HEIGHT}\nDEPTH 2\nMAXVAL 255\nENDHDR\n".encode() + NOISE.tobytes() * 2,
    "floats.pfm": f"PF\n{HEADER}\n-1\n".encode() + NOISE.tobytes() * 12,
    "planes.pcx": pcx(1, 4, bytes(range(256)) * 2),
    "colours.pcx": pcx(8, 3, bytes(range(200)) * 5, behind=b"\x0c" + bytes(768)),
}
KINDS = {"j2k": "jp2", "jp2": "jp2", "psd": "psd", "psb": "psd", "ppm": "pnm", "pgm": "pnm", "pam": "pnm", "pfm": "pnm"}  # fmt: skip


def check(put: Put, name: str, data: bytes) -> None:
    """Check that a file gives a value or a problem, and if both, of one size."""
    file = put(name, data)
    header = read(file)
    try:
        result = render(file, Recipe.SMALL, budget=1 << 28)
    except LargeError:
        return
    assert isinstance(header, Metadata | Problem)
    assert programming_errors.take() == []
    if isinstance(result, Problem):
        assert "cannot be converted" not in result.message, "an error of ours"
        return
    assert isinstance(header, Metadata), result
    scale = min(1, 320 / max(header.width, header.height))
    assert abs(header.width * scale - result.width) <= 1
    assert abs(header.height * scale - result.height) <= 1


@pytest.mark.parametrize("name", FILES)
def test_they_are_recognised_by_their_content_and_shown(put: Put, name: str) -> None:
    suffix = name.rpartition(".")[2]
    file = put(name if suffix == "tga" else "a", FILES[name])
    found = read(file)
    assert isinstance(found, Metadata), found
    assert found.format == KINDS.get(suffix, suffix)
    assert not found.inline
    result = render(file, Recipe.FULL)
    assert isinstance(result, Rendered), result
    assert (result.width, result.height) == (found.width, found.height)


@pytest.mark.parametrize("name", FILES)
def test_files_cut_anywhere_give_a_value_or_a_problem(put: Put, name: str) -> None:
    data = FILES[name]
    for end in range(0, len(data), max(1, len(data) // 40)):
        check(put, name, data[:end])


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FILES)), st.data())
def test_damaged_files_give_a_value_or_a_problem(put: Put, name: str, data: st.DataObject) -> None:
    mutated = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(mutated) - 1) | st.integers(0, min(len(mutated), 120) - 1))
        mutated[place] = data.draw(st.integers(0, 255))
    check(put, name, bytes(mutated))


HUGE = 20_000
BOMBS = {
    "a.tga": tga(2, 32, b"", size=(HUGE, HUGE)),
    "a.qoi": qoi(4, b"", (HUGE, HUGE)),
    "a.dds": dds(4, 0, (0,) * 4, bytes(99), letters=b"DXT1", size=(HUGE, HUGE)),
    "a.ppm": f"P6\n{HUGE} {HUGE}\n255\n".encode(),
    "a.psd": psd([b""], 8, 1, compression=0, size=(HUGE, HUGE)),
    "a.ico": ico((16, 32, png_file(HUGE, HUGE))),
    "a.icns": icns((b"ic10", png_file(HUGE, HUGE))),
    "a.jp2": jp2(codestream(SMALL)[:8] + struct.pack(">4I", HUGE, HUGE, 0, 0) + codestream(SMALL)[24:]),
}


@pytest.mark.parametrize("name", BOMBS)
def test_more_pixels_than_are_decoded_are_refused_by_the_header(put: Put, name: str) -> None:
    for answer in (read(put(name, BOMBS[name])), render(put(name, BOMBS[name]), Recipe.SMALL)):
        assert isinstance(answer, Problem)
        assert answer.code == "too_large"


def test_a_small_file_of_many_pixels_takes_no_more_memory_than_it_was_counted_for(put: Put) -> None:
    """The estimate is what other pictures leave room for."""
    for kind in ("tga", "qoi", "dds", "pnm", "pcx", "psd", "ico", "icns"):
        assert geometry.memory_needed(kind, 10**6, 1, progressive=False) >= 8 * 10**6


def test_endless_lists_end(put: Put) -> None:
    """Image resources, elements, boxes and markers of no length."""
    endless = [
        ("a.psd", psd([b"\0" * COUNT], 8, 1, resources=(b"8BIM" + bytes(8)) * 200_000)),
        ("a.icns", b"icns\0\x20\0\0" + b"name\0\0\0\x08" * 200_000),
        ("a.jp2", box(b"jP  ", b"\r\n\x87\n") + box(b"free") * 200_000),
        ("a.j2k", codestream(SMALL)[:60] + b"\xff\x64\0\x02" * 200_000),
    ]
    for name, data in endless:
        check(put, name, data)


def test_headers_of_long_files_are_read_from_few_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind layers, or behind the picture, is found without reading these."""
    length, read_bytes = 200 << 20, list[int]()
    original = bounded_reader.read_fully

    def count(opened: BinaryIO, wanted: int) -> bytes:
        read_bytes.append(wanted)
        return original(opened, wanted)

    monkeypatch.setattr(bounded_reader, "read_fully", count)
    document = psd([SMALL.tobytes()[:COUNT]], 8, 1, compression=0)
    behind = box(b"uuid", bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38"), b"\x1c\x02\x05\0\x04Name")
    start = jp2(codestream(SMALL))
    place = start.rfind(b"jp2c") - 4
    for name, head, tail in (
        ("a.psd", document[:34] + struct.pack(">I", length), document[38:]),
        ("a.jp2", start[:place] + struct.pack(">I", len(start) - place + length) + start[place + 4 :], behind),
    ):
        path = tmp_path / name
        with path.open("wb") as file:
            file.write(head)
            file.seek(len(head) + length)
            file.write(tail)
        with path.open("rb", buffering=0) as opened:
            header = containers.parse(BoundedReader.from_file(opened), KINDS.get(name[2:], name[2:]))
        assert (header.width, header.height) == (WIDTH, HEIGHT)
        assert (header.iptc is not None) == (name == "a.jp2")
    assert sum(read_bytes) < 1 << 20


_COPIES = 20
"""Changed copies of each file."""
_MAX_STEPS = 2_000_000
"""Lines of Python for one file, which take about half a second when nobody counts them; most take a hundredth."""
_BUDGET = 16 << 20
"""Bytes of memory; a picture that needs more is refused by its header."""
_HEADER_BYTES = 128


class TooManyStepsError(BaseException):
    """Not an Exception: decoders are allowed any, and theirs are caught."""


@contextmanager
def _count_steps(limit: int) -> Iterator[None]:
    """Raise where more than so many lines of Python are run.

    Raises:
        TooManyStepsError: They are.
    """
    left, before = limit, sys.gettrace()

    def count(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        left -= event == "line"
        if left < 0:
            raise TooManyStepsError
        return count

    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


def _change(data: bytes, chance: random.Random) -> bytes:
    """Return a copy in which up to four bytes are others; most of them in the header, some the least or the largest."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(min(len(data), chance.choice((_HEADER_BYTES, _HEADER_BYTES, len(data)))))
        changed[place] = chance.choice(
            (0, 1, 255, 127, changed[place] ^ 1 << chance.randrange(8), chance.randrange(256))
        )
    return bytes(changed[: len(data) if chance.random() < 0.8 else chance.randrange(1, len(data))])


@pytest.mark.parametrize("name", FILES)
def test_any_changed_bytes_end_in_a_value_or_a_problem(put: Put, name: str) -> None:
    chance = random.Random(name)  # the same files each time
    for _ in range(_COPIES):
        file = put(name, _change(FILES[name], chance))
        tracemalloc.start()
        try:
            with _count_steps(_MAX_STEPS):
                header = read(file)
                result = render(file, Recipe.SMALL, budget=_BUDGET)
        except LargeError:
            continue
        finally:
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert most < _BUDGET
        assert isinstance(header, Metadata | Problem)
        assert isinstance(result, Rendered | Problem)
        assert programming_errors.take() == []
