"""Names that may be pictures, and what leading bytes announce."""

import pytest

from gallery.imaging.formats import INLINE, describe, has_known_suffix, is_candidate, sniff
from tests.pictures import encoded, picture

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


@pytest.mark.parametrize(
    "name",
    [
        b"a.jpg",
        b"a.JPEG",
        b"IMG_1.HeIc",
        b"x.y.tiff",
        b"no-suffix",
        b"\xff\xfe.png",
        b"a.mpo",
        b"b.hif",
        b"a.MP4",
        b"a.m2ts",
        b"1.MTS",
        b"a.3gp",
    ],
)
def test_names_that_may_be_pictures(name: bytes) -> None:
    assert is_candidate(name)


@pytest.mark.parametrize(
    "name",
    [b".jpg", b".hidden.jpg", b"a.txt", b"a.xmp", b"a.mp3", b"._a.jpg", b".a.mp4", b"a.", b"a.jpg.part", b"x.dng"],
)
def test_names_that_are_no_pictures(name: bytes) -> None:
    assert not is_candidate(name)


def test_a_name_without_suffix_is_a_candidate_but_has_no_known_one() -> None:
    assert not has_known_suffix(b"DSC0001")
    assert has_known_suffix(b"DSC0001.JPG")


def test_a_program_in_typescript_is_a_candidate_whose_name_promises_nothing() -> None:
    assert is_candidate(b"00001.MTS")
    assert is_candidate(b"main.ts")
    assert not has_known_suffix(b"main.ts")
    assert not has_known_suffix(b"main.mts")
    assert has_known_suffix(b"00001.m2ts")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF87a", "gif"),
        (b"GIF88a", None),
        (b"RIFF\1\2\3\4WEBPVP8 ", "webp"),
        (b"RIFF\1\2\3\4AVI ", "avi"),
        (b"RIFF\1\2\3\4WAVE", None),
        (b"II*\0\x08\0\0\0", "tiff"),
        (b"MM\0*\0\0\0\x08", "tiff"),
        (b"II+\0\x08\0\0\0", "tiff"),
        (b"II*\0\x10\0\0\0CR\2\0", None),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "bmp"),
        (b"BM" + bytes(12) + b"\x2e\0\0\0", "bmp"),
        (b"BMW is a car", None),
        (b"BA" + bytes(12) + b"BM", "bmp"),
        (b"BA is no airline", None),
        (b"\x28\0\0\0\x10\0\0\0\x10\0\0\0\1\0\x18\0\0\0\0\0", "bmp"),
        (b"\x28\0\0\0\x10\0\0\0\x10\0\0\0\2\0\x18\0\0\0\0\0", None),
        (b"\x0c\0\0\0\x10\0\x10\0\1\0\x18\0", "bmp"),
        (b"\xff\xd8stray\xff\xe0\0\x10JFIF", "jpeg"),
        (b"\xff\xd8stray bytes and no marker", None),
        (HEIC, "heif"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "avif"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0miafavif", "avif"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0miafheic", "heif"),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp42isom", "mp4"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0mp42isom", None),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", None),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "mov"),
        (b"\0\0\0\x08wide\0\1\2\3mdat", "mov"),
        (b"Was free on Monday", None),
        (b"\x1aE\xdf\xa3\x93B\x82\x88matroska", "mkv"),
        (b"\x1aE\xdf\xa3\x93B\x82\x84webm", "webm"),
        (b"\x1aE\xdf\xa3\x93B\x82\x84else", None),
        ((b"\x47" + bytes(187)) * 3, "mts"),
        ((bytes(4) + b"\x47" + bytes(187)) * 3, "mts"),
        ((b"\x47" + bytes(187)) * 2, None),
        (b"G" * 60, None),
        (b"\0\0\0\x10ftypmif1\0\0\0\0avif", "heif"),  # the brand behind the box is not in it
        (b"", None),
        (b"\xff", None),
    ],
)
def test_formats_by_leading_bytes(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_files_by_pillow_are_recognised(kind: str) -> None:
    assert sniff(encoded(kind, picture(32, 32))[:64]) == kind.lower()


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"", "nothing: the file is empty"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\n  <html lang=en>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"\0\0\0\x18ftypmp42", "a video"),
        (b"\x1a\x45\xdf\xa3", "a video"),
        (b"\0\0\0\x18ftypcrx ", "a RAW file"),
        (b"\0\0\0\x10ftypmif3", "an AVIF or HEIC picture in the short form, which no decoder here reads"),
        (b"II*\0\x10\0\0\0CR\2\0", "a RAW file"),
        (b"\xff\x0a\x00", "a JPEG XL picture"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL picture"),
        (b"hello, world\n", "text"),
        (b"PK\x03\x04", "an archive"),
        (b"<?xml version='1.0'?><svg", "an SVG drawing"),
        (b"8BPS", "a Photoshop document"),
        (bytes(64), "nothing but zeros"),
        (b"\x01\x02\x03\x04\x05", "of an unknown kind"),
        (b"\x0a\x03\0\x01" + bytes(60), "a PCX picture"),
        (b"\x01\xda\x01\x01\0\x03\0\x80", "an SGI picture"),
        (b"DDS \x7c\0\0\0", "a DDS texture"),
        (bytes((0, 0, 10, *[0] * 9, 128, 0, 128, 0, 32, 32)), "a TGA picture"),
        (bytes((0, 1, 1, 0, 0, 0, 1, 24, *[0] * 4, 150, 0, 150, 0, 8, 0)), "a TGA picture"),
        (bytes((0, 1, 2, *[0] * 9, 128, 0, 128, 0, 32, 32)), "of an unknown kind"),
    ],
)
def test_other_content_is_described(head: bytes, words: str) -> None:
    assert describe(head) == words


def test_inline_formats_are_those_every_browser_shows() -> None:
    assert set(INLINE) == {"jpeg", "png", "gif", "webp", "avif"}
