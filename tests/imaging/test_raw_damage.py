"""RAW files that are damaged, cut or hostile: a value or a problem, in bounded steps, never an error."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.imaging.decoding import programming_errors, raw_decoder
from gallery.imaging.decoding.render import LargeError, VideoError, render
from gallery.imaging.metadata import bounded_reader, containers, jpeg_frame, raw_format, raw_previews, raw_tiff
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.read import read
from gallery.imaging.metadata.tiff import Tiff
from tests.imaging import raw_files
from tests.imaging.raw_files import BLUE, GREEN, LARGE_SIZE, LONG, SHOT, WRITERS, RawWriter, Shot, jpeg
from tests.imaging.rendering import JPEG_RECIPES, colour_at, max_difference, open_result, rendered

if TYPE_CHECKING:
    from pathlib import Path

    from tests.imaging.files import Put

CUT_WORDS = "This RAW file ends too early: its camera's picture is shown, but what the sensor saw is not all there."

CUT_PREVIEW_WORDS = "This RAW file ends too early: a smaller picture is shown than its camera put into it."


def check(put: Put, name: str, data: bytes) -> None:
    """Check that a file gives a value or a problem, and no error of ours."""
    file = put(name, data)
    header = read(file)
    assert isinstance(header, Metadata | Problem)
    try:
        result = render(file, Recipe.SMALL, budget=1 << 28)
    except (LargeError, VideoError):  # a CR3 with another brand is a video
        return
    assert programming_errors.take() == []
    if isinstance(result, Problem):
        assert "cannot be converted" not in result.message, "an error of ours"
        return
    assert isinstance(header, Metadata), result
    assert max(result.width, result.height) <= 320


@pytest.mark.parametrize("kind", WRITERS)
def test_files_cut_anywhere_give_a_value_or_a_problem(put: Put, kind: str) -> None:
    data = WRITERS[kind]()
    for end in range(0, len(data), max(1, len(data) // 40)):
        check(put, f"a.{kind}", data[:end])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(WRITERS)), st.data())
def test_damaged_files_give_a_value_or_a_problem(put: Put, kind: str, data: st.DataObject) -> None:
    mutated = bytearray(WRITERS[kind]())
    ends = st.integers(0, 400) | st.integers(max(0, len(mutated) - 900), len(mutated) - 1)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(mutated) - 1) | ends)
        mutated[place] ^= 1 << data.draw(st.integers(0, 7))
    check(put, f"a.{kind}", bytes(mutated))


def test_a_cr3_of_another_brand_is_no_error(put: Put) -> None:
    check(put, "a.cr3", WRITERS["cr3"]().replace(b"ftypcrx ", b"ftypcry ", 1))


def test_a_damaged_picture_is_replaced_by_a_smaller_one(put: Put) -> None:
    broken = SHOT.large[:700] + b"\xff\xc4\0\3\xff" * 40 + SHOT.large[900:]
    file = put("a.arw", raw_files.arw(Shot(SHOT.small, broken)))
    result = rendered(file, Recipe.FULL)
    assert max_difference(colour_at(open_result(result), (470, 310)), GREEN) < 12
    assert result.problem == Problem(
        "damaged", "Part of this RAW file is damaged: a smaller picture is shown than its camera put into it."
    )
    assert rendered(file, Recipe.SMALL).problem is None


def test_damaged_pictures_are_not_called_missing(put: Put) -> None:
    broken = SHOT.large[:1] + SHOT.large[1:400].ljust(len(SHOT.large), b"\0")
    answer = render(put("a.rw2", raw_files.rw2(Shot(b"", broken))), Recipe.FULL)
    assert isinstance(answer, Problem)
    assert (answer.code, "camera put into this RAW file are damaged" in answer.message) == ("damaged", True)


def test_a_file_that_is_cut_says_so_though_its_preview_is_whole(put: Put) -> None:
    whole = raw_files.dng()
    sensor = raw_files.sensor((1232, 816)) | {0xC620: (LONG, (1200, 800))}
    for kind, data in {"dng": with_strip(sensor, 1 << 20), "raf": raw_files.raf()[:-9]}.items():
        result = rendered(put(f"a.{kind}", data))
        assert result.problem == Problem("truncated", CUT_WORDS), kind
    assert rendered(put("a.dng", whole)).problem is None


def test_a_preview_that_is_cut_is_not_called_the_one_that_is_shown(put: Put) -> None:
    file = put("a.cr3", cut_cr3())
    found = read(file)
    assert isinstance(found, Metadata)
    assert (found.width, found.height, found.preview_width) == (1200, 800, 480)
    for recipe in JPEG_RECIPES:
        result = rendered(file, recipe)
        assert max_difference(colour_at(open_result(result), (result.width - 9, result.height - 9)), GREEN) < 12
        assert result.problem == Problem("truncated", CUT_PREVIEW_WORDS)


def with_strip(sensor: raw_files.Tags, length: int) -> bytes:
    out = RawWriter()
    child = out.directory(sensor | {0x111: (LONG, 8), 0x117: (LONG, length)})
    first = raw_files.interchange(out.blob(SHOT.large), len(SHOT.large)) | {0x14A: (LONG, child)}
    return out.finish(out.directory(first | {0xC612: (1, (1, 4, 0, 0))}))


def cut_cr3() -> bytes:
    """Return a CR3 whose large picture is gone, and whose small one is there."""
    data = raw_files.cr3()
    return data[: data.rfind(b"mdat") + 400]


def test_pictures_beyond_the_end_of_the_file_are_none(put: Put) -> None:
    data = bytearray(raw_files.arw())
    place = data.index(struct.pack("<HHL", 0x201, 4, 1)) + 8
    for start in (0, 1, len(data) - 1, len(data), 1 << 31, 0xFFFFFFFF):
        data[place : place + 4] = struct.pack("<L", start)
        check(put, "a.arw", bytes(data))


def test_a_length_beyond_the_end_costs_no_picture(put: Put) -> None:
    data = raw_files.arw()
    place = struct.pack("<HHLL", 0x202, 4, 1, len(SHOT.large))
    file = put("a.arw", data.replace(place, struct.pack("<HHLL", 0x202, 4, 1, 0xFFFFFFF0)))
    found = read(file)
    assert isinstance(found, Metadata)
    assert (found.preview_width, found.preview_height) == LARGE_SIZE
    result = rendered(file, Recipe.FULL)
    assert max_difference(colour_at(open_result(result), (470, 310)), raw_files.BLUE) < 12
    assert result.problem is None


def looping() -> bytes:
    """Return a DNG whose directories are children of each other and follow themselves."""
    out = RawWriter()
    first = 8 + 2 + 12 * 3 + 4
    rows = struct.pack("<HHLL", 0x14A, 4, 1, 8) + struct.pack("<HHL4B", 0xC612, 1, 4, 1, 4, 0, 0)
    rows += struct.pack("<HHLL", 0x106, 3, 1, 32803)
    out.blob(struct.pack("<H", 3) + rows + struct.pack("<L", first))
    out.blob(struct.pack("<H", 3) + rows + struct.pack("<L", 8))
    return out.finish(8)


def many_children(count: int) -> bytes:
    """Return a DNG that announces thousands of children, each with thousands of entries."""
    out = RawWriter()
    place = out.blob(struct.pack("<H", 4096) + struct.pack("<HHLL", 0x201, 4, 1, 8) * 4096)
    children = out.directory({0x14A: (LONG, tuple(place + 12 * at for at in range(count)))})
    return out.finish(out.directory({0xC612: (1, (1, 4, 0, 0)), 0x14A: (LONG, (children, *range(8, 8 + count)))}))


def many_segments() -> bytes:
    """Return a RAW file whose JPEG has segments of no length without end."""
    picture = b"\xff\xd8" + b"\xff\xe0\0\2" * 500_000
    return raw_files.arw(Shot(picture, picture))


def nested_boxes() -> bytes:
    """Return a CR3 of very many tracks without samples."""
    track = struct.pack(">I4s", 8, b"trak")
    brands = struct.pack(">I4s", 24, b"ftyp") + b"crx \0\0\0\1crx isom"
    return brands + struct.pack(">I4s", 8 + 8 * 200_000, b"moov") + track * 200_000


HOSTILE = {"loop.dng": looping, "children.dng": lambda: many_children(4000), "segments.arw": many_segments}
HOSTILE |= {"tracks.cr3": nested_boxes}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_structures_end_after_a_bounded_number_of_reads(
    put: Put, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, reads = HOSTILE[name](), list[int]()
    original = BoundedReader.read_up_to

    def count(self: BoundedReader, offset: int, length: int) -> bytes:
        reads.append(length)
        return original(self, offset, length)

    monkeypatch.setattr(BoundedReader, "read_up_to", count)
    read(put(name, data))
    assert len(reads) < 30_000
    check(put, name, data)


def test_of_many_directories_a_few_are_looked_at() -> None:
    out = RawWriter()
    children = tuple(out.directory({0x100: (LONG, number)}) for number in range(60))
    reader = BoundedReader.from_bytes(out.finish(out.directory({0x14A: (LONG, children)})))
    assert len(list(raw_format.iter_directories(Tiff(reader)))) == 32


def test_of_a_very_long_picture_the_beginning_is_decoded(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_decoder, "MAX_PREVIEW_BYTES", len(SHOT.large) // 2)
    assert rendered(put("a.rw2", raw_files.rw2(Shot(b"", SHOT.large))), Recipe.FULL).problem is not None


def test_of_many_pictures_a_few_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    original = jpeg_frame.read_frame

    def count(reader: BoundedReader, offset: int) -> jpeg_frame.JpegFrame | None:
        looked.append(offset)
        return original(reader, offset)

    monkeypatch.setattr(raw_previews, "read_frame", count)
    out = RawWriter()
    picture = out.blob(SHOT.small)
    children = tuple(out.directory(raw_files.interchange(picture, len(SHOT.small))) for _ in range(30))
    header = raw_tiff.parse(BoundedReader.from_bytes(out.finish(out.directory({0x14A: (LONG, children)}))))
    assert len(looked) == raw_previews.MAX_PREVIEWS
    assert len(header.previews) == 1


def test_more_pixels_than_are_decoded_are_refused_by_the_header(put: Put) -> None:
    large = bytearray(SHOT.large)
    frame = large.index(b"\xff\xc0") + 5
    large[frame : frame + 4] = struct.pack(">HH", 20_000, 20_000)
    for answer in (
        read(put("a.rw2", raw_files.rw2(Shot(b"", bytes(large))))),
        render(put("a.rw2", raw_files.rw2(Shot(b"", bytes(large)))), Recipe.SMALL),
    ):
        assert isinstance(answer, Problem)
        assert answer.code == "too_large"


def test_a_sensor_of_more_pixels_does_not_hide_a_preview_that_can_be_decoded(put: Put) -> None:
    file = put("a.dng", raw_files.dng(Shot(SHOT.small, SHOT.large, full=(24_000, 16_000))))
    found = read(file)
    assert isinstance(found, Metadata)
    assert (found.width, found.height) == (24_000, 16_000)
    assert isinstance(render(file, Recipe.FULL), Rendered)


@pytest.mark.parametrize("full", [(60_000, 3), (3, 60_000), (60_000, 8000)])
def test_a_photo_of_any_shape_leaves_something_of_its_thumbnail(put: Put, full: tuple[int, int]) -> None:
    for size in ((160, 120), (2, 2), (1, 1)):
        picture = jpeg(BLUE, size)
        result = rendered(put("a.arw", raw_files.arw(Shot(picture, picture, full=full))))
        assert min(result.width, result.height) >= 1


def test_memory_is_counted_for_the_picture_that_is_decoded(put: Put) -> None:
    """A grid thumbnail of a small picture is made beside others, however large the largest is."""
    file = put("a.arw", raw_files.arw(Shot(SHOT.small, jpeg(BLUE, (9000, 6000)), full=(9000, 6000))))
    assert isinstance(render(file, Recipe.SMALL, budget=4 << 20), Rendered)
    with pytest.raises(LargeError):
        render(file, Recipe.FULL, budget=1 << 40)
    plain = put("a.rw2", raw_files.rw2(Shot(b"", jpeg(BLUE, LARGE_SIZE))))
    woven = put("b.rw2", raw_files.rw2(Shot(b"", jpeg(BLUE, LARGE_SIZE, progressive=True))))
    assert isinstance(render(plain, Recipe.FULL, budget=5 << 20), Rendered)
    with pytest.raises(LargeError):
        render(woven, Recipe.FULL, budget=5 << 20)


def test_a_picture_in_a_raw_file_is_never_another_raw_file(put: Put) -> None:
    inner = raw_files.rw2(Shot(b"", jpeg(BLUE, (90, 60))))
    check(put, "a.rw2", raw_files.rw2(Shot(b"", inner)))
    assert isinstance(render(put("a.rw2", raw_files.rw2(Shot(b"", inner))), Recipe.SMALL), Problem)


def test_headers_of_long_files_are_read_from_few_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sensor's data, which stands before or between the pictures, is passed over."""
    read_bytes = list[int]()
    original = bounded_reader.read_fully

    def count(opened: BinaryIO, wanted: int) -> bytes:
        read_bytes.append(wanted)
        return original(opened, wanted)

    monkeypatch.setattr(bounded_reader, "read_fully", count)
    out = RawWriter()
    first = raw_files.interchange(200 << 20, len(SHOT.large)) | {0xC612: (1, (1, 4, 0, 0))}
    head = out.finish(out.directory(first))
    path = tmp_path / "a.dng"
    with path.open("wb") as file:
        file.write(head)
        file.seek(200 << 20)
        file.write(SHOT.large)
    with path.open("rb", buffering=0) as opened:
        header = containers.parse(BoundedReader.from_file(opened), "dng")
    assert (header.width, header.height) == LARGE_SIZE
    assert sum(read_bytes) < 256 << 10
