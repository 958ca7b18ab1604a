"""Dates, places and words that files carry in rare ways: what is read, what is left out, which comes first."""

import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational as Ratio

from gallery.base.models import FileRef, Metadata
from gallery.imaging.metadata import xmp
from gallery.imaging.metadata.places import parse_degree_text, parse_xmp_degrees
from gallery.imaging.metadata.read import read
from tests.imaging.annotated_files import IMAGE, exif, iptc, jpeg
from tests.imaging.files import Put
from tests.pictures import encoded

RDF = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    ' xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" {}/></rdf:RDF></x:xmpmeta>'
)
DATED = RDF.format('xmp:CreateDate="1988-12-01T18:53:44"')
GUID = b"0123456789ABCDEF0123456789ABCDEF"


def metadata(file: FileRef) -> Metadata:
    found = read(file)
    assert isinstance(found, Metadata), found
    return found


def date_of(file: FileRef) -> tuple[str, str]:
    taken = metadata(file).taken
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=taken.local_ms)).isoformat()[:19], taken.origin


def test_the_date_of_iptc_is_read(put: Put) -> None:
    file = put("a.jpg", jpeg(iptc((55, b"19870506"), (60, b"070809+0000"))))
    assert date_of(file) == ("1987-05-06T07:08:09", "iptc")


def test_the_digital_creation_of_iptc_stands_in(put: Put) -> None:
    file = put("a.jpg", jpeg(iptc((62, b"19870506"), (63, b"070809+0000"), (120, b"Words"))))
    assert date_of(file) == ("1987-05-06T07:08:09", "iptc")
    assert metadata(file).caption == "Words"


def test_the_time_of_the_last_change_stands_in_before_name_and_file_time(put: Put) -> None:
    file = put("IMG_20200101_000000.jpg", encoded("JPEG", IMAGE, exif=exif({0x132: "2012:03:04 05:06:07"})))
    assert date_of(file) == ("2012-03-04T05:06:07", "changed")


@pytest.mark.parametrize(
    ("name", "origin"),
    [("exif:DateTimeDigitized", "xmp"), ("tiff:DateTime", "changed"), ("xmp:ModifyDate", "changed")],
)
def test_dates_that_xmp_takes_over_from_exif(put: Put, name: str, origin: str) -> None:
    text = RDF.format(f'{name}="1988-12-01T18:53:44"').encode()
    file = put("IMG_20200101_000000.jpg", jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + text)))
    assert date_of(file) == ("1988-12-01T18:53:44", origin)


def test_iptc_of_a_tiff_stands_in_a_tag_of_its_own_or_in_that_of_photoshop(put: Put) -> None:
    data_sets = b"\x1c\x02\x37\0\x0819870506\x1c\x02\x3c\0\x06070809"
    resources = b"8BIM\x03\xed\0\0\0\0\0\x02ab" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data_sets)) + data_sets
    for tag, value in ((33723, data_sets), (34377, resources)):
        file = put(f"{tag}.tif", encoded("TIFF", IMAGE, tiffinfo={tag: value}))
        assert date_of(file) == ("1987-05-06T07:08:09", "iptc")


def test_the_time_of_the_shot_comes_before_that_of_the_last_change(put: Put) -> None:
    both = exif({0x132: "2022:03:04 05:06:07"}, {0x9004: "2012:03:04 05:06:07"})
    assert date_of(put("a.jpg", encoded("JPEG", IMAGE, exif=both))) == ("2012-03-04T05:06:07", "exif")


def test_the_time_of_the_gps_fix_stands_in(put: Put) -> None:
    place = {1: "N", 2: (Ratio(48), Ratio(0), Ratio(0)), 3: "E", 4: (Ratio(151), Ratio(0), Ratio(0))}
    fix = exif(gps={**place, 7: (Ratio(22), Ratio(34), Ratio(56)), 0x1D: "2019:06:11"})
    file = put("a.jpg", encoded("JPEG", IMAGE, exif=fix))
    assert date_of(file) == ("2019-06-12T08:34:56", "gps")
    assert metadata(file).taken.offset_min == 600


