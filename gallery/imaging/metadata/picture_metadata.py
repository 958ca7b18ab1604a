"""Makes one `Metadata` of what a picture says: its container, EXIF, XMP and IPTC inside it; and of its sidecars."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gallery.base.models import Metadata
from gallery.imaging.geometry import oriented
from gallery.imaging.metadata import appearance, exif, xmp
from gallery.imaging.metadata.date_belief import encode_dates
from gallery.imaging.metadata.evidence import Evidence
from gallery.imaging.metadata.hdr import find_hdr
from gallery.imaging.metadata.keywords import to_lines
from gallery.imaging.metadata.motion_photo import find_motion
from gallery.imaging.metadata.sidecars import read_sidecars
from gallery.imaging.metadata.tiff_pages import encode_pages

if TYPE_CHECKING:
    from gallery.base.models import FileRef
    from gallery.imaging.metadata.bounded_reader import BoundedReader
    from gallery.imaging.metadata.header import PictureHeader

_TURNED_BY_DECODER = frozenset(("heif", "avif"))


def picture_metadata(
    kind: str, header: PictureHeader, fingerprint: bytes, file: FileRef, reader: BoundedReader
) -> Metadata:
    """Return the metadata of a picture: what the file is, and of what is said about it what counts most.

    Args:
        kind: Its format.
        header: What its container says.
        fingerprint: Identity of its content.
        file: The file, with its sidecars.
        reader: Its bytes, for what stands behind the picture.
    """
    exif_values = exif.parse(header.exif, header.exif_parts)
    written = xmp.parse_packets(header.xmp, header.xmp_extension)
    evidence = Evidence(
        name=file.relative.rpartition(os.fsencode(os.sep))[2],
        mtime_ns=file.mtime_ns,
        created=header.created,
        comment=header.caption,
        exif=exif_values,
        xmp=written,
        iptc=xmp.parse_iptc(header.iptc),
        sidecars=read_sidecars(file),
    )
    shown = appearance.describe(kind, header, exif_values)
    dates = evidence.dates()
    taken = evidence.taken(dates)
    latitude, longitude, altitude_m = evidence.place()
    motion = find_motion(reader, kind, written.motion, exif_values.make)
    preview = oriented(header.decoded_size, shown.orientation) if header.previews else (None, None)
    return Metadata(
        fingerprint=fingerprint,
        format=kind,
        width=shown.size[0],
        height=shown.size[1],
        orientation=1 if kind in _TURNED_BY_DECODER else shown.orientation,
        animated=header.animated,
        inline=shown.inline,
        preview_width=preview[0],
        preview_height=preview[1],
        pages=encode_pages(header.pages),
        taken=taken,
        dates=encode_dates(taken, dates),
        make=exif_values.make,
        model=exif_values.model,
        lens=exif_values.lens,
        exposure_s=exif_values.exposure_s,
        f_number=exif_values.f_number,
        iso=exif_values.iso or header.iso,
        focal_mm=exif_values.focal_mm,
        latitude=latitude,
        longitude=longitude,
        altitude_m=altitude_m,
        rating=evidence.rating(),
        title=evidence.title(),
        caption=evidence.caption(),
        tags=to_lines(evidence.tags()),
        people=to_lines(evidence.people()),
        sidecar_problem=evidence.sidecars.problem,
        content_id=exif_values.content_id,
        burst_id=exif_values.burst_id or written.burst_id,
        burst_cover=written.is_burst_cover,
        hdr=find_hdr(kind, header, reader),
        motion_start=motion and motion.start,
        motion_length=motion and motion.length,
    )
