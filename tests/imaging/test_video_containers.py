"""Facts of Matroska, WebM, AVI and MPEG transport streams."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata, Problem
from gallery.imaging.metadata.read import read
from gallery.imaging.metadata.video.sequence_headers import h264_size, hevc_size
from tests.imaging.video_files import (
    JUNE_2019,
    Bits,
    avi,
    chunk,
    element,
    h264_sps,
    info,
    matroska,
    mdpm,
    mkv_audio,
    mkv_info,
    mkv_tags,
    mkv_tracks,
    mkv_video,
    number,
    transport_stream,
)

if TYPE_CHECKING:
    from tests.imaging.files import Put

LOCAL_JUNE_MS = (JUNE_2019 + 2 * 3600) * 1000
"""2019-06-11 12:34:56, as if it were UTC."""
CLUSTER = element(0x1F43B675, b"\xec\x83abc")


def facts(put: Put, data: bytes, name: str = "a.mkv") -> Metadata:
    found = read(put(name, data))
    assert isinstance(found, Metadata), found
    return found


def problem(put: Put, data: bytes, name: str = "a.mkv") -> Problem:
    found = read(put(name, data))
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize(("doc", "kind"), [(b"matroska", "mkv"), (b"webm", "webm")])
def test_matroska_tells_size_duration_and_codecs(put: Put, doc: bytes, kind: str) -> None:
    found = facts(put, matroska(mkv_info(), mkv_tracks(), CLUSTER, doc=doc))
    assert (found.format, found.width, found.height, found.duration_ms) == (kind, 64, 48, 12_500)
    assert (found.video_codec, found.audio_codec) == ("vp9", "opus")


def test_matroskas_date_is_in_utc_and_counts_from_2001(put: Put, zone: Any) -> None:
    zone("Europe/Berlin")
    date = struct.pack(">q", (JUNE_2019 - 978_307_200) * 10**9)
    found = facts(put, matroska(mkv_info(date=date, title=b"Party"), mkv_tracks()))
    assert (found.taken.local_ms, found.taken.origin, found.title) == (LOCAL_JUNE_MS, "recording_utc", "Party")


@pytest.mark.parametrize(
    ("roll", "yaw", "orientation"),
    [(0.0, 0.0, 1), (90.0, 0.0, 8), (-90.0, 0.0, 6), (270.0, 0.0, 6), (180.0, 0.0, 3), (-180.0, 0.0, 3), (0.0, 180.0, 2),
     (12.0, 0.0, 1), (float("nan"), 0.0, 1), (float("inf"), 0.0, 1)],
)  # fmt: skip
def test_the_roll_of_a_projection_turns(put: Put, roll: float, yaw: float, orientation: int) -> None:
    turns = element(0x7670, element(0x7673, struct.pack(">f", yaw)), element(0x7675, struct.pack(">d", roll)))
    found = facts(put, matroska(mkv_info(), mkv_tracks(mkv_video("V_VP8", 64, 48, turns))))
    assert found.orientation == orientation
    assert (found.width, found.height) == ((48, 64) if orientation in (6, 8) else (64, 48))


@pytest.mark.parametrize(
    ("parts", "size"),
    [
        ((element(0x54B0, number(1920)), element(0x54BA, number(1080))), (1920, 1080)),
        ((element(0x54B0, number(16)), element(0x54BA, number(9)), element(0x54B2, b"\3")), (1920, 1080)),
        ((element(0x54B0, number(16)), element(0x54BA, b"\0")), (1440, 1080)),
        ((element(0x54BB, number(8)), element(0x54CC, number(20))), (1420, 1072)),
        ((element(0x54BB, number(8000)),), (1440, 1080)),
    ],
)
def test_the_display_size_and_what_is_cropped_count(put: Put, parts: tuple[bytes, ...], size: tuple[int, int]) -> None:
    found = facts(put, matroska(mkv_info(), mkv_tracks(mkv_video("V_MPEG4/ISO/AVC", 1440, 1080, *parts))))
    assert (found.width, found.height, found.video_codec) == (*size, "h264")


def test_tags_name_place_camera_and_words(put: Put) -> None:
    tags = mkv_tags(
        TITLE="T", DESCRIPTION="D", MAKE="Apple", LOCATION="+48.8577+002.2950/", DATE_RECORDED="2019-06-11 12:34:56",
    )  # fmt: skip
    found = facts(put, matroska(mkv_info(), tags, mkv_tracks()))
    assert (found.title, found.caption, found.make, found.latitude) == ("T", "D", "Apple", 48.8577)
    assert (found.taken.local_ms, found.taken.origin) == (LOCAL_JUNE_MS, "recording")


def test_what_stands_behind_the_clusters_is_found_by_the_seek_head(put: Put) -> None:
    parts = [mkv_info(), CLUSTER * 9, mkv_tags(TITLE="T"), mkv_tracks()]

    def seek_head() -> bytes:
        places, at = [], 0
        for part in (parts[0], *parts[1:]):
            places.append(at)
            at += len(part)
        entries = [(0x1254C367, places[2]), (0x1654AE6B, places[3]), (0x114D9B74, 0)]
        return element(
            0x114D9B74,
            *(
                element(0x4DBB, element(0x53AB, number(name)), element(0x53AC, struct.pack(">Q", at + shift)))
                for name, at in entries
            ),
        )

    shift = 0
    shift = len(seek_head())
    found = facts(put, matroska(seek_head(), *parts))
    assert (found.width, found.title) == (64, "T")


def test_a_recording_of_a_browser_has_no_duration_and_unknown_sizes(put: Put) -> None:
    cluster = element(0x1F43B675, b"\xec\x83abc", unknown=True)
    found = facts(put, matroska(mkv_info(None), mkv_tracks(), cluster, cluster, doc=b"webm", unknown=True))
    assert (found.width, found.duration_ms) == (64, None)
    tagged = matroska(mkv_info(None), mkv_tracks(), mkv_tags(DURATION="00:01:02.500000000"), doc=b"webm", unknown=True)
    assert facts(put, tagged).duration_ms == 62_500


def test_nothing_of_a_cluster_is_read(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    offsets: list[int] = []
    from gallery.imaging.metadata.bounded_reader import BoundedReader

    original = BoundedReader.read_up_to

    def note(reader: BoundedReader, offset: int, length: int) -> bytes:
        offsets.append(offset)
        return original(reader, offset, length)

    monkeypatch.setattr(BoundedReader, "read_up_to", note)
    head = matroska(mkv_info(), mkv_tracks())
    facts(put, matroska(mkv_info(), mkv_tracks(), element(0x1F43B675, bytes(300_000))))
    assert max(offsets) <= len(head)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (matroska(mkv_info(), mkv_tracks(mkv_audio())), "not_a_picture"),
        (matroska(mkv_info()), "damaged"),
        (matroska(mkv_info(), mkv_tracks(mkv_video(width=0))), "damaged"),
        (matroska(mkv_info(), mkv_tracks())[:60], "damaged"),
    ],
)
def test_what_is_no_matroska_video_is_a_problem(put: Put, data: bytes, code: str) -> None:
    assert problem(put, data).code == code


def test_avi_tells_size_duration_and_codecs(put: Put) -> None:
    found = facts(put, avi(size=(640, 480)), "a.avi")
    assert (found.format, found.width, found.height, found.duration_ms) == ("avi", 640, 480, 12_500)
    assert (found.video_codec, found.audio_codec) == ("mjpeg", "pcm")
    assert facts(put, avi(size=(64, -48), codec=b"DX50"), "a.avi").height == 48


@pytest.mark.parametrize(
    "date",
    [
        b"Tue Jun 11 12:34:56 2019\n\0", b"TUE JUN 11 12:34:56 2019", b"2019:06:11 12:34:56", b"2019-06-11T12:34:56",
        b"2019/ 6/11 12:34:56 PM", b"2019/06/11/ 12:34:56", b"Tue Jun 11 12:34:56 2019\0\0\0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["header", "own", "texts"])
def test_dates_of_avi_in_all_their_forms_and_places(put: Put, date: bytes, place: str) -> None:
    whole = chunk(b"IDIT", date)
    data = {"header": lambda: avi(head=whole), "own": lambda: avi(whole), "texts": lambda: avi(info(IDIT=date))}[
        place
    ]()
    found = facts(put, data, "a.avi")
    assert (found.taken.local_ms, found.taken.offset_min, found.taken.origin) == (LOCAL_JUNE_MS, None, "recording")


def test_texts_of_avi(put: Put) -> None:
    found = facts(put, avi(info(INAM=b"Gr\xfc\xdfe\0", ICMT="Ж".encode(), ICRD=b"2019-06-11")), "a.avi")
    assert (found.title, found.caption, found.taken.local_ms) == ("Grüße", "Ж", 1_560_211_200_000)


def test_long_avi_counts_the_frames_of_all_its_parts(put: Put) -> None:
    odml = chunk(b"LIST", b"odml", chunk(b"dmlh", struct.pack("<I", 72_000)))
    assert facts(put, avi(head=odml), "a.avi").duration_ms == 3_600_000


def test_the_shape_of_avi_counts(put: Put) -> None:
    vprp = chunk(b"vprp", struct.pack("<5IHH", 0, 0, 25, 0, 0, 9, 16), bytes(12))
    found = facts(put, avi(head=vprp, size=(720, 576)), "a.avi")
    assert (found.width, found.height) == (1024, 576)


def test_exif_of_a_camera_in_avi(put: Put) -> None:
    make = struct.pack("<HHHII", 1, 0x10F, 2, 6, 26) + bytes(4) + b"CASIO\0"
    found = facts(put, avi(head=chunk(b"strd", b"AVIF", bytes(4), make)), "a.avi")
    assert found.make == "CASIO"


@pytest.mark.parametrize(("data", "code"), [(avi()[:40], "damaged"), (avi(size=(0, 0)), "damaged")])
def test_what_is_no_avi_is_a_problem(put: Put, data: bytes, code: str) -> None:
    assert problem(put, data, "a.avi").code == code


DATE = {0x18: bytes.fromhex("02201906"), 0x19: bytes.fromhex("11123456"), 0xE0: b"\1\x03\0\0"}
"""2019-06-11 12:34:56 +01:00, Panasonic."""


@pytest.mark.parametrize("stamped", [True, False])
def test_avchd_tells_size_time_duration_and_codecs(put: Put, stamped: bool) -> None:
    data = transport_stream(h264_sps(), mdpm(DATE), b"\x65slice", b"\x41slice", stamped=stamped)
    found = facts(put, data, "00001.MTS")
    assert (found.format, found.width, found.height, found.duration_ms) == ("mts", 1920, 1080, 12_500)
    assert (found.video_codec, found.audio_codec, found.make) == ("h264", "ac3", "Panasonic")
    assert (found.taken.local_ms, found.taken.offset_min, found.taken.origin) == (LOCAL_JUNE_MS, 60, "recording")


@pytest.mark.parametrize(("zone_byte", "offset"), [(0x00, 0), (0x2A, -300), (0x13, 570), (0xFF, None), (0x1E, None)])
def test_the_zone_of_avchd(put: Put, zone_byte: int, offset: int | None) -> None:
    tags = DATE | {0x18: bytes((zone_byte,)) + DATE[0x18][1:]}
    found = facts(put, transport_stream(h264_sps(), mdpm(tags), b"\x65", b"\x41"), "a.mts")
    assert found.taken.offset_min == offset


def test_the_place_of_avchd(put: Put) -> None:
    def quotients(first: int, letter: bytes, *parts: int) -> dict[int, bytes]:
        return {first: letter + bytes(3)} | {
            first + at: struct.pack(">HH", part, 1) for at, part in enumerate(parts, 1)
        }

    tags = quotients(0xB1, b"S", 33, 30, 0) | quotients(0xB5, b"E", 151, 15, 0)
    found = facts(put, transport_stream(h264_sps(), mdpm(tags), b"\x65", b"\x41"), "a.mts")
    assert (found.latitude, found.longitude) == (-33.5, 151.25)


def test_the_clock_of_a_stream_turns_over(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped = (1 << 33) / 90_000 - 0.5
    data = transport_stream(h264_sps(), b"\x65", b"\x41", seconds=wrapped)
    assert facts(put, data, "a.mts").duration_ms in range(int(wrapped * 1000) - 1, int(wrapped * 1000) + 2)


def test_mpeg2_in_a_stream(put: Put) -> None:
    sequence = b"\xb3" + struct.pack(">I", 720 << 20 | 576 << 8 | 3 << 4 | 3) + bytes(8)
    found = facts(put, transport_stream(sequence, stream=2, sound=3, stamped=False), "a.ts")
    assert (found.width, found.height, found.video_codec, found.audio_codec) == (1024, 576, "mpeg2video", "mp2")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (transport_stream(b"", stream=0), "not_a_picture"),
        (transport_stream(b"\x65slice"), "damaged"),
    ],
)
def test_what_is_no_video_stream_is_a_problem(put: Put, data: bytes, code: str) -> None:
    assert problem(put, data, "a.m2ts").code == code


def test_a_program_is_no_transport_stream_and_no_broken_video(put: Put) -> None:
    found = problem(put, b"export const a = 1;\n" * 50, "main.ts")
    assert found.code == "not_a_picture"


@pytest.mark.parametrize(
    ("width", "height", "shape", "interlaced", "size"),
    [(1920, 1080, 1, True, (1920, 1080)), (1920, 1080, 1, False, (1920, 1080)), (1440, 1080, 14, True, (1920, 1080)),
     (720, 576, 2, False, (785, 576)), (640, 480, 99, False, (640, 480))],
)  # fmt: skip
def test_sizes_of_h264(width: int, height: int, shape: int, interlaced: bool, size: tuple[int, int]) -> None:
    assert h264_size(h264_sps(width, height, shape, interlaced=interlaced)[1:]) == size


def test_sizes_of_hevc() -> None:
    bits = Bits().put(0, 4).put(2, 3).put(1, 1).put(0, 88).put(0, 8).put(3, 2).put(0, 2).put(0, 12).put(0, 96)
    bits.ue(0, 1, 1920, 1088).put(1, 1).ue(0, 0, 0, 4)
    assert hevc_size(bits.data()) == (1920, 1080)


@pytest.mark.parametrize("date", [-(2**62), 2**62, -31_536_000 * 32 * 10**9])
def test_a_date_that_no_clock_has_shown_is_none(put: Put, date: int) -> None:
    stored = date.to_bytes(8, "big", signed=True)
    found = facts(put, matroska(mkv_info(date=stored), mkv_tracks()), "VID_20190611_123456.mkv")
    assert found.taken.origin == "name"


@pytest.mark.parametrize("duration", [1e13, 1e300])
def test_a_duration_that_no_recording_has_is_none(put: Put, duration: float) -> None:
    assert facts(put, matroska(mkv_info(duration), mkv_tracks())).duration_ms is None