@pytest.mark.parametrize(
    "text", ["41/1,22/1,3000/100", "41 22 30", "41, 22, 30.0", "41,00000,22,00000,30,00000", "41.375"]
)
def test_degrees_as_text(text: str) -> None:
    assert sum(part / 60**power for power, part in enumerate(parse_degree_text(text))) == pytest.approx(41.375)


def test_phones_that_write_degrees_as_text_have_places(put: Put) -> None:
    found = metadata(put("a.jpg", jpeg_with_gps((1, b"N\0"), (2, b"41/1,22/1,30/1\0"), (3, b"E\0"), (4, b"2,9,0\0"))))
    assert found.latitude == pytest.approx(41.375)
    assert found.longitude == pytest.approx(2.15)


@pytest.mark.parametrize("hemisphere", [b"N\0", b"S\0"])
def test_a_sign_beside_the_usual_letter_counts(put: Put, hemisphere: bytes) -> None:
    found = metadata(put("a.jpg", jpeg_with_gps((1, hemisphere), (2, b"-33.5\0"), (3, b"E\0"), (4, b"151.2\0"))))
    assert (found.latitude, found.longitude) == (-33.5, 151.2)


def test_the_time_of_the_fix_as_text(put: Put) -> None:
    place = (1, b"N\0"), (2, b"48.1\0"), (3, b"E\0"), (4, b"0.1\0")
    assert date_of(put("a.jpg", jpeg_with_gps(*place, (7, b"22:34:56\0"), (0x1D, b"2019:06:11\0")))) == (
        "2019-06-11T22:34:56",
        "gps",
    )


def jpeg_with_gps(*entries: tuple[int, bytes]) -> bytes:
    """Return a JPEG with these GPS attributes as text."""
    at, table, texts = 26 + 2 + 12 * len(entries) + 4, b"", b""
    for tag, text in entries:
        value = text.ljust(4, b"\0") if len(text) <= 4 else struct.pack("<L", at + len(texts))
        texts += text if len(text) > 4 else b""
        table += struct.pack("<HHL", tag, 2, len(text)) + value
    block = b"II*\0\x08\0\0\0" + struct.pack("<HHHLLL", 1, 0x8825, 4, 1, 26, 0)
    block += struct.pack("<H", len(entries)) + table + bytes(4) + texts
    return jpeg((0xE1, b"Exif\0\0" + block))


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("48,51.4N", 48.856667),
        ("48,51,24S", -48.856667),
        ("48.5N", 48.5),
        ("48,51.4", None),
        ("91,0N", None),
        ("N", None),
        ("", None),
        (None, None),
    ],
)
def test_coordinates_of_xmp(text: str | None, degrees: float | None) -> None:
    found = parse_xmp_degrees(text, "NS", 90)
    assert found == (degrees if degrees is None else pytest.approx(degrees, abs=1e-6))


def test_xmp_has_a_place_where_exif_has_none(put: Put) -> None:
    packet = RDF.format('exif:GPSLatitude="48,51.0N" exif:GPSLongitude="2,21.0W"').encode()
    found = metadata(put("a.jpg", encoded("JPEG", IMAGE, xmp=packet)))
    assert found.latitude == pytest.approx(48.85)
    assert found.longitude == pytest.approx(-2.35)


@pytest.mark.parametrize("zero", [Ratio(0), Ratio(0, 1000)])
def test_nought_nought_is_no_place(put: Put, zero: Ratio) -> None:
    gps = exif(gps={1: "N", 2: (zero,) * 3, 3: "E", 4: (zero,) * 3})
    packet = RDF.format('exif:GPSLatitude="0,0.0N" exif:GPSLongitude="0,0.0E"').encode()
    found = metadata(put("a.jpg", encoded("JPEG", IMAGE, exif=gps, xmp=packet)))
    assert (found.latitude, found.longitude) == (None, None)


def test_a_place_on_the_equator_is_one(put: Put) -> None:
    gps = exif(gps={1: "N", 2: (Ratio(0),) * 3, 3: "E", 4: (Ratio(9), Ratio(0), Ratio(0))})
    found = metadata(put("a.jpg", encoded("JPEG", IMAGE, exif=gps)))
    assert (found.latitude, found.longitude) == (0, 9)


