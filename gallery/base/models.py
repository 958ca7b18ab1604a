"""The values that rooms hand to each other. Frozen, so any thread may hold them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be read: a fact to show, not an exception to lose.

    `code` is one of: empty, not_a_picture, wrong_content, truncated, damaged, too_large, unsupported, timeout,
    decoder_died, out_of_memory, unreadable, vanished, changed.
    """

    code: str
    message: str

    @property
    def of_the_place(self) -> bool:
        """The file could not be reached as it was known, here and now. It says nothing about the bytes asked for."""
        return self.code in ("vanished", "unreadable", "changed", "silent")


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file as the scanner saw it. Paths are bytes: names need not be text."""

    root: bytes
    """Absolute path of the root."""
    relative: bytes
    """Path below the root, separated by os.sep."""
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Source:
    """A photo to make a picture of: who asks (its id), what it is (fingerprint), where it lies."""

    photo: int
    fingerprint: bytes
    file: FileRef


@dataclass(frozen=True, slots=True)
class Taken:
    """When a photo was taken, in the wall-clock time of the place."""

    local_ms: int
    """Milliseconds from 1970-01-01T00:00 to the wall-clock time, as if both were UTC."""
    offset_min: int | None
    """Minutes east of UTC, where the file says."""
    origin: str
    """Which witness was believed: exif, xmp, name or file (the modification time)."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file's header says. Sizes in pixels, after orientation; None: the file does not say."""

    fingerprint: bytes
    format: str
    """jpeg, png, gif, webp, avif, bmp, tiff or heif, by the leading bytes."""
    width: int
    height: int
    orientation: int
    """EXIF orientation 1 to 8 as the decoder applies it (1 where HEIF or AVIF turn by themselves)."""
    animated: bool
    taken: Taken
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


class Recipe(StrEnum):
    """The kinds of derived picture. The value is part of the cache key: change the recipe, change the value."""

    SMALL = "thumb-320-1"
    LARGE = "thumb-512-1"
    SCREEN = "screen-1"
    FULL = "full-1"
    """Every pixel, as JPEG: for formats that a browser does not show."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A derived picture: JPEG, sRGB, upright, no metadata."""

    jpeg: bytes
    width: int
    height: int
    color: int
    """Mean colour as RGB565, never 0 (0 means unknown on the wire)."""
    problem: Problem | None = None
    """Set when the picture is shown as far as it goes (truncated)."""
