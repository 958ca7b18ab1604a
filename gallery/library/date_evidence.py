"""Why a photo has its date: what else was found, and whether it agrees with what is believed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gallery.imaging.metadata.capture_time import date_from_mtime
from gallery.imaging.metadata.date_belief import CLAIMS, agree, decode_dates
from gallery.imaging.metadata.file_name_date import date_from_name

if TYPE_CHECKING:
    from gallery.base.models import Taken
    from gallery.catalog.photo_details import PhotoDetails


class OtherDate(NamedTuple):
    """A date that is not the one that is believed."""

    taken: Taken
    agrees: bool | None
    """Whether it may be the same moment; None where one of the two does not say when the photo was taken."""


def other_dates(found: PhotoDetails, believed: Taken) -> list[OtherDate]:
    """Return what else was found: what is written in the file and beside it, then its name, then its time of change."""
    others = decode_dates(found.details["dates"])
    if believed.origin != "name" and (named := date_from_name(found.name)):
        others.append(named)
    if believed.origin != "file":
        others.append(date_from_mtime(found.mtime_ns))
    return [OtherDate(one, _compare(one, believed)) for one in others]


def _compare(one: Taken, believed: Taken) -> bool | None:
    return agree(one, believed) if CLAIMS.issuperset((one.origin, believed.origin)) else None
