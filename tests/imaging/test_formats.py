"""Names that may be pictures, and what leading bytes announce."""

import pytest

from gallery.imaging.formats import INLINE, describe, has_known_suffix, is_candidate, promises_picture, sniff
from gallery.imaging.weak_signatures import is_tga
from tests.pictures import encoded, picture

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


@pytest.mark.parametrize(
    "name",
    [b"a.jpg", b"a.JPEG", b"IMG_1.HeIc", b"x.y.tiff", b"no-suffix", b"\xff\xfe.png", b"a.mpo", b"b.hif"]
    + [b"a.MP4", b"a.m2ts", b"1.MTS", b"a.3gp"]
    + [b"a." + suffix for suffix in b"jp2 j2k j2c jpc jpx jpf jph jxl psd psb ico icns tga icb vda vst tpic".split()]
    + [b"a." + suffix for suffix in b"qoi dds ppm pgm pbm pnm pfm pam pcx dcx".split()],
)
def test_names_that_may_be_pictures(name: bytes) -> None:
    assert is_candidate(name)


@pytest.mark.parametrize(
    "name",
    [
        b".jpg",
        b".hidden.jpg",
        b"a.txt",
        b"a.xmp",
        b"a.mp3",
        b"._a.jpg",
        b".a.mp4",
        b"a.",
        b"a.jpg.part",
        b"x.xcf",
        b"a.cur",
    ],
)
def test_names_that_are_no_pictures(name: bytes) -> None:
    assert not is_candidate(name)


def test_a_name_without_suffix_is_a_candidate_but_has_no_known_one() -> None:
    assert not has_known_suffix(b"DSC0001")
    assert has_known_suffix(b"DSC0001.JPG")
    assert has_known_suffix(b"DSC0001.VST")


