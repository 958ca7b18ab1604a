"""Values that rooms hand to each other. Frozen, so that any thread may hold them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gallery.base.variants import Variant

ACCESS_CODES = ("vanished", "unreadable", "changed", "silent")
"""Codes of problems that say nothing about the bytes."""
DEEP_BYTES = 17
"""Length of a fingerprint of all of a long file; the others are of its ends, and shorter (metadata/read.py)."""
RAW_KINDS = (
    *("dng", "cr2", "cr3", "nef", "arw", "orf", "pef", "rw2", "srw", "iiq", "3fr", "mef", "mos", "erf", "dcr", "raf"),
    *("x3f", "mrw", "crw", "raw"),
)
"""RAW formats of cameras, of which their own pictures are shown first; raw is a TIFF of an unknown maker's sensor."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read: a fact to show, not an exception to lose."""

    code: str
    """Of the bytes: empty, not_a_picture, wrong_content, truncated, damaged, too_large, unsupported, timeout,
    decoder_died or out_of_memory. Of the access to them: unreadable, vanished, changed or silent."""
    message: str
    """One sentence for the user."""

    @property
    def is_access_problem(self) -> bool:
        """Whether the file could not be reached as it was known: then the problem says nothing about the bytes."""
        return self.code in ACCESS_CODES


SOUND_SUFFIXES = (b".wav", b".m4a", b".mp3")
"""Of what people said about a photo, which cameras write beside it: no text that could be read."""
MAX_SIDECAR_BYTES = 4 << 20
"""Longer sidecars are not read. Most have some KB; those of raw converters up to 2 MB, with masks drawn by hand."""


class Sidecar(NamedTuple):
    """A file beside a photo that says something about it."""

    name: bytes
    """Its name, in the folder of the photo."""
    size: int
    """Bytes; -1: not known."""
    mtime_ns: int
    """Time of change, nanoseconds since 1970 UTC; -1: not known."""
    shared: bool
    """Whether its name fits other files of the folder, too, so that it may have been written about one of them."""
    ctime_ns: int = -1
    """Time of change of its rights or its content, as of photos; -1: not known."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file as the scanner saw it. Paths are bytes: names need not be text."""

    root: bytes
    """Absolute path of the root."""
    relative: bytes
    """Path below the root, separated by os.sep."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of change, nanoseconds since 1970 UTC."""
    fingerprint: bytes | None = None
    """Fingerprint of the bytes that the index knows here. A picture is made of no others; a header that is read again
    gets another one if the file was changed between its two ends (metadata/read.py)."""
    sidecars: tuple[Sidecar, ...] = ()
    """The sidecars of the file, those that count most first."""


@dataclass(frozen=True, slots=True)
class Source:
    """A photo of which a picture is to be made."""

    photo: int
    """Id of the photo."""
    fingerprint: bytes
    """Hash of the content, under which its pictures are kept; empty when the file could not be read."""
    file: FileRef
    variant: Variant | None = None
    """Which of the pictures of the file; None: the photo itself."""

    def key(self, recipe: Recipe, tile: str = "") -> tuple[bytes, str]:
        """Return what its picture of a recipe is kept under, or one tile of it."""
        name = f"{tile}/{recipe.value}" if tile else recipe.value
        return self.fingerprint, name if self.variant is None else self.variant.key(name)


