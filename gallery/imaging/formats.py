"""Which names may be pictures or videos, and which format leading bytes announce. Pure: no file is touched here."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.imaging import video_formats

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD_BYTES = 512
"""How many leading bytes `sniff` and `describe` need: three packets of a transport stream, an ISO-BMFF `ftyp` box with
a dozen compatible brands."""

INLINE: Mapping[str, str] = MappingProxyType(
    {
        "jpeg": "image/jpeg",
        "png": "image/png",
        "gif": "image/gif",
        "webp": "image/webp",
        "avif": "image/avif",
    }
)
"""The formats that browsers show, with their media types; `metadata/appearance.py` says which of the files are sent."""

_FORMATS_BY_SUFFIX: Mapping[bytes, str] = MappingProxyType(
    dict.fromkeys((b"jpg", b"jpeg", b"jpe", b"jfif", b"mpo"), "JPEG")
    | dict.fromkeys((b"png", b"apng"), "PNG")
    | dict.fromkeys((b"avif", b"avifs"), "AVIF")
    | dict.fromkeys((b"bmp", b"dib"), "BMP")
    | dict.fromkeys((b"tif", b"tiff"), "TIFF")
    | dict.fromkeys((b"heic", b"heics", b"heif", b"heifs", b"hif"), "HEIC")
    | {b"gif": "GIF", b"webp": "WebP"}
    | dict(video_formats.NAMES_BY_SUFFIX)
)
_CANDIDATE_SUFFIXES = video_formats.SHARED_SUFFIXES | _FORMATS_BY_SUFFIX.keys()

_AVIF_BRANDS = frozenset((b"avif", b"avis"))
# ISO/IEC 23008-12 annex B and E; mif1 and msf1 alone leave the codec open, and libheif finds out
_HEIF_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2", b"miaf")
)
# BITMAPCOREHEADER 12, OS22X of any length from 16 to 64, BITMAPINFOHEADER 40, V2 52, V3 56, V4 108, V5 124 (wingdi.h)
_DIB_HEADER_BYTES = frozenset((12, *range(16, 65, 2), 108, 124))

_MAGIC: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    # decoders look for the first marker behind stray bytes
    ("jpeg", re.compile(rb"\xff\xd8(?:\xff|.{1,40}?\xff[\xdb\xe0-\xef\xfe]\0)", re.DOTALL)),
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    # not Canon's CR2, which is a TIFF with "CR" at byte 8
    ("tiff", re.compile(rb"(?:II[*+]\0|MM\0[*+])(?!....CR)", re.DOTALL)),
    # an array of OS/2 bitmaps; a bitmap without the header of a file: size of its header, one plane, bits, compression
    ("bmp", re.compile(rb"BA.{12}BM", re.DOTALL)),
    (
        "bmp",
        re.compile(rb"[\x28\x34\x38\x6c\x7c]\0{3}.{8}\x01\0[\x01\x02\x04\x08\x10\x18\x20]\0[\0-\x06]\0{3}", re.DOTALL),
    ),
    ("bmp", re.compile(rb"\x0c\0{3}.{4}\x01\0[\x01\x04\x08\x18]\0", re.DOTALL)),
)

_OTHER_CONTENT: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("nothing but zeros", re.compile(rb"\0{16,}\Z")),
    ("a RAW file", re.compile(rb"II\*\0....CR|IIU\0|IIR[OS]\0|MMOR|FUJIFILMCCD-RAW|FOVb|\0MRM", re.DOTALL)),
    ("a JPEG XL picture", re.compile(rb"\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n")),
    ("a JPEG 2000 picture", re.compile(rb"\xff\x4f\xff\x51|\0\0\0\x0cjP  \r\n\x87\n")),
    ("a Photoshop document", re.compile(rb"8BPS")),
    ("a GIMP picture", re.compile(rb"gimp xcf")),
    ("an icon", re.compile(rb"\0\0[\x01\x02]\0[^\0]|icns", re.DOTALL)),
    ("a PCX picture", re.compile(rb"\x0a[\0\x02-\x05][\0\x01][\x01\x02\x04\x08]")),
    ("an SGI picture", re.compile(rb"\x01\xda[\0\x01][\x01\x02]\0[\x01-\x03]")),
    ("a DDS texture", re.compile(rb"DDS \x7c\0\0\0")),
    ("a QOI picture", re.compile(rb"qoif")),
    ("a JPEG XR picture", re.compile(rb"II\xbc\x01")),
    ("a FITS picture", re.compile(rb"SIMPLE  =")),
    ("a Sun raster picture", re.compile(rb"\x59\xa6\x6a\x95")),
    ("an MNG animation", re.compile(rb"\x8aMNG\r\n\x1a\n")),
    ("a netpbm picture", re.compile(rb"P[1-7][\s]")),
    ("an OpenEXR picture", re.compile(rb"\x76\x2f\x31\x01")),
    ("a radiance picture", re.compile(rb"#\?R")),
    ("a PDF", re.compile(rb"%PDF-")),
    ("a PostScript document", re.compile(rb"%!PS|\xc5\xd0\xd3\xc6")),
    (
        "a video",
        re.compile(rb"\x1a\x45\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]|FLV|OggS|....(?:moov|mdat|wide)", re.DOTALL),
    ),
    ("a sound file", re.compile(rb"ID3|fLaC|RIFF....WAVE|\xff[\xfb\xf3\xf2]", re.DOTALL)),
    ("an archive", re.compile(rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ")),
    ("a program", re.compile(rb"MZ|\x7fELF|\xcf\xfa\xed\xfe|#!")),
    ("a database", re.compile(rb"SQLite format 3\0")),
    ("an SVG drawing", re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<svg", re.IGNORECASE)),
    # no signature: kind of palette, kind of picture, bits of a pixel (Truevision TGA 2.0)
    (
        "a TGA picture",
        re.compile(rb".(?:\x01[\x01\x09]|\0[\x02\x03\x0a\x0b]).{13}[\x08\x0f\x10\x18\x20][\0-\x3f]", re.DOTALL),
    ),
    ("a web page", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|script|!--)", re.IGNORECASE)),
    ("an XML document", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|x:xmpmeta|rdf:)", re.IGNORECASE)),
)
_OTHER_BRANDS = {
    b"crx ": "a RAW file",
    b"jxl ": "a JPEG XL picture",
    b"jp2 ": "a JPEG 2000 picture",
    b"jpx ": "a JPEG 2000 picture",
    b"mif3": "an AVIF or HEIC picture in the short form, which no decoder here reads",
}
"""What a file is by the major brand of its `ftyp` box (ISO/IEC 14496-12, 4.3; 23008-12, 10.3 for mif3)."""
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?[\t\n\r\x20-\x7e\x80-\xf4]+\Z")


def is_candidate(name: bytes) -> bool:
    """Return whether a file of this name may be a picture: it has a known suffix, or none, and is no dot-file."""
    stem, dot, suffix = name.rpartition(b".")  # called for every file there is: kept cheap
    return (suffix.lower() in _CANDIDATE_SUFFIXES and not name.startswith(b".")) if dot and stem else not dot


def has_known_suffix(name: bytes) -> bool:
    """Return whether the name of a file promises a picture of a format that Shoebox shows."""
    return named_format(name) is not None


def named_format(name: bytes) -> str | None:
    """Return the format that the suffix of a name promises, in the words of a message ("JPEG")."""
    stem, dot, suffix = name.rpartition(b".")
    return _FORMATS_BY_SUFFIX.get(suffix.lower()) if dot and stem else None


def sniff(head: bytes) -> str | None:
    """Return the format of a picture or a video.

    Args:
        head: Its first `HEAD_BYTES` bytes.

    Returns:
        jpeg, png, gif, webp, tiff, bmp, heif, avif or one of `video_formats.VIDEO_FORMATS`; None if it is something
        else.
    """
    for kind, magic in _MAGIC:
        if magic.match(head):
            return kind
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _DIB_HEADER_BYTES:
        return "bmp"
    return _brand_format(head) or video_formats.sniff_video(head)


def describe(head: bytes) -> str:
    """Return what leading bytes that are no picture seem to be, in words that finish "the content is …"."""
    if not head:
        return "nothing: the file is empty"
    if head[4:8] == b"ftyp":
        return _OTHER_BRANDS.get(head[8:12], "a video")
    for words, magic in _OTHER_CONTENT:
        if magic.match(head):
            return words
    return "text" if _TEXT.match(head) else "of an unknown kind"


def _brand_format(head: bytes) -> str | None:
    """Return heif or avif by the brands in the `ftyp` box: a major one, a version, then compatible ones.

    ISO/IEC 14496-12, 4.3; 23008-12, annexes B and E.
    """
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    if brands[0] in _HEIF_BRANDS - {b"mif1", b"msf1", b"mif2", b"miaf"}:
        return "heif"
    if not _AVIF_BRANDS.isdisjoint(brands):
        return "avif"
    return None if _HEIF_BRANDS.isdisjoint(brands) else "heif"
