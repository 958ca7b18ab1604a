"""Files made of very many small parts: a header costs a bounded number of steps, and good ones lose nothing by that."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata, Problem
from gallery.imaging.decoding.jpeg_scans import first_scans
from gallery.imaging.metadata import bounded_reader
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.read import read
from tests.imaging.files import Put, reference
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MIB = 1 << 20
SOI = b"\xff\xd8\xff\xfe\0\x02"
"""Start of a JPEG and an empty comment: a file is known by three bytes."""

GIF = b"GIF89a" + struct.pack("<HHBBB", 64, 48, 0, 0, 0)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The length of each block that parsers ask for, one a step."""
    asked: list[int] = []
    original = BoundedReader.read_up_to

    def count(reader: BoundedReader, offset: int, length: int) -> bytes:
        asked.append(length)
        return original(reader, offset, length)

    monkeypatch.setattr(BoundedReader, "read_up_to", count)
    return asked


def box(name: bytes, content: bytes) -> bytes:
    """Return a box of HEIF."""
    return struct.pack(">I", len(content) + 8) + name + content


def heic(*boxes: bytes) -> bytes:
    """Return a HEIC whose meta box holds these boxes."""
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(4) + b"".join(boxes))


def locations() -> bytes:
    """Return an iloc box of 4,096 items with 4,096 extents of no length each."""
    item = struct.pack(">HHH", 1, 0, 4096)
    return box(b"iloc", struct.pack(">IBBH", 0, 0, 0, 4096) + item * 4096)


def whole(extra: bytes) -> bytes:
    """Return a JPEG with something between its first two segments."""
    data = encoded(image=picture(64, 48))
    return SOI + extra + data[2:]


