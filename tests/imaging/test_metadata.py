"""Metadata of picture files: every container, damaged headers, problems, the fingerprint."""

import os
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational as Ratio

from gallery.base.models import FileRef, Metadata, Problem
from gallery.imaging.metadata import containers, exif, xmp
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.read import read
from tests.imaging.files import Put, png_file
from tests.pictures import encoded, picture

KINDS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"]
SMALL = {kind: encoded(kind, picture(64, 48)) for kind in KINDS}
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="%s" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmp:CreateDate="2010-07-28T11:02:12+02:00">'
    b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A \xc3\xa4 title</rdf:li></rdf:Alt></dc:title>'
    b"<dc:description><rdf:Alt><rdf:li>Words</rdf:li></rdf:Alt></dc:description>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def tags(**ifds: dict[int, Any]) -> Image.Exif:
    made = Image.Exif()
    made.update(ifds.get("first", {}))
    for name, number in (("shot", 0x8769), ("gps", 0x8825)):
        if name in ifds:
            made.get_ifd(number).update(ifds[name])
    return made


def metadata(file: FileRef) -> Metadata:
    found = read(file)
    assert isinstance(found, Metadata), found
    return found


def problem(file: FileRef) -> Problem:
    found = read(file)
    assert isinstance(found, Problem), found
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_tells_its_size(put: Put, kind: str) -> None:
    found = metadata(put("any name", SMALL[kind]))
    assert (found.format, found.width, found.height, found.orientation, found.animated) == (
        kind.lower(),
        64,
        48,
        1,
        False,
    )
    assert found.taken.origin == "file"


FULL = tags(
    first={0x10F: "Canon\0  ", 0x110: "Canon EOS 5D ", 0x112: 6, 0x4746: 4, 0x10E: "On the beach", 0x9C9B: "Titel ä".encode("utf-16-le")},
    shot={0x9003: "2019:06:11 12:34:56", 0x9291: "5", 0x9011: "+02:00", 0x829A: Ratio(1, 250), 0x829D: Ratio(28, 10),
          0x8827: 400, 0x920A: Ratio(50, 1), 0xA434: "EF 50mm"},
    gps={1: "S", 2: (Ratio(33), Ratio(51), Ratio(3130, 100)), 3: "E", 4: (Ratio(151), Ratio(12), Ratio(0)), 5: b"\1", 6: Ratio(5)},
).tobytes()  # fmt: skip


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_in_every_container(put: Put, kind: str) -> None:
    found = metadata(put("a", encoded(kind, picture(64, 48), exif=FULL)))
    assert (found.width, found.height, found.orientation) == (48, 64, 6)
    assert (found.taken.local_ms % 86_400_000, found.taken.offset_min, found.taken.origin) == (45_296_500, 120, "exif")
    assert (found.make, found.model, found.lens, found.iso) == ("Canon", "Canon EOS 5D", "EF 50mm", 400)
    assert (found.exposure_s, found.f_number, found.focal_mm) == (0.004, 2.8, 50)
    assert found.latitude == pytest.approx(-33.858694, abs=1e-5)
    assert found.longitude == pytest.approx(151.2)
    assert (found.altitude_m, found.rating, found.caption, found.title) == (-5, 4, "On the beach", "Titel ä")


def test_the_orientation_of_an_avif_is_applied_by_its_decoder(put: Put) -> None:
    found = metadata(put("a", encoded("AVIF", picture(64, 48), exif=FULL)))
    assert (found.width, found.height, found.orientation, found.make) == (48, 64, 1, "Canon")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_xmp_in_every_container(put: Put, kind: str) -> None:
    packet = XMP % b"3"
    extra: dict[str, Any] = {"xmp": packet}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", packet.decode(), zip=True)
        extra = {"pnginfo": info}
    if kind == "TIFF":
        extra = {"tiffinfo": {700: packet}}
    found = metadata(put("a", encoded(kind, picture(64, 48), **extra)))
    assert (found.rating, found.title, found.caption) == (3, "A ä title", "Words")
    assert (found.taken.origin, found.taken.offset_min) == ("xmp", 120)


