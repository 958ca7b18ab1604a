"""When, where and with what a video was recorded, and what was written about it: MP4, QuickTime and 3GP."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import Metadata
from gallery.imaging.metadata.read import read
from tests.imaging.video_files import JUNE_2019, START_1904, box, keyed, loci, mp4, mvhd, text, track
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from tests.imaging.files import Put

LOCAL_JUNE_MS = (JUNE_2019 + 2 * 3600) * 1000
"""2019-06-11 12:34:56, as if it were UTC."""


def facts(put: Put, data: bytes, name: str = "a.mp4") -> Metadata:
    found = read(put(name, data))
    assert isinstance(found, Metadata), found
    return found


def movie(*parts: bytes) -> bytes:
    """Return a file with a header, a track, and more."""
    return mp4(mvhd(), track(), *parts)


def test_the_header_of_a_movie_is_in_utc(put: Put, zone: Any) -> None:
    zone("Europe/Berlin")
    found = facts(put, mp4())
    assert (found.taken.local_ms, found.taken.offset_min, found.taken.origin) == (LOCAL_JUNE_MS, None, "recording_utc")


@pytest.mark.parametrize("created", [0, START_1904, 5])
def test_a_clock_that_was_never_set_is_no_date(put: Put, created: int) -> None:
    found = facts(put, mp4(mvhd(created=created), track()), "VID_20190611_123456.mp4")
    assert (found.taken.local_ms, found.taken.origin) == (LOCAL_JUNE_MS, "name")


@pytest.mark.parametrize(
    ("name", "offset", "local"),
    [
        ("VID_20190611_123456.mp4", 120, LOCAL_JUNE_MS),  # named and dated by its beginning
        ("VID_20190611_123443.mp4", 120, LOCAL_JUNE_MS - 13_000),  # dated by its end
        ("VID_20190611_162000.mp4", 345, LOCAL_JUNE_MS + 13_504_000),  # Nepal
        ("VID_20190611_123100.mp4", None, JUNE_2019 * 1000),  # another moment
        ("VID-20190611-WA0001.mp4", None, JUNE_2019 * 1000),  # a day
        ("PXL_20190611_103456123.mp4", None, JUNE_2019 * 1000),  # in UTC
    ],
)
def test_the_name_tells_on_which_clock_the_moment_was(
    put: Put, zone: Any, name: str, offset: int | None, local: int
) -> None:
    zone("UTC")
    found = facts(put, mp4(), name)
    assert (found.taken.offset_min, found.taken.local_ms) == (offset, local)


def test_the_place_tells_on_which_clock_the_moment_was(put: Put, zone: Any) -> None:
    zone("Europe/Berlin")
    tokyo = facts(put, movie(box(b"udta", text(b"\xa9xyz", "+35.6895+139.6917/"))))
    assert (tokyo.taken.offset_min, tokyo.taken.local_ms) == (540, (JUNE_2019 + 9 * 3600) * 1000)
    madrid = facts(put, movie(box(b"udta", text(b"\xa9xyz", "+40.4168-003.7038/"))))
    assert (madrid.taken.offset_min, madrid.taken.local_ms) == (120, LOCAL_JUNE_MS)  # on this machine's clock


def test_apples_own_date_has_the_offset_of_the_place(put: Put) -> None:
    found = facts(
        put,
        movie(
            keyed(
                com_apple_quicktime_make="Apple",
                com_apple_quicktime_model="iPhone 12",
                com_apple_quicktime_creationdate="2019-06-11T19:34:56+0900",
                com_apple_quicktime_location_ISO6709="+35.6895+139.6917+040.5/",
                com_apple_quicktime_content_identifier="9B53-1",
                com_apple_quicktime_title="Harbour",
                com_apple_quicktime_description="Boats",
                com_apple_quicktime_rating_user="4.0",
            )
        ),
    )
    assert (found.taken.local_ms, found.taken.offset_min) == ((JUNE_2019 + 9 * 3600) * 1000, 540)
    assert found.taken.origin == "recording"
    assert (found.make, found.model, found.content_id) == ("Apple", "iPhone 12", "9B53-1")
    assert (found.latitude, found.longitude, found.altitude_m) == (35.6895, 139.6917, 40.5)
    assert (found.title, found.caption, found.rating) == ("Harbour", "Boats", 4)


def test_androids_keys_name_the_phone(put: Put) -> None:
    found = facts(put, movie(keyed(com_android_manufacturer="Google", com_android_model="Pixel 6")))
    assert (found.make, found.model) == ("Google", "Pixel 6")


def user(*boxes: bytes) -> bytes:
    return movie(box(b"udta", *boxes, bytes(4)))


def test_user_data_of_quicktime(put: Put) -> None:
    words = (text(b"\xa9mak", "Apple"), text(b"\xa9mod", "iPhone 4"), text(b"\xa9nam", "Grüße", 0x55C4))
    found = facts(put, user(*words, text(b"\xa9day", "2011-06-12T03:14:15-0700"), text(b"\xa9cmt", "At sea")))
    assert (found.make, found.model, found.title, found.caption) == ("Apple", "iPhone 4", "Grüße", "At sea")
    assert (found.taken.offset_min, found.taken.local_ms) == (-420, 1_307_848_455_000)


def test_a_day_of_release_counts_less_than_the_movies_own_date(put: Put, zone: Any) -> None:
    zone("UTC")
    assert facts(put, user(text(b"\xa9day", "2010-01-02"))).taken.local_ms == JUNE_2019 * 1000
    old = mp4(mvhd(created=0), track(), box(b"udta", text(b"\xa9day", "2010-01-02")))
    assert facts(put, old).taken.local_ms == 1_262_390_400_000


def test_macintosh_letters_are_read(put: Put) -> None:
    data = "Grüße".encode("mac-roman")
    assert facts(put, user(box(b"\xa9nam", struct.pack(">HH", len(data), 0), data))).title == "Grüße"


def test_the_list_of_itunes(put: Put) -> None:
    def item(name: bytes, value: str) -> bytes:
        return box(name, box(b"data", struct.pack(">II", 1, 0), value.encode()))

    found = facts(
        put,
        user(box(b"meta", bytes(4), box(b"hdlr", bytes(24)), box(b"ilst", item(b"\xa9nam", "T"), item(b"desc", "D")))),
    )
    assert (found.title, found.caption) == ("T", "D")


@pytest.mark.parametrize("name", [b"\0", b"home\0", b"\xfe\xff\0a\0\0"])
def test_the_place_of_3gp(put: Put, name: bytes) -> None:
    found = facts(put, user(loci(name, 2.25, -48.5)))
    assert (found.latitude, found.longitude, found.altitude_m) == (-48.5, 2.25, 35)


@pytest.mark.parametrize("place", [(0.0, 0.0), (200.0, 10.0), (10.0, 95.0)])
def test_a_place_that_is_none_is_left_out(put: Put, place: tuple[float, float]) -> None:
    assert facts(put, user(loci(b"\0", *place))).latitude is None


def test_texts_of_3gp(put: Put) -> None:
    words = box(b"titl", bytes(4), b"\x55\xc4", "Täglich".encode(), b"\0") + box(
        b"dscp", bytes(4), b"\x55\xc4", b"\xfe\xff" + "Längs".encode("utf-16-be"), b"\0\0"
    )
    found = facts(put, user(words))
    assert (found.title, found.caption) == ("Täglich", "Längs")


def test_samsung_and_gopro_name_their_models(put: Put) -> None:
    samsung = facts(put, user(box(b"smta", bytes(4), box(b"mdln", b"SM-G975F\0"))))
    assert (samsung.make, samsung.model) == ("samsung", "SM-G975F")
    setting = b"MINFc\1" + struct.pack(">H", 11) + b"HERO6 Black\0"
    gopro = facts(put, user(box(b"GPMF", b"DEVC\0\1" + struct.pack(">H", len(setting)) + setting)))
    assert (gopro.make, gopro.model) == ("GoPro", "HERO6 Black")
    assert (gopro.taken.local_ms, gopro.taken.origin) == (
        JUNE_2019 * 1000,
        "recording",
    )  # its clock is that of the place


def test_canons_preview_tells_time_and_camera(put: Put) -> None:
    made = picture(64, 48)
    exif = made.getexif()
    exif.update({0x10F: "Canon", 0x110: "EOS R6"})
    exif.get_ifd(0x8769).update({0x9003: "2019:06:11 12:34:56", 0x9011: "+02:00"})
    found = facts(put, user(box(b"CNTH", box(b"CNDA", encoded(image=made, exif=exif)))))
    assert (found.make, found.model) == ("Canon", "EOS R6")
    assert (found.taken.local_ms, found.taken.offset_min) == (LOCAL_JUNE_MS, 120)


def test_nikons_tags(put: Put) -> None:
    def tag(number: int, value: bytes) -> bytes:
        return struct.pack(">IHH", number, 2, len(value)) + value

    tags = tag(1, b"NIKON\0") + tag(2, b"Z 6\0") + tag(0x12, b"2019:06:11 12:34:56\0")
    found = facts(put, user(box(b"NCDT", box(b"NCTG", tags))))
    assert (found.make, found.model, found.taken.local_ms) == ("NIKON", "Z 6", LOCAL_JUNE_MS)


def test_sonys_xml_beside_the_movie(put: Put) -> None:
    xml = b'<a><CreationDate value="2019-06-11T12:34:56+02:00"/><Device manufacturer="Sony" modelName="ILCE-7M3"/></a>'
    found = facts(put, mp4() + box(b"meta", bytes(4), box(b"hdlr", bytes(24)), box(b"xml ", bytes(4), xml)))
    assert (found.make, found.model) == ("Sony", "ILCE-7M3")
    assert (found.taken.local_ms, found.taken.offset_min) == (LOCAL_JUNE_MS, 120)


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3" '
    b'xmp:CreateDate="2019-06-11T05:34:56-05:00"/></rdf:RDF></x:xmpmeta>'
)


@pytest.mark.parametrize("inside", [True, False])
def test_xmp_says_the_zone(put: Put, inside: bool) -> None:
    identifier = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
    data = user(box(b"XMP_", XMP)) if inside else mp4() + box(b"uuid", identifier, XMP)
    found = facts(put, data)
    assert (found.rating, found.taken.offset_min, found.taken.origin) == (3, -300, "xmp")
