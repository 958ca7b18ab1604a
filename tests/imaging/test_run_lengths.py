"""Run lengths of TGA, PCX and PackBits: as a decoder unpacks them that goes from run to run, but faster."""

from __future__ import annotations

import random
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Recipe, Rendered
from gallery.imaging.decoding import run_lengths
from gallery.imaging.decoding.decoding_errors import TooLargeError
from gallery.imaging.decoding.render import render
from gallery.imaging.decoding.run_lengths import unpack_bits, unpack_pcx, unpack_tga
from tests.imaging.format_files import pcx, psd, tga

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction

    from tests.imaging.files import Put


def plain_tga(data: bytes, step: int) -> bytes:
    out, at = b"", 0
    while at < len(data):
        count = (data[at] & 127) + 1
        if data[at] & 128:
            out += data[at + 1 : at + 1 + step] * (count if at + step < len(data) else 1)
            at += 1 + step
        else:
            out += data[at + 1 : at + 1 + count * step]
            at += 1 + count * step
    return out


def plain_pcx(data: bytes) -> bytes:
    out, at = b"", 0
    while at < len(data):
        if data[at] >= 192:
            out += data[at + 1 : at + 2] * (data[at] - 192)
            at += 2
        else:
            out += data[at : at + 1]
            at += 1
    return out


def plain_bits(data: bytes) -> bytes:
    out, at = b"", 0
    while at < len(data):
        if data[at] > 128:
            out += data[at + 1 : at + 2] * (257 - data[at])
            at += 2
        elif data[at] == 128:
            at += 1
        else:
            out += data[at + 1 : at + 2 + data[at]]
            at += 2 + data[at]
    return out


FEW = bytes((0, 1, 2, 127, 128, 129, 130, 192, 193, 194, 254, 255))
"""Bytes at the edges of what begins a run."""


@pytest.mark.parametrize("seed", range(4))
def test_any_data_is_unpacked_as_far_as_it_goes(seed: int) -> None:
    """Cut anywhere, with runs that go on behind what is needed, and with more behind them."""
    rng = random.Random(seed)
    for _ in range(400):
        step = 1 + seed
        data = bytes(rng.choice(FEW) if seed % 2 else rng.randrange(256) for _ in range(rng.randrange(300)))
        needed = rng.randrange(1, 500) * step
        for found, expected in (
            (unpack_tga(data, step, needed), plain_tga(data, step)),
            (unpack_pcx(data, needed), plain_pcx(data)),
            (unpack_bits(data, needed), plain_bits(data)),
        ):
            # of a run that is cut within its pixel
            assert expected.startswith(found) or found[: -step + 1] == expected, data
            assert len(found) >= min(needed, len(expected) // step * step), data


def test_more_than_can_be_unpacked_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_lengths, "MAX_BYTES", 1000)
    assert len(unpack_tga(b"\xff\1" * 8, 1, 1000)) == 1000
    with pytest.raises(TooLargeError):
        unpack_tga(b"\xff\1" * 8, 1, 1001)
    with pytest.raises(TooLargeError):
        unpack_pcx(b"", 1001)


def count_lines(call: Callable[[], object]) -> int:
    """Return how many lines of Python are run."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: Any) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


FORMATS: dict[str, Callable[[int], bytes]] = {
    "tga": lambda height: tga(10, 24, b"\x80abc\x80def" * (50 * height), size=(100, height)),
    "pcx": lambda height: pcx(8, 1, b"\xc8\xc9" * (50 * height), size=(100, height)),
    "psd": lambda height: psd([bytes(range(100)) * height], 8, 1, size=(100, height))[: -50 * height],
}


@pytest.mark.parametrize("kind", FORMATS)
def test_no_run_costs_a_line_of_python(put: Put, kind: str) -> None:
    """Forty million pixels, each a run of its own, would take ten seconds; so would damaged data."""
    files = [put(f"{height}.{kind}", FORMATS[kind](height)) for height in (40, 60)]
    assert all(isinstance(render(file, Recipe.FULL), Rendered) for file in files)
    few, more = (count_lines(partial(render, file, Recipe.FULL)) for file in files)
    assert more - few < 500
