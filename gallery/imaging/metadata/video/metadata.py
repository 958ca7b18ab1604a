"""Makes one `Metadata` of what a video file says: the container first, then EXIF and XMP inside it, then its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.models import Metadata
from gallery.imaging.geometry import oriented
from gallery.imaging.metadata import exif, xmp
from gallery.imaging.metadata.annotation_text import written_by_people
from gallery.imaging.metadata.file_name_date import date_without_header
from gallery.imaging.metadata.video.local_time import moment_on_clock

_MAX_DURATION_MS = 0xFFFFFFFF
"""Seven weeks; the search has four bytes for it. More is a mistake in the file."""

if TYPE_CHECKING:
    from gallery.imaging.metadata.video.facts import VideoFacts


def video_metadata(kind: str, facts: VideoFacts, fingerprint: bytes, name: bytes, mtime_ns: int) -> Metadata:
    """Return the metadata of a video.

    Args:
        kind: Its format.
        facts: What its container says.
        fingerprint: Identity of its content.
        name: Its name, without the folder.
        mtime_ns: When it was changed, nanoseconds since 1970.
    """
    camera, written = exif.parse(facts.exif), xmp.parse_xmp(facts.xmp)
    places = (facts, camera, written)
    place = next((one for one in places if one.latitude is not None), facts)
    size = oriented((facts.width, facts.height), facts.orientation)
    return Metadata(
        fingerprint=fingerprint,
        format=kind,
        width=size[0],
        height=size[1],
        orientation=facts.orientation,
        animated=False,
        inline=False,
        taken=camera.taken
        or facts.recorded
        or (written.taken if written.taken and written.taken.offset_min is not None else None)
        or moment_on_clock(facts, name)
        or written.taken
        or facts.day
        or camera.changed
        or written.changed
        or date_without_header(name, mtime_ns),
        make=facts.make or camera.make,
        model=facts.model or camera.model,
        lens=facts.lens or camera.lens,
        exposure_s=camera.exposure_s,
        f_number=camera.f_number,
        iso=camera.iso,
        focal_mm=camera.focal_mm,
        latitude=place.latitude,
        longitude=place.longitude,
        altitude_m=camera.altitude_m if facts.altitude_m is None else facts.altitude_m,
        rating=facts.rating if written.rating is None else written.rating,
        title=_first_written(written.title, facts.title),
        caption=_first_written(written.caption, facts.caption),
        duration_ms=facts.duration_ms if (facts.duration_ms or 0) <= _MAX_DURATION_MS else None,
        video_codec=facts.video_codec or "unknown",
        audio_codec=facts.audio_codec,
        content_id=facts.content_id,
    )


def _first_written(*texts: str | None) -> str | None:
    """Return the first of the texts that somebody wrote."""
    return next((text for text in texts if written_by_people(text)), None)
