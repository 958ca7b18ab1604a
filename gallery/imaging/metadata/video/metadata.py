"""Makes one `Metadata` of what a video says: its container first, then EXIF and XMP inside it; and of its sidecars."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gallery.base.models import Metadata
from gallery.imaging.geometry import oriented
from gallery.imaging.metadata import exif, xmp
from gallery.imaging.metadata.date_belief import encode_dates
from gallery.imaging.metadata.evidence import Evidence
from gallery.imaging.metadata.hdr import from_transfer
from gallery.imaging.metadata.keywords import to_lines
from gallery.imaging.metadata.sidecars import read_sidecars
from gallery.imaging.metadata.video.local_time import moment_on_clock
from gallery.imaging.metadata.xmp import Annotations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.base.models import FileRef, Taken
    from gallery.imaging.metadata.video.facts import VideoFacts

_MAX_DURATION_MS = 0xFFFFFFFF
"""Seven weeks; the search has four bytes for it. More is a mistake in the file."""


def video_metadata(kind: str, facts: VideoFacts, fingerprint: bytes, file: FileRef) -> Metadata:
    """Return the metadata of a video.

    Args:
        kind: Its format.
        facts: What its container says.
        fingerprint: Identity of its content.
        file: The file, with its sidecars.
    """
    camera = exif.parse(facts.exif)
    evidence = _evidence(facts, camera, file)
    dates = evidence.dates()
    taken = evidence.taken(dates)
    latitude, longitude, altitude_m = evidence.place()
    size = oriented((facts.width, facts.height), facts.orientation)
    return Metadata(
        fingerprint=fingerprint,
        format=kind,
        width=size[0],
        height=size[1],
        orientation=facts.orientation,
        animated=False,
        inline=False,
        taken=taken,
        dates=encode_dates(taken, dates),
        make=facts.make or camera.make,
        model=facts.model or camera.model,
        lens=facts.lens or camera.lens,
        exposure_s=camera.exposure_s,
        f_number=camera.f_number,
        iso=camera.iso,
        focal_mm=camera.focal_mm,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        rating=evidence.rating(),
        title=evidence.title(),
        caption=evidence.caption(),
        tags=to_lines(evidence.tags()),
        people=to_lines(evidence.people()),
        sidecar_problem=evidence.sidecars.problem,
        duration_ms=facts.duration_ms if (facts.duration_ms or 0) <= _MAX_DURATION_MS else None,
        video_codec=facts.video_codec or "unknown",
        audio_codec=facts.audio_codec,
        content_id=facts.content_id,
        hdr=from_transfer(facts.transfer),
    )


def _evidence(facts: VideoFacts, camera: exif.ExifValues, file: FileRef) -> Evidence:
    """Return all that is said about a video."""
    written, name = xmp.parse_xmp(facts.xmp), file.relative.rpartition(os.fsencode(os.sep))[2]
    return Evidence(
        name=name,
        mtime_ns=file.mtime_ns,
        created=facts.day,
        comment=facts.caption,
        exif=camera,
        xmp=written,
        iptc=Annotations(),
        sidecars=read_sidecars(file),
        recorded=tuple(_recorded(facts, written, name)),
        container=Annotations(
            rating=facts.rating,
            title=facts.title,
            latitude=facts.latitude,
            longitude=facts.longitude,
            altitude_m=facts.altitude_m,
            tags=tuple(facts.keywords),
        ),
    )


def _recorded(facts: VideoFacts, written: Annotations, name: bytes) -> Iterator[Taken]:
    """Yield when a video was recorded: what XMP says before the container's moment only where it says the zone."""
    in_xmp = written.taken or written.made
    with_zone = in_xmp if in_xmp and in_xmp.offset_min is not None else None
    for one in (facts.recorded, with_zone, moment_on_clock(facts, name)):
        if one is not None:
            yield one