def png_with(chunk: bytes, times: int) -> bytes:
    """Return a PNG with so many empty chunks of a name before its picture."""
    data = encoded("PNG", picture(64, 48))
    empty = bytes(4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return data[:33] + empty * times + data[33:]


BOMBS: dict[str, Callable[[], bytes]] = {
    "fill bytes": lambda: SOI + b"\xff" * (20 * MIB),
    "zeros": lambda: SOI + bytes(20 * MIB),
    "stuffed zeros": lambda: SOI + b"\xff\x00" * (10 * MIB),
    "restart markers": lambda: SOI + b"\xff\xd0" * (10 * MIB),
    "empty segments": lambda: SOI + b"\xff\xe0\0\x02" * (5 * MIB),
    "a size, then empty segments": lambda: whole(b"\xff\xfe\0\x02" * (5 * MIB)),
    "PNG chunks": lambda: png_with(b"puNk", MIB),
    "PNG chunks behind the picture": lambda: encoded("PNG")[:-12] + png_with(b"puNk", MIB)[33:],
    "GIF comment": lambda: GIF + b"!\xfe" + b"\xff" * (256 * 5000),
    "GIF comment of single letters": lambda: GIF + b"!\xfe" + b"\x01x" * MIB,
    "BigTIFF directory": lambda: b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 1 << 20) + bytes(20 * MIB),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_of_very_many_small_parts_is_damaged_after_few_steps(put: Put, steps: list[int], name: str) -> None:
    answer = read(put("bomb", BOMBS[name]()))
    assert isinstance(answer, Problem), answer
    assert answer.code == "damaged"
    assert len(steps) <= bounded_reader._MAX_READS + 10
    if name in ("fill bytes", "zeros", "stuffed zeros", "restart markers"):
        assert len(steps) < 2000


def test_items_of_a_heic_cost_no_more_than_a_list_may(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    cursor = "gallery.imaging.metadata.byte_cursor.Cursor.take"
    from gallery.imaging.metadata.byte_cursor import Cursor

    original = Cursor.take

    def count(self: Cursor, width: int) -> int:
        taken.append(width)
        return original(self, width)

    monkeypatch.setattr(cursor, count)
    assert isinstance(read(put("bomb", heic(locations()))), Problem)
    assert len(taken) < 400_000


def test_fill_bytes_cost_the_search_for_scans_nothing() -> None:
    class Counted(bytes):
        """Bytes that count how often one of them is looked at."""

        looks = 0

        def __getitem__(self, key: Any) -> Any:
            Counted.looks += 1
            return super().__getitem__(key)

    data = encoded(image=picture(64, 48), progressive=True)
    assert first_scans(Counted(SOI + b"\xff" * MIB + data[2:])) == first_scans(data)
    assert Counted.looks < 1000


@pytest.mark.parametrize(
    "extra", [b"\xff" * 5000, bytes(70_000), b"\xff\xd0" * 100, b"ab\xff\x00cd" * 9, b"\xff" * 4093]
)
def test_stray_bytes_in_a_good_jpeg_are_skipped(put: Put, extra: bytes) -> None:
    answer = read(put("a.jpg", whole(extra)))
    assert isinstance(answer, Metadata), answer
    assert (answer.width, answer.height) == (64, 48)


@pytest.mark.parametrize(("chunk", "count"), [(65_536, 900), (8192, 7000)])
def test_a_good_png_may_be_long(tmp_path: Path, steps: list[int], chunk: int, count: int) -> None:
    """The size is known from the start, and what stands behind the picture is found without reading the picture."""
    path = tmp_path / "a.png"
    text = b"XML:com.adobe.xmp\0\0\0\0\0" + b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    with path.open("wb") as file:
        file.write(encoded("PNG", picture(64, 48))[:33])
        for _ in range(count):
            file.write(struct.pack(">I", chunk) + b"IDAT")
            file.seek(chunk + 4, 1)
        file.write(struct.pack(">I", len(text)) + b"iTXt" + text + bytes(4) + bytes(4) + b"IEND" + bytes(4))
    read_bytes: list[int] = []
    original = bounded_reader.read_fully

    def count_bytes(opened: object, length: int) -> bytes:
        read_bytes.append(length)
        return original(opened, length)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded_reader, "read_fully", count_bytes)
        answer = read(reference(path))
    assert isinstance(answer, Metadata), answer
    assert (answer.width, answer.height) == (64, 48)
    assert len(text) in steps
    assert path.stat().st_size > 48 * MIB
    assert sum(read_bytes) < 8 * MIB


def test_a_png_of_very_many_short_chunks_has_a_size(tmp_path: Path) -> None:
    """Its end is not looked for: what stands there is not worth 48 MiB."""
    path = tmp_path / "a.png"
    with path.open("wb") as file:
        file.write(encoded("PNG", picture(64, 48))[:33])
        for _ in range(110_000):
            file.write(struct.pack(">I", 512) + b"IDAT")
            file.seek(516, 1)
    answer = read(reference(path))
    assert isinstance(answer, Metadata), answer
    assert (answer.width, answer.height) == (64, 48)


def test_a_reader_that_has_read_too_much_comes_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_reader, "_MAX_TOTAL_BYTES", 3000)
    (tmp_path / "a").write_bytes(bytes(1 << 20))
    with (tmp_path / "a").open("rb", buffering=0) as file:
        reader = BoundedReader(file, 1 << 20, b"")
        assert len(reader.read_up_to(100_000, 10)) == 10
        assert len(reader.read_up_to(300_000, 10)) == 10
        assert reader.read_up_to(500_000, 10) == b""
        assert reader.exhausted
        assert reader.read_up_to(300_000, 10) == b""


def test_text_chunks_are_looked_at_up_to_a_number(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[int] = []

    def inflate(data: bytes) -> bytes:
        unpacked.append(len(data))
        return b""

    monkeypatch.setattr("gallery.imaging.metadata.png._inflate", inflate)
    data = encoded("PNG", picture(64, 48))
    content = b"Raw profile type x\0\0" + zlib.compress(bytes(1000))
    chunk = struct.pack(">I", len(content)) + b"zTXt" + content + bytes(4)
    assert isinstance(read(put("a.png", data[:33] + chunk * 500 + data[33:])), Metadata)
    assert len(unpacked) == 64
