"""Which names may be pictures or videos, and which format leading bytes announce. Pure: no file is touched here."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.imaging import video_formats
from gallery.imaging.weak_signatures import is_icon, is_netpbm, is_pcx, is_tga

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HEAD_BYTES = 512
"""How many leading bytes signatures and `describe` need: three packets of a transport stream, an ISO-BMFF `ftyp` box
with a dozen compatible brands. Of a format without a signature `sniff` looks at all it is given: programs put long
comments into the header of a Netpbm."""

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
    | dict.fromkeys((b"jp2", b"j2k", b"j2c", b"jpc", b"jpx", b"jpf", b"jph"), "JPEG 2000")
    | {b"jxl": "JPEG XL"}
    | dict.fromkeys((b"psd", b"psb"), "Photoshop")
    | dict.fromkeys((b"ppm", b"pgm", b"pbm", b"pnm", b"pam", b"pfm"), "Netpbm")
    | dict.fromkeys((b"tga", b"icb", b"vda", b"vst", b"tpic"), "TGA")
    | {b"gif": "GIF", b"webp": "WebP", b"ico": "ICO", b"icns": "ICNS", b"qoi": "QOI", b"dds": "DDS"}
    | dict.fromkeys((b"pcx", b"dcx"), "PCX")
    | dict(video_formats.NAMES_BY_SUFFIX)
)
RAW_SUFFIXES = frozenset(
    (
        b"dng", b"gpr", b"cr2", b"cr3", b"nef", b"nrw", b"arw", b"sr2", b"srf", b"orf", b"pef", b"rw2", b"rwl", b"srw",
        b"iiq", b"cap", b"3fr", b"fff", b"mef", b"mos", b"erf", b"kdc", b"dcr", b"raf", b"x3f",
        b"mrw", b"crw", b"raw",
    )
)  # fmt: skip
_SHARED_SUFFIXES = frozenset(b"jpc jpx tga icb vda vst tpic ppm pgm pbm pam pfm dds pcx dcx cap dcr raw".split())
"""Suffixes that other programs use, too: .vst is a template of Visio and a plug-in for sound, .pfm the measures of a
typeface, .pgm a program of a drum machine, .ppm a flip book of a game console, .jpx a project of Java, .dcx an index of
FoxPro, .cap a record of a network, .raw anything; a .tga of any other content has no signature that could be damaged.
Their names promise no picture."""
_CANDIDATE_SUFFIXES = _FORMATS_BY_SUFFIX.keys() | RAW_SUFFIXES | video_formats.SHARED_SUFFIXES

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
    ("cr2", re.compile(rb"II\*\0....CR", re.DOTALL)),
    ("orf", re.compile(rb"IIR[OS]|MMOR")),
    ("rw2", re.compile(rb"IIU\0")),
    ("raf", re.compile(rb"FUJIFILMCCD-RAW")),
    ("x3f", re.compile(rb"FOVb")),
    ("mrw", re.compile(rb"\0MRM")),
    ("crw", re.compile(rb"II....HEAPCCDR", re.DOTALL)),
    ("cr3", re.compile(rb".{4}ftypcrx ", re.DOTALL)),
    ("tiff", re.compile(rb"II[*+]\0|MM\0[*+]")),
    # an array of OS/2 bitmaps; a bitmap without the header of a file: size of its header, one plane, bits, compression
    ("bmp", re.compile(rb"BA.{12}BM", re.DOTALL)),
    (
        "bmp",
        re.compile(rb"[\x28\x34\x38\x6c\x7c]\0{3}.{8}\x01\0[\x01\x02\x04\x08\x10\x18\x20]\0[\0-\x06]\0{3}", re.DOTALL),
    ),
    ("bmp", re.compile(rb"\x0c\0{3}.{4}\x01\0[\x01\x04\x08\x18]\0", re.DOTALL)),
    # the box of a signature, then that of brands, of which Motion JPEG 2000 is no picture; a codestream alone
    ("jp2", re.compile(rb"\0\0\0\x0cjP  \r\n\x87\n(?!.{8}mjp2)|\xff\x4f\xff\x51", re.DOTALL)),
    # a codestream alone; the box of a signature (ISO/IEC 18181-2, 9.2)
    ("jxl", re.compile(rb"\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n")),
    ("psd", re.compile(rb"8BPS\0[\1\2]\0{6}")),
    ("icns", re.compile(rb"icns[\0-\x1f].{3}[\x20-\x7e]{4}", re.DOTALL)),
    ("qoi", re.compile(rb"qoif.{8}[\3\4][\0\1]", re.DOTALL)),
    ("dds", re.compile(rb"DDS \x7c\0\0\0")),
    ("pcx", re.compile(rb"\xb1\x68\xde\x3a[\0-\xff]{3}[\0-\x7f]")),
)
_WEAK_MAGIC: tuple[tuple[str, Callable[[bytes], bool]], ...] = (("ico", is_icon), ("pcx", is_pcx), ("pnm", is_netpbm))
"""Formats without a signature, which are tried last."""
TGA_FOOTER = b"TRUEVISION-XFILE.\0"
"""What ends a file of TGA 2.0."""

_OTHER_CONTENT: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("nothing but zeros", re.compile(rb"\0{16,}\Z")),
    ("a Photoshop document", re.compile(rb"8BPS")),
    ("a GIMP picture", re.compile(rb"gimp xcf")),
    ("an icon", re.compile(rb"\0\0\x01\0[^\0]|icns", re.DOTALL)),
    ("a cursor", re.compile(rb"\0\0\x02\0[^\0]\0", re.DOTALL)),
    ("a PCX picture", re.compile(rb"\x0a[\0\x02-\x05][\0\x01][\x01\x02\x04\x08]")),
    ("an SGI picture", re.compile(rb"\x01\xda[\0\x01][\x01\x02]\0[\x01-\x03]")),
    ("a DDS texture", re.compile(rb"DDS [\0-\xff]{2}\0")),
    ("a QOI picture", re.compile(rb"qoif")),
    ("a JPEG XR picture", re.compile(rb"II\xbc\x01")),
    ("a FITS picture", re.compile(rb"SIMPLE  =")),
    ("a Sun raster picture", re.compile(rb"\x59\xa6\x6a\x95")),
    ("an MNG animation", re.compile(rb"\x8aMNG\r\n\x1a\n")),
    ("a netpbm picture", re.compile(rb"P(?:[1-7]\s|[Ff]\s+\d)")),
    ("an OpenEXR picture", re.compile(rb"\x76\x2f\x31\x01")),
    ("a radiance picture", re.compile(rb"#\?R")),
    ("a PDF", re.compile(rb"%PDF-")),
    ("a PostScript document", re.compile(rb"%!PS|\xc5\xd0\xd3\xc6")),
    (
        "a video",
        re.compile(
            rb"\x1a\x45\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]|FLV|OggS|....(?:moov|mdat|wide|jP  )", re.DOTALL
        ),
    ),
    ("a sound file", re.compile(rb"ID3|fLaC|RIFF....WAVE|\xff[\xfb\xf3\xf2]", re.DOTALL)),
    ("an archive", re.compile(rb"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ")),
    ("a program", re.compile(rb"MZ|\x7fELF|\xcf\xfa\xed\xfe|#!")),
    ("a database", re.compile(rb"SQLite format 3\0")),
    ("an SVG drawing", re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<svg", re.IGNORECASE)),
    ("a web page", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|script|!--)", re.IGNORECASE)),
    ("an XML document", re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|x:xmpmeta|rdf:)", re.IGNORECASE)),
)
_OTHER_BRANDS = {
    b"jxl ": "a JPEG XL picture",
    b"jp2 ": "a JPEG 2000 picture",
    b"jpx ": "a JPEG 2000 picture",
    b"M4A ": "sound without a picture",
    b"M4B ": "sound without a picture",
    b"mif3": "an AVIF or HEIC picture in the short form, which no decoder here reads",
}
"""What a file is by the major brand of its `ftyp` box (ISO/IEC 14496-12, 4.3; 23008-12, 10.3 for mif3)."""
_OWN_WORDS = {
    "JPEG 2000": "a JPEG 2000 picture", "Photoshop": "a Photoshop document", "Netpbm": "a netpbm picture",
    "ICO": "an icon", "ICNS": "an icon", "QOI": "a QOI picture", "DDS": "a DDS texture", "PCX": "a PCX picture",
}  # fmt: skip
"""What `describe` says of a file that begins as such a one does, but has a header that makes no sense."""
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?[\t\n\r\x20-\x7e\x80-\xf4]+\Z")


def is_candidate(name: bytes) -> bool:
    """Return whether a file of this name may be a picture: it has a known suffix, or none, and is no dot-file."""
    stem, dot, suffix = name.rpartition(b".")  # called for every file there is: kept cheap
    return (suffix.lower() in _CANDIDATE_SUFFIXES and not name.startswith(b".")) if dot and stem else not dot


def has_known_suffix(name: bytes) -> bool:
    """Return whether the name of a file has a suffix of a format that Shoebox shows."""
    return named_format(name) is not None


def promises_picture(name: bytes) -> bool:
    """Return whether the name of a file has such a suffix, which no other programs use."""
    return has_known_suffix(name) and name.rpartition(b".")[2].lower() not in _SHARED_SUFFIXES


def picture_suffixes() -> frozenset[bytes]:
    """Return the suffixes, in small letters, of names that promise a picture; those of videos are none of them."""
    pictures = {suffix for suffix in _FORMATS_BY_SUFFIX if suffix not in video_formats.NAMES_BY_SUFFIX}
    return frozenset((pictures | RAW_SUFFIXES) - _SHARED_SUFFIXES)


def named_format(name: bytes) -> str | None:
    """Return the format that has the suffix of a name, in the words of a message ("JPEG")."""
    stem, dot, suffix = name.rpartition(b".")
    if not (dot and stem):
        return None
    if is_raw_name(name) and suffix.lower() not in _SHARED_SUFFIXES:
        return f"{suffix.decode().upper()}, a RAW format"
    return _FORMATS_BY_SUFFIX.get(suffix.lower())


def is_raw_name(name: bytes) -> bool:
    """Return whether the name of a file may be that of a RAW file, whose leading bytes are those of a TIFF."""
    return name.rpartition(b".")[2].lower() in RAW_SUFFIXES


def is_of_its_kind(named: str, content: str) -> bool:
    """Return whether the content of a file, in the words of `describe`, begins as a picture of its name does."""
    return _OWN_WORDS.get(named) == content


def sniff(head: bytes) -> str | None:
    """Return the format of a picture or a video.

    Args:
        head: Its first `HEAD_BYTES` bytes, or more.

    Returns:
        jpeg, png, gif, webp, tiff, bmp, heif, avif, jp2, jxl, psd, ico, icns, qoi, dds, pnm, pcx, cr2, cr3, orf, rw2,
        raf, x3f, mrw, crw or one of `video_formats.VIDEO_FORMATS`; None if it is something else. What a TGA is, or a
        RAW file that begins as any TIFF does, its leading bytes cannot tell; of an icon and a Netpbm they do not tell
        enough (`metadata/read.py`).
    """
    start = head[:HEAD_BYTES]
    for kind, magic in _MAGIC:
        if magic.match(start):
            return kind
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _DIB_HEADER_BYTES:
        return "bmp"
    strong = _brand_format(start) or video_formats.sniff_video(start)
    return strong or next((kind for kind, fits in _WEAK_MAGIC if fits(head)), None)


def is_tga_name(name: bytes) -> bool:
    """Return whether the name of a file says that it is a TGA, whose leading bytes alone do not."""
    return named_format(name) == "TGA"


def is_netpbm_name(name: bytes) -> bool:
    """Return whether the name of a file says that it is a Netpbm picture, which begins as a text may, too."""
    return named_format(name) == "Netpbm"


def describe(head: bytes) -> str:
    """Return what leading bytes that are no picture seem to be, in words that finish "the content is …"."""
    if not head:
        return "nothing: the file is empty"
    if head[4:8] == b"ftyp":
        return _OTHER_BRANDS.get(head[8:12], "a video")
    for words, magic in _OTHER_CONTENT:
        if magic.match(head):
            return words
    if is_tga(head):
        return "a TGA picture"
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
