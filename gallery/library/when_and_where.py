"""Turns when and where a photo was taken into JSON: what counts, and what else there is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.base import edtf, said_places
from gallery.base.models import Taken
from gallery.library.date_evidence import other_dates
from gallery.library.wall_clock import local, offset
from gallery.sidecars.dates_and_places import date_to_xmp

if TYPE_CHECKING:
    from gallery.catalog.photo_details import PhotoDetails

SAID = "said"
"""The origin of a date or a place that the user said."""


def taken_json(found: PhotoDetails) -> dict[str, Any]:
    """Return the date that counts, and in `others` what else was found; where one was said, first what was seen."""
    detail, said = found.details, found.said
    seen_ms = found.taken_ms if said.date is None or said.seen_ms is None else said.seen_ms
    seen = Taken(seen_ms, detail["offset_min"], detail["origin"] or "file")
    listed = [one for one in other_dates(found, seen) if not _is_copy(one.taken, said.date)]
    others = [_json(one.taken) | {"agrees": one.agrees} for one in listed]
    if said.date is None:
        return _json(seen) | {"precision": edtf.TIME, "date": None, "others": others}
    date = edtf.parse(said.date)
    begin, after = date.span_ms
    agrees = None if date.precision & edtf.AROUND else begin <= seen_ms < max(after, begin + 1000)
    return {
        "local": local(date.begin_ms),
        "offset": offset(date.offset_min),
        "origin": SAID,
        "precision": date.precision,
        "date": said.date,
        "others": others if _is_copy(seen, said.date) else [_json(seen) | {"agrees": agrees}, *others],
    }


def _is_copy(taken: Taken, said: str | None) -> bool:
    """Return whether a date is what Shoebox has written of the said one into the sidecar: it is no second witness."""
    copy = date_to_xmp(said) if taken.origin == "sidecar" else None
    return copy is not None and edtf.parse(copy).begin_ms == taken.local_ms


def _json(taken: Taken) -> dict[str, Any]:
    return {"local": local(taken.local_ms), "offset": offset(taken.offset_min), "origin": taken.origin}


def place_json(found: PhotoDetails) -> dict[str, Any] | None:
    """Return where a photo was taken, and what that is called; `chosen`: the name that the user chose."""
    if found.said.place is not None:
        if not found.said.place:
            return None
        said = said_places.parse(found.said.place)
        point: dict[str, Any] = {"latitude": said.latitude, "longitude": said.longitude, "altitude_m": None}
        origin, chosen = SAID, said.name
    else:
        point = {name: found.details[name] for name in ("latitude", "longitude", "altitude_m")}
        origin, chosen = "file", ""
    if point["latitude"] is None or point["longitude"] is None:
        return None
    return point | {"name": found.place._asdict() if found.place else None, "origin": origin, "chosen": chosen}