@pytest.mark.parametrize(
    ("text", "stars"), [(b"-1", 0), (b"9", 5), (b"4.0", 4), (b"nan", None), (b"many", None), (b"1e999", None)]
)
def test_ratings_are_clamped(text: bytes, stars: int | None) -> None:
    assert xmp.parse_xmp(XMP % text).rating == stars


def test_an_xml_bomb_costs_the_xmp_only(put: Put) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(9)
    ) + b"]>" + (XMP % b"3").replace(b"Words", b"&j;")  # fmt: skip
    found = xmp.parse_xmp(bomb)
    assert found.caption is None
    assert metadata(put("a.jpg", encoded("JPEG", picture(64, 48), xmp=bomb[:60_000]))).width == 64


def test_title_and_caption_of_iptc() -> None:
    found = xmp.parse_iptc(b"\x1c\x02\x05\0\x04Name\x1c\x02\x78\0\x05Worte\x1c\x02")
    assert (found.title, found.caption) == ("Name", "Worte")


@pytest.mark.parametrize(
    ("gps", "place"),
    [
        ({1: "N", 2: (Ratio(1), Ratio(30), Ratio(0)), 3: "W", 4: (Ratio(2), Ratio(0), Ratio(0))}, (1.5, -2)),
        ({1: "N", 2: (Ratio(91), Ratio(0), Ratio(0)), 3: "W", 4: (Ratio(2), Ratio(0), Ratio(0))}, (None, None)),
        ({2: (Ratio(1), Ratio(0), Ratio(0)), 4: (Ratio(2), Ratio(0), Ratio(0))}, (None, None)),
        ({1: "N", 3: "E"}, (None, None)),
    ],
)
def test_places_need_both_hemispheres_and_real_degrees(
    put: Put, gps: dict[int, Any], place: tuple[float | None, float | None]
) -> None:
    found = metadata(put("a", encoded("JPEG", picture(64, 48), exif=tags(gps=gps))))
    assert (found.latitude, found.longitude) == place


def test_a_denominator_of_zero_is_no_number() -> None:
    # one directory with a GPS pointer; the GPS directory has 0/0 degrees
    blob = b"II*\0\x08\0\0\0" + struct.pack("<HHHLLL", 1, 0x8825, 4, 1, 26, 0)
    entries = [
        (1, 2, 2, b"N\0\0\0"),
        (2, 5, 3, struct.pack("<L", 80)),
        (3, 2, 2, b"E\0\0\0"),
        (4, 5, 3, struct.pack("<L", 80)),
    ]
    blob += struct.pack("<H", 4) + b"".join(struct.pack("<HHL", *entry[:3]) + entry[3] for entry in entries) + bytes(4)
    found = exif.parse(BoundedReader.from_bytes(blob + bytes(24)))
    assert (found.latitude, found.longitude) == (None, None)


@pytest.mark.parametrize(
    ("kind", "options"),
    [("GIF", {}), ("PNG", {}), ("WEBP", {"duration": 50}), ("AVIF", {"duration": 50})],
)
def test_animations_are_noticed(put: Put, kind: str, options: dict[str, Any]) -> None:
    frames = [picture(32, 32, hue) for hue in (40, 80)]
    assert metadata(put("a", encoded(kind, picture(32, 32), save_all=True, append_images=frames, **options))).animated


def test_one_frame_is_no_animation(put: Put) -> None:
    assert not metadata(put("a", encoded("GIF", picture(32, 32), save_all=True, loop=0))).animated


def test_the_name_is_asked_before_the_file_time(put: Put) -> None:
    assert metadata(put("IMG_20190611_123456.jpg", SMALL["JPEG"])).taken.origin == "name"


