"""Facts of MP4, QuickTime and 3GP files: format, size, turn, duration, codecs, and what is no video."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata, Problem
from gallery.imaging.metadata.read import read
from tests.imaging.files import Put, reference
from tests.imaging.video_files import (
    TURNS,
    box,
    ftyp,
    keyed,
    loci,
    matrix,
    mp4,
    mvhd,
    text,
    track,
)

if TYPE_CHECKING:
    from pathlib import Path


def facts(put: Put, data: bytes, name: str = "a.mp4") -> Metadata:
    found = read(put(name, data))
    assert isinstance(found, Metadata), found
    return found


def test_a_movie_tells_size_duration_and_codecs(put: Put) -> None:
    sound = track(b"mp4a", handler=b"soun", number=2)
    found = facts(put, mp4(mvhd(), track(b"hvc1", (1920, 1080)), sound))
    assert (found.format, found.width, found.height, found.orientation) == ("mp4", 1920, 1080, 1)
    assert (found.duration_ms, found.video_codec, found.audio_codec) == (12_500, "hevc", "aac")
    assert (found.animated, found.inline) == (False, False)


@pytest.mark.parametrize(
    ("brand", "kind"), [(b"qt  ", "mov"), (b"3gp4", "3gp"), (b"3g2a", "3gp"), (b"M4V ", "mp4"), (b"XAVC", "mp4")]
)
def test_the_brand_names_the_format(put: Put, brand: bytes, kind: str) -> None:
    assert facts(put, mp4(brand=brand)).format == kind


@pytest.mark.parametrize("first", [b"wide", b"mdat", b"free", b"skip"])
def test_quicktime_without_a_brand_is_known(put: Put, first: bytes) -> None:
    assert facts(put, box(first) + box(b"moov", mvhd(), track())).format == "mov"


@pytest.mark.parametrize(
    ("turn", "orientation", "size"),
    [(0, 1, (64, 48)), (90, 6, (48, 64)), (180, 3, (64, 48)), (270, 8, (48, 64)), ("mirrored", 2, (64, 48))],
)
def test_the_matrix_of_the_track_turns(put: Put, turn: int | str, orientation: int, size: tuple[int, int]) -> None:
    found = facts(put, mp4(mvhd(), track(b"avc1", (64, 48), turn)))
    assert (found.orientation, (found.width, found.height)) == (orientation, size)


def test_the_matrix_of_the_movie_turns_too_and_scales_do_not_count(put: Put) -> None:
    header = mvhd()
    at = header.index(matrix(TURNS[0]))
    header = header[:at] + matrix(TURNS[90], 1 << 15) + header[at + 36 :]
    assert facts(put, mp4(header, track(b"avc1", (64, 48), 90))).orientation == 3


@pytest.mark.parametrize(
    ("boxes", "size"),
    [
        ((box(b"pasp", struct.pack(">II", 4, 3)),), (1920, 1080)),
        ((box(b"pasp", struct.pack(">II", 0, 3)),), (1440, 1080)),
        ((box(b"pasp", struct.pack(">II", 1, 4000)),), (1440, 1080)),
        ((box(b"clap", struct.pack(">8I", 1400, 1, 1070, 1, 0, 1, 0, 1)),), (1400, 1070)),
        ((box(b"clap", struct.pack(">8I", 9999, 1, 1070, 1, 0, 1, 0, 1)),), (1440, 1080)),
        ((box(b"clap", struct.pack(">8I", 1400, 0, 1070, 0, 0, 1, 0, 1)),), (1440, 1080)),
    ],
)
def test_shape_of_pixels_and_clean_aperture_count(put: Put, boxes: tuple[bytes, ...], size: tuple[int, int]) -> None:
    found = facts(put, mp4(mvhd(), track(b"avc1", (1440, 1080), 0, *boxes)))
    assert (found.width, found.height) == size


def test_covers_chapters_and_switched_off_tracks_are_not_the_video(put: Put) -> None:
    cover = track(b"jpeg", (3000, 3000), samples=1)
    chapters = track(b"jpeg", (2000, 2000), enabled=False, number=3)
    found = facts(put, mp4(mvhd(), cover, chapters, track(b"avc1", (64, 48), number=2)))
    assert (found.width, found.height, found.video_codec) == (64, 48, "h264")


def test_version_1_has_wider_numbers(put: Put) -> None:
    found = facts(put, mp4(mvhd(90_000.5, version=1), track(b"avc1", (64, 48), 90, version=1)))
    assert (found.duration_ms, found.orientation) == (90_000_500, 6)


def test_the_movie_box_behind_4_gb_is_found_by_few_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, media = tmp_path / "long.mp4", (4 << 30) + 17
    with path.open("wb") as file:  # the frames are a hole, which takes no room on the disk
        file.write(ftyp() + struct.pack(">I4sQ", 1, b"mdat", media + 16))
        file.seek(media, 1)
        file.write(box(b"moov", mvhd(), track()))
    read_bytes: list[int] = []
    monkeypatch.setattr("gallery.imaging.metadata.bounded_reader.read_fully", _counting(read_bytes))
    found = read(reference(path))
    assert isinstance(found, Metadata), found
    assert (found.duration_ms, found.width) == (12_500, 64)
    assert sum(read_bytes) < 1 << 16


def _counting(read_bytes: list[int]) -> Any:
    from gallery.imaging.metadata.bounded_reader import read_fully

    def count(file: Any, length: int) -> bytes:
        read_bytes.append(length)
        return read_fully(file, length)

    return count


def fragment(number: int, begin: int, *durations: int) -> bytes:
    """Return a fragment of the track 1: samples of these durations from a decode time on."""
    tfhd = box(b"tfhd", bytes(4), struct.pack(">I", 1))
    tfdt = box(b"tfdt", bytes(4), struct.pack(">I", begin))
    trun = box(b"trun", struct.pack(">II", 0x100, len(durations)), *(struct.pack(">I", one) for one in durations))
    moof = box(b"moof", box(b"mfhd", bytes(4), struct.pack(">I", number)), box(b"traf", tfhd, tfdt, trun))
    return moof + box(b"mdat", b"frames")


def fragmented(*more: bytes, extends: bytes = b"") -> bytes:
    trex = box(b"trex", bytes(4), struct.pack(">5I", 1, 1, 0, 0, 0))
    return ftyp() + box(b"moov", mvhd(0), track(seconds=0, samples=0), box(b"mvex", extends, trex)) + b"".join(more)


@pytest.mark.parametrize(
    ("data", "duration"),
    [
        (fragmented(extends=box(b"mehd", bytes(4), struct.pack(">I", 7000))), 7000),
        (fragmented(extends=box(b"mehd", b"\1\0\0\0", struct.pack(">Q", 7000))), 7000),
        (fragmented(fragment(1, 0, 600, 600), fragment(2, 1200, 300, 300)), 3000),
        (fragmented(), None),
    ],
)
def test_a_fragmented_file_lasts_to_the_end_of_its_last_fragment(put: Put, data: bytes, duration: int | None) -> None:
    assert facts(put, data).duration_ms == duration


def access_box(*offsets: int) -> bytes:
    """Return a random access box that names these fragments of the track 1."""
    entries = b"".join(struct.pack(">IIBBB", 0, offset, 1, 1, 1) for offset in offsets)
    tfra = box(b"tfra", bytes(4), struct.pack(">III", 1, 0, len(offsets)), entries)
    return box(b"mfra", tfra + box(b"mfro", bytes(4), struct.pack(">I", len(tfra) + 24)))


MANY = [fragment(at, 600 * at, 600) for at in range(200)]


@pytest.mark.parametrize(
    "data",
    [
        fragmented(*MANY) + access_box(len(fragmented(*MANY[:-1]))),
        fragmented(*MANY) + access_box(len(fragmented(*MANY[:-3]))),  # of those without a key frame nothing is said
        fragmented(*MANY),
        fragmented(*MANY) + b"\0\0\1\0moof\0\0",
        fragmented(*MANY)[:-3],
    ],
    ids=["listed", "one before listed", "not listed", "cut in a head", "cut in frames"],
)
def test_the_last_of_many_fragments_is_found_without_going_through_all(
    put: Put, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.imaging.metadata.video.mp4_fragments._MAX_BOXES", 16)
    monkeypatch.setattr("gallery.imaging.metadata.video.mp4_fragments._TAIL_BYTES", 600)
    assert facts(put, data).duration_ms == 200_000


def test_a_file_whose_last_fragment_is_not_found_says_no_duration(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gallery.imaging.metadata.video.mp4_fragments._MAX_BOXES", 16)
    monkeypatch.setattr("gallery.imaging.metadata.video.mp4_fragments._TAIL_BYTES", 8)
    assert facts(put, fragmented(*MANY)).duration_ms is None


def test_a_segment_index_tells_the_duration_if_it_is_of_the_whole_file(put: Put) -> None:
    rest = fragment(1, 0, 600) + fragment(2, 600, 600)

    def index(size: int) -> bytes:
        entry = struct.pack(">III", size, 1200, 0)
        return box(b"sidx", bytes(4), struct.pack(">IIIIHH", 1, 600, 0, 0, 0, 1), entry)

    assert facts(put, fragmented(index(len(rest)), rest)).duration_ms == 2000
    assert facts(put, fragmented(index(8), rest, fragment(3, 1200, 600, 600))).duration_ms == 4000


def esds(kind: int) -> bytes:
    config = bytes((4, 13, kind)) + bytes(12)
    return box(b"esds", bytes(4), bytes((3, 0x80, 0x80, 3 + len(config), 0, 1, 0)), config)


@pytest.mark.parametrize(
    ("entry", "boxes", "codec"),
    [
        (b"avc1", (), "h264"), (b"hev1", (), "hevc"), (b"av01", (), "av1"), (b"vp09", (), "vp9"), (b"jpeg", (), "mjpeg"),
        (b"mp4v", (esds(0x20),), "mpeg4"), (b"mp4v", (esds(0x61),), "mpeg2video"), (b"mp4v", (), "mpeg4"),
        (b"ap4h", (), "prores"), (b"s263", (), "h263"), (b"zzzz", (), "zzzz"),
    ],
)  # fmt: skip
def test_codecs_have_the_names_of_ffmpeg(put: Put, entry: bytes, boxes: tuple[bytes, ...], codec: str) -> None:
    assert facts(put, mp4(mvhd(), track(entry, (64, 48), 0, *boxes))).video_codec == codec


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ftyp() + box(b"mdat", b"frames"), "damaged"),  # cut before its movie box
        (ftyp() + struct.pack(">I", 5000) + b"mdat" + bytes(99), "damaged"),
        (mp4(mvhd(), track(b"mp4a", handler=b"soun")), "not_a_picture"),
        (mp4(mvhd(), track(size=(0, 0))), "damaged"),
        (ftyp() + struct.pack(">I", 3) + b"mdat", "damaged"),
        (mp4(mvhd(), track(size=(65_000, 65_000))), "too_large"),
    ],
)
def test_what_is_no_video_is_a_problem(put: Put, data: bytes, code: str) -> None:
    found = read(put("a.mp4", data))
    assert isinstance(found, Problem)
    assert found.code == code
    assert "video" in found.message or code != "damaged"


def test_a_broken_part_is_lost_alone(put: Put) -> None:
    broken = box(b"udta", struct.pack(">I", 4) + b"\xa9nam")
    found = facts(
        put, mp4(mvhd(), broken, track(), box(b"trak", struct.pack(">I", 2) + b"tkhd"), keyed(com_android_model="P"))
    )
    assert (found.width, found.duration_ms, found.model) == (64, 12_500, "P")


@pytest.mark.parametrize("cut", range(0, 700, 7))
def test_a_file_cut_anywhere_has_facts_or_a_problem(put: Put, cut: int) -> None:
    whole = ftyp() + box(b"moov", mvhd(), track(), box(b"udta", text(b"\xa9nam", "T"), loci(b"\0", 2, 4)))
    assert isinstance(read(put("a.mp4", whole[: len(whole) - cut] or b"x")), Metadata | Problem)


@pytest.mark.parametrize(("entry", "codec"), [(b"zzzz", "zzzz"), (b"a\n\x1b[", "0x610a1b5b"), (b"\0\0\0\0", "unknown")])
def test_a_codec_that_is_not_known_is_shown_by_its_code(put: Put, entry: bytes, codec: str) -> None:
    assert facts(put, mp4(mvhd(), track(entry))).video_codec == codec