@dataclass(frozen=True, slots=True)
class Taken:
    """When a photo was taken, as a clock on the wall showed there."""

    local_ms: int
    """Milliseconds from 1970-01-01T00:00 to the wall-clock time, as if both were UTC."""
    offset_min: int | None
    """Minutes east of UTC, where the file says."""
    origin: str
    """What it was read from.

    exif, digitized (EXIF, besides that), xmp, iptc; sidecar; of a video recording (on the clock of the place) and
    recording_utc (a moment in UTC, put on that clock); movie (QuickTime), text (of a PNG), changed (EXIF: when the file
    was written), gps (the time of the fix); google (Google Photos), upload (to it); name; file (the time of change).
    """


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file's header says. Sizes are in pixels, as shown; None means that the file does not say."""

    fingerprint: bytes
    format: str
    """jpeg, png, gif, webp, avif, bmp, tiff, heif, jp2, jxl, psd, ico, icns, tga, qoi, dds, pnm or pcx, by the content;
    of a RAW file one of RAW_KINDS; of a video mp4, mov, 3gp, webm, mkv, avi or mts."""
    width: int
    height: int
    orientation: int
    """EXIF orientation 1 to 8 as the decoder applies it (1 where HEIF or AVIF turn by themselves)."""
    animated: bool
    taken: Taken
    inline: bool
    """Whether browsers paint the file itself as its derived pictures look, so that one may replace the other."""
    preview_width: int | None = None
    preview_height: int | None = None
    """Of a RAW file: the size of the largest picture that its camera put into it, as shown."""
    pages: str | None = None
    """Of a document of several pages: their sizes as shown, as JSON: how many of this width and height, one after the
    other."""
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    exposure_s: float | None = None
    f_number: float | None = None
    iso: int | None = None
    focal_mm: float | None = None
    latitude: float | None = None
    """Degrees, north positive."""
    longitude: float | None = None
    """Degrees, east positive."""
    altitude_m: float | None = None
    rating: int | None = None
    """0 to 5."""
    title: str | None = None
    caption: str | None = None
    tags: str | None = None
    """Tags, a line each; those above one stand before it: "Places/Italy/Rome"."""
    people: str | None = None
    """Names of the people in the picture, a line each."""
    dates: str | None = None
    """The dates that were found and not believed, as JSON (imaging/metadata/date_belief.py)."""
    sidecar_problem: str | None = None
    """Which of its sidecars say nothing, and why: sentences for people."""
    duration_ms: int | None = None
    """Of a video."""
    video_codec: str | None = None
    audio_codec: str | None = None
    """Of a video, as FFmpeg names them; of an unknown codec its code in the file. Every video has a video codec."""
    hdr: str | None = None
    """How it has more light than white: "gain map", "pq" or "hlg"; None: it has not."""
    content_id: str | None = None
    """Apple's identifier of the Live Photo that the file is part of."""
    burst_id: str | None = None
    """Identifier of the burst that a picture is of."""
    burst_cover: bool = False
    """Whether its camera, or a person, chose the picture to stand for its burst."""
    motion_start: int | None = None
    motion_length: int | None = None
    """Of a motion photo: where in the file its video starts, and how many bytes it is long."""


class Recipe(StrEnum):
    """A kind of derived picture. The value is part of the cache key: a recipe that changes gets another value."""

    SMALL = "thumb-320-3"
    LARGE = "thumb-512-3"
    FINE = "thumb-1024-1"
    """For fine screens, large cells and panoramas, of which the short side counts (`geometry.target_size`)."""
    SCREEN = "screen-3"
    FULL = "full-3"
    """Every pixel, as JPEG: for files that are not sent themselves (`imaging/metadata/appearance.py`)."""
    TILES = "tiles-1"
    """Every pixel, in JPEGs of which the page shows those that it sees: of very large pictures (`imaging/tiles.py`)."""


GRID_RECIPES = (Recipe.SMALL, Recipe.LARGE, Recipe.FINE)
"""The recipes of grid thumbnails: any will do for a photo to have one."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A derived picture: JPEG, sRGB, upright, no metadata."""

    jpeg: bytes
    width: int
    height: int
    colour: int
    """Mean colour as RGB565, never 0 (0 means unknown on the wire)."""
    problem: Problem | None = None
    """Set when the picture is shown as far as it goes (truncated)."""
    tiny: bytes = b""
    """Of a grid thumbnail: its tiny picture (imaging/decoding/tiny.py)."""