@pytest.mark.parametrize(
    ("name", "promises"), [(b"a.jpg", True), (b"a.PSD", True), (b"a.tga", False), (b"a.VST", False), (b"a", False)]
)
def test_suffixes_that_others_use_as_well_promise_nothing(name: bytes, promises: bool) -> None:
    assert promises_picture(name) == promises


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
        (b"II*\0\x10\0\0\0CR\2\0", "cr2"),
        (b"IIRO\x08\0\0\0", "orf"),
        (b"IIRS\x08\0\0\0", "orf"),
        (b"MMOR\0\0\0\x08", "orf"),
        (b"IIU\0\x18\0\0\0", "rw2"),
        (b"FUJIFILMCCD-RAW 0201", "raf"),
        (b"FOVb\0\0\2\0", "x3f"),
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
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "cr3"),
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
        (b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ", "jp2"),
        (b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypmjp2", None),
        (b"\xff\x4f\xff\x51\0\x2f", "jp2"),
        (b"\xff\x0a\xfa\x1f", "jxl"),
        (b"\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl ", "jxl"),
        (b"8BPS\0\1\0\0\0\0\0\0\0\3", "psd"),
        (b"8BPS\0\2\0\0\0\0\0\0\0\3", "psd"),
        (b"8BPS is a signature", None),
        (b"icns\0\0\1\0ic07", "icns"),
        (b"icns are icons", None),
        (b"qoif\0\0\0\1\0\0\0\1\3\0", "qoi"),
        (b"qoif is a word", None),
        (b"DDS \x7c\0\0\0", "dds"),
        (b"DDS stands for", None),
        (b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0", "ico"),
        (b"\0\0\2\0\1\0\x10\x10\0\0\5\0\x20\0\x68\4\0\0\x16\0\0\0", None),  # a cursor
        (b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x99\0\x68\4\0\0\x16\0\0\0", None),  # 153 bits a pixel
        (b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x05\0\0\0", None),  # a picture in the directory
        (b"\0\0\1\0\0\0\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\0\0\0", None),  # no entries
        (b"\0\0\1\0\0\1\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x16\x10\0\0", "ico"),  # 256 entries
        (b"\0\0\1\0\1\1\x10\x10\0\0\1\0\x20\0\x68\4\0\0\x26\x10\0\0", None),  # 257
        (b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0\x0a\0\0\0\x16\0\0\0", None),  # a picture of ten bytes
        (b"\0\1\0\0\0\x0f\0\x80\0\3\0\x70DSIG", None),  # a typeface
        (b"\xb1\x68\xde\x3a\0\x10\0\0", "pcx"),
        (b"\n\5\1 a text that begins with an empty line".ljust(128), None),
        (b"P6\n# by a program\n21 13\n255\n", "pnm"),
        (b"P5 21 13 65535 ", "pnm"),
        (b"P5 21 13 ducks", None),
        (b"P7\nWIDTH 3\n", "pnm"),
        (b"P7 332\n", None),
        (b"", None),
        (b"\xff", None),
    ],
)
def test_formats_by_leading_bytes(head: bytes, kind: str | None) -> None:
    assert sniff(head) == kind


@pytest.mark.parametrize("comment", [b"#" + b"x" * 100 + b"\n", b"# one\n# two\r\n" * 9])
def test_long_comments_of_netpbm(comment: bytes) -> None:
    assert sniff(b"P3\n" + comment + b"21 13\n255\n1 2 3\n") == "pnm"


@pytest.mark.parametrize(
    "head",
    [
        b"PF 1 1 " + b"1" * 65_000 + b"x",
        b"PF 1 1 1e" + b"1" * 65_000 + b"x",
        b"PF 1" + b" " * 65_000 + b"x",
        b"P6 1 1 " + b"#\r" * 32_000 + b"x",
        b"P7\n" + b"#\n" * 32_000,
    ],
)
def test_a_page_of_digits_blanks_or_comments_is_looked_at_once(head: bytes) -> None:
    """Digits that two parts of a pattern may take were tried in two billion ways, for minutes."""
    assert sniff(head) is None


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({2: 32}, False),
        ({2: 4}, False),
        ({2: 0}, False),
        ({1: 7}, False),
        ({16: 12}, False),
        ({12: 0}, False),
        ({17: 96}, False),
        ({17: 9}, False),
        ({2: 9}, False),
        ({1: 1, 7: 24, 2: 9, 16: 8}, True),
        ({1: 1, 7: 5}, False),
    ],
)
def test_the_header_of_a_tga_makes_sense(change: dict[int, int], fits: bool) -> None:
    head = bytearray((0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 21, 0, 13, 0, 24, 0x20))
    for place, value in change.items():
        head[place] = value
    assert is_tga(bytes(head)) == fits


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "DDS", "ICO", "ICNS", "QOI"])
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
        (b"\0\0\0\x18ftypM4A ", "sound without a picture"),
        (b"\x1a\x45\xdf\xa3", "a video"),
        (b"\0\0\0\x10ftypmif3", "an AVIF or HEIC picture in the short form, which no decoder here reads"),
        (b"hello, world\n", "text"),
        (b"PK\x03\x04", "an archive"),
        (b"<?xml version='1.0'?><svg", "an SVG drawing"),
        (b"8BPS", "a Photoshop document"),
        (bytes(64), "nothing but zeros"),
        (b"\x01\x02\x03\x04\x05", "of an unknown kind"),
        (b"\x0a\x03\0\x01" + bytes(60), "a PCX picture"),
        (b"\0\0\2\0\1\0\x10\x10\0\0\5\0\x20\0\x68\4\0\0\x16\0\0\0", "a cursor"),
        (b"DDS \x7d\0\0\0", "a DDS texture"),
        (b"DDS stands for", "text"),
        (b"Pf 1 x", "a netpbm picture"),
        (b"Pf is a word", "text"),
        (b"\x01\xda\x01\x01\0\x03\0\x80", "an SGI picture"),
        (bytes((0, 0, 10, *[0] * 9, 128, 0, 128, 0, 32, 32)), "a TGA picture"),
        (bytes((0, 1, 1, 0, 0, 0, 1, 24, *[0] * 4, 150, 0, 150, 0, 8, 0)), "a TGA picture"),
        (bytes((0, 1, 2, *[0] * 9, 128, 0, 128, 0, 32, 32)), "of an unknown kind"),
    ],
)
def test_other_content_is_described(head: bytes, words: str) -> None:
    assert describe(head) == words


def test_inline_formats_are_those_every_browser_shows() -> None:
    assert set(INLINE) == {"jpeg", "png", "gif", "webp", "avif"}