@pytest.mark.parametrize("behind", ["</x:xmpmeta>", "\n<?xpacket end='w'?>\n</x:xmpmeta>", "<x:xmpmeta>"])
def test_what_stands_behind_a_packet_does_not_break_it(behind: str) -> None:
    found = xmp.parse_xmp((DATED + behind).encode()).made
    assert found
    assert found.origin == "xmp"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_packets_in_every_encoding(encoding: str) -> None:
    assert xmp.parse_xmp(DATED.encode(encoding)).made


def test_xmp_under_the_short_name_of_an_old_program(put: Put) -> None:
    assert date_of(put("a.jpg", jpeg((0xE1, b"XMP\0://ns.adobe.com/xap/1.0/\0" + DATED.encode()))))[1] == "xmp"


def extension(text: bytes, guid: bytes, cut: int) -> list[tuple[int, bytes]]:
    """Return the segments of an extension, the second part first."""
    head = b"http://ns.adobe.com/xmp/extension/\0" + guid
    parts = [(0, text[:cut]), (cut, text[cut:])]
    return [(0xE1, head + struct.pack(">II", len(text), offset) + part) for offset, part in reversed(parts)]


@pytest.mark.parametrize(("guid", "origin"), [(GUID, "xmp"), (b"F" * 32, "file")])
def test_an_extension_is_read_if_the_packet_announces_it(put: Put, guid: bytes, origin: str) -> None:
    main = RDF.format(f'xmp:Rating="4" xmpNote:HasExtendedXMP="{GUID.decode()}"').encode()
    first = (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + main)
    file = put("a.jpg", jpeg(first, *extension(DATED.encode(), guid, 100)))
    assert date_of(file)[1] == origin
    assert metadata(file).rating == 4


def test_an_extension_that_lies_about_its_length_is_left_out(put: Put) -> None:
    main = RDF.format(f'xmpNote:HasExtendedXMP="{GUID.decode()}"').encode()
    lie = b"http://ns.adobe.com/xmp/extension/\0" + GUID + struct.pack(">II", 10, 5) + DATED.encode()
    file = put("a.jpg", jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + main), (0xE1, lie)))
    assert date_of(file)[1] == "file"


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt"])
@pytest.mark.parametrize(("key", "text", "origin"), [
    ("XML:com.adobe.xmp", DATED, "xmp"),
    ("Creation Time", "Thu, 1 Dec 1988 18:53:44 +0000", "text"),
])  # fmt: skip
def test_texts_of_png_in_every_chunk(put: Put, name: bytes, key: str, text: str, origin: str) -> None:
    body = {
        b"tEXt": text.encode(),
        b"zTXt": b"\0" + zlib.compress(text.encode()),
        b"iTXt": b"\1\0\0\0" + zlib.compress(text.encode()),
    }[name]
    info = PngInfo()
    info.add(name, key.encode() + b"\0" + body)
    assert date_of(put("a.png", encoded("PNG", IMAGE, pnginfo=info))) == ("1988-12-01T18:53:44", origin)


def test_exif_of_an_avif_without_the_offset_before_it(put: Put) -> None:
    block = exif(shot={0x9003: "2016:02:15 09:37:31"})
    data = encoded("AVIF", IMAGE, exif=block)
    # the item is four bytes of offset, "Exif", two zeros, the structure: the offset is cut out, and as much added behind
    at = data.index(b"Exif\0\0" + block.removeprefix(b"Exif\0\0"))
    end = at + len(block)
    assert date_of(put("a.avif", data[: at - 4] + data[at:end] + bytes(4) + data[end:])) == (
        "2016-02-15T09:37:31",
        "exif",
    )


def test_where_a_camera_wrote_the_first_caption_that_of_people_is_shown(put: Put) -> None:
    data = jpeg(iptc((120, b"Words")), exif=exif({0x10E: "SAMSUNG CAMERA PICTURES"}))
    assert metadata(put("a.jpg", data)).caption == "Words"
