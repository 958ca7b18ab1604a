"""What the reader of every video container hands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.models import Problem

if TYPE_CHECKING:
    from gallery.base.models import Taken
    from gallery.imaging.metadata.bounded_reader import BoundedReader

NO_PICTURE = Problem("not_a_picture", "There is no picture in this file, only sound or other data.")


class NotShownError(Exception):
    """A container that is whole, or was, and has nothing to show; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class VideoFacts:
    """What a video file says about itself, filled while the file is walked. None: it does not say."""

    width: int = 0
    height: int = 0
    """Size as shown, before orientation: cut to the clean aperture, pixels made square. 0: not found."""
    orientation: int = 1
    """EXIF orientation, 1 to 8, that makes the stored frames upright."""
    duration_ms: int | None = None
    video_codec: str | None = None
    transfer: int | None = None
    """Transfer characteristics of the frames (ITU-T H.273, table 3)."""
    audio_codec: str | None = None
    """Names as FFmpeg has them ("h264", "aac"); of an unknown codec its code in the file."""
    recorded: Taken | None = None
    """When the camera says that it recorded, on the clock of the place."""
    day: Taken | None = None
    """A date without a time of day: a day of release as often as of recording."""
    utc_ms: int | None = None
    """When the container says that it was made: milliseconds since 1970 UTC."""
    clock_is_local: bool = False
    """Whether the maker of the camera writes the clock of the place where UTC should stand."""
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    latitude: float | None = None
    """Degrees, north positive."""
    longitude: float | None = None
    """Degrees, east positive."""
    altitude_m: float | None = None
    rating: int | None = None
    """0 to 5."""
    title: str | None = None
    caption: str | None = None
    keywords: list[str] = field(default_factory=list)
    content_id: str | None = None
    """Apple's identifier of the Live Photo that the video is part of."""
    xmp: bytes | None = None
    """An XMP packet."""
    exif: BoundedReader | None = None
    """A TIFF structure with EXIF."""

    @property
    def decoded_size(self) -> tuple[int, int]:
        """Width and height of the frames that a decoder is to make."""
        return self.width, self.height
