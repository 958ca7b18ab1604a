"""What a folder holds that is not shown, by kinds, with people's words for each. Pure: no file is touched here.

Files are told apart by their suffixes alone. What `is_candidate` accepts is never of a kind: a suffix of this table
that becomes one of a picture is out of it by itself.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.imaging.formats import has_known_suffix, is_candidate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOT_PHOTOS, NOT_OPENED, KEPT_OUT, COPIES_OF_OTHERS = "not_photos", "not_opened", "kept_out", "copies"
"""Groups: files that are no photos; pictures that Shoebox does not open; what may be photos, and is left out on
purpose; what other programs have made of photos that lie elsewhere."""
OTHER, LINK, HIDDEN, HIDDEN_FOLDER, NOMEDIA, PREVIEWS, EDITED, THUMBNAILS, BIN = (
    "other", "link", "hidden", "hidden_folder", "nomedia", "previews", "edited", "thumbnails", "bin",
)  # fmt: skip
"""Kinds that no suffix tells. They and all others are stored in the index: never give one another meaning."""
NOT_TOLD = ""
"""In place of a kind: of the system, of no interest to anybody, there for a moment, or the sidecar of a photo."""


GROUPS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("pdf", "svg", "eps", "wmf", "emf", "video", "sound", "archive", OTHER), NOT_PHOTOS),
        **dict.fromkeys(("raw", "jp2", "jxr", "psd", "icon", "project", "rare"), NOT_OPENED),
        **dict.fromkeys((HIDDEN, LINK, HIDDEN_FOLDER, NOMEDIA), KEPT_OUT),
        **dict.fromkeys((PREVIEWS, EDITED, THUMBNAILS, BIN), COPIES_OF_OTHERS),
    }
)
"""The group of each kind, in the order in which they are told. What they are called is the page's: `kinds.ftl`."""
FOLDER_KINDS = frozenset((HIDDEN_FOLDER, NOMEDIA, PREVIEWS, EDITED, BIN))
"""The kinds of folders; all others are of files, and of links, which may lead to either."""

_SUFFIXES = {
    "pdf": "pdf",
    "svg": "svg svgz",
    "eps": "eps epsf epsi",
    "wmf": "wmf wmz",
    "emf": "emf emz",
    "video": "mp4 m4v mov qt 3gp 3g2 webm mkv avi mts m2ts m2v mpg mpeg mpe vob wmv asf flv f4v ogv ogm divx"
    " mod tod mxf rm rmvb insv lrv",
    "sound": "mp3 m4a m4b aac wav flac ogg oga opus wma aif aiff aifc amr mid midi",
    "archive": "zip rar 7z tar gz tgz bz2 xz zst",
    "raw": "dng gpr cr2 cr3 crw nef nrw arw sr2 srf srw orf pef ptx raf rw2 rwl raw iiq cap 3fr fff mef mos mrw erf kdc"
    " dcr dcs k25 x3f ari braw r3d",
    "jp2": "jp2 j2k j2c jpc jpx jpf jpm jph jhc",
    "jxr": "jxr wdp hdp",
    "psd": "psd psb",
    "icon": "ico cur ani icns",
    "project": "xcf kra ora afphoto pdn pxm pxd pixelmator procreate clip sai sai2 cpt psp pspimage",
    "rare": "tga icb vda vst qoi dds pcx dcx ppm pgm pbm pnm pam pfm exr hdr sgi rgb rgba fits fit fts pict pct ras"
    " sun xbm xpm wbmp jng mng flif bpg djvu djv jbg jbig2 cin dpx ktx ktx2 avci",
    THUMBNAILS: "cot cop cof jbf ithmb lrprev",
    NOT_TOLD: "xmp aae json thm pp3 dop cos rpp on1 arp comask tmp temp part partial crdownload lock lck",
}
_KINDS_BY_SUFFIX: Mapping[bytes, str] = MappingProxyType(
    {
        suffix.encode(): kind
        for kind, suffixes in _SUFFIXES.items()
        for suffix in suffixes.split()
        if not is_candidate(b"x." + suffix.encode())
    }
)
_KINDS_BY_NAME: Mapping[bytes, str] = MappingProxyType(
    dict.fromkeys((b"thumbs.db", b"ehthumbs.db", b"ehthumbs_vista.db"), THUMBNAILS)
    | dict.fromkeys((b"thumbnails-digikam.db", b"zbthumbnail.info"), THUMBNAILS)
    | dict.fromkeys((b"desktop.ini", b"picasa.ini"), NOT_TOLD)
)
"""Of files that their names tell, and not their suffixes: Windows, digiKam, Canon's ZoomBrowser, Picasa."""
_TEMPORARY_ENDINGS = (b"-journal", b"-wal", b"-shm", b"_tmp")
"""Of suffixes of files that come and go all the time beside databases (SQLite, and so Lightroom) and with ExifTool:
each time the whole library would count as changed, and every open page would read its timeline again."""
_SUFFIXES_OF_NAMES = frozenset(name.rpartition(b".")[2] for name in _KINDS_BY_NAME)


def count_kinds(names: Sequence[bytes]) -> dict[str, int]:
    """Return how many files there are of each kind, without those that are not told.

    Args:
        names: of files that are neither candidates nor hidden. A folder may hold a hundred thousand: 0.1 µs each.
    """
    suffixes = Counter([name.rpartition(b".")[2] for name in names])
    counts: dict[str, int] = {}
    if any(suffix.lower() in _SUFFIXES_OF_NAMES for suffix in suffixes):
        named = [name for name in names if name.lower() in _KINDS_BY_NAME]
        suffixes.subtract(name.rpartition(b".")[2] for name in named)
        counts.update(Counter(kind for name in named if (kind := _KINDS_BY_NAME[name.lower()])))
    for suffix, number in suffixes.items():
        lower = suffix.lower()
        kind = _KINDS_BY_SUFFIX.get(lower, OTHER)
        if kind and number and not lower.endswith(_TEMPORARY_ENDINGS):
            counts[kind] = counts.get(kind, 0) + number
    return counts


def is_hidden_picture(name: bytes) -> bool:
    """Return whether a file of this name would be a picture if the name did not begin with a dot."""
    return name.startswith(b".") and not name.startswith(b"._") and has_known_suffix(name)