def test_fingerprint_holds_size_head_and_tail(put: Put) -> None:
    base = SMALL["JPEG"] + bytes(400_000)
    others = [base[:-1] + b"\1", base + b"\0", base[:200] + b"\7" + base[201:]]
    fingerprints = {metadata(put(f"{n}.jpg", data)).fingerprint for n, data in enumerate([base, *others])}
    assert len(fingerprints) == 4
    assert metadata(put("copy.jpg", base)).fingerprint in fingerprints


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.jpg", b"", "empty", "empty"),
        ("a", b"", "empty", "empty"),
        ("a.jpg", b"<!doctype html><html>", "wrong_content", "The name says JPEG, the content is a web page."),
        ("a.heic", b"%PDF-1.4", "wrong_content", "The name says HEIC, the content is a PDF."),
        ("README", b"hello\n", "not_a_picture", "text"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged", "damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "damaged", "damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 0, 5), "damaged", "damaged"),
    ],
)
def test_files_without_a_picture_are_problems_in_words(put: Put, name: str, data: bytes, code: str, words: str) -> None:
    found = problem(put(name, data))
    assert found.code == code
    assert words in found.message


def test_too_large_says_how_large(put: Put) -> None:
    found = problem(put("bomb.png", png_file(20_000, 20_000)))
    assert found.code == "too_large"
    assert found.message == "This picture has 400 million pixels; Shoebox shows up to 300 million."


def test_files_that_are_gone_or_outside_the_root_are_problems(tmp_path: Path, put: Put) -> None:
    assert problem(FileRef(os.fsencode(tmp_path), b"no.jpg", 0, 0)).code == "vanished"
    assert problem(FileRef(os.fsencode(tmp_path), b"../no.jpg", 0, 0)).code == "unreadable"
    (tmp_path / "link.jpg").symlink_to(tmp_path / "x.jpg")
    assert problem(FileRef(os.fsencode(tmp_path), b"link.jpg", 0, 0)).code == "unreadable"


@pytest.mark.parametrize("kind", KINDS)
def test_files_cut_anywhere_give_a_value_or_a_problem(put: Put, kind: str) -> None:
    data = encoded(kind, picture(64, 48), exif=FULL) if kind not in ("GIF", "BMP") else SMALL[kind]
    for end in range(0, len(data), max(1, len(data) // 150)):
        assert isinstance(read(put("cut", data[:end])), Metadata | Problem)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_damaged_headers_give_a_value_or_damage(kind: str, data: st.DataObject) -> None:
    mutated = bytearray(WITH_EXIF[kind])
    for _ in range(data.draw(st.integers(1, 12))):
        mutated[data.draw(st.integers(0, min(len(mutated), 1500) - 1))] = data.draw(st.integers(0, 255))
    try:
        header = containers.parse(BoundedReader.from_bytes(bytes(mutated)), kind.lower())
    except DamagedError:
        return
    exif.parse(header.exif)
    xmp.parse_xmp(header.xmp)
    xmp.parse_iptc(header.iptc)


WITH_EXIF = {
    kind: encoded(kind, picture(64, 48), **({} if kind in ("GIF", "BMP") else {"exif": FULL})) for kind in KINDS
}


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["jpeg", "png", "gif", "webp", "avif", "bmp", "tiff", "heif"]), st.binary(max_size=400))
def test_noise_behind_a_signature_gives_a_value_or_damage(kind: str, noise: bytes) -> None:
    start = WITH_EXIF[kind.upper()][:16] if kind != "heif" else b"\0\0\0\x10ftypheic\0\0\0\0"
    try:
        containers.parse(BoundedReader.from_bytes(start + noise), kind)
    except DamagedError:
        return


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"II*\0", b"MM\0*", b"Exif\0\0II*\0", b"II+\0", b""]))
def test_no_noise_makes_the_parser_of_exif_raise(noise: bytes, start: bytes) -> None:
    exif.parse(BoundedReader.from_bytes(start + noise))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_noise_makes_the_parsers_of_xmp_and_iptc_raise(noise: bytes) -> None:
    xmp.parse_xmp(b"<x:xmpmeta>" + noise + b"</x:xmpmeta>")
    xmp.parse_iptc(b"\x1c\x02" + noise)
