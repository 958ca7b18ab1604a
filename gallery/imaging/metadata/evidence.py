"""What is said about a photo, in its file and beside it, and which of it counts.

In this order: sidecars of its own, which people write with programs that leave the file as it is; then what the file
says, XMP before IPTC and EXIF for what people write, EXIF first for what cameras write; then sidecars that may be
about another file of the same name; last what Google Photos knew. For dates see `date_belief`, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gallery.imaging.metadata.annotation_text import written_by_people
from gallery.imaging.metadata.capture_time import date_from_mtime
from gallery.imaging.metadata.date_belief import believe
from gallery.imaging.metadata.file_name_date import date_from_name
from gallery.imaging.metadata.keywords import clean, merge_tags
from gallery.imaging.metadata.xmp import Annotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gallery.base.models import Taken
    from gallery.imaging.metadata.exif import ExifValues
    from gallery.imaging.metadata.sidecars import SidecarValues


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was found about one photo."""

    name: bytes
    """Name of the file."""
    mtime_ns: int
    """Its time of change."""
    created: Taken | None
    """When its container says that it was made."""
    comment: str | None
    """What its container says of the picture, or the video."""
    exif: ExifValues
    xmp: Annotations
    iptc: Annotations
    sidecars: SidecarValues
    recorded: Sequence[Taken] = ()
    """When a video was recorded, as its container says, those first that count most."""
    container: Annotations = field(default_factory=Annotations)
    """What else the container of a video says. Its place counts before that of EXIF, which few cameras put inside."""

    def dates(self) -> list[Taken]:
        """Return the dates that are written in the file and beside it, those first that count most."""
        own, shared, google = self.sidecars.own, self.sidecars.shared, self.sidecars.google
        found = (
            *(_beside(own.taken), self.exif.taken, *self.recorded),
            *(self.xmp.taken, self.xmp.made, self.iptc.taken, self.iptc.made),
            *(_beside(shared.taken or own.made or shared.made), self.created, google.taken),
            *(self.exif.changed, self.xmp.changed, self.exif.located, self.exif.digitized, google.changed),
        )
        return [one for one in found if one is not None]

    def taken(self, found: Sequence[Taken]) -> Taken:
        """Return when the photo was taken, by its `dates`; without any by its name or its time of change."""
        if found and found[0].origin != "upload":
            return believe(found, google_is_sure=self.sidecars.google_is_sure)
        return date_from_name(self.name) or (found[0] if found else date_from_mtime(self.mtime_ns))

    def place(self) -> tuple[float, float, float | None] | tuple[None, None, float | None]:
        """Return latitude and longitude in degrees, north and east positive, and metres above the sea."""
        in_file = (self.container, self.exif, self.xmp)
        for found in (self.sidecars.own, *in_file, self.sidecars.shared, self.sidecars.google):
            if found.latitude is not None and found.longitude is not None:
                is_of_file = any(found is one for one in in_file)
                altitude = self.exif.altitude_m if found.altitude_m is None and is_of_file else found.altitude_m
                return found.latitude, found.longitude, altitude
        return None, None, self.exif.altitude_m

    def rating(self) -> int | None:
        """Return the rating, 0 to 5."""
        places = (self.sidecars.own, self.xmp, self.container, self.exif, self.sidecars.shared)
        return next((found.rating for found in places if found.rating is not None), None)

    def title(self) -> str | None:
        """Return the title that somebody wrote."""
        in_file = (self.xmp, self.iptc, self.container, self.exif)
        return _first_written(found.title for found in (self.sidecars.own, *in_file, self.sidecars.shared))

    def caption(self) -> str | None:
        """Return the caption that somebody wrote."""
        return _first_written(
            (
                *(found.caption for found in (self.sidecars.own, self.xmp, self.exif, self.iptc)),
                self.comment,
                *(found.caption for found in (self.sidecars.shared, self.sidecars.google)),
            )
        )

    def tags(self) -> tuple[str, ...]:
        """Return the tags: those of a sidecar of its own, where there are any, stand for all."""
        own, shared = self.sidecars.own, self.sidecars.shared
        flat = (*self.iptc.tags, *self.exif.tags, *self.container.tags)
        return own.tags or merge_tags((*self.xmp.tags, *shared.tags), flat)

    def people(self) -> tuple[str, ...]:
        """Return the names of the people in the picture: those of a sidecar of its own, as with tags, stand for all."""
        own, shared, google = self.sidecars.own, self.sidecars.shared, self.sidecars.google
        return own.people or clean((*self.xmp.people, *shared.people, *google.people))


def _beside(taken: Taken | None) -> Taken | None:
    """Return a date as one of a sidecar."""
    return taken and replace(taken, origin="sidecar")


def _first_written(texts: Iterable[str | None]) -> str | None:
    """Return the first of the texts that somebody wrote."""
    return next((text for text in texts if written_by_people(text)), None)
