"""The mark of high dynamic range: gain maps of every kind, PQ and HLG; and what looks like one and is none."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.base.models import Metadata, Recipe
from gallery.imaging.libjxl import HLG, PQ
from gallery.imaging.metadata import gain_map
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.header import MpfSegment, PictureHeader
from gallery.imaging.metadata.read import read
from tests.imaging.jxl_files import BT2020, Colours, jxl
from tests.imaging.mpf_files import jpeg, with_previews
from tests.imaging.odd_pictures import avif_with, box, cicp, patches, png_with
from tests.imaging.rendering import RED, colour_at, max_difference, open_result, rendered, standard_profile
from tests.imaging.video_files import element, matroska, mkv_tracks, mkv_video, mp4, mvhd, track
from tests.imaging.video_files import number as ebml_number
from tests.pictures import encoded

if TYPE_CHECKING:
    from tests.imaging.files import Put

ADOBE = b'xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"'
UNDEFINED, VGA, PANORAMA = 0, 0x010001, 0x020001
ISO = b"urn:iso:std:iso:ts:21496:-1\0"
PHOTO, SMALL, GREY = (600, 400), (150, 100), (90, 90, 90)


def with_segment(picture: bytes, marker: int, content: bytes) -> bytes:
    return picture[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content + picture[2:]


def with_xmp(picture: bytes, *, attributes: bytes = b"", inside: bytes = b"") -> bytes:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" ' + attributes + b">" + inside + b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return with_segment(picture, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)


APPLE_INSIDE = b"<apdi:AuxiliaryImageType>urn:com:apple:photo:2020:aux:hdrgainmap</apdi:AuxiliaryImageType>"
GAIN_MAPS = {
    "Ultra HDR": with_xmp(jpeg(SMALL, GREY), attributes=ADOBE),
    "ISO 21496-1": with_segment(jpeg(SMALL, GREY), 0xE2, ISO + bytes(40)),
    "Apple": with_xmp(jpeg(SMALL, GREY), inside=APPLE_INSIDE),
    "behind EXIF": with_segment(with_xmp(jpeg(SMALL, GREY), attributes=ADOBE), 0xE1, b"Exif\0\0MM\0*" + bytes(60)),
}


def mark(put: Put, name: str, data: bytes) -> str | None:
    found = read(put(name, data))
    assert isinstance(found, Metadata), found
    return found.hdr


@pytest.mark.parametrize("kind", GAIN_MAPS)
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_with_a_gain_map_in_its_list_is_marked(put: Put, kind: str, order: str) -> None:
    data = with_previews(jpeg(PHOTO, RED), [(UNDEFINED, GAIN_MAPS[kind])], order)
    assert mark(put, "a.jpg", data) == "gain map"
    shown = open_result(rendered(put("a.jpg", data), Recipe.FULL))
    assert shown.size == PHOTO
    assert max_difference(colour_at(shown, (300, 200)), RED) < 6, "the base of standard range"


def test_a_gain_map_may_be_behind_previews(put: Put) -> None:
    pictures = [(VGA, jpeg((640, 427), RED)), (UNDEFINED, jpeg(SMALL, GREY)), (UNDEFINED, GAIN_MAPS["Ultra HDR"])]
    assert mark(put, "a.jpg", with_previews(jpeg(PHOTO, RED), pictures)) == "gain map"


@pytest.mark.parametrize(
    "pictures",
    [
        [],
        [(VGA, jpeg((640, 427), RED))],
        [(UNDEFINED, jpeg(SMALL, GREY))],
        [(UNDEFINED, with_xmp(jpeg(SMALL, GREY), attributes=b'xmlns:a="b"'))],
        [(VGA, GAIN_MAPS["Ultra HDR"])],
        [(PANORAMA, jpeg(PHOTO, GREY)), (PANORAMA, jpeg(PHOTO, GREY))],
        [(UNDEFINED, ISO + ADOBE)],
    ],
)
def test_other_pictures_behind_a_jpeg_are_no_gain_maps(put: Put, pictures: list[tuple[int, bytes]]) -> None:
    """Neither a preview, whatever is written in it, nor an undefined one that does not say so, nor what is no JPEG."""
    assert mark(put, "a.jpg", with_previews(jpeg(PHOTO, RED), pictures)) is None


def test_a_photo_that_lost_its_gain_map_is_not_marked(put: Put) -> None:
    """Editors write the photo anew with its XMP, and with a list that points nowhere, or to what was not meant."""
    photo = with_xmp(jpeg(PHOTO, RED), attributes=ADOBE, inside=items(4321))
    whole = with_previews(photo, [(UNDEFINED, GAIN_MAPS["Ultra HDR"])])
    assert mark(put, "a.jpg", whole) == "gain map"
    assert mark(put, "b.jpg", whole[: -len(GAIN_MAPS["Ultra HDR"])]) is None
    assert mark(put, "c.jpg", photo) is None


def items(gain_map_bytes: int, *, video_bytes: int = 0, own: bytes = b"Container:") -> bytes:
    """Return the directory of Ultra HDR 1.1, which names the pictures behind the photo in their order."""
    video = b'<rdf:li><%bItem Item:Semantic="MotionPhoto" Item:Length="%d"/></rdf:li>' % (own, video_bytes)
    return (
        b'<rdf:Seq><rdf:li><%bItem Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li>'
        b"<rdf:li><%bItem Item:Mime='image/jpeg' Item:Length='%d' Item:Semantic='GainMap'/></rdf:li>%b</rdf:Seq>"
    ) % (own, own, gain_map_bytes, video if video_bytes else b"")


@pytest.mark.parametrize("own", [b"Container:", b"GContainer:"])
@pytest.mark.parametrize("video", [b"", b"a film of some bytes" * 50])
def test_a_gain_map_that_only_xmp_names_is_found_from_the_end(put: Put, own: bytes, video: bytes) -> None:
    second = GAIN_MAPS["Ultra HDR"]
    directory = items(len(second), video_bytes=len(video), own=own)
    photo = with_xmp(jpeg(PHOTO, RED), attributes=ADOBE, inside=directory)
    assert mark(put, "a.jpg", photo + second + video) == "gain map"
    assert mark(put, "b.jpg", photo + jpeg(SMALL, GREY) + video) is None


def heif(types: list[bytes], properties: list[bytes], brands: bytes = b"mif1") -> bytes:
    """Return the boxes of a HEIF with items of these types, of which the first is the picture."""
    entries = [box(b"infe", b"\2\0\0\0", struct.pack(">HH", at, 0), kind, b"\0") for at, kind in enumerate(types, 1)]
    size = box(b"ispe", struct.pack(">III", 0, 64, 48))
    association = box(b"ipma", struct.pack(">IIHBB", 0, 1, 1, 1, 1))
    meta = box(
        b"meta", bytes(4), box(b"pitm", bytes(4), b"\0\1"),
        box(b"iinf", bytes(4), struct.pack(">H", len(entries)), *entries),
        box(b"iprp", box(b"ipco", size, *properties), association),
    )  # fmt: skip
    return box(b"ftyp", b"heic", bytes(4), brands) + meta


def auxiliary(name: bytes) -> bytes:
    return box(b"auxC", bytes(4), name + b"\0")


@pytest.mark.parametrize(
    ("types", "properties", "brands", "expected"),
    [
        ([b"hvc1", b"hvc1", b"tmap"], [], b"mif1tmap", "gain map"),
        ([b"hvc1", b"hvc1", b"tmap"], [], b"mif1", None),
        ([b"hvc1", b"hvc1"], [], b"mif1tmap", None),
        ([b"hvc1", b"hvc1"], [auxiliary(b"urn:com:apple:photo:2020:aux:hdrgainmap")], b"mif1", "gain map"),
        ([b"hvc1", b"hvc1"], [auxiliary(b"urn:com:samsung:photo:2024:aux:hdrgainmap")], b"mif1", "gain map"),
        ([b"hvc1", b"hvc1"], [auxiliary(b"urn:mpeg:hevc:2015:auxid:1")], b"mif1", None),
        ([b"hvc1"], [auxiliary(b"urn:com:apple:photo:2018:aux:portraiteffectsmatte")], b"mif1", None),
        ([b"hvc1"], [box(b"auxC")], b"mif1", None),
    ],
)
def test_gain_maps_of_heif(
    put: Put, types: list[bytes], properties: list[bytes], brands: bytes, expected: str | None
) -> None:
    """A tone-mapped item counts in files of its brand only: readers are to leave it out of others."""
    assert mark(put, "a.heic", heif(types, properties, brands)) == expected


@pytest.mark.parametrize(("transfer", "expected"), [(16, "pq"), (18, "hlg"), (13, None), (8, None), (1, None)])
def test_transfer_functions_are_marked(put: Put, transfer: int, expected: str | None) -> None:
    assert mark(put, "a.png", png_with(cicp(9, transfer))) == expected
    assert mark(put, "a.avif", avif_with(9, transfer)) == expected
    assert mark(put, "a.jxl", jxl(patches(), colours=Colours(BT2020, transfer))) == expected
    colours = box(b"colr", b"nclx", struct.pack(">HHHB", 9, transfer, 9, 0))
    assert mark(put, "a.mp4", mp4(mvhd(), track(b"hvc1", (64, 48), 0, colours))) == expected
    webm = mkv_video("V_VP9", 64, 48, element(0x55B0, element(0x55BA, ebml_number(transfer))))
    assert mark(put, "a.mkv", matroska(mkv_tracks(webm))) == expected


def test_a_jpeg_xl_with_a_gain_map_is_marked(put: Put) -> None:
    plain = jxl(patches(), boxes=[(b"xml ", b"<x/>")])
    assert mark(put, "a.jxl", plain) is None
    assert mark(put, "b.jxl", plain + box(b"jhgm", bytes(30))) == "gain map"
    assert mark(put, "b.jxl", plain + box(b"brob", b"jhgm", bytes(30))) == "gain map"
    assert mark(put, "c.jxl", jxl(patches(), colours=Colours(transfer=HLG))) == "hlg"
    assert mark(put, "d.jxl", jxl(patches().convert("L"), colours=Colours(transfer=PQ))) == "pq"


@pytest.mark.parametrize("transfer", [16, 18, 13])
def test_a_profile_that_names_its_transfer_is_marked(put: Put, transfer: int) -> None:
    profile = bytearray(standard_profile("sRGB"))
    profile += b"cicp" + bytes(4) + bytes((9, transfer, 0, 1))
    place = next(at for at in range(132, 500, 12) if profile[at : at + 4] == b"cprt")
    profile[place : place + 12] = b"cicp" + struct.pack(">II", len(profile) - 12, 12)
    profile[:4] = struct.pack(">I", len(profile))
    found = mark(put, "a.jpg", encoded("JPEG", patches(), icc_profile=bytes(profile)))
    assert found == {16: "pq", 18: "hlg"}.get(transfer)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP"])
def test_pictures_of_standard_range_have_no_mark(put: Put, kind: str) -> None:
    assert mark(put, "a", encoded(kind, patches())) is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80), st.binary(max_size=200), st.integers(0, 60))
def test_any_bytes_raise_nothing(mpf: bytes, xmp: bytes, offset: int) -> None:
    header = PictureHeader(mpf=MpfSegment(offset, mpf), xmp=ADOBE + xmp)
    data = with_previews(jpeg((8, 8), RED), [(UNDEFINED, jpeg((8, 8), GREY))])[:400]
    assert gain_map.is_behind_jpeg(header, BoundedReader.from_bytes(data)) in (True, False)
